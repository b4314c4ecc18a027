/**
 * How a fact moves vials: each is in one state before and after, and the timeline of its lot says what that did to the
 * shelf. Only the stock book and its parts write with these.
 */
import { enteredPart, type MaybeEntered } from '../entered.ts'
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { StockBook } from './book.ts'
import { isThere, type Lot, type Movement, type MovementKind, type VialState } from './lot.ts'

export function movement(
  stamp: Stamp,
  what: MovementKind,
  vials: number,
  balance: number,
  note: string,
  moved = 0,
): Movement {
  return { seq: stamp.seq, at: stamp.at, by: stamp.by, what, vials, balance, note, moved }
}

/** Vials of a lot that lie in a storage place as far as this book knows, samples among them. */
export function vialsIn(stock: StockBook, lotId: string, storagePlace: string): string[] {
  return known(stock.lots, lotId).vialCodes.filter((vialCode) => {
    const vial = known(stock.vials, vialCode)
    return isThere(vial) && vial.stays.at(-1)?.storagePlace === storagePlace
  })
}

export function change(
  stock: StockBook,
  lotId: string,
  stamp: Stamp,
  what: MovementKind,
  note: string,
  changed: Partial<Lot>,
  more: Pick<Movement, 'count' | 'storagePlace' | 'entered'> = {},
): void {
  const lot = known(stock.lots, lotId)
  lot.movements.push({ ...movement(stamp, what, 0, lot.parts.on_shelf, note), ...more })
  stock.lots.set(lotId, { ...lot, ...changed })
}

/** Moves vials of one lot from wherever each is to another state; the movement says what that did to the shelf. */
export function moveVials(
  stock: StockBook,
  lotId: string,
  codes: readonly string[],
  state: VialState,
  stamp: Stamp,
  note: string,
  more: MaybeEntered & { readonly what?: MovementKind } = {},
): void {
  if (codes.length === 0) return
  const lot = known(stock.lots, lotId)
  const parts = { ...lot.parts }
  const what = more.what ?? (state === 'on_shelf' ? 'found' : state)
  const entered = enteredPart(more.entered)
  const move = { seq: stamp.seq, at: stamp.at, by: stamp.by, what, note, ...entered }
  for (const vialCode of codes) {
    const vial = known(stock.vials, vialCode)
    if (vial.state !== 'not_received') parts[vial.state] -= 1
    parts[state] += 1
    stock.vials.set(vialCode, { ...vial, state, moves: [...vial.moves, move] })
  }
  const added = parts.on_shelf - lot.parts.on_shelf
  lot.movements.push({ ...movement(stamp, what, added, parts.on_shelf, note, codes.length), ...entered })
  stock.lots.set(lotId, { ...lot, parts })
}

export function byLot(stock: StockBook, codes: readonly string[]): Map<string, string[]> {
  return Map.groupBy(codes, (vialCode) => known(stock.vials, vialCode).lotId)
}
