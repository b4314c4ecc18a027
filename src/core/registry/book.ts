/**
 * The registry book: settings, members, drills, notices and the one number of supply that blinded people may know.
 *
 * Everybody in the trial holds its key, so nothing here may depend on a participant's arm.
 */
import { type Book, mayBreak, type Role } from '../books.ts'
import { known, never } from '../never.ts'
import { addDays, type Instant, type IsoDate } from '../time.ts'
import type { NoticeAnswer, RegistryEvent } from './events.ts'
import { completed, type StudySettings } from './settings.ts'

export type Member = {
  readonly memberId: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly books: readonly Book[]
  readonly enrolledAt: Instant
  readonly removedAt?: Instant
  /** The entry that gave this member another passphrase than the one they were enrolled with. */
  readonly passphraseSeq?: number
  /** When this member last opened the dummy envelope; only breakers have one. */
  readonly drill?: { readonly at: Instant; readonly seconds: number }
  /** The drill that did not open it, where it came after the one that did. */
  readonly failedDrill?: { readonly at: Instant; readonly seconds: number; readonly seq: number }
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

/** The lock of the trial's data, as the investigator stated it. Nothing about a dose is recorded while it stands. */
export type DatabaseLock = {
  readonly at: Instant
  readonly by: string
  readonly reference: string
  readonly lockedOn: IsoDate
  readonly note: string
}

/** That the pharmacy of the trial was closed out, and by whom. */
export type ClosedOut = { readonly at: Instant; readonly seq: number; readonly by: string; readonly witness?: string }

/** One time at which people opened the whole list together; `people` are those beside the pharmacist. */
export type Opening = {
  readonly at: Instant
  readonly seq: number
  readonly by: string
  readonly reference: string
  readonly people: readonly { readonly memberId: string; readonly signature: string }[]
}

export type RegistryBook = {
  settings: StudySettings
  /** The entry that last changed them. */
  settingsSeq: number
  practice: boolean
  foundedAt: Instant
  settingsHistory: { at: Instant; by: string; reason: string }[]
  /** Settings that were changed, oldest first, each with the entry that changed them. */
  readonly formerSettings: { readonly untilSeq: number; readonly settings: StudySettings }[]
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
  databaseLock: DatabaseLock | undefined
  readonly openings: Opening[]
  closedOut: ClosedOut | undefined
}

/** Who did it, and when; what an event's own entry says of it. */
export type Stamp = { readonly seq: number; readonly at: Instant; readonly by: string; readonly witness?: string }

/** A registry before its birth certificate. The first event fills it. */
export function emptyRegistry(): RegistryBook {
  return {
    // Nothing may ask for settings before StudyFounded; the birth certificate is the first entry of every file.
    settings: undefined as unknown as StudySettings,
    settingsSeq: 0,
    practice: false,
    foundedAt: '',
    settingsHistory: [],
    formerSettings: [],
    members: new Map(),
    logins: new Map(),
    notices: new Map(),
    openNoticeCount: 0,
    outstandingDoses: 0,
    failuresRecorded: 0,
    supply: { surplusDoses: 0, lostDoses: 0 },
    databaseLock: undefined,
    openings: [],
    closedOut: undefined,
  }
}

/** The settings as they were when an entry was written. */
export function settingsBefore({ formerSettings, settings }: RegistryBook, seq: number): StudySettings {
  return formerSettings.find(({ untilSeq }) => seq < untilSeq)?.settings ?? settings
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveRegistry(registry: RegistryBook, event: RegistryEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'StudyFounded':
      registry.settings = completed(event.settings)
      registry.practice = event.practice
      registry.foundedAt = stamp.at
      return
    case 'SettingsChanged':
      registry.formerSettings.push({ untilSeq: stamp.seq, settings: registry.settings })
      registry.settings = completed(event.settings)
      registry.settingsSeq = stamp.seq
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
      const { failedDrill: _, ...member } = known(registry.members, event.memberId)
      registry.members.set(event.memberId, { ...member, drill })
      return
    }
    case 'DrillFailed': {
      const failedDrill = { at: stamp.at, seconds: event.seconds, seq: stamp.seq }
      registry.members.set(event.memberId, { ...known(registry.members, event.memberId), failedDrill })
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
      const { drill: _, failedDrill: _failed, ...member } = known(registry.members, event.memberId)
      registry.members.set(event.memberId, { ...member, passphraseSeq: stamp.seq })
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
    case 'PassphraseChanged': {
      const member = known(registry.members, event.memberId)
      registry.members.set(event.memberId, { ...member, passphraseSeq: stamp.seq })
      return
    }
    case 'DatabaseLocked': {
      const { type: _, ...lock } = event
      registry.databaseLock = { ...lock, at: stamp.at, by: stamp.by }
      return
    }
    case 'DatabaseUnlocked':
      registry.databaseLock = undefined
      return
    case 'PharmacyClosed':
      registry.closedOut = stamp
      return
    case 'TrialUnblinded': {
      const { reference, people } = event
      registry.openings.push({ at: stamp.at, seq: stamp.seq, by: stamp.by, reference, people })
      return
    }
    // These are said for the trail; nothing is decided by them.
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

/** Until when a member's last passed drill holds. */
export function drillDueAt(registry: RegistryBook, member: Member): Instant | undefined {
  return member.drill === undefined ? undefined : addDays(member.drill.at, registry.settings.emergency.drillEveryDays)
}

/** True where the member has passed a drill that is not overdue. A failed one since then is on record and voids nothing. */
export function isDrilled(registry: RegistryBook, member: Member, now: Instant): boolean {
  const dueAt = drillDueAt(registry, member)
  return dueAt !== undefined && now < dueAt
}

/** Members who may break the blind. */
export function breakersOf(registry: RegistryBook): Member[] {
  return [...registry.members.values()].filter((one) => mayBreak(one.role) && one.removedAt === undefined)
}

/** Members who may break the blind today and whose drill holds (B6). */
export function readyBreakers(registry: RegistryBook, now: Instant): Member[] {
  return breakersOf(registry).filter((member) => isDrilled(registry, member, now))
}
