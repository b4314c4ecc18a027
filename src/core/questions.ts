/**
 * What a signed-in person may ask, and the answers. Questions read; they change nothing and record nothing.
 *
 * An answer is made from the session's books alone, so it cannot hold what the person has no key for. What one book
 * answers lies beside that book; here are the list of all questions, who has them, and what asks several books at once.
 */
import { z } from 'zod'
import { type CloseOutAnswer, CloseOutList, closeOutList } from './accounts/close-out.ts'
import { Disposal, type DisposalAnswer, disposal } from './accounts/disposal.ts'
import {
  FullRecord,
  fullRecord,
  type RecordPage,
  SiteRecord,
  StockRecord,
  siteRecord,
  stockRecord,
} from './accounts/record.ts'
import { type Alert, alerts } from './alerts.ts'
import {
  AllocationList,
  type AllocationListAnswer,
  type ArmAnswer,
  ArmOf,
  allocationList,
  armOf,
  Preparation,
  type PreparationAnswer,
  preparation,
} from './allocation/answers.ts'
import { BatchRecord, type BatchRecordAnswer, batchRecord } from './allocation/batch-record.ts'
import { HeldDoses, type HeldDosesAnswer, heldDoses } from './allocation/held-doses.ts'
import {
  Breaks,
  type DoseRow,
  doseRow,
  Knowledge,
  Participant,
  type ParticipantAnswer,
  Participants,
  type ParticipantsAnswer,
  participant,
  participants,
  Readiness,
  type ReadinessAnswer,
  readiness,
  type Supply,
  Syringe,
  type SyringeAnswer,
  type SyringeRow,
  Syringes,
  supply,
  syringe,
  syringes,
} from './clinic/answers.ts'
import type { SyringeState } from './clinic/doses-book.ts'
import { type BreakNotice, breakNotices, type KnowledgeRow, knowledge } from './clinic/knowledge.ts'
import { LabelAccount, type LabelAccountAnswer, labelAccount } from './clinic/labels.ts'
import type { Receipt } from './clinic/receipts.ts'
import type { Break } from './clinic/showings-book.ts'
import { EndOfTrial, type EndOfTrialAnswer, endOfTrial, type ListRow, WholeList, wholeList } from './closing/answers.ts'
import { isCode, isLatinNumber } from './codes.ts'
import { mayDo } from './decide.ts'
import { readScan } from './label-symbol.ts'
import { known, never } from './never.ts'
import { type Page, page, paged } from './pages.ts'
import type { Member, Notice } from './registry/book.ts'
import { plannedTotal, type StudySettings } from './registry/settings.ts'
import { accept, type Result, refuse } from './result.ts'
import { held, type Session } from './session.ts'
import { Lot, type LotAnswer, type LotRow, Lots, lot, lots } from './stock/answers.ts'
import type { Curve } from './stock/curve.ts'
import type { Vial as VialInBook } from './stock/lot.ts'
import * as temperatures from './stock/temperature-answers.ts'
import { LotUnits, lotUnits, type UnitRow, Vial, type VialAnswer, vial } from './stock/vial-answers.ts'
import { Worksheets, type WorksheetsAnswer, worksheets } from './stock/worksheet-answers.ts'
import { type Task, tasks } from './tasks.ts'
import { dayOf, type Instant } from './time.ts'

const Today = z.strictObject({ type: z.literal('Today') })
const Members = z.strictObject({ type: z.literal('Members'), ...page })
const Settings = z.strictObject({ type: z.literal('Settings') })
const Find = z.strictObject({ type: z.literal('Find'), text: z.string().max(5_000) })

export const Question = z.discriminatedUnion('type', [
  Today,
  Participants,
  Participant,
  Syringes,
  Syringe,
  Preparation,
  Lots,
  Lot,
  LotUnits,
  Vial,
  Worksheets,
  temperatures.StoragePlaces,
  temperatures.LoggerImports,
  temperatures.LoggerImport,
  temperatures.LoggerCurve,
  temperatures.LoggerEpisodes,
  temperatures.Excursions,
  temperatures.ExposedVials,
  Members,
  Settings,
  Readiness,
  AllocationList,
  Knowledge,
  Breaks,
  ArmOf,
  HeldDoses,
  BatchRecord,
  Find,
  EndOfTrial,
  WholeList,
  Disposal,
  CloseOutList,
  StockRecord,
  SiteRecord,
  FullRecord,
  LabelAccount,
])
/** Everything that can be asked of the books. The trail is asked of the ledger itself. */
export type Question = z.infer<typeof Question>
export type QuestionType = Question['type']

type TodayAnswer = {
  readonly tasks: readonly Task[]
  readonly alerts: readonly Alert[]
  readonly doses: readonly DoseRow[]
  readonly openNotices: readonly Notice[]
  /** Breaks whose impact is not assessed yet; only for those who hold the clinic book. */
  readonly breaks?: readonly BreakNotice[]
  readonly supply: Supply
  /** Only for those who hold the clinic book; nobody else knows of any participant. */
  readonly participantCount?: number
  readonly plannedCount: number
}
type SettingsAnswer = {
  readonly settings: StudySettings
  readonly practice: boolean
  readonly foundedAt: Instant
  readonly history: readonly { at: Instant; by: string; reason: string }[]
  readonly sealed: boolean
}
type FindAnswer =
  | { readonly kind: 'participant'; readonly number: number }
  | {
      readonly kind: 'syringe'
      readonly syringeId: string
      readonly code: string
      readonly number: number
      readonly doseId: string
      readonly state: SyringeState
      /** It waits for its outcome, and its in-use time is over. */
      readonly isOver: boolean
      /** The serial of a label that a later print made void. */
      readonly voided: boolean
      /** The bare code of a syringe that has a void label, too: it tells no print from the next. */
      readonly isUnclear: boolean
    }
  | {
      readonly kind: 'receipt'
      readonly doseId: string
      readonly number: number
      readonly state: Receipt['state']
    }
  | {
      readonly kind: 'lot'
      readonly lotId: string
      readonly lotNumber: string
      readonly vialCode: string
      readonly state: VialInBook['state']
      readonly isExpired: boolean
    }

export type Answers = {
  Today: TodayAnswer
  Participants: ParticipantsAnswer
  Participant: ParticipantAnswer
  Syringes: Page<SyringeRow>
  Syringe: SyringeAnswer
  Preparation: PreparationAnswer
  Lots: Page<LotRow>
  Lot: LotAnswer
  LotUnits: Page<UnitRow>
  Vial: VialAnswer
  Worksheets: WorksheetsAnswer
  StoragePlaces: Page<temperatures.StoragePlaceRow>
  LoggerImports: Page<temperatures.LoggerImportRow>
  LoggerImport: temperatures.LoggerImportAnswer
  LoggerCurve: Curve
  LoggerEpisodes: Page<temperatures.EpisodeRow>
  Excursions: Page<temperatures.ExcursionRow>
  ExposedVials: Page<temperatures.ExposedVialRow>
  Members: Page<Member>
  Settings: SettingsAnswer
  Readiness: ReadinessAnswer
  AllocationList: AllocationListAnswer
  Knowledge: Page<KnowledgeRow>
  Breaks: Page<Break>
  ArmOf: ArmAnswer
  HeldDoses: HeldDosesAnswer
  BatchRecord: BatchRecordAnswer
  Find: FindAnswer
  EndOfTrial: EndOfTrialAnswer
  WholeList: Page<ListRow>
  Disposal: DisposalAnswer
  CloseOutList: CloseOutAnswer
  StockRecord: RecordPage
  SiteRecord: RecordPage
  FullRecord: RecordPage
  LabelAccount: LabelAccountAnswer
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
  LotUnits: ['stock'],
  Vial: ['stock'],
  Worksheets: ['stock'],
  StoragePlaces: ['stock'],
  LoggerImports: ['stock'],
  LoggerImport: ['stock'],
  LoggerCurve: ['stock'],
  LoggerEpisodes: ['stock'],
  Excursions: ['stock'],
  ExposedVials: ['stock'],
  Members: [],
  Settings: [],
  Readiness: ['clinic'],
  AllocationList: ['clinic', 'allocation'],
  Knowledge: ['clinic'],
  Breaks: ['clinic'],
  ArmOf: ['clinic', 'allocation'],
  HeldDoses: ['clinic', 'stock', 'allocation'],
  BatchRecord: ['clinic', 'stock', 'allocation'],
  Find: [],
  EndOfTrial: ['clinic'],
  WholeList: ['clinic', 'stock', 'allocation'],
  Disposal: [],
  CloseOutList: [],
  StockRecord: ['stock'],
  SiteRecord: ['clinic'],
  FullRecord: ['clinic', 'stock', 'allocation'],
  LabelAccount: ['clinic'],
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
      return accept(lots(session, question, now))
    case 'Lot':
      return lot(session, question.lotId, now)
    case 'LotUnits':
      return accept(lotUnits(session, question))
    case 'Vial':
      return vial(session, question.vialCode)
    case 'Worksheets':
      return accept(worksheets(session))
    case 'StoragePlaces':
      return accept(temperatures.placesOfStock(session, question))
    case 'LoggerImports':
      return accept(temperatures.loggerImports(session, question))
    case 'LoggerImport':
      return temperatures.loggerImport(session, question.importId)
    case 'LoggerCurve':
      return temperatures.loggerCurve(session, question)
    case 'LoggerEpisodes':
      return temperatures.loggerEpisodes(session, question)
    case 'Excursions':
      return accept(temperatures.excursions(session, question))
    case 'ExposedVials':
      return temperatures.exposed(session, question)
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
    case 'HeldDoses':
      return mayDo(session, 'ShowHeldDoses') ? heldDoses(session) : refuse('arm_not_recorded')
    case 'BatchRecord':
      return batchRecord(session, question.doseId)
    case 'Find':
      return find(session, question.text, now)
    case 'EndOfTrial':
      return accept(endOfTrial(session))
    case 'WholeList':
      return wholeList(session, question)
    case 'Disposal':
      return accept(disposal(session, now))
    case 'CloseOutList':
      return accept(closeOutList(session))
    case 'StockRecord':
      return accept(stockRecord(session, question))
    case 'SiteRecord':
      return accept(siteRecord(session, question))
    case 'FullRecord':
      return fullRecord(session, question)
    case 'LabelAccount':
      return accept(labelAccount(session, question))
    default:
      return never(question)
  }
}

function today(session: Session, now: Instant): TodayAnswer {
  const { registry, clinic } = session
  const doses = activeDoses(session)
  return {
    tasks: tasks(session, doses, now),
    alerts: alerts(session, now),
    doses,
    openNotices: [...registry.notices.values()].filter((notice) => notice.answeredAt === undefined),
    supply: supply(session, now),
    ...(clinic === undefined ? {} : { participantCount: clinic.participants.size, breaks: breakNotices(clinic) }),
    plannedCount: plannedTotal(registry.settings),
  }
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

/** Where a scan or a typed code leads. What the role cannot open is answered like what does not exist. */
function find(session: Session, text: string, now: Instant): Result<FindAnswer> {
  const { clinic, stock } = session
  const typed = readScan(text)
  if (isLatinNumber(typed) && clinic?.participants.has(Number(typed)) === true)
    return accept({ kind: 'participant', number: Number(typed) })
  if (!isCode(typed)) return refuse('nothing_found')
  const found = clinic?.syringesByCode.get(typed) ?? clinic?.serials.get(typed)
  if (clinic !== undefined && found !== undefined) {
    const { syringeId, code, number, doseId, state, useBefore, outcome, labels } = known(clinic.syringes, found)
    const voided = labels.some((label) => label.serial === typed && label.void)
    const isUnclear = typed === code && labels.some((label) => label.void)
    const isOver = outcome === undefined && now >= useBefore
    return accept({ kind: 'syringe', syringeId, code, number, doseId, state, isOver, voided, isUnclear })
  }
  const receipt = clinic?.receipts.get(typed)
  if (receipt !== undefined) {
    const { doseId, number, state } = receipt
    return accept({ kind: 'receipt', doseId, number, state })
  }
  const vial = stock?.vials.get(typed)
  if (stock === undefined || vial === undefined) return refuse('nothing_found')
  const { lotId, lotNumber, expiresOn } = known(stock.lots, vial.lotId)
  const isExpired = expiresOn < dayOf(now, session.registry.settings.study.timeZone)
  return accept({ kind: 'lot', lotId, lotNumber, vialCode: vial.vialCode, state: vial.state, isExpired })
}
