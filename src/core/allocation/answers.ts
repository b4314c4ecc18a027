/** What may be asked of the allocation book. An arm is shown only where showing it was recorded in this sign-in (B2). */
import { z } from 'zod'
import { type DoseRow, doseRow } from '../clinic/answers.ts'
import { shownKey } from '../clinic/showings-book.ts'
import { alphabet } from '../codes.ts'
import { known } from '../never.ts'
import { type Arm, plannedTotal, type StudySettings } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import { pairInForce } from '../stock/worksheets.ts'
import { type Both, identifier } from '../text.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { Preparation as PreparationInBook } from './book.ts'
import { isUsable } from './commands.ts'
import type { Provenance } from './events.ts'
import { sheetOf } from './steps.ts'
import { commonSteps, nextStep, pairOf, type Step, sinceWhen, timesOf, worksheet } from './worksheet.ts'

export const Preparation = z.strictObject({ type: z.literal('Preparation'), doseId: identifier })
export const AllocationList = z.strictObject({ type: z.literal('AllocationList') })
export const ArmOf = z.strictObject({ type: z.literal('ArmOf'), number: z.int().min(1).max(200_000) })

export type PreparationAnswer = {
  readonly dose: DoseRow
  /** What is common to both arms; the words of the instructions may differ and are shown with the arm. */
  readonly steps: readonly Step[]
  /** The version of the written worksheets that is followed, or would be if it began now. */
  readonly worksheets?: number
  readonly preparation?: Omit<PreparationInBook, 'arm' | 'lotId' | 'vialCodes'> & {
    readonly nextStep?: Step['name']
    /** When the wait of the next step ends. */
    readonly waitEndsAt?: Instant
    /** After this the next step is not recorded any more. */
    readonly mostEndsAt?: Instant
  }
  /** What tells the arm. Present only after showing it to this person was recorded in this sign-in. */
  readonly unblinded?: {
    readonly arm: Arm
    readonly armName: string
    readonly product: StudySettings['arms']['A']['product']
    readonly lotNumber: string
    readonly expiresOn: IsoDate
    readonly storagePlace: string
    readonly vialCodes: readonly string[]
    /** The instruction of each step, in the words of this product's worksheet; empty where none was written. */
    readonly instructions: readonly Both[]
    /** Vials of the lot that may be scanned, a few of them. */
    readonly shelf: readonly string[]
  }
}
export type AllocationListAnswer = {
  readonly sealed: boolean
  readonly provenance?: Provenance & { readonly at: Instant; readonly by: string }
  readonly numberCount: number
  readonly plannedCount: number
}
export type ArmAnswer = {
  readonly arm: Arm
  readonly armName: string
  readonly product: StudySettings['arms']['A']['product']
}

export function preparation(session: Session, doseId: string): Result<PreparationAnswer> {
  const allocation = held(session.allocation)
  if (!held(session.clinic).doses.has(doseId)) return refuse('nothing_found')
  const dose = doseRow(session, doseId)
  const latest = allocation.preparationsByDose.get(doseId)
  if (latest === undefined) return accept({ dose, ...followedNow(session) })
  const { arm, lotId, vialCodes, ...rest } = known(allocation.preparations, latest)
  const steps = sheetOf(session, { arm, lotId, vialCodes, ...rest })
  const next = rest.state === 'open' ? nextStep(steps, rest) : undefined
  const { from, until } = next === undefined ? {} : timesOf(next, sinceWhen(rest))
  // Once a dose waits to be prepared anew, it is by what is in force then.
  const followed = rest.state === 'abandoned' ? followedNow(session) : { steps, ...versionOf(rest.worksheets) }
  const shown = {
    dose,
    ...followed,
    preparation: {
      ...rest,
      ...(next === undefined ? {} : { nextStep: next.name }),
      ...(from === undefined ? {} : { waitEndsAt: from }),
      ...(until === undefined ? {} : { mostEndsAt: until }),
    },
  }
  if (!mayShow(session, rest.number)) return accept(shown)
  const { lots, vials } = held(session.stock)
  const { lotNumber, expiresOn, storagePlace: receivedInto } = known(lots, lotId)
  const { name: armName, product } = session.registry.settings.arms[arm]
  const shelf = onShelf(session, lotId, latest, next?.vials ?? steps[0]?.vials ?? 1)
  const pair = pairOf(rest, held(session.stock))
  const instructions = pair === undefined ? [] : pair.sheets[arm].map(({ instruction }) => instruction)
  // Vials may have been carried since their receipt.
  const storagePlace = vials.get(shelf[0] ?? '')?.stays.at(-1)?.storagePlace ?? receivedInto
  return accept({
    ...shown,
    unblinded: { arm, armName, product, lotNumber, expiresOn, storagePlace, vialCodes, instructions, shelf },
  })
}

function versionOf(worksheets: number | undefined) {
  return worksheets === undefined ? {} : { worksheets }
}

/** By what a preparation would be done that began now. */
function followedNow({ registry, stock }: Session) {
  const pair = pairInForce(held(stock).worksheets)
  return pair === undefined
    ? { steps: worksheet(registry.settings) }
    : { steps: commonSteps(pair), worksheets: pair.version }
}

export function allocationList(session: Session): AllocationListAnswer {
  const { provenance } = held(session.allocation)
  return {
    sealed: provenance !== undefined,
    ...(provenance === undefined ? {} : { provenance }),
    numberCount: held(session.clinic).numberCount,
    plannedCount: plannedTotal(session.registry.settings),
  }
}

export function armOf(session: Session, of: number): Result<ArmAnswer> {
  const arm = held(session.allocation).arms[of - 1]
  if (arm === undefined || !held(session.clinic).participants.has(of)) return refuse('nothing_found')
  if (!mayShow(session, of)) return refuse('arm_not_recorded')
  const { name: armName, product } = session.registry.settings.arms[arm]
  return accept({ arm, armName, product })
}

/** True where showing this arm to this person was recorded in this sign-in. */
export function mayShow(session: Session, of: number): boolean {
  const seq = held(session.clinic).lastShown.get(shownKey(of, session.member.memberId))
  return seq !== undefined && seq > session.signedInSeq
}

/**
 * A few vials of a lot that nobody has drawn. Which ones hangs on the id of the preparation, which QA never sees: offered
 * in the order of the receipt, the code of a wasted vial would tell QA which of a lot's draws it was (B13).
 */
function onShelf(session: Session, lotId: string, preparationId: string, count: number): string[] {
  const free = [...held(session.stock).vials.values()]
    .filter((vial) => vial.lotId === lotId && isUsable(session, vial))
    .map((vial) => vial.vialCode)
  const start = free.length === 0 ? 0 : remainder(preparationId, free.length)
  return [...free.slice(start), ...free.slice(0, start)].slice(0, count)
}

/** A code as a number, by its place among so many. */
function remainder(code: string, among: number): number {
  return [...code].reduce((sum, character) => (sum * alphabet.length + alphabet.indexOf(character)) % among, 0)
}
