/**
 * Which doses that wait came from a lot that may not be used: shown beside a notice, to the pharmacist alone.
 *
 * Whoever knows the product of a held lot learns the arm of every participant in this list, and of every one who is not.
 * So showing it is recorded first, for all participants with a waiting dose: the record itself then says the same
 * whichever doses came from that lot (B2, ADR 0021). The answer to the notice still is one for all of them (A15).
 */
import { z } from 'zod'
import { type Dose, shownKey } from '../clinic/book.ts'
import { known } from '../never.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import type { Lot } from '../stock/lot.ts'
import type { Instant } from '../time.ts'

const noticeId = z.string().max(40)
export const ShowHeldDoses = z.strictObject({ type: z.literal('ShowHeldDoses'), noticeId })
export const HeldDoses = z.strictObject({ type: z.literal('HeldDoses') })

/** A lot that doses were made from and that may not be used any more. */
export type StoppedLot = Pick<Lot, 'lotId' | 'lotNumber' | 'product' | 'state'>
/** A dose that is prepared and not yet given; `lotNumber` where it came from a stopped lot. */
export type HeldDose = Pick<Dose, 'doseId' | 'number' | 'state' | 'theatre'> & {
  readonly useBefore?: Instant
  readonly lotNumber?: string
}
export type HeldDosesAnswer = { readonly lots: readonly StoppedLot[]; readonly doses: readonly HeldDose[] }

/** Records that the origin of every waiting dose is shown, whatever it is. */
export function showHeldDoses(session: Session, command: z.infer<typeof ShowHeldDoses>): Result<Events> {
  const notice = session.registry.notices.get(command.noticeId)
  if (notice === undefined) return refuse('notice_unknown', { field: 'noticeId' })
  if (notice.answeredAt !== undefined) return refuse('notice_answered', { field: 'noticeId' })
  const numbers = [...new Set(waiting(session).map((dose) => dose.number))]
  if (numbers.length === 0) return refuse('no_dose_waits')
  const { memberId: to } = session.member
  return accept({ clinic: numbers.map((number) => ({ type: 'ArmShown', number, to, occasion: 'notice', note: '' })) })
}

/** The waiting doses and which of them came from a stopped lot; only once showing all of them was recorded in this sign-in. */
export function heldDoses(session: Session): Result<HeldDosesAnswer> {
  const { lastShown } = held(session.clinic)
  const { preparations, preparationsByDose } = held(session.allocation)
  const doses = waiting(session)
  const isRecorded = ({ number }: Dose) =>
    (lastShown.get(shownKey(number, session.member.memberId)) ?? 0) > session.signedInSeq
  if (doses.length === 0 || !doses.every(isRecorded)) return refuse('arm_not_recorded')
  const lots = stoppedLots(session)
  return accept({
    lots: lots.map(({ lotId, lotNumber, product, state }) => ({ lotId, lotNumber, product, state })),
    doses: doses.map(({ doseId, number, state, theatre, useBefore }) => {
      const { lotId } = known(preparations, known(preparationsByDose, doseId))
      const lot = lots.find((one) => one.lotId === lotId)
      return {
        doseId,
        number,
        state,
        theatre,
        ...(useBefore === undefined ? {} : { useBefore }),
        ...(lot === undefined ? {} : { lotNumber: lot.lotNumber }),
      }
    }),
  })
}

/** Lots that were released once and are not any more: held, rejected, or stopped by whatever else takes a release back. */
function stoppedLots(session: Session): Lot[] {
  return [...held(session.stock).lots.values()].filter((lot) => lot.released !== undefined && lot.state !== 'released')
}

function waiting(session: Session): Dose[] {
  const { pendingDoses, doses } = held(session.clinic)
  return [...pendingDoses].map((doseId) => known(doses, doseId))
}
