import { Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { booksOf } from '../../../core/books.ts'
import { type Command, terms } from '../../../core/decide.ts'
import type { Member } from '../../../core/registry/book.ts'
import { useStatus } from '../../api.ts'
import { digits } from '../../moments.ts'
import { type Fact, Facts } from '../../parts/facts.tsx'
import { useLanguage } from '../../parts/language.ts'
import { Moment } from '../../parts/moment.tsx'
import { ChoosePassphrase, isChosen, noChoice } from '../../parts/passphrase-field.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'

type Act = 'remove' | 'reset'

/** A member: role, books, since when; and, for those who may, removal and new keys. */
export function MemberDetails({ member, onDone }: { member: Member; onDone(): void }) {
  const { t } = useTranslation(['registry', 'common'])
  const language = useLanguage()
  const me = useStatus()?.member
  const [act, setAct] = useState<Act>()
  const mine = me === undefined ? [] : booksOf(me.role)
  const may =
    me !== undefined &&
    me.memberId !== member.memberId &&
    member.removedAt === undefined &&
    terms.RemoveMember.roles.includes(me.role) &&
    booksOf(member.role).every((book) => mine.includes(book))
  const facts: Fact[] = [
    { label: t('members.login'), value: <bdi className="ltr">{member.login}</bdi> },
    { label: t('members.role'), value: t(`common:role.${member.role}`) },
    {
      label: t('members.books'),
      value: booksOf(member.role)
        .map((book) => t(`common:book.${book}`))
        .join(t('members.comma')),
    },
    { label: t('members.since'), value: <Moment at={member.enrolledAt} /> },
  ]
  if (member.removedAt !== undefined)
    facts.push({ label: t('members.removedAt'), value: <Moment at={member.removedAt} /> })
  if (member.drill !== undefined) {
    const seconds = digits(member.drill.seconds, language)
    facts.push({ label: t('members.drill'), value: <Moment at={member.drill.at} /> })
    facts.push({ label: t('members.drillSeconds'), value: t('members.seconds', { seconds }) })
  }
  return (
    <Stack gap="md">
      <Facts facts={facts} />
      {may && act === undefined ? (
        <Group justify="space-between">
          <Button variant="default" onClick={() => setAct('reset')}>
            {t('reset.begin')}
          </Button>
          <Button variant="default" onClick={() => setAct('remove')}>
            {t('remove.begin')}
          </Button>
        </Group>
      ) : null}
      {act === undefined ? null : (
        <>
          <Divider />
          <ActForm act={act} member={member} onDone={onDone} />
        </>
      )}
    </Stack>
  )
}

const leastReason = 3

function ActForm({ act, member, onDone }: { act: Act; member: Member; onDone(): void }) {
  const { t } = useTranslation(['registry', 'common'])
  const [reason, setReason] = useState('')
  const [choice, setChoice] = useState(noChoice)
  const [signing, setSigning] = useState(false)
  const [left, setLeft] = useState(false)
  const [weak, setWeak] = useState(false)
  const told = reason.trim().length >= leastReason
  const ready = told && (act === 'remove' || isChosen(choice))
  const { memberId } = member
  const command: Command | undefined = !ready
    ? undefined
    : act === 'remove'
      ? { type: 'RemoveMember', memberId, reason: reason.trim() }
      : { type: 'ResetMember', memberId, reason: reason.trim() }
  return (
    <Stack gap="md">
      <Text>{t(`${act}.text`)}</Text>
      <TextInput
        label={t('common:reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onBlur={() => setLeft(true)}
        {...(left && !told ? { error: t('reasonNeeded') } : {})}
        required
        autoFocus
      />
      {act === 'reset' ? (
        <>
          <Text fw={600}>{t('enrol.theirTurn')}</Text>
          <ChoosePassphrase
            value={choice}
            onChange={(value) => {
              setChoice(value)
              setWeak(false)
            }}
            words={[member.name, member.login]}
            {...(weak ? { error: t('common:passphrase.notEnough') } : {})}
          />
        </>
      ) : null}
      <Group justify="flex-end">
        <Button disabled={!ready} onClick={() => setSigning(true)}>
          {t('enrol.readBack')}
        </Button>
      </Group>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        {...(act === 'reset' ? { beside: { chosen: choice.passphrase } } : {})}
        title={t(`${act}.begin`)}
        facts={[
          { label: t('members.name'), value: <bdi>{member.name}</bdi> },
          { label: t('members.role'), value: t(`common:role.${member.role}`) },
          { label: t('common:reason'), value: <bdi>{reason}</bdi> },
        ]}
        action={t(`${act}.act`, { name: member.name })}
        onDone={onDone}
        onRefused={(refusal) => {
          if (refusal.rule !== 'passphrase_weak') return false
          setWeak(true)
          return true
        }}
      />
    </Stack>
  )
}
