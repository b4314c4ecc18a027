import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutesByDay, type Series, summarise } from '../../src/core/stock/temperature.ts'
import { seed } from '../support/seed.ts'

const limits = { low: -90, high: -60 }

/** Readings every five minutes from some day on; not a number where there is none. */
function everyFive(...celsius: readonly number[]): Series {
  const start = 28_000_000
  return {
    minutes: Float64Array.from(celsius, (_, place) => start + 5 * place),
    celsius: Float64Array.from(celsius),
    intervalMinutes: 5,
  }
}

const none = Number.NaN
/** Where temperatures are, and where the logger had none. */
const degrees = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -110, max: 30 }) }, fc.constant(none))
const anySeries = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), degrees), { minLength: 1, maxLength: 80 })

function seriesOf(readings: readonly (readonly [number, number])[]): Series {
  let at = 28_000_000
  const minutes = Float64Array.from(readings, ([step]) => (at += step))
  return { minutes, celsius: Float64Array.from(readings, ([, celsius]) => celsius), intervalMinutes: 10 }
}

describe('minutes outside of limits', () => {
  it('Q2 a reading stands until the next one, and the last one for an interval', () => {
    expect(summarise(everyFive(-70, -50, -50, -70), limits)).toMatchObject({ minutesAbove: 10, minutesBelow: 0 })
    expect(summarise(everyFive(-70, -95), limits)).toMatchObject({ minutesAbove: 0, minutesBelow: 5 })
  })

  it('Q2 a limit itself is inside', () => {
    expect(summarise(everyFive(-60, -90), limits)).toMatchObject({ minutesAbove: 0, minutesBelow: 0, episodes: [] })
  })

  it('Q2 what has no reading is a gap: it counts for nothing and joins nothing', () => {
    const { episodes, gaps, missing, minutesAbove } = summarise(everyFive(-50, none, none, -50), limits)
    expect({ missing, minutesAbove, episodes: episodes.length }).toEqual({ missing: 2, minutesAbove: 10, episodes: 2 })
    expect(gaps.map(({ from, to }) => to - from)).toEqual([10])
  })

  it('Q2 a time without any line is a gap like one without a reading', () => {
    const late = { ...everyFive(-50, -50), minutes: Float64Array.of(28_000_000, 28_000_060) }
    expect(summarise(late, limits)).toMatchObject({
      missing: 0,
      minutesAbove: 10,
      gaps: [{ from: 28_000_005, to: 28_000_060 }],
    })
  })

  it('Q2 from one side to the other is two episodes', () => {
    const { episodes } = summarise(everyFive(-50, -40, -95), limits)
    expect(episodes).toMatchObject([
      { side: 'above', extreme: -40 },
      { side: 'below', extreme: -95 },
    ])
  })

  it('Q2 the episodes of any series add up to its minutes, and so do its days', () => {
    fc.assert(
      fc.property(anySeries, (readings) => {
        const series = seriesOf(readings)
        const { episodes, minutesAbove, minutesBelow } = summarise(series, limits)
        const sum = (of: 'above' | 'below') =>
          episodes.reduce((all, { side, from, to }) => all + (side === of ? to - from : 0), 0)
        expect({ above: sum('above'), below: sum('below') }).toEqual({ above: minutesAbove, below: minutesBelow })
        const days = [...minutesByDay(summarise(series, limits)).values()]
        expect(days.reduce((all, { above }) => all + above, 0)).toBe(minutesAbove)
        expect(days.reduce((all, { below }) => all + below, 0)).toBe(minutesBelow)
        for (const { above, below } of days) expect(above + below).toBeLessThanOrEqual(1_440)
      }),
      { seed },
    )
  })

  it('Q2 wider limits never give more minutes', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 0, max: 20 }), (readings, wider) => {
        const series = seriesOf(readings)
        const narrow = summarise(series, limits)
        const wide = summarise(series, { low: limits.low - wider, high: limits.high + wider })
        expect(wide.minutesAbove).toBeLessThanOrEqual(narrow.minutesAbove)
        expect(wide.minutesBelow).toBeLessThanOrEqual(narrow.minutesBelow)
      }),
      { seed },
    )
  })
})

describe('mean kinetic temperature', () => {
  it('Q2 of one temperature is that temperature', () => {
    expect(summarise(everyFive(-70, -70, -70), limits).meanKineticTemperature).toBeCloseTo(-70, 9)
  })

  it('Q2 of two halves is as computed by hand', () => {
    // 10000 / (10000 / 303.15 - ln of the mean of 1 and exp(10000 / 303.15 - 10000 / 293.15)), in kelvin.
    const mean = (1 + Math.exp(10_000 / 303.15 - 10_000 / 293.15)) / 2
    const byHand = 10_000 / (10_000 / 303.15 - Math.log(mean)) - 273.15
    expect(summarise(everyFive(20, 30), { low: null, high: null }).meanKineticTemperature).toBeCloseTo(byHand, 9)
    expect(byHand).toBeGreaterThan(25)
  })

  it('Q2 lies between the arithmetic mean and the maximum, for any series without gaps', () => {
    const even = fc.array(fc.integer({ min: -100, max: 40 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(even, (celsius) => {
        const { meanKineticTemperature, maximum } = summarise(everyFive(...celsius), limits)
        const mean = celsius.reduce((sum, one) => sum + one, 0) / celsius.length
        expect(meanKineticTemperature).toBeGreaterThanOrEqual(mean - 1e-9)
        expect(meanKineticTemperature).toBeLessThanOrEqual((maximum ?? 0) + 1e-9)
      }),
      { seed },
    )
  })

  it('Q2 is none where nothing was read', () => {
    expect(summarise(everyFive(none, none), limits)).toMatchObject({
      rows: 2,
      missing: 2,
      meanKineticTemperature: null,
      minimum: null,
    })
    expect(summarise(everyFive(), limits)).toMatchObject({ rows: 0, meanKineticTemperature: null, gaps: [] })
  })
})
