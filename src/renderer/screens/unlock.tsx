import { Badge, Button, Divider, Group, Paper, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenFile, PracticeMember } from '../../contract/replies.ts'
import type { Refusal } from '../../core/result.ts'
import { latinDigits } from '../../core/text.ts'
import { request } from '../api.ts'
import { digits } from '../moments.ts'
import { useLanguage } from '../parts/language.ts'
import { PassphraseField } from '../parts/passphrase-field.tsx'
import { WorkProgress } from '../parts/progress.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Verification } from '../parts/verification.tsx'
import { Outside } from './outside.tsx'
import classes from './unlock.module.css'

/** Asks who it is. Shows the file's short head, to be compared with the one on paper. */
export function UnlockScreen({ file }: { file: OpenFile }) {
  const { t } = useTranslation('shell')
  const language = useLanguage()
  const [login, setLogin] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const submitButton = useRef<HTMLButtonElement>(null)

  const unlock = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal(undefined)
    const reply = await request('unlock', { login: latinDigits(login).trim(), passphrase })
    if (reply.ok) return
    setBusy(false)
    if ('refusal' in reply) setRefusal(reply.refusal)
  }
  const anew = async () => {
    setBusy(true)
    setRefusal(undefined)
    const reply = await request('practice', { fresh: true })
    setBusy(false)
    if (!reply.ok && 'refusal' in reply) setRefusal(reply.refusal)
  }
  const fill = (member: PracticeMember) => {
    setLogin(member.login)
    setPassphrase(member.passphrase)
    setRefusal(undefined)
    submitButton.current?.focus()
  }

  return (
    <Outside practice={file.practice}>
      <div className={file.practiceMembers === undefined ? classes.one : classes.two}>
        <Paper withBorder p="xl" component="form" onSubmit={unlock}>
          <Stack gap="md">
            <div>
              <Group justify="space-between" align="flex-start" wrap="nowrap">
                <Title order={1} size="h2" className={classes.file}>
                  <bdi>{file.name}</bdi>
                </Title>
                {file.practice ? (
                  <Badge size="lg" variant="outline" className={classes.badge}>
                    {t('practice')}
                  </Badge>
                ) : null}
              </Group>
              {file.unblinded ? (
                <Text className={classes.unblinded ?? ''}>
                  {t('unblinded')} · {t('unblindedText')}
                </Text>
              ) : null}
              <Text className="quiet">{t('unlock.entries', { count: file.entries })}</Text>
              <Verification state={file.verification} />
            </div>
            <div className={classes.head}>
              <Text size="sm" className="quiet">
                {t('unlock.head')}
              </Text>
              <bdi className={`code ${classes.headCode}`} dir="ltr">
                {file.shortHead}
              </bdi>
            </div>
            <TextInput
              label={t('unlock.login')}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
              dir="ltr"
              autoComplete="off"
              autoFocus
              required
              data-field="login"
            />
            <PassphraseField
              label={t('unlock.passphrase')}
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
              required
              data-field="passphrase"
            />
            {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
            {busy ? <WorkProgress work="opening" /> : null}
            <Group justify="space-between">
              <Button variant="default" onClick={() => void request('close', undefined)} disabled={busy}>
                {t('unlock.close')}
              </Button>
              <Button type="submit" loading={busy} ref={submitButton}>
                {t('unlock.unlock')}
              </Button>
            </Group>
          </Stack>
        </Paper>
        {file.practiceMembers === undefined ? null : (
          <Paper withBorder p="lg">
            <Title order={2} size="h4">
              {t('unlock.members')}
            </Title>
            <Text size="sm" className="quiet" mb="xs">
              {t('unlock.membersText', {
                count: file.practiceMembers.length,
                n: digits(file.practiceMembers.length, language),
              })}
            </Text>
            <Divider />
            <PracticeMembers members={file.practiceMembers} onPick={fill} />
            <Button variant="subtle" size="sm" mt="xs" disabled={busy} onClick={() => void anew()}>
              {t('unlock.anew')}
            </Button>
          </Paper>
        )}
      </div>
    </Outside>
  )
}

function PracticeMembers({
  members,
  onPick,
}: {
  members: readonly PracticeMember[]
  onPick(member: PracticeMember): void
}) {
  const { t } = useTranslation('common')
  return (
    <Stack gap={0}>
      {members.map((member) => (
        <UnstyledButton key={member.login} className={classes.member} onClick={() => onPick(member)}>
          <span className={classes.role}>{t(`role.${member.role}`)}</span>
          <span>
            <Text component="span" display="block" fw={550}>
              <bdi>{member.name}</bdi>{' '}
              <bdi className="quiet" dir="ltr">
                {member.login}
              </bdi>
            </Text>
            <Text component="span" display="block" size="sm" className="quiet" ta="start">
              <bdi dir="ltr">{member.passphrase}</bdi>
            </Text>
          </span>
        </UnstyledButton>
      ))}
    </Stack>
  )
}
