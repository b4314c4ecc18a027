/** What may be asked about the worksheets, by everybody who holds the stock book: they name products and no participant. */
import { z } from 'zod'
import { type Step, worksheet } from '../allocation/worksheet.ts'
import { held, type Session } from '../session.ts'
import { pairInForce, pairThatWaits, type WrittenPair } from './worksheets.ts'

export const Worksheets = z.strictObject({ type: z.literal('Worksheets') })

export type WorksheetsAnswer = {
  /** The pair that preparations follow; without one they follow the settings. */
  readonly inForce?: WrittenPair
  /** The pair that waits for QA. */
  readonly waiting?: WrittenPair
  /** Every version, newest first, without its steps. */
  readonly history: readonly Omit<WrittenPair, 'sheets'>[]
  /** The steps that are made from the settings alone. */
  readonly derived: readonly Step[]
}

export function worksheets({ registry, stock }: Session): WorksheetsAnswer {
  const pairs = held(stock).worksheets
  const [inForce, waiting] = [pairInForce(pairs), pairThatWaits(pairs)]
  return {
    ...(inForce === undefined ? {} : { inForce }),
    ...(waiting === undefined ? {} : { waiting }),
    history: pairs.map(({ sheets: _, ...pair }) => pair).reverse(),
    derived: worksheet(registry.settings),
  }
}
