/** What may be asked of the clinic book: participants, their doses and syringes, and how ready the site is. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { readScan } from '../label-symbol.ts'
import { known } from '../never.ts'
import { type Page, page, paged } from '../pages.ts'
import type { RefusalName } from '../refusals.ts'
import { breakersOf, drillDueAt, isDrilled, type Member, readyBreakers, spareDoses } from '../registry/book.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import { enrolmentBlocker } from '../tasks.ts'
import { identifier } from '../text.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { Participant as ParticipantInBook } from './book.ts'
import { breakersNeeded, nextNumber, supplyGate } from './commands.ts'
import type { Dose, DoseState, Syringe as SyringeInBook, SyringeState } from './doses-book.ts'
import { currentLabel } from './labels-book.ts'
import { type PackState, packState } from './packs.ts'
import type { Receipt } from './receipts.ts'
import type { Break } from './showings-book.ts'
import type { TimelineRow } from './timeline.ts'

export const Participants = z.strictObject({ type: z.literal('Participants'), ...page })
export const Participant = z.strictObject({ type: z.literal('Participant'), number: z.int().min(1).max(200_000) })
export const Syringes = z.strictObject({
  type: z.literal('Syringes'),
  ...page,
  state: z
    .enum([
      'prepared',
      'verified',
      'released',
      'administered',
      'withheld',
      'returned',
      'broken',
      'expired',
      'destroyed',
    ])
    .optional(),
  search: z.string().max(60).optional(),
})
export const Syringe = z.strictObject({ type: z.literal('Syringe'), syringeId: identifier })
export const Readiness = z.strictObject({ type: z.literal('Readiness') })
export const Knowledge = z.strictObject({ type: z.literal('Knowledge'), ...page })
export const Breaks = z.strictObject({ type: z.literal('Breaks'), ...page })

export type DoseRow = Omit<Dose, 'syringeIds'> & {
  readonly syringes: readonly SyringeRow[]
  /** A receipt has not come back yet. Its code stands on the paper alone. */
  readonly receipt?: Pick<Receipt, 'issuedAt'>
  /** Only for those who hold the allocation book. */
  readonly preparationOpen?: boolean
  /** A preparation of it has come to an end, so that there is a batch record; only for those who hold the allocation book. */
  readonly batchRecord?: boolean
}
export type SyringeRow = {
  readonly syringeId: string
  readonly code: string
  /** Of the label that is valid now. */
  readonly serial?: string
  /** A former label of it is void, so that its code alone tells no label from the other. */
  readonly relabelled?: true
  readonly number: number
  readonly doseId: string
  readonly state: SyringeState
  readonly volumeMicrolitres: number
  readonly useBefore: Instant
  readonly theatre: string
}
export type ParticipantRow = {
  readonly number: number
  readonly initials: string
  readonly enrolledAt: Instant
  readonly left: boolean
  readonly broken: boolean
  readonly doseState?: DoseState
  readonly surgeryAt?: Instant
  readonly outcomes: readonly SyringeState[]
  /** While its time runs: nothing has become of the dose yet. */
  readonly useBefore?: Instant
}
export type Supply = { readonly spareDoses?: number; readonly until?: IsoDate; readonly refusal?: RefusalName }

/** Somebody who may break the blind, and how their drills stand. */
export type BreakerRow = Member & { readonly ready: boolean; readonly dueAt?: Instant }

export type ParticipantsAnswer = Page<ParticipantRow> & { readonly next?: number; readonly blockedBy?: RefusalName }
export type ParticipantAnswer = {
  readonly participant: Omit<ParticipantInBook, 'timeline' | 'doseId'>
  readonly timeline: readonly TimelineRow[]
  readonly dose?: DoseRow
  /** Doses that were ordered before this one and left a batch record, oldest first; for those who may see preparations. */
  readonly earlier?: readonly EarlierDose[]
  readonly notice: boolean
  readonly broken?: Break
}
export type EarlierDose = Pick<Dose, 'doseId' | 'number' | 'orderedAt'>
export type SyringeAnswer = {
  readonly syringe: Omit<SyringeInBook, 'timeline'>
  readonly timeline: readonly TimelineRow[]
  readonly dose: DoseRow
}
export type ReadinessAnswer = {
  readonly listSealed: boolean
  readonly breakersReady: number
  readonly breakersNeeded: number
  readonly breakers: readonly BreakerRow[]
  readonly supply: Supply
  readonly openWith: 'card' | 'secret'
  readonly enrolmentBlockedBy?: RefusalName
  /** The latest emergency pack, and what has changed since it was made. */
  readonly pack?: PackState
}

export function supply(session: Session, now: Instant): Supply {
  const gate = supplyGate(session, { now } as Context)
  const { until } = session.registry.supply
  return {
    ...(until === undefined ? {} : { spareDoses: spareDoses(session.registry), until }),
    ...(gate.ok ? {} : { refusal: gate.refusal.rule }),
  }
}

function syringeRow(session: Session, syringeId: string): SyringeRow {
  const clinic = held(session.clinic)
  const syringe = known(clinic.syringes, syringeId)
  const { code, number: of, doseId, state, volumeMicrolitres, useBefore } = syringe
  const { theatre } = known(clinic.doses, doseId)
  const label = currentLabel(syringe)
  const row = { syringeId, code, number: of, doseId, state, volumeMicrolitres, useBefore, theatre }
  const relabelled = syringe.labels.some((one) => one.void) ? { relabelled: true as const } : {}
  return { ...row, ...relabelled, ...(label === undefined ? {} : { serial: label.serial }) }
}

export function doseRow(session: Session, doseId: string): DoseRow {
  const { doses, outstandingReceipts, receipts } = held(session.clinic)
  const { syringeIds, ...dose } = known(doses, doseId)
  return {
    ...dose,
    syringes: syringeIds.map((syringeId) => syringeRow(session, syringeId)),
    ...outstanding(receipts.get(outstandingReceipts.get(doseId) ?? '')),
    ...preparationState(session, doseId),
  }
}

/** Whether a dose is being prepared, and whether what ended left a batch record; nothing without the list's key. */
function preparationState({ allocation }: Session, doseId: string): Pick<DoseRow, 'preparationOpen' | 'batchRecord'> {
  if (allocation === undefined) return {}
  const latest = allocation.preparationsByDose.get(doseId)
  const isOpen = latest !== undefined && allocation.openPreparations.has(latest)
  return { preparationOpen: isOpen, batchRecord: latest !== undefined && !isOpen }
}

function outstanding(receipt: Receipt | undefined): Pick<DoseRow, 'receipt'> {
  return receipt === undefined ? {} : { receipt: { issuedAt: receipt.issuedAt } }
}

export function participants(
  session: Session,
  question: z.infer<typeof Participants>,
  now: Instant,
): ParticipantsAnswer {
  const clinic = held(session.clinic)
  const rows = paged([...clinic.participants.values()], question, (one): ParticipantRow => {
    const dose = one.doseId === undefined ? undefined : known(clinic.doses, one.doseId)
    return {
      number: one.number,
      initials: one.initials,
      enrolledAt: one.enrolledAt,
      left: one.left !== undefined,
      broken: one.breakId !== undefined,
      ...(dose === undefined ? {} : { doseState: dose.state, surgeryAt: dose.surgeryAt }),
      ...(dose?.useBefore === undefined || !clinic.pendingDoses.has(dose.doseId) ? {} : { useBefore: dose.useBefore }),
      outcomes: dose?.syringeIds.map((syringeId) => known(clinic.syringes, syringeId).state) ?? [],
    }
  })
  const blockedBy = enrolmentBlocker(session, now)
  return blockedBy === undefined ? { ...rows, next: nextNumber(clinic) } : { ...rows, blockedBy }
}

export function participant(session: Session, of: number): Result<ParticipantAnswer> {
  const clinic = held(session.clinic)
  const found = clinic.participants.get(of)
  if (found === undefined) return refuse('nothing_found')
  const { timeline, doseId, ...rest } = found
  return accept({
    participant: rest,
    timeline: [...timeline],
    ...(doseId === undefined ? {} : { dose: doseRow(session, doseId) }),
    ...earlierDoses(session, found),
    notice: session.registry.openNoticeCount > 0,
    ...(found.breakId === undefined ? {} : { broken: known(clinic.breaks, found.breakId) }),
  })
}

function earlierDoses(
  session: Session,
  { number, doseId: now }: Pick<ParticipantInBook, 'number' | 'doseId'>,
): Pick<ParticipantAnswer, 'earlier'> {
  const earlier = [...held(session.clinic).doses.values()]
    .filter((dose) => dose.number === number && dose.doseId !== now)
    .filter(({ doseId }) => preparationState(session, doseId).batchRecord === true)
    .map(({ doseId, orderedAt }) => ({ doseId, number, orderedAt }))
  return earlier.length === 0 ? {} : { earlier }
}

export function syringes(session: Session, question: z.infer<typeof Syringes>): Page<SyringeRow> {
  const wanted = readScan(question.search ?? '')
  const found = [...held(session.clinic).syringes.values()]
    .filter((one) => question.state === undefined || one.state === question.state)
    .filter(
      (one) => wanted === '' || one.code.includes(wanted) || String(one.number) === wanted || hasSerial(one, wanted),
    )
    .reverse()
  return paged(found, question, (one) => syringeRow(session, one.syringeId))
}

function hasSerial({ labels }: SyringeInBook, serial: string): boolean {
  return labels.some((label) => label.serial === serial)
}

export function syringe(session: Session, syringeId: string): Result<SyringeAnswer> {
  const found = held(session.clinic).syringes.get(syringeId)
  if (found === undefined) return refuse('nothing_found')
  const { timeline, ...rest } = found
  return accept({ syringe: rest, timeline: [...timeline], dose: doseRow(session, found.doseId) })
}

export function readiness(session: Session, now: Instant): ReadinessAnswer {
  const { registry } = session
  const clinic = held(session.clinic)
  const blocker = enrolmentBlocker(session, now)
  const pack = packState(session)
  return {
    listSealed: clinic.numberCount > 0,
    breakersReady: readyBreakers(registry, now).length,
    breakersNeeded,
    breakers: breakersOf(registry).map((one): BreakerRow => {
      const dueAt = drillDueAt(registry, one)
      return { ...one, ready: isDrilled(registry, one, now), ...(dueAt === undefined ? {} : { dueAt }) }
    }),
    supply: supply(session, now),
    openWith: registry.settings.emergency.openWith,
    ...(blocker === undefined ? {} : { enrolmentBlockedBy: blocker }),
    ...(pack === undefined ? {} : { pack }),
  }
}
