/** What can be asked of the stock book, and the rules that answer. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { entered, enteredPart } from '../entered.ts'
import { known } from '../never.ts'
import type { RegistryEvent } from '../registry/events.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { dayOf } from '../time.ts'
import { certificateOf, releasable } from './certificate.ts'
import type { StockEvent } from './events.ts'
import type { Lot } from './lot.ts'
import { supplyAfter } from './restating.ts'

/** Doses that a statement of use must cover, so that QA cannot tell which of them took which product (ADR 0004). */
export const dosesPerStatement = 5

const lotId = identifier
export const ReleaseLot = z.strictObject({
  type: z.literal('ReleaseLot'),
  lotId,
  /** Reference of the certificate of analysis on which the release stands. */
  certificate: line(120, 2),
})
export const HoldLot = z.strictObject({ type: z.literal('HoldLot'), lotId, reason: line(400, 3) })
export const LiftHold = z.strictObject({ type: z.literal('LiftHold'), lotId, reason: line(400, 3) })
export const RejectLot = z.strictObject({ type: z.literal('RejectLot'), lotId, reason: line(400, 3) })
export const WasteVial = z.strictObject({
  type: z.literal('WasteVial'),
  vialCode: identifier,
  entered: entered.optional(),
  reason: line(400, 3),
})
export const StateUse = z.strictObject({ type: z.literal('StateUse') })
export function releaseLot(session: Session, command: z.infer<typeof ReleaseLot>, context: Context): Result<Events> {
  const found = lotIn(session, command.lotId, 'quarantined', 'lot_not_quarantined')
  if (!found.ok) return found
  if (found.value.openExcursions.length > 0) return refuse('excursion_open', { field: 'lotId' })
  if (found.value.expiresOn < today(session, context)) return refuse('lot_expired', { field: 'lotId' })
  const stock = held(session.stock)
  const passed = releasable(stock, session.registry.settings, found.value, 'certificate')
  if (!passed.ok) return passed
  const { lotId: id, certificate } = command
  const entered = certificateOf(stock, id)
  // What is signed names the certificate whose values were judged, and no other.
  if (entered !== undefined && entered.reference !== certificate)
    return refuse('certificate_reference_differs', { field: 'certificate', values: { reference: entered.reference } })
  const of = entered === undefined ? {} : { certificateId: entered.certificateId }
  return withSupply(session, { type: 'LotReleased', lotId: id, certificate, ...of }, context)
}

/** A hold stops every dose that is prepared and not yet given, by a notice that names neither lot nor product. */
export function holdLot(session: Session, command: z.infer<typeof HoldLot>, context: Context): Result<Events> {
  const found = lotIn(session, command.lotId, 'released', 'lot_not_released')
  if (!found.ok) return found
  const { lotId: id, reason } = command
  return withSupply(session, { type: 'LotHeld', lotId: id, reason }, context, [
    { type: 'NoticeRaised', noticeId: context.id() },
  ])
}

export function liftHold(session: Session, command: z.infer<typeof LiftHold>, context: Context): Result<Events> {
  const found = lotIn(session, command.lotId, 'held', 'lot_not_held')
  if (!found.ok) return found
  if (found.value.openExcursions.length > 0) return refuse('excursion_open', { field: 'lotId' })
  // What lifts a hold makes doses possible again: it passes the gate of a release (A14).
  const passed = releasable(held(session.stock), session.registry.settings, found.value, 'lotId')
  if (!passed.ok) return passed
  return withSupply(session, { type: 'LotHoldLifted', lotId: command.lotId, reason: command.reason }, context)
}

export function rejectLot(session: Session, command: z.infer<typeof RejectLot>, context: Context): Result<Events> {
  const lot = held(session.stock).lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  // A released lot is held first, so that the doses made from it are stopped.
  if (lot.state !== 'quarantined' && lot.state !== 'held') return refuse('lot_not_held', { field: 'lotId' })
  return withSupply(session, { type: 'LotRejected', lotId: lot.lotId, reason: command.reason }, context)
}

export function wasteVial(session: Session, command: z.infer<typeof WasteVial>, context: Context): Result<Events> {
  const stock = held(session.stock)
  const vial = stock.vials.get(command.vialCode)
  if (vial === undefined) return refuse('vial_unknown', { field: 'vialCode' })
  if (vial.state !== 'on_shelf' || held(session.allocation).unstated.has(vial.vialCode))
    return refuse('vial_not_on_shelf', { field: 'vialCode' })
  const { lotId: id, vialCode } = vial
  const how = enteredPart(command.entered)
  const event = { type: 'VialWasted', lotId: id, vialCode, reason: command.reason, ...how } as const
  // One vial fewer is at most one dose fewer; a loss counts once.
  return withSupply(session, event, context, vial.lost ? [] : [{ type: 'LossCounted', doses: 1 }])
}

/** Tells the stock book what was used since the last statement, in the order of the codes. */
export function stateUse(session: Session): Result<Events> {
  const allocation = held(session.allocation)
  const clinic = held(session.clinic)
  if (allocation.openPreparations.size > 0) return refuse('preparation_open')
  if (allocation.unstatedDoses === 0) return refuse('nothing_to_state')
  const enrolmentOver = clinic.numberCount > 0 && clinic.participants.size === clinic.numberCount
  const everyDoseMade = enrolmentOver && clinic.waitingDoses.size === 0
  if (allocation.unstatedDoses < dosesPerStatement && !everyDoseMade)
    return refuse('too_few_doses_to_state', { values: { doses: allocation.unstatedDoses, needed: dosesPerStatement } })
  const stated = { used: [] as string[], wasted: [] as string[] }
  for (const { vialCode, preparationId } of allocation.unstated.values()) {
    const { state } = known(allocation.preparations, preparationId)
    stated[state === 'abandoned' ? 'wasted' : 'used'].push(vialCode)
  }
  stated.used.sort()
  stated.wasted.sort()
  return accept({
    stock: [{ type: 'UseStated', ...stated, doseCount: allocation.unstatedDoses }],
    allocation: [{ type: 'UsePosted' }],
    registry: [{ type: 'UseOutstanding', doses: 0 }],
  })
}

/** The site's calendar day. */
export function today(session: Session, context: Context): string {
  return dayOf(context.now, session.registry.settings.study.timeZone)
}

function lotIn(
  session: Session,
  id: string,
  state: Lot['state'],
  otherwise: 'lot_not_quarantined' | 'lot_not_released' | 'lot_not_held',
): Result<Lot> {
  const lot = held(session.stock).lots.get(id)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  return lot.state === state ? accept(lot) : refuse(otherwise, { field: 'lotId' })
}

/** The lot's change, with the statement of supply as it stands afterwards. */
export function withSupply(
  session: Session,
  event: Extract<StockEvent, { lotId: string }>,
  context: Context,
  besides: readonly RegistryEvent[] = [],
): Result<Events> {
  const registry = [...besides, ...supplyAfter(session, [event], context)]
  return accept({ stock: [event], ...(registry.length > 0 ? { registry } : {}) })
}
