/**
 * The clinic book: participants, dose orders, syringes and what became of them, and who was shown an arm. What it keeps
 * of doses, labels, packs and showings is told beside it, in a file of each.
 *
 * Blinded people hold its key. Invariant: nothing in it differs between two worlds that differ only in the arms.
 */
import { known, never } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import { account, type SyringeLine } from './account.ts'
import {
  changeDose,
  changeSyringes,
  concluded,
  type Dose,
  destroyed,
  noteOnDose,
  ordered,
  prepared,
  preparedAgain,
  printed,
  recall,
  receiverOf,
  relabelled,
  type Syringe,
  type SyringeBatch,
} from './doses-book.ts'
import type { ClinicEvent } from './events.ts'
import { evolveLabels } from './labels-book.ts'
import { type EmergencyPack, packMade } from './pack-book.ts'
import { confirmed, issueReceipt, type Receipt } from './receipts.ts'
import {
  assessed,
  type Break,
  broken,
  failedBreak,
  failedShowing,
  listShown,
  recordShown,
  type Shown,
  shown,
} from './showings-book.ts'
import { row, type TimelineRow } from './timeline.ts'

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
    case 'DoseOrdered':
      ordered(clinic, event, stamp)
      return
    case 'DoseCancelled':
      changeDose(clinic, event.doseId, { state: 'cancelled' }, stamp, event.type, { reason: event.reason })
      clinic.waitingDoses.delete(event.doseId)
      return
    case 'DosePrepared':
      prepared(clinic, event, stamp)
      return
    case 'LabelsPrinted':
      for (const label of event.labels) printed(clinic, label.syringeId, label.serial, event.reason, stamp)
      relabelled(clinic, event.doseId)
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
      listShown(clinic, event, stamp)
      return
    case 'RecordShown':
      recordShown(clinic, event, stamp)
      return
    case 'SyringesDestroyed':
      destroyed(clinic, event, stamp)
      return
    case 'BlindBroken':
      broken(clinic, event, stamp)
      return
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
    case 'ImpactAssessed':
      assessed(clinic, event, stamp)
      return
    default:
      never(event)
  }
}
