import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curveOf } from '../../src/core/stock/curve.ts'
import { packed, unpacked } from '../../src/core/stock/readings.ts'
import { type Series, summarise } from '../../src/core/stock/temperature.ts'
import { instantOnClock, minutesOnClock } from '../../src/core/time.ts'
import { seed } from '../support/seed.ts'

const none = Number.NaN
const limits = { low: -90, high: -60 }
const reading = fc.tuple(
  fc.integer({ min: 1, max: 100_000 }),
  fc.option(fc.integer({ min: -273_000, max: 99_000 }), { freq: 6 }),
)

function seriesOf(readings: readonly (readonly [number, number | null])[], scale: number): Series {
  let seconds = 1_700_000_000
  return {
    minutes: Float64Array.from(readings, ([step]) => {
      seconds += step
      return seconds / 60
    }),
    celsius: Float64Array.from(readings, ([, value]) => (value === null ? none : value / scale)),
    intervalMinutes: 5,
  }
}

describe('readings as they are recorded', () => {
  it('Q2 any series comes back as it was, to the second and with every digit', () => {
    const series = fc.tuple(fc.array(reading, { maxLength: 200 }), fc.constantFrom(10, 100, 1_000, 1_000_000))
    fc.assert(
      fc.property(series, ([readings, scale]) => {
        const before = seriesOf(readings, scale)
        const text = JSON.stringify(packed(before))
        const after = unpacked(JSON.parse(text))
        const seconds = (of: Series) => Array.from(of.minutes, (one) => Math.round(one * 60))
        expect(seconds(after)).toEqual(seconds(before))
        expect([...after.celsius]).toEqual([...before.celsius])
        expect(after.intervalMinutes).toBe(5)
      }),
      { seed },
    )
  })

  it('Q2 a reading takes about one character', () => {
    const celsius = Float64Array.from({ length: 10_000 }, (_, place) => Math.round(Math.sin(place / 50) * 30) / 10 - 75)
    const minutes = Float64Array.from(celsius, (_, place) => 28_000_000 + 5 * place)
    expect(JSON.stringify(packed({ minutes, celsius, intervalMinutes: 5 })).length).toBeLessThan(10_200)
  })
})

describe('the curve of a series', () => {
  const everyFive = (...celsius: readonly number[]): Series => ({
    minutes: Float64Array.from(celsius, (_, place) => 1_000 + 5 * place),
    celsius: Float64Array.from(celsius),
    intervalMinutes: 5,
  })

  it('Q2 keeps the coldest and the warmest reading of any series, however few columns there are', () => {
    const any = fc.array(fc.option(fc.integer({ min: -110, max: 30 }), { freq: 5 }), { minLength: 2, maxLength: 300 })
    fc.assert(
      fc.property(any, fc.integer({ min: 10, max: 60 }), (celsius, columns) => {
        const series = everyFive(...celsius.map((one) => one ?? none))
        const summary = summarise(series, limits)
        const { lines } = curveOf(series, summary, { from: 1_000, to: 1_000 + 5 * celsius.length, columns })
        const drawn = lines.flatMap((line) => line.filter((_, place) => place % 2 === 1))
        expect(drawn.length === 0 ? null : Math.min(...drawn)).toBe(summary.minimum)
        expect(drawn.length === 0 ? null : Math.max(...drawn)).toBe(summary.maximum)
        expect(drawn.length).toBeLessThanOrEqual(2 * columns + 4)
        const times = lines.flatMap((line) => line.filter((_, place) => place % 2 === 0))
        expect(times).toEqual([...times].sort((one, other) => one - other))
      }),
      { seed },
    )
  })

  it('Q2 has a gap where there is no reading, and does not join over it', () => {
    const series = everyFive(-70, -71, none, none, -72, -73)
    const { lines, gaps } = curveOf(series, summarise(series, limits), { from: 1_000, to: 1_030, columns: 100 })
    expect(lines).toEqual([
      [1_000, -70, 1_005, -71],
      [1_020, -72, 1_025, -73],
    ])
    expect(gaps).toEqual([{ from: 1_010, to: 1_020 }])
  })

  it('Q2 runs to the edges of the part that is looked at', () => {
    const series = everyFive(-70, -71, -72, -73, -74)
    const { lines } = curveOf(series, summarise(series, limits), { from: 1_007, to: 1_013, columns: 100 })
    expect(lines).toEqual([[1_005, -71, 1_010, -72, 1_015, -73]])
  })
})

describe('the clock of a logger', () => {
  it.each(['Asia/Tehran', 'Europe/Zurich', 'UTC', '+03:30', '-05:00'])(
    'Q2 %s shows every instant, and an instant that shows it is found again',
    (zone) => {
      fc.assert(
        fc.property(fc.integer({ min: 25_000_000, max: 31_000_000 }), (minutes) => {
          const at = new Date(minutes * 60_000).toISOString()
          const shown = minutesOnClock(at, zone)
          expect(minutesOnClock(instantOnClock(shown, zone), zone)).toBe(shown)
        }),
        { seed },
      )
    },
  )

  it('Q2 at the site shows the site’s time', () => {
    const at = '2026-03-01T08:00:00.000Z'
    expect(new Date(minutesOnClock(at, 'Asia/Tehran') * 60_000).toISOString()).toBe('2026-03-01T11:30:00.000Z')
    expect(minutesOnClock(at, '+03:30')).toBe(minutesOnClock(at, 'Asia/Tehran'))
    expect(instantOnClock(minutesOnClock(at, 'Asia/Tehran'), 'Asia/Tehran')).toBe(at)
  })
})
