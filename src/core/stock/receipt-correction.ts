/**
 * What was written wrongly at receipt is corrected by signature; the former values stay, struck through (A8, ADR 0028).
 *
 * Knows: what the receipt said, and what has happened to each vial since. Promises: every vial received is still in exactly
 * one state (A10); nothing is corrected that a later fact contradicts, and the refusal names that fact. Once a lot was
 * released, QA alone corrects its receipt (P16), and nothing is said of its vials while doses are not stated (B13). What
 * changed *after* the receipt is found by a count, not written here.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { entered, enteredPart } from '../entered.ts'
import { type Refused, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { IsoDate } from '../time.ts'
import type { StockBook } from './book.ts'
import { withSupply } from './commands.ts'
import { companionOf, receiptChanges, receiptValues } from './corrected-receipt.ts'
import type { StockEvent } from './events.ts'
import { type Lot, lotNumberKey, type Vial } from './lot.ts'
import { lossOf, tellsTooMuch, vialsRefused } from './places.ts'

const code = identifier
const codes = z.array(code).max(2_000).optional()

export const CorrectReceipt = z.strictObject({
  type: z.literal('CorrectReceipt'),
  lotId: identifier,
  lotNumber: line(40).optional(),
  manufacturer: line(120).optional(),
  expiresOn: IsoDate.optional(),
  arrivalCelsius: z
    .string()
    .regex(/^-?\d{1,3}(\.\d)?$/)
    .optional(),
  announcedVials: z.int().min(0).max(20_000).optional(),
  /** Vials that came and had been overlooked; they get codes. */
  overlookedVials: z.int().min(1).max(2_000).optional(),
  /** Where the overlooked ones lie, among others of their lot. */
  storagePlace: line(80).optional(),
  /** Codes that no vial bears, since fewer came than were counted. */
  neverCame: codes,
  /** Vials that came damaged and were written down as sound, and the other way round. */
  cameDamaged: codes,
  cameSound: codes,
  /** How the codes were entered. */
  entered: entered.optional(),
  reason: line(400, 3),
})
type Asked = z.infer<typeof CorrectReceipt>
type Corrected = Extract<StockEvent, { type: 'ReceiptCorrected' }>

export function correctReceipt(session: Session, command: Asked, context: Context): Result<Events> {
  const stock = held(session.stock)
  const lot = stock.lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  // A release stands on what the receipt said; from then on it is QA's (P16).
  if (lot.released !== undefined && session.member.role !== 'qa') return refuse('receipt_of_released_lot')
  const refused = valuesRefused(stock, lot, command) ?? numbersRefused(session, stock, lot, command)
  if (refused !== undefined) return refused
  const event = eventOf(lot, command, context)
  if (receiptChanges(lot, event).length === 0 && event.neverCame === undefined && event.cameDamaged === undefined)
    return refuse('correction_changes_nothing', { field: 'reason' })
  const lost = [...(event.neverCame ?? []), ...(event.cameDamaged ?? [])]
  return withSupply(session, event, context, lossOf(session, lot, lost))
}

function valuesRefused(stock: StockBook, lot: Lot, command: Asked): Refused | undefined {
  const { lotNumber = lot.lotNumber, expiresOn = lot.expiresOn } = command
  const known = stock.lotsByNumber.get(lotNumberKey(lot.product, lotNumber))
  if (known !== undefined && known !== lot.lotId) return refuse('lot_known', { field: 'lotNumber' })
  // Doses that were made from it are stopped before anybody reads that it expires sooner (A15, Q3).
  if (lot.state === 'released' && expiresOn < lot.expiresOn)
    return refuse('expiry_of_released_lot', { field: 'expiresOn' })
  return undefined
}

function numbersRefused(session: Session, stock: StockBook, lot: Lot, command: Asked): Refused | undefined {
  const { overlookedVials = 0, neverCame = [], cameDamaged = [], cameSound = [] } = command
  const named = [...neverCame, ...cameDamaged, ...cameSound]
  const counted = lot.receivedVials + overlookedVials - neverCame.length
  const announced = command.announcedVials ?? lot.announcedVials
  if (named.length + overlookedVials > 0) {
    const refused =
      tellsTooMuch(session, lot) ??
      (new Set(named).size < named.length ? refuse('vial_twice', { field: 'neverCame' }) : undefined) ??
      vialsRefused(session, lot, neverCame, 'neverCame', (vial) => neverCameRefused(vial)) ??
      vialsRefused(session, lot, cameDamaged, 'cameDamaged', (vial) => untouched(vial, 'cameDamaged')) ??
      vialsRefused(session, lot, cameSound, 'cameSound', (vial) =>
        wasDamaged(vial) ? undefined : contradicts(vial, vial.moves.at(-1), 'cameSound'),
      ) ??
      settled(stock, lot, neverCame, overlookedVials)
    if (refused !== undefined) return refused
  }
  if (counted < 1) return refuse('lot_without_vials', { field: 'neverCame' })
  if (announced !== undefined && counted > announced)
    return refuse('counted_above_announced', { field: 'vialCount', values: { counted, announced } })
  if (overlookedVials > 0 && companionOf(stock, lot, command.storagePlace) === undefined)
    return refuse('place_is_empty', { field: 'storagePlace' })
  return undefined
}

/** Written off on arrival, and still here. */
function wasDamaged({ state, moves }: Vial): boolean {
  const last = moves.at(-1)?.what
  return state === 'wasted' && (last === 'damaged' || last === 'came_damaged')
}

/** What was missing, or was written off on arrival, may never have come; anything else must not have been in a hand since. */
function neverCameRefused(vial: Vial): Refused | undefined {
  return vial.state === 'missing' || wasDamaged(vial) ? undefined : untouched(vial, 'neverCame')
}

/** Nothing has been recorded of this vial by itself since it was received. */
function untouched(vial: Vial, field: string): Refused | undefined {
  const since = vial.moves.slice(1).find(({ isOfWholePlace }) => isOfWholePlace !== true)
  if (since !== undefined) return contradicts(vial, since, field)
  return vial.state === 'on_shelf' ? undefined : contradicts(vial, vial.moves.at(-1), field)
}

function contradicts(vial: Vial, move: Vial['moves'][number] | undefined, field: string): Refused {
  const { what = 'received', at = '' } = move ?? {}
  return refuse('vial_contradicts_receipt', { field, values: { code: vial.vialCode, what, at } })
}

/**
 * A count after the receipt found what the book says, or named the difference. What it left open may be corrected: vials
 * that it missed, and as many more as it found.
 */
function settled(
  stock: StockBook,
  lot: Lot,
  neverCame: readonly string[],
  overlookedVials: number,
): Refused | undefined {
  const since = lot.movements.findLast(({ what }) => what === 'counted' || what === 'cleared')
  if (since === undefined) return undefined
  const unfound = neverCame.filter((vialCode) => stock.vials.get(vialCode)?.state === 'on_shelf').length
  const { unnamedDifference: open } = lot
  const field =
    unfound > Math.max(0, open) ? 'neverCame' : overlookedVials > Math.max(0, -open) ? 'overlookedVials' : undefined
  if (field === undefined) return undefined
  return refuse('receipt_contradicted', { field, values: { what: since.what, at: since.at } })
}

function eventOf(lot: Lot, command: Asked, context: Context): Corrected {
  const { overlookedVials = 0, neverCame = [], cameDamaged = [], cameSound = [], storagePlace, reason } = command
  const named = neverCame.length + cameDamaged.length + cameSound.length > 0
  const changed = Object.fromEntries(
    receiptValues.flatMap((name) =>
      command[name] === undefined || command[name] === lot[name] ? [] : [[name, command[name]] as const],
    ),
  )
  const list = (name: string, its: readonly string[]) => (its.length === 0 ? {} : { [name]: its })
  return {
    ...{ type: 'ReceiptCorrected', lotId: lot.lotId, ...changed },
    ...list(
      'overlooked',
      Array.from({ length: overlookedVials }, () => context.code()),
    ),
    ...(overlookedVials === 0 || storagePlace === undefined ? {} : { storagePlace }),
    ...{ ...list('neverCame', neverCame), ...list('cameDamaged', cameDamaged), ...list('cameSound', cameSound) },
    ...enteredPart(named ? command.entered : undefined),
    reason,
  }
}
