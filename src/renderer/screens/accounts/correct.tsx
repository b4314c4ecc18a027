import { Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordLine } from '../../../core/accounts/record.ts'
import type { Command } from '../../../core/decide.ts'
import { corrigible } from '../../../core/stock/disposal.ts'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import { kindKey } from './record-table.tsx'

/** Corrects the words of one line; the former ones stay, struck through. Lines that cannot be corrected say so. */
export function CorrectDialog({ line, onClose }: { line: RecordLine | undefined; onClose(): void }) {
  const { t } = useTranslation(['accounts', 'common', 'stock'])
  const [note, setNote] = useState('')
  const [reason, setReason] = useState('')
  const close = () => {
    setNote('')
    setReason('')
    onClose()
  }
  if (line === undefined) return null
  const what = corrigible.find((one) => one === line.what)
  const complete = note.trim() !== '' && reason.trim().length >= 3
  const command: Command | undefined =
    what === undefined || line.lot === undefined || line.note === '' || !complete
      ? undefined
      : {
          type: 'CorrectMovement',
          lotId: line.lot.lotId,
          seq: line.seq,
          what,
          note: note.trim(),
          reason: reason.trim(),
        }
  const open = what !== undefined && line.note !== ''
  return (
    <SignDialog
      opened
      onClose={close}
      command={command}
      title={t('correct.title', { line: line.line })}
      facts={[
        { label: t('record.what'), value: t(kindKey('stock', line.what)) },
        { label: t('record.lot'), value: <bdi className="ltr">{line.lot?.lotNumber}</bdi> },
        { label: t('correct.was'), value: line.note === '' ? '–' : <bdi>{line.note}</bdi> },
      ]}
      action={t('correct.act')}
    >
      {open ? (
        <>
          <Text>{t('correct.text')}</Text>
          <TextInput
            label={t('correct.note')}
            value={note}
            maxLength={400}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
            required
          />
          <TextInput
            label={t('common:reason')}
            value={reason}
            maxLength={400}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
          />
        </>
      ) : (
        <Text>{t('correct.not')}</Text>
      )}
    </SignDialog>
  )
}
