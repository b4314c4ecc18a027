/**
 * The end of vials: back to where they came from, or destroyed; a lot is closed once every one of its vials has come to
 * its end (A5, A12). And the correction of what was written beside a movement (A8).
 *
 * Promises: nothing leaves without an authorisation and two signatures; nothing leaves a lot that a dose may still come
 * from. Whether an act is refused, and how long its record is, hangs on nothing that depends on how many doses of which
 * arm were prepared: people who hold no stock key see that an entry was made (ADR 0023).
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { restated } from '../registry/commands.ts'
import { accept, type Refused, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { dayOf, type IsoDate } from '../time.ts'
import { secondOf } from '../witness.ts'
import { vialsInBatch } from './batches.ts'
import type { BatchOfVials, StockEvent } from './events.ts'
import type { Lot, Movement } from './lot.ts'

const lotId = identifier
const batch = {
  /** What is left of this lot; every vial that was written off, where there is none. */
  lotId: lotId.optional(),
  /** Vials that lie before the two who sign, counted by them. */
  vialCount: z.int().min(0).max(20_000),
  authorisation: line(120, 2),
  reason: line(400, 3),
}
export const ReturnVials = z.strictObject({ type: z.literal('ReturnVials'), ...batch, receiver: line(120, 2) })
export const DestroyVials = z.strictObject({
  type: z.literal('DestroyVials'),
  ...batch,
  method: line(200, 3),
  place: line(120, 2),
})
export const CloseLot = z.strictObject({ type: z.literal('CloseLot'), lotId })

/** Movements whose words were typed and signed by nobody else; those of a batch stand on its certificate. */
export const corrigible = ['received', 'held', 'hold_lifted', 'rejected', 'wasted'] as const
export const CorrectMovement = z.strictObject({
  type: z.literal('CorrectMovement'),
  lotId,
  /** The entry that recorded the movement. */
  seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  what: z.enum(corrigible),
  /** What should have been written. */
  note: line(400, 1),
  reason: line(400, 3),
})

export function returnVials(session: Session, command: z.infer<typeof ReturnVials>, context: Context): Result<Events> {
  const { receiver } = command
  return leaves(session, { type: 'VialsReturned', ...batchOf(command, context), receiver }, command.vialCount, context)
}

export function destroyVials(
  session: Session,
  command: z.infer<typeof DestroyVials>,
  context: Context,
): Result<Events> {
  const { method, place } = command
  const event = { type: 'VialsDestroyed', ...batchOf(command, context), method, place } as const
  return leaves(session, event, command.vialCount, context)
}

function batchOf(
  { lotId: of, authorisation, reason }: z.infer<typeof ReturnVials | typeof DestroyVials>,
  context: Context,
): BatchOfVials {
  return { batchId: context.id(), ...(of === undefined ? {} : { lotId: of }), authorisation, reason }
}

type Leaving = Extract<StockEvent, { type: 'VialsReturned' | 'VialsDestroyed' }>

function leaves(session: Session, event: Leaving, vialCount: number, context: Context): Result<Events> {
  const second = secondOf(session, context, 'stock')
  if (!second.ok) return second
  const stock = held(session.stock)
  const { lotId: of } = event
  const lot = of === undefined ? undefined : stock.lots.get(of)
  if (of !== undefined) {
    const refused = lot === undefined ? refuse('lot_unknown', { field: 'lotId' }) : stillInUse(session, lot, context)
    if (refused !== undefined) return refused
  }
  const expected = vialsInBatch(stock, of).length
  if (of === undefined && expected === 0) return refuse('nothing_written_off')
  if (vialCount !== expected)
    return refuse('batch_differs', { field: 'vialCount', values: { counted: vialCount, expected } })
  if (lot === undefined) return accept({ stock: [event] })
  // No dose can come from a lot whose vials are gone; what is left of it was never counted by anybody who is blinded.
  const after = { ...stock, lots: new Map(stock.lots).set(lot.lotId, { ...lot, state: 'cleared' }) }
  const registry = restated(session, after, context.now)
  return accept({ stock: [event], ...(registry.length > 0 ? { registry } : {}) })
}

/**
 * A lot that a dose may come from is never cleared: its participants would wait where the others would not. It is held
 * first, which stops both arms, or has expired, or nothing is prepared any more since the database is locked.
 */
export function mayClear(session: Session, lot: Lot, today: IsoDate): boolean {
  if (lot.state !== 'released') return lot.state !== 'closed'
  return lot.expiresOn < today || session.registry.databaseLock !== undefined
}

function stillInUse(session: Session, lot: Lot, context: Context): Refused | undefined {
  const today = dayOf(context.now, session.registry.settings.study.timeZone)
  if (!mayClear(session, lot, today)) return refuse('lot_in_use', { field: 'lotId' })
  return unstatedUse(session, lot)
}

/**
 * Before the use is stated, the vials of a dose are still on the book's shelf (B13). Doses that are not stated keep every lot
 * from being cleared that they could have come from, whichever they came from; one that was never released gave none.
 */
export function unstatedUse({ registry }: Session, { released }: Lot): Refused | undefined {
  const { outstandingDoses: doses } = registry
  return released !== undefined && doses > 0 ? refuse('use_not_stated', { values: { doses } }) : undefined
}

/**
 * Vials without a terminal state that keep this lot from being closed. Written-off vials count for the whole stock: how
 * many of them are of which lot hangs on the arms for which they were taken.
 */
function unsettledVials(session: Session, { parts }: Lot): number {
  return parts.on_shelf + parts.sample + vialsInBatch(held(session.stock), undefined).length
}

export function closeLot(session: Session, command: z.infer<typeof CloseLot>): Result<Events> {
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  if (lot.state !== 'cleared') return refuse('lot_not_cleared', { field: 'lotId' })
  const refused = unstatedUse(session, lot)
  if (refused !== undefined) return refused
  if (lot.unnamedDifference !== 0) return refuse('differences_not_named', { field: 'lotId' })
  const count = unsettledVials(session, lot)
  if (count > 0) return refuse('vials_not_settled', { field: 'lotId', values: { count } })
  return accept({ stock: [{ type: 'LotClosed', lotId: lot.lotId }] })
}

/** True where the words beside this movement may be corrected. */
export function mayCorrect({ what, note }: Movement): boolean {
  return note !== '' && corrigible.some((one) => one === what)
}

export function correctMovement(session: Session, command: z.infer<typeof CorrectMovement>): Result<Events> {
  const { type: _, ...said } = command
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  const wrong = lot.movements.find(({ seq, what }) => seq === command.seq && what === command.what)
  if (wrong === undefined || !mayCorrect(wrong)) return refuse('movement_unknown', { field: 'seq' })
  if (wrong.note === command.note) return refuse('correction_changes_nothing', { field: 'note' })
  return accept({ stock: [{ type: 'MovementCorrected', ...said }] })
}
