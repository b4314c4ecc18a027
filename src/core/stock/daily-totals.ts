/**
 * What follows from a logger that tells totals of days and no readings.
 *
 * Knows: of each day of the logger's clock its extremes, and the minutes beyond the logger's own limits. Promises: no minute
 * is made up. When on a day it was outside is not known, so a total is taken for the whole day; and where the totals do not
 * answer what is asked, it is not answered (ADR 0024).
 */
import type { IsoDate } from '../time.ts'
import type { Episode, Gap, Limits, Summary } from './temperature.ts'
import type { DeviceDay } from './temperature-events.ts'

/** From when to when the logger measured, by its own clock, in minutes. */
export type DailySpan = { readonly from: number; readonly to: number }

export type DailyTotals = {
  readonly days: readonly DeviceDay[]
  /** The limits beyond which the logger counted. */
  readonly deviceLimits: Limits
  readonly span: DailySpan
}

const minutesOfDay = 1_440

/**
 * The summary of such days under limits: an episode is a day on which minutes were counted, a gap one without a measurement.
 * Undefined where a day was beyond these limits and the logger counted beyond others.
 */
export function summaryOfDays({ days, deviceLimits, span }: DailyTotals, limits: Limits): Summary | undefined {
  const episodes: Episode[] = []
  const gaps: Gap[] = []
  const sums = { below: 0, above: 0 }
  let end = span.from
  for (const day of [...days].sort((one, other) => (one.date < other.date ? -1 : 1))) {
    const time = timeOf(day.date, span)
    if (time.from > end) gaps.push({ from: end, to: time.from })
    end = time.to
    if (day.minimum === null && day.maximum === null) gaps.push(time)
    for (const side of ['below', 'above'] as const) {
      const minutes = minutesTold(day, side, limits, deviceLimits)
      if (minutes === undefined) return undefined
      if (minutes === 0) continue
      const extreme = (side === 'below' ? day.minimum : day.maximum) ?? Number.NaN
      episodes.push({ side, ...time, extreme, minutes })
      sums[side] += minutes
    }
  }
  if (end < span.to) gaps.push({ from: end, to: span.to })
  const coldest = days.flatMap(({ minimum }) => minimum ?? [])
  const warmest = days.flatMap(({ maximum }) => maximum ?? [])
  return {
    rows: 0,
    missing: 0,
    minimum: coldest.length === 0 ? null : Math.min(...coldest),
    maximum: warmest.length === 0 ? null : Math.max(...warmest),
    meanKineticTemperature: null,
    minutesBelow: sums.below,
    minutesAbove: sums.above,
    episodes,
    gaps,
  }
}

/** The part of a day for which the logger measured. */
function timeOf(date: IsoDate, span: DailySpan): Gap {
  const midnight = Date.parse(`${date}T00:00:00.000Z`) / 60_000
  const from = Math.max(midnight, span.from)
  // A day of which the logger tells something has lasted for a minute at least.
  return { from, to: Math.max(from + 1, Math.min(midnight + minutesOfDay, span.to)) }
}

/** Minutes of a day beyond a limit, at most; undefined where its totals do not tell. */
function minutesTold(
  day: DeviceDay,
  side: 'below' | 'above',
  limits: Limits,
  deviceLimits: Limits,
): number | undefined {
  const [limit, own, counted, extreme] =
    side === 'below'
      ? [limits.low, deviceLimits.low, day.minutesBelow, day.minimum]
      : [limits.high, deviceLimits.high, day.minutesAbove, day.maximum]
  if (limit === null) return 0
  if (counted !== null && own === limit) return counted
  // Nothing was measured: the day is a gap.
  if (extreme === null) return counted === null || counted === 0 ? 0 : undefined
  if (side === 'below' ? extreme >= limit : extreme <= limit) return 0
  // Beyond a limit that is narrower than this one it was for no fewer minutes than beyond this one.
  if (counted !== null && own !== null && (side === 'below' ? own > limit : own < limit)) return counted
  return undefined
}
