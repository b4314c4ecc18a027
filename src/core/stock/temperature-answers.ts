/** What may be asked of temperatures: places, logger files, their curves and episodes, and what became of the lots. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { known } from '../never.ts'
import { type Page, page, paged } from '../pages.ts'
import type { Arm } from '../registry/settings.ts'
import { accept, type Refusal, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import { identifier } from '../text.ts'
import { type Instant, instantOnClock } from '../time.ts'
import type { StockBook } from './book.ts'
import { type Curve, curveOf } from './curve.ts'
import { type ComparedDay, comparedDays } from './device-comparison.ts'
import type { LotState } from './events.ts'
import { exposedVials, touchedLots, type Watched } from './exposure.ts'
import {
  hindrance,
  type ImportTemperatures,
  type ReadLog,
  raisesNotice,
  spanOf,
  storagePlaces,
  summaryOfLog,
  weigh,
} from './logger-import.ts'
import { longerThan, summingUp } from './summaries.ts'
import { type Limits, minutesOf, type Summary } from './temperature.ts'
import { type Excursion, type ImportedLog, openingSeries, type StatedLimits, seriesOf } from './temperature-book.ts'
import type { DeviceDay } from './temperature-events.ts'

export const StoragePlaces = z.strictObject({ type: z.literal('StoragePlaces'), ...page })
export const LoggerImports = z.strictObject({ type: z.literal('LoggerImports'), ...page })
const importId = identifier
export const LoggerImport = z.strictObject({ type: z.literal('LoggerImport'), importId })
/** Minutes of the logger's clock; all of it where they are left out. */
const minutes = z.number().min(-1e9).max(1e9).optional()
/** How wide the picture is, in points. */
export const columns = z.int().min(10).max(4_000)
export const CurveWindow = { from: minutes, to: minutes, columns }
export const LoggerCurve = z.strictObject({ type: z.literal('LoggerCurve'), importId, ...CurveWindow })
export const LoggerEpisodes = z.strictObject({ type: z.literal('LoggerEpisodes'), importId, ...page })
export const Excursions = z.strictObject({ type: z.literal('Excursions'), ...page })
export const ExposedVials = z.strictObject({
  type: z.literal('ExposedVials'),
  excursionId: identifier,
  ...page,
})

export type StoragePlaceRow = {
  readonly storagePlace: string
  readonly lotCount: number
  readonly limits?: StatedLimits
  /** The logger of the latest import. */
  readonly serial?: string
  readonly lastImportTo?: Instant
}
export type LoggerImportRow = Omit<ImportedLog, 'readings' | 'deviceDays'> & {
  /** Excursions found by it, and those that QA has not disposed of. */
  readonly excursionCount: number
  readonly openExcursionCount: number
  /** Of how many days the logger tells totals, where it tells no readings. */
  readonly dayCount?: number
}
export type ExcursionRow = Excursion & {
  readonly lotNumber: string
  readonly product: Arm
  readonly lotState: LotState
}
export type LoggerImportAnswer = {
  readonly row: LoggerImportRow
  readonly compared: readonly ComparedDay[]
  /** What the logger tells of each day, the oldest first; empty where it tells readings. */
  readonly days: readonly DeviceDay[]
  readonly excursions: readonly ExcursionRow[]
  /** Of the logger's clock, in minutes. */
  readonly fromMinutes: number
  readonly toMinutes: number
}
export type EpisodeRow = {
  readonly side: 'below' | 'above'
  readonly from: Instant
  readonly to: Instant
  /** By the clock of the logger, for the chart. */
  readonly fromMinutes: number
  readonly toMinutes: number
  readonly minutes: number
  readonly extreme: number
  /** It lasted longer than the place allows. */
  readonly isExcursion: boolean
  readonly lots: readonly { readonly lotId: string; readonly lotNumber: string }[]
}
export type ExposedVialRow = {
  readonly vialCode: string
  readonly from: Instant
  readonly minutesBelow: number
  readonly minutesAbove: number
}

/** What a file says before it is recorded, and what recording it would do. */
export type LoggerLook = {
  readonly device: string
  readonly serial: string
  /** The file states the zone of its clock; then nobody is asked for it. */
  readonly statesZone: boolean
  readonly zone: string
  readonly from: Instant
  readonly to: Instant
  readonly limits: Limits
  readonly limitsOf: 'place' | 'device'
  readonly allowedMinutes: number
  readonly summary: ImportedLog['summary']
  readonly excursionCount: number
  readonly compared: readonly ComparedDay[]
  /** What the logger tells of each day, the oldest first; empty where it tells readings. */
  readonly days: readonly DeviceDay[]
  readonly touched: readonly {
    readonly lotId: string
    readonly lotNumber: string
    readonly product: Arm
    readonly state: LotState
    readonly vialCount: number
    readonly minutesBelow: number
    readonly minutesAbove: number
  }[]
  readonly raisesNotice: boolean
  /** Why it would not be recorded. */
  readonly refusal?: Refusal
  /** Left out where the logger tells no readings. */
  readonly curve?: Curve
}

function summaryOf(imported: ImportedLog): Summary {
  const { deviceLimits, limits } = imported
  const summary = summaryOfLog({ ...imported, series: seriesOf(imported) }, deviceLimits, limits)
  if (summary === undefined) throw new Error('totals were recorded that do not tell what they were recorded for')
  return summary
}

/**
 * What a question about a logger file counts first, in steps, so that nobody has to wait for a million readings at once.
 * Without them, or after them, the answer is the same.
 */
export function* readingAhead(
  { stock }: Session,
  question: { readonly importId: string } | { readonly excursionId: string },
): Generator<undefined, void> {
  if (stock === undefined) return
  const { imports, excursions: found } = stock.temperatures
  const id = 'importId' in question ? question.importId : found.get(question.excursionId)?.importId
  const imported = id === undefined ? undefined : imports.get(id)
  if (imported === undefined) return
  const series = yield* openingSeries(imported)
  yield* summingUp(series, imported.limits)
  if (imported.deviceDays.length > 0) yield* summingUp(series, imported.deviceLimits)
}

export function placesOfStock(session: Session, question: z.infer<typeof StoragePlaces>): Page<StoragePlaceRow> {
  const stock = held(session.stock)
  const { imports, placeLimits } = stock.temperatures
  const lots = lotsByPlace(stock)
  return paged(storagePlaces(stock), question, (storagePlace) => {
    const limits = placeLimits.get(storagePlace)
    const last = [...imports.values()].findLast((one) => one.storagePlace === storagePlace)
    return {
      storagePlace,
      lotCount: lots.get(storagePlace)?.size ?? 0,
      ...(limits === undefined ? {} : { limits }),
      ...(last === undefined ? {} : { serial: last.serial, lastImportTo: last.to }),
    }
  })
}

/** Which lots lie where, whatever they have left. */
function lotsByPlace(stock: StockBook): Map<string, Set<string>> {
  const lots = new Map<string, Set<string>>()
  const seen = new Set<unknown>()
  for (const { stays, lotId } of stock.vials.values()) {
    if (seen.has(stays)) continue
    seen.add(stays)
    const place = stays.at(-1)?.storagePlace ?? ''
    const found = lots.get(place) ?? new Set()
    lots.set(place, found.add(lotId))
  }
  return lots
}

export function loggerImports(session: Session, question: z.infer<typeof LoggerImports>): Page<LoggerImportRow> {
  const stock = held(session.stock)
  return paged([...stock.temperatures.imports.values()].reverse(), question, (one) => importRow(stock, one))
}

function importRow(stock: StockBook, imported: ImportedLog): LoggerImportRow {
  const { readings: _, deviceDays, ...row } = imported
  const dayCount = row.daily === undefined ? {} : { dayCount: deviceDays.length }
  const found = [...stock.temperatures.excursions.values()].filter((one) => one.importId === imported.importId)
  const open = found.filter((one) => one.disposed === undefined)
  return { ...row, ...dayCount, excursionCount: found.length, openExcursionCount: open.length }
}

export function loggerImport(session: Session, id: string): Result<LoggerImportAnswer> {
  const stock = held(session.stock)
  const imported = stock.temperatures.imports.get(id)
  if (imported === undefined) return refuse('nothing_found')
  const series = seriesOf(imported)
  const span = spanOf({ ...imported, series })
  const excursions = [...stock.temperatures.excursions.values()].filter((one) => one.importId === id)
  return accept({
    row: importRow(stock, imported),
    ...ofDays({ ...imported, series }, imported.deviceLimits),
    excursions: excursions.slice(0, 200).map((one) => excursionRow(stock, one)),
    fromMinutes: span?.from ?? 0,
    toMinutes: span?.to ?? 0,
  })
}

/** The logger's own days: beside our readings, or where it tells none for themselves. */
function ofDays(
  { series, deviceDays, daily }: Pick<ReadLog, 'series' | 'deviceDays' | 'daily'>,
  limits: Limits,
): Pick<LoggerLook, 'compared' | 'days'> {
  if (daily === undefined) return { compared: comparedDays(series, limits, deviceDays), days: [] }
  return { compared: [], days: [...deviceDays].sort((one, other) => (one.date < other.date ? -1 : 1)) }
}

export function loggerCurve(session: Session, question: z.infer<typeof LoggerCurve>): Result<Curve> {
  const imported = held(session.stock).temperatures.imports.get(question.importId)
  // Of totals of days there is no curve.
  if (imported === undefined || imported.daily !== undefined) return refuse('nothing_found')
  return accept(windowed(seriesOf(imported), summaryOf(imported), question))
}

type Wanted = { readonly from?: number | undefined; readonly to?: number | undefined; readonly columns: number }

function windowed(series: ReturnType<typeof seriesOf>, summary: Summary, { from, to, columns: wide }: Wanted): Curve {
  const first = series.minutes[0] ?? 0
  const start = Math.max(first, from ?? first)
  const last = (series.minutes.at(-1) ?? 0) + series.intervalMinutes
  // Less than a step is no picture of anything.
  const end = Math.max(start + series.intervalMinutes, Math.min(last, to ?? last))
  return curveOf(series, summary, { from: start, to: end, columns: wide })
}

export function loggerEpisodes(session: Session, question: z.infer<typeof LoggerEpisodes>): Result<Page<EpisodeRow>> {
  const stock = held(session.stock)
  const imported = stock.temperatures.imports.get(question.importId)
  if (imported === undefined) return refuse('nothing_found')
  const { storagePlace, zone, allowedMinutes } = imported
  const summary = summaryOf(imported)
  const isExcursion = new Set(longerThan(summary, allowedMinutes))
  return accept(
    paged(summary.episodes, question, (episode) => ({
      side: episode.side,
      extreme: episode.extreme,
      from: instantOnClock(episode.from, zone),
      to: instantOnClock(episode.to, zone),
      fromMinutes: episode.from,
      toMinutes: episode.to,
      minutes: Math.round(minutesOf(episode)),
      isExcursion: isExcursion.has(episode),
      lots: touchedLots(stock, { storagePlace, zone, episodes: [episode] }).map(({ lotId }) => ({
        lotId,
        lotNumber: known(stock.lots, lotId).lotNumber,
      })),
    })),
  )
}

/** Those that wait for QA first, then the newest. */
export function excursions(session: Session, question: z.infer<typeof Excursions>): Page<ExcursionRow> {
  const stock = held(session.stock)
  const all = [...stock.temperatures.excursions.values()].reverse()
  const open = all.filter((one) => one.disposed === undefined)
  const disposed = all.filter((one) => one.disposed !== undefined)
  return paged([...open, ...disposed], question, (one) => excursionRow(stock, one))
}

/** An excursion with what people call its lot. */
export function excursionRow(stock: StockBook, excursion: Excursion): ExcursionRow {
  const { lotNumber, product, state } = known(stock.lots, excursion.lotId)
  return { ...excursion, lotNumber, product, lotState: state }
}

export function exposed(session: Session, question: z.infer<typeof ExposedVials>): Result<Page<ExposedVialRow>> {
  const stock = held(session.stock)
  const excursion = stock.temperatures.excursions.get(question.excursionId)
  if (excursion === undefined) return refuse('nothing_found')
  const imported = known(stock.temperatures.imports, excursion.importId)
  const { storagePlace, zone, from, allowedMinutes } = imported
  const episodes = longerThan(summaryOf(imported), allowedMinutes)
  const watched: Watched = { storagePlace, zone, episodes }
  return accept(
    paged(exposedVials(stock, excursion.lotId, watched), question, (vial) => {
      const since = instantOnClock(vial.from, zone)
      const { vialCode, minutesBelow, minutesAbove } = vial
      return { vialCode, from: since > from ? since : from, minutesBelow, minutesAbove }
    }),
  )
}

/** A look at a file before it is recorded; nothing is written by it. */
export function loggerLook(
  session: Session,
  command: z.infer<typeof ImportTemperatures>,
  { log, now }: Pick<Context, 'log' | 'now'>,
  wanted: Wanted,
): Result<LoggerLook> {
  if (log === undefined) return refuse('log_missing', { field: 'file' })
  const weighed = weigh(session, command, log)
  if (!weighed.ok) return weighed
  const stock = held(session.stock)
  const { summary, excursions: outside, touched, ...rest } = weighed.value
  const { episodes, gaps, ...numbers } = summary
  const hindered = hindrance(session, command, log, weighed.value, now)
  return accept({
    ...rest,
    device: log.device,
    serial: log.serial,
    statesZone: log.zone !== undefined,
    summary: { ...numbers, episodeCount: episodes.length, gapCount: gaps.length },
    excursionCount: outside.length,
    ...ofDays(log, log.limits),
    touched: touched.slice(0, 200).map(({ lotId, vialCount, minutesBelow, minutesAbove }) => {
      const { lotNumber, product, state } = known(stock.lots, lotId)
      return { lotId, lotNumber, product, state, vialCount, minutesBelow, minutesAbove }
    }),
    raisesNotice: raisesNotice(stock, touched),
    ...(hindered === undefined ? {} : { refusal: hindered.refusal }),
    ...(log.daily === undefined ? { curve: windowed(log.series, summary, wanted) } : {}),
  })
}
