import { Button, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useAnswer, useStatus } from '../api.ts'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { Person } from '../parts/person.tsx'
import { RegistrationLink } from '../parts/registration-link.tsx'
import { Screen } from '../parts/screen.tsx'
import { SettingsFacts } from '../study-form/settings-facts.tsx'
import { SettingsEdit } from './settings-edit.tsx'

/** Everything the study states, with units, and who changed it when and why. The pharmacist changes it with a reason. */
export function SettingsScreen(_: { about?: string }) {
  const { t } = useTranslation('registry')
  const role = useStatus()?.member?.role
  const { answer } = useAnswer<'Settings'>({ type: 'Settings' })
  const [editing, setEditing] = useState(false)
  const mayChange = role !== undefined && terms.ChangeSettings.roles.includes(role)
  if (answer !== undefined && editing) return <SettingsEdit answer={answer} onDone={() => setEditing(false)} />
  return (
    <Screen
      title={t('settings.title')}
      about={answer?.sealed === true ? t('settings.sealed') : undefined}
      help={t('settings.help')}
      primary={mayChange ? <Button onClick={() => setEditing(true)}>{t('settings.change')}</Button> : undefined}
    >
      {answer === undefined ? null : (
        <Stack gap="lg" maw="60rem">
          <History answer={answer} />
          <RegistrationLink />
          <SettingsFacts settings={answer.settings} />
        </Stack>
      )}
    </Screen>
  )
}

function History({ answer }: { answer: Answers['Settings'] }) {
  const { t } = useTranslation('registry')
  return (
    <section>
      <Title order={2} size="h4" mb={4}>
        {t('settings.history')}
      </Title>
      <Facts
        facts={[
          {
            label: t('settings.founded'),
            value: <Moment at={answer.foundedAt} />,
          },
          ...(answer.practice ? [{ label: t('settings.kind'), value: t('settings.practice') }] : []),
        ]}
      />
      {answer.history.map(({ at, by, reason }) => (
        <Facts
          key={at}
          facts={[
            {
              label: t('settings.changed'),
              value: (
                <>
                  <Moment at={at} /> <Text component="span"> · </Text>
                  <Person id={by} />
                  <Text size="sm" className="quiet">
                    <bdi>{reason}</bdi>
                  </Text>
                </>
              ),
            },
          ]}
        />
      ))}
    </section>
  )
}
