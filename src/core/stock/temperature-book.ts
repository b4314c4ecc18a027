/**
 * What the stock book knows of temperatures: logger files, the limits of places, excursions.
 *
 * A lot with an open excursion cannot be released, and one that had been released is on hold until the last of its
 * excursions is disposed of (Q2).
 */
import { known, never } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import { unpacked, unpacking } from './readings.ts'
import type { Series } from './temperature.ts'
import type { Disposition, ExcursionFound, LoggerImport, PlaceLimits, TemperatureEvent } from './temperature-events.ts'

type Recorded = { readonly at: Instant; readonly by: string }
export type ImportedLog = LoggerImport & Recorded
export type StatedLimits = PlaceLimits & Recorded
export type Excursion = ExcursionFound & {
  readonly foundAt: Instant
  readonly storagePlace: string
  readonly disposed?: Recorded & { readonly decision: Disposition; readonly assessment: string }
}

export type TemperatureBook = {
  readonly imports: Map<string, ImportedLog>
  readonly excursions: Map<string, Excursion>
  /** By storage place; a place without an entry has the limits that its logger states. */
  readonly placeLimits: Map<string, StatedLimits>
}

/** Before the first logger file. */
export function emptyTemperatures(): TemperatureBook {
  return { imports: new Map(), excursions: new Map(), placeLimits: new Map() }
}

/** A book that can be evolved to see what would be, without touching this one. */
export function copyOfTemperatures({ imports, excursions, placeLimits }: TemperatureBook): TemperatureBook {
  return { imports: new Map(imports), excursions: new Map(excursions), placeLimits: new Map(placeLimits) }
}

/** Applies one recorded fact, but for what it does to the lot. */
export function evolveTemperatures(book: TemperatureBook, event: TemperatureEvent, { at, by }: Stamp): void {
  switch (event.type) {
    case 'PlaceLimitsStated': {
      const { type: _, ...stated } = event
      book.placeLimits.set(event.storagePlace, { ...stated, at, by })
      return
    }
    case 'TemperaturesImported': {
      const { type: _, ...imported } = event
      book.imports.set(event.importId, { ...imported, at, by })
      return
    }
    case 'ExcursionFound': {
      const { type: _, ...found } = event
      const { storagePlace } = known(book.imports, event.importId)
      book.excursions.set(event.excursionId, { ...found, foundAt: at, storagePlace })
      return
    }
    case 'ExcursionDisposed': {
      const { decision, assessment } = event
      const excursion = known(book.excursions, event.excursionId)
      book.excursions.set(event.excursionId, { ...excursion, disposed: { at, by, decision, assessment } })
      return
    }
    default:
      never(event)
  }
}

/** Readings that were taken apart, for as long as the book that they belong to is in memory. */
const opened = new WeakMap<LoggerImport, Series>()

/** The readings of an import, taken apart when they are first asked for. */
export function seriesOf(imported: LoggerImport): Series {
  const series = opened.get(imported) ?? unpacked(imported.readings)
  opened.set(imported, series)
  return series
}

/** Takes the readings apart in steps, for `seriesOf` to find. */
export function* openingSeries(imported: LoggerImport): Generator<undefined, Series> {
  const series = opened.get(imported) ?? (yield* unpacking(imported.readings))
  opened.set(imported, series)
  return series
}
