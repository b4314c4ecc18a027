import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import type { Command } from '../../core/decide.ts'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { useSyringeOf } from '../parts/identify.ts'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import classes from './handover.module.css'
import { Primary } from './participant-primary.tsx'
import { enteredOf, type Scan, ScanField, ScanSlots } from './prepare-scan.tsx'

/** Hands a verified dose over to the theatre: every syringe scanned once more; the receiver signs here, or on paper. */
export function HandOver({ dose }: { dose: DoseRow }) {
  const { t } = useTranslation('dose')
  const formId = useId()
  const [scans, setScans] = useState<readonly Scan[]>([])
  const [way, setWay] = useState<'secret' | 'receipt'>('secret')
  const [receivedBy, setReceivedBy] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['receivedBy'])
  const primary = useRef<HTMLButtonElement>(null)
  const name = receivedBy.trim()
  const waiting = dose.syringes.filter(({ state }) => state === 'verified')
  const scanned = scans.length === waiting.length
  const complete = scanned && (way === 'secret' || name.length >= 2)
  const ofThisDose = useSyringeOf(dose)
  const onCode = async ({ code: given, entered }: Scan) => {
    const { problem, code } = await ofThisDose(given)
    if (problem !== undefined) return problem
    if (scans.some((one) => one.code === code)) return t('prepare.code_twice')
    setScans((before) => [...before, { code, entered }])
    return undefined
  }
  // Once every syringe is scanned, the space bar goes on.
  useEffect(() => {
    if (scanned) primary.current?.focus()
  }, [scanned])
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (complete) setSigning(true)
  }
  const command: Command = {
    type: 'ReleaseDose',
    doseId: dose.doseId,
    syringeCodes: scans.map(({ code }) => code),
    entered: enteredOf(scans),
    ...(way === 'receipt' ? { receivedBy: name } : {}),
  }
  const act = way === 'secret' ? t('hand_over.sign_secret') : t('hand_over.sign', { name })
  return (
    <Stack gap="sm" mt="xs">
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h3">
          {t('hand_over.title')}
        </Title>
        {dose.useBefore === undefined ? null : (
          <Text size="lg">
            {t('use_before')} <Countdown until={dose.useBefore} />
          </Text>
        )}
      </Group>
      <ScanField label={t('hand_over.scan')} onCode={onCode} active={!signing} />
      <ScanSlots
        needed={waiting.length}
        scans={scans}
        onRemove={(code) => setScans(scans.filter((scan) => scan.code !== code))}
      />
      <form noValidate id={formId} onSubmit={goOn}>
        <Stack gap="sm">
          <Radio.Group
            label={t('hand_over.way')}
            value={way}
            onChange={(value) => setWay(value === 'secret' ? 'secret' : 'receipt')}
          >
            <div className={classes.ways}>
              <Radio value="secret" label={t('hand_over.way_secret')} />
              <Radio value="receipt" label={t('hand_over.way_receipt')} />
            </div>
          </Radio.Group>
          {way === 'secret' ? null : (
            <TextInput
              label={t('hand_over.received_by')}
              description={t('hand_over.way_receipt_help')}
              value={receivedBy}
              maxLength={80}
              onChange={(event) => setReceivedBy(event.currentTarget.value)}
              required
              {...form.field('receivedBy')}
            />
          )}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          <Primary>
            <Button ref={primary} type="submit" form={formId} disabled={!complete}>
              {way === 'receipt' && name === '' ? t('hand_over.sign_unnamed') : act}
            </Button>
          </Primary>
        </Stack>
      </form>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={t('hand_over.title')}
        secondPerson={way === 'secret'}
        secondWords={{
          lead: t('hand_over.second'),
          login: t('hand_over.second_login'),
          passphrase: t('hand_over.second_passphrase'),
        }}
        facts={[
          { label: t('number'), value: t('participant', { number: dose.number }) },
          {
            label: t('verify.syringes'),
            value: (
              <Group gap="md">
                {scans.map(({ code }) => (
                  <Code key={code} value={code} />
                ))}
              </Group>
            ),
          },
          {
            label: t('hand_over.received_by'),
            value: way === 'secret' ? t('hand_over.receiver_signs') : <bdi>{name}</bdi>,
          },
          { label: t('theatre'), value: <bdi>{dose.theatre}</bdi> },
          ...(dose.useBefore === undefined
            ? []
            : [
                {
                  label: t('use_before'),
                  value: (
                    <Group gap="md">
                      <Moment at={dose.useBefore} plain />
                      <Countdown until={dose.useBefore} />
                    </Group>
                  ),
                },
              ]),
        ]}
        action={act}
        onDone={() =>
          notifications.show({ message: t(way === 'secret' ? 'hand_over.done' : 'hand_over.done_receipt') })
        }
      />
    </Stack>
  )
}
