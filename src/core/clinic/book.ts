/**
 * The clinic book: participants, dose orders, syringes and what became of them, and who was shown an arm.
 *
 * Blinded people hold its key. Invariant: nothing in it differs between two worlds that differ only in the arms.
 */
import { enteredPart } from '../entered.ts'
import { known, never } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import { account, type SyringeLine } from './account.ts'
import type { BreakReason, BrokenElsewhere, ClinicEvent, Occasion, Outcome } from './events.ts'
import { evolveLabels, type Label, reprinted } from './labels-book.ts'
import { type EmergencyPack, packMade } from './pack-book.ts'
import { confirmed, issueReceipt, type Receipt, voidReceipt } from './receipts.ts'

export type DoseState = 'ordered' | 'prepared' | 'verified' | 'released' | 'concluded' | 'cancelled'
export type SyringeState = 'prepared' | 'verified' | 'released' | Outcome['kind'] | 'destroyed'

/** One line of a timeline. `what` is an event's type; `detail` names what the line quotes. */
export type TimelineRow = {
  readonly at: Instant
  readonly by: string
  readonly what: ClinicEvent['type'] | 'DoseRecalled'
  readonly detail: Readonly<Record<string, string | number>>
}

export type Participant = {
  readonly number: number
  readonly initials: string
  readonly criteria: readonly string[]
  readonly enrolledAt: Instant
  readonly enrolledBy: string
  readonly left?: { readonly at: Instant; readonly reason: string }
  /** The latest order; earlier ones were cancelled or concluded. */
  readonly doseId?: string
  /** The latest break that opened. */
  readonly breakId?: string
  readonly timeline: TimelineRow[]
}

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

export type Break = {
  readonly breakId: string
  /** The entry that recorded it. */
  readonly seq: number
  readonly number: number
  readonly by: string
  readonly at: Instant
  readonly reason: BreakReason
  readonly narrative: string
  readonly told: string
  readonly failed: boolean
  readonly elsewhere?: BrokenElsewhere
  /** The clinician who was to read the arm in place of whoever broke the blind. */
  readonly reader?: string
  readonly office?: string
  /** Showings that were recorded after the break itself: the clinician's reading, and every time it was shown again. */
  readonly showings: readonly Showing[]
  readonly assessment?: { readonly at: Instant; readonly by: string; readonly text: string }
}

/** One showing of an arm after its break was recorded. */
export type Showing = {
  readonly seq: number
  readonly at: Instant
  readonly to: string
  readonly occasion: Occasion
  readonly note: string
  readonly office?: string
  /** The envelope did not open; nothing was shown. */
  readonly failed: boolean
}

/** Syringes that were destroyed together, by two signatures under one authorisation (A5). */
export type SyringeBatch = Omit<Extract<ClinicEvent, { type: 'SyringesDestroyed' }>, 'type'> & {
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly witness?: string
}

export type Shown = {
  readonly at: Instant
  readonly seq: number
  /** 0 where the whole list was shown. */
  readonly number: number
  /** A member's id; the name of a clinician who is no member where `office` stands. */
  readonly to: string
  readonly occasion: Occasion
  readonly note: string
  readonly office?: string
  readonly breakId?: string
  /** The member in whose sign-in it was shown. */
  readonly by: string
}

export type ClinicBook = {
  readonly envelopes: Map<number, unknown>
  openWith: 'card' | 'secret'
  numberCount: number
  readonly participants: Map<number, Participant>
  readonly doses: Map<string, Dose>
  readonly syringes: Map<string, Syringe>
  readonly syringesByCode: Map<string, string>
  readonly serials: Map<string, string>
  /** Doses prepared, verified or released whose syringes have no outcome yet. */
  readonly pendingDoses: Set<string>
  /** Every receipt that ever went along with a dose, by its code. */
  readonly receipts: Map<string, Receipt>
  /** Codes of receipts that have not come back, by dose. */
  readonly outstandingReceipts: Map<string, string>
  /** Doses ordered and not yet prepared. */
  readonly waitingDoses: Set<string>
  readonly breaks: Map<string, Break>
  /** The emergency packs that were made, oldest first. */
  readonly packs: Map<string, EmergencyPack>
  /** The latest entry that filed or changed envelopes. */
  envelopesSeq: number
  readonly shown: Shown[]
  /** Entry in which a member was last shown the arm of a number, by `number member`. */
  readonly lastShown: Map<string, number>
  /** Entry in which the whole list was last opened before a member. */
  readonly lastListShown: Map<string, number>
  /** Entry in which the full accountability record was last opened before a member. */
  readonly lastRecordShown: Map<string, number>
  /** What was destroyed, oldest first. */
  readonly batches: Map<string, SyringeBatch>
  /** The site's account of its syringes, line by line, in the order of the entries. */
  readonly account: SyringeLine[]
}

/** A clinic book before the list is sealed. */
export function emptyClinic(): ClinicBook {
  return {
    envelopes: new Map(),
    openWith: 'card',
    numberCount: 0,
    participants: new Map(),
    doses: new Map(),
    syringes: new Map(),
    syringesByCode: new Map(),
    serials: new Map(),
    pendingDoses: new Set(),
    receipts: new Map(),
    outstandingReceipts: new Map(),
    waitingDoses: new Set(),
    breaks: new Map(),
    packs: new Map(),
    envelopesSeq: 0,
    shown: [],
    lastShown: new Map(),
    lastListShown: new Map(),
    lastRecordShown: new Map(),
    batches: new Map(),
    account: [],
  }
}

/** The key under which the last showing of an arm to a member is known. */
export function shownKey(number: number, memberId: string): string {
  return `${number} ${memberId}`
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveClinic(clinic: ClinicBook, event: ClinicEvent, stamp: Stamp): void {
  account(clinic, event, stamp)
  evolveLabels(clinic, event, stamp)
  switch (event.type) {
    case 'EnvelopesFiled':
      clinic.openWith = event.openWith
      clinic.numberCount = event.numberCount
      clinic.envelopesSeq = stamp.seq
      for (const filed of event.envelopes) clinic.envelopes.set(filed.number, filed.envelope)
      return
    case 'EnvelopesGranted':
    case 'CodeCardsReissued':
      clinic.envelopesSeq = stamp.seq
      for (const filed of event.envelopes) clinic.envelopes.set(filed.number, filed.envelope)
      return
    case 'ParticipantEnrolled': {
      const { type: _, ...enrolled } = event
      const timeline = [row(stamp, 'ParticipantEnrolled', { number: event.number })]
      clinic.participants.set(event.number, { ...enrolled, enrolledAt: stamp.at, enrolledBy: stamp.by, timeline })
      return
    }
    case 'ParticipantLeft': {
      const participant = known(clinic.participants, event.number)
      participant.timeline.push(row(stamp, event.type, { reason: event.reason }))
      clinic.participants.set(event.number, { ...participant, left: { at: stamp.at, reason: event.reason } })
      return
    }
    case 'DoseOrdered': {
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
      return
    }
    case 'DoseCancelled':
      changeDose(clinic, event.doseId, { state: 'cancelled' }, stamp, event.type, { reason: event.reason })
      clinic.waitingDoses.delete(event.doseId)
      return
    case 'DosePrepared':
      prepared(clinic, event, stamp)
      return
    case 'LabelsPrinted':
      for (const label of event.labels) printed(clinic, label.syringeId, label.serial, event.reason, stamp)
      clinic.doses.set(event.doseId, { ...known(clinic.doses, event.doseId), labelled: true })
      return
    case 'LabelsAccounted':
      return
    case 'DoseVerified':
      changeSyringes(clinic, event.doseId, 'verified', stamp, event.type, { verifier: event.by })
      changeDose(clinic, event.doseId, { state: 'verified', verifiedBy: event.by }, stamp, event.type, {
        verifier: event.by,
      })
      return
    case 'DoseReleased': {
      const { receivedBy, receiver, receiptCode } = event
      const detail = { receivedBy, ...(receiver === undefined ? {} : { receiver }) }
      const changed = { state: 'released', ...detail } as const
      changeSyringes(clinic, event.doseId, 'released', stamp, event.type, detail)
      changeDose(clinic, event.doseId, changed, stamp, event.type, detail)
      if (receiptCode !== undefined) issueReceipt(clinic, event.doseId, receiptCode, stamp.at)
      return
    }
    case 'ReceiptConfirmed':
      confirmed(clinic, event.receiptCode)
      noteOnDose(clinic, event.doseId, row(stamp, event.type, { receivedBy: receiverOf(clinic, event.doseId) }))
      return
    case 'ReceiptReissued':
      issueReceipt(clinic, event.doseId, event.receiptCode, stamp.at)
      noteOnDose(clinic, event.doseId, row(stamp, event.type, { reason: event.reason }))
      return
    case 'OutcomeRecorded':
      concluded(clinic, event.syringeId, event.outcome, stamp)
      return
    case 'DosesRecalled': {
      const again = new Set(preparedAgain(clinic).map((dose) => dose.doseId))
      for (const doseId of [...clinic.pendingDoses]) recall(clinic, doseId, again.has(doseId), stamp)
      return
    }
    case 'NoticePassed':
      return
    case 'ArmShown':
      shown(clinic, event, stamp)
      return
    case 'ListShown':
      for (const to of event.to) {
        clinic.shown.push({
          number: 0,
          to,
          occasion: 'end_of_trial',
          note: event.note,
          at: stamp.at,
          by: stamp.by,
          seq: stamp.seq,
        })
        clinic.lastListShown.set(to, stamp.seq)
      }
      return
    case 'RecordShown':
      clinic.shown.push({
        number: 0,
        to: event.to,
        occasion: 'accountability',
        note: event.note,
        at: stamp.at,
        by: stamp.by,
        seq: stamp.seq,
      })
      clinic.lastRecordShown.set(event.to, stamp.seq)
      return
    case 'SyringesDestroyed': {
      const { type, ...batch } = event
      const { seq, at, by, witness } = stamp
      clinic.batches.set(event.batchId, { ...batch, seq, at, by, ...(witness === undefined ? {} : { witness }) })
      const detail = { authorisation: event.authorisation, ...enteredPart(event.entered) }
      for (const syringeId of event.syringeIds) {
        const syringe = known(clinic.syringes, syringeId)
        syringe.timeline.push(row(stamp, type, detail))
        clinic.syringes.set(syringeId, { ...syringe, state: 'destroyed' })
      }
      return
    }
    case 'BlindBroken': {
      const { type: _, ...broken } = event
      clinic.breaks.set(event.breakId, { ...broken, seq: stamp.seq, at: stamp.at, failed: false, showings: [] })
      const participant = known(clinic.participants, event.number)
      const reader = event.reader === undefined ? {} : { reader: event.reader }
      // A record that somebody else took in is still the act of whoever opened the pack.
      participant.timeline.push(row({ ...stamp, by: event.by }, event.type, { reason: event.reason, ...reader }))
      clinic.participants.set(event.number, { ...participant, breakId: event.breakId })
      return
    }
    case 'EmergencyPackMade':
      packMade(clinic.packs, event, stamp)
      return
    case 'BreakFailed':
      failedBreak(clinic, event.breakId, stamp)
      return
    case 'HandOverEnded':
      known(clinic.participants, event.number).timeline.push(row(stamp, event.type, {}))
      return
    case 'ShowingFailed':
      failedShowing(clinic, event.breakId, stamp)
      return
    case 'ImpactAssessed': {
      const assessment = { at: stamp.at, by: stamp.by, text: event.assessment }
      const broken = known(clinic.breaks, event.breakId)
      clinic.breaks.set(event.breakId, { ...broken, assessment })
      known(clinic.participants, broken.number).timeline.push(row(stamp, event.type, {}))
      return
    }
    default:
      never(event)
  }
}

function row(stamp: Stamp, what: TimelineRow['what'], detail: TimelineRow['detail']): TimelineRow {
  return { at: stamp.at, by: stamp.by, what, detail }
}

/** Writes a line into the timelines of a dose's participant and of every syringe of it. */
function noteOnDose(clinic: ClinicBook, doseId: string, line: TimelineRow): void {
  const { number, syringeIds } = known(clinic.doses, doseId)
  for (const syringeId of syringeIds) known(clinic.syringes, syringeId).timeline.push(line)
  known(clinic.participants, number).timeline.push(line)
}

function receiverOf(clinic: ClinicBook, doseId: string): string {
  return known(clinic.doses, doseId).receivedBy ?? ''
}

function changeDose(
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

function changeSyringes(
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

function prepared(clinic: ClinicBook, event: Extract<ClinicEvent, { type: 'DosePrepared' }>, stamp: Stamp): void {
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

function printed(clinic: ClinicBook, syringeId: string, serial: string, reason: string, stamp: Stamp): void {
  const syringe = known(clinic.syringes, syringeId)
  const fresh: Label = { serial, printedAt: stamp.at, void: false, reason, state: 'printed', note: '' }
  const labels = reprinted(syringe.labels, fresh)
  clinic.syringes.set(syringeId, { ...syringe, labels })
  clinic.serials.set(serial, syringeId)
  syringe.timeline.push(row(stamp, 'LabelsPrinted', reason === '' ? { serial } : { serial, reason }))
}

function concluded(clinic: ClinicBook, syringeId: string, outcome: Outcome, stamp: Stamp): void {
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

function shown(clinic: ClinicBook, event: Extract<ClinicEvent, { type: 'ArmShown' }>, stamp: Stamp): void {
  const { type: _, ...its } = event
  clinic.shown.push({ ...its, at: stamp.at, seq: stamp.seq, by: stamp.by })
  // A name that somebody typed never stands for a member.
  if (event.office === undefined) clinic.lastShown.set(shownKey(event.number, event.to), stamp.seq)
  if (event.breakId === undefined) return
  const { number, breakId: _breakId, ...showing } = its
  const broken = known(clinic.breaks, event.breakId)
  const showings = [...broken.showings, { ...showing, seq: stamp.seq, at: stamp.at, failed: false }]
  clinic.breaks.set(broken.breakId, { ...broken, showings })
  const detail: TimelineRow['detail'] = event.office === undefined ? { note: event.note } : { reader: event.to }
  known(clinic.participants, number).timeline.push(row(stamp, event.type, detail))
}

/** The envelope did not open: the showing stays on record as tried, and nobody was shown anything. */
function failedShowing(clinic: ClinicBook, breakId: string, stamp: Stamp): void {
  const broken = known(clinic.breaks, breakId)
  const last = broken.showings.length - 1
  const showings = broken.showings.map((one, index) => (index === last ? { ...one, failed: true } : one))
  clinic.breaks.set(breakId, { ...broken, showings })
  const shown = clinic.shown.findLastIndex((one) => one.breakId === breakId)
  if (shown >= 0) clinic.shown.splice(shown, 1)
  known(clinic.participants, broken.number).timeline.push(row(stamp, 'ShowingFailed', {}))
}

/** True where a clinician was to read the arm, and has not. */
export function isUnread(broken: Break): boolean {
  return broken.reader !== undefined && !broken.showings.some((one) => one.office !== undefined && !one.failed)
}

/** The envelope did not open: the break stays on record as tried, and nobody was shown anything. */
function failedBreak(clinic: ClinicBook, breakId: string, stamp: Stamp): void {
  const broken = known(clinic.breaks, breakId)
  clinic.breaks.set(breakId, { ...broken, failed: true })
  const shown = clinic.shown.findLastIndex((one) => one.seq === broken.seq)
  if (shown >= 0) clinic.shown.splice(shown, 1)
  const { breakId: _, ...participant } = known(clinic.participants, broken.number)
  participant.timeline.push(row(stamp, 'BreakFailed', {}))
  clinic.participants.set(broken.number, participant)
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
function recall(clinic: ClinicBook, doseId: string, isPreparedAgain: boolean, stamp: Stamp): void {
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
