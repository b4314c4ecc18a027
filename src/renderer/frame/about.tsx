import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { Facts } from '../parts/facts.tsx'
import { RegistrationLink } from '../parts/registration-link.tsx'
import { Verification } from '../parts/verification.tsx'

/** Which version this is, on which runtime it runs, and which file is open. */
export function AboutText() {
  const { t } = useTranslation('shell')
  const status = useStatus()
  if (status === undefined) return null
  const { version, runtime, file } = status
  return (
    <Stack gap="sm">
      <Text>{t('about.text')}</Text>
      <Facts
        facts={[
          { label: t('about.version'), value: <bdi className="ltr">{version}</bdi> },
          { label: t('about.runtime'), value: <bdi className="ltr">Electron {runtime.electron}</bdi> },
          { label: t('about.chromium'), value: <bdi className="ltr">{runtime.chromium}</bdi> },
          { label: t('about.node'), value: <bdi className="ltr">{runtime.node}</bdi> },
          ...(file === undefined
            ? []
            : [
                { label: t('about.file'), value: <bdi>{file.name}</bdi> },
                { label: t('about.head'), value: <bdi className="code">{file.shortHead}</bdi> },
              ]),
        ]}
      />
      <Text size="sm" fw={runtime.development ? 600 : 400}>
        {t(runtime.development ? 'about.development' : 'about.official')}
      </Text>
      <RegistrationLink />
      <Verification state={file?.verification} />
    </Stack>
  )
}
