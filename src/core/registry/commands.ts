/** What can be asked of the registry book, and the rules that answer. */
import { z } from 'zod'
import { booksOf, mayBreak, roles } from '../books.ts'
import { preparedAgain } from '../clinic/doses-book.ts'
import { isCode, readCode } from '../codes.ts'
import type { Context } from '../context.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { supplyOf } from '../stock/supply.ts'
import { voided } from '../stock/worksheet-commands.ts'
import { identifier, line } from '../text.ts'
import type { Member } from './book.ts'
import { noticeAnswers, type RegistryEvent } from './events.ts'
import { contradiction, inUseEndsOn, StudySettings } from './settings.ts'

/** A name to sign in with. Never used twice in one file (P9). */
export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/)

export const ChangeSettings = z.strictObject({
  type: z.literal('ChangeSettings'),
  settings: StudySettings,
  reason: line(400, 3),
})
export const EnrolMember = z.strictObject({
  type: z.literal('EnrolMember'),
  login: Login,
  name: line(80, 2),
  role: z.enum(roles),
})
export const RemoveMember = z.strictObject({
  type: z.literal('RemoveMember'),
  memberId: identifier,
  reason: line(400, 3),
})
export const ResetMember = z.strictObject({
  type: z.literal('ResetMember'),
  memberId: identifier,
  reason: line(400, 3),
})
export const ChangePassphrase = z.strictObject({ type: z.literal('ChangePassphrase') })
export const PassDrill = z.strictObject({
  type: z.literal('PassDrill'),
  seconds: z.int().min(0).max(3_600),
  /** The code of card 0; not used where the settings open with the secret alone. */
  code: identifier,
})
export const RestateSupply = z.strictObject({ type: z.literal('RestateSupply') })
export const AnswerNotice = z.strictObject({
  type: z.literal('AnswerNotice'),
  noticeId: identifier,
  answer: z.enum(noticeAnswers),
})
export const RecordPrint = z.strictObject({
  type: z.literal('RecordPrint'),
  document: z.enum([
    'code_cards',
    'recovery_sheets',
    'break_record',
    'chain_of_custody',
    'receipt',
    'bag_label',
    'syringe_label',
    'pack_sheet',
    'whole_list',
    'whole_list_table',
    'knowledge',
    'certificate',
    'vials_certificate',
    'syringes_certificate',
    'stock_record',
    'stock_record_table',
    'site_record',
    'site_record_table',
    'full_record',
    'full_record_table',
    'label_account',
  ]),
  reason: line(200, 0),
})

/** The statement of supply as events, where it differs from the one that stands. */
export function restated(session: Session, stock: Session['stock'], now: string): RegistryEvent[] {
  const { settings, supply } = session.registry
  const { surplusDoses, until } = supplyOf(held(stock), settings, inUseEndsOn(settings, now))
  if (surplusDoses === supply.surplusDoses && until === supply.until) return []
  return [{ type: 'SupplyStated', surplusDoses, until }]
}

/** Settings change until the list is sealed; then arms, dose, and who can open what stay as they were when it was. */
export function changeSettings(
  session: Session,
  command: z.infer<typeof ChangeSettings>,
  context: Context,
): Result<Events> {
  const field = contradiction(command.settings)
  if (field !== undefined) return refuse('settings_contradict', { field: `settings.${field}` })
  const { settings } = session.registry
  const sealed = held(session.allocation).provenance !== undefined
  const fixed = (of: StudySettings) =>
    JSON.stringify([of.arms, of.dose.vialsPerDose, of.emergency.openWith, of.unblindingPeopleCount])
  if (sealed && fixed(settings) !== fixed(command.settings))
    return refuse('settings_fixed_by_list', { field: 'settings' })
  if (held(session.allocation).openPreparations.size > 0) return refuse('preparation_open')
  const changed: RegistryEvent = { type: 'SettingsChanged', settings: command.settings, reason: command.reason }
  const after = { ...session, registry: { ...session.registry, settings: command.settings } }
  // Worksheets that say otherwise end with the settings they were written under (ADR 0026).
  const ended = voided(session, command.settings)
  return accept({
    registry: [changed, ...restated(after, session.stock, context.now)],
    ...(ended.length === 0 ? {} : { stock: ended }),
  })
}

export function enrolMember(session: Session, command: z.infer<typeof EnrolMember>, context: Context): Result<Events> {
  const books = booksOf(command.role)
  if (!holdsAll(session, command.role)) return refuse('key_not_held', { field: 'role' })
  if (session.registry.logins.has(command.login)) return refuse('login_taken', { field: 'login' })
  const memberId = held(context.memberId)
  const { type: _, ...person } = command
  return accept({
    registry: [{ type: 'MemberEnrolled', memberId, ...person, books }],
    ...granted(session, command.role, memberId, context),
  })
}

export function removeMember(session: Session, command: z.infer<typeof RemoveMember>): Result<Events> {
  const found = active(session, command.memberId)
  if (!found.ok) return found
  const member = found.value
  if (member.memberId === session.member.memberId) return refuse('member_is_yourself', { field: 'memberId' })
  if (!holdsAll(session, member.role)) return refuse('key_not_held', { field: 'memberId' })
  return accept({ registry: [{ type: 'MemberRemoved', memberId: member.memberId, reason: command.reason }] })
}

export function resetMember(session: Session, command: z.infer<typeof ResetMember>, context: Context): Result<Events> {
  const found = active(session, command.memberId)
  if (!found.ok) return found
  const member = found.value
  if (member.memberId === session.member.memberId) return refuse('member_is_yourself', { field: 'memberId' })
  if (!holdsAll(session, member.role)) return refuse('key_not_held', { field: 'memberId' })
  return accept({
    registry: [{ type: 'MemberReset', memberId: member.memberId, reason: command.reason }],
    ...granted(session, member.role, member.memberId, context),
  })
}

export function passDrill(session: Session, command: z.infer<typeof PassDrill>, context: Context): Result<Events> {
  const { numberCount, openWith } = held(session.clinic)
  if (numberCount === 0) return refuse('list_not_sealed')
  if (openWith === 'card' && !isCode(readCode(command.code))) return refuse('card_mistyped', { field: 'code' })
  // A proper code that opens nothing is a drill that failed; it is on record before anybody hears of it.
  const type = context.drillOpened === true ? 'DrillPassed' : 'DrillFailed'
  return accept({ registry: [{ type, memberId: session.member.memberId, seconds: command.seconds }] })
}

export function restateSupply(session: Session, context: Context): Result<Events> {
  const events = restated(session, session.stock, context.now)
  return events.length === 0 ? refuse('supply_unchanged') : accept({ registry: events })
}

/** One answer for every dose that waits, in both arms alike (A15). */
export function answerNotice(session: Session, command: z.infer<typeof AnswerNotice>): Result<Events> {
  const notice = session.registry.notices.get(command.noticeId)
  if (notice === undefined) return refuse('notice_unknown', { field: 'noticeId' })
  if (notice.answeredAt !== undefined) return refuse('notice_answered', { field: 'noticeId' })
  const { noticeId, answer } = command
  const answered: RegistryEvent = { type: 'NoticeAnswered', noticeId, answer }
  if (answer === 'may_be_given') {
    // Whether a waiting dose came from that lot depends on its arm; whether any lot is held, or was rejected since, does not.
    const stopped = [...held(session.stock).lots.values()].some(
      (lot) => lot.state === 'held' || (lot.rejectedAfterRelease ?? 0) > notice.raisedInSeq,
    )
    if (stopped) return refuse('lot_still_held', { field: 'answer' })
    return accept({ registry: [answered], clinic: [{ type: 'NoticePassed', noticeId }] })
  }
  // What is half made would slip past this answer, with vials of the very lot that the notice is about (A15).
  if (held(session.allocation).openPreparations.size > 0) return refuse('preparation_open')
  const doses = preparedAgain(held(session.clinic)).length
  const losses: RegistryEvent[] = doses === 0 ? [] : [{ type: 'LossCounted', doses }]
  return accept({ registry: [answered, ...losses], clinic: [{ type: 'DosesRecalled', noticeId }] })
}

export function recordPrint(command: z.infer<typeof RecordPrint>): Result<Events> {
  return accept({ registry: [{ type: 'DocumentPrinted', document: command.document, reason: command.reason }] })
}

/** Nobody can grant a key that they do not hold. */
function holdsAll(session: Session, role: Member['role']): boolean {
  return booksOf(role).every((book) => session[book] !== undefined)
}

function active(session: Session, memberId: string): Result<Member> {
  const member = session.registry.members.get(memberId)
  if (member === undefined || member.removedAt !== undefined) return refuse('member_unknown', { field: 'memberId' })
  return accept(member)
}

/** A breaker who comes after the list was sealed is given shares of the envelopes that are filed. */
function granted(session: Session, role: Member['role'], to: string, context: Context): Events {
  if (!mayBreak(role) || session.clinic === undefined || session.clinic.numberCount === 0) return {}
  return { clinic: [{ type: 'EnvelopesGranted', envelopes: held(context.envelopes).filed, to }] }
}
