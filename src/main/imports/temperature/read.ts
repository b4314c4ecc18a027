/**
 * Reads the file of a temperature logger: all of it, or every problem with its line. Nothing is guessed.
 */
import { accept, type LineProblem, type Result, refuse } from '../../../core/result.ts'
import { isBerlinger, readBerlinger } from './berlinger.ts'
import { isHobo, readHobo } from './hobo.ts'
import type { Found, Reached, TemperatureLog } from './log.ts'
import { isPlain, readPlain } from './plain.ts'

/** A million readings take less than half of it. */
export const largestLogBytes = 64 * 1024 * 1024
/** The zone of a logger's clock is not known; no clock on earth is ahead of UTC by more. */
const aheadOfUtc = 14 * 60

/** What is in the bytes of such a file; `now` by this computer's clock, since no reading can lie in the future. */
export function readTemperatureLog(
  bytes: Buffer,
  now: Date,
  reached: Reached = () => undefined,
): Result<TemperatureLog> {
  const read = readAny(bytes, now.getTime() / 60_000 + aheadOfUtc, reached)
  if ('problems' in read) return refused(read.problems)
  if (read.log.series.minutes.length === 0 && read.log.deviceDays.length === 0)
    return refused([{ line: 0, problem: 'log_no_readings' }])
  return accept(read.log)
}

function readAny(bytes: Buffer, latest: number, reached: Reached): Found {
  const problem = bytesProblem(bytes)
  if (problem !== undefined) return { problems: [{ line: 0, ...problem }] }
  const start = bytes.subarray(0, 4_096).toString('utf8')
  if (isPlain(start.split(/[\r\n]/, 1)[0] ?? '')) return readPlain(bytes, latest, reached)
  if (isBerlinger(start)) return readBerlinger(bytes.toString('utf8'), latest, reached)
  if (isHobo(start)) return readHobo(bytes.toString('utf8'), latest, reached)
  return { problems: [{ line: 0, problem: 'log_unknown' }] }
}

function bytesProblem(bytes: Buffer): Omit<LineProblem, 'line'> | undefined {
  if (bytes.length === 0) return { problem: 'log_no_readings' }
  if (bytes.length > largestLogBytes) return tooLarge(bytes.length)
  const start = bytes.subarray(0, 4_096)
  return start.includes(0) ? { problem: 'log_unknown' } : undefined
}

/** The refusal of a file that is not even read. */
export function tooLarge(size: number): Omit<LineProblem, 'line'> {
  const megabytes = (count: number) => Math.ceil(count / 1024 / 1024)
  return { problem: 'log_too_large', values: { megabytes: megabytes(size), most: megabytes(largestLogBytes) } }
}

function refused(problems: readonly LineProblem[]): Result<never> {
  return refuse('log_problems', { field: 'file', problems })
}
