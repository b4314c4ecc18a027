/** Where vials are put: carried from place to place, or apart as retention samples. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { entered, enteredPart } from '../entered.ts'
import type { RegistryEvent } from '../registry/events.ts'
import { type Refused, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { withSupply } from './commands.ts'
import { isThere, type Lot, type Vial } from './lot.ts'
import { vialsIn } from './movements.ts'

const lotId = identifier
const code = identifier

export const TransferVials = z.strictObject({
  type: z.literal('TransferVials'),
  lotId,
  from: line(80),
  vialCodes: z.union([z.literal('all'), z.array(code).min(1).max(2_000)]),
  storagePlace: line(80),
  /** Minutes between the two places. */
  minutesOut: z.int().min(0).max(100_000),
  thawed: z.boolean(),
  /** How the codes were entered; a whole place names none. */
  entered: entered.optional(),
  reason: line(400, 3),
})
export const PutSamplesApart = z.strictObject({
  type: z.literal('PutSamplesApart'),
  lotId,
  vialCodes: z.array(code).min(1).max(200),
  entered: entered.optional(),
  reason: line(400, 3),
})

/**
 * Refuses to speak of single vials of a lot while some of them may have been taken for doses that no statement of use
 * covers: whether a vial is there, and how many are, would tell who got which product (B13). The refusal is the same
 * whatever the arms are. From a lot that was never released nothing can have been taken.
 */
export function tellsTooMuch(session: Session, lot: Lot): Refused | undefined {
  const { outstandingDoses } = session.registry
  if (outstandingDoses === 0 || lot.released === undefined) return undefined
  return refuse('use_not_stated', { values: { doses: outstandingDoses } })
}

/** The first thing that is wrong with a list of vials of a lot. */
export function vialsRefused(
  session: Session,
  lot: Lot,
  codes: readonly string[],
  field: string,
  fits: (vial: Vial) => Refused | undefined,
): Refused | undefined {
  if (new Set(codes).size !== codes.length) return refuse('vial_twice', { field })
  for (const vialCode of codes) {
    const vial = held(session.stock).vials.get(vialCode)
    if (vial === undefined) return refuse('vial_unknown', { field, values: { code: vialCode } })
    if (vial.lotId !== lot.lotId) return refuse('vial_of_another_lot', { field, values: { code: vialCode } })
    const refused = fits(vial)
    if (refused !== undefined) return refused
  }
  return undefined
}

/** What the loss of these vials means to the supply, told once for each. See `lose` in the book. */
export function lossOf(session: Session, lot: Lot, codes: readonly string[], told = 0): RegistryEvent[] {
  if (lot.released === undefined) return []
  const fresh = codes.filter((vialCode) => held(session.stock).vials.get(vialCode)?.lost === false).length
  return fresh > told ? [{ type: 'LossCounted', doses: fresh - told }] : []
}

/**
 * Carries vials to another place. A whole place can be emptied at any time, also when a freezer fails in the middle of a
 * day's doses: the entry names no vial. Single vials wait for a statement of use.
 */
export function transferVials(
  session: Session,
  command: z.infer<typeof TransferVials>,
  context: Context,
): Result<Events> {
  const stock = held(session.stock)
  const lot = stock.lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  const { type: _, entered: how, ...transfer } = command
  if (transfer.storagePlace === transfer.from) return refuse('place_is_the_same', { field: 'storagePlace' })
  if (transfer.vialCodes === 'all') {
    if (vialsIn(stock, lot.lotId, transfer.from).length === 0) return refuse('place_is_empty', { field: 'from' })
  } else {
    const refused =
      tellsTooMuch(session, lot) ??
      vialsRefused(session, lot, transfer.vialCodes, 'vialCodes', (vial) => {
        if (!isThere(vial)) return refuse('vial_not_on_shelf', { field: 'vialCodes' })
        if (vial.stays.at(-1)?.storagePlace === transfer.from) return undefined
        return refuse('vial_in_another_place', { field: 'vialCodes', values: { code: vial.vialCode } })
      })
    if (refused !== undefined) return refused
  }
  const named = enteredPart(transfer.vialCodes === 'all' ? undefined : how)
  return withSupply(session, { type: 'VialsTransferred', ...transfer, ...named }, context)
}

/** Puts retention samples apart: they are in the balance and never become a dose (A13). */
export function putSamplesApart(
  session: Session,
  command: z.infer<typeof PutSamplesApart>,
  context: Context,
): Result<Events> {
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  const { vialCodes, reason } = command
  const how = enteredPart(command.entered)
  const refused =
    tellsTooMuch(session, lot) ??
    vialsRefused(session, lot, vialCodes, 'vialCodes', ({ state }) =>
      state === 'on_shelf' ? undefined : refuse('vial_not_on_shelf', { field: 'vialCodes' }),
    )
  if (refused !== undefined) return refused
  const event = { type: 'SamplesPutApart', lotId: lot.lotId, vialCodes, reason, ...how } as const
  return withSupply(session, event, context, lossOf(session, lot, vialCodes))
}
