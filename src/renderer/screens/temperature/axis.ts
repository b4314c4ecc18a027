/** Where an axis has its marks. Minutes are those of the site's clock; nothing here knows of pixels. */

const hour = 60
const day = 24 * hour
const timeSteps = [
  5,
  10,
  15,
  30,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  91 * day,
  182 * day,
  365 * day,
]

/** Marks of time, whole steps of the site's clock, no more than so many. */
export function timeMarks(
  from: number,
  to: number,
  atMost: number,
): { readonly marks: number[]; readonly ofDays: boolean } {
  const step = timeSteps.find((one) => (to - from) / one <= atMost) ?? 365 * day
  const marks: number[] = []
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) marks.push(at)
  return { marks, ofDays: step >= day }
}

/** Marks of degrees, round ones, no more than so many. */
export function degreeMarks(low: number, high: number, atMost: number): number[] {
  const rough = (high - low) / atMost
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power
  const marks: number[] = []
  for (let mark = Math.ceil(low / step); mark * step <= high; mark++) marks.push(mark * step)
  return marks
}

/** A window that is so many times as wide around a moment, inside of the whole. */
export function zoomed(
  window: { readonly from: number; readonly to: number },
  whole: { readonly from: number; readonly to: number },
  times: number,
  around: number,
): { from: number; to: number } {
  const least = 15
  const width = Math.min(whole.to - whole.from, Math.max(least, (window.to - window.from) * times))
  const share = (around - window.from) / (window.to - window.from)
  return within({ from: around - share * width, to: around + (1 - share) * width }, whole)
}

/** The window, carried back into the whole where it runs over an end. */
export function within(
  { from, to }: { readonly from: number; readonly to: number },
  whole: { readonly from: number; readonly to: number },
): { from: number; to: number } {
  const width = Math.min(to - from, whole.to - whole.from)
  const start = Math.min(Math.max(from, whole.from), whole.to - width)
  return { from: start, to: start + width }
}
