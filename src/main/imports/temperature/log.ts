/** What is read from the file of a temperature logger, whatever made it. */
import type { LineProblem } from '../../../core/result.ts'
import type { Limits, Series } from '../../../core/stock/temperature.ts'

/** What the device itself counted on one day of its own clock. */
export type DeviceDay = {
  /** `YYYY-MM-DD` */
  readonly date: string
  /** Degrees Celsius; null where the device measured nothing that day. */
  readonly minimum: number | null
  readonly maximum: number | null
  readonly average: number | null
  /** Minutes outside of the device's own alarm limits; null where it has none on that side. */
  readonly minutesBelow: number | null
  readonly minutesAbove: number | null
}

export type TemperatureLog = {
  /** As the file names it; empty where it does not. */
  readonly device: string
  readonly serial: string
  /** The device's own alarm limits. */
  readonly limits: Limits
  readonly series: Series
  /** Newest first, as the device tells them; empty where it tells none. */
  readonly deviceDays: readonly DeviceDay[]
}

/** What one reader found, or every problem with its line. */
export type ReadLog = { readonly log: TemperatureLog } | { readonly problems: readonly LineProblem[] }
