import { Button, Group, Paper, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconFilePlus, IconFlask2, IconFolderOpen } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../core/result.ts'
import { request, useStatus } from '../api.ts'
import { Moment } from '../parts/moment.tsx'
import { WorkProgress } from '../parts/progress.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Outside } from './outside.tsx'
import { RuntimeLine } from './runtime-line.tsx'
import classes from './welcome.module.css'

type Way = {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  go(): void
  readonly main?: boolean
}

/** The first screen: create a study, open one, or practise. */
export function WelcomeScreen({ onCreate }: { onCreate(): void }) {
  const { t } = useTranslation('shell')
  const shell = useStatus()
  const recent = shell?.recent ?? []
  const startsPractice = shell?.startWith === 'practice'
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()

  const open = async (token: string) => {
    setBusy(true)
    setRefusal(undefined)
    const reply = await request('open', { file: token })
    setBusy(false)
    if (!reply.ok && 'refusal' in reply) setRefusal(reply.refusal)
  }
  const choose = async () => {
    const chosen = await request('choose', { purpose: 'open_study' })
    if (chosen.ok && chosen.value.file !== undefined) await open(chosen.value.file)
  }
  const practise = async () => {
    setBusy(true)
    setRefusal(undefined)
    const reply = await request('practice', { fresh: false })
    setBusy(false)
    if (!reply.ok && 'refusal' in reply) setRefusal(reply.refusal)
  }
  const ways: Way[] = [
    {
      icon: <IconFilePlus size={28} aria-hidden />,
      title: t('welcome.create'),
      text: t('welcome.createText'),
      go: onCreate,
      main: true,
    },
    {
      icon: <IconFolderOpen size={28} aria-hidden />,
      title: t('welcome.open'),
      text: t('welcome.openText'),
      go: () => void choose(),
    },
    {
      icon: <IconFlask2 size={28} aria-hidden />,
      title: t('welcome.practice'),
      text: t('welcome.practiceText'),
      go: () => void practise(),
    },
  ]

  return (
    <Outside>
      <Stack className={classes.page} gap="lg">
        <div>
          <Title order={1} className={classes.name}>
            {t('welcome.name')}
          </Title>
          <Text size="lg" className="quiet">
            {t('welcome.promise')}
          </Text>
        </div>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
        {busy || startsPractice ? <WorkProgress work="opening" /> : null}
        <div className={classes.columns}>
          <Stack gap="sm">
            {ways.map(({ icon, title, text, go, main }) => (
              <UnstyledButton
                key={title}
                className={main === true ? `${classes.way} ${classes.main}` : classes.way}
                onClick={go}
                disabled={busy}
              >
                <span className={classes.icon}>{icon}</span>
                <span>
                  <Text component="span" fw={650} display="block">
                    {title}
                  </Text>
                  <Text component="span" size="sm" display="block">
                    {text}
                  </Text>
                </span>
              </UnstyledButton>
            ))}
          </Stack>
          <Paper withBorder p="md" className={classes.recent}>
            <Title order={2} size="h5" mb="xs">
              {t('welcome.recent')}
            </Title>
            {recent.length === 0 ? (
              <Text className="quiet">{t('welcome.noRecent')}</Text>
            ) : (
              <Stack gap={4}>
                {recent.slice(0, 6).map(({ token, name, openedAt }) => (
                  <Button
                    key={token}
                    variant="subtle"
                    justify="space-between"
                    fullWidth
                    h="auto"
                    py={6}
                    disabled={busy}
                    onClick={() => void open(token)}
                    rightSection={
                      <Text component="span" size="sm" className="quiet" fw={400}>
                        <Moment at={openedAt} />
                      </Text>
                    }
                  >
                    <bdi className={classes.file}>{name}</bdi>
                  </Button>
                ))}
              </Stack>
            )}
          </Paper>
        </div>
        <Group justify="center">
          <RuntimeLine />
        </Group>
      </Stack>
    </Outside>
  )
}
