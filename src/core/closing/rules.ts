/**
 * The end of the trial: the database is locked, and then several people together open the whole list.
 *
 * Knows: what still stands in the way, who must be present. Promises: nobody learns a whole list alone, nothing about a
 * dose is recorded after the lock, and the lock cannot be taken back once the list was opened. Until the list is opened
 * nothing here depends on an arm.
 */
import { z } from 'zod'
import { mayBreak } from '../books.ts'
import type { ClinicBook } from '../clinic/book.ts'
import type { Context } from '../context.ts'
import type { CommandType } from '../decide.ts'
import type { RefusalName } from '../refusals.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { line } from '../text.ts'
import { dayOf, IsoDate } from '../time.ts'

export const LockDatabase = z.strictObject({
  type: z.literal('LockDatabase'),
  /** What the lock is called outside of this file: a protocol, a letter, a version of the data set. */
  reference: line(120, 2),
  lockedOn: IsoDate,
  note: line(400, 0),
})
export const UnlockDatabase = z.strictObject({ type: z.literal('UnlockDatabase'), reason: line(400, 3) })
export const UnblindTrial = z.strictObject({
  type: z.literal('UnblindTrial'),
  /** Why, and on whose decision. */
  reference: line(200, 3),
})

/** The most people who can open the list together; the settings ask for no more than that. */
export const mostPeople = 6

/** What the trial still lives by. What settles what is left (an open preparation, stock, members) stays possible. */
const shut: ReadonlySet<CommandType> = new Set([
  'ImportAllocationList',
  'EnrolParticipant',
  'WithdrawParticipant',
  'OrderDose',
  'CancelDose',
  'PrintLabels',
  'ReleaseDose',
  'RecordOutcome',
  'StartPreparation',
  'RecordStep',
  'FinishPreparation',
  'VerifyDose',
])

/** True where the locked database keeps everybody from doing this. */
export function isShutByLock(session: Session, command: CommandType): boolean {
  return session.registry.databaseLock !== undefined && shut.has(command)
}

/** One thing that must be settled before the lock, and how often it is there. */
export type Hindrance = { readonly rule: RefusalName; readonly count: number }

/** Everything that keeps the database from being locked, in the order in which it is refused. */
export function hindrances(session: Session): Hindrance[] {
  const clinic = held(session.clinic)
  const waiting = [...clinic.participants.values()].filter((one) => one.doseId === undefined && one.left === undefined)
  const all: Hindrance[] = [
    { rule: 'list_not_sealed', count: clinic.numberCount === 0 ? 1 : 0 },
    { rule: 'participants_without_dose', count: waiting.length },
    { rule: 'doses_open', count: clinic.waitingDoses.size + clinic.pendingDoses.size },
    { rule: 'notices_open', count: session.registry.openNoticeCount },
    { rule: 'impact_not_assessed', count: unassessedBreaks(clinic) },
  ]
  return all.filter(({ count }) => count > 0)
}

/** Breaks that opened and of which nobody has said yet what they mean. */
export function unassessedBreaks(clinic: ClinicBook): number {
  return [...clinic.breaks.values()].filter((one) => one.assessment === undefined && !one.failed).length
}

/** Nothing about a dose is recorded any more. The data themselves are locked elsewhere; this says that they were. */
export function lockDatabase(
  session: Session,
  command: z.infer<typeof LockDatabase>,
  context: Context,
): Result<Events> {
  const { registry } = session
  if (registry.databaseLock !== undefined) return refuse('database_locked')
  const [first] = hindrances(session)
  if (first !== undefined) return refuse(first.rule, { values: { count: first.count } })
  if (command.lockedOn > dayOf(context.now, registry.settings.study.timeZone))
    return refuse('lock_in_the_future', { field: 'lockedOn' })
  const { type: _, ...lock } = command
  return accept({ registry: [{ type: 'DatabaseLocked', ...lock }] })
}

/** A lock that was wrong is taken back, with a reason; never once anybody has seen the list. */
export function unlockDatabase(session: Session, command: z.infer<typeof UnlockDatabase>): Result<Events> {
  if (session.registry.databaseLock === undefined) return refuse('database_not_locked')
  if (session.registry.openings.length > 0) return refuse('trial_unblinded')
  return accept({ registry: [{ type: 'DatabaseUnlocked', reason: command.reason }] })
}

/** What everybody who opens the list together signs: why, and with whom. The pharmacist stands first. */
export function openingStatement(reference: string, memberIds: readonly string[]): string {
  return JSON.stringify([reference, ...memberIds])
}

/** The record of an opening. It is written before anybody is shown the list, and again each time that it is shown. */
export function unblindTrial(
  session: Session,
  command: z.infer<typeof UnblindTrial>,
  context: Context,
): Result<Events> {
  const { registry } = session
  if (registry.databaseLock === undefined) return refuse('database_not_locked')
  if (held(session.allocation).openPreparations.size > 0) return refuse('preparation_open')
  const unassessed = unassessedBreaks(held(session.clinic))
  if (unassessed > 0) return refuse('impact_not_assessed', { values: { count: unassessed } })
  const together = context.together ?? []
  const ids = [session.member.memberId, ...together.map(({ member }) => member.memberId)]
  const twice = ids.findIndex((memberId, place) => ids.indexOf(memberId) < place)
  if (twice > 0) return refuse('together_twice', { field: `together.${twice - 1}` })
  const removed = together.findIndex(({ member }) => member.removedAt !== undefined)
  if (removed >= 0) return refuse('together_wrong', { field: `together.${removed}` })
  const needed = registry.settings.unblindingPeopleCount
  if (ids.length < needed) return refuse('too_few_people', { values: { needed, present: ids.length } })
  if (!together.some(({ member }) => mayBreak(member.role))) return refuse('investigator_missing')
  const { reference } = command
  const statement = openingStatement(reference, ids)
  const people = together.map(({ member, sign }) => ({ memberId: member.memberId, signature: sign(statement) }))
  return accept({
    registry: [{ type: 'TrialUnblinded', reference, peopleCount: ids.length, people }],
    clinic: [{ type: 'ListShown', to: ids, note: reference }],
  })
}
