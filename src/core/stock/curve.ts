/**
 * A series as a line that can be drawn: of each column of the picture the coldest and the warmest reading, so that no peak
 * is lost and a million readings take no longer to draw than a thousand.
 */
import { type Episode, type Gap, longestStep, type Series, type Summary } from './temperature.ts'

/** What is wanted of a series: from when to when, by the clock of the logger, and over how many columns. */
export type Window = { readonly from: number; readonly to: number; readonly columns: number }

export type Curve = {
  readonly from: number
  readonly to: number
  /** Lines of minutes and degrees in turn. Between two lines there is no reading. */
  readonly lines: readonly (readonly number[])[]
  /** Episodes and gaps within the window; what lies closer together than a column is one. */
  readonly episodes: readonly Pick<Episode, 'side' | 'from' | 'to'>[]
  readonly gaps: readonly Gap[]
}

type Point = { readonly at: number; readonly celsius: number }

/** The line of a window. */
export function curveOf(series: Series, { episodes, gaps }: Pick<Summary, 'episodes' | 'gaps'>, window: Window): Curve {
  const { from, to } = window
  const outside = mergedIn(window, episodes, (one, other) => one.side === other.side)
  return {
    from,
    to,
    lines: linesOf(series, window),
    episodes: outside.map((one) => ({ side: one.side, from: one.from, to: one.to })),
    gaps: mergedIn(window, gaps, () => true),
  }
}

function linesOf(series: Series, { from, to, columns }: Window): number[][] {
  const { minutes, celsius } = series
  const reach = longestStep(series)
  const width = (to - from) / columns
  const lines: number[][] = []
  let line: number[] = []
  let coldest: Point | undefined
  let warmest: Point | undefined
  const flush = () => {
    if (coldest !== undefined && warmest !== undefined) {
      const [first, second] = coldest.at <= warmest.at ? [coldest, warmest] : [warmest, coldest]
      line.push(first.at, first.celsius)
      if (second.at !== first.at) line.push(second.at, second.celsius)
    }
    coldest = undefined
    warmest = undefined
  }
  let column = Number.NaN
  /** One break in a column is all that can be seen of it. */
  let brokenIn = Number.NaN
  let before = Number.NaN
  // One reading more on either side, so that the line runs to the edges.
  for (let place = Math.max(0, placeOf(minutes, from) - 1); place < minutes.length; place++) {
    const at = minutes[place] as number
    const degrees = celsius[place] as number
    const its = Math.floor((at - from) / width)
    if (its !== column) flush()
    column = its
    if ((Number.isNaN(degrees) || at - before > reach) && brokenIn !== its) {
      flush()
      if (line.length > 0) lines.push(line)
      line = []
      brokenIn = its
    }
    before = at
    if (!Number.isNaN(degrees)) {
      if (coldest === undefined || degrees < coldest.celsius) coldest = { at, celsius: degrees }
      if (warmest === undefined || degrees > warmest.celsius) warmest = { at, celsius: degrees }
    }
    if (at > to) break
  }
  flush()
  if (line.length > 0) lines.push(line)
  return lines
}

/** The place of the first reading that is not before. */
function placeOf(minutes: Float64Array, from: number): number {
  let [low, high] = [0, minutes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((minutes[middle] as number) < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Times within the window, those that lie closer together than a column as one. They are in order. */
function mergedIn<T extends { readonly from: number; readonly to: number }>(
  { from, to, columns }: Window,
  times: readonly T[],
  areAlike: (one: T, other: T) => boolean,
): T[] {
  const width = (to - from) / columns
  const merged: T[] = []
  let [first, end] = [undefined as T | undefined, 0]
  const close = () => {
    if (first !== undefined) merged.push({ ...first, to: end })
  }
  for (const time of times) {
    if (time.to <= from || time.from >= to) continue
    if (first === undefined || time.from - end >= width || !areAlike(first, time)) {
      close()
      first = time
    }
    end = time.to
  }
  close()
  return merged
}
