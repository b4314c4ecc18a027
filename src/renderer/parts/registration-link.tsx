import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { registrationAddress } from '../../core/registry/settings.ts'
import { request, useStatus } from '../api.ts'

/** Opens the trial's public registration in the browser, for whoever is signed in to a trial that has one. */
export function RegistrationLink() {
  const { t } = useTranslation('common')
  const settings = useStatus()?.settings
  const [failed, setFailed] = useState(false)
  const address = settings === undefined ? undefined : registrationAddress(settings)
  if (address === undefined) return null
  const open = async () => {
    const reply = await request('link', { link: 'registration' })
    setFailed(!reply.ok || !reply.value.opened)
  }
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-md"
        leftSection={<IconExternalLink size={18} aria-hidden />}
        onClick={() => void open()}
        title={address}
      >
        {t('link.registration')}
      </Button>
      <div role="status">
        {failed ? (
          <>
            {t('link.failed')} <bdi className="ltr">{address}</bdi>
          </>
        ) : null}
      </div>
    </div>
  )
}
