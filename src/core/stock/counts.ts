/** Counting the shelf, blind to the expected number, and the signed reconciliation of a lot (A11). */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { entered, enteredPart } from '../entered.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { withSupply } from './commands.ts'
import { type Lot, type VialState, vialStates } from './lot.ts'
import { lossOf, tellsTooMuch, vialsRefused } from './places.ts'

const lotId = identifier
const codes = z.array(identifier).max(20_000)
const vials = z.int().min(0).max(20_000)

export const CountLot = z.strictObject({
  type: z.literal('CountLot'),
  lotId,
  countedVials: vials,
  /** The first count, where this is the second. */
  firstCountedVials: vials.optional(),
  /** Vials of the book that were not found. */
  missing: codes.optional(),
  /** Vials that an earlier count had missed and that are there again. */
  found: codes.optional(),
  /** How the codes of a difference were entered. */
  entered: entered.optional(),
  explanation: line(400, 0),
})
export const ReconcileLot = z.strictObject({
  type: z.literal('ReconcileLot'),
  lotId,
  /** Vials by where they are, as QA read them back. */
  parts: z.strictObject(
    Object.fromEntries(vialStates.map((state) => [state, vials])) as Record<VialState, typeof vials>,
  ),
  note: line(400, 0),
})

const shortestExplanation = 10

/**
 * A shelf count. The expected number is said only in answer to a count; a count that differs is made a second time, and a
 * difference that stands is named: by code where vials are missing, in words where there are more than there should be.
 */
export function countLot(session: Session, command: z.infer<typeof CountLot>, context: Context): Result<Events> {
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  const early = tellsTooMuch(session, lot)
  if (early !== undefined) return early
  const { countedVials: counted, firstCountedVials: first, missing = [], found = [], explanation } = command
  const expected = lot.parts.on_shelf
  const differs = counted !== expected || missing.length > 0 || found.length > 0
  if (differs && first === undefined)
    return refuse('count_differs', { field: 'countedVials', values: { counted, expected } })
  const refused =
    vialsRefused(session, lot, missing, 'missing', ({ state }) =>
      state === 'on_shelf' ? undefined : refuse('vial_not_on_shelf', { field: 'missing' }),
    ) ??
    vialsRefused(session, lot, found, 'found', ({ state }) =>
      state === 'missing' ? undefined : refuse('vial_not_missing', { field: 'found' }),
    )
  if (refused !== undefined) return refused
  const surplusVials = counted - (expected - missing.length + found.length)
  if (surplusVials < 0)
    return refuse('difference_not_named', {
      field: 'missing',
      values: { counted, expected, unnamed: -surplusVials },
    })
  if (differs && explanation.length < shortestExplanation)
    return refuse('count_not_explained', { field: 'explanation' })
  const event = {
    ...{ type: 'ShelfCounted' as const, lotId: lot.lotId, missing, found, surplusVials, explanation },
    ...(first === undefined ? {} : { firstDifference: first - expected }),
    ...enteredPart(missing.length + found.length === 0 ? undefined : command.entered),
  }
  // What a count of version 0.1.0 missed without a code has been counted as lost already.
  return withSupply(session, event, context, lossOf(session, lot, missing, Math.max(0, lot.unnamedDifference)))
}

/** QA signs that the parts sum to the whole; nothing may be left without a name (A11). */
export function reconcileLot(session: Session, command: z.infer<typeof ReconcileLot>): Result<Events> {
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  const early = tellsTooMuch(session, lot)
  if (early !== undefined) return early
  const sum = vialStates.reduce((total, state) => total + command.parts[state], 0)
  if (sum !== lot.receivedVials)
    return refuse('parts_do_not_sum', { field: 'parts', values: { sum, received: lot.receivedVials } })
  const other = vialStates.find((state) => command.parts[state] !== lot.parts[state])
  if (other !== undefined) return refuse('parts_differ', { field: `parts.${other}` })
  if (lot.unnamedDifference !== 0)
    return refuse('difference_stands', { field: 'parts', values: { difference: Math.abs(lot.unnamedDifference) } })
  if (!isCounted(lot)) return refuse('lot_not_counted', { field: 'parts.on_shelf' })
  return accept({ stock: [{ type: 'LotReconciled', lotId: lot.lotId, note: command.note }] })
}

/** True where the shelf was counted after vials last came to it or left it. */
export function isCounted({ movements }: Lot): boolean {
  return movements.findLast(({ what, vials: moved }) => moved !== 0 || what === 'counted')?.what === 'counted'
}
