import { Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotRow } from '../../../core/stock/answers.ts'
import { DocumentButtons } from '../prepare-labels.tsx'

type CodesProps = { readonly opened: boolean; readonly lot: LotRow; readonly printed: boolean; onClose(): void }

/** Prints the codes of a lot's vials; printing them again asks why. */
export function CodesDialog({ opened, lot, printed, onClose }: CodesProps) {
  const { t } = useTranslation('shelf')
  return (
    <Modal opened={opened} onClose={onClose} title={t('codes.title', { lot: lot.lotNumber })} size="lg">
      {opened ? <CodesForm lotId={lot.lotId} count={lot.receivedVials} printed={printed} /> : null}
    </Modal>
  )
}

function CodesForm({ lotId, count, printed }: { lotId: string; count: number; printed: boolean }) {
  const { t } = useTranslation('shelf')
  const [reason, setReason] = useState('')
  return (
    <Stack gap="md">
      <Text>{t('codes.text', { count })}</Text>
      {printed ? (
        <TextInput
          label={t('codes.reason')}
          description={t('codes.reason_help')}
          value={reason}
          maxLength={400}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
        />
      ) : null}
      <DocumentButtons
        document={{ kind: 'vial_codes', lotId, reason: printed ? reason.trim() : '' }}
        print={t('codes.print')}
      />
    </Stack>
  )
}
