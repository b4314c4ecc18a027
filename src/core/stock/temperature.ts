/**
 * What a series of temperatures says: extremes, minutes outside of limits, episodes, gaps, mean kinetic temperature.
 *
 * Knows: times and degrees. Promises: a missing reading stands for nothing and joins nothing; no number is rounded.
 */

/** Readings in the order of their times. A million of them is a usual year of several loggers, so they lie in plain arrays. */
export type Series = {
  /** Minutes since 1970-01-01 00:00 by the clock of the logger. */
  readonly minutes: Float64Array
  /** Degrees Celsius; not a number where the logger wrote that it had no reading. */
  readonly celsius: Float64Array
  /** The minutes from one reading to the next that the logger was set to, or the usual ones where it does not say. */
  readonly intervalMinutes: number
}

/** The limits of a storage place or of a logger's own alarms, degrees Celsius; null where there is none. */
export type Limits = { readonly low: number | null; readonly high: number | null }

/** A time without interruption on one side outside of the limits. */
export type Episode = {
  readonly side: 'below' | 'above'
  /** Minutes since 1970-01-01 00:00 by the clock of the logger. */
  readonly from: number
  readonly to: number
  /** The coldest reading below, the warmest above, degrees Celsius. */
  readonly extreme: number
}

/** A time for which there is no reading. */
export type Gap = { readonly from: number; readonly to: number }

export type Summary = {
  readonly rows: number
  readonly missing: number
  readonly minimum: number | null
  readonly maximum: number | null
  /** Degrees Celsius. */
  readonly meanKineticTemperature: number | null
  readonly minutesBelow: number
  readonly minutesAbove: number
  readonly episodes: readonly Episode[]
  readonly gaps: readonly Gap[]
}

/**
 * Activation energy over the gas constant, kelvin: 83.14472 kJ/mol over 8.314472 J/(mol K), the usual values of
 * USP <1079.2> for stored medicines.
 */
const kelvinOfActivation = 10_000
const zeroCelsius = 273.15
/** A reading counts until the next one, unless that comes later than so many usual intervals. */
const latestNext = 1.5
const minutesOfDay = 1_440

/** The summary of a series under limits. */
export function summarise(series: Series, limits: Limits): Summary {
  const { minutes, celsius } = series
  const low = limits.low ?? Number.NEGATIVE_INFINITY
  const high = limits.high ?? Number.POSITIVE_INFINITY
  let missing = 0
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [minutesBelow, minutesAbove] = [0, 0]
  let [weighed, weight] = [0, 0]
  let [weighedDegrees, weightOfDegrees] = [Number.NaN, 0]
  const episodes: Episode[] = []
  const gaps: Gap[] = []
  let open: { -readonly [key in keyof Episode]: Episode[key] } | undefined
  /** Until when readings stand, so far. */
  let covered = minutes[0] ?? 0
  const close = () => {
    if (open !== undefined) episodes.push(open)
    open = undefined
  }
  for (let place = 0; place < minutes.length; place++) {
    const at = minutes[place] as number
    const degrees = celsius[place] as number
    if (Number.isNaN(degrees)) {
      missing += 1
      close()
      continue
    }
    if (at > covered) {
      gaps.push({ from: covered, to: at })
      close()
    }
    const until = standsUntil(series, place)
    covered = until
    if (degrees < minimum) minimum = degrees
    if (degrees > maximum) maximum = degrees
    // Loggers repeat themselves, and this takes longer than all the rest.
    if (degrees !== weighedDegrees) {
      weightOfDegrees = Math.exp(kelvinOfActivation / zeroCelsius - kelvinOfActivation / (degrees + zeroCelsius))
      weighedDegrees = degrees
    }
    weighed += weightOfDegrees * (until - at)
    weight += until - at
    const side = degrees < low ? 'below' : degrees > high ? 'above' : undefined
    if (side === 'below') minutesBelow += until - at
    if (side === 'above') minutesAbove += until - at
    if (open !== undefined && open.side !== side) close()
    if (side === undefined) continue
    open ??= { side, from: at, to: until, extreme: degrees }
    open.to = until
    open.extreme = side === 'below' ? Math.min(open.extreme, degrees) : Math.max(open.extreme, degrees)
  }
  close()
  const end = (minutes.at(-1) ?? 0) + series.intervalMinutes
  if (Number.isNaN(celsius.at(-1) ?? 0)) gaps.push({ from: covered, to: end })
  return {
    rows: minutes.length,
    missing,
    minimum: weight === 0 ? null : minimum,
    maximum: weight === 0 ? null : maximum,
    meanKineticTemperature:
      weight === 0
        ? null
        : kelvinOfActivation / (kelvinOfActivation / zeroCelsius - Math.log(weighed / weight)) - zeroCelsius,
    minutesBelow,
    minutesAbove,
    episodes,
    gaps,
  }
}

/** Minutes below and above the limits on each calendar day of the logger's clock, by its `YYYY-MM-DD`. */
export function minutesByDay(series: Series, limits: Limits): Map<string, { below: number; above: number }> {
  const days = new Map<string, { below: number; above: number }>()
  for (const { side, from, to } of summarise(series, limits).episodes) {
    for (let start = from; start < to; ) {
      const midnight = (Math.floor(start / minutesOfDay) + 1) * minutesOfDay
      const end = Math.min(midnight, to)
      const day = new Date(start * 60_000).toISOString().slice(0, 10)
      const sums = days.get(day) ?? { below: 0, above: 0 }
      sums[side] += end - start
      days.set(day, sums)
      start = end
    }
  }
  return days
}

/** Where the next reading is later than so many minutes, there is a gap before it. */
export function longestStep({ intervalMinutes }: Series): number {
  return latestNext * intervalMinutes
}

/** Until when a reading stands: to the next line of the logger, or one interval where that is too far or there is none. */
function standsUntil(series: Series, place: number): number {
  const { minutes, intervalMinutes } = series
  const at = minutes[place] as number
  const next = minutes[place + 1]
  return next !== undefined && next - at <= longestStep(series) ? next : at + intervalMinutes
}
