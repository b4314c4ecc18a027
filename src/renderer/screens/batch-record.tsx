import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { request } from '../api.ts'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'

type DialogProps = { readonly dose: Pick<DoseRow, 'doseId' | 'number'>; readonly opened: boolean; onClose(): void }

const shortestReason = 3

/** Takes the batch record of a dose: why is asked, and recorded before it is on paper. It is never drawn in the window. */
export function BatchRecordDialog({ dose, opened, onClose }: DialogProps) {
  const { t } = useTranslation(['dose', 'common'])
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('batch.title', { number: dose.number })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {opened ? <BatchRecordForm doseId={dose.doseId} onClose={onClose} /> : null}
    </Modal>
  )
}

function BatchRecordForm({ doseId, onClose }: { doseId: string; onClose(): void }) {
  const { t } = useTranslation('dose')
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [came, setCame] = useState<'printed' | 'saved' | 'failed'>()
  const form = useFormRefusal(['reason'])
  const take = async (as: 'print' | 'save') => {
    form.clear()
    setCame(undefined)
    if (reason.trim().length < shortestReason) return form.refuse({ rule: 'reason_missing', field: 'reason' })
    setBusy(true)
    const reply = await request('document', { document: { kind: 'batch_record', doseId, reason: reason.trim() }, as })
    setBusy(false)
    if (reply.ok) setCame(reply.value.saved === true ? (as === 'print' ? 'printed' : 'saved') : undefined)
    else if ('refusal' in reply) form.refuse(reply.refusal)
    else setCame('failed')
  }
  return (
    <Stack gap="md">
      <Text>{t('batch.text')}</Text>
      <Textarea
        label={t('reason')}
        description={t('reason_help')}
        value={reason}
        maxLength={400}
        onChange={(event) => setReason(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
        {...form.field('reason')}
        data-autofocus
        required
      />
      {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
      <Text role="status">{came === undefined ? '' : t(`labels.${came}`)}</Text>
      <Group justify="space-between">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Group gap="sm">
          <Button variant="light" onClick={() => take('save')} loading={busy}>
            {t('batch.save')}
          </Button>
          <Button onClick={() => take('print')} loading={busy}>
            {t('batch.print')}
          </Button>
        </Group>
      </Group>
    </Stack>
  )
}
