/** What comes back over each channel. Every reply is data: a value, a refusal, an invalid request, or a fault. */
import type { Role } from '../core/books.ts'
import type { Answers, QuestionType } from '../core/questions.ts'
import type { Arm, LabelKind, StudySettings } from '../core/registry/settings.ts'
import type { Refusal } from '../core/result.ts'
import type { LoggerLook } from '../core/stock/temperature-answers.ts'
import type { Instant } from '../core/time.ts'
import type { Channel } from './channels.ts'
import type { LabelPrinter } from './requests.ts'

export type SignedIn = {
  readonly memberId: string
  readonly login: string
  readonly name: string
  readonly role: Role
}

/** An invented member of the practice study; their passphrase is shown on the unlock screen. */
export type PracticeMember = {
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly passphrase: string
}

export type OpenFile = {
  readonly name: string
  readonly practice: boolean
  /** The whole list was opened at the end of the trial; the file says so ever after. */
  readonly unblinded: boolean
  /** The head in its printable form, to be compared with paper. */
  readonly shortHead: string
  readonly entries: number
  readonly readOnly: boolean
  /** The first bad entry of a damaged file, and what is wrong with it. */
  readonly damage?: { readonly seq: number; readonly what: string }
  readonly practiceMembers?: readonly PracticeMember[]
  /** Code cards of the practice study, as public as its passphrases. */
  readonly practiceCards?: readonly { readonly number: number; readonly code: string }[]
  /** Public: what the unlock screen may say of the study. Present while signed in. */
  readonly studyCode?: string
  /** The whole trail's signatures, checked in the background since opening. */
  readonly verification?: { readonly state: 'running' | 'good' | 'bad'; readonly done: number; readonly total: number }
}

export type Status = {
  readonly version: string
  readonly runtime: {
    readonly electron: string
    readonly chromium: string
    readonly node: string
    readonly development: boolean
  }
  readonly recent: readonly { readonly token: string; readonly name: string; readonly openedAt: Instant }[]
  readonly file?: OpenFile
  readonly member?: SignedIn
  /** Settings of the open study, while signed in. */
  readonly settings?: StudySettings
  readonly lockAfterSeconds?: number
  /** What `npm start -- --practice` asked for. */
  readonly startWith?: 'practice'
}

export type Fault = { readonly number: string; readonly kind: 'disk' | 'file' | 'program' }

/** Facts that an act hands back once and that are kept nowhere. */
export type Submitted = {
  readonly seq: number
  /** Ids that the act made, for going on: a dose, a preparation, a lot, a participant's number. */
  readonly made: Readonly<Record<string, string | number>>
  /** A document that exists once, in memory: code cards, recovery sheets. */
  readonly onceDocument?: string
  /** The arm of the one participant whose seal was broken. */
  readonly revealed?: { readonly arm: Arm; readonly armName: string; readonly number: number }
  /** A clinician's turn that was opened: who is to read, and until when. Nothing of the arm. */
  readonly handOver?: {
    readonly breakId: string
    readonly number: number
    readonly reader: string
    readonly office: string
    readonly endsAt: Instant
  }
}

/** A line of a label that does not fit, and the field of the settings that it comes from. */
export type UnfitLine = {
  readonly label: LabelKind
  /** The line by its name. */
  readonly line: string
  readonly language: 'en' | 'fa'
  /** One word is wider than its column, or the label is full before or at this line. */
  readonly reason: 'word_too_wide' | 'no_room'
  readonly field: string
}

export type TrailRow = {
  readonly seq: number
  readonly at: Instant
  readonly member: string
  readonly meaning: string
  readonly witness?: string
  readonly hash: string
  readonly parts: readonly { readonly book: string; readonly events?: readonly { readonly type: string }[] }[]
}

export type Replies = {
  status: Status
  choose: { readonly file?: string; readonly name?: string }
  create: { readonly onceDocument: string }
  open: OpenFile
  practice: OpenFile
  close: null
  unlock: SignedIn
  lock: null
  submit: Submitted
  ask: Answers[QuestionType]
  trail: { readonly rows: readonly TrailRow[]; readonly total: number }
  document: {
    readonly pdf?: Uint8Array
    readonly saved?: boolean
    /** What a label printer makes of its jobs, as PNG. */
    readonly pictures?: readonly Uint8Array[]
    /** A kept document as it was taken in. */
    readonly kept?: { readonly bytes: Uint8Array; readonly mediaType: string }
  }
  logger: LoggerLook
  stop: null
  labels: {
    /** PNG of each label on which everything fits. */
    readonly pictures: readonly { readonly label: LabelKind; readonly png: Uint8Array }[]
    readonly unfit: readonly UnfitLine[]
  }
  printers: {
    readonly installed: readonly { readonly name: string; readonly title: string }[]
    /** The system can hand a job on to a printer as it is. */
    readonly raw: boolean
    readonly used: Readonly<Record<LabelKind, LabelPrinter>>
  }
  strength: { readonly score: 0 | 1 | 2 | 3 | 4; readonly enough: boolean; readonly warning?: string }
  verify: {
    readonly ok: boolean
    readonly entries: number
    readonly shortHead: string
    readonly bad?: { seq: number; what: string }
  }
  copy: { readonly name: string }
  present: null
  /** False where the machine has nothing to open it with. */
  link: { readonly opened: boolean }
  camera: null
  /** The text of the code in it, as it stands there; whoever gets it cleans it as they clean a scan. */
  frame: { readonly text?: string }
}

export type Reply<C extends Channel> =
  | { readonly ok: true; readonly value: Replies[C] }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly invalid: readonly string[] }
  | { readonly ok: false; readonly fault: Fault }

/** What the shell says of its own accord. */
export type Pushed = {
  /** Something was written, or the state of the file or of the sign-in changed: ask again. */
  changed: { readonly what: 'entries' | 'status' }
  progress: { readonly work: 'opening' | 'verifying' | 'importing'; readonly done: number; readonly total: number }
}
