/**
 * Recording a step of a preparation: in its order, not before and not after its time, with the vials and the volume that
 * the worksheet plans; what differs needs a reason.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { known } from '../never.ts'
import { inUseEndsOn } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { isDispensable, isOverLimit } from '../stock/lot.ts'
import { identifier, line } from '../text.ts'
import { addMinutes, dayOf, type Instant, type IsoDate } from '../time.ts'
import type { Preparation } from './book.ts'
import { type StepRecord, stepNames } from './events.ts'
import { nextStep, type Step, sinceWhen, stepsOf, timesOf } from './worksheet.ts'

export const RecordStep = z.strictObject({
  type: z.literal('RecordStep'),
  preparationId: identifier,
  step: z.enum(stepNames),
  /** The place of the step on the worksheet, from 1 on: where several are of a kind, none is recorded for another. */
  place: z.int().min(1).max(100).optional(),
  /** The vials that are taken, or all of them once more for `scan`. */
  vialCodes: z.array(identifier).max(20).optional(),
  microlitres: z.int().min(0).max(10_000_000).optional(),
  /** The appearance was as expected; only for `inspect`. */
  appearanceFits: z.boolean().optional(),
  differenceReason: line(400, 0).optional(),
  entered: z.enum(['scanned', 'typed']),
})

export function recordStep(session: Session, command: z.infer<typeof RecordStep>, context: Context): Result<Events> {
  const found = openPreparation(session, command.preparationId)
  if (!found.ok) return found
  const preparation = found.value
  // A notice stops what is being made in both arms, not only what comes from the lot behind it (A15).
  if (session.registry.openNoticeCount > 0) return refuse('notice_open')
  const planned = nextStep(sheetOf(session, preparation), preparation)
  const isNext =
    planned?.name === command.step && (command.place ?? preparation.steps.length + 1) === preparation.steps.length + 1
  if (planned === undefined || !isNext) return refuse('step_out_of_order', { field: 'step' })
  const refused =
    tooEarlyOrLate(preparation, planned, context.now) ??
    codesRefused(session, preparation, planned, command.vialCodes ?? [], context.now) ??
    volumeRefused(session, preparation, planned, command, context.now)
  if (refused !== undefined) return refused
  if (command.step === 'inspect' && command.appearanceFits !== true)
    return refuse('appearance_differs', { field: 'appearanceFits' })
  const { differenceReason = '' } = command
  let record: StepRecord = { step: command.step, entered: command.entered }
  if (planned.vials !== undefined) record = { ...record, vialCodes: command.vialCodes ?? [] }
  if (planned.microlitres !== undefined && command.microlitres !== undefined)
    record = { ...record, microlitres: command.microlitres }
  if (differenceReason !== '') record = { ...record, differenceReason }
  const { outstandingDoses } = session.registry
  return accept({
    allocation: [{ type: 'StepRecorded', preparationId: preparation.preparationId, record }],
    // Counted once for each dose, however often the worksheet goes to the freezer.
    ...(command.step === 'take' && preparation.vialCodes.length === 0
      ? { registry: [{ type: 'UseOutstanding' as const, doses: outstandingDoses + 1 }] }
      : {}),
  })
}

/** What a preparation is done by, from its start to its end. */
export function sheetOf({ registry, stock }: Session, preparation: Preparation): readonly Step[] {
  return stepsOf(preparation, { registry, stock: held(stock) })
}

/** A preparation that is being made; refused where there is none or it has ended. */
export function openPreparation(session: Session, preparationId: string): Result<Preparation> {
  const preparation = held(session.allocation).preparations.get(preparationId)
  if (preparation === undefined) return refuse('preparation_unknown', { field: 'preparationId' })
  if (preparation.state !== 'open') return refuse('preparation_not_open', { field: 'preparationId' })
  return accept(preparation)
}

/** Waits are reckoned from what was recorded, so that they go on while the program is locked, asleep or not running. */
function tooEarlyOrLate(preparation: Preparation, planned: Step, now: Instant) {
  const { from, until } = timesOf(planned, sinceWhen(preparation))
  if (from !== undefined && now < from)
    return planned.name === 'thaw'
      ? refuse('thaw_not_over', { values: { endsAt: from } })
      : refuse('mixing_not_over', { values: { endsAt: from } })
  return until !== undefined && now > until ? refuse('thaw_too_long', { values: { endedAt: until } }) : undefined
}

function codesRefused(
  session: Session,
  preparation: Preparation,
  planned: Step,
  codes: readonly string[],
  now: Instant,
) {
  if (planned.name === 'scan' && !sameCodes(codes, preparation.vialCodes))
    return refuse('vial_differs', { field: 'vialCodes' })
  if (planned.vials === undefined) return undefined
  const { settings } = session.registry
  return (
    lotRefused(session, preparation, inUseEndsOn(settings, now), 'vialCodes') ??
    vialsRefused(session, preparation, codes, planned.vials)
  )
}

function volumeRefused(
  session: Session,
  preparation: Preparation,
  planned: Step,
  { microlitres: read, differenceReason = '' }: z.infer<typeof RecordStep>,
  now: Instant,
) {
  if (planned.microlitres === undefined) return undefined
  const { dose, study } = session.registry.settings
  if (planned.name === 'draw') {
    const endsOn = dayOf(addMinutes(now, dose.inUseMinutes), study.timeZone)
    const refused = lotRefused(session, preparation, endsOn, 'step') ?? outTooLong(session, preparation, endsOn, now)
    if (refused !== undefined) return refused
  }
  if (read === undefined || read === 0) return refuse('volume_missing', { field: 'microlitres' })
  const drawn = preparation.steps.reduce(
    (sum, { step, microlitres = 0 }) => sum + (step === 'draw' ? microlitres : 0),
    0,
  )
  const vialTotal = preparation.vialCodes.length * dose.vialMicrolitres - drawn
  if (planned.name === 'draw' && read > vialTotal)
    return refuse('volume_above_vials', { field: 'microlitres', values: { vialTotal } })
  const isOff = Math.abs(read - planned.microlitres) > (planned.toleranceMicrolitres ?? 0)
  return isOff && differenceReason.length < 3
    ? refuse('difference_needs_reason', { field: 'differenceReason' })
    : undefined
}

/** The lot may have been held, or have run out of date, since the preparation was started (A15, Q1). */
function lotRefused(session: Session, { lotId, goodUntil }: Preparation, endsOn: IsoDate, field: string) {
  const lot = known(held(session.stock).lots, lotId)
  if (lot.state !== 'released') return refuse('lot_not_released', { field })
  // What one arm lacks stops both: a preparation that outlasts the first expiry of either arm is made anew in both.
  if (goodUntil < endsOn) return refuse('supply_statement_outdated', { field })
  return isDispensable(lot, endsOn) ? undefined : refuse('lot_expired', { field })
}

function vialsRefused(session: Session, preparation: Preparation, codes: readonly string[], count: number) {
  const stock = held(session.stock)
  const lot = known(stock.lots, preparation.lotId)
  if (codes.length !== count) return refuse('vial_count_differs', { field: 'vialCodes', values: { needed: count } })
  if (new Set(codes).size !== codes.length) return refuse('vial_twice', { field: 'vialCodes' })
  for (const vialCode of codes) {
    const vial = stock.vials.get(vialCode)
    if (vial === undefined) return refuse('vial_unknown', { field: 'vialCodes' })
    if (vial.lotId !== lot.lotId) return refuse('vial_of_another_lot', { field: 'vialCodes' })
    if (vial.state !== 'on_shelf' || held(session.allocation).unstated.has(vialCode))
      return refuse('vial_not_on_shelf', { field: 'vialCodes' })
    if (isOverLimit(vial, session.registry.settings)) return refuse('vial_over_limit', { field: 'vialCodes' })
  }
  return undefined
}

/**
 * The limit of minutes out also ends the wait between taking and drawing. What one arm lacks stops both: the minutes that
 * are left are those of the vial that has been out longest among all that the two arms' lots ever held within the limit.
 */
function outTooLong(session: Session, { steps }: Preparation, endsOn: IsoDate, now: Instant) {
  const { dose } = session.registry.settings
  const { outMinutesAllowed: allowed, thawMinutes } = dose
  const takenAt = steps.find(({ step }) => step === 'take')?.at
  if (allowed === undefined || takenAt === undefined) return undefined
  const { lots, vials } = held(session.stock)
  let longest = 0
  for (const { minutesOut, lotId } of vials.values())
    if (minutesOut > longest && minutesOut <= allowed && isDispensable(known(lots, lotId), endsOn)) longest = minutesOut
  const endedAt = addMinutes(takenAt, thawMinutes + allowed - longest)
  return now > endedAt ? refuse('vials_out_too_long', { field: 'step', values: { endedAt } }) : undefined
}

/** True where the scanned codes are those, in whatever order. */
export function sameCodes(scanned: readonly string[], expected: readonly string[]): boolean {
  return scanned.length === expected.length && [...scanned].sort().join() === [...expected].sort().join()
}
