/**
 * Summaries of series that were made already: one look at a series asks several times for the same.
 *
 * Promises: what is answered is what `summarise` answers. A summary is forgotten with its series.
 */
import { type Episode, type Limits, minutesOf, type Series, type Summary, summarise, summing } from './temperature.ts'

/** By the limits, as text. A series is looked at under those of its place and those of its device. */
const summaries = new WeakMap<Series, Map<string, Summary>>()

function knownOf(series: Series): Map<string, Summary> {
  const known = summaries.get(series) ?? new Map<string, Summary>()
  summaries.set(series, known)
  return known
}

function named({ low, high }: Limits): string {
  return `${low} ${high}`
}

/** The summary of a series under limits, made at once where it is not there yet. */
export function summaryOf(series: Series, limits: Limits): Summary {
  const known = knownOf(series)
  const summary = known.get(named(limits)) ?? summarise(series, limits)
  known.set(named(limits), summary)
  return summary
}

/** Makes a summary in steps, for `summaryOf` to find. */
export function* summingUp(series: Series, limits: Limits): Generator<undefined, void> {
  const known = knownOf(series)
  if (!known.has(named(limits))) known.set(named(limits), yield* summing(series, limits))
}

/**
 * The episodes that lasted longer than so many minutes. Of totals of days nobody knows whether those of two days that follow
 * each other were one time over midnight: they count together.
 */
export function longerThan({ episodes }: Pick<Summary, 'episodes'>, allowed: number): readonly Episode[] {
  if (allowed === 0) return episodes
  return episodes.filter((one) => {
    const minutes = minutesOf(one)
    if (minutes > allowed || one.minutes === undefined) return minutes > allowed
    return episodes.some(
      (other) =>
        other.side === one.side &&
        (other.to === one.from || other.from === one.to) &&
        minutes + minutesOf(other) > allowed,
    )
  })
}
