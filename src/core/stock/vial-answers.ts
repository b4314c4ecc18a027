/** What may be asked about single vials: the units behind each number of a lot, one vial's chain, the places that exist. */
import { z } from 'zod'
import { type Page, page, paged } from '../pages.ts'
import type { Arm } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import { identifier } from '../text.ts'
import { isOverLimit, type Stay, type Vial as VialInBook, type VialMove, type VialState, vialStates } from './lot.ts'

export const LotUnits = z.strictObject({
  type: z.literal('LotUnits'),
  lotId: identifier,
  state: z.enum(vialStates),
  ...page,
})
export const Vial = z.strictObject({ type: z.literal('Vial'), vialCode: identifier })

/** A vial in a list: where it is and what brought it there. */
export type UnitRow = {
  readonly code: string
  readonly state: VialState | 'not_received'
  readonly storagePlace: string
  readonly last: VialMove
  readonly thaws: number
  readonly minutesOut: number
  readonly minutesCold: number
  /** Some of these minutes are totals of whole days: of this vial at most so many. */
  readonly ofDays: boolean
  readonly overLimit: boolean
  /** Taken for a dose and not yet stated; only for those who hold the allocation book. */
  readonly drawn: boolean
}
/** One vial and its unbroken chain (A2). Of a dose it says that it was taken for one, and never for whom. */
export type VialAnswer = UnitRow & {
  readonly lotId: string
  readonly lotNumber: string
  readonly product: Arm
  readonly stays: readonly Stay[]
  readonly moves: readonly VialMove[]
}

export function lotUnits(session: Session, question: z.infer<typeof LotUnits>): Page<UnitRow> {
  const { lots, vials } = held(session.stock)
  const found = (lots.get(question.lotId)?.vialCodes ?? [])
    .flatMap((vialCode) => vials.get(vialCode) ?? [])
    .filter(({ state }) => state === question.state)
  return paged(found, question, (one) => unitRow(session, one))
}

export function vial(session: Session, vialCode: string): Result<VialAnswer> {
  const { lots, vials } = held(session.stock)
  const found = vials.get(vialCode)
  const lot = found === undefined ? undefined : lots.get(found.lotId)
  if (found === undefined || lot === undefined) return refuse('nothing_found')
  const { lotId, stays, moves } = found
  const { lotNumber, product } = lot
  return accept({ ...unitRow(session, found), lotId, lotNumber, product, stays, moves })
}

export function unitRow(session: Session, one: VialInBook): UnitRow {
  const { vialCode, state, stays, moves, thaws, minutesOut, minutesCold, ofDays } = one
  const last = moves.at(-1)
  if (last === undefined) throw new Error('a vial was received before anything else happened to it')
  return {
    ...{ code: vialCode, state, storagePlace: stays.at(-1)?.storagePlace ?? '', last, thaws, minutesOut, minutesCold },
    ofDays,
    overLimit: isOverLimit(one, session.registry.settings),
    drawn: session.allocation?.unstated.has(vialCode) === true,
  }
}
