import { Button, Stack, Text, TextInput } from '@mantine/core'
import { IconFileCheck } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/decide.ts'
import { plannedTotal, type StudySettings } from '../../core/registry/settings.ts'
import type { LineProblem, Refusal } from '../../core/result.ts'
import type { IsoDate } from '../../core/time.ts'
import { type Chosen, request, useAnswer, useStatus, useSubmit } from '../api.ts'
import { Count } from '../parts/amount.tsx'
import { Facts } from '../parts/facts.tsx'
import { Day } from '../parts/moment.tsx'
import { DayInput } from '../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { ListProblems } from './list-import-problems.tsx'
import { CodeCards, SealedList } from './list-import-sealed.tsx'
import classes from './lots-receive.module.css'

/** Takes custody of the allocation list that somebody else made: checked, sealed once, never shown again. */
export function ListImportScreen() {
  const { t } = useTranslation('stock')
  const settings = useStatus()?.settings
  const { answer, refusal } = useAnswer<'AllocationList'>({ type: 'AllocationList' })
  const [cards, setCards] = useState<string>()
  if (cards !== undefined) return <CodeCards token={cards} onDone={() => setCards(undefined)} />
  if (answer?.sealed === true) return <SealedList answer={answer} onCards={setCards} />
  if (answer === undefined || settings === undefined) {
    return (
      <Screen title={t('list.title')} help={t('list.help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  return <Import settings={settings} onCards={setCards} />
}

type Checked =
  | { readonly state: 'fits' }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  | { readonly state: 'unchecked' }

function Import({ settings, onCards }: { settings: StudySettings; onCards(token: string): void }) {
  const { t } = useTranslation('stock')
  const { submit, busy } = useSubmit()
  const [chosen, setChosen] = useState<Chosen>()
  const [checked, setChecked] = useState<Checked>({ state: 'unchecked' })
  const [madeBy, setMadeBy] = useState('')
  const [method, setMethod] = useState('')
  const [madeOn, setMadeOn] = useState<IsoDate>()
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['madeBy', 'method', 'madeOn'])
  const complete =
    chosen !== undefined && madeBy.trim().length >= 2 && method.trim().length >= 2 && madeOn !== undefined
  const command: Command | undefined = complete
    ? { type: 'ImportAllocationList', madeBy: madeBy.trim(), method: method.trim(), madeOn }
    : undefined
  const beside = chosen === undefined ? {} : { file: chosen.token }

  const choose = async () => {
    const reply = await request('choose', { purpose: 'allocation_list' })
    if (!reply.ok || reply.value.file === undefined) return
    setChosen({ token: reply.value.file, name: reply.value.name ?? '' })
    setChecked({ state: 'unchecked' })
  }
  // The same door without a signature: a list that fits is refused for want of the passphrase, and for nothing else.
  const check = async (event: FormEvent) => {
    event.preventDefault()
    if (command === undefined || busy) return
    const reply = await submit(command, beside)
    if (reply.ok || !('refusal' in reply)) return
    if (reply.refusal.rule === 'passphrase_needed') {
      setChecked({ state: 'fits' })
      setSigning(true)
    } else setChecked({ state: 'refused', refusal: reply.refusal })
  }
  const problems: readonly LineProblem[] = checked.state === 'refused' ? (checked.refusal.problems ?? []) : []
  const counts = (['A', 'B'] as const).map((arm) => ({
    label: settings.arms[arm].name,
    value: <Count value={settings.arms[arm].plannedCount} />,
  }))
  return (
    <form noValidate onSubmit={check} style={{ display: 'contents' }}>
      <Screen
        title={t('list.title')}
        about={t('list.lead')}
        help={t('list.help')}
        primary={
          <Button type="submit" disabled={!complete} loading={busy}>
            {t('list.check')}
          </Button>
        }
      >
        <Stack gap="lg">
          <div className={classes.fields}>
            <Stack gap={4}>
              <Text fw={500}>{t('list.file')}</Text>
              <Button
                variant={chosen === undefined ? 'light' : 'default'}
                onClick={choose}
                leftSection={<IconFileCheck aria-hidden size={18} />}
                autoFocus
              >
                {chosen === undefined ? t('list.choose') : <bdi>{chosen.name}</bdi>}
              </Button>
              <Text size="sm" className="quiet">
                {t(chosen === undefined ? 'list.file_help' : 'list.choose_other')}
              </Text>
            </Stack>
            <TextInput
              label={t('list.madeBy')}
              description={t('list.madeBy_help')}
              value={madeBy}
              maxLength={120}
              onChange={(event) => setMadeBy(event.currentTarget.value)}
              required
              {...form.field('madeBy')}
            />
            <TextInput
              label={t('list.method')}
              description={t('list.method_help')}
              value={method}
              maxLength={300}
              onChange={(event) => setMethod(event.currentTarget.value)}
              required
              {...form.field('method')}
            />
            <DayInput label={t('list.madeOn')} value={madeOn} onChange={setMadeOn} required {...form.field('madeOn')} />
          </div>
          {checked.state === 'refused' ? <RefusalNote refusal={checked.refusal} /> : null}
          {problems.length > 0 ? (
            <ListProblems problems={problems} />
          ) : (
            <Stack gap="xs" maw="34rem">
              <Text fw={600}>{t('list.expected')}</Text>
              <Facts facts={[...counts, { label: t('list.total'), value: <Count value={plannedTotal(settings)} /> }]} />
              <Text className="quiet">{t('list.never_shown')}</Text>
            </Stack>
          )}
        </Stack>
        <SignDialog
          opened={signing}
          onClose={() => setSigning(false)}
          command={command}
          beside={beside}
          title={t('list.seal')}
          facts={[
            { label: t('list.file'), value: <bdi>{chosen?.name ?? ''}</bdi> },
            { label: t('list.total'), value: <Count value={plannedTotal(settings)} /> },
            ...counts,
            { label: t('list.madeBy'), value: <bdi>{madeBy.trim()}</bdi> },
            { label: t('list.method'), value: <bdi>{method.trim()}</bdi> },
            ...(madeOn === undefined ? [] : [{ label: t('list.madeOn'), value: <Day on={madeOn} /> }]),
          ]}
          action={t('list.seal_numbers', { count: plannedTotal(settings) })}
          onDone={({ onceDocument }) => {
            if (onceDocument !== undefined) onCards(onceDocument)
          }}
        >
          <Text>{t('list.fits')}</Text>
          <Text>{t('list.once')}</Text>
        </SignDialog>
      </Screen>
    </form>
  )
}
