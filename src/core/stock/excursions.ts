/** What QA says of temperatures: the limits of a place, and what becomes of a lot after an excursion. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { known } from '../never.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { releasable } from './certificate.ts'
import type { StockEvent } from './events.ts'
import { storagePlaces } from './logger-import.ts'
import { supplyAfter } from './restating.ts'
import { dispositions } from './temperature-events.ts'

/** Tenths of a degree Celsius that a storage place may have as a limit. */
const tenths = z.int().min(-2_730).max(1_000).nullable()

export const StatePlaceLimits = z.strictObject({
  type: z.literal('StatePlaceLimits'),
  storagePlace: line(80),
  /** Tenths of a degree Celsius; null where there is no limit on that side. */
  lowTenths: tenths,
  highTenths: tenths,
  /** An episode that lasts no longer is no excursion. */
  allowedMinutes: z.int().min(0).max(1_440),
})
export const DisposeExcursion = z.strictObject({
  type: z.literal('DisposeExcursion'),
  excursionId: identifier,
  decision: z.enum(dispositions),
  /** On what the decision stands: stability data, a statement of the manufacturer. */
  assessment: line(400, 10),
})

/** The limits that hold for every logger file of this place from now on; what was imported before keeps its own. */
export function statePlaceLimits(session: Session, command: z.infer<typeof StatePlaceLimits>): Result<Events> {
  const { storagePlace, lowTenths, highTenths, allowedMinutes } = command
  if (!storagePlaces(held(session.stock)).includes(storagePlace))
    return refuse('storage_place_unknown', { field: 'storagePlace' })
  if (lowTenths === null && highTenths === null) return refuse('limits_missing', { field: 'highTenths' })
  if (lowTenths !== null && highTenths !== null && lowTenths >= highTenths)
    return refuse('limits_contradict', { field: 'highTenths' })
  const limits = { low: inDegrees(lowTenths), high: inDegrees(highTenths) }
  return accept({ stock: [{ type: 'PlaceLimitsStated', storagePlace, limits, allowedMinutes }] })
}

function inDegrees(tenthsOfDegree: number | null): number | null {
  return tenthsOfDegree === null ? null : tenthsOfDegree / 10
}

/** The only thing that lifts what an excursion has stopped: QA's signature (Q2). */
export function disposeExcursion(
  session: Session,
  command: z.infer<typeof DisposeExcursion>,
  context: Context,
): Result<Events> {
  const { excursionId, decision, assessment } = command
  const excursion = held(session.stock).temperatures.excursions.get(excursionId)
  if (excursion === undefined) return refuse('excursion_unknown', { field: 'excursionId' })
  if (excursion.disposed !== undefined) return refuse('excursion_disposed', { field: 'excursionId' })
  const { lotId } = excursion
  const lot = known(held(session.stock).lots, lotId)
  const frees = decision === 'usable' && lot.state === 'held' && lot.openExcursions.length === 1 && !lot.heldByQa
  if (frees) {
    // What lifts a hold makes doses possible again: it passes the gate of a release (A14).
    const passed = releasable(held(session.stock), session.registry.settings, lot, 'excursionId')
    if (!passed.ok) return passed
  }
  const stock: StockEvent[] = [{ type: 'ExcursionDisposed', excursionId, lotId, decision, assessment }]
  if (decision === 'rejected') stock.push({ type: 'LotRejected', lotId, reason: assessment })
  const registry = supplyAfter(session, stock, context)
  return accept({ stock, ...(registry.length > 0 ? { registry } : {}) })
}
