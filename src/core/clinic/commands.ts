/** What can be asked of the clinic book: participants, orders, hand-over, outcomes, breaks; and the rules that answer. */
import { z } from 'zod'
import { isCode, readCode } from '../codes.ts'
import type { Context } from '../context.ts'
import { entered, enteredPart } from '../entered.ts'
import { readyBreakers, spareDoses } from '../registry/book.ts'
import type { RegistryEvent } from '../registry/events.ts'
import { inUseEndsOn } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line, paragraph } from '../text.ts'
import { Instant } from '../time.ts'
import type { ClinicBook } from './book.ts'
import { wasGiven } from './doses-book.ts'
import { breakReasons, type ClinicEvent, type Outcome, outcomeKinds, withholdReasons } from './events.ts'
import { Reader } from './showings.ts'

/** Two people who may break the blind, each with a drill behind them (B6). */
export const breakersNeeded = 2

const number = z.int().min(1).max(200_000)
const id = identifier

export const EnrolParticipant = z.strictObject({
  type: z.literal('EnrolParticipant'),
  initials: line(6, 0),
  /** An answer for every criterion of the settings, by its id. */
  answers: z.record(identifier, z.enum(['yes', 'no'])),
})
export const WithdrawParticipant = z.strictObject({
  type: z.literal('WithdrawParticipant'),
  number,
  reason: line(400, 3),
})
export const OrderDose = z.strictObject({
  type: z.literal('OrderDose'),
  number,
  surgeryAt: Instant,
  theatre: line(60),
})
export const CancelDose = z.strictObject({ type: z.literal('CancelDose'), doseId: id, reason: line(400, 3) })
export const PrintLabels = z.strictObject({ type: z.literal('PrintLabels'), doseId: id, reason: line(200, 0) })
export const RecordOutcome = z.strictObject({
  type: z.literal('RecordOutcome'),
  syringeId: id,
  kind: z.enum(outcomeKinds),
  at: Instant,
  volumeMicrolitres: z.int().min(0).max(10_000_000).optional(),
  reason: z.enum(withholdReasons).optional(),
  note: line(400, 0),
  /** Only for what was given after its in-use time: why. */
  deviation: line(400, 10).optional(),
  /** How the syringe was named; absent where it was chosen from a list. */
  entered: entered.optional(),
})
export const BreakBlind = z.strictObject({
  type: z.literal('BreakBlind'),
  number,
  reason: z.enum(breakReasons),
  narrative: paragraph(2_000, 20),
  told: line(300, 2),
  /** The code of this participant's card; not used where the settings open with the secret alone. */
  code: identifier,
  /** A clinician who reads the arm on a turn of their own; the breaker authorises it and stays blind. */
  reader: Reader.optional(),
  /** How the card's code was entered. */
  entered: entered.optional(),
})
export const AssessImpact = z.strictObject({
  type: z.literal('AssessImpact'),
  breakId: id,
  assessment: paragraph(2_000, 20),
})
export const ReissueCodeCards = z.strictObject({
  type: z.literal('ReissueCodeCards'),
  reason: line(400, 3),
  /** One card alone, 0 for the card of the drills; all of them where it is absent. */
  number: z.int().min(0).max(200_000).optional(),
})
/** Said by the program when an envelope did not open after its break was recorded. */
export const ReportFailedBreak = z.strictObject({ type: z.literal('ReportFailedBreak'), breakId: id })

/** The next allocation number, strictly in order, never reused. */
export function nextNumber(clinic: ClinicBook): number {
  return clinic.participants.size + 1
}

/** The statement of supply gates both arms alike: what one arm lacks stops both. */
export function supplyGate(session: Session, context: Context, needed = 0): Result<void> {
  const { supply, settings } = session.registry
  if (supply.until === undefined) return refuse('supply_not_stated')
  // Stock that would expire within the in-use time of a dose stops both arms until the supply is stated without it.
  if (supply.until < inUseEndsOn(settings, context.now)) return refuse('supply_statement_outdated')
  const spare = spareDoses(session.registry)
  if (spare < needed) return refuse('spare_doses_short', { values: { spare } })
  return accept(undefined)
}

export function enrolParticipant(
  session: Session,
  command: z.infer<typeof EnrolParticipant>,
  context: Context,
): Result<Events> {
  const clinic = held(session.clinic)
  if (clinic.numberCount === 0) return refuse('list_not_sealed')
  if (readyBreakers(session.registry, context.now).length < breakersNeeded) return refuse('breakers_not_ready')
  const supplied = supplyGate(session, context)
  if (!supplied.ok) return supplied
  if (nextNumber(clinic) > clinic.numberCount) return refuse('numbers_used_up')
  const { criteria } = session.registry.settings
  for (const { id: criterion } of criteria) {
    if (command.answers[criterion] === undefined)
      return refuse('criterion_unanswered', { field: `answers.${criterion}` })
  }
  for (const { id: criterion, kind } of criteria) {
    const wanted = kind === 'inclusion' ? 'yes' : 'no'
    if (command.answers[criterion] !== wanted) return refuse('not_eligible', { field: `answers.${criterion}` })
  }
  const enrolled: ClinicEvent = {
    type: 'ParticipantEnrolled',
    number: nextNumber(clinic),
    initials: command.initials,
    criteria: criteria.map((criterion) => criterion.id),
  }
  return accept({ clinic: [enrolled] })
}

export function withdrawParticipant(session: Session, command: z.infer<typeof WithdrawParticipant>): Result<Events> {
  const clinic = held(session.clinic)
  const participant = clinic.participants.get(command.number)
  if (participant === undefined) return refuse('participant_unknown', { field: 'number' })
  if (participant.left !== undefined) return refuse('participant_left', { field: 'number' })
  const { type: _, ...left } = command
  const dose = participant.doseId === undefined ? undefined : clinic.doses.get(participant.doseId)
  const cancelled: ClinicEvent[] =
    dose?.state === 'ordered' ? [{ type: 'DoseCancelled', doseId: dose.doseId, reason: command.reason }] : []
  return accept({ clinic: [...cancelled, { type: 'ParticipantLeft', ...left }] })
}

export function orderDose(session: Session, command: z.infer<typeof OrderDose>, context: Context): Result<Events> {
  const clinic = held(session.clinic)
  const participant = clinic.participants.get(command.number)
  if (participant === undefined) return refuse('participant_unknown', { field: 'number' })
  if (participant.left !== undefined) return refuse('participant_left', { field: 'number' })
  const former = participant.doseId === undefined ? undefined : clinic.doses.get(participant.doseId)
  if (former !== undefined && former.state !== 'concluded' && former.state !== 'cancelled')
    return refuse('dose_already_ordered', { field: 'number' })
  if (former !== undefined && wasGiven(clinic, former)) return refuse('dose_already_given', { field: 'number' })
  if (command.surgeryAt < context.now) return refuse('surgery_in_the_past', { field: 'surgeryAt' })
  // A second dose for one number was not planned: it is a loss, counted as if it had hit both arms.
  const isReplacement = former?.state === 'concluded'
  const supplied = supplyGate(session, context, isReplacement ? 1 : 0)
  if (!supplied.ok) return supplied
  const losses: RegistryEvent[] = isReplacement ? [{ type: 'LossCounted', doses: 1 }] : []
  const { type: _, ...order } = command
  return accept({
    clinic: [{ type: 'DoseOrdered', doseId: context.id(), ...order }],
    ...(losses.length > 0 ? { registry: losses } : {}),
  })
}

export function cancelDose(session: Session, command: z.infer<typeof CancelDose>): Result<Events> {
  const dose = held(session.clinic).doses.get(command.doseId)
  if (dose === undefined) return refuse('dose_unknown', { field: 'doseId' })
  if (dose.state !== 'ordered') return refuse('dose_not_waiting', { field: 'doseId' })
  return accept({ clinic: [{ type: 'DoseCancelled', doseId: dose.doseId, reason: command.reason }] })
}

/** A label for each syringe that still waits for its outcome. A reprint voids the former serials and needs a reason (L7). */
export function printLabels(session: Session, command: z.infer<typeof PrintLabels>, context: Context): Result<Events> {
  const clinic = held(session.clinic)
  const dose = clinic.doses.get(command.doseId)
  if (dose === undefined) return refuse('dose_unknown', { field: 'doseId' })
  if (!clinic.pendingDoses.has(dose.doseId)) return refuse('dose_not_prepared', { field: 'doseId' })
  // Out of the pharmacy nobody could check the new label before it is on the syringe.
  if (dose.state === 'released') return refuse('label_after_hand_over', { field: 'doseId' })
  if (context.now >= held(dose.useBefore)) return refuse('in_use_time_over', { field: 'doseId' })
  if (dose.labelled && command.reason.length < 3) return refuse('reprint_needs_reason', { field: 'reason' })
  const waiting = dose.syringeIds.filter((syringeId) => clinic.syringes.get(syringeId)?.outcome === undefined)
  const labels = waiting.map((syringeId) => ({ syringeId, serial: context.code() }))
  return accept({ clinic: [{ type: 'LabelsPrinted', doseId: dose.doseId, labels, reason: command.reason }] })
}

export function recordOutcome(
  session: Session,
  command: z.infer<typeof RecordOutcome>,
  context: Context,
): Result<Events> {
  const clinic = held(session.clinic)
  const syringe = clinic.syringes.get(command.syringeId)
  if (syringe === undefined) return refuse('syringe_unknown', { field: 'syringeId' })
  if (syringe.outcome !== undefined) return refuse('syringe_has_outcome', { field: 'syringeId' })
  if (command.at > context.now) return refuse('outcome_in_the_future', { field: 'at' })
  const dose = held(clinic.doses.get(syringe.doseId))
  // People write times to the minute; the minute of the preparation is not before it.
  const minuteOf = (at: string) => at.slice(0, 16)
  if (minuteOf(command.at) < minuteOf(held(dose.preparedAt)))
    return refuse('outcome_before_preparation', { field: 'at' })
  const { type: _, syringeId, kind, at, note } = command
  let outcome: Outcome = { kind, at, note }
  if (kind === 'administered') {
    if (syringe.state !== 'released') return refuse('dose_not_released', { field: 'kind' })
    // It must not be given then. That it was is put on record as what it is; a refusal would leave a false record.
    const isLate = at >= syringe.useBefore
    if (isLate && command.deviation === undefined) return refuse('in_use_time_over', { field: 'at' })
    if (blockedByNotice(session, at)) return refuse('notice_open', { field: 'kind' })
    if (command.volumeMicrolitres === undefined) return refuse('volume_missing', { field: 'volumeMicrolitres' })
    if (command.volumeMicrolitres > syringe.volumeMicrolitres)
      return refuse('volume_above_prepared', { field: 'volumeMicrolitres' })
    if (command.volumeMicrolitres !== syringe.volumeMicrolitres && note.length < 3)
      return refuse('difference_needs_reason', { field: 'note' })
    const { volumeMicrolitres, deviation } = command
    outcome = { ...outcome, volumeMicrolitres, ...(isLate && deviation !== undefined ? { deviation } : {}) }
  } else if (kind === 'withheld') {
    if (command.reason === undefined) return refuse('reason_missing', { field: 'reason' })
    if (command.reason === 'other' && note.length < 3) return refuse('reason_missing', { field: 'note' })
    outcome = { ...outcome, reason: command.reason }
  } else if (kind === 'expired') {
    if (context.now < syringe.useBefore) return refuse('in_use_time_not_over', { field: 'kind' })
  } else if (kind === 'returned') {
    if (syringe.state !== 'released') return refuse('dose_not_released', { field: 'kind' })
  } else if (note.length < 3) {
    return refuse('reason_missing', { field: 'note' })
  }
  return accept({ clinic: [{ type: 'OutcomeRecorded', syringeId, outcome, ...enteredPart(command.entered) }] })
}

/** The record of an emergency break. It is written before the envelope is opened (B5). */
export function breakBlind(session: Session, command: z.infer<typeof BreakBlind>, context: Context): Result<Events> {
  const clinic = held(session.clinic)
  const participant = clinic.participants.get(command.number)
  if (participant === undefined) return refuse('participant_unknown', { field: 'number' })
  // A slip of the finger is told before anything is recorded; a proper code of another card is found out after.
  if (clinic.openWith === 'card' && !isCode(readCode(command.code))) return refuse('card_mistyped', { field: 'code' })
  const { memberId } = session.member
  const { type: _, code: _code, reader, entered: how, ...broken } = command
  const record = { type: 'BlindBroken', breakId: context.id(), by: memberId, ...broken, ...enteredPart(how) } as const
  // A clinician's reading is recorded when it comes; whoever authorises it is shown nothing.
  if (reader !== undefined) return accept({ clinic: [{ ...record, reader: reader.name, office: reader.office }] })
  const shown = { type: 'ArmShown', number: command.number, to: memberId } as const
  return accept({ clinic: [record, { ...shown, occasion: 'emergency_break', note: '' }] })
}

/** Only a break that the vault has just failed to open is one; a breaker cannot take back what they were shown (B3). */
export function reportFailedBreak(
  session: Session,
  command: z.infer<typeof ReportFailedBreak>,
  context: Context,
): Result<Events> {
  const broken = held(session.clinic).breaks.get(command.breakId)
  if (broken === undefined || context.failedBreakId !== broken.breakId) return refuse('break_unknown')
  return accept({ clinic: [{ type: 'BreakFailed', breakId: broken.breakId, number: broken.number }] })
}

export function assessImpact(session: Session, command: z.infer<typeof AssessImpact>): Result<Events> {
  const broken = held(session.clinic).breaks.get(command.breakId)
  if (broken === undefined) return refuse('break_unknown', { field: 'breakId' })
  if (broken.assessment !== undefined) return refuse('break_assessed', { field: 'breakId' })
  const { breakId, assessment } = command
  return accept({ clinic: [{ type: 'ImpactAssessed', breakId, assessment }] })
}

/** New cards void the old ones of the same numbers: their envelopes are replaced. */
export function reissueCodeCards(
  session: Session,
  command: z.infer<typeof ReissueCodeCards>,
  context: Context,
): Result<Events> {
  const { numberCount, openWith } = held(session.clinic)
  const { number: only, reason } = command
  if (numberCount === 0) return refuse('list_not_sealed')
  if (openWith === 'secret') return refuse('no_cards_in_use')
  if (only !== undefined && only > numberCount) return refuse('card_unknown', { field: 'number' })
  const { filed, kept } = held(context.envelopes)
  const one = only === undefined ? {} : { number: only }
  return accept({
    clinic: [{ type: 'CodeCardsReissued', envelopes: filed, reason, ...one }],
    allocation: [{ type: 'EnvelopesKept', kept }],
  })
}

/** A dose given before the notice was raised was given; its record is not refused afterwards. */
function blockedByNotice(session: Session, at: string): boolean {
  if (session.registry.openNoticeCount === 0) return false
  return [...session.registry.notices.values()].some(
    (notice) => notice.answeredAt === undefined && notice.raisedAt <= at,
  )
}
