/**
 * What each line of a product's record did to each storage place, found by following every vial through its chain.
 *
 * Promises: for one place, what arrived less what left is what lies there now (A6, A10); over all places the shares of a
 * line add up to its quantity. A retention sample lies in its place and is no longer counted on its shelf (A13). Where
 * draws are known one by one, a vial is gone from the moment it was taken, wherever the book carries it until its use is
 * stated.
 */
import { known } from '../never.ts'
import type { StockBook } from '../stock/book.ts'
import { kindsOfCorrection } from '../stock/corrected-receipt.ts'
import type { Lot, MovementKind, Vial } from '../stock/lot.ts'

/** What a line adds to the shelf of one place, signed, and how many vials it concerned there. */
export type PlaceShare = { readonly storagePlace: string; readonly vials: number; readonly moved: number }

/** The taking of a vial for a dose: the entry that recorded it, and the line that tells of it. */
export type Taken = { readonly seq: number; readonly key: string }

/** The line of a movement of a lot, as shares are found by. */
export function movementKey(lotId: string, { seq, what }: { readonly seq: number; readonly what: string }): string {
  return `${lotId} ${seq} ${what}`
}

/** Shares by line; lines that moved no vial have none. */
export type Shares = ReadonlyMap<string, readonly PlaceShare[]>

/** Follows the vials of these lots; `taken` says which of them were taken for a dose, for those who may know it. */
export function sharesOf(stock: StockBook, lots: readonly Lot[], taken: ReadonlyMap<string, Taken>): Shares {
  const found = new Map<string, Map<string, { vials: number; moved: number }>>()
  const add: Add = (key, storagePlace, vials) => {
    const places = found.get(key) ?? new Map<string, { vials: number; moved: number }>()
    const share = places.get(storagePlace) ?? { vials: 0, moved: 0 }
    places.set(storagePlace, { vials: share.vials + vials, moved: share.moved + 1 })
    found.set(key, places)
  }
  for (const lot of lots)
    for (const vialCode of [...lot.vialCodes, ...lot.neverCame])
      follow(known(stock.vials, vialCode), taken.get(vialCode), add)
  return new Map(
    [...found].map(([key, places]) => [
      key,
      [...places].map(([storagePlace, share]): PlaceShare => ({ storagePlace, ...share })),
    ]),
  )
}

const comesToShelf: ReadonlySet<MovementKind> = new Set(['received', 'found', 'overlooked', 'came_sound'])

type Add = (key: string, storagePlace: string, vials: number) => void

function follow(vial: Vial, taken: Taken | undefined, add: Add): void {
  let place = vial.stays[0]?.storagePlace ?? ''
  let onShelf = false
  let isGone = false
  const take = (seq: number) => {
    if (taken === undefined || isGone || seq <= taken.seq) return
    add(taken.key, place, -1)
    isGone = true
  }
  for (const move of vial.moves) {
    take(move.seq)
    const key = movementKey(
      vial.lotId,
      kindsOfCorrection.has(move.what) ? { ...move, what: 'receipt_corrected' } : move,
    )
    const before = onShelf && !isGone ? 1 : 0
    if (move.what === 'transferred') {
      if (isGone) continue
      add(key, place, -before)
      place = move.storagePlace ?? place
      add(key, place, before)
      continue
    }
    if (move.what === 'overlooked') place = move.storagePlace ?? place
    onShelf = comesToShelf.has(move.what)
    add(key, place, (onShelf ? 1 : 0) - before)
  }
  take(Number.POSITIVE_INFINITY)
}

/** What lies in one place of one product: on its shelf, and as samples apart from it. */
export type InPlace = {
  readonly storagePlace: string
  readonly arrived: number
  readonly left: number
  readonly there: number
  readonly samples: number
}

/** What of these lots lies in the place now, counted from where each vial is. */
export function lyingIn(
  stock: StockBook,
  lots: readonly Lot[],
  storagePlace: string,
  isGone: (vialCode: string) => boolean,
): Pick<InPlace, 'there' | 'samples'> {
  const inPlace = lots
    .flatMap(({ vialCodes }) => vialCodes)
    .map((vialCode) => known(stock.vials, vialCode))
    .filter(({ stays, vialCode }) => stays.at(-1)?.storagePlace === storagePlace && !isGone(vialCode))
  const count = (state: Vial['state']) => inPlace.filter((vial) => vial.state === state).length
  return { there: count('on_shelf'), samples: count('sample') }
}

/** Every place in which a vial of these lots ever lay, in the order of first use. */
export function placesOf(stock: StockBook, lots: readonly Lot[]): string[] {
  const used = new Set(
    lots.flatMap(({ vialCodes }) =>
      vialCodes.flatMap((vialCode) => known(stock.vials, vialCode).stays.map(({ storagePlace }) => storagePlace)),
    ),
  )
  return [...stock.places].filter((storagePlace) => used.has(storagePlace))
}
