import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconReceipt } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { terms } from '../../core/decide.ts'
import { useStatus, useSubmit } from '../api.ts'
import { Moment } from '../parts/moment.tsx'
import { useRefusalText } from '../parts/refusal.tsx'
import { ReasonDialog } from './participant-reason.tsx'
import { DocumentButtons } from './prepare-labels.tsx'
import { type Scan, ScanField } from './prepare-scan.tsx'

/** A dose whose receiver signed on paper: handed over, and its receipt still outstanding until its code comes back. */
export function OutstandingReceipt({ dose }: { dose: DoseRow }) {
  const { t } = useTranslation('dose')
  const role = useStatus()?.member?.role
  const { submit } = useSubmit()
  const textOf = useRefusalText()
  const [again, setAgain] = useState(false)
  if (dose.receipt === undefined) return null
  const may = (command: keyof typeof terms) => role !== undefined && terms[command].roles.includes(role)
  const { doseId } = dose
  const onCode = async ({ code, entered }: Scan) => {
    const reply = await submit({ type: 'ConfirmReceipt', doseId, code, entered })
    if (!reply.ok) return 'refusal' in reply ? textOf(reply.refusal) : t('refusals:receipt_unknown.title')
    notifications.show({ message: t('hand_over.receipt_done') })
    return undefined
  }
  return (
    <Alert color="amber" variant="light" icon={<IconReceipt aria-hidden />} title={t('hand_over.receipt_title')}>
      <Stack gap="sm">
        <Text>
          {t('hand_over.receipt_lead')}{' '}
          <span className="quiet">
            {t('hand_over.receipt_made')} <Moment at={dose.receipt.issuedAt} />
          </span>
        </Text>
        {may('ConfirmReceipt') ? (
          <ScanField label={t('hand_over.receipt_code')} onCode={onCode} active={!again} isAside />
        ) : null}
        {may('ReissueReceipt') ? (
          <>
            <DocumentButtons document={{ kind: 'receipt', doseId }} print={t('hand_over.receipt_print')} />
            <Group>
              <Button variant="subtle" onClick={() => setAgain(true)}>
                {t('hand_over.receipt_again')}
              </Button>
            </Group>
          </>
        ) : null}
      </Stack>
      <ReasonDialog
        opened={again}
        onClose={() => setAgain(false)}
        title={t('hand_over.receipt_again')}
        text={t('hand_over.receipt_again_text')}
        action={t('hand_over.receipt_again_record')}
        command={(reason) => ({ type: 'ReissueReceipt', doseId, reason: reason.slice(0, 200) })}
      />
    </Alert>
  )
}
