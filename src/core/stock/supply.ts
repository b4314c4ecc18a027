/** The statement of supply, made from receipts and planned numbers. */
import { known } from '../never.ts'
import { arms, type StudySettings } from '../registry/settings.ts'
import type { IsoDate } from '../time.ts'
import type { StockBook } from './book.ts'
import { hasVialLimits, isDispensable, isOverLimit, type Lot, type Vial } from './lot.ts'

/**
 * The statement of supply that every role may read: spare doses of the scarcer arm before losses, and the last day on
 * which it holds. It is made of receipts and planned numbers alone, so that no participant's arm can move it. A dose
 * comes from one lot, so each lot counts for its whole doses. Vials over a limit count as if they had not come, used or
 * not: which of them were used hangs on the arms.
 */
export function supplyOf(stock: StockBook, settings: StudySettings, endsOn: IsoDate) {
  const counted = [...stock.lots.values()].filter((lot) => isDispensable(lot, endsOn))
  const isOut = (vial: Vial) => !vial.lost && isOverLimit(vial, settings)
  const outOf = (lot: Lot) =>
    hasVialLimits(settings) ? lot.vialCodes.filter((code) => isOut(known(stock.vials, code))).length : 0
  const dosesIn = (lot: Lot) => Math.floor((lot.suppliedVials - outOf(lot)) / settings.dose.vialsPerDose)
  const surplusDoses = Math.min(
    ...arms.map((arm) => {
      const received = counted.filter((lot) => lot.product === arm).reduce((sum, lot) => sum + dosesIn(lot), 0)
      return received - settings.arms[arm].plannedCount
    }),
  )
  const until = counted.reduce((first, lot) => (lot.expiresOn < first ? lot.expiresOn : first), '9999-12-31')
  return { surplusDoses, until }
}
