import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../../core/registry/book.ts'
import { useAnswer } from '../api.ts'

const PeopleContext = createContext<ReadonlyMap<string, Member>>(new Map())
const mostPeople = 200

/** Keeps the members of the open study, so that every screen can name who did something. */
export function PeopleProvider({ children }: { children: ReactNode }) {
  const { answer } = useAnswer<'Members'>({ type: 'Members', offset: 0, limit: mostPeople })
  const people = useMemo(() => new Map((answer?.rows ?? []).map((member) => [member.memberId, member])), [answer])
  return <PeopleContext value={people}>{children}</PeopleContext>
}

/** The members of the open study, by id. */
export function usePeople(): ReadonlyMap<string, Member> {
  return useContext(PeopleContext)
}

/** The name of a member, for texts. */
export function useName(): (memberId: string) => string {
  const people = usePeople()
  return (memberId) => people.get(memberId)?.name ?? '…'
}

/** A member's name and, quieter, the role. */
export function Person({ id, role = false }: { id: string; role?: boolean }) {
  const { t } = useTranslation('common')
  const member = usePeople().get(id)
  if (member === undefined) return <bdi className="code">{id.slice(0, 8)}</bdi>
  return (
    <span>
      <bdi>{member.name}</bdi>
      {role ? <span className="quiet"> · {t(`role.${member.role}`)}</span> : null}
    </span>
  )
}
