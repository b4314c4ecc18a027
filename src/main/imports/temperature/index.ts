// A logger file from the command line: one line of JSON on standard output, what was read or the refusal.

import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Result, refuse } from '../../../core/result.ts'
import { type Limits, summarise } from '../../../core/stock/temperature.ts'
import type { TemperatureLog } from './log.ts'
import { written } from './log-text.ts'
import { largestLogBytes, readTemperatureLog, tooLarge } from './read.ts'

const usage = `Reads the file of a temperature logger and prints one line of JSON: device, serial, rows, missing, minimum, maximum,
meanKineticTemperature, limits, minutesAbove, minutesBelow, episodes, gaps, deviceTotals; or the refusal.

npm run logger -- FILE [--low=C] [--high=C]

  --low, --high   limits in degrees Celsius, in place of the device's own`

function read(path: string): Result<TemperatureLog> {
  const { size } = statSync(path)
  if (size > largestLogBytes)
    return refuse('log_problems', { field: 'file', problems: [{ line: 0, ...tooLarge(size) }] })
  return readTemperatureLog(readFileSync(path), new Date())
}

/** What was read, with numbers as people read them: hundredths of a degree, whole minutes. */
function described({ device, serial, limits: own, series, deviceDays }: TemperatureLog, given: Partial<Limits>) {
  const limits = { ...own, ...given }
  const summary = summarise(series, limits)
  const hundredths = (degrees: number | null) => (degrees === null ? null : Math.round(degrees * 100) / 100)
  const minutes = (count: number) => Math.round(count * 100) / 100
  return {
    device,
    serial,
    rows: summary.rows,
    missing: summary.missing,
    minimum: summary.minimum,
    maximum: summary.maximum,
    meanKineticTemperature: hundredths(summary.meanKineticTemperature),
    limits,
    minutesAbove: minutes(summary.minutesAbove),
    minutesBelow: minutes(summary.minutesBelow),
    episodes: summary.episodes.map(({ side, from, to, extreme }) => ({
      side,
      from: written(from),
      to: written(to),
      minutes: minutes(to - from),
      extreme,
    })),
    gaps: summary.gaps.map(({ from, to }) => ({ from: written(from), to: written(to), minutes: minutes(to - from) })),
    deviceTotals: deviceDays,
  }
}

/** Degrees as they were given; undefined where none were. */
function degrees(given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  const read = Number(given)
  if (given.trim() === '' || !Number.isFinite(read)) throw new TypeError(`${given} is no temperature`)
  return read
}

function main(): number {
  const options = { low: { type: 'string' }, high: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [low, high] = [degrees(values.low), degrees(values.high)]
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new TypeError('name one file')
  const result = read(file)
  const given = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
  console.log(JSON.stringify(result.ok ? described(result.value, given) : { refusal: result.refusal }))
  return result.ok ? 0 : 1
}

try {
  process.exitCode = main()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  process.exitCode = 2
}
