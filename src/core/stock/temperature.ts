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
  /** Where only totals are known: so many minutes somewhere in that time. Otherwise all of it. */
  readonly minutes?: number
}

/** Minutes outside in an episode. */
export function minutesOf({ from, to, minutes }: Pick<Episode, 'from' | 'to' | 'minutes'>): number {
  return minutes ?? to - from
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
/** Readings between two steps: a few milliseconds' work. */
const readingsAtATime = 20_000

/** The summary of a series under limits. */
export function summarise(series: Series, limits: Limits): Summary {
  const summing = new Summing(series, limits)
  summing.take(series.minutes.length)
  return summing.summary()
}

/** The same in steps, between which whoever counts may do something else: a million readings take a tenth of a second. */
export function* summing(series: Series, limits: Limits): Generator<undefined, Summary> {
  const counted = new Summing(series, limits)
  while (counted.take(readingsAtATime)) yield
  return counted.summary()
}

/** What has been found in a series so far. */
class Summing {
  readonly #series: Series
  readonly #low: number
  readonly #high: number
  readonly #episodes: Episode[] = []
  readonly #gaps: Gap[] = []
  #place = 0
  #missing = 0
  #minimum = Number.POSITIVE_INFINITY
  #maximum = Number.NEGATIVE_INFINITY
  #minutesBelow = 0
  #minutesAbove = 0
  #weighed = 0
  #weight = 0
  #open: { -readonly [key in keyof Episode]: Episode[key] } | undefined
  /** Until when readings stand, so far. */
  #covered: number

  constructor(series: Series, limits: Limits) {
    this.#series = series
    this.#low = limits.low ?? Number.NEGATIVE_INFINITY
    this.#high = limits.high ?? Number.POSITIVE_INFINITY
    this.#covered = series.minutes[0] ?? 0
  }

  /** Takes in so many more readings; false where there are no more. */
  take(count: number): boolean {
    const { minutes, celsius } = this.#series
    const [low, high] = [this.#low, this.#high]
    const end = Math.min(minutes.length, this.#place + count)
    let [covered, minimum, maximum] = [this.#covered, this.#minimum, this.#maximum]
    let [minutesBelow, minutesAbove] = [this.#minutesBelow, this.#minutesAbove]
    let [weighed, weight] = [this.#weighed, this.#weight]
    let [weighedDegrees, weightOfDegrees] = [Number.NaN, 0]
    for (let place = this.#place; place < end; place++) {
      const at = minutes[place] as number
      const degrees = celsius[place] as number
      if (Number.isNaN(degrees)) {
        this.#missing += 1
        this.#close()
        continue
      }
      if (at > covered) {
        this.#gaps.push({ from: covered, to: at })
        this.#close()
      }
      const until = standsUntil(this.#series, place)
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
      if (this.#open !== undefined && this.#open.side !== side) this.#close()
      if (side === undefined) continue
      this.#open ??= { side, from: at, to: until, extreme: degrees }
      this.#open.to = until
      this.#open.extreme =
        side === 'below' ? Math.min(this.#open.extreme, degrees) : Math.max(this.#open.extreme, degrees)
    }
    this.#place = end
    this.#covered = covered
    this.#minimum = minimum
    this.#maximum = maximum
    this.#minutesBelow = minutesBelow
    this.#minutesAbove = minutesAbove
    this.#weighed = weighed
    this.#weight = weight
    return end < minutes.length
  }

  /** Once there are no more. */
  summary(): Summary {
    const { minutes, celsius, intervalMinutes } = this.#series
    this.#close()
    const end = (minutes.at(-1) ?? 0) + intervalMinutes
    if (Number.isNaN(celsius.at(-1) ?? 0)) this.#gaps.push({ from: this.#covered, to: end })
    const isEmpty = this.#weight === 0
    return {
      rows: minutes.length,
      missing: this.#missing,
      minimum: isEmpty ? null : this.#minimum,
      maximum: isEmpty ? null : this.#maximum,
      meanKineticTemperature: isEmpty
        ? null
        : kelvinOfActivation / (kelvinOfActivation / zeroCelsius - Math.log(this.#weighed / this.#weight)) -
          zeroCelsius,
      minutesBelow: this.#minutesBelow,
      minutesAbove: this.#minutesAbove,
      episodes: this.#episodes,
      gaps: this.#gaps,
    }
  }

  #close(): void {
    if (this.#open !== undefined) this.#episodes.push(this.#open)
    this.#open = undefined
  }
}

/** Minutes below and above the limits on each calendar day of the logger's clock, by its `YYYY-MM-DD`. */
export function minutesByDay({ episodes }: Pick<Summary, 'episodes'>): Map<string, { below: number; above: number }> {
  const days = new Map<string, { below: number; above: number }>()
  let [midnight, sums] = [Number.NEGATIVE_INFINITY, { below: 0, above: 0 }]
  for (const { side, from, to } of episodes) {
    for (let start = from; start < to; ) {
      if (start >= midnight) {
        midnight = (Math.floor(start / minutesOfDay) + 1) * minutesOfDay
        const day = new Date(start * 60_000).toISOString().slice(0, 10)
        sums = days.get(day) ?? { below: 0, above: 0 }
        days.set(day, sums)
      }
      const end = Math.min(midnight, to)
      sums[side] += end - start
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
