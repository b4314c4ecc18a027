/**
 * The stock book: every lot and every vial, from receipt to its last movement.
 *
 * Invariant: for each lot, the parts sum to the whole (A11): every vial received is in exactly one state. Draws for a dose reach this book in statements
 * that cover several doses, so that nobody who reads it can tell which preparation took which product (B13, ADR 0004).
 */
import { known, never } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import { type Arm, arms, type StudySettings } from '../registry/settings.ts'
import type { Instant, IsoDate } from '../time.ts'
import { type Certificate, certificateEntered } from './certificate.ts'
import type { BatchOfVials, LotReceipt, LotState, Released, StockEvent } from './events.ts'

/**
 * Where a vial is. `sample` is kept apart and never dispensed (A13); `returned` went back to where it came from;
 * `missing` was not found by a count. Only what is `on_shelf` may become a dose, and nothing ever comes back to it but
 * what had been missing.
 */
export const vialStates = ['on_shelf', 'sample', 'used', 'wasted', 'returned', 'destroyed', 'missing'] as const
export type VialState = (typeof vialStates)[number]
/** From when a vial lay in a place; until the next stay, or to this day. */
export type Stay = { readonly storagePlace: string; readonly since: Instant }
export type Vial = {
  readonly vialCode: string
  readonly lotId: string
  readonly state: VialState
  /** Where it has lain, since its receipt. */
  readonly stays: readonly Stay[]
}

/** A correction of what stood beside a movement: the former words stay, struck through, with who, when and why (A8). */
export type Correction = {
  readonly at: Instant
  readonly by: string
  readonly was: string
  readonly reason: string
}

export type Movement = {
  /** The entry that recorded it. */
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly what:
    | 'received'
    | 'certificate_entered'
    | 'certificate_corrected'
    | 'released'
    | 'held'
    | 'hold_lifted'
    | 'rejected'
    | 'counted'
    | 'transferred'
    | 'found'
    | 'cleared'
    | 'closed'
    | Exclude<VialState, 'on_shelf'>
  /** Vials, signed: what the movement adds to the shelf. */
  readonly vials: number
  /** Vials on the shelf afterwards. */
  readonly balance: number
  readonly note: string
  /** Vials that moved from one state to another, wherever they lay. */
  readonly moved: number
  readonly corrections?: readonly Correction[]
}

/** Vials that went back or were destroyed together, by two signatures under one authorisation (A5). */
export type VialBatch = BatchOfVials & {
  readonly kind: 'returned' | 'destroyed'
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly witness?: string
  readonly receiver?: string
  readonly method?: string
  readonly place?: string
  readonly lots: readonly { readonly lotId: string; readonly vialCodes: readonly string[] }[]
}

export type Lot = Omit<LotReceipt, 'vialCodes'> & {
  readonly state: LotState
  readonly receivedAt: Instant
  readonly receivedBy: string
  readonly receivedVials: number
  /** Vials by where they are; together they are all that were received. */
  readonly parts: Readonly<Record<VialState, number>>
  /** Vials that the latest count did not find; negative where it found more than the book. */
  readonly missing: number
  readonly released?: Released
  /** The entry that rejected or cleared the lot when it had been released and held: doses may have been made from it. */
  readonly rejectedAfterRelease?: number
  /** Owned by the book and grown in place; a copy for each movement would cost the square of their number. */
  readonly movements: Movement[]
}

export type StockBook = {
  readonly lots: Map<string, Lot>
  readonly vials: Map<string, Vial>
  /** Product and lot number to lot; one pair is received once. */
  readonly lotsByNumber: Map<string, string>
  /** The certificates of each lot, oldest first; the last one counts. */
  readonly certificates: Map<string, readonly Certificate[]>
  /** What went back or was destroyed, oldest first. */
  readonly batches: Map<string, VialBatch>
}

/** A stock book before the first receipt. */
export function emptyStock(): StockBook {
  return { lots: new Map(), vials: new Map(), lotsByNumber: new Map(), certificates: new Map(), batches: new Map() }
}

/** The key under which a lot number is known; the same number may exist for both products. */
export function lotNumberKey(product: Arm, lotNumber: string): string {
  return `${product} ${lotNumber.toUpperCase()}`
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveStock(stock: StockBook, event: StockEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'LotReceived': {
      const { type: _, vialCodes, ...receipt } = event
      const count = vialCodes.length
      stock.lots.set(event.lotId, {
        ...receipt,
        state: 'quarantined',
        receivedAt: stamp.at,
        receivedBy: stamp.by,
        receivedVials: count,
        parts: { on_shelf: count, sample: 0, used: 0, wasted: 0, returned: 0, destroyed: 0, missing: 0 },
        missing: 0,
        movements: [movement(stamp, 'received', count, count, event.sender, count)],
      })
      stock.lotsByNumber.set(lotNumberKey(event.product, event.lotNumber), event.lotId)
      // One list for all of them, until a vial is carried elsewhere.
      const stays = [{ storagePlace: event.storagePlace, since: stamp.at }]
      for (const vialCode of vialCodes)
        stock.vials.set(vialCode, { vialCode, lotId: event.lotId, state: 'on_shelf', stays })
      return
    }
    case 'CertificateEntered': {
      const { type: _, ...certificate } = event
      certificateEntered(stock, certificate, stamp)
      const what = event.reason === undefined ? 'certificate_entered' : 'certificate_corrected'
      const note = event.reason === undefined ? event.reference : `${event.reference}: ${event.reason}`
      change(stock, event.lotId, stamp, what, note, {})
      return
    }
    case 'LotReleased': {
      const { type: _, lotId, ...by } = event
      change(stock, lotId, stamp, 'released', event.certificate, {
        state: 'released',
        released: { at: stamp.at, by: stamp.by, ...by },
      })
      return
    }
    case 'LotHeld':
      change(stock, event.lotId, stamp, 'held', event.reason, { state: 'held' })
      return
    case 'LotHoldLifted':
      change(stock, event.lotId, stamp, 'hold_lifted', event.reason, { state: 'released' })
      return
    case 'LotRejected':
      change(stock, event.lotId, stamp, 'rejected', event.reason, {
        state: 'rejected',
        ...(known(stock.lots, event.lotId).released === undefined ? {} : { rejectedAfterRelease: stamp.seq }),
      })
      return
    case 'VialWasted':
      moveVials(stock, event.lotId, [event.vialCode], 'wasted', stamp, event.reason)
      return
    case 'VialsTransferred': {
      const stay = { storagePlace: event.storagePlace, since: stamp.at }
      for (const vialCode of event.vialCodes) {
        const vial = known(stock.vials, vialCode)
        stock.vials.set(vialCode, { ...vial, stays: [...vial.stays, stay] })
      }
      change(stock, event.lotId, stamp, 'transferred', event.storagePlace, {})
      return
    }
    case 'UseStated':
      for (const [lotId, codes] of byLot(stock, event.used)) moveVials(stock, lotId, codes, 'used', stamp, '')
      for (const [lotId, codes] of byLot(stock, event.wasted)) moveVials(stock, lotId, codes, 'wasted', stamp, '')
      return
    case 'LotCounted':
      change(stock, event.lotId, stamp, 'counted', `${event.countedVials} / ${event.expectedVials}`, {
        missing: event.expectedVials - event.countedVials,
      })
      return
    case 'VialsReturned':
    case 'VialsDestroyed':
      leave(stock, event, stamp)
      return
    case 'LotClosed':
      change(stock, event.lotId, stamp, 'closed', '', { state: 'closed' })
      return
    case 'MovementCorrected':
      correct(stock, event, stamp)
      return
    default:
      never(event)
  }
}

function movement(
  stamp: Stamp,
  what: Movement['what'],
  vials: number,
  balance: number,
  note: string,
  moved = 0,
): Movement {
  return { seq: stamp.seq, at: stamp.at, by: stamp.by, what, vials, balance, note, moved }
}

function change(
  stock: StockBook,
  lotId: string,
  stamp: Stamp,
  what: Movement['what'],
  note: string,
  changed: Partial<Lot>,
): void {
  const lot = known(stock.lots, lotId)
  lot.movements.push(movement(stamp, what, 0, lot.parts.on_shelf, note))
  stock.lots.set(lotId, { ...lot, ...changed })
}

/** Moves vials of one lot from wherever each is to another state; the movement says what that did to the shelf. */
function moveVials(
  stock: StockBook,
  lotId: string,
  codes: readonly string[],
  state: VialState,
  stamp: Stamp,
  note: string,
): void {
  if (codes.length === 0) return
  const lot = known(stock.lots, lotId)
  const parts = { ...lot.parts }
  for (const vialCode of codes) {
    const vial = known(stock.vials, vialCode)
    parts[vial.state] -= 1
    parts[state] += 1
    stock.vials.set(vialCode, { ...vial, state })
  }
  const what = state === 'on_shelf' ? 'found' : state
  const added = parts.on_shelf - lot.parts.on_shelf
  lot.movements.push(movement(stamp, what, added, parts.on_shelf, note, codes.length))
  stock.lots.set(lotId, { ...lot, parts })
}

/** The vials of which a batch consists: what is left of its lot, or every vial that was written off. */
export function vialsInBatch(stock: StockBook, lotId: string | undefined): Vial[] {
  return [...stock.vials.values()].filter(({ state, lotId: of }) =>
    lotId === undefined ? state === 'wasted' : of === lotId && (state === 'on_shelf' || state === 'sample'),
  )
}

function leave(
  stock: StockBook,
  event: Extract<StockEvent, { type: 'VialsReturned' | 'VialsDestroyed' }>,
  stamp: Stamp,
): void {
  const { type, lotId, ...said } = event
  const kind = type === 'VialsReturned' ? 'returned' : 'destroyed'
  const codes = vialsInBatch(stock, lotId).map(({ vialCode }) => vialCode)
  const lots = [...byLot(stock, codes)].map(([id, vialCodes]) => ({ lotId: id, vialCodes }))
  for (const part of lots) moveVials(stock, part.lotId, part.vialCodes, kind, stamp, event.authorisation)
  if (lotId !== undefined) {
    const { state, released } = known(stock.lots, lotId)
    const mark = state === 'held' && released !== undefined ? { rejectedAfterRelease: stamp.seq } : {}
    change(stock, lotId, stamp, 'cleared', event.authorisation, { state: 'cleared', ...mark })
  }
  const { seq, at, by, witness } = stamp
  const of = lotId === undefined ? {} : { lotId }
  const second = witness === undefined ? {} : { witness }
  stock.batches.set(event.batchId, { ...said, ...of, kind, seq, at, by, ...second, lots })
}

function correct(stock: StockBook, event: Extract<StockEvent, { type: 'MovementCorrected' }>, stamp: Stamp): void {
  const lot = known(stock.lots, event.lotId)
  const place = lot.movements.findIndex(({ seq, what }) => seq === event.seq && what === event.what)
  const wrong = known(new Map(lot.movements.entries()), place)
  const correction = { at: stamp.at, by: stamp.by, was: wrong.note, reason: event.reason }
  const corrections = [...(wrong.corrections ?? []), correction]
  lot.movements[place] = { ...wrong, note: event.note, corrections }
  // The movement of a receipt quotes the sender.
  if (event.what === 'received') stock.lots.set(lot.lotId, { ...lot, sender: event.note })
}

function byLot(stock: StockBook, codes: readonly string[]): Map<string, string[]> {
  return Map.groupBy(codes, (vialCode) => known(stock.vials, vialCode).lotId)
}

/** True where a dose may come from this lot and still be in date on the day on which its in-use time ends. */
export function isDispensable(lot: Lot, endsOn: IsoDate): boolean {
  return lot.state === 'released' && lot.expiresOn >= endsOn
}

/**
 * The statement of supply that every role may read: spare doses of the scarcer arm before losses, and the last day on
 * which it holds. It is made of receipts and planned numbers alone, so that no participant's arm can move it. A dose
 * comes from one lot, so each lot counts for its whole doses.
 */
export function supplyOf(stock: StockBook, settings: StudySettings, endsOn: IsoDate) {
  const counted = [...stock.lots.values()].filter((lot) => isDispensable(lot, endsOn))
  const dosesIn = (lot: Lot) => Math.floor(lot.receivedVials / settings.dose.vialsPerDose)
  const surplusDoses = Math.min(
    ...arms.map((arm) => {
      const received = counted.filter((lot) => lot.product === arm).reduce((sum, lot) => sum + dosesIn(lot), 0)
      return received - settings.arms[arm].plannedCount
    }),
  )
  const until = counted.reduce((first, lot) => (lot.expiresOn < first ? lot.expiresOn : first), '9999-12-31')
  return { surplusDoses, until }
}
