/**
 * What a signed-in person may ask, and the answers. Questions read; they change nothing and record nothing.
 *
 * An answer is made from the session's books alone, so it cannot hold what the person has no key for. Lists come in
 * pages. An arm is in an answer only if showing it to this person was recorded in this sign-in (B2).
 */
import { z } from 'zod'
import { nextStep, type Preparation } from './allocation/book.ts'
import { vialsAvailable } from './allocation/commands.ts'
import type { Provenance } from './allocation/events.ts'
import { type Step, worksheet } from './allocation/worksheet.ts'
import {
  type Break,
  type Dose,
  type DoseState,
  type Participant,
  type Syringe,
  type SyringeState,
  shownKey,
  type TimelineRow,
} from './clinic/book.ts'
import { breakersNeeded, nextNumber, supplyGate } from './clinic/commands.ts'
import { type BreakNotice, breakNotices, type KnowledgeRow, knowledge } from './clinic/knowledge.ts'
import { type PackState, packState } from './clinic/packs.ts'
import { EndOfTrial, type EndOfTrialAnswer, endOfTrial, type ListRow, WholeList, wholeList } from './closing/answers.ts'
import { alphabet, isCode, readCode } from './codes.ts'
import type { Context } from './context.ts'
import { known, never } from './never.ts'
import type { RefusalName } from './refusals.ts'
import {
  breakersOf,
  drillDueAt,
  isDrilled,
  type Member,
  type Notice,
  readyBreakers,
  spareDoses,
} from './registry/book.ts'
import type { Arm, StudySettings } from './registry/settings.ts'
import { plannedTotal } from './registry/settings.ts'
import { accept, type Result, refuse } from './result.ts'
import { held, type Session } from './session.ts'
import type { Lot, Movement } from './stock/book.ts'
import { enrolmentBlocker, type Task, tasks } from './tasks.ts'
import { addMinutes, dayOf, type Instant, type IsoDate } from './time.ts'

const page = { offset: z.int().min(0).max(1_000_000), limit: z.int().min(1).max(200) }
const id = z.string().max(40)
const number = z.int().min(1).max(200_000)

const Today = z.strictObject({ type: z.literal('Today') })
const Participants = z.strictObject({ type: z.literal('Participants'), ...page })
const ParticipantByNumber = z.strictObject({ type: z.literal('Participant'), number })
const Syringes = z.strictObject({
  type: z.literal('Syringes'),
  ...page,
  state: z
    .enum(['prepared', 'verified', 'released', 'administered', 'withheld', 'returned', 'broken', 'expired'])
    .optional(),
  search: z.string().max(60).optional(),
})
const SyringeById = z.strictObject({ type: z.literal('Syringe'), syringeId: id })
const PreparationById = z.strictObject({ type: z.literal('Preparation'), doseId: id })
const Lots = z.strictObject({ type: z.literal('Lots'), ...page })
const LotById = z.strictObject({ type: z.literal('Lot'), lotId: id })
const Members = z.strictObject({ type: z.literal('Members'), ...page })
const Settings = z.strictObject({ type: z.literal('Settings') })
const Readiness = z.strictObject({ type: z.literal('Readiness') })
const AllocationList = z.strictObject({ type: z.literal('AllocationList') })
const Knowledge = z.strictObject({ type: z.literal('Knowledge'), ...page })
const Breaks = z.strictObject({ type: z.literal('Breaks'), ...page })
const ArmOf = z.strictObject({ type: z.literal('ArmOf'), number })
const Find = z.strictObject({ type: z.literal('Find'), text: z.string().max(5_000) })

export const Question = z.discriminatedUnion('type', [
  Today,
  Participants,
  ParticipantByNumber,
  Syringes,
  SyringeById,
  PreparationById,
  Lots,
  LotById,
  Members,
  Settings,
  Readiness,
  AllocationList,
  Knowledge,
  Breaks,
  ArmOf,
  Find,
  EndOfTrial,
  WholeList,
])
/** Everything that can be asked of the books. The trail is asked of the ledger itself. */
export type Question = z.infer<typeof Question>
export type QuestionType = Question['type']

export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number }

export type DoseRow = Omit<Dose, 'syringeIds'> & {
  readonly syringes: readonly SyringeRow[]
  /** Only for those who hold the allocation book. */
  readonly preparationOpen?: boolean
}
export type SyringeRow = {
  readonly syringeId: string
  readonly code: string
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
}
export type Supply = { readonly spareDoses?: number; readonly until?: IsoDate; readonly refusal?: RefusalName }

/** Somebody who may break the blind, and how their drills stand. */
export type BreakerRow = Member & { readonly ready: boolean; readonly dueAt?: Instant }

export type LotRow = Omit<Lot, 'movements'> & {
  readonly expired: boolean
  /** Vials on the shelf in truth; only for those who hold the allocation book, otherwise the stated number. */
  readonly available: number
}

export type Answers = {
  Today: {
    readonly tasks: readonly Task[]
    readonly doses: readonly DoseRow[]
    readonly openNotices: readonly Notice[]
    /** Breaks whose impact is not assessed yet; only for those who hold the clinic book. */
    readonly breaks?: readonly BreakNotice[]
    readonly supply: Supply
    /** Only for those who hold the clinic book; nobody else knows of any participant. */
    readonly participantCount?: number
    readonly plannedCount: number
  }
  Participants: Page<ParticipantRow> & { readonly next?: number; readonly blockedBy?: RefusalName }
  Participant: {
    readonly participant: Omit<Participant, 'timeline' | 'doseId'>
    readonly timeline: readonly TimelineRow[]
    readonly dose?: DoseRow
    readonly notice: boolean
    readonly broken?: Break
  }
  Syringes: Page<SyringeRow>
  Syringe: {
    readonly syringe: Omit<Syringe, 'timeline'>
    readonly timeline: readonly TimelineRow[]
    readonly dose: DoseRow
  }
  Preparation: {
    readonly dose: DoseRow
    readonly steps: readonly Step[]
    readonly preparation?: Omit<Preparation, 'arm' | 'lotId' | 'vialCodes'> & {
      readonly nextStep?: Step['name']
      /** When the wait of the next step ends. */
      readonly waitEndsAt?: Instant
    }
    /** What tells the arm. Present only after showing it to this person was recorded in this sign-in. */
    readonly unblinded?: {
      readonly arm: Arm
      readonly armName: string
      readonly product: StudySettings['arms']['A']['product']
      readonly lotNumber: string
      readonly expiresOn: IsoDate
      readonly storagePlace: string
      readonly vialCodes: readonly string[]
      /** Vials of the lot that may be scanned, a few of them. */
      readonly shelf: readonly string[]
    }
  }
  Lots: Page<LotRow>
  Lot: {
    readonly lot: LotRow
    readonly movements: readonly Movement[]
    readonly vials: readonly { code: string; state: string }[]
  }
  Members: Page<Member>
  Settings: {
    readonly settings: StudySettings
    readonly practice: boolean
    readonly foundedAt: Instant
    readonly history: readonly { at: Instant; by: string; reason: string }[]
    readonly sealed: boolean
  }
  Readiness: {
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
  AllocationList: {
    readonly sealed: boolean
    readonly provenance?: Provenance & { readonly at: Instant; readonly by: string }
    readonly numberCount: number
    readonly plannedCount: number
  }
  Knowledge: Page<KnowledgeRow>
  Breaks: Page<Break>
  ArmOf: { readonly arm: Arm; readonly armName: string; readonly product: StudySettings['arms']['A']['product'] }
  Find:
    | { readonly kind: 'participant'; readonly number: number }
    | { readonly kind: 'syringe'; readonly syringeId: string; readonly voided: boolean }
    | { readonly kind: 'lot'; readonly lotId: string; readonly vialCode?: string }
  EndOfTrial: EndOfTrialAnswer
  WholeList: Page<ListRow>
}
export type AnswerTo<Q extends QuestionType> = Answers[Q]

/** Which roles have a question at all; the others are answered with one neutral sentence. */
const booksAsked: Record<QuestionType, readonly ('clinic' | 'stock' | 'allocation')[]> = {
  Today: [],
  Participants: ['clinic'],
  Participant: ['clinic'],
  Syringes: ['clinic'],
  Syringe: ['clinic'],
  Preparation: ['clinic', 'stock', 'allocation'],
  Lots: ['stock'],
  Lot: ['stock'],
  Members: [],
  Settings: [],
  Readiness: ['clinic'],
  AllocationList: ['clinic', 'allocation'],
  Knowledge: ['clinic'],
  Breaks: ['clinic'],
  ArmOf: ['clinic', 'allocation'],
  Find: [],
  EndOfTrial: ['clinic'],
  WholeList: ['clinic', 'stock', 'allocation'],
}

/** Answers from the books of the session. */
export function answer(session: Session, question: Question, now: Instant): Result<Answers[QuestionType]> {
  if (!booksAsked[question.type].every((book) => session[book] !== undefined)) return refuse('nothing_found')
  switch (question.type) {
    case 'Today':
      return accept(today(session, now))
    case 'Participants':
      return accept(participants(session, question, now))
    case 'Participant':
      return participant(session, question.number)
    case 'Syringes':
      return accept(syringes(session, question))
    case 'Syringe':
      return syringe(session, question.syringeId)
    case 'Preparation':
      return preparation(session, question.doseId)
    case 'Lots':
      return accept(paged([...held(session.stock).lots.values()], question, (lot) => lotRow(session, lot, now)))
    case 'Lot':
      return lot(session, question.lotId, now)
    case 'Members':
      return accept(paged([...session.registry.members.values()], question, (member) => member))
    case 'Settings': {
      const { settings, practice, foundedAt, settingsHistory } = session.registry
      const sealed = (session.clinic?.numberCount ?? 0) > 0
      return accept({ settings, practice, foundedAt, history: [...settingsHistory], sealed })
    }
    case 'Readiness':
      return accept(readiness(session, now))
    case 'AllocationList':
      return accept(allocationList(session))
    case 'Knowledge':
      return accept(paged(knowledge(session).reverse(), question, (row) => row))
    case 'Breaks':
      return accept(paged([...held(session.clinic).breaks.values()].reverse(), question, (broken) => broken))
    case 'ArmOf':
      return armOf(session, question.number)
    case 'Find':
      return find(session, question.text)
    case 'EndOfTrial':
      return accept(endOfTrial(session))
    case 'WholeList':
      return wholeList(session, question)
    default:
      return never(question)
  }
}

function paged<From, Row>(
  all: readonly From[],
  { offset, limit }: { offset: number; limit: number },
  toRow: (from: From) => Row,
): Page<Row> {
  return { rows: all.slice(offset, offset + limit).map(toRow), total: all.length }
}

function supply(session: Session, now: Instant): Supply {
  const gate = supplyGate(session, { now } as Context)
  const { until } = session.registry.supply
  return {
    ...(until === undefined ? {} : { spareDoses: spareDoses(session.registry), until }),
    ...(gate.ok ? {} : { refusal: gate.refusal.rule }),
  }
}

function syringeRow(session: Session, syringeId: string): SyringeRow {
  const clinic = held(session.clinic)
  const { code, number: of, doseId, state, volumeMicrolitres, useBefore } = known(clinic.syringes, syringeId)
  const { theatre } = known(clinic.doses, doseId)
  return { syringeId, code, number: of, doseId, state, volumeMicrolitres, useBefore, theatre }
}

function doseRow(session: Session, doseId: string): DoseRow {
  const { syringeIds, ...dose } = known(held(session.clinic).doses, doseId)
  const row = { ...dose, syringes: syringeIds.map((syringeId) => syringeRow(session, syringeId)) }
  const { allocation } = session
  if (allocation === undefined) return row
  const latest = allocation.preparationsByDose.get(doseId)
  return { ...row, preparationOpen: latest !== undefined && allocation.openPreparations.has(latest) }
}

/** Doses that wait for something, by surgery: what the working day is made of. */
function activeDoses(session: Session): DoseRow[] {
  const { clinic } = session
  if (clinic === undefined) return []
  return [...clinic.waitingDoses, ...clinic.pendingDoses]
    .map((doseId) => doseRow(session, doseId))
    .sort((one, other) => (one.surgeryAt < other.surgeryAt ? -1 : one.surgeryAt > other.surgeryAt ? 1 : 0))
    .slice(0, 200)
}

function today(session: Session, now: Instant): Answers['Today'] {
  const { registry, clinic } = session
  const doses = activeDoses(session)
  return {
    tasks: tasks(session, doses, now),
    doses,
    openNotices: [...registry.notices.values()].filter((notice) => notice.answeredAt === undefined),
    supply: supply(session, now),
    ...(clinic === undefined ? {} : { participantCount: clinic.participants.size, breaks: breakNotices(clinic) }),
    plannedCount: plannedTotal(registry.settings),
  }
}

function participants(session: Session, question: z.infer<typeof Participants>, now: Instant): Answers['Participants'] {
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
      outcomes: dose?.syringeIds.map((syringeId) => known(clinic.syringes, syringeId).state) ?? [],
    }
  })
  const blockedBy = enrolmentBlocker(session, now)
  return blockedBy === undefined ? { ...rows, next: nextNumber(clinic) } : { ...rows, blockedBy }
}

function participant(session: Session, of: number): Result<Answers['Participant']> {
  const clinic = held(session.clinic)
  const found = clinic.participants.get(of)
  if (found === undefined) return refuse('nothing_found')
  const { timeline, doseId, ...rest } = found
  return accept({
    participant: rest,
    timeline: [...timeline],
    ...(doseId === undefined ? {} : { dose: doseRow(session, doseId) }),
    notice: session.registry.openNoticeCount > 0,
    ...(found.breakId === undefined ? {} : { broken: known(clinic.breaks, found.breakId) }),
  })
}

function syringes(session: Session, question: z.infer<typeof Syringes>): Answers['Syringes'] {
  const wanted = readCode(question.search ?? '')
  const found = [...held(session.clinic).syringes.values()]
    .filter((one) => question.state === undefined || one.state === question.state)
    .filter((one) => wanted === '' || one.code.includes(wanted) || String(one.number) === wanted)
    .reverse()
  return paged(found, question, (one) => syringeRow(session, one.syringeId))
}

function syringe(session: Session, syringeId: string): Result<Answers['Syringe']> {
  const found = held(session.clinic).syringes.get(syringeId)
  if (found === undefined) return refuse('nothing_found')
  const { timeline, ...rest } = found
  return accept({ syringe: rest, timeline: [...timeline], dose: doseRow(session, found.doseId) })
}

/** True where showing this arm to this person was recorded in this sign-in. */
function mayShow(session: Session, of: number): boolean {
  const seq = held(session.clinic).lastShown.get(shownKey(of, session.member.memberId))
  return seq !== undefined && seq > session.signedInSeq
}

function preparation(session: Session, doseId: string): Result<Answers['Preparation']> {
  const allocation = held(session.allocation)
  if (!held(session.clinic).doses.has(doseId)) return refuse('nothing_found')
  const dose = doseRow(session, doseId)
  const steps = worksheet(session.registry.settings)
  const latest = allocation.preparationsByDose.get(doseId)
  if (latest === undefined) return accept({ dose, steps })
  const { arm, lotId, vialCodes, ...rest } = known(allocation.preparations, latest)
  const next = rest.state === 'open' ? nextStep({ arm, lotId, vialCodes, ...rest }) : undefined
  const wait = steps.find((step) => step.name === next)?.waitMinutes
  const since = rest.steps.at(-1)?.at ?? rest.startedAt
  const shown = {
    dose,
    steps,
    preparation: {
      ...rest,
      ...(next === undefined ? {} : { nextStep: next }),
      ...(wait === undefined ? {} : { waitEndsAt: addMinutes(since, wait) }),
    },
  }
  if (!mayShow(session, rest.number)) return accept(shown)
  const { lotNumber, expiresOn, storagePlace } = known(held(session.stock).lots, lotId)
  const { name: armName, product } = session.registry.settings.arms[arm]
  const shelf = onShelf(session, lotId, latest, steps[0]?.vials ?? 1)
  return accept({
    ...shown,
    unblinded: { arm, armName, product, lotNumber, expiresOn, storagePlace, vialCodes, shelf },
  })
}

/**
 * A few vials of a lot that nobody has drawn. Which ones hangs on the id of the preparation, which QA never sees: offered
 * in the order of the receipt, the code of a wasted vial would tell QA which of a lot's draws it was (B13).
 */
function onShelf(session: Session, lotId: string, preparationId: string, count: number): string[] {
  const { unstated } = held(session.allocation)
  const free = [...held(session.stock).vials.values()]
    .filter((vial) => vial.lotId === lotId && vial.state === 'on_shelf' && !unstated.has(vial.vialCode))
    .map((vial) => vial.vialCode)
  const start = free.length === 0 ? 0 : remainder(preparationId, free.length)
  return [...free.slice(start), ...free.slice(0, start)].slice(0, count)
}

/** A code as a number, by its place among so many. */
function remainder(code: string, among: number): number {
  return [...code].reduce((sum, character) => (sum * alphabet.length + alphabet.indexOf(character)) % among, 0)
}

function lotRow(session: Session, found: Lot, now: Instant): LotRow {
  const { movements: _, ...row } = found
  const expired = found.expiresOn < dayOf(now, session.registry.settings.study.timeZone)
  const available = session.allocation === undefined ? found.onShelf : vialsAvailable(session, found)
  return { ...row, expired, available }
}

function lot(session: Session, lotId: string, now: Instant): Result<Answers['Lot']> {
  const stock = held(session.stock)
  const found = stock.lots.get(lotId)
  if (found === undefined) return refuse('nothing_found')
  const vials = [...stock.vials.values()]
    .filter((vial) => vial.lotId === lotId)
    .slice(0, 500)
    .map((vial) => ({ code: vial.vialCode, state: vial.state }))
  return accept({ lot: lotRow(session, found, now), movements: [...found.movements], vials })
}

function readiness(session: Session, now: Instant): Answers['Readiness'] {
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

function allocationList(session: Session): Answers['AllocationList'] {
  const { provenance } = held(session.allocation)
  return {
    sealed: provenance !== undefined,
    ...(provenance === undefined ? {} : { provenance }),
    numberCount: held(session.clinic).numberCount,
    plannedCount: plannedTotal(session.registry.settings),
  }
}

function armOf(session: Session, of: number): Result<Answers['ArmOf']> {
  const arm = held(session.allocation).arms[of - 1]
  if (arm === undefined || !held(session.clinic).participants.has(of)) return refuse('nothing_found')
  if (!mayShow(session, of)) return refuse('arm_not_recorded')
  const { name: armName, product } = session.registry.settings.arms[arm]
  return accept({ arm, armName, product })
}

/** Where a scan or a typed code leads. What the role cannot open is answered like what does not exist. */
function find(session: Session, text: string): Result<Answers['Find']> {
  const { clinic, stock } = session
  const typed = readCode(text)
  if (/^\d{1,6}$/.test(typed) && clinic?.participants.has(Number(typed)) === true)
    return accept({ kind: 'participant', number: Number(typed) })
  if (!isCode(typed)) return refuse('nothing_found')
  const byCode = clinic?.syringesByCode.get(typed)
  if (byCode !== undefined) return accept({ kind: 'syringe', syringeId: byCode, voided: false })
  const bySerial = clinic?.serials.get(typed)
  if (clinic !== undefined && bySerial !== undefined) {
    const { labels } = known(clinic.syringes, bySerial)
    const voided = labels.some((label) => label.serial === typed && label.void)
    return accept({ kind: 'syringe', syringeId: bySerial, voided })
  }
  const vial = stock?.vials.get(typed)
  if (vial !== undefined) return accept({ kind: 'lot', lotId: vial.lotId, vialCode: vial.vialCode })
  return refuse('nothing_found')
}
