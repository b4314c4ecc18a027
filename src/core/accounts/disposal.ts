/** What waits to go back or to be destroyed, and what did: vials for those who hold stock, syringes for those of the clinic. */
import { z } from 'zod'
import { syringesBack } from '../clinic/disposal.ts'
import type { SyringeBatch, SyringeState } from '../clinic/doses-book.ts'
import { known } from '../never.ts'
import type { Arm } from '../registry/settings.ts'
import type { Session } from '../session.ts'
import { type VialBatch, vialsInBatch } from '../stock/batches.ts'
import type { StockBook } from '../stock/book.ts'
import { mayClear, unstatedUse } from '../stock/disposal.ts'
import type { LotState } from '../stock/events.ts'
import type { Lot } from '../stock/lot.ts'
import { dayOf, type Instant, type IsoDate } from '../time.ts'

export const Disposal = z.strictObject({ type: z.literal('Disposal') })

/** Lists are cut at so many; a pharmacy of this size never comes near it. */
const mostRows = 400

type VialsOfLot = {
  readonly lotId: string
  readonly lotNumber: string
  readonly product: Arm
  readonly expiresOn: IsoDate
  readonly state: LotState
  readonly vialCodes: readonly string[]
  /** Doses whose use must be stated first, where there are such. */
  readonly dosesToState: number
}
export type SyringeBack = {
  readonly syringeId: string
  readonly code: string
  readonly number: number
  readonly state: SyringeState
  readonly at: Instant
}
export type DisposalAnswer = {
  readonly vials?: {
    /** Vials that were written off, by lot. */
    readonly writtenOff: readonly VialsOfLot[]
    /** Lots that no dose may come from and that are not cleared, with what is left of them; it may be nothing. */
    readonly lots: readonly VialsOfLot[]
    readonly batches: readonly VialBatch[]
  }
  readonly syringes?: { readonly back: readonly SyringeBack[]; readonly batches: readonly SyringeBatch[] }
}

export function disposal(session: Session, now: Instant): DisposalAnswer {
  const { stock, clinic } = session
  return {
    ...(stock === undefined ? {} : { vials: vialsToGo(session, stock, now) }),
    ...(clinic === undefined
      ? {}
      : {
          syringes: {
            back: syringesBack(clinic)
              .slice(0, mostRows)
              .map(({ syringeId, code, number, state, outcome, useBefore }) => {
                return { syringeId, code, number, state, at: outcome?.at ?? useBefore }
              }),
            batches: [...clinic.batches.values()].reverse().slice(0, mostRows),
          },
        }),
  }
}

function vialsToGo(session: Session, stock: StockBook, now: Instant): NonNullable<DisposalAnswer['vials']> {
  const today = dayOf(now, session.registry.settings.study.timeZone)
  const writtenOff = Map.groupBy(vialsInBatch(stock, undefined), ({ lotId }) => lotId)
  return {
    writtenOff: [...writtenOff].map(([lotId, vials]) => ofLot(known(stock.lots, lotId), vials, 0)),
    lots: [...stock.lots.values()]
      .filter((lot) => mayClear(session, lot, today))
      .map((lot) => {
        const doses = unstatedUse(session, lot) === undefined ? 0 : session.registry.outstandingDoses
        return ofLot(lot, vialsInBatch(stock, lot.lotId), doses)
      })
      // A count may find a vial again of a lot that was cleared.
      .filter(({ state, vialCodes }) => state !== 'cleared' || vialCodes.length > 0),
    batches: [...stock.batches.values()].reverse().slice(0, mostRows),
  }
}

function ofLot(
  { lotId, lotNumber, product, expiresOn, state }: Lot,
  vials: readonly { vialCode: string }[],
  dosesToState: number,
): VialsOfLot {
  return { lotId, lotNumber, product, expiresOn, state, vialCodes: vials.map(({ vialCode }) => vialCode), dosesToState }
}
