import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { Countdown } from '../parts/countdown.tsx'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { useLabelScan } from './label-scan.ts'
import { Primary } from './participant-primary.tsx'
import { type Scan, ScanField, ScanSlots } from './prepare-scan.tsx'

/** Hands a verified dose over to the theatre: every syringe scanned once more, the receiver named, signed. */
export function HandOver({ dose }: { dose: DoseRow }) {
  const { t } = useTranslation('dose')
  const formId = useId()
  const [scans, setScans] = useState<readonly Scan[]>([])
  const [receivedBy, setReceivedBy] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['receivedBy'])
  const labelOf = useLabelScan()
  const name = receivedBy.trim()
  const complete = scans.length === dose.syringes.length && name.length >= 2
  const onCode = async (scan: Scan) => {
    const label = await labelOf(scan, dose.syringes)
    if (label === 'another') return t('hand_over.wrong')
    if ('problem' in label) return label.problem
    const { code } = label.syringe
    if (scans.some((one) => one.code === code)) return t('prepare.code_twice')
    setScans((before) => [...before, { ...scan, code }])
    return undefined
  }
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (complete) setSigning(true)
  }
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
        needed={dose.syringes.length}
        scans={scans}
        onRemove={(code) => setScans(scans.filter((scan) => scan.code !== code))}
      />
      <form noValidate id={formId} onSubmit={goOn}>
        <Stack gap="sm">
          <TextInput
            label={t('hand_over.received_by')}
            description={t('hand_over.received_by_help')}
            value={receivedBy}
            maxLength={80}
            onChange={(event) => setReceivedBy(event.currentTarget.value)}
            required
            {...form.field('receivedBy')}
          />
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          <Primary>
            <Button type="submit" form={formId} disabled={!complete}>
              {name === '' ? t('hand_over.sign_unnamed') : t('hand_over.sign', { name })}
            </Button>
          </Primary>
        </Stack>
      </form>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{ type: 'ReleaseDose', doseId: dose.doseId, receivedBy: name }}
        title={t('hand_over.title')}
        facts={[
          { label: t('number'), value: t('participant', { number: dose.number }) },
          { label: t('hand_over.received_by'), value: <bdi>{name}</bdi> },
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
        action={t('hand_over.sign', { name })}
        onDone={() => notifications.show({ message: t('hand_over.done') })}
      />
    </Stack>
  )
}
