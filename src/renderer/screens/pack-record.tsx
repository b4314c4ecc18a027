import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileImport } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayBreak } from '../../core/books.ts'
import type { Refusal } from '../../core/result.ts'
import { request, useStatus, useSubmit } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { RefusalNote } from '../parts/refusal.tsx'

/** Takes in the signed record of a pack that was opened on another computer, and goes to the break that it is. */
export function TakeInRecord() {
  const { t } = useTranslation('pack')
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const { submit, busy } = useSubmit()
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const close = () => {
    setAsking(false)
    setRefusal(undefined)
  }
  const takeIn = async () => {
    setRefusal(undefined)
    const chosen = await request('choose', { purpose: 'pack_record' })
    if (!chosen.ok || chosen.value.file === undefined) return
    const reply = await submit({ type: 'TakeInPackRecord' }, { file: chosen.value.file })
    if (reply.ok) {
      const { breakId, number } = reply.value.made
      close()
      notifications.show({ color: 'teal', message: t('taken_in') })
      const breaker = role !== undefined && mayBreak(role)
      navigate(breaker ? { screen: 'break', about: String(breakId) } : { screen: 'participant', about: String(number) })
    } else if ('refusal' in reply) setRefusal(reply.refusal)
  }
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport aria-hidden size={18} />} onClick={() => setAsking(true)}>
        {t('take_in')}
      </Button>
      <Modal opened={asking} onClose={close} title={t('take_in')} size="lg">
        <Stack gap="md">
          <Text>{t('take_in_text')}</Text>
          <Alert color="gray">{t('take_in_recorded')}</Alert>
          {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
          <Group justify="space-between">
            <Button variant="default" onClick={close}>
              {t('common:back')}
            </Button>
            <Button onClick={takeIn} loading={busy} data-autofocus>
              {t('take_in_choose')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
