/** What the correction of a receipt does to its lot and to the vials that it names. */
import { enteredPart } from '../entered.ts'
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { StockBook } from './book.ts'
import type { StockEvent } from './events.ts'
import { type Lot, lotNumberKey, type MovementKind, type ReceiptChange, type Vial } from './lot.ts'
import { movement } from './movements.ts'

type Corrected = Extract<StockEvent, { type: 'ReceiptCorrected' }>

/** Fields of a receipt that hold one value each. */
export const receiptValues = ['lotNumber', 'manufacturer', 'expiresOn', 'arrivalCelsius', 'announcedVials'] as const

/** Applies it: one movement in the timeline of the lot, and a link in the chain of every vial that it is about. */
export function receiptCorrected(stock: StockBook, event: Corrected, stamp: Stamp): void {
  const lot = known(stock.lots, event.lotId)
  const { neverCame = [], overlooked = [], cameDamaged = [], cameSound = [], reason } = event
  const changes = receiptChanges(lot, event)
  const unfound = neverCame.filter((vialCode) => known(stock.vials, vialCode).state === 'on_shelf').length
  const parts = { ...lot.parts }
  let { suppliedVials } = lot
  const set = (vial: Vial, what: MovementKind, changed: Partial<Vial>) => {
    const { seq, at, by } = stamp
    const move = { seq, at, by, what, note: reason, ...enteredPart(event.entered) }
    stock.vials.set(vial.vialCode, { ...vial, ...changed, moves: [...vial.moves, move] })
  }
  /** Before the first release the supply is stated without it; afterwards the entry counted a loss. */
  const lose = ({ lost }: Vial) => {
    if (!lost && lot.released === undefined) suppliedVials -= 1
  }
  for (const vialCode of neverCame) {
    const vial = known(stock.vials, vialCode)
    if (vial.state !== 'not_received') parts[vial.state] -= 1
    lose(vial)
    set(vial, 'never_came', { state: 'not_received', lost: true })
  }
  for (const vialCode of cameDamaged) {
    const vial = known(stock.vials, vialCode)
    parts.on_shelf -= 1
    parts.wasted += 1
    lose(vial)
    set(vial, 'came_damaged', { state: 'wasted', lost: true })
  }
  for (const vialCode of cameSound) {
    const vial = known(stock.vials, vialCode)
    parts.wasted -= 1
    parts.on_shelf += 1
    suppliedVials += 1
    set(vial, 'came_sound', { state: 'on_shelf', lost: false })
  }
  addOverlooked(stock, lot, event, stamp)
  parts.on_shelf += overlooked.length
  suppliedVials += overlooked.length
  const added = parts.on_shelf - lot.parts.on_shelf
  const moved = neverCame.length + overlooked.length + cameDamaged.length + cameSound.length
  lot.movements.push({
    ...movement(stamp, 'receipt_corrected', added, parts.on_shelf, reason, moved),
    ...{ receipt: changes, ...enteredPart(event.entered) },
  })
  const damaged = (lot.damagedCodes ?? []).filter((one) => !cameSound.includes(one) && !neverCame.includes(one))
  const { reconciled, ...rest } = lot
  stock.lots.set(lot.lotId, {
    ...rest,
    // The parts that QA signed for were others.
    ...(moved > 0 || reconciled === undefined ? {} : { reconciled }),
    ...valuesOf(event),
    vialCodes: [...lot.vialCodes.filter((one) => !neverCame.includes(one)), ...overlooked],
    neverCame: [...lot.neverCame, ...neverCame],
    damagedCodes: [...damaged, ...cameDamaged],
    receivedVials: lot.receivedVials + overlooked.length - neverCame.length,
    ...{ parts, suppliedVials, unnamedDifference: stillOpen(lot, overlooked.length, unfound) },
    receiptCorrections: [...lot.receiptCorrections, { seq: stamp.seq, at: stamp.at, by: stamp.by, reason, changes }],
  })
  if (event.lotNumber !== undefined) {
    stock.lotsByNumber.delete(lotNumberKey(lot.product, lot.lotNumber))
    stock.lotsByNumber.set(lotNumberKey(lot.product, event.lotNumber), lot.lotId)
  }
}

function valuesOf({ lotNumber, manufacturer, expiresOn, arrivalCelsius, announcedVials }: Corrected): Partial<Lot> {
  return {
    ...(lotNumber === undefined ? {} : { lotNumber }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(arrivalCelsius === undefined ? {} : { arrivalCelsius }),
    ...(announcedVials === undefined ? {} : { announcedVials }),
  }
}

/** What the latest count left without a name: vials more than the book are found, vials less never came. */
function stillOpen({ unnamedDifference: open }: Lot, overlookedVials: number, unfoundVials: number): number {
  return open < 0 ? Math.min(0, open + overlookedVials) : Math.max(0, open - unfoundVials)
}

/** An overlooked vial has lain beside the others since the receipt. */
function addOverlooked(stock: StockBook, lot: Lot, event: Corrected, stamp: Stamp): void {
  const { overlooked = [], storagePlace = lot.storagePlace, reason } = event
  if (overlooked.length === 0) return
  const { stays, thaws, minutesOut, minutesCold, ofDays } = companionOf(stock, lot, storagePlace) ?? {
    stays: [{ storagePlace, since: lot.receivedAt }],
    ...{ thaws: 0, minutesOut: 0, minutesCold: 0, ofDays: false },
  }
  const { seq, at, by } = stamp
  const moves = [{ seq, at, by, what: 'overlooked' as const, note: reason, storagePlace }]
  for (const vialCode of overlooked)
    stock.vials.set(vialCode, {
      ...{ vialCode, lotId: lot.lotId, state: 'on_shelf' as const, stays, moves },
      ...{ thaws, minutesOut, minutesCold, ofDays, lost: false },
    })
}

/**
 * The vial of the lot that has been through most among those whose last place this is. An overlooked one lay beside it: it
 * is taken to have thawed as often and to have been out as long.
 */
export function companionOf({ vials }: StockBook, lot: Lot, storagePlace: string | undefined): Vial | undefined {
  return lot.vialCodes
    .flatMap((vialCode) => vials.get(vialCode) ?? [])
    .filter(({ stays }) => stays.at(-1)?.storagePlace === storagePlace)
    .sort((one, other) => other.minutesOut - one.minutesOut || other.thaws - one.thaws)[0]
}

/** What of the receipt reads otherwise from this correction on, with what it said before. */
export function receiptChanges(lot: Lot, event: Corrected): ReceiptChange[] {
  const { overlooked = [], neverCame = [], cameDamaged = [], cameSound = [] } = event
  const damaged = lot.damagedCodes ?? []
  const gone = [...neverCame, ...cameSound]
  const all: (ReceiptChange | undefined)[] = [
    ...receiptValues.map((field) => {
      const now = event[field]
      return now === undefined ? undefined : { field, was: lot[field] ?? '', now }
    }),
    {
      field: 'vialCount',
      was: lot.receivedVials,
      now: lot.receivedVials + overlooked.length - neverCame.length,
    },
    {
      field: 'damagedVials',
      was: damaged.length,
      now: damaged.filter((one) => !gone.includes(one)).length + cameDamaged.length,
    },
  ]
  return all.filter((one) => one !== undefined && one.was !== one.now) as ReceiptChange[]
}

/** Kinds of a vial's chain that belong to the one line of a corrected receipt. */
export const kindsOfCorrection: ReadonlySet<MovementKind> = new Set([
  'never_came',
  'overlooked',
  'came_damaged',
  'came_sound',
])
