import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StudySettings } from '../../../core/registry/settings.ts'
import { Facts } from '../../parts/facts.tsx'
import { SettingsFacts } from '../../study-form/settings-facts.tsx'
import type { Founder } from './create-study.tsx'

/** Reads back what the birth certificate of the file will say. */
export function Summary({ settings, founder }: { settings: StudySettings; founder: Founder }) {
  const { t } = useTranslation(['study', 'common'])
  return (
    <Stack gap="lg">
      <section>
        <Title order={2} size="h4" mb={4}>
          {t('create.step.people')}
        </Title>
        <Facts
          facts={[
            { label: t('founder.name'), value: <bdi>{founder.name.trim()}</bdi> },
            { label: t('founder.login'), value: <bdi className="ltr">{founder.login.trim().toLowerCase()}</bdi> },
            { label: t('founder.role'), value: t('common:role.pharmacist') },
          ]}
        />
      </section>
      <SettingsFacts settings={settings} />
      <Text fw={600}>{t('create.summaryMeaning')}</Text>
    </Stack>
  )
}
