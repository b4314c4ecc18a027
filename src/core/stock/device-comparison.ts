/** What a logger counted itself, beside what its readings say under the same limits. */
import { summaryOf } from './summaries.ts'
import { type Limits, minutesByDay, type Series } from './temperature.ts'
import type { DeviceDay } from './temperature-events.ts'

export type ComparedDay = {
  readonly date: string
  readonly side: 'below' | 'above'
  readonly deviceMinutes: number
  readonly ourMinutes: number
}

/** Day by day, where the device counts at all; the oldest first. */
export function comparedDays(series: Series, limits: Limits, days: readonly DeviceDay[]): ComparedDay[] {
  if (days.length === 0) return []
  const ours = minutesByDay(summaryOf(series, limits))
  const compared: ComparedDay[] = []
  for (const { date, minutesBelow, minutesAbove } of [...days].sort((one, other) => (one.date < other.date ? -1 : 1))) {
    const our = ours.get(date) ?? { below: 0, above: 0 }
    for (const [side, deviceMinutes] of [
      ['below', minutesBelow],
      ['above', minutesAbove],
    ] as const) {
      const ourMinutes = Math.round(our[side])
      if (deviceMinutes !== null && deviceMinutes + ourMinutes > 0)
        compared.push({ date, side, deviceMinutes, ourMinutes })
    }
  }
  return compared
}
