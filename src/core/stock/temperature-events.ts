/** What the stock book records of temperatures: logger files, the limits of storage places, excursions and what QA made of them. */
import type { Instant, IsoDate } from '../time.ts'
import type { DailySpan } from './daily-totals.ts'
import type { Readings } from './readings.ts'
import type { Limits, Summary } from './temperature.ts'

/** What a device itself counted on one day of its own clock. */
export type DeviceDay = {
  readonly date: IsoDate
  /** Degrees Celsius; null where the device measured nothing that day. */
  readonly minimum: number | null
  readonly maximum: number | null
  readonly average: number | null
  /** Minutes outside of the device's own alarm limits; null where it has none on that side. */
  readonly minutesBelow: number | null
  readonly minutesAbove: number | null
  /** When it was coldest and warmest, and when each alarm went off, as `HH:MM`; left out where the device tells none. */
  readonly minimumAt?: string
  readonly maximumAt?: string
  readonly alarmBelowAt?: string
  readonly alarmAboveAt?: string
  /** Minutes for which the device had lost its outer sensor; left out where it tells none. */
  readonly sensorLostMinutes?: number
}

/** The limits of a storage place, as QA stated them. */
export type PlaceLimits = {
  readonly storagePlace: string
  readonly limits: Limits
  /** An episode that lasts no longer is no excursion. */
  readonly allowedMinutes: number
}

/** The file of a logger as it was taken in. */
export type LoggerImport = {
  readonly importId: string
  readonly storagePlace: string
  /** As the file names them; empty where it does not. */
  readonly device: string
  readonly serial: string
  /** SHA-256 of the file. */
  readonly fingerprint: string
  /** The zone of the logger's clock: a name, or an offset as `+03:30`. */
  readonly zone: string
  /** The limits that were applied, and whose they are. */
  readonly limits: Limits
  readonly limitsOf: 'place' | 'device'
  readonly allowedMinutes: number
  /** From the first reading to one interval after the last. */
  readonly from: Instant
  readonly to: Instant
  readonly summary: Omit<Summary, 'episodes' | 'gaps'> & { readonly episodeCount: number; readonly gapCount: number }
  readonly deviceLimits: Limits
  readonly deviceDays: readonly DeviceDay[]
  readonly readings: Readings
  /** The logger told totals of days and no readings; it measured for so long, by its own clock, in minutes. */
  readonly daily?: DailySpan
}

/** A lot that lay in a place while it was too warm or too cold there. Nothing here depends on what was used of the lot. */
export type ExcursionFound = {
  readonly excursionId: string
  readonly importId: string
  readonly lotId: string
  readonly from: Instant
  readonly to: Instant
  /** Minutes of the vial that was outside for longest. */
  readonly minutesBelow: number
  readonly minutesAbove: number
  /** Vials that lay there, whatever became of them since. */
  readonly vialCount: number
  /** The minutes are totals of whole days: of each vial at most so many. */
  readonly daily?: true
}

export const dispositions = ['usable', 'rejected'] as const
/** What QA made of a lot after an excursion. */
export type Disposition = (typeof dispositions)[number]

export type TemperatureEvent =
  | ({ readonly type: 'PlaceLimitsStated' } & PlaceLimits)
  | ({ readonly type: 'TemperaturesImported' } & LoggerImport)
  | ({ readonly type: 'ExcursionFound' } & ExcursionFound)
  | {
      readonly type: 'ExcursionDisposed'
      readonly excursionId: string
      readonly lotId: string
      readonly decision: Disposition
      readonly assessment: string
    }
