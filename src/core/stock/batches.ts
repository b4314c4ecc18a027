/** What leaves the stock for good, and the correction of what was written beside a movement. */
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { StockBook } from './book.ts'
import type { BatchOfVials, StockEvent } from './events.ts'
import type { Vial } from './lot.ts'
import { byLot, change, moveVials } from './movements.ts'
import { evolveTemperatures } from './temperature-book.ts'

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

/** The vials of which a batch consists: what is left of its lot, or every vial that was written off. */
export function vialsInBatch(stock: StockBook, lotId: string | undefined): Vial[] {
  return [...stock.vials.values()].filter(({ state, lotId: of }) =>
    lotId === undefined ? state === 'wasted' : of === lotId && (state === 'on_shelf' || state === 'sample'),
  )
}

export function leave(
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

export function correct(
  stock: StockBook,
  event: Extract<StockEvent, { type: 'MovementCorrected' }>,
  stamp: Stamp,
): void {
  const lot = known(stock.lots, event.lotId)
  const place = lot.movements.findIndex(({ seq, what }) => seq === event.seq && what === event.what)
  const wrong = known(new Map(lot.movements.entries()), place)
  const correction = { at: stamp.at, by: stamp.by, was: wrong.note, reason: event.reason }
  const corrections = [...(wrong.corrections ?? []), correction]
  lot.movements[place] = { ...wrong, note: event.note, corrections }
  // The movement of a receipt quotes the sender.
  if (event.what === 'received') stock.lots.set(lot.lotId, { ...lot, sender: event.note })
}

/** Excursions of a lot that no dose comes from any more wait for nobody. */
export function answerExcursions(stock: StockBook, lotId: string, assessment: string, stamp: Stamp): void {
  for (const excursionId of known(stock.lots, lotId).openExcursions) {
    const disposed = { excursionId, lotId, decision: 'rejected', assessment } as const
    evolveTemperatures(stock.temperatures, { type: 'ExcursionDisposed', ...disposed }, stamp)
  }
}
