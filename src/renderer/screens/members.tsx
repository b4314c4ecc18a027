import { Button, Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { booksOf } from '../../core/books.ts'
import { terms } from '../../core/decide.ts'
import type { Member } from '../../core/registry/book.ts'
import { useStatus } from '../api.ts'
import { dateInBoth } from '../moments.ts'
import { useNavigate } from '../navigation.tsx'
import { useLanguage, useTimeZone } from '../parts/language.ts'
import { Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { ChangePassphraseForm } from './members/change-passphrase-form.tsx'
import { EnrolForm } from './members/enrol-form.tsx'
import { MemberDetails } from './members/member-details.tsx'

/** Who the members are, with which books, since when; enrolling, removing, resetting; one's own passphrase. */
export function MembersScreen({ about }: { about?: string }) {
  const { t } = useTranslation(['registry', 'common'])
  const navigate = useNavigate()
  const me = useStatus()?.member
  const rows = usePaged<Member>({ type: 'Members' })
  const columns = useColumns()
  const [enrolling, setEnrolling] = useState(false)
  const [opened, setOpened] = useState<Member>()
  const [changing, setChanging] = useState(about === 'passphrase')
  useEffect(() => setChanging(about === 'passphrase'), [about])
  const mayEnrol = me !== undefined && terms.EnrolMember.roles.includes(me.role)
  const stopChanging = () => {
    setChanging(false)
    if (about !== undefined) navigate({ screen: 'members' })
  }
  return (
    <Screen
      title={t('members.title')}
      about={t('members.about')}
      help={t('members.help')}
      actions={
        <Button variant="default" onClick={() => setChanging(true)}>
          {t('members.changeOwn')}
        </Button>
      }
      primary={mayEnrol ? <Button onClick={() => setEnrolling(true)}>{t('members.enrol')}</Button> : undefined}
    >
      <Table
        label={t('members.title')}
        columns={columns}
        rows={rows}
        keyOf={(member) => member.memberId}
        onOpen={(member) => setOpened(member)}
        rowHeight={58}
      />
      <Modal opened={enrolling} onClose={() => setEnrolling(false)} title={t('members.enrol')} size="xl">
        {enrolling ? <EnrolForm onDone={() => setEnrolling(false)} /> : null}
      </Modal>
      <Modal opened={opened !== undefined} onClose={() => setOpened(undefined)} title={opened?.name} size="lg">
        {opened === undefined ? null : <MemberDetails member={opened} onDone={() => setOpened(undefined)} />}
      </Modal>
      <Modal opened={changing} onClose={stopChanging} title={t('members.changeOwn')} size="lg">
        {changing ? <ChangePassphraseForm onDone={stopChanging} /> : null}
      </Modal>
    </Screen>
  )
}

function useColumns(): readonly Column<Member>[] {
  const { t } = useTranslation(['registry', 'common'])
  const language = useLanguage()
  const timeZone = useTimeZone()
  const booksText = (member: Member) =>
    booksOf(member.role)
      .map((book) => t(`common:book.${book}`))
      .join(t('members.comma'))
  return [
    {
      key: 'name',
      title: t('members.name'),
      width: 1.5,
      cell: (member) => (
        <>
          <Text fw={600} truncate td={member.removedAt === undefined ? undefined : 'line-through'}>
            <bdi>{member.name}</bdi>
          </Text>
          <Text size="sm" className="quiet">
            <bdi dir="ltr">{member.login}</bdi>
          </Text>
        </>
      ),
      text: (member) => `${member.name} (${member.login})`,
    },
    {
      key: 'role',
      title: t('members.role'),
      cell: (member) => t(`common:role.${member.role}`),
      text: (member) => t(`common:role.${member.role}`),
    },
    { key: 'books', title: t('members.books'), width: 1.4, cell: booksText, text: booksText },
    {
      key: 'since',
      title: t('members.since'),
      cell: (member) => <Moment at={member.enrolledAt} />,
      text: (member) => dateInBoth(member.enrolledAt, language, timeZone).first,
    },
    {
      key: 'state',
      title: t('members.state'),
      width: 0.8,
      cell: (member) => t(`members.stateOf.${stateOf(member)}`),
      text: (member) => t(`members.stateOf.${stateOf(member)}`),
    },
  ]
}

function stateOf(member: Member): 'removed' | 'drilled' | 'active' {
  if (member.removedAt !== undefined) return 'removed'
  return member.drill === undefined ? 'active' : 'drilled'
}
