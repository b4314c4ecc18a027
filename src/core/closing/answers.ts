/** What may be asked about the end of the trial, and the one answer that holds the whole list. */
import { z } from 'zod'
import { known } from '../never.ts'
import { type Page, page } from '../pages.ts'
import type { DatabaseLock } from '../registry/book.ts'
import { type Arm, plannedTotal, type StudySettings } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import type { Instant } from '../time.ts'
import { type Hindrance, hindrances } from './rules.ts'

export const EndOfTrial = z.strictObject({ type: z.literal('EndOfTrial') })
export const WholeList = z.strictObject({ type: z.literal('WholeList'), ...page })

/** How far the end has come. The same for both arms, whoever asks. */
export type EndOfTrialAnswer = {
  /** Empty where the database may be locked, and once it is. */
  readonly inTheWay: readonly Hindrance[]
  readonly lock?: DatabaseLock
  /** Each time at which people opened the list together, the latest first. */
  readonly openings: readonly {
    readonly at: Instant
    readonly seq: number
    readonly reference: string
    readonly people: readonly string[]
  }[]
  readonly peopleNeeded: number
  readonly participantCount: number
  readonly plannedCount: number
  /** The list was opened in this sign-in, by the person who asks. */
  readonly listAtHand: boolean
}

/** One number of the opened list. */
export type ListRow = {
  readonly number: number
  readonly arm: Arm
  readonly armName: string
  readonly product: StudySettings['arms']['A']['product']
  /** The number was handed out to a participant. */
  readonly enrolled: boolean
  /** Manufacturers' numbers of the lots that this participant's doses were made from. */
  readonly lotNumbers: readonly string[]
}

export function endOfTrial(session: Session): EndOfTrialAnswer {
  const { registry } = session
  const lock = registry.databaseLock
  return {
    inTheWay: lock === undefined ? hindrances(session) : [],
    ...(lock === undefined ? {} : { lock }),
    openings: registry.openings
      .map(({ at, seq, by, reference, people }) => {
        return { at, seq, reference, people: [by, ...people.map(({ memberId }) => memberId)] }
      })
      .reverse(),
    peopleNeeded: registry.settings.unblindingPeopleCount,
    participantCount: held(session.clinic).participants.size,
    plannedCount: plannedTotal(registry.settings),
    listAtHand: mayShowList(session),
  }
}

/** True where the list was opened in this sign-in, with this person at the machine that is signed in. */
function mayShowList(session: Session): boolean {
  if (session.allocation === undefined) return false
  const seq = held(session.clinic).lastListShown.get(session.member.memberId)
  return seq !== undefined && seq > session.signedInSeq
}

/** The arms by number, with the lots that were used. */
export function wholeList(session: Session, { offset, limit }: z.infer<typeof WholeList>): Result<Page<ListRow>> {
  if (!mayShowList(session)) return refuse('arm_not_recorded')
  const { arms } = held(session.allocation)
  const { settings } = session.registry
  const lotsByNumber = lotsUsed(session)
  const rows = arms.slice(offset, offset + limit).map((arm, index): ListRow => {
    const number = offset + index + 1
    const { name: armName, product } = settings.arms[arm]
    const enrolled = held(session.clinic).participants.has(number)
    return { number, arm, armName, product, enrolled, lotNumbers: [...(lotsByNumber.get(number) ?? [])] }
  })
  return accept({ rows, total: arms.length })
}

/** The lots that doses were made from, by number; what was abandoned reached nobody. */
function lotsUsed(session: Session): Map<number, Set<string>> {
  const { lots } = held(session.stock)
  const used = new Map<number, Set<string>>()
  for (const { number, lotId, state } of held(session.allocation).preparations.values()) {
    if (state !== 'finished' && state !== 'verified') continue
    const those = used.get(number) ?? new Set<string>()
    used.set(number, those.add(known(lots, lotId).lotNumber))
  }
  return used
}
