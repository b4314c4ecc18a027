import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertOctagon, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Replies } from '../../contract/replies.ts'
import type { Refusal } from '../../core/result.ts'
import { request } from '../api.ts'
import { WorkProgress } from './progress.tsx'
import { RefusalNote } from './refusal.tsx'

/** Checks every entry and every signature of the file, and says what it found. */
export function VerifyFile({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation('common')
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Replies['verify']>()
  const [refusal, setRefusal] = useState<Refusal>()
  const verify = async () => {
    setBusy(true)
    setFound(undefined)
    setRefusal(undefined)
    const reply = await request('verify', undefined)
    setBusy(false)
    if (reply.ok) setFound(reply.value)
    else if ('refusal' in reply) setRefusal(reply.refusal)
  }
  return (
    <Stack gap="sm" align="flex-start">
      <Button variant={primary ? 'filled' : 'default'} onClick={() => void verify()} loading={busy}>
        {t('verify.verify')}
      </Button>
      {busy ? <WorkProgress work="verifying" /> : null}
      {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      {found === undefined ? null : found.ok ? (
        <Alert color="teal" variant="light" icon={<IconShieldCheck aria-hidden />} role="status">
          <Text fw={600}>{t('verify.good', { count: found.entries })}</Text>
          <Text>
            {t('verify.head')} <bdi className="code">{found.shortHead}</bdi>
          </Text>
        </Alert>
      ) : (
        <Alert color="red" variant="light" icon={<IconAlertOctagon aria-hidden />} role="alert">
          <Text fw={600}>{t('verify.bad', { count: found.bad?.seq ?? 0 })}</Text>
          <Text>{t('verify.badNext')}</Text>
        </Alert>
      )}
    </Stack>
  )
}
