/**
 * The registry book: settings, members, drills, notices and the one number of supply that blinded people may know.
 *
 * Everybody in the trial holds its key, so nothing here may depend on a participant's arm.
 */
import { type Book, mayBreak, type Role } from '../books.ts'
import { known, never } from '../never.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { NoticeAnswer, RegistryEvent } from './events.ts'
import type { StudySettings } from './settings.ts'

export type Member = {
  readonly memberId: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly books: readonly Book[]
  readonly enrolledAt: Instant
  readonly removedAt?: Instant
  /** When this member last opened the dummy envelope; only breakers have one. */
  readonly drill?: { readonly at: Instant; readonly seconds: number }
}

export type Notice = {
  readonly noticeId: string
  readonly raisedAt: Instant
  /** The entry that raised it: what came after is asked of this and not of the clock (P11). */
  readonly raisedInSeq: number
  readonly answeredAt?: Instant
  readonly answer?: NoticeAnswer
}

export type Supply = { readonly surplusDoses: number; readonly lostDoses: number; readonly until?: IsoDate }

export type RegistryBook = {
  settings: StudySettings
  practice: boolean
  foundedAt: Instant
  settingsHistory: { at: Instant; by: string; reason: string }[]
  readonly members: Map<string, Member>
  /** Every login ever used; none is used again (P9). */
  readonly logins: Map<string, string>
  readonly notices: Map<string, Notice>
  openNoticeCount: number
  /** Doses for which vials left the shelf since the last statement of use. */
  outstandingDoses: number
  /** Failed tries to unlock that sign-ins have put on record. */
  failuresRecorded: number
  supply: Supply
}

/** Who did it, and when; what an event's own entry says of it. */
export type Stamp = { readonly seq: number; readonly at: Instant; readonly by: string; readonly witness?: string }

/** A registry before its birth certificate. The first event fills it. */
export function emptyRegistry(): RegistryBook {
  return {
    // Nothing may ask for settings before StudyFounded; the birth certificate is the first entry of every file.
    settings: undefined as unknown as StudySettings,
    practice: false,
    foundedAt: '',
    settingsHistory: [],
    members: new Map(),
    logins: new Map(),
    notices: new Map(),
    openNoticeCount: 0,
    outstandingDoses: 0,
    failuresRecorded: 0,
    supply: { surplusDoses: 0, lostDoses: 0 },
  }
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveRegistry(registry: RegistryBook, event: RegistryEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'StudyFounded':
      registry.settings = event.settings
      registry.practice = event.practice
      registry.foundedAt = stamp.at
      return
    case 'SettingsChanged':
      registry.settings = event.settings
      registry.settingsHistory.push({ at: stamp.at, by: stamp.by, reason: event.reason })
      return
    case 'MemberEnrolled': {
      const { type: _, ...member } = event
      registry.members.set(event.memberId, { ...member, enrolledAt: stamp.at })
      registry.logins.set(event.login, event.memberId)
      return
    }
    case 'MemberRemoved':
      registry.members.set(event.memberId, { ...known(registry.members, event.memberId), removedAt: stamp.at })
      return
    case 'DrillPassed': {
      const drill = { at: stamp.at, seconds: event.seconds }
      registry.members.set(event.memberId, { ...known(registry.members, event.memberId), drill })
      return
    }
    case 'SupplyStated':
      registry.supply = { ...registry.supply, surplusDoses: event.surplusDoses, until: event.until }
      return
    case 'UseOutstanding':
      registry.outstandingDoses = event.doses
      return
    case 'SignedIn':
      registry.failuresRecorded += event.failedBefore
      return
    case 'MemberReset': {
      // The drill was passed with keys that are no more.
      const { drill: _, ...member } = known(registry.members, event.memberId)
      registry.members.set(event.memberId, member)
      return
    }
    case 'LossCounted':
      registry.supply = { ...registry.supply, lostDoses: registry.supply.lostDoses + event.doses }
      return
    case 'NoticeRaised':
      registry.notices.set(event.noticeId, {
        noticeId: event.noticeId,
        raisedAt: stamp.at,
        raisedInSeq: stamp.seq,
      })
      registry.openNoticeCount += 1
      return
    case 'NoticeAnswered':
      registry.notices.set(event.noticeId, {
        ...known(registry.notices, event.noticeId),
        answeredAt: stamp.at,
        answer: event.answer,
      })
      registry.openNoticeCount -= 1
      return
    // These are said for the trail; nothing is decided by them.
    case 'PassphraseChanged':
    case 'Locked':
    case 'ClockSetBack':
    case 'DocumentPrinted':
      return
    default:
      never(event)
  }
}

/**
 * Doses that both arms can still spare: the smaller surplus of the two arms' released receipts over the planned numbers,
 * minus all losses, counted as if each had hit both arms. No participant's arm can move it. Below zero, ordering stops.
 */
export function spareDoses(registry: RegistryBook): number {
  return registry.supply.surplusDoses - registry.supply.lostDoses
}

/** Members who may break the blind today and have passed their drill (B6). */
export function readyBreakers(registry: RegistryBook): Member[] {
  return [...registry.members.values()].filter(
    (member) => mayBreak(member.role) && member.removedAt === undefined && member.drill !== undefined,
  )
}
