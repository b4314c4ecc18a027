/**
 * Who was shown which arm, and which breaks wait for somebody to say what they mean.
 *
 * What is told here never holds an arm, and its words are the same for both (B2, B9).
 */
import { isBlinded } from '../books.ts'
import { known } from '../never.ts'
import { held, type Session } from '../session.ts'
import type { ClinicBook } from './book.ts'
import type { BreakReason } from './events.ts'
import { type Break, isUnread, type Shown } from './showings-book.ts'

/** That the blind of a participant was broken; of what it was, and of what follows, nothing (B9). */
export type BreakNotice = Pick<Break, 'breakId' | 'number' | 'by' | 'at' | 'reader'> & { readonly unread: boolean }

/** One line of the knowledge ledger. `flagged` where the person is listed as blinded. */
export type KnowledgeRow = Shown & { readonly flagged: boolean; readonly reason?: BreakReason }

/** The same words whoever had which arm, and for as long as nobody has said what the break means (B9). */
export function breakNotices(clinic: ClinicBook): BreakNotice[] {
  return [...clinic.breaks.values()]
    .filter((broken) => !broken.failed && broken.assessment === undefined)
    .map((broken) => {
      const { breakId, number: of, by, at, reader } = broken
      return { breakId, number: of, by, at, ...(reader === undefined ? {} : { reader }), unread: isUnread(broken) }
    })
    .reverse()
    .slice(0, 50)
}

/**
 * Who was shown which arm, oldest first. Whoever is listed as blinded is flagged, also after an emergency break: for this
 * participant they are blinded no longer, and whoever judges their findings must know it. A clinician who is no member is
 * of the ward, and the ward is blinded.
 */
export function knowledge(session: Session): KnowledgeRow[] {
  const { shown, breaks } = held(session.clinic)
  const reasons = new Map([...breaks.values()].map((broken) => [broken.seq, broken.reason]))
  return shown.map((one) => {
    const isOfTheBlinded = one.office !== undefined || isBlinded(known(session.registry.members, one.to).role)
    // At the end of the trial everybody is meant to learn the arms.
    const flagged = isOfTheBlinded && one.occasion !== 'end_of_trial'
    const reason = one.breakId === undefined ? reasons.get(one.seq) : breaks.get(one.breakId)?.reason
    return { ...one, flagged, ...(reason === undefined ? {} : { reason }) }
  })
}
