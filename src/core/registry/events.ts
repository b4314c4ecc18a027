/** What the registry book records: facts about the study, its members and its duties. Never an arm, lot or participant. */
import type { Book, Role } from '../books.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { StudySettings } from './settings.ts'

export type RegistryEvent =
  | { readonly type: 'StudyFounded'; readonly practice: boolean; readonly settings: StudySettings }
  | { readonly type: 'SettingsChanged'; readonly settings: StudySettings; readonly reason: string }
  | {
      readonly type: 'MemberEnrolled'
      readonly memberId: string
      readonly login: string
      readonly name: string
      readonly role: Role
      readonly books: readonly Book[]
    }
  | { readonly type: 'MemberRemoved'; readonly memberId: string; readonly reason: string }
  | { readonly type: 'MemberReset'; readonly memberId: string; readonly reason: string }
  | { readonly type: 'PassphraseChanged'; readonly memberId: string }
  | { readonly type: 'SignedIn'; readonly memberId: string; readonly failedBefore: number }
  | { readonly type: 'Locked'; readonly memberId: string; readonly why: LockReason }
  | { readonly type: 'ClockSetBack'; readonly from: Instant; readonly to: Instant }
  | { readonly type: 'DrillPassed'; readonly memberId: string; readonly seconds: number }
  /** A card that did not open the dummy envelope; a drill is worth as much as what it finds. */
  | { readonly type: 'DrillFailed'; readonly memberId: string; readonly seconds: number }
  /** Spare doses of the scarcer arm before any loss, and the last day on which the statement holds. */
  | { readonly type: 'SupplyStated'; readonly surplusDoses: number; readonly until: IsoDate }
  /** Doses that can no longer be made, counted as if each loss had hit both arms. */
  | { readonly type: 'LossCounted'; readonly doses: number }
  /** Doses for which vials left the shelf and that no statement of use covers yet; shelves are not counted meanwhile. */
  | { readonly type: 'UseOutstanding'; readonly doses: number }
  | { readonly type: 'NoticeRaised'; readonly noticeId: string }
  | { readonly type: 'NoticeAnswered'; readonly noticeId: string; readonly answer: NoticeAnswer }
  | { readonly type: 'DocumentPrinted'; readonly document: string; readonly reason: string }
  | {
      readonly type: 'DatabaseLocked'
      readonly reference: string
      readonly lockedOn: IsoDate
      readonly note: string
    }
  | { readonly type: 'DatabaseUnlocked'; readonly reason: string }
  /** Everything that was received or made has come to its end (A12). */
  | { readonly type: 'PharmacyClosed' }
  | {
      readonly type: 'TrialUnblinded'
      readonly reference: string
      /** Everybody who was there, the pharmacist whose entry it is among them. */
      readonly peopleCount: number
      /** The others, each with their own signature over what they agreed to. */
      readonly people: readonly { readonly memberId: string; readonly signature: string }[]
    }

export const lockReasons = ['asked', 'idle', 'suspended', 'closed'] as const
/** Why a sign-in ended. */
export type LockReason = (typeof lockReasons)[number]

export const noticeAnswers = ['may_be_given', 'prepare_again'] as const
/** The pharmacist's answer to a notice; one answer for every dose that waits, whatever its arm. */
export type NoticeAnswer = (typeof noticeAnswers)[number]
