/** What receipts, transfers, counts and losses do to the shelf. */
import { enteredPart } from '../entered.ts'
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { StockBook } from './book.ts'
import type { StockEvent } from './events.ts'
import { lotNumberKey } from './lot.ts'
import { change, movement, moveVials, vialsIn } from './movements.ts'

export function receive(stock: StockBook, event: Extract<StockEvent, { type: 'LotReceived' }>, stamp: Stamp): void {
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
    receiptCorrections: [],
    neverCame: [],
    heldByQa: false,
    openExcursions: [],
    movements: [movement(stamp, 'received', count, count, sender, count)],
  })
  stock.lotsByNumber.set(lotNumberKey(event.product, event.lotNumber), lotId)
  stock.places.add(storagePlace)
  // One list for all of them, until a vial goes its own way.
  const stays = [{ storagePlace, since: stamp.at }]
  const moves = [{ seq: stamp.seq, at: stamp.at, by: stamp.by, what: 'received' as const, note: sender }]
  for (const vialCode of vialCodes)
    stock.vials.set(vialCode, {
      ...{ vialCode, lotId, state: 'on_shelf', stays, moves },
      ...{ thaws: 0, minutesOut: 0, minutesCold: 0, ofDays: false, lost: false },
    })
  moveVials(stock, lotId, damagedCodes, 'wasted', stamp, '', { what: 'damaged' })
  lose(stock, lotId, damagedCodes)
}

export function transfer(
  stock: StockBook,
  event: Extract<StockEvent, { type: 'VialsTransferred' }>,
  stamp: Stamp,
): void {
  const { lotId, from, storagePlace, minutesOut, thawed, reason } = event
  const stay = { storagePlace, since: stamp.at }
  const entered = enteredPart(event.entered)
  const { seq, at, by } = stamp
  const whole = event.vialCodes === 'all' ? { isOfWholePlace: true as const } : {}
  const move = { seq, at, by, what: 'transferred' as const, note: reason, storagePlace, ...entered, ...whole }
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
  change(stock, lotId, stamp, 'transferred', reason, changed, { storagePlace, ...entered })
}

export function countShelf(stock: StockBook, event: Extract<StockEvent, { type: 'ShelfCounted' }>, stamp: Stamp): void {
  const { lotId, missing, found, surplusVials, firstDifference, explanation } = event
  const expected = known(stock.lots, lotId).parts.on_shelf
  const entered = enteredPart(event.entered)
  moveVials(stock, lotId, missing, 'missing', stamp, explanation, entered)
  lose(stock, lotId, missing)
  moveVials(stock, lotId, found, 'on_shelf', stamp, explanation, entered)
  const counted = expected - missing.length + found.length + surplusVials
  const first = firstDifference === undefined ? {} : { first: expected + firstDifference }
  const changed = { unnamedDifference: surplusVials === 0 ? 0 : -surplusVials }
  change(stock, lotId, stamp, 'counted', explanation, changed, { count: { counted, expected, ...first }, ...entered })
}

/**
 * A storage place that was too warm counts as time out of storage for every vial of the lot that lay there then, with the
 * minutes of the one that lay there for longest (Q6). One that was too cold counts beside it: a vial in the cold is in its
 * storage, and freezing is not made good or bad by a sum of minutes (ADR 0024). What became of a vial since does not matter.
 */
export function countOutside(
  stock: StockBook,
  { lotId, from, to, minutesAbove, minutesBelow, daily }: Extract<StockEvent, { type: 'ExcursionFound' }>,
  storagePlace: string,
): void {
  for (const vialCode of known(stock.lots, lotId).vialCodes) {
    const vial = known(stock.vials, vialCode)
    const layThere = vial.stays.some((stay, index) => {
      const end = vial.stays[index + 1]?.since
      return stay.storagePlace === storagePlace && stay.since < to && (end === undefined || end > from)
    })
    if (!layThere) continue
    stock.vials.set(vialCode, {
      ...vial,
      minutesOut: vial.minutesOut + Math.ceil(minutesAbove),
      minutesCold: vial.minutesCold + Math.ceil(minutesBelow),
      ofDays: vial.ofDays || daily === true,
    })
  }
}

/**
 * Vials that will never become doses. Before the first release nobody has counted on them, so the supply is stated
 * without them; afterwards the entry that took them counts each as a loss (`LossCounted`).
 */
export function lose(stock: StockBook, lotId: string, codes: readonly string[]): void {
  const lot = known(stock.lots, lotId)
  const fresh = codes.filter((vialCode) => !known(stock.vials, vialCode).lost)
  markLost(stock, fresh)
  if (lot.released === undefined) stock.lots.set(lotId, { ...lot, suppliedVials: lot.suppliedVials - fresh.length })
}

export function markLost(stock: StockBook, codes: readonly string[]): void {
  for (const vialCode of codes) stock.vials.set(vialCode, { ...known(stock.vials, vialCode), lost: true })
}
