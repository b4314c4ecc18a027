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
import { emptyTemperatures, evolveTemperatures, type TemperatureBook } from './temperature-book.ts'

/**
 * Where a vial is. `sample` is kept apart and never dispensed (A13); `returned` went back to where it came from;
 * `missing` was not found by a count. Only what is `on_shelf` may become a dose, and nothing ever comes back to it but
 * what had been missing.
 */
export const vialStates = ['on_shelf', 'sample', 'used', 'wasted', 'returned', 'destroyed', 'missing'] as const
export type VialState = (typeof vialStates)[number]
/** From when a vial lay in a place; until the next stay, or to this day. */
export type Stay = { readonly storagePlace: string; readonly since: Instant }
/** One link of a vial's chain, from its receipt to its last movement (A2). */
export type VialMove = {
  readonly at: Instant
  readonly by: string
  readonly what: MovementKind
  readonly note: string
  /** Where it was carried to. */
  readonly storagePlace?: string
}
export type Vial = {
  readonly vialCode: string
  readonly lotId: string
  readonly state: VialState
  /** Where it has lain, since its receipt. */
  readonly stays: readonly Stay[]
  readonly moves: readonly VialMove[]
  /** Times it has thawed while it lay in stock; being taken for a dose is one more (Q6). */
  readonly thaws: number
  /** Minutes out of its storage: between two places, and whatever a storage place was too warm (Q6). */
  readonly minutesOut: number
  /** The supply has been stated without it; a loss counts once. */
  readonly lost: boolean
}

export type MovementKind =
  | 'received'
  | 'certificate_entered'
  | 'certificate_corrected'
  | 'damaged'
  | 'codes_printed'
  | 'released'
  | 'held'
  | 'hold_lifted'
  | 'rejected'
  | 'counted'
  | 'reconciled'
  | 'transferred'
  | 'found'
  | 'excursion_found'
  | 'excursion_disposed'
  | 'cleared'
  | 'closed'
  | Exclude<VialState, 'on_shelf'>
/** A count as it stands in the timeline; `first` where it was repeated. */
export type Count = { readonly counted: number; readonly expected: number; readonly first?: number }
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
  readonly what: MovementKind
  /** Vials, signed: what the movement adds to the shelf. */
  readonly vials: number
  /** Vials on the shelf afterwards. */
  readonly balance: number
  readonly note: string
  readonly count?: Count
  /** Where vials were carried to. */
  readonly storagePlace?: string
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

export type Reconciled = {
  readonly at: Instant
  readonly by: string
  readonly note: string
  readonly parts: Readonly<Record<VialState, number>>
}

export type Lot = LotReceipt & {
  readonly state: LotState
  readonly receivedAt: Instant
  readonly receivedBy: string
  readonly receivedVials: number
  /** Vials by where they are; together they are all that were received. */
  readonly parts: Readonly<Record<VialState, number>>
  /** Vials that the statement of supply counts: those that were ever meant to become doses. */
  readonly suppliedVials: number
  /** What the latest count lacked without naming a code; negative where it found more than the book. */
  readonly unnamedDifference: number
  /** The latest signed reconciliation. */
  readonly reconciled?: Reconciled
  readonly released?: Released
  /** The entry that rejected or cleared the lot when it had been released and held: doses may have been made from it. */
  readonly rejectedAfterRelease?: number
  /** When the last vial on the shelf of a place was carried out of it: from then on nothing of the lot lies there. */
  readonly departures: readonly Stay[]
  /** QA holds the lot by an act of its own, whatever excursions there are. */
  readonly heldByQa: boolean
  /** Excursions that QA has not disposed of; while there is one, nothing is released and no hold is lifted (Q2). */
  readonly openExcursions: readonly string[]
  /** Owned by the book and grown in place; a copy for each movement would cost the square of their number. */
  readonly movements: Movement[]
}

export type StockBook = {
  readonly lots: Map<string, Lot>
  readonly vials: Map<string, Vial>
  /** Product and lot number to lot; one pair is received once. */
  readonly lotsByNumber: Map<string, string>
  /** Every storage place that vials were ever put into, in the order of first use. */
  readonly places: Set<string>
  /** The certificates of each lot, oldest first; the last one counts. */
  readonly certificates: Map<string, readonly Certificate[]>
  readonly temperatures: TemperatureBook
  /** What went back or was destroyed, oldest first. */
  readonly batches: Map<string, VialBatch>
}

/** A stock book before the first receipt. */
export function emptyStock(): StockBook {
  return {
    lots: new Map(),
    vials: new Map(),
    lotsByNumber: new Map(),
    places: new Set(),
    certificates: new Map(),
    temperatures: emptyTemperatures(),
    batches: new Map(),
  }
}

/** The key under which a lot number is known; the same number may exist for both products. */
export function lotNumberKey(product: Arm, lotNumber: string): string {
  return `${product} ${lotNumber.toUpperCase()}`
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveStock(stock: StockBook, event: StockEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'LotReceived':
      receive(stock, event, stamp)
      return
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
      change(stock, event.lotId, stamp, 'held', event.reason, { state: 'held', heldByQa: true })
      return
    case 'LotHoldLifted':
      change(stock, event.lotId, stamp, 'hold_lifted', event.reason, { state: 'released', heldByQa: false })
      return
    case 'LotRejected':
      // Whatever excursion is still open is answered by it.
      answerExcursions(stock, event.lotId, event.reason, stamp)
      change(stock, event.lotId, stamp, 'rejected', event.reason, {
        state: 'rejected',
        openExcursions: [],
        ...(known(stock.lots, event.lotId).released === undefined ? {} : { rejectedAfterRelease: stamp.seq }),
      })
      return
    case 'VialWasted':
      moveVials(stock, event.lotId, [event.vialCode], 'wasted', stamp, event.reason)
      markLost(stock, [event.vialCode])
      return
    case 'VialsTransferred':
      transfer(stock, event, stamp)
      return
    case 'SamplesPutApart':
      moveVials(stock, event.lotId, event.vialCodes, 'sample', stamp, event.reason)
      lose(stock, event.lotId, event.vialCodes)
      return
    case 'VialCodesPrinted':
      change(stock, event.lotId, stamp, 'codes_printed', event.reason, {})
      return
    case 'UseStated':
      for (const [lotId, codes] of byLot(stock, event.used)) moveVials(stock, lotId, codes, 'used', stamp, '')
      for (const [lotId, codes] of byLot(stock, event.wasted)) moveVials(stock, lotId, codes, 'wasted', stamp, '')
      return
    case 'LotCounted': {
      const { countedVials: counted, expectedVials: expected, explanation } = event
      change(
        stock,
        event.lotId,
        stamp,
        'counted',
        explanation,
        { unnamedDifference: expected - counted },
        { count: { counted, expected } },
      )
      return
    }
    case 'ShelfCounted':
      countShelf(stock, event, stamp)
      return
    case 'LotReconciled': {
      const { parts } = known(stock.lots, event.lotId)
      const reconciled = { at: stamp.at, by: stamp.by, note: event.note, parts }
      change(stock, event.lotId, stamp, 'reconciled', event.note, { reconciled })
      return
    }
    case 'PlaceLimitsStated':
    case 'TemperaturesImported':
      evolveTemperatures(stock.temperatures, event, stamp)
      return
    case 'ExcursionFound': {
      evolveTemperatures(stock.temperatures, event, stamp)
      const lot = known(stock.lots, event.lotId)
      change(stock, event.lotId, stamp, 'excursion_found', placeOf(stock, event.excursionId), {
        state: lot.state === 'released' ? 'held' : lot.state,
        openExcursions: [...lot.openExcursions, event.excursionId],
      })
      return
    }
    case 'ExcursionDisposed': {
      evolveTemperatures(stock.temperatures, event, stamp)
      const lot = known(stock.lots, event.lotId)
      const openExcursions = lot.openExcursions.filter((one) => one !== event.excursionId)
      const isFree = event.decision === 'usable' && openExcursions.length === 0 && !lot.heldByQa
      change(stock, event.lotId, stamp, 'excursion_disposed', event.assessment, {
        openExcursions,
        state: isFree && lot.state === 'held' ? 'released' : lot.state,
      })
      return
    }
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

function placeOf(stock: StockBook, excursionId: string): string {
  return known(stock.temperatures.excursions, excursionId).storagePlace
}

/** Excursions of a lot that no dose comes from any more wait for nobody. */
function answerExcursions(stock: StockBook, lotId: string, assessment: string, stamp: Stamp): void {
  for (const excursionId of known(stock.lots, lotId).openExcursions) {
    const disposed = { excursionId, lotId, decision: 'rejected', assessment } as const
    evolveTemperatures(stock.temperatures, { type: 'ExcursionDisposed', ...disposed }, stamp)
  }
}

function movement(stamp: Stamp, what: MovementKind, vials: number, balance: number, note: string, moved = 0): Movement {
  return { seq: stamp.seq, at: stamp.at, by: stamp.by, what, vials, balance, note, moved }
}

function receive(stock: StockBook, event: Extract<StockEvent, { type: 'LotReceived' }>, stamp: Stamp): void {
  const { type: _, ...receipt } = event
  const { lotId, vialCodes, damagedCodes = [], sender, storagePlace } = receipt
  const count = vialCodes.length
  stock.lots.set(lotId, {
    ...receipt,
    state: 'quarantined',
    receivedAt: stamp.at,
    receivedBy: stamp.by,
    receivedVials: count,
    suppliedVials: count,
    parts: { on_shelf: count, sample: 0, used: 0, wasted: 0, returned: 0, destroyed: 0, missing: 0 },
    unnamedDifference: 0,
    departures: [],
    heldByQa: false,
    openExcursions: [],
    movements: [movement(stamp, 'received', count, count, sender, count)],
  })
  stock.lotsByNumber.set(lotNumberKey(event.product, event.lotNumber), lotId)
  stock.places.add(storagePlace)
  // One list for all of them, until a vial goes its own way.
  const stays = [{ storagePlace, since: stamp.at }]
  const moves = [{ at: stamp.at, by: stamp.by, what: 'received' as const, note: sender }]
  for (const vialCode of vialCodes)
    stock.vials.set(vialCode, {
      ...{ vialCode, lotId, state: 'on_shelf', stays, moves },
      ...{ thaws: 0, minutesOut: 0, lost: false },
    })
  moveVials(stock, lotId, damagedCodes, 'wasted', stamp, '', 'damaged')
  lose(stock, lotId, damagedCodes)
}

function transfer(stock: StockBook, event: Extract<StockEvent, { type: 'VialsTransferred' }>, stamp: Stamp): void {
  const { lotId, from, storagePlace, minutesOut, thawed, reason } = event
  const stay = { storagePlace, since: stamp.at }
  const move = { at: stamp.at, by: stamp.by, what: 'transferred' as const, note: reason, storagePlace }
  for (const vialCode of event.vialCodes === 'all' ? vialsIn(stock, lotId, from) : event.vialCodes) {
    const vial = known(stock.vials, vialCode)
    stock.vials.set(vialCode, {
      ...vial,
      stays: [...vial.stays, stay],
      moves: [...vial.moves, move],
      thaws: vial.thaws + (thawed ? 1 : 0),
      minutesOut: vial.minutesOut + minutesOut,
    })
  }
  stock.places.add(storagePlace)
  const { departures } = known(stock.lots, lotId)
  const isEmpty = vialsIn(stock, lotId, from).length === 0
  const changed = isEmpty ? { departures: [...departures, { storagePlace: from, since: stamp.at }] } : {}
  change(stock, lotId, stamp, 'transferred', reason, changed, { storagePlace })
}

/** Vials of a lot that lie in a storage place as far as this book knows, samples among them. */
export function vialsIn(stock: StockBook, lotId: string, storagePlace: string): string[] {
  return known(stock.lots, lotId).vialCodes.filter((vialCode) => {
    const vial = known(stock.vials, vialCode)
    return isThere(vial) && vial.stays.at(-1)?.storagePlace === storagePlace
  })
}

/** True where the vial lies in a storage place, for doses or as a sample. */
export function isThere({ state }: Pick<Vial, 'state'>): boolean {
  return state === 'on_shelf' || state === 'sample'
}

function countShelf(stock: StockBook, event: Extract<StockEvent, { type: 'ShelfCounted' }>, stamp: Stamp): void {
  const { lotId, missing, found, surplusVials, firstDifference, explanation } = event
  const expected = known(stock.lots, lotId).parts.on_shelf
  moveVials(stock, lotId, missing, 'missing', stamp, explanation)
  lose(stock, lotId, missing)
  moveVials(stock, lotId, found, 'on_shelf', stamp, explanation)
  const counted = expected - missing.length + found.length + surplusVials
  const first = firstDifference === undefined ? {} : { first: expected + firstDifference }
  const changed = { unnamedDifference: surplusVials === 0 ? 0 : -surplusVials }
  change(stock, lotId, stamp, 'counted', explanation, changed, { count: { counted, expected, ...first } })
}

/**
 * Vials that will never become doses. Before the first release nobody has counted on them, so the supply is stated
 * without them; afterwards the entry that took them counts each as a loss (`LossCounted`).
 */
function lose(stock: StockBook, lotId: string, codes: readonly string[]): void {
  const lot = known(stock.lots, lotId)
  const fresh = codes.filter((vialCode) => !known(stock.vials, vialCode).lost)
  markLost(stock, fresh)
  if (lot.released === undefined) stock.lots.set(lotId, { ...lot, suppliedVials: lot.suppliedVials - fresh.length })
}

function markLost(stock: StockBook, codes: readonly string[]): void {
  for (const vialCode of codes) stock.vials.set(vialCode, { ...known(stock.vials, vialCode), lost: true })
}

function change(
  stock: StockBook,
  lotId: string,
  stamp: Stamp,
  what: MovementKind,
  note: string,
  changed: Partial<Lot>,
  more: Pick<Movement, 'count' | 'storagePlace'> = {},
): void {
  const lot = known(stock.lots, lotId)
  lot.movements.push({ ...movement(stamp, what, 0, lot.parts.on_shelf, note), ...more })
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
  what: MovementKind = state === 'on_shelf' ? 'found' : state,
): void {
  if (codes.length === 0) return
  const lot = known(stock.lots, lotId)
  const parts = { ...lot.parts }
  const move = { at: stamp.at, by: stamp.by, what, note }
  for (const vialCode of codes) {
    const vial = known(stock.vials, vialCode)
    parts[vial.state] -= 1
    parts[state] += 1
    stock.vials.set(vialCode, { ...vial, state, moves: [...vial.moves, move] })
  }
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
    answerExcursions(stock, lotId, event.reason, stamp)
    change(stock, lotId, stamp, 'cleared', event.authorisation, { state: 'cleared', openExcursions: [], ...mark })
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

/** True where no dose can ever come from this lot: it was rejected, cleared or closed. */
export function isOver({ state }: Pick<Lot, 'state'>): boolean {
  return state === 'rejected' || state === 'cleared' || state === 'closed'
}

/** True where a dose may come from this lot and still be in date on the day on which its in-use time ends. */
export function isDispensable(lot: Lot, endsOn: IsoDate): boolean {
  return lot.state === 'released' && lot.expiresOn >= endsOn
}

/** True where the vial has thawed, or has been out of its storage, more than the protocol lets it be for a dose (Q6). */
export function isOverLimit({ thaws, minutesOut }: Vial, { dose }: StudySettings): boolean {
  const { thawsAllowed = Number.POSITIVE_INFINITY, outMinutesAllowed = Number.POSITIVE_INFINITY } = dose
  // Being taken for a dose is a thaw as well.
  return thaws + 1 > thawsAllowed || minutesOut > outMinutesAllowed
}

/** True where the settings limit what a vial may go through. */
export function hasVialLimits({ dose }: StudySettings): boolean {
  return dose.thawsAllowed !== undefined || dose.outMinutesAllowed !== undefined
}

/**
 * The statement of supply that every role may read: spare doses of the scarcer arm before losses, and the last day on
 * which it holds. It is made of receipts and planned numbers alone, so that no participant's arm can move it. A dose
 * comes from one lot, so each lot counts for its whole doses. Vials over a limit count as if they had not come, used or
 * not: which of them were used hangs on the arms.
 */
export function supplyOf(stock: StockBook, settings: StudySettings, endsOn: IsoDate) {
  const counted = [...stock.lots.values()].filter((lot) => isDispensable(lot, endsOn))
  const isOut = (vial: Vial) => !vial.lost && isOverLimit(vial, settings)
  const outOf = (lot: Lot) =>
    hasVialLimits(settings) ? lot.vialCodes.filter((code) => isOut(known(stock.vials, code))).length : 0
  const dosesIn = (lot: Lot) => Math.floor((lot.suppliedVials - outOf(lot)) / settings.dose.vialsPerDose)
  const surplusDoses = Math.min(
    ...arms.map((arm) => {
      const received = counted.filter((lot) => lot.product === arm).reduce((sum, lot) => sum + dosesIn(lot), 0)
      return received - settings.arms[arm].plannedCount
    }),
  )
  const until = counted.reduce((first, lot) => (lot.expiresOn < first ? lot.expiresOn : first), '9999-12-31')
  return { surplusDoses, until }
}
