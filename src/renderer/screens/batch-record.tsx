import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { request } from '../api.ts'
import { OpenReader, useDocumentBytes } from '../parts/pdf/open-reader.tsx'
import reading from '../parts/pdf/pdf-reader.module.css'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import classes from './batch-record.module.css'

type DialogProps = {
  readonly dose: Pick<DoseRow, 'doseId' | 'number'>
  /** Which order it is of, where that is an earlier one. */
  readonly about?: string
  readonly opened: boolean
  onClose(): void
}

const shortestReason = 3

/** Takes the batch record of a dose: why is asked, and recorded before it is shown or on paper. */
export function BatchRecordDialog({ dose, about, opened, onClose }: DialogProps) {
  const { t } = useTranslation(['dose', 'common'])
  const [bytes, setBytes] = useDocumentBytes()
  // The words stay when it is closed: whoever left it, or wants another copy, finds them again.
  const [reason, setReason] = useState('')
  const close = () => {
    setBytes(undefined)
    onClose()
  }
  const isShown = opened && bytes !== undefined
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(isShown ? 'batch.reader' : 'batch.title', { number: dose.number })}
      size="xl"
      fullScreen={isShown}
      {...(isShown
        ? {
            classNames: {
              content: `${reading.modal} ${classes.inside}`,
              header: reading.head ?? '',
              body: `${reading.body} ${classes.page}`,
            },
          }
        : {})}
    >
      {!opened ? null : bytes === undefined ? (
        <Stack gap="md">
          {about === undefined ? null : <Text fw={700}>{about}</Text>}
          <BatchRecordForm
            doseId={dose.doseId}
            reason={reason}
            onReason={setReason}
            onClose={close}
            onShow={setBytes}
          />
        </Stack>
      ) : (
        <UnblindedFrame>
          <OpenReader bytes={bytes} actions={null} />
        </UnblindedFrame>
      )}
    </Modal>
  )
}

type FormProps = {
  readonly doseId: string
  readonly reason: string
  onReason(reason: string): void
  onClose(): void
  onShow(bytes: Uint8Array): void
}

function BatchRecordForm({ doseId, reason, onReason, onClose, onShow }: FormProps) {
  const { t } = useTranslation('dose')
  const [busy, setBusy] = useState<'view' | 'print' | 'save'>()
  const [came, setCame] = useState<'printed' | 'saved' | 'failed'>()
  const form = useFormRefusal(['reason'])
  const take = async (as: 'view' | 'print' | 'save') => {
    form.clear()
    setCame(undefined)
    if (reason.trim().length < shortestReason) return form.refuse({ rule: 'reason_missing', field: 'reason' })
    setBusy(as)
    const reply = await request('document', { document: { kind: 'batch_record', doseId, reason: reason.trim() }, as })
    setBusy(undefined)
    if (!reply.ok) return 'refusal' in reply ? form.refuse(reply.refusal) : setCame('failed')
    const { pdf, saved } = reply.value
    if (pdf !== undefined) onShow(pdf)
    else setCame(saved === true ? (as === 'print' ? 'printed' : 'saved') : undefined)
  }
  const button = (as: 'view' | 'print' | 'save') => ({
    onClick: () => void take(as),
    loading: busy === as,
    disabled: busy !== undefined && busy !== as,
  })
  return (
    <Stack gap="md">
      <Text>{t('batch.text')}</Text>
      <Textarea
        label={t('reason')}
        description={t('reason_help')}
        value={reason}
        maxLength={400}
        onChange={(event) => onReason(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
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
          <Button variant="default" {...button('print')}>
            {t('batch.print')}
          </Button>
          <Button variant="default" {...button('save')}>
            {t('batch.save')}
          </Button>
          <Button {...button('view')}>{t('batch.view')}</Button>
        </Group>
      </Group>
    </Stack>
  )
}
