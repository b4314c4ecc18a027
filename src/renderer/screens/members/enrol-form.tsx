import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { booksOf, isBlinded, mayBreak, type Role, roles } from '../../../core/books.ts'
import type { Command } from '../../../core/decide.ts'
import { Login } from '../../../core/registry/commands.ts'
import { useStatus } from '../../api.ts'
import { ChoosePassphrase, isChosen, noChoice } from '../../parts/passphrase-field.tsx'
import { useFormRefusal } from '../../parts/refusal.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'

/** Enrols somebody: the new member types their own passphrase twice; the enroller signs. */
export function EnrolForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation(['registry', 'common'])
  const status = useStatus()
  const [person, setPerson] = useState<{ name: string; login: string; role: Role | null }>({
    name: '',
    login: '',
    role: null,
  })
  const [choice, setChoice] = useState(noChoice)
  const [signing, setSigning] = useState(false)
  const [scold, setScold] = useState(false)
  const { field, refuse, clear } = useFormRefusal()
  const mine = status?.member === undefined ? [] : booksOf(status.member.role)
  // Nobody can grant a key that they do not hold, so other roles are not offered.
  const offered = roles.filter((role) => booksOf(role).every((book) => mine.includes(book)))
  const { role } = person
  const login = person.login.trim().toLowerCase()
  const missing = {
    name: person.name.trim().length < 2,
    login: !Login.safeParse(login).success,
    role: role === null,
    chosen: !isChosen(choice),
  }
  const complete = !Object.values(missing).includes(true)
  const command: Command | undefined =
    complete && role !== null ? { type: 'EnrolMember', login, name: person.name.trim(), role } : undefined
  const errorOf = (name: keyof typeof missing) =>
    scold && missing[name] ? { ...field(name), error: t(`enrol.missing.${name}`) } : field(name)
  const read = (event: FormEvent) => {
    event.preventDefault()
    clear()
    setScold(true)
    if (complete) setSigning(true)
  }

  return (
    <form onSubmit={read} noValidate>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Stack gap="md">
          <Select
            label={t('members.role')}
            data={offered.map((value) => ({ value, label: t(`common:role.${value}`) }))}
            value={role}
            onChange={(value) => setPerson({ ...person, role: roles.find((one) => one === value) ?? null })}
            {...errorOf('role')}
            data-autofocus
            required
          />
          {role === null ? null : (
            <Text size="sm" className="quiet">
              {t('enrol.getsBooks', {
                books: booksOf(role)
                  .map((book) => t(`common:book.${book}`))
                  .join(t('members.comma')),
              })}{' '}
              {t(isBlinded(role) ? 'enrol.blinded' : 'enrol.unblinded')} {mayBreak(role) ? t('enrol.breaker') : ''}
            </Text>
          )}
          <TextInput
            label={t('members.name')}
            value={person.name}
            onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })}
            {...errorOf('name')}
            autoComplete="off"
            required
          />
          <TextInput
            label={t('members.login')}
            description={t('enrol.loginHint')}
            value={person.login}
            onChange={(event) => setPerson({ ...person, login: event.currentTarget.value })}
            {...errorOf('login')}
            dir="ltr"
            autoComplete="off"
            required
          />
        </Stack>
        <Stack gap="xs">
          <Text fw={600}>{t('enrol.theirTurn')}</Text>
          <ChoosePassphrase
            value={choice}
            onChange={setChoice}
            words={[person.name, login]}
            {...(errorOf('chosen').error === undefined ? {} : { error: String(errorOf('chosen').error) })}
          />
        </Stack>
      </SimpleGrid>
      <Group justify="flex-end" mt="lg">
        <Button type="submit">{t('enrol.readBack')}</Button>
      </Group>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        beside={{ chosen: choice.passphrase }}
        title={t('members.enrol')}
        facts={[
          { label: t('members.name'), value: <bdi>{person.name}</bdi> },
          { label: t('members.login'), value: <bdi className="ltr">{login}</bdi> },
          { label: t('members.role'), value: role === null ? '' : t(`common:role.${role}`) },
          {
            label: t('members.books'),
            value:
              role === null
                ? ''
                : booksOf(role)
                    .map((book) => t(`common:book.${book}`))
                    .join(t('members.comma')),
          },
        ]}
        action={t('enrol.act', { name: person.name.trim() })}
        onDone={onDone}
        onRefused={(refusal) => {
          if (refusal.rule === 'passphrase_weak') refuse({ ...refusal, field: 'chosen' })
          else if (refusal.field === 'login' || refusal.field === 'role') refuse(refusal)
          else return false
          return true
        }}
      />
    </form>
  )
}
