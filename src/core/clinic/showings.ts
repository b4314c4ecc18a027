/**
 * Showing an arm after its break was recorded: to a clinician on a turn of their own, or once more to a breaker.
 *
 * Every showing is an entry of its own, written before the envelope is opened (B2, B5). The rules take no arm.
 */
import { z } from 'zod'
import { isCode, readCode } from '../codes.ts'
import type { Context } from '../context.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import type { ClinicEvent } from './events.ts'

const id = identifier

/** A clinician who is to read an arm in place of the investigator: the name, and the office they hold. */
export const Reader = z.strictObject({ name: line(80, 2), office: line(80, 2) })
export type Reader = z.infer<typeof Reader>

export const ShowArmAgain = z.strictObject({
  type: z.literal('ShowArmAgain'),
  breakId: id,
  /** The code of this participant's card, once more; not used where the settings open with the secret alone. */
  code: identifier,
  reason: line(300, 10),
})
/** Said on the clinician's own turn, after the investigator has turned away. */
export const ReadArm = z.strictObject({ type: z.literal('ReadArm'), breakId: id, confirmation: line(80) })
export const EndHandOver = z.strictObject({ type: z.literal('EndHandOver'), breakId: id })
/** Said by the program when an envelope did not open after its showing was recorded. */
export const ReportFailedShowing = z.strictObject({ type: z.literal('ReportFailedShowing'), breakId: id })

/** The record of showing an arm once more. It is written before the envelope is opened (B5). */
export function showArmAgain(session: Session, command: z.infer<typeof ShowArmAgain>): Result<Events> {
  const clinic = held(session.clinic)
  const broken = clinic.breaks.get(command.breakId)
  if (broken === undefined) return refuse('break_unknown', { field: 'breakId' })
  if (broken.failed) return refuse('break_not_opened', { field: 'breakId' })
  if (clinic.openWith === 'card' && !isCode(readCode(command.code))) return refuse('card_mistyped', { field: 'code' })
  const shown: ClinicEvent = {
    type: 'ArmShown',
    number: broken.number,
    to: session.member.memberId,
    occasion: 'shown_again',
    note: command.reason,
    breakId: broken.breakId,
  }
  return accept({ clinic: [shown] })
}

/** The clinician's reading: on record under the clinician's own name. The investigator is not among those who know. */
export function readArm(session: Session, command: z.infer<typeof ReadArm>, context: Context): Result<Events> {
  const broken = held(session.clinic).breaks.get(command.breakId)
  if (broken?.reader === undefined) return refuse('break_unknown', { field: 'breakId' })
  if (context.turnOf !== broken.breakId) return refuse('hand_over_ended', { field: 'breakId' })
  if (!confirms(command.confirmation, broken.reader)) return refuse('reader_differs', { field: 'confirmation' })
  const { number, reader: to, office = '', breakId } = broken
  return accept({
    clinic: [{ type: 'ArmShown', number, to, occasion: 'emergency_break', note: '', office, breakId }],
  })
}

/** The clinician did not take their turn; whoever waits for it no longer does. */
export function endHandOver(session: Session, command: z.infer<typeof EndHandOver>, context: Context): Result<Events> {
  const broken = held(session.clinic).breaks.get(command.breakId)
  if (broken === undefined) return refuse('break_unknown', { field: 'breakId' })
  if (context.turnOf !== broken.breakId) return refuse('hand_over_ended', { field: 'breakId' })
  return accept({ clinic: [{ type: 'HandOverEnded', breakId: broken.breakId, number: broken.number }] })
}

/** Only a showing that the vault has just failed to open is one; nobody can take back what they were shown (B3). */
export function reportFailedShowing(
  session: Session,
  command: z.infer<typeof ReportFailedShowing>,
  context: Context,
): Result<Events> {
  const broken = held(session.clinic).breaks.get(command.breakId)
  if (broken === undefined || context.failedShowingOf !== broken.breakId) return refuse('break_unknown')
  return accept({ clinic: [{ type: 'ShowingFailed', breakId: broken.breakId, number: broken.number }] })
}

/** True where somebody typed the name they were announced by, or its initials; a title in front may be left out. */
export function confirms(typed: string, name: string): boolean {
  const words = wordsOf(name)
  const said = wordsOf(typed)
  if (said.length > 0 && said.join(' ') === words.join(' ')) return true
  const initials = words.map(([first = '']) => first).join('')
  const short = said.join('')
  return [...short].length >= 2 && initials.endsWith(short)
}

/** The words of a name as they are compared: Persian letters as Persian keyboards write them, no dots, no case. */
function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKC').replaceAll('ي', 'ی').replaceAll('ك', 'ک').toLowerCase()
  return plain.split(/[\s.\u200c-]+/u).filter((word) => word !== '')
}
