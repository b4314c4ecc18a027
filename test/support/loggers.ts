/** Files of temperature loggers for tests: what such a file says, and files that a program can read. */
import type { ReadLog } from '../../src/core/stock/logger-import.ts'
import { packed } from '../../src/core/stock/readings.ts'
import type { Limits, Series } from '../../src/core/stock/temperature.ts'
import { addMinutes, type Instant, minutesOnClock } from '../../src/core/time.ts'
import type { Fact } from './facts.ts'
import type { Trial } from './trial.ts'

/** The minutes from one reading to the next. */
export const everyMinutes = 5
export const freezerLimits: Limits = { low: -90, high: -60 }

/** The log of a freezer with these readings, the first at an instant; null where there is none. */
export function logFrom(at: Instant, celsius: readonly (number | null)[], differs: Partial<ReadLog> = {}): ReadLog {
  const zone = differs.zone ?? 'Asia/Tehran'
  const first = minutesOnClock(at, zone)
  const series: Series = {
    minutes: Float64Array.from(celsius, (_, place) => first + everyMinutes * place),
    celsius: Float64Array.from(celsius, (one) => one ?? Number.NaN),
    intervalMinutes: everyMinutes,
  }
  return {
    device: 'Logger',
    serial: '1001',
    limits: freezerLimits,
    deviceDays: [],
    fingerprint: 'f'.repeat(64),
    ...differs,
    series,
    readings: packed(series),
  }
}

export const importing = {
  type: 'ImportTemperatures',
  storagePlace: 'Freezer 1',
  clock: 'site',
  otherLogger: false,
} as const

const weathers = { cold: [-78, -78, -78, -78], warm: [-78, -50, -40, -78], freezing: [-78, -95, -95, -78] } as const

/** An hour and a bit go by in which a logger reads, and its file is taken in by the pharmacist. */
export const loggerImported =
  (weather: keyof typeof weathers = 'cold', differs: Partial<ReadLog> = {}): Fact =>
  (trial) => {
    const from = trial.now
    trial.wait(60)
    trial.act('ana', importing, { log: logFrom(from, weathers[weather], differs) })
  }

/** The excursions that QA has not disposed of. */
export function openExcursions(trial: Trial): string[] {
  return [...trial.books.stock.temperatures.excursions.values()]
    .filter(({ disposed }) => disposed === undefined)
    .map(({ excursionId }) => excursionId)
}

/** QA disposes of every open excursion. */
export const excursionsDisposed =
  (decision: 'usable' | 'rejected' = 'usable'): Fact =>
  (trial) => {
    for (const excursionId of openExcursions(trial))
      trial.act('qamar', { type: 'DisposeExcursion', excursionId, decision, assessment: 'Stable for so long.' })
  }

/** Readings as the lines of a CSV; null where the logger had none. */
export function csvOf(at: Instant, celsius: readonly (number | null)[], zone = 'Asia/Tehran'): string {
  const rows = celsius.map((one, place) => {
    const minutes = minutesOnClock(addMinutes(at, place * everyMinutes), zone)
    const time = new Date(minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ')
    return `${time},${one === null ? '' : one.toFixed(1)}`
  })
  return ['time,temperature', ...rows, ''].join('\n')
}
