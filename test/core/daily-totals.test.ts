import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summaryOfDays } from '../../src/core/stock/daily-totals.ts'
import { longerThan } from '../../src/core/stock/summaries.ts'
import type { DeviceDay } from '../../src/core/stock/temperature-events.ts'
import { addMinutes } from '../../src/core/time.ts'
import { lotReceived, openNotice, ready, stocked } from '../support/facts.ts'
import { given } from '../support/given.ts'
import { type Counted, daysLog, freezerLimits, importing, openExcursions } from '../support/loggers.ts'
import { seed } from '../support/seed.ts'
import type { Trial } from '../support/trial.ts'

const days = 24 * 60
const states = (trial: Trial) => ['EX-1', 'PL-1'].map((lotNumber) => trial.lot(lotNumber).state)
const vialsOf = (trial: Trial, lotNumber: string) =>
  trial.lot(lotNumber).vialCodes.map((vialCode) => trial.value('qamar', { type: 'Vial', vialCode }))
const vialsOfExcursion = (trial: Trial, excursionId = '') =>
  trial.value('qamar', { type: 'ExposedVials', excursionId, offset: 0, limit: 10 }).rows
const imported = (trial: Trial) => [...trial.books.stock.temperatures.imports.values()].at(-1)

describe('a logger that tells totals of days and no readings', () => {
  it('Q2 A15 stops every lot that lay there on any part of such a day, with a neutral notice, in one entry', () => {
    const { trial, when } = given(ready)
    trial.wait(2 * days)
    const after = when('ana', importing, {
      log: daysLog(trial.now, [
        [12, 0],
        [0, 0],
        [0, 0],
      ]),
    }).accepts({
      stock: ['TemperaturesImported', 'ExcursionFound', 'ExcursionFound'],
      registry: ['NoticeRaised', 'SupplyStated'],
    })
    expect(states(after)).toEqual(['held', 'held'])
    expect(openNotice(after)).toBeDefined()
  })

  it('Q2 stops nothing where the device counted no minute', () => {
    const { trial, when } = given(ready)
    trial.wait(2 * days)
    when('ana', importing, {
      log: daysLog(trial.now, [
        [0, 0],
        [0, 0],
      ]),
    }).accepts({ stock: ['TemperaturesImported'] })
  })

  it('Q2 touches no lot that came on a later day', () => {
    const { trial, when } = given((one) => one.wait(days) && undefined, stocked())
    when('ana', importing, {
      log: daysLog(trial.now, [
        [12, 0],
        [0, 0],
      ]),
    }).accepts({ stock: ['TemperaturesImported'] })
  })

  it('Q2 Q6 counts the minutes of the day in full for a vial that came in its course, and marks them as such', () => {
    const { trial } = given(lotReceived())
    trial.wait(60)
    trial.act('ana', importing, { log: daysLog(trial.now, [[700, 5]]) })
    const [excursionId = ''] = openExcursions(trial)
    // It lay there for an hour of that day, and the file does not say that the hour was a good one.
    for (const row of vialsOfExcursion(trial, excursionId))
      expect(row).toMatchObject({ minutesAbove: 700, minutesBelow: 5 })
    for (const vial of vialsOf(trial, 'EX-1'))
      expect(vial).toMatchObject({ minutesOut: 700, minutesCold: 5, ofDays: true })
    expect(trial.books.stock.temperatures.excursions.get(excursionId)).toMatchObject({ daily: true, vialCount: 5 })
  })

  it('Q6 counts the minutes of a day once for a vial that was carried away and back on that day', () => {
    const { trial } = given(stocked())
    const { lotId } = trial.lot('EX-1')
    const carry = (from: string, storagePlace: string) =>
      trial.act('ana', {
        ...{ type: 'TransferVials', lotId, from, storagePlace, vialCodes: 'all', minutesOut: 0, thawed: false },
        reason: 'defrosting',
      })
    trial.wait(10)
    carry('Freezer 1', 'Freezer 2')
    trial.wait(10)
    carry('Freezer 2', 'Freezer 1')
    trial.wait(10)
    trial.act('ana', importing, { log: daysLog(trial.now, [[30, 0]]) })
    for (const excursionId of openExcursions(trial))
      expect(vialsOfExcursion(trial, excursionId)[0]).toMatchObject({ minutesAbove: 30 })
    expect(vialsOf(trial, 'EX-1')[0]).toMatchObject({ minutesOut: 30 })
  })

  it('Q2 minutes of readings stay unmarked', () => {
    expect(vialsOf(given(stocked()).trial, 'EX-1')[0]).toMatchObject({ ofDays: false, minutesOut: 0 })
  })

  it('Q2 is recorded with what it truly says: its days, no reading, no mean kinetic temperature, and no curve', () => {
    const { trial } = given(stocked())
    trial.wait(2 * days)
    trial.act('ana', importing, {
      log: daysLog(trial.now, [
        [12, 0],
        [0, 7],
        [0, 0],
      ]),
    })
    const importId = imported(trial)?.importId ?? ''
    const answer = trial.value('qamar', { type: 'LoggerImport', importId })
    expect(answer.days.map(({ minutesAbove, minutesBelow }) => [minutesAbove, minutesBelow])).toEqual([
      [12, 0],
      [0, 7],
      [0, 0],
    ])
    expect(answer.row).toMatchObject({
      dayCount: 3,
      summary: {
        rows: 0,
        missing: 0,
        minutesAbove: 12,
        minutesBelow: 7,
        meanKineticTemperature: null,
        episodeCount: 2,
      },
    })
    expect(answer.compared).toEqual([])
    const { rows } = trial.value('qamar', { type: 'LoggerEpisodes', importId, offset: 0, limit: 10 })
    expect(rows.map(({ side, minutes, fromMinutes, toMinutes }) => [side, minutes, toMinutes - fromMinutes])).toEqual([
      ['above', 12, days],
      ['below', 7, days],
    ])
    expect(trial.ask('qamar', { type: 'LoggerCurve', importId, columns: 100 })).toMatchObject({
      refusal: { rule: 'nothing_found' },
    })
  })

  it('Q2 of minutes that a place allows, those of two days that follow each other count together', () => {
    const outcomes = (
      [
        [
          [6, 0],
          [6, 0],
          [0, 0],
        ],
        [
          [6, 0],
          [0, 0],
          [6, 0],
        ],
        [
          [6, 0],
          [0, 6],
          [0, 0],
        ],
      ] as const
    ).map((counted) => {
      const { trial, when } = given(ready)
      const limits = { storagePlace: 'Freezer 1', lowTenths: -900, highTenths: -600, allowedMinutes: 10 } as const
      trial.act('qamar', { type: 'StatePlaceLimits', ...limits })
      trial.wait(2 * days)
      let held = false
      when('ana', importing, { log: daysLog(trial.now, counted) }).leads((after) => {
        held = states(after).includes('held')
      })
      return held
    })
    // Over midnight it may have been one time of twelve minutes.
    expect(outcomes).toEqual([true, false, false])
  })
})

describe('totals of days that are not taken in', () => {
  /** What becomes of a file of these days, where QA has stated the warmest that the place may be, in tenths of a degree. */
  const tries = (counted: readonly Counted[], { highTenths = -600, differs = {}, ahead = 0 } = {}) => {
    const { trial, when } = given(ready)
    const limits = { storagePlace: 'Freezer 1', lowTenths: -900, highTenths, allowedMinutes: 0 }
    trial.act('qamar', { type: 'StatePlaceLimits', ...limits })
    trial.wait(2 * days)
    return when('ana', importing, { log: daysLog(addMinutes(trial.now, ahead), counted, differs) })
  }

  it('Q2 under limits of the place beyond which the device did not count, where it was beyond them: refused', () => {
    tries([[12, 0]], { highTenths: -650 }).refuses('totals_of_other_limits', 'file')
    // The warmest was -70 °C: no minute can have been beyond.
    tries([[0, 0]], { highTenths: -650 }).accepts({ stock: ['TemperaturesImported'] })
    // Beyond -60 °C for twelve minutes is beyond -55 °C for no more.
    tries([[12, 0]], { highTenths: -550 }).leads((after) => expect(states(after)).toEqual(['held', 'held']))
  })

  it('Q2 from the future, by the time of the report', () => {
    tries([[0, 0]], { ahead: 30 }).refuses('log_from_the_future', 'file')
  })

  it('Q2 without any day', () => {
    tries([], { differs: { daily: undefined } }).refuses('log_without_readings', 'file')
  })

  it('Q2 of days that are recorded already, and of another logger than before', () => {
    const { trial, when } = given(ready)
    trial.wait(2 * days)
    trial.act('ana', importing, {
      log: daysLog(trial.now, [
        [0, 0],
        [0, 0],
      ]),
    })
    trial.wait(60)
    const again = (counted: readonly Counted[], differs = {}) =>
      when('ana', importing, { log: daysLog(trial.now, counted, differs) })
    again([
      [0, 0],
      [0, 0],
      [0, 0],
    ]).refuses('log_overlaps', 'file')
    again([[0, 0]], { serial: '2002' }).refuses('logger_differs', 'otherLogger')
  })
})

describe('the sums of totals of days', () => {
  const counted = fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 700 })), {
    minLength: 1,
    maxLength: 20,
  })
  const totalsOf = (every: readonly Counted[]) => {
    const { deviceDays, daily } = daysLog('2026-03-01T12:00:00.000Z', every)
    return { days: deviceDays, deviceLimits: freezerLimits, span: daily ?? { from: 0, to: 0 } }
  }

  it('Q2 under the device’s own limits are its minutes, day by day, and lie within the time for which it measured', () => {
    fc.assert(
      fc.property(counted, (every) => {
        const totals = totalsOf(every)
        const summary = summaryOfDays(totals, freezerLimits)
        const sum = (side: 0 | 1) => every.reduce((all, one) => all + one[side], 0)
        expect(summary).toMatchObject({ minutesAbove: sum(0), minutesBelow: sum(1), gaps: [] })
        for (const { from, to, minutes = 0 } of summary?.episodes ?? []) {
          expect(from).toBeGreaterThanOrEqual(totals.span.from)
          expect(to).toBeLessThanOrEqual(totals.span.to)
          expect(minutes).toBeGreaterThan(0)
        }
      }),
      { seed },
    )
  })

  it('Q2 never lose an excursion by more minutes: what is one stays one when a day gets warmer', () => {
    const allowed = fc.integer({ min: 0, max: 700 })
    fc.assert(
      fc.property(counted, allowed, fc.nat(19), (every, most, place) => {
        const warmer = every.map(([above, below], at) => [above + (at === place ? 10 : 0), below] as const)
        const found = (of: readonly Counted[]) => {
          const summary = summaryOfDays(totalsOf(of), freezerLimits)
          return longerThan(summary ?? { episodes: [] }, most).map(({ side, from }) => `${side} ${from}`)
        }
        expect(found(warmer)).toEqual(expect.arrayContaining(found(every)))
      }),
      { seed },
    )
  })

  it('Q2 show a day without a measurement, and one that is not told, as gaps', () => {
    const { days: told, ...rest } = totalsOf([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    const nothing: Partial<DeviceDay> = { minimum: null, maximum: null, average: null }
    const lacking = told.flatMap((day, place) => (place === 1 ? [] : place === 2 ? [{ ...day, ...nothing }] : [day]))
    const summary = summaryOfDays({ ...rest, days: lacking }, freezerLimits)
    expect(summary?.gaps.map(({ from, to }) => to - from)).toEqual([days, days])
  })
})
