/**
 * The accountability record, in three forms (A6, A7, A10).
 *
 * *Stock*: one product from the stock book, for QA; no participant. *Site*: the syringes from the clinic book, for the
 * blinded site file; no lot, no arm. *Full*: one product with the participants who received it; it tells arms, so that it
 * is answered only after showing it to this person was recorded in this sign-in (B2).
 * The record of a product is also given for one storage place: what arrived there, what left, and what lies there now (A6).
 * Source: the drug accountability record of the NCI (NIH-2564); ICH E6(R3) 2.10.4.
 */
import { z } from 'zod'
import type { Preparation } from '../allocation/book.ts'
import type { SyringeLine } from '../clinic/account.ts'
import { enteredPart, type MaybeEntered } from '../entered.ts'
import { known } from '../never.ts'
import { type Page, page, paged } from '../pages.ts'
import { Arm } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import type { Correction, Lot, Movement, ReceiptChange, ReceiptCorrection } from '../stock/lot.ts'
import { line } from '../text.ts'
import type { Instant, IsoDate } from '../time.ts'
import {
  type InPlace,
  lyingIn,
  movementKey,
  type PlaceShare,
  placesOf,
  type Shares,
  sharesOf,
  type Taken,
} from './by-place.ts'

/** One storage place, or all of them. */
export const ofPlace = { storagePlace: line(80).optional() }
export const StockRecord = z.strictObject({ type: z.literal('StockRecord'), product: Arm, ...ofPlace, ...page })
export const SiteRecord = z.strictObject({ type: z.literal('SiteRecord'), ...page })
export const FullRecord = z.strictObject({ type: z.literal('FullRecord'), product: Arm, ...ofPlace, ...page })
export const OpenRecord = z.strictObject({ type: z.literal('OpenRecord'), reason: line(400, 3) })

/** What one line records. `dispensed`: vials taken for a participant; `abandoned`: taken, and no dose came of it. */
export type LineKind = Movement['what'] | 'dispensed' | 'abandoned' | SyringeLine['what']

/** One line of a record. Quantities are vials, in the site's record syringes. */
export type RecordLine = MaybeEntered & {
  readonly line: number
  readonly seq: number
  readonly at: Instant
  /** The member who recorded it. */
  readonly by: string
  readonly what: LineKind
  /** Signed: what the line adds to the balance. */
  readonly quantity: number
  readonly balance: number
  /** Vials that changed their state, where that is not the quantity: what was written off before and is destroyed now. */
  readonly moved: number
  readonly note: string
  readonly corrections: readonly Correction[]
  /** Where it happened, and what it changed there; empty where no vial was moved. */
  readonly places: readonly PlaceShare[]
  readonly lot?: {
    readonly lotId: string
    readonly lotNumber: string
    readonly manufacturer: string
    readonly expiresOn: IsoDate
  }
  /** What a receipt says since it was corrected, on the line of the correction. */
  readonly receipt?: readonly ReceiptChange[]
  /** What a receipt said before, on its own line, struck through; the oldest first (A8). */
  readonly struck?: readonly StruckReceipt[]
  readonly participant?: { readonly number: number; readonly initials: string }
  readonly microlitres?: number
  readonly code?: string
}

/** What a receipt said before it was corrected, with who corrected it, when and why. */
export type StruckReceipt = Omit<ReceiptChange, 'now'> & Omit<ReceiptCorrection, 'seq' | 'changes'>

export type RecordPage = Page<RecordLine> & {
  readonly balance: number
  /** Every place in which vials of the product ever lay. */
  readonly storagePlaces: readonly string[]
  /** What arrived, left and lies there, where one place was asked for. */
  readonly place?: InPlace
}

type Unnumbered = Omit<RecordLine, 'line' | 'balance'>

/** The record of one product as the stock book has it. */
export function stockRecord(session: Session, question: z.infer<typeof StockRecord>): RecordPage {
  const lots = lotsOf(session, question.product)
  const shares = sharesOf(held(session.stock), lots, new Map())
  const lines = lots.flatMap((lot) => lot.movements.map((one) => movementLine(lot, one, shares)))
  return recordOf(session, lots, lines, question, () => false)
}

/** The site's record of its syringes, which is the same for both arms. */
export function siteRecord(session: Session, question: z.infer<typeof SiteRecord>): RecordPage {
  const { account, syringes, participants } = held(session.clinic)
  const lines = account.map(({ syringeId, number, microlitres, ...said }): Unnumbered => {
    const { initials } = known(participants, number)
    const { code } = known(syringes, syringeId)
    return { ...said, moved: 1, corrections: [], places: [], participant: { number, initials }, microlitres, code }
  })
  return { ...numbered(lines, question), storagePlaces: [] }
}

/** The record of one product with the participants who received it. */
export function fullRecord(session: Session, question: z.infer<typeof FullRecord>): Result<RecordPage> {
  if (!mayShowRecord(session)) return refuse('arm_not_recorded')
  const lots = lotsOf(session, question.product)
  const draws = [...held(session.allocation).preparations.values()].filter(
    ({ arm, vialCodes }) => arm === question.product && vialCodes.length > 0,
  )
  const taken = new Map(
    draws.flatMap((one) =>
      one.vialCodes.map((vialCode): [string, Taken] => [vialCode, { seq: takenIn(one).seq, key: one.preparationId }]),
    ),
  )
  const shares = sharesOf(held(session.stock), lots, taken)
  const moved = lots.flatMap((lot) => lot.movements.filter(isNoDraw).map((one) => movementLine(lot, one, shares)))
  const drawn = draws.map((one) => drawLine(session, one, shares))
  return accept(recordOf(session, lots, [...moved, ...drawn], question, (vialCode) => taken.has(vialCode)))
}

/** Showing the full record to somebody who holds the key already; that they looked, and why, is recorded first (B2). */
export function openRecord(session: Session, command: z.infer<typeof OpenRecord>): Result<Events> {
  return accept({ clinic: [{ type: 'RecordShown', to: session.member.memberId, note: command.reason }] })
}

/** True where showing the full record to this person was recorded in this sign-in. */
function mayShowRecord(session: Session): boolean {
  const seq = held(session.clinic).lastRecordShown.get(session.member.memberId)
  return seq !== undefined && seq > session.signedInSeq
}

function lotsOf(session: Session, product: Arm): Lot[] {
  return [...held(session.stock).lots.values()].filter((lot) => lot.product === product)
}

/** Statements of use say again, for several doses, what the preparations say one by one; they quote no reason. */
function isNoDraw({ what, note }: Movement): boolean {
  return what !== 'used' && !(what === 'wasted' && note === '')
}

function movementLine(lot: Lot, movement: Movement, shares: Shares): Unnumbered {
  const { vials: quantity, balance: _, corrections = [], count, storagePlace, note: words, ...said } = movement
  const counted = count === undefined ? '' : `${count.counted} / ${count.expected}`
  const note = [counted, words].filter((one) => one !== '').join(': ')
  // Where every vial was taken for a dose before the book carried it, only the place is left to be said.
  const carried = storagePlace === undefined ? [] : [{ storagePlace, vials: 0, moved: 0 }]
  const places = shares.get(movementKey(lot.lotId, movement)) ?? carried
  const struck = movement.what === 'received' ? struckOf(lot) : []
  return { ...said, note, quantity, corrections, places, ...(struck.length === 0 ? {} : { struck }), lot: ofLot(lot) }
}

function struckOf({ receiptCorrections }: Lot): StruckReceipt[] {
  return receiptCorrections.flatMap(({ at, by, reason, changes }) =>
    changes.map(({ field, was }) => ({ field, was, at, by, reason })),
  )
}

function ofLot({ lotId, lotNumber, manufacturer, expiresOn }: Lot) {
  return { lotId, lotNumber, manufacturer, expiresOn }
}

/** Where vials were taken more than once, the line stands where the first ones left the shelf. */
function takenIn({ steps }: Preparation): Preparation['steps'][number] {
  return held(steps.find(({ step }) => step === 'take'))
}

function drawLine(session: Session, preparation: Preparation, shares: Shares): Unnumbered {
  const { number, lotId, vialCodes, state, steps } = preparation
  const taken = takenIn(preparation)
  const { initials } = known(held(session.clinic).participants, number)
  return {
    seq: taken.seq,
    at: taken.at,
    by: taken.by,
    what: state === 'abandoned' ? 'abandoned' : 'dispensed',
    quantity: -vialCodes.length,
    moved: vialCodes.length,
    note: '',
    ...enteredPart(taken.entered),
    corrections: [],
    places: shares.get(preparation.preparationId) ?? [],
    lot: ofLot(known(held(session.stock).lots, lotId)),
    participant: { number, initials },
    microlitres: steps.findLast(({ step }) => step === 'fill')?.microlitres ?? 0,
  }
}

/** The record of a product, or of what of it arrived in and left one place. */
function recordOf(
  session: Session,
  lots: readonly Lot[],
  lines: readonly Unnumbered[],
  question: z.infer<typeof StockRecord | typeof FullRecord>,
  isGone: (vialCode: string) => boolean,
): RecordPage {
  const stock = held(session.stock)
  const storagePlaces = placesOf(stock, lots)
  const { storagePlace } = question
  if (storagePlace === undefined) return { ...numbered(lines, question), storagePlaces }
  const here = lines.flatMap((one): Unnumbered[] => {
    const share = one.places.find((place) => place.storagePlace === storagePlace && place.moved > 0)
    return share === undefined ? [] : [{ ...one, quantity: share.vials, moved: share.moved }]
  })
  const sum = (sign: 1 | -1) => here.reduce((total, { quantity }) => total + Math.max(0, sign * quantity), 0)
  const place = { storagePlace, arrived: sum(1), left: sum(-1), ...lyingIn(stock, lots, storagePlace, isGone) }
  return { ...numbered(here, question), storagePlaces, place }
}

/** In the order of the entries, which is not the clock's, with the balance carried from line to line. */
function numbered(
  lines: readonly Unnumbered[],
  question: { offset: number; limit: number },
): Page<RecordLine> & { balance: number } {
  let balance = 0
  const rows = [...lines]
    .sort((one, other) => one.seq - other.seq)
    .map((one, index): RecordLine => {
      balance += one.quantity
      return { ...one, line: index + 1, balance }
    })
  return { ...paged(rows, question, (row) => row), balance }
}
