/** The worksheets in the stock book, and what facts do to them. A version is never changed; it is followed by another. */
import type { Stamp } from '../registry/book.ts'
import type { StockEvent } from './events.ts'
import type { WrittenPair } from './worksheets.ts'

type WorksheetEvent = Extract<StockEvent, { type: `Worksheets${string}` }>

/** Applies one recorded fact about the worksheets. */
export function evolveWorksheets(pairs: WrittenPair[], event: WorksheetEvent, { at, by }: Stamp): void {
  const { version } = event
  if (event.type === 'WorksheetsWritten') {
    pairs.push({ version, sheets: event.sheets, note: event.note, at, by })
    return
  }
  const place = pairs.findIndex((pair) => pair.version === version)
  const pair = pairs[place]
  if (pair === undefined) throw new Error('worksheets are approved or ended that were never written')
  pairs[place] = { ...pair, ...(event.type === 'WorksheetsApproved' ? { approved: { at, by } } : { voidedAt: at }) }
}
