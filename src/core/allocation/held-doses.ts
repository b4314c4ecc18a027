/**
 * Which doses came from a lot that may not be used: those that wait, and those that were given already. Shown beside a
 * notice, to the pharmacist alone.
 *
 * Whoever knows the product of a held lot learns the arm of every participant in this list, and of every one who is not.
 * So showing it is recorded first, for all participants whose dose waits or was given: the record itself then says the
 * same whichever doses came from that lot (B2, ADR 0021). The answer to the notice still is one for all of them (A15).
 */
import { z } from 'zod'
import type { Dose } from '../clinic/doses-book.ts'
import { shownKey } from '../clinic/showings-book.ts'
import { known } from '../never.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import type { Lot } from '../stock/lot.ts'
import { identifier } from '../text.ts'
import type { Instant } from '../time.ts'

const noticeId = identifier
export const ShowHeldDoses = z.strictObject({ type: z.literal('ShowHeldDoses'), noticeId })
export const HeldDoses = z.strictObject({ type: z.literal('HeldDoses') })

/** A lot that doses were made from and that may not be used any more. */
export type StoppedLot = Pick<Lot, 'lotId' | 'lotNumber' | 'product' | 'state'>
/** A dose that is prepared and not yet given; `lotNumber` where it came from a stopped lot. */
export type HeldDose = Pick<Dose, 'doseId' | 'number' | 'state' | 'theatre'> & {
  readonly useBefore?: Instant
  readonly lotNumber?: string
}
/** A dose that was given and came from a lot that was stopped since. */
export type GivenDose = Pick<Dose, 'doseId' | 'number' | 'theatre'> & {
  readonly givenAt: Instant
  readonly lotNumber: string
}
export type HeldDosesAnswer = {
  readonly lots: readonly StoppedLot[]
  readonly doses: readonly HeldDose[]
  readonly given: readonly GivenDose[]
}

/** Records that the origin of every dose that waits or was given is shown, whatever it is. */
export function showHeldDoses(session: Session, command: z.infer<typeof ShowHeldDoses>): Result<Events> {
  const notice = session.registry.notices.get(command.noticeId)
  if (notice === undefined) return refuse('notice_unknown', { field: 'noticeId' })
  if (notice.answeredAt !== undefined) return refuse('notice_answered', { field: 'noticeId' })
  const numbers = numbersShown(session)
  if (numbers.length === 0) return refuse('no_dose_waits')
  const { memberId: to } = session.member
  return accept({ clinic: numbers.map((number) => ({ type: 'ArmShown', number, to, occasion: 'notice', note: '' })) })
}

/** Which doses came from a stopped lot; only once showing all of them was recorded in this sign-in. */
export function heldDoses(session: Session): Result<HeldDosesAnswer> {
  const { lastShown } = held(session.clinic)
  const { preparations, preparationsByDose } = held(session.allocation)
  const doses = waiting(session)
  const isRecorded = (number: number) =>
    (lastShown.get(shownKey(number, session.member.memberId)) ?? 0) > session.signedInSeq
  const numbers = numbersShown(session)
  if (numbers.length === 0 || !numbers.every(isRecorded)) return refuse('arm_not_recorded')
  const lots = stoppedLots(session)
  return accept({
    given: givenFrom(session),
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

/** Every participant of whom looking tells something: they have a dose that waits, or were given one. */
function numbersShown(session: Session): number[] {
  const { participants } = held(session.clinic)
  const shown = new Set([...waiting(session), ...given(session)].map(({ number }) => number))
  return [...participants.keys()].filter((number) => shown.has(number))
}

/** Doses of which something was given, each with the preparation that it came from. */
function given(
  session: Session,
): (Pick<Dose, 'doseId' | 'number' | 'theatre'> & { lotId: string; givenAt: Instant })[] {
  const { syringes, doses } = held(session.clinic)
  return [...held(session.allocation).preparations.values()].flatMap(({ doseId, lotId, syringeIds }) => {
    const outcome = syringeIds
      .map((syringeId) => known(syringes, syringeId).outcome)
      .find((one) => one?.kind === 'administered')
    const { number, theatre } = known(doses, doseId)
    return outcome === undefined ? [] : [{ doseId, number, theatre, lotId, givenAt: outcome.at }]
  })
}

/** Those that came from a lot that was stopped after doses had been made from it; a lot that only came to its end is none. */
function givenFrom(session: Session): GivenDose[] {
  const stopped = new Map(
    stoppedLots(session)
      .filter(({ state, rejectedAfterRelease }) => state === 'held' || rejectedAfterRelease !== undefined)
      .map(({ lotId, lotNumber }) => [lotId, lotNumber]),
  )
  return given(session).flatMap(({ lotId, ...dose }): GivenDose[] => {
    const lotNumber = stopped.get(lotId)
    return lotNumber === undefined ? [] : [{ ...dose, lotNumber }]
  })
}

function waiting(session: Session): Dose[] {
  const { pendingDoses, doses } = held(session.clinic)
  return [...pendingDoses].map((doseId) => known(doses, doseId))
}
