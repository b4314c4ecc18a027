/**
 * What the clinic book keeps of doses and their syringes: from the order to what became of them.
 *
 * Invariant: a dose is concluded when every one of its syringes has an outcome, or when a notice ended it.
 */
import { enteredPart } from '../entered.ts'
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { ClinicBook } from './book.ts'
import type { ClinicFact, Outcome } from './events.ts'
import { type Label, reprinted } from './labels-book.ts'
import { voidReceipt } from './receipts.ts'
import { row, type TimelineRow } from './timeline.ts'

export type DoseState = 'ordered' | 'prepared' | 'verified' | 'released' | 'concluded' | 'cancelled'
export type SyringeState = 'prepared' | 'verified' | 'released' | Outcome['kind'] | 'destroyed'

export type Dose = {
  readonly doseId: string
  readonly number: number
  readonly surgeryAt: Instant
  readonly theatre: string
  readonly orderedAt: Instant
  readonly orderedBy: string
  readonly state: DoseState
  readonly syringeIds: readonly string[]
  readonly preparedAt?: Instant
  readonly preparedBy?: string
  readonly verifiedBy?: string
  readonly useBefore?: Instant
  readonly receivedBy?: string
  /** The member who received it with their own secret. */
  readonly receiver?: string
  /** Printed once at least; a dose without labels cannot be verified. */
  readonly labelled: boolean
}

export type Syringe = {
  readonly syringeId: string
  readonly code: string
  readonly doseId: string
  readonly number: number
  readonly volumeMicrolitres: number
  readonly useBefore: Instant
  readonly state: SyringeState
  readonly labels: readonly Label[]
  readonly outcome?: Outcome
  readonly timeline: TimelineRow[]
}

/** Why a dose that was made can never leave the pharmacy, where it cannot: what became of it is recorded instead. */
export function stoppedBy(
  { state, useBefore }: Pick<Dose, 'state' | 'useBefore'>,
  hasLeft: boolean,
  now: Instant,
): 'time_over' | 'left' | undefined {
  if (state !== 'prepared' && state !== 'verified') return undefined
  if (useBefore !== undefined && now >= useBefore) return 'time_over'
  return hasLeft ? 'left' : undefined
}

/** Syringes that were destroyed together, by two signatures under one authorisation (A5). */
export type SyringeBatch = Omit<ClinicFact<'SyringesDestroyed'>, 'type'> & {
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly witness?: string
}

/** Writes a line into the timelines of a dose's participant and of every syringe of it. */
export function noteOnDose(clinic: ClinicBook, doseId: string, line: TimelineRow): void {
  const { number, syringeIds } = known(clinic.doses, doseId)
  for (const syringeId of syringeIds) known(clinic.syringes, syringeId).timeline.push(line)
  known(clinic.participants, number).timeline.push(line)
}

export function receiverOf(clinic: ClinicBook, doseId: string): string {
  return known(clinic.doses, doseId).receivedBy ?? ''
}

export function changeDose(
  clinic: ClinicBook,
  doseId: string,
  changed: Partial<Dose>,
  stamp: Stamp,
  what: TimelineRow['what'],
  detail: TimelineRow['detail'],
): void {
  const dose = { ...known(clinic.doses, doseId), ...changed }
  clinic.doses.set(doseId, dose)
  known(clinic.participants, dose.number).timeline.push(row(stamp, what, detail))
}

export function changeSyringes(
  clinic: ClinicBook,
  doseId: string,
  state: SyringeState,
  stamp: Stamp,
  what: TimelineRow['what'],
  detail: TimelineRow['detail'],
): void {
  for (const syringeId of known(clinic.doses, doseId).syringeIds) {
    const syringe = known(clinic.syringes, syringeId)
    if (syringe.outcome !== undefined) continue
    syringe.timeline.push(row(stamp, what, detail))
    clinic.syringes.set(syringeId, { ...syringe, state })
  }
}

export function ordered(clinic: ClinicBook, event: ClinicFact<'DoseOrdered'>, stamp: Stamp): void {
  const { type: _, ...order } = event
  clinic.doses.set(event.doseId, {
    ...order,
    orderedAt: stamp.at,
    orderedBy: stamp.by,
    state: 'ordered',
    syringeIds: [],
    labelled: false,
  })
  clinic.waitingDoses.add(event.doseId)
  const participant = known(clinic.participants, event.number)
  participant.timeline.push(row(stamp, event.type, { surgeryAt: event.surgeryAt, theatre: event.theatre }))
  clinic.participants.set(event.number, { ...participant, doseId: event.doseId })
}

export function prepared(clinic: ClinicBook, event: ClinicFact<'DosePrepared'>, stamp: Stamp): void {
  const { number } = known(clinic.doses, event.doseId)
  for (const made of event.syringes) {
    const detail = { volumeMicrolitres: made.volumeMicrolitres, useBefore: event.useBefore }
    clinic.syringes.set(made.syringeId, {
      ...made,
      doseId: event.doseId,
      number,
      useBefore: event.useBefore,
      state: 'prepared',
      labels: [],
      timeline: [row(stamp, event.type, detail)],
    })
    clinic.syringesByCode.set(made.code, made.syringeId)
  }
  const changed: Partial<Dose> = {
    state: 'prepared',
    syringeIds: event.syringes.map((made) => made.syringeId),
    preparedAt: stamp.at,
    preparedBy: stamp.by,
    useBefore: event.useBefore,
    labelled: false,
  }
  changeDose(clinic, event.doseId, changed, stamp, event.type, { useBefore: event.useBefore })
  clinic.waitingDoses.delete(event.doseId)
  clinic.pendingDoses.add(event.doseId)
}

/** A dose whose labels were printed. The check of its former labels says nothing of the new ones: it is made anew (P15). */
export function relabelled(clinic: ClinicBook, doseId: string): void {
  const { verifiedBy, ...dose } = known(clinic.doses, doseId)
  if (dose.state !== 'verified') {
    clinic.doses.set(doseId, { ...dose, ...(verifiedBy === undefined ? {} : { verifiedBy }), labelled: true })
    return
  }
  clinic.doses.set(doseId, { ...dose, state: 'prepared', labelled: true })
  for (const syringeId of dose.syringeIds) {
    const syringe = known(clinic.syringes, syringeId)
    if (syringe.outcome === undefined) clinic.syringes.set(syringeId, { ...syringe, state: 'prepared' })
  }
}

export function printed(clinic: ClinicBook, syringeId: string, serial: string, reason: string, stamp: Stamp): void {
  const syringe = known(clinic.syringes, syringeId)
  const fresh: Label = { serial, printedAt: stamp.at, void: false, reason, state: 'printed', note: '' }
  const labels = reprinted(syringe.labels, fresh)
  clinic.syringes.set(syringeId, { ...syringe, labels })
  clinic.serials.set(serial, syringeId)
  syringe.timeline.push(row(stamp, 'LabelsPrinted', reason === '' ? { serial } : { serial, reason }))
}

export function concluded(clinic: ClinicBook, syringeId: string, outcome: Outcome, stamp: Stamp): void {
  const syringe = known(clinic.syringes, syringeId)
  const detail: Record<string, string | number> = { outcome: outcome.kind, happenedAt: outcome.at }
  if (outcome.volumeMicrolitres !== undefined) detail.volumeMicrolitres = outcome.volumeMicrolitres
  if (outcome.reason !== undefined) detail.reason = outcome.reason
  if (outcome.note !== '') detail.note = outcome.note
  if (outcome.deviation !== undefined) detail.deviation = outcome.deviation
  syringe.timeline.push(row(stamp, 'OutcomeRecorded', detail))
  clinic.syringes.set(syringeId, { ...syringe, state: outcome.kind, outcome })
  known(clinic.participants, syringe.number).timeline.push(row(stamp, 'OutcomeRecorded', detail))
  const dose = known(clinic.doses, syringe.doseId)
  if (dose.syringeIds.some((id) => known(clinic.syringes, id).outcome === undefined)) return
  clinic.doses.set(dose.doseId, { ...dose, state: 'concluded' })
  clinic.pendingDoses.delete(dose.doseId)
}

/** Doses that an answer "prepare again" sends back to preparation; the others that wait only end. */
export function preparedAgain(clinic: ClinicBook): Dose[] {
  return [...clinic.pendingDoses]
    .map((doseId) => known(clinic.doses, doseId))
    .filter((dose) => known(clinic.participants, dose.number).left === undefined && !wasGiven(clinic, dose))
}

/** True where at least one syringe of the dose was administered: nothing may replace the rest of it. */
export function wasGiven(clinic: ClinicBook, dose: Dose): boolean {
  return dose.syringeIds.some((syringeId) => known(clinic.syringes, syringeId).state === 'administered')
}

/** A dose that a notice calls back: what is left of it is withheld, and it waits to be prepared again if it may be. */
export function recall(clinic: ClinicBook, doseId: string, isPreparedAgain: boolean, stamp: Stamp): void {
  const dose = known(clinic.doses, doseId)
  for (const syringeId of dose.syringeIds) {
    const syringe = known(clinic.syringes, syringeId)
    if (syringe.outcome !== undefined) continue
    const outcome: Outcome = { kind: 'withheld', at: stamp.at, reason: 'notice', note: '' }
    syringe.timeline.push(row(stamp, 'DoseRecalled', {}))
    clinic.syringes.set(syringeId, { ...syringe, state: 'withheld', outcome })
  }
  known(clinic.participants, dose.number).timeline.push(row(stamp, 'DoseRecalled', {}))
  clinic.pendingDoses.delete(doseId)
  voidReceipt(clinic, doseId)
  if (!isPreparedAgain) {
    clinic.doses.set(doseId, { ...dose, state: 'concluded' })
    return
  }
  const { preparedAt: _a, preparedBy: _b, verifiedBy: _c, useBefore: _d, receivedBy: _e, receiver: _f, ...order } = dose
  clinic.doses.set(doseId, { ...order, state: 'ordered', syringeIds: [], labelled: false })
  clinic.waitingDoses.add(doseId)
}

export function destroyed(clinic: ClinicBook, event: ClinicFact<'SyringesDestroyed'>, stamp: Stamp): void {
  const { type, ...batch } = event
  const { seq, at, by, witness } = stamp
  clinic.batches.set(event.batchId, { ...batch, seq, at, by, ...(witness === undefined ? {} : { witness }) })
  const detail = { authorisation: event.authorisation, ...enteredPart(event.entered) }
  for (const syringeId of event.syringeIds) {
    const syringe = known(clinic.syringes, syringeId)
    syringe.timeline.push(row(stamp, type, detail))
    clinic.syringes.set(syringeId, { ...syringe, state: 'destroyed' })
  }
}
