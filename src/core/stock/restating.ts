/** The statement of supply as it will stand once the stock book has changed. */
import type { Context } from '../context.ts'
import { restated } from '../registry/commands.ts'
import type { RegistryEvent } from '../registry/events.ts'
import { held, type Session } from '../session.ts'
import { evolveStock, type StockBook } from './book.ts'
import type { StockEvent } from './events.ts'
import { copyOfTemperatures } from './temperature-book.ts'

/** What the registry must say anew after these events; nothing is believed before it is written. */
export function supplyAfter(session: Session, events: readonly StockEvent[], context: Context): RegistryEvent[] {
  const stock = held(session.stock)
  const lots = new Map(stock.lots)
  for (const event of events) {
    const lot = 'lotId' in event ? lots.get(event.lotId) : undefined
    // A copy with a timeline of its own.
    if (lot !== undefined) lots.set(lot.lotId, { ...lot, movements: [] })
  }
  const after: StockBook = {
    ...stock,
    lots,
    vials: new Map(stock.vials),
    places: new Set(stock.places),
    lotsByNumber: new Map(stock.lotsByNumber),
    temperatures: copyOfTemperatures(stock.temperatures),
  }
  for (const event of events) evolveStock(after, event, { seq: 0, at: context.now, by: session.member.memberId })
  return restated(session, after, context.now)
}
