/**
 * Taking in the file of a temperature logger, and what follows from it for the lots that lay there (Q2).
 *
 * One entry holds the readings, the excursions, the holds and, where a lot had been released, the neutral notice that
 * stops every dose that is prepared and not yet given (A15).
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { known } from '../never.ts'
import type { RegistryEvent } from '../registry/events.ts'
import { accept, type Refused, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { line } from '../text.ts'
import { addMinutes, type Instant, instantOnClock } from '../time.ts'
import type { StockBook } from './book.ts'
import { type DailySpan, summaryOfDays } from './daily-totals.ts'
import type { StockEvent } from './events.ts'
import { type Touched, touchedLots } from './exposure.ts'
import { isOver } from './lot.ts'
import type { Readings } from './readings.ts'
import { supplyAfter } from './restating.ts'
import { longerThan, summaryOf, summingUp } from './summaries.ts'
import type { Episode, Limits, Series, Summary } from './temperature.ts'
import type { DeviceDay } from './temperature-events.ts'

/** What was read from the file of a temperature logger, whatever made it. */
export type ReadLog = {
  /** As the file names them; empty where it does not. */
  readonly device: string
  readonly serial: string
  /** The device's own alarm limits. */
  readonly limits: Limits
  readonly series: Series
  /** The same readings as they are recorded; packed where the file was read, which may be another thread. */
  readonly readings: Readings
  /** Newest first, as the device tells them; empty where it tells none. */
  readonly deviceDays: readonly DeviceDay[]
  /** The zone of the logger's clock, where the file states it. */
  readonly zone?: string
  /** The file tells totals of days and no readings: for how long the logger measured, by its own clock, in minutes. */
  readonly daily?: DailySpan
  /** SHA-256 of the file. */
  readonly fingerprint: string
}

export const ImportTemperatures = z.strictObject({
  type: z.literal('ImportTemperatures'),
  /** The place that the logger watched. */
  storagePlace: line(80),
  /** What the logger's clock shows, where the file does not state it. */
  clock: z.enum(['site', 'utc']),
  /** Another logger than before watches this place, and that is meant. */
  otherLogger: z.boolean(),
})
type ImportTemperatures = z.infer<typeof ImportTemperatures>
export type LoggerClock = ImportTemperatures['clock']

/** A logger's clock may be ahead of this computer's by so much before its readings are said to be from the future. */
const clockToleranceMinutes = 15

/** A log under the limits of its place, before anything is decided. */
export type Weighed = {
  readonly zone: string
  readonly limits: Limits
  readonly limitsOf: 'place' | 'device'
  readonly allowedMinutes: number
  readonly from: Instant
  readonly to: Instant
  readonly summary: Summary
  /** Episodes that last longer than is allowed. */
  readonly excursions: readonly Episode[]
  readonly touched: readonly Touched[]
}

/** Every storage place that vials were ever put into, in the order of the alphabet. */
export function storagePlaces({ places }: StockBook): string[] {
  return [...places].sort()
}

/** Which limits hold for a log: those of the place where QA stated some, otherwise the device's own. */
function limitsFor(stock: StockBook, storagePlace: string, log: ReadLog) {
  const stated = stock.temperatures.placeLimits.get(storagePlace)
  if (stated !== undefined)
    return { limits: stated.limits, limitsOf: 'place', allowedMinutes: stated.allowedMinutes } as const
  if (log.limits.low === null && log.limits.high === null) return undefined
  return { limits: log.limits, limitsOf: 'device', allowedMinutes: 0 } as const
}

/** From the first reading to one interval after the last, or for as long as a logger of daily totals measured. */
export function spanOf({ series, daily }: Pick<ReadLog, 'series' | 'daily'>): DailySpan | undefined {
  const { minutes, intervalMinutes } = series
  const [first, last] = [minutes[0], minutes.at(-1)]
  return first === undefined || last === undefined ? daily : { from: first, to: last + intervalMinutes }
}

/** What readings, or where there are none totals of days, say under limits; undefined where these totals do not tell. */
export function summaryOfLog(
  { series, deviceDays: days, daily: span }: Pick<ReadLog, 'series' | 'deviceDays' | 'daily'>,
  deviceLimits: Limits,
  limits: Limits,
): Summary | undefined {
  return span === undefined ? summaryOf(series, limits) : summaryOfDays({ days, deviceLimits, span }, limits)
}

/** What a log says of a place, if it can be said at all. */
export function weigh(session: Session, command: ImportTemperatures, log: ReadLog): Result<Weighed> {
  const stock = held(session.stock)
  if (!storagePlaces(stock).includes(command.storagePlace))
    return refuse('storage_place_unknown', { field: 'storagePlace' })
  const span = spanOf(log)
  if (span === undefined) return refuse('log_without_readings', { field: 'file' })
  const found = limitsFor(stock, command.storagePlace, log)
  if (found === undefined) return refuse('place_without_limits', { field: 'storagePlace' })
  const zone = log.zone ?? (command.clock === 'utc' ? 'UTC' : session.registry.settings.study.timeZone)
  const summary = summaryOfLog(log, log.limits, found.limits)
  if (summary === undefined) return refuse('totals_of_other_limits', { field: 'file' })
  const excursions = longerThan(summary, found.allowedMinutes)
  return accept({
    ...found,
    zone,
    from: instantOnClock(span.from, zone),
    to: instantOnClock(span.to, zone),
    summary,
    excursions,
    touched: touchedLots(stock, { storagePlace: command.storagePlace, zone, episodes: excursions }).filter(
      ({ lotId }) => !isOver(known(stock.lots, lotId)),
    ),
  })
}

/**
 * What weighing a log counts first, in steps, so that nobody has to wait for a million readings at once. Without them, or
 * after them, `weigh` answers the same.
 */
export function* weighingAhead(
  session: Session,
  command: ImportTemperatures,
  log: ReadLog,
): Generator<undefined, void> {
  const found = limitsFor(held(session.stock), command.storagePlace, log)
  if (found !== undefined) yield* summingUp(log.series, found.limits)
  if (log.deviceDays.length > 0) yield* summingUp(log.series, log.limits)
}

/** Why a log that could be weighed is not taken in. */
export function hindrance(
  session: Session,
  command: ImportTemperatures,
  log: ReadLog,
  { from, to, zone }: Weighed,
  now: Instant,
): Refused | undefined {
  const lastAt = instantOnClock(log.daily?.to ?? log.series.minutes.at(-1) ?? 0, zone)
  if (lastAt > addMinutes(now, clockToleranceMinutes))
    return refuse('log_from_the_future', { field: 'file', values: { at: lastAt } })
  const imports = [...held(session.stock).temperatures.imports.values()]
  const isHere = (one: { readonly storagePlace: string }) => one.storagePlace === command.storagePlace
  // A file without a serial number is known by the place that it is about.
  const ofTheSame = imports.filter((one) => one.serial === log.serial && (log.serial !== '' || isHere(one)))
  const overlapping = ofTheSame.find((one) => one.from < to && from < one.to)
  if (overlapping !== undefined)
    return refuse('log_overlaps', { field: 'file', values: { from: overlapping.from, to: overlapping.to } })
  const before = imports.findLast(isHere)
  if (before !== undefined && before.serial !== log.serial && !command.otherLogger)
    return refuse('logger_differs', {
      field: 'otherLogger',
      values: { serial: log.serial || '–', before: before.serial || '–' },
    })
  return undefined
}

export function importTemperatures(session: Session, command: ImportTemperatures, context: Context): Result<Events> {
  const { log } = context
  if (log === undefined) return refuse('log_missing', { field: 'file' })
  const weighed = weigh(session, command, log)
  if (!weighed.ok) return weighed
  const hindered = hindrance(session, command, log, weighed.value, context.now)
  if (hindered !== undefined) return hindered
  const { summary, excursions: _, touched, ...rest } = weighed.value
  const { episodes, gaps, ...numbers } = summary
  const importId = context.id()
  const { device, serial, fingerprint, limits: deviceLimits, deviceDays, readings, daily } = log
  const stock: StockEvent[] = [
    {
      type: 'TemperaturesImported',
      importId,
      storagePlace: command.storagePlace,
      device,
      serial,
      fingerprint,
      ...rest,
      summary: { ...numbers, episodeCount: episodes.length, gapCount: gaps.length },
      deviceLimits,
      deviceDays,
      readings,
      ...(daily === undefined ? {} : { daily }),
    },
    ...touched.map(({ from, to, ...lot }): StockEvent => {
      const times = { from: instantOnClock(from, rest.zone), to: instantOnClock(to, rest.zone) }
      return {
        type: 'ExcursionFound',
        excursionId: context.id(),
        importId,
        ...lot,
        ...times,
        ...(daily === undefined ? {} : { daily: true }),
      }
    }),
  ]
  const notices: RegistryEvent[] = raisesNotice(held(session.stock), touched)
    ? [{ type: 'NoticeRaised', noticeId: context.id() }]
    : []
  const registry = [...notices, ...supplyAfter(session, stock, context)]
  return accept({ stock, ...(registry.length > 0 ? { registry } : {}) })
}

/** Doses may have been made from a lot that had been released. */
export function raisesNotice(stock: StockBook, touched: readonly Touched[]): boolean {
  return touched.some(({ lotId }) => stock.lots.get(lotId)?.released !== undefined)
}
