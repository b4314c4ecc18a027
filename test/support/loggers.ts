/** Files of temperature loggers for tests: what such a file says, and files that a program can read. */
import type { ReadLog } from '../../src/core/stock/logger-import.ts'
import { packed } from '../../src/core/stock/readings.ts'
import type { Limits, Series } from '../../src/core/stock/temperature.ts'
import type { DeviceDay } from '../../src/core/stock/temperature-events.ts'
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

/** Minutes too warm and too cold of a day, as a logger counted them beyond the limits of a freezer. */
export type Counted = readonly [above: number, below: number]

/** The days that a logger tells at an instant, the newest first, that of the instant among them; by the site's clock. */
function daysUntil(at: Instant, counted: readonly Counted[], zone: string): DeviceDay[] {
  const today = Math.floor(minutesOnClock(at, zone) / 1_440)
  return counted
    .map(([minutesAbove, minutesBelow], place) => ({
      date: new Date((today - counted.length + 1 + place) * 86_400_000).toISOString().slice(0, 10),
      minimum: minutesBelow > 0 ? -95 : -80,
      maximum: minutesAbove > 0 ? -50 : -70,
      average: -75.5,
      minutesBelow,
      minutesAbove,
    }))
    .reverse()
}

/** What a logger tells that counts by the day and shows no reading; read out at an instant, the last of its days. */
export function daysLog(at: Instant, counted: readonly Counted[], differs: Partial<ReadLog> = {}): ReadLog {
  const zone = differs.zone ?? 'Asia/Tehran'
  const to = minutesOnClock(at, zone)
  const from = (Math.floor(to / 1_440) - counted.length + 1) * 1_440
  return { ...logFrom(at, []), deviceDays: daysUntil(at, counted, zone), daily: { from, to }, ...differs }
}

/** The same as the text export of a Fridge-tag 2; its signature is whole and signs nothing. */
export function fridgeTagText(at: Instant, counted: readonly Counted[], zone = 'Asia/Tehran'): string {
  const days = daysUntil(at, counted, zone)
  const written = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ')
  const degrees = (value: number) => (value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1))
  const lines = days.flatMap((day, place) => [
    ` ${place + 1}:`,
    `  Date: ${day.date}`,
    `  Min T: ${degrees(day.minimum ?? 0)}, TS Min T: 13:30`,
    `  Max T: ${degrees(day.maximum ?? 0)}, TS Max T: 14:33`,
    `  Avrg T: ${degrees(day.average ?? 0)}`,
    ...['  Alarm:', '   0:', `    t Acc: ${day.minutesBelow}`, '   1:', `    t Acc: ${day.minutesAbove}`],
    ...['  Ext Sensor timeout:', '   t AccST: 0'],
  ])
  return [
    ...['Device: Q-tag Fridge-tag 2', 'Conf:', ' Serial: 1001', ' Temp unit: C', ' Alarm:'],
    ...['  0:', '   T AL: -90.0, t AL: 60', '  1:', '   T AL: -60.0, t AL: 600', 'Hist:'],
    ` TS Actv: ${days.at(-1)?.date} 00:00`,
    ` TS Report Creation: ${written(Math.floor(minutesOnClock(at, zone)))}`,
    ...lines,
    ...['Cert:', ' Vers: 1.0', `Sig Cert: ${'ab'.repeat(64)}`, `Sig: ${'cd'.repeat(64)}`, ''],
  ].join('\n')
}
