import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../api.ts'
import { useRefusalText } from './refusal.tsx'
import { staying } from './stays.ts'

/** Copies the sealed file, as it is, to a place that the person chooses. */
export function CopyFile({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation('common')
  const text = useRefusalText()
  const [busy, setBusy] = useState(false)
  const copy = async () => {
    const chosen = await request('choose', { purpose: 'copy' })
    if (!chosen.ok || chosen.value.file === undefined) return
    setBusy(true)
    const reply = await request('copy', { file: chosen.value.file })
    setBusy(false)
    if (reply.ok) notifications.show({ message: t('copy.done', { name: reply.value.name }) })
    else if ('refusal' in reply)
      notifications.show({ color: 'red', message: text(reply.refusal), ...staying(t('close')) })
  }
  return (
    <Button variant={primary ? 'filled' : 'default'} onClick={() => void copy()} loading={busy}>
      {t('copy.copy')}
    </Button>
  )
}
