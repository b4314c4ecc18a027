/**
 * The end of syringes that came back: destroyed, under an authorisation and by two signatures (A5). None of them was
 * dispensable from the moment it came back (A9). Nothing here depends on an arm: both arms' syringes are one kind of thing.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { enteredPart, entered as way } from '../entered.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { secondOf } from '../witness.ts'
import type { ClinicBook } from './book.ts'
import type { Syringe } from './doses-book.ts'

export const DestroySyringes = z.strictObject({
  type: z.literal('DestroySyringes'),
  syringeIds: z.array(identifier).min(1).max(400),
  authorisation: line(120, 2),
  method: line(200, 3),
  place: line(120, 2),
  /** How they were chosen: every code scanned, or one of them ticked or typed. */
  entered: way.optional(),
  reason: line(400, 3),
})

/** True for a syringe that nobody was given and that still exists. */
export function cameBack({ state }: Syringe): boolean {
  return state === 'withheld' || state === 'returned' || state === 'broken' || state === 'expired'
}

/** Syringes that wait to be destroyed, in the order in which they were made. */
export function syringesBack(clinic: ClinicBook): Syringe[] {
  return [...clinic.syringes.values()].filter(cameBack)
}

export function destroySyringes(
  session: Session,
  command: z.infer<typeof DestroySyringes>,
  context: Context,
): Result<Events> {
  const second = secondOf(session, context, 'clinic')
  if (!second.ok) return second
  const { syringes } = held(session.clinic)
  const { type: _, syringeIds, entered, ...said } = command
  if (new Set(syringeIds).size < syringeIds.length) return refuse('syringe_twice', { field: 'syringeIds' })
  for (const syringeId of syringeIds) {
    const syringe = syringes.get(syringeId)
    if (syringe === undefined) return refuse('syringe_unknown', { field: 'syringeIds' })
    if (!cameBack(syringe)) return refuse('syringe_not_back', { field: 'syringeIds' })
  }
  return accept({
    clinic: [{ type: 'SyringesDestroyed', batchId: context.id(), syringeIds, ...said, ...enteredPart(entered) }],
  })
}
