import { Alert, Box, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import type { Break } from '../../core/clinic/showings-book.ts'
import { useStatus } from '../api.ts'
import { CameraButton } from '../parts/camera/camera-button.tsx'
import { useScan } from '../parts/scan.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { CardCode } from './card-code.tsx'

type AgainProps = { readonly broken: Break; onClose(): void; onShown(submitted: Submitted): void }

const shortestReason = 10

/** Showing an arm once more: another entry, with card and passphrase again. */
export function ShowAgain({ broken, onClose, onShown }: AgainProps) {
  const { t } = useTranslation('emergency')
  const withCard = useStatus()?.settings?.emergency.openWith !== 'secret'
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  useScan((scanned) => {
    setCode(scanned)
    return undefined
  }, withCard)
  const { breakId, number, reader } = broken
  const complete = reason.trim().length >= shortestReason && (!withCard || code.trim() !== '')
  return (
    <SignDialog
      opened
      onClose={onClose}
      command={
        complete
          ? { type: 'ShowArmAgain', breakId, code: withCard ? code.trim().slice(0, 40) : '', reason: reason.trim() }
          : undefined
      }
      title={t('again.title', { number })}
      facts={[{ label: t('number'), value: t('dose:participant', { number }) }]}
      action={t('again.record')}
      onDone={onShown}
    >
      {reader === undefined ? (
        <Text>{t('again.text')}</Text>
      ) : (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />}>
          {t('again.blind_until_now', { reader })}
        </Alert>
      )}
      <TextInput
        label={t('again.reason')}
        description={t('again.reason_help')}
        value={reason}
        maxLength={300}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
        required
      />
      {withCard ? (
        <Box>
          <CardCode number={number} value={code} onChange={setCode} />
          <CameraButton />
        </Box>
      ) : null}
    </SignDialog>
  )
}
