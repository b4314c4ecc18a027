import { Button, Checkbox, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import type { Answers } from '../../../core/questions.ts'
import { Count } from '../../parts/amount.tsx'
import { useEnteredFact } from '../../parts/entered.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import receiveClasses from '../lots-receive.module.css'
import { useSaid } from '../participant-words.ts'
import { enteredOf, type Scan } from '../prepare-scan.tsx'
import { PlaceField } from './place-field.tsx'
import { readTypedCount } from './typed-count.ts'
import { VialPicker } from './vial-picker.tsx'

const mostMinutes = 100_000
const shortestReason = 3

/** Carries vials of a lot to another place: all that lie in one, or those that are scanned. */
export function TransferScreen({ answer, onLeave }: { answer: Answers['Lot']; onLeave(): void }) {
  const { t } = useTranslation('shelf')
  const said = useSaid()
  const enteredFact = useEnteredFact()
  const { lot, places } = answer
  const [from, setFrom] = useState(places[0]?.storagePlace ?? '')
  const [all, setAll] = useState(true)
  const [scans, setScans] = useState<readonly Scan[]>([])
  const [storagePlace, setStoragePlace] = useState('')
  const [minutes, setMinutes] = useState('')
  const [thawed, setThawed] = useState(false)
  const [reason, setReason] = useState('')
  const [left, setLeft] = useState(false)
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['from', 'storagePlace', 'reason'])
  const minutesOut = readTypedCount(minutes, mostMinutes)
  const here = places.find((place) => place.storagePlace === from)
  const count = all ? (here?.vials ?? 0) + (here?.samples ?? 0) : scans.length
  const complete =
    from !== '' &&
    storagePlace.trim() !== '' &&
    count > 0 &&
    minutesOut !== undefined &&
    reason.trim().length >= shortestReason
  const command: Command | undefined = complete
    ? {
        ...{ type: 'TransferVials', lotId: lot.lotId, from, vialCodes: all ? 'all' : scans.map(({ code }) => code) },
        ...(all ? {} : { entered: enteredOf(scans) }),
        ...{ storagePlace: storagePlace.trim(), minutesOut, thawed, reason: reason.trim() },
      }
    : undefined
  const action = t('transfer.record', { count })
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (command !== undefined) setSigning(true)
  }
  return (
    <>
      <Screen
        title={t('transfer.title', { lot: lot.lotNumber })}
        about={t('transfer.about')}
        help={t('transfer.help')}
        actions={
          <Button variant="default" onClick={onLeave}>
            {t('transfer.leave')}
          </Button>
        }
        primary={
          <Button type="submit" form="transfer" disabled={command === undefined}>
            {count === 0 ? t('transfer.act') : action}
          </Button>
        }
      >
        <Stack gap="lg" maw="60rem">
          <NativeSelect
            label={t('transfer.from')}
            value={from}
            onChange={(event) => {
              form.clear()
              setFrom(event.currentTarget.value)
            }}
            data={places.map((place) => ({
              value: place.storagePlace,
              label: t('transfer.place', {
                place: place.storagePlace,
                vials: said.count(place.vials),
                samples: said.count(place.samples),
              }),
            }))}
            maw="30rem"
            {...form.field('from')}
          />
          <Radio.Group
            label={t('transfer.which')}
            value={all ? 'all' : 'some'}
            onChange={(value) => setAll(value === 'all')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="all" label={t('transfer.all', { count: (here?.vials ?? 0) + (here?.samples ?? 0) })} />
              <Radio value="some" label={t('transfer.some')} />
            </Stack>
          </Radio.Group>
          {all ? null : <VialPicker scans={scans} onScans={setScans} />}
          <form id="transfer" noValidate onSubmit={goOn}>
            <div className={receiveClasses.fields}>
              <PlaceField
                label={t('transfer.to')}
                value={storagePlace}
                without={from}
                onChange={(value) => {
                  form.clear()
                  setStoragePlace(value)
                }}
                required
                {...form.field('storagePlace')}
              />
              <TextInput
                label={t('transfer.minutes')}
                description={t('transfer.minutes_help')}
                value={minutes}
                inputMode="numeric"
                dir="ltr"
                maxLength={6}
                onBlur={() => setLeft(true)}
                onChange={(event) => setMinutes(event.currentTarget.value)}
                {...(left && minutesOut === undefined ? { error: t('transfer.minutes_invalid') } : {})}
                required
              />
              <TextInput
                label={t('stock:acts.reason')}
                value={reason}
                maxLength={400}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
                {...form.field('reason')}
              />
            </div>
            <Checkbox
              mt="md"
              label={t('transfer.thawed')}
              checked={thawed}
              onChange={(event) => setThawed(event.currentTarget.checked)}
            />
          </form>
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        </Stack>
      </Screen>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={t('transfer.title', { lot: lot.lotNumber })}
        action={action}
        facts={[
          { label: t('stock:lot_number'), value: <bdi className="ltr">{lot.lotNumber}</bdi> },
          { label: t('transfer.vials'), value: <Count value={count} /> },
          ...(all ? [] : [enteredFact(enteredOf(scans))]),
          { label: t('transfer.from'), value: <bdi>{from}</bdi> },
          { label: t('transfer.to'), value: <bdi>{storagePlace.trim()}</bdi> },
          { label: t('transfer.minutes'), value: <Count value={minutesOut ?? 0} /> },
          { label: t('transfer.thawed_fact'), value: t(thawed ? 'yes' : 'no') },
          { label: t('stock:acts.reason'), value: <bdi>{reason.trim()}</bdi> },
        ]}
        onDone={onLeave}
        onRefused={(refusal) => {
          form.refuse(refusal)
          return true
        }}
      >
        {all ? <Text className="quiet">{t('transfer.all_text')}</Text> : null}
      </SignDialog>
    </>
  )
}
