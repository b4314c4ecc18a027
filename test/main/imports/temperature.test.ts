import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutesByDay, summarise } from '../../../src/core/stock/temperature.ts'
import type { TemperatureLog } from '../../../src/main/imports/temperature/log.ts'
import { written } from '../../../src/main/imports/temperature/log-text.ts'
import { largestLogBytes, readTemperatureLog } from '../../../src/main/imports/temperature/read.ts'
import { seed } from '../../support/seed.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/loggers')
const ultraLow = readFileSync(join(fixtures, 'berlinger_fridgetag_UL_100800001215.txt'), 'utf8')
const fridge = readFileSync(join(fixtures, 'berlinger_fridgetag2_130400191544.txt'), 'utf8')
const now = new Date('2026-03-01T08:00:00.000Z')

const read = (text: string) => readTemperatureLog(Buffer.from(text), now)

function logOf(text: string): TemperatureLog {
  const result = read(text)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}

/** The problems of a file that is refused, each as its line and its name. */
function problemsOf(text: string): string[] {
  const result = read(text)
  expect(result).toMatchObject({ ok: false, refusal: { rule: 'log_problems', field: 'file' } })
  return result.ok ? [] : (result.refusal.problems ?? []).map(({ line, problem }) => `${line} ${problem}`)
}

describe('a Fridge-tag for ultra low temperatures', () => {
  it('Q2 is read whole: 841 rows, six without a reading, the device’s limits and its own totals', () => {
    const { device, serial, limits, series, deviceDays } = logOf(ultraLow)
    expect({ device, serial, limits }).toEqual({
      device: 'Q-tag Fridge-tag Ultra Low',
      serial: '100800001215',
      limits: { low: -90, high: -60 },
    })
    const { rows, missing, minimum, maximum, gaps } = summarise(series, limits)
    expect({ rows, missing, minimum, maximum }).toEqual({ rows: 841, missing: 6, minimum: -17, maximum: -9.6 })
    expect(gaps.map(({ from, to }) => [written(from), written(to)])).toEqual([
      ['2023-04-17 16:06', '2023-04-17 16:21'],
      ['2023-04-20 13:56', '2023-04-20 14:11'],
    ])
    expect(deviceDays.map(({ date, minutesAbove }) => [date, minutesAbove])).toEqual([
      ['2023-04-20', 834],
      ['2023-04-19', 1440],
      ['2023-04-18', 1440],
      ['2023-04-17', 474],
    ])
  })

  it('Q2 has the device’s minutes on whole days, and fewer where the device counts what it shows no reading for', () => {
    const { limits, series } = logOf(ultraLow)
    const ours = minutesByDay(summarise(series, limits))
    const above = (day: string) => ours.get(day)?.above
    expect(above('2023-04-18')).toBe(1440)
    expect(above('2023-04-19')).toBe(1440)
    // From 16:06 the device counts on, to midnight 474 minutes; its first three lines have no reading, and for them we
    // count nothing: 15 minutes less.
    expect(above('2023-04-17')).toBe(474 - 15)
    // The device measures every minute and lost its sensor at 13:54; we know only that the reading of 13:51 stands until
    // the line of 13:56: two minutes more.
    expect(above('2023-04-20')).toBe(834 + 2)
  })

  it('Q2 is one episode above the limit, between the times without a reading', () => {
    const { limits, series } = logOf(ultraLow)
    const { episodes, minutesAbove, minutesBelow } = summarise(series, limits)
    expect(episodes).toMatchObject([{ side: 'above', extreme: -9.6 }])
    expect({ minutesAbove, minutesBelow }).toEqual({ minutesAbove: 4175, minutesBelow: 0 })
  })
})

describe('a Fridge-tag 2', () => {
  it('Q2 shows no readings, only its own totals by day, with the times of the coldest and the warmest', () => {
    const { serial, limits, series, deviceDays } = logOf(fridge)
    expect({ serial, limits, rows: series.minutes.length }).toEqual({
      serial: '130400191544',
      limits: { low: -0.5, high: 8 },
      rows: 0,
    })
    expect(deviceDays[2]).toEqual({
      date: '2023-04-18',
      minimum: 1.9,
      minimumAt: '14:08',
      maximum: 8.5,
      maximumAt: '13:18',
      average: 4,
      minutesBelow: 0,
      minutesAbove: 2,
      sensorLostMinutes: 0,
    })
    expect(deviceDays.map(({ sensorLostMinutes }) => sensorLostMinutes)).toEqual([21, 0, 0, 178])
  })

  it('Q2 measured from its activation until its report', () => {
    const { daily } = logOf(fridge)
    expect(daily && [written(daily.from), written(daily.to)]).toEqual(['2023-04-17 16:43', '2023-04-20 15:14'])
  })

  it('Q2 says when an alarm went off, and a device with readings says so as well', () => {
    const alarm = fridge.replace('t Acc: 8', 't Acc: 8, TS A: 19:51')
    expect(logOf(alarm).deviceDays[3]).toMatchObject({ minutesAbove: 8, alarmAboveAt: '19:51' })
    expect(logOf(ultraLow).deviceDays[3]).toMatchObject({ minutesAbove: 474, alarmAboveAt: '17:06' })
    expect(logOf(ultraLow)).not.toHaveProperty('daily')
  })

  it.each([
    ['with a day that does not exist', 'Date: 2023-04-18', 'Date: 2023-04-31', ['67 log_time']],
    ['with days out of order', 'Date: 2023-04-18', 'Date: 2023-04-20', ['67 log_days_contradict']],
    ['with more minutes than a day has', 't Acc: 8', 't Acc: 1441', ['90 log_field']],
    ['with a time of the day that there is not', 'TS Max T: 13:18', 'TS Max T: 25:18', ['69 log_field']],
    ['without the time of its report', 'TS Report Creation', 'TS Report', ['0 log_field']],
    [
      'with a report before its last day',
      'Creation: 2023-04-20 15:14',
      'Creation: 2023-04-19 15:14',
      ['33 log_days_contradict'],
    ],
    ['with a report from the future', 'Creation: 2023-04-20', 'Creation: 2027-04-20', ['33 log_future']],
    ['in Fahrenheit', 'Temp unit: C', 'Temp unit: F', ['17 log_fahrenheit']],
    ['with Persian digits', 'Min T: +1.9', 'Min T: +۱.۹', ['68 log_digits']],
    ['with a decimal comma', 'Min T: +1.9', 'Min T: +1,9', ['68 log_decimal_comma']],
  ])('Q2 is refused %s, with its line', (_, from, to, problems) => {
    expect(fridge).toContain(from)
    expect(problemsOf(fridge.replace(from, to))).toEqual(problems)
  })

  it('Q2 is refused wherever it is cut', () => {
    for (let end = 200; end < fridge.trimEnd().length - 1; end += 97) expect(read(fridge.slice(0, end)).ok).toBe(false)
  })
})

describe('an export that is not as it was made', () => {
  it('Q2 is refused wherever it is cut', () => {
    const lines = ultraLow.split('\r\n')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: ultraLow.trimEnd().length - 1 }), (length) => {
        const result = read(ultraLow.slice(0, length))
        expect(result.ok).toBe(false)
      }),
      { seed, numRuns: 60 },
    )
    expect(problemsOf(lines.slice(0, lines.length / 2).join('\r\n'))).toEqual([expect.stringMatching(/ log_cut$/)])
  })

  it.each([
    ['in Fahrenheit', 'Temp unit: C', 'Temp unit: F', ['17 log_fahrenheit']],
    ['with a decimal comma', '16:26\t-11.5', '16:26\t-11,5', ['103 log_decimal_comma']],
    ['with Persian digits', '16:26\t-11.5', '16:26\t-۱۱.۵', ['103 log_digits']],
    ['with no temperature', '16:26\t-11.5', '16:26\tcold', ['103 log_temperature']],
    ['with an impossible temperature', '16:26\t-11.5', '16:26\t-300.0', ['103 log_temperature_impossible']],
    ['with a day that no calendar has', '2023-04-17 16:26', '2023-02-30 16:26', ['103 log_time']],
    ['with the times in another form than it states', '2023-04-17 16:26', '17.04.2023 16:26', ['103 log_time']],
    ['with a time that goes back', '2023-04-17 16:26', '2023-04-17 16:20', ['103 log_order']],
    ['from the future', '2023-04-20 14:06', '2027-04-20 14:06', ['939 log_future']],
    ['with a column too many', '16:26\t-11.5\tx', '16:26\t-11.5\tx\tx', ['103 log_columns']],
    ['without its serial number', ' Serial: 100800001215\r\n', '', ['0 log_field']],
  ])('Q2 is refused with its line: %s', (_, find, replace, problems) => {
    expect(ultraLow).toContain(find)
    expect(problemsOf(ultraLow.replace(find, replace))).toEqual(problems)
  })

  it('Q2 is read in another form of its dates, where it states that form itself', () => {
    const other = ultraLow
      .replace('yyyy-MM-dd hh:mm', 'dd.MM.yyyy hh:mm')
      .replaceAll(/\t(\d{4})-(\d\d)-(\d\d) /g, '\t$3.$2.$1 ')
    expect(logOf(other).series).toEqual(logOf(ultraLow).series)
  })
})

const hobo = (dates: readonly string[], name = 'Temp, °C (LGR S/N: 10483200, SEN S/N: 10483200)') =>
  [
    '"Plot Title: Freezer 1"',
    `"#","Date Time, GMT+03:30","${name}","Host Connected (LGR S/N: 10483200)"`,
    ...dates.map((date, index) => `${index + 1},${date},${-75 - index / 10},`),
    `${dates.length + 1},${dates.at(-1)},,Logged`,
    '',
  ].join('\r\n')

describe('a HOBO export', () => {
  it('Q2 is read with its serial number, and what happened to the logger is no reading', () => {
    const { device, serial, series, zone } = logOf(hobo(['04/17/23 04:06:00 PM', '04/17/23 04:11:00 PM']))
    expect({ device, serial, zone }).toEqual({ device: 'Freezer 1', serial: '10483200', zone: '+03:30' })
    expect([...series.minutes].map(written)).toEqual(['2023-04-17 16:06', '2023-04-17 16:11'])
    expect([...series.celsius]).toEqual([-75, -75.1])
  })

  it('Q2 is taken with the day first or the month first only where the file proves it', () => {
    const dayFirst = logOf(hobo(['30/04/2023 23:55', '01/05/2023 00:05']))
    expect([...dayFirst.series.minutes].map(written)).toEqual(['2023-04-30 23:55', '2023-05-01 00:05'])
    // In the other order the second reading would be before the first.
    const proven = logOf(hobo(['05/12/2023 23:55', '06/01/2023 00:05']))
    expect(written(proven.series.minutes[0] as number)).toBe('2023-05-12 23:55')
    expect(problemsOf(hobo(['04/05/2023 16:06', '04/05/2023 16:11']))).toEqual(['0 log_date_order'])
  })

  it('Q2 is refused with the line at which its times go back, in whatever order of day and month', () => {
    expect(problemsOf(hobo(['04/17/2023 16:06', '04/17/2023 16:01']))).toEqual(['4 log_order'])
  })

  it('Q2 is refused in Fahrenheit and with a decimal comma', () => {
    expect(problemsOf(hobo(['2023/04/17 16:06'], 'Temp, °F (LGR S/N: 1)'))).toEqual(['2 log_fahrenheit'])
    expect(problemsOf(hobo(['2023/04/31 16:06', '2023/05/01 16:11']))).toEqual(['3 log_time'])
    expect(problemsOf(hobo(['2023/04/17 16:06']).replace(',-75,', ',-75,5,'))).toEqual(['3 log_decimal_comma'])
  })
})

const plain = (...rows: readonly string[]) => ['time,temperature', ...rows, ''].join('\n')

describe('a CSV of times and temperatures', () => {
  it('Q2 is read the same way whatever way its lines are written', () => {
    const usual = logOf(plain('2023-04-17 16:06,-16.5', '2023-04-17 16:11,', '2023-04-17 16:16,-16'))
    const unusual = logOf(
      plain('"2023-04-17T16:06:00","-16.5"', '2023-04-17T16:11, --.-', '2023-04-17 16:16:00,-16.00'),
    )
    expect(unusual.series).toEqual(usual.series)
    expect(logOf(`${plain('2023-04-17 16:06,-16.5', '2023-04-17 16:11,', '2023-04-17 16:16,-16')}\r\n\n`)).toEqual(
      usual,
    )
    expect([...usual.series.celsius]).toEqual([-16.5, Number.NaN, -16])
    expect(usual.series.intervalMinutes).toBe(5)
  })

  it('Q2 states the zone of its clock on every line, and the same one, or on none', () => {
    expect(logOf(plain('2023-04-17T16:06Z,-16.5', '2023-04-17T16:11Z,-16')).zone).toBe('UTC')
    expect(logOf(plain('2023-04-17 16:06+03:30,-16.5')).zone).toBe('+03:30')
    expect(logOf(plain('2023-04-17 16:06,-16.5'))).not.toHaveProperty('zone')
    expect(problemsOf(plain('2023-04-17 16:06,-16.5', '2023-04-17T16:11Z,-16'))).toEqual(['2 log_zones'])
    expect(problemsOf(plain('2023-04-17 16:06Z,-16.5', '2023-04-17T16:11+01:00,-16'))).toEqual(['3 log_zones'])
  })

  it.each([
    ['17/04/2023 16:06,-16.5', 'log_date_order'],
    ['2023-04-17 16:06,-16,5', 'log_decimal_comma'],
    ['2023-04-17 16:06;-16,5', 'log_decimal_comma'],
    ['2023-04-17 16:06,-۱۶.۵', 'log_digits'],
    ['۱۴۰۲-۰۱-۲۸ 16:06,-16.5', 'log_digits'],
    ['2023-04-17 16:06,61.7 °F', 'log_fahrenheit'],
    ['2023-04-31 16:06,-16.5', 'log_time'],
    ['2023-04-17 24:06,-16.5', 'log_time'],
    ['2027-04-17 16:06,-16.5', 'log_future'],
    ['2023-04-17 16:01,-16.5', 'log_order'],
    ['2023-04-17 16:06,-999', 'log_temperature_impossible'],
    ['2023-04-17 16:06,-16.5,cold', 'log_columns'],
    ['', 'log_line_empty'],
  ])('Q2 is refused with its line: %s', (row, problem) => {
    expect(problemsOf(plain('2023-04-17 16:01,-16.5', row, '2023-04-17 16:21,-16.5'))).toContain(`3 ${problem}`)
  })

  it('Q2 any series comes back as it was written', () => {
    const reading = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.option(fc.integer({ min: -2_000, max: 600 })))
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 60 }), (readings) => {
        let at = 28_000_000
        const rows = readings.map(([step, tenths]) => {
          at += step
          return { at, tenths }
        })
        const text = plain(
          ...rows.map(
            ({ at, tenths }) =>
              `${new Date(at * 60_000).toISOString().slice(0, 16).replace('T', ' ')},${tenths === null ? '' : (tenths / 10).toFixed(1)}`,
          ),
        )
        const { series } = logOf(text)
        expect([...series.minutes]).toEqual(rows.map(({ at }) => at))
        expect([...series.celsius]).toEqual(rows.map(({ tenths }) => (tenths === null ? Number.NaN : tenths / 10)))
      }),
      { seed },
    )
  })
})

describe('what is no logger file', () => {
  it.each([
    ['empty', '', 'log_no_readings'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'log_unknown'],
    ['an allocation list', 'number,arm\n1,exosome\n', 'log_unknown'],
    ['only a header', 'time,temperature\n', 'log_no_readings'],
  ])('Q2 is refused: %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([`0 ${problem}`])
  })

  it('Q2 is refused before it is read where it is far too large', () => {
    const result = readTemperatureLog(Buffer.alloc(largestLogBytes + 1, 0x20), now)
    expect(result).toMatchObject({ ok: false, refusal: { problems: [{ line: 0, problem: 'log_too_large' }] } })
  })
})
