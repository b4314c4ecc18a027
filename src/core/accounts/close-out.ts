/**
 * The close-out: everything that was received or made has come to its end, and the pharmacy of the trial is shut (A12).
 *
 * Knows: what still stands in the way, for the books that somebody holds. Promises: the close-out is refused while any
 * vial or syringe lacks a terminal state. What QA sees of it comes from the stock book alone, what the site sees from
 * the clinic book alone.
 */
import { z } from 'zod'
import { cameBack } from '../clinic/disposal.ts'
import { unaccountedLabels } from '../clinic/labels.ts'
import { unassessedBreaks } from '../closing/rules.ts'
import type { Context } from '../context.ts'
import type { CommandType } from '../decide.ts'
import type { RefusalName } from '../refusals.ts'
import type { ClosedOut } from '../registry/book.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { vialsInBatch } from '../stock/batches.ts'
import type { StockBook } from '../stock/book.ts'
import type { LotState } from '../stock/events.ts'
import { secondOf } from '../witness.ts'

export const CloseOut = z.strictObject({ type: z.literal('CloseOut') })
export const CloseOutList = z.strictObject({ type: z.literal('CloseOutList') })

/** One thing that stands in the way of the close-out; `lot` where it is a lot that is not closed yet. */
export type InTheWay = {
  readonly rule: RefusalName
  readonly count: number
  readonly lot?: {
    readonly lotId: string
    readonly lotNumber: string
    readonly state: LotState
    /** Vials of it without a terminal state. */
    readonly vials: number
  }
}

export type CloseOutAnswer = { readonly closed?: ClosedOut; readonly inTheWay: readonly InTheWay[] }

/** What the pharmacy lives by; once it is closed out, nothing begins again. */
const shut: ReadonlySet<CommandType> = new Set([
  'ReceiveLot',
  'EnrolParticipant',
  'OrderDose',
  'StartPreparation',
  'ReleaseLot',
  'CloseOut',
])

/** Why this act is not open any more: the pharmacy is closed out, or the lot that it names is closed. */
export function isShutByCloseOut(
  session: Session,
  command: { readonly type: CommandType; readonly lotId?: unknown },
): RefusalName | undefined {
  if (session.registry.closedOut !== undefined && shut.has(command.type)) return 'pharmacy_closed'
  const { lotId } = command
  if (typeof lotId !== 'string' || command.type === 'CorrectMovement') return undefined
  return session.stock?.lots.get(lotId)?.state === 'closed' ? 'lot_closed' : undefined
}

/** Everything that stands in the way, as far as the books of this person tell, in the order in which it is refused. */
export function inTheWay({ registry, clinic, stock, allocation }: Session): InTheWay[] {
  const all: InTheWay[] = [
    { rule: 'notices_open', count: registry.openNoticeCount },
    ...(clinic === undefined
      ? []
      : ([
          { rule: 'doses_open', count: clinic.waitingDoses.size + clinic.pendingDoses.size },
          { rule: 'impact_not_assessed', count: unassessedBreaks(clinic) },
          { rule: 'syringes_not_settled', count: [...clinic.syringes.values()].filter(cameBack).length },
          { rule: 'labels_not_accounted', count: unaccountedLabels(clinic) },
        ] as const)),
    ...(allocation === undefined
      ? []
      : ([{ rule: 'preparation_open', count: allocation.openPreparations.size }] as const)),
    ...(stock === undefined ? [] : ([{ rule: 'use_not_stated', count: registry.outstandingDoses }] as const)),
    ...(stock === undefined ? [] : openLots(stock)),
  ]
  return all.filter(({ count }) => count > 0)
}

function openLots(stock: StockBook): InTheWay[] {
  const lots = [...stock.lots.values()].filter(({ state }) => state !== 'closed')
  return [
    { rule: 'differences_not_named', count: lots.filter((lot) => lot.unnamedDifference !== 0).length },
    { rule: 'vials_written_off', count: vialsInBatch(stock, undefined).length },
    ...lots.map(({ lotId, lotNumber, state, parts }): InTheWay => {
      const vials = parts.on_shelf + parts.sample
      return { rule: 'lots_not_closed', count: 1, lot: { lotId, lotNumber, state, vials } }
    }),
  ]
}

export function closeOutList(session: Session): CloseOutAnswer {
  const { closedOut } = session.registry
  return { inTheWay: inTheWay(session), ...(closedOut === undefined ? {} : { closed: closedOut }) }
}

/** The pharmacist, who sees all of it, signs with QA beside them. */
export function closeOut(session: Session, context: Context): Result<Events> {
  const second = secondOf(session, context, 'stock', 'qa')
  if (!second.ok) return second
  if (held(session.stock).lots.size === 0) return refuse('nothing_to_close')
  const [first] = inTheWay(session)
  if (first !== undefined) return refuse(first.rule, { values: { count: first.count, doses: first.count } })
  return accept({ registry: [{ type: 'PharmacyClosed' }] })
}
