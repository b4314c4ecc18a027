/** What is read from the file of a temperature logger, whatever made it. */
import type { LineProblem } from '../../../core/result.ts'
import type { ReadLog } from '../../../core/stock/logger-import.ts'

/** What the text of a file says; the fingerprint is of its bytes. */
export type TemperatureLog = Omit<ReadLog, 'fingerprint'>

/** What one reader found, or every problem with its line. */
export type Found = { readonly log: TemperatureLog } | { readonly problems: readonly LineProblem[] }
