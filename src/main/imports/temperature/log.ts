/** What is read from the file of a temperature logger, whatever made it. */
import type { LineProblem } from '../../../core/result.ts'
import type { ReadLog } from '../../../core/stock/logger-import.ts'

/** What the text of a file says; its fingerprint and what is recorded are made of it. */
export type TemperatureLog = Omit<ReadLog, 'fingerprint' | 'readings'>

/** Hears how far the reading of a file is: so many of so many parts, bytes or lines. */
export type Reached = (done: number, total: number) => void
/** Lines between two such reports. */
export const linesBetweenReports = 8_192

/** What one reader found, or every problem with its line. */
export type Found = { readonly log: TemperatureLog } | { readonly problems: readonly LineProblem[] }
