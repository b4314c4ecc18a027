/** What the clinic book records: participants, doses, syringes, hand-over, breaks. Never an arm, never a lot. */
import type { Entered, MaybeEntered } from '../entered.ts'
import type { Instant } from '../time.ts'

export const outcomeKinds = ['administered', 'withheld', 'returned', 'broken', 'expired'] as const
/** What became of a syringe that left preparation. Each is final; nothing that comes back is dispensable again (A9). */
export type OutcomeKind = (typeof outcomeKinds)[number]

export const withholdReasons = ['transfusion', 'surgery_changed', 'participant_withdrew', 'notice', 'other'] as const
export type WithholdReason = (typeof withholdReasons)[number]

export const breakReasons = ['emergency_treatment', 'serious_adverse_event', 'regulatory', 'other'] as const
/** Why the blind of a participant was broken. */
export type BreakReason = (typeof breakReasons)[number]

export const occasions = [
  'preparation',
  'verification',
  'enquiry',
  /** Beside a notice: which waiting doses came from a lot that may not be used. */
  'notice',
  'emergency_break',
  'emergency_pack',
  'shown_again',
  'end_of_trial',
  'accountability',
  'batch_record',
] as const
/** On what occasion a person was shown an arm. */
export type Occasion = (typeof occasions)[number]

export const labelEnds = ['applied', 'spoiled', 'destroyed'] as const
/** What became of a label that was printed (L7). */
export type LabelEnd = (typeof labelEnds)[number]

export type Outcome = {
  readonly kind: OutcomeKind
  readonly at: Instant
  /** Administered volume; only for `administered`. */
  readonly volumeMicrolitres?: number
  readonly reason?: WithholdReason
  readonly note: string
  /** Why it was given although its in-use time was over. A deviation from the protocol, and on record as one. */
  readonly deviation?: string
}

export type PreparedSyringe = { readonly syringeId: string; readonly code: string; readonly volumeMicrolitres: number }

/** One emergency envelope of one allocation number as filed: opaque, and equally long for both arms. */
export type FiledEnvelope = { readonly number: number; readonly envelope: unknown }

/** Where and when a pack was opened, as its signed record says. */
export type BrokenElsewhere = {
  readonly packId: string
  /** By the clock of the other computer, of which nobody knows how right it was. */
  readonly openedAt: Instant
  /** Names the record, so that none is taken in twice. */
  readonly record: string
}

export type ClinicEvent =
  | {
      readonly type: 'EnvelopesFiled'
      readonly envelopes: readonly FiledEnvelope[]
      readonly openWith: 'card' | 'secret'
      /** Numbers that can be handed out: 1 to this. Number 0 is the dummy participant of the drills. */
      readonly numberCount: number
    }
  /** New shares for a breaker who was enrolled, or given new keys, after the envelopes were filed. */
  | { readonly type: 'EnvelopesGranted'; readonly envelopes: readonly FiledEnvelope[]; readonly to: string }
  /** `number` where one card alone was made anew; the others stay good. */
  | {
      readonly type: 'CodeCardsReissued'
      readonly envelopes: readonly FiledEnvelope[]
      readonly reason: string
      readonly number?: number
    }
  | {
      readonly type: 'ParticipantEnrolled'
      readonly number: number
      readonly initials: string
      readonly criteria: readonly string[]
    }
  | { readonly type: 'ParticipantLeft'; readonly number: number; readonly reason: string }
  | {
      readonly type: 'DoseOrdered'
      readonly doseId: string
      readonly number: number
      readonly surgeryAt: Instant
      readonly theatre: string
    }
  | { readonly type: 'DoseCancelled'; readonly doseId: string; readonly reason: string }
  | {
      readonly type: 'DosePrepared'
      readonly doseId: string
      readonly syringes: readonly PreparedSyringe[]
      readonly useBefore: Instant
    }
  | {
      readonly type: 'LabelsPrinted'
      readonly doseId: string
      readonly labels: readonly { readonly syringeId: string; readonly serial: string }[]
      readonly reason: string
    }
  | {
      readonly type: 'LabelsAccounted'
      readonly serials: readonly string[]
      readonly became: LabelEnd
      readonly note: string
    }
  | { readonly type: 'DoseVerified'; readonly doseId: string; readonly by: string }
  | {
      readonly type: 'DoseReleased'
      readonly doseId: string
      readonly receivedBy: string
      /** How the labels were named; absent in entries from before they were. */
      readonly entered?: Entered
      /** The member who received it and signed with their own secret. */
      readonly receiver?: string
      /** The code of the receipt that went along instead. */
      readonly receiptCode?: string
    }
  | {
      readonly type: 'ReceiptConfirmed'
      readonly doseId: string
      readonly receiptCode: string
      readonly entered: Entered
    }
  | {
      readonly type: 'ReceiptReissued'
      readonly doseId: string
      readonly receiptCode: string
      readonly reason: string
    }
  | {
      readonly type: 'OutcomeRecorded'
      readonly syringeId: string
      readonly outcome: Outcome
      /** How the syringe was named; absent where it was chosen from a list. */
      readonly entered?: Entered
    }
  | { readonly type: 'DosesRecalled'; readonly noticeId: string }
  | { readonly type: 'NoticePassed'; readonly noticeId: string }
  | {
      readonly type: 'ArmShown'
      readonly number: number
      /** The id of a member. Where `office` stands: the name of a clinician who is none, and for whom the entry's member authorised it. */
      readonly to: string
      readonly occasion: Occasion
      readonly note: string
      readonly office?: string
      /** The break it belongs to, where it was not recorded in the same entry. */
      readonly breakId?: string
    }
  /** The whole list was opened, with these people at the machine; from now on each of them knows every arm. */
  | { readonly type: 'ListShown'; readonly to: readonly string[]; readonly note: string }
  /** The full accountability record was opened: participants beside the lots that their doses came from. */
  | { readonly type: 'RecordShown'; readonly to: string; readonly note: string }
  | ({
      readonly type: 'SyringesDestroyed'
      readonly batchId: string
      readonly syringeIds: readonly string[]
      readonly authorisation: string
      readonly method: string
      readonly place: string
      readonly reason: string
    } & MaybeEntered)
  | ({
      readonly type: 'BlindBroken'
      readonly breakId: string
      readonly number: number
      readonly by: string
      readonly reason: BreakReason
      readonly narrative: string
      readonly told: string
      /** Opened on another computer, by an emergency pack; the record of it was taken in with this entry. */
      readonly elsewhere?: BrokenElsewhere
      /** The clinician who is to read the arm on a turn of their own; whoever broke the blind stays blind. */
      readonly reader?: string
      readonly office?: string
    } & MaybeEntered)
  | {
      readonly type: 'EmergencyPackMade'
      readonly packId: string
      /** The members who can open it, by their passphrases as they were. */
      readonly breakers: readonly string[]
      /** Participants enrolled then. */
      readonly enrolledCount: number
      /** SHA-256 of the page that was saved with it, in hexadecimal; printed on paper. */
      readonly pageFingerprint: string
    }
  | { readonly type: 'BreakFailed'; readonly breakId: string; readonly number: number }
  /** The clinician did not take their turn: the break was authorised, and nobody was shown anything. */
  | { readonly type: 'HandOverEnded'; readonly breakId: string; readonly number: number }
  /** The envelope did not open after its showing was recorded. */
  | { readonly type: 'ShowingFailed'; readonly breakId: string; readonly number: number }
  | { readonly type: 'ImpactAssessed'; readonly breakId: string; readonly assessment: string }

/** One kind of fact of this book. */
export type ClinicFact<T extends ClinicEvent['type']> = Extract<ClinicEvent, { type: T }>
