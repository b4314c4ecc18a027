/**
 * What the clinic book keeps of arms that were shown: every break of the blind, and every time that somebody saw an arm.
 *
 * Invariant: a showing whose envelope did not open stays on record as tried, and counts for nobody as knowledge.
 */
import type { MaybeEntered } from '../entered.ts'
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { ClinicBook } from './book.ts'
import type { BreakReason, BrokenElsewhere, ClinicFact, Occasion } from './events.ts'
import { row, type TimelineRow } from './timeline.ts'

export type Break = MaybeEntered & {
  readonly breakId: string
  /** The entry that recorded it. */
  readonly seq: number
  readonly number: number
  readonly by: string
  readonly at: Instant
  readonly reason: BreakReason
  readonly narrative: string
  readonly told: string
  readonly failed: boolean
  readonly elsewhere?: BrokenElsewhere
  /** The clinician who was to read the arm in place of whoever broke the blind. */
  readonly reader?: string
  readonly office?: string
  /** Showings that were recorded after the break itself: the clinician's reading, and every time it was shown again. */
  readonly showings: readonly Showing[]
  readonly assessment?: { readonly at: Instant; readonly by: string; readonly text: string }
}

/** One showing of an arm after its break was recorded. */
export type Showing = {
  readonly seq: number
  readonly at: Instant
  readonly to: string
  readonly occasion: Occasion
  readonly note: string
  readonly office?: string
  /** The envelope did not open; nothing was shown. */
  readonly failed: boolean
}

export type Shown = {
  readonly at: Instant
  readonly seq: number
  /** 0 where the whole list was shown. */
  readonly number: number
  /** A member's id; the name of a clinician who is no member where `office` stands. */
  readonly to: string
  readonly occasion: Occasion
  readonly note: string
  readonly office?: string
  readonly breakId?: string
  /** The member in whose sign-in it was shown. */
  readonly by: string
}

/** The key under which the last showing of an arm to a member is known. */
export function shownKey(number: number, memberId: string): string {
  return `${number} ${memberId}`
}

export function broken(clinic: ClinicBook, event: ClinicFact<'BlindBroken'>, stamp: Stamp): void {
  const { type: _, ...its } = event
  clinic.breaks.set(event.breakId, { ...its, seq: stamp.seq, at: stamp.at, failed: false, showings: [] })
  const participant = known(clinic.participants, event.number)
  const reader = event.reader === undefined ? {} : { reader: event.reader }
  // A record that somebody else took in is still the act of whoever opened the pack.
  participant.timeline.push(row({ ...stamp, by: event.by }, event.type, { reason: event.reason, ...reader }))
  clinic.participants.set(event.number, { ...participant, breakId: event.breakId })
}

export function assessed(clinic: ClinicBook, event: ClinicFact<'ImpactAssessed'>, stamp: Stamp): void {
  const assessment = { at: stamp.at, by: stamp.by, text: event.assessment }
  const broken = known(clinic.breaks, event.breakId)
  clinic.breaks.set(event.breakId, { ...broken, assessment })
  known(clinic.participants, broken.number).timeline.push(row(stamp, event.type, {}))
}

export function listShown(clinic: ClinicBook, event: ClinicFact<'ListShown'>, { at, by, seq }: Stamp): void {
  for (const to of event.to) {
    clinic.shown.push({ number: 0, to, occasion: 'end_of_trial', note: event.note, at, by, seq })
    clinic.lastListShown.set(to, seq)
  }
}

export function recordShown(clinic: ClinicBook, event: ClinicFact<'RecordShown'>, { at, by, seq }: Stamp): void {
  clinic.shown.push({ number: 0, to: event.to, occasion: 'accountability', note: event.note, at, by, seq })
  clinic.lastRecordShown.set(event.to, seq)
}

export function shown(clinic: ClinicBook, event: ClinicFact<'ArmShown'>, stamp: Stamp): void {
  const { type: _, ...its } = event
  clinic.shown.push({ ...its, at: stamp.at, seq: stamp.seq, by: stamp.by })
  // A name that somebody typed never stands for a member.
  if (event.office === undefined) clinic.lastShown.set(shownKey(event.number, event.to), stamp.seq)
  if (event.breakId === undefined) return
  const { number, breakId: _breakId, ...showing } = its
  const broken = known(clinic.breaks, event.breakId)
  const showings = [...broken.showings, { ...showing, seq: stamp.seq, at: stamp.at, failed: false }]
  clinic.breaks.set(broken.breakId, { ...broken, showings })
  const detail: TimelineRow['detail'] = event.office === undefined ? { note: event.note } : { reader: event.to }
  known(clinic.participants, number).timeline.push(row(stamp, event.type, detail))
}

/** The envelope did not open: the showing stays on record as tried, and nobody was shown anything. */
export function failedShowing(clinic: ClinicBook, breakId: string, stamp: Stamp): void {
  const broken = known(clinic.breaks, breakId)
  const last = broken.showings.length - 1
  const showings = broken.showings.map((one, index) => (index === last ? { ...one, failed: true } : one))
  clinic.breaks.set(breakId, { ...broken, showings })
  const shown = clinic.shown.findLastIndex((one) => one.breakId === breakId)
  if (shown >= 0) clinic.shown.splice(shown, 1)
  known(clinic.participants, broken.number).timeline.push(row(stamp, 'ShowingFailed', {}))
}

/** True where a clinician was to read the arm, and has not. */
export function isUnread(broken: Break): boolean {
  return broken.reader !== undefined && !broken.showings.some((one) => one.office !== undefined && !one.failed)
}

/** The envelope did not open: the break stays on record as tried, and nobody was shown anything. */
export function failedBreak(clinic: ClinicBook, breakId: string, stamp: Stamp): void {
  const broken = known(clinic.breaks, breakId)
  clinic.breaks.set(breakId, { ...broken, failed: true })
  const shown = clinic.shown.findLastIndex((one) => one.seq === broken.seq)
  if (shown >= 0) clinic.shown.splice(shown, 1)
  const { breakId: _, ...participant } = known(clinic.participants, broken.number)
  participant.timeline.push(row(stamp, 'BreakFailed', {}))
  clinic.participants.set(broken.number, participant)
}
