// A logger's file through the real desk: dialog or drop, the look, the record; and every kind of file that is not taken in.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LoggerLook } from '../../../src/core/stock/temperature-answers.ts'
import { addMinutes } from '../../../src/core/time.ts'
import { Counter } from '../../support/counter.ts'
import { csvOf } from '../../support/loggers.ts'
import { HandClock, passphraseOf, Site } from '../../support/site.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/loggers')
const ultraLow = readFileSync(join(fixtures, 'berlinger_fridgetag_UL_100800001215.txt'), 'utf8')
const dailyTotals = readFileSync(join(fixtures, 'berlinger_fridgetag2_130400191544.txt'), 'utf8')
const beforeTheReadings = '2023-04-10T06:00:00.000Z'
const asked = { storagePlace: 'Freezer 1', clock: 'site', otherLogger: false } as const
const columns = 200

type Said = {
  readonly ok: boolean
  readonly value?: LoggerLook & { seq: number; made: Record<string, string> }
  readonly refusal?: { readonly rule: string; readonly problems?: readonly { line: number; problem: string }[] }
}

/** A desk with a study whose two lots lay in the freezer since before the fixture's readings; today the clock says now. */
async function deskAt(now: string, received = beforeTheReadings) {
  const clock = new HandClock(received)
  const site = await Site.found({ clock, members: ['qamar', 'iman'] })
  await site.stock()
  site.study.close()
  clock.set(now)
  const counter = new Counter(undefined, clock)
  await counter.open(site.path)
  const signIn = (login: string) => counter.send('unlock', { login, passphrase: passphraseOf(login) })
  await signIn('ana')
  const path = join(counter.folder, 'logger.txt')
  const choose = async (content: string | Uint8Array) => {
    writeFileSync(path, content)
    counter.chosen = path
    return ((await counter.send('choose', { purpose: 'logger' })) as { value: { file: string } }).value.file
  }
  const look = async (file: string, differs = {}) =>
    (await counter.send('logger', { file, ...asked, columns, ...differs })) as Said
  const record = async (file: string | undefined, differs = {}) =>
    (await counter.send('submit', {
      command: { type: 'ImportTemperatures', ...asked, ...differs },
      ...(file === undefined ? {} : { file }),
    })) as Said
  const ask = async (question: object) => (await counter.send('ask', { question })) as { value: never }
  const entries = () => counter.desk.study?.head().seq
  return { counter, clock, path, choose, look, record, ask, entries, signIn }
}

const later = '2023-05-01T08:00:00.000Z'

describe('a logger’s file at the desk', () => {
  it('Q2 A15 is looked at without a trace, recorded in one entry, and there again after the next sign-in', async () => {
    const { choose, look, record, ask, entries, counter, signIn } = await deskAt(later)
    const file = await choose(ultraLow)
    const before = entries()
    const seen = await look(file)
    expect(seen.value).toMatchObject({
      serial: '100800001215',
      limits: { low: -90, high: -60 },
      limitsOf: 'device',
      statesZone: false,
      summary: { rows: 841, missing: 6, minimum: -17, maximum: -9.6, minutesAbove: 4175, episodeCount: 1 },
      raisesNotice: true,
    })
    expect(seen.value?.touched.map(({ lotNumber, state, vialCount }) => [lotNumber, state, vialCount])).toEqual([
      ['EX-1', 'released', 6],
      ['PL-1', 'released', 6],
    ])
    // Where the logger's own count and ours part: see the tests of the reader.
    expect(seen.value?.compared.map(({ deviceMinutes, ourMinutes }) => ourMinutes - deviceMinutes)).toEqual([
      -15, 0, 0, 2,
    ])
    expect(entries()).toBe(before)
    const recorded = await record(file)
    expect(recorded).toMatchObject({ ok: true, value: { seq: (before ?? 0) + 1 } })
    const importId = recorded.value?.made['importId'] ?? ''
    await counter.send('lock')
    await signIn('qamar')
    const page = { offset: 0, limit: 50 }
    expect(await ask({ type: 'LoggerImports', ...page })).toMatchObject({
      value: { total: 1, rows: [{ importId, openExcursionCount: 2, summary: { rows: 841 } }] },
    })
    expect(await ask({ type: 'LoggerCurve', importId, columns })).toMatchObject({ value: seen.value?.curve })
    expect(await ask({ type: 'Lots', ...page })).toMatchObject({
      value: { rows: [{ state: 'held' }, { state: 'held' }] },
    })
    expect(await ask({ type: 'Today' })).toMatchObject({ value: { openNotices: [{}] } })
    counter.desk.close()
  })

  it('Q2 is not read for somebody who may not take it in, whatever it is', async () => {
    const { choose, look, record, counter, signIn } = await deskAt(later)
    const file = await choose(ultraLow)
    await counter.send('lock')
    expect(await look(file)).toMatchObject({ refusal: { rule: 'signed_out' } })
    await signIn('iman')
    expect(await look(file)).toMatchObject({ refusal: { rule: 'role_may_not' } })
    expect(await record(file)).toMatchObject({ refusal: { rule: 'role_may_not' } })
    counter.desk.close()
  })

  it('Q2 may be dropped: the preload names its path, and the page gets a token', async () => {
    const { path, counter, look, choose } = await deskAt(later)
    await choose(ultraLow)
    const dropped = counter.desk.dropped(path)
    expect(dropped).toMatchObject({ ok: true, value: { name: 'logger.txt' } })
    expect(JSON.stringify(dropped)).not.toContain(counter.folder)
    expect(await look(dropped.ok ? (dropped.value.file ?? '') : '')).toMatchObject({ ok: true })
    // What a page made up itself has no path; and there is no channel by which it could name one.
    for (const odd of ['', 'logger.txt', join(counter.folder, 'nothing'), 7, null, { path }])
      expect(counter.desk.dropped(odd)).toMatchObject({ refusal: { rule: 'file_not_found' } })
    expect(await counter.send('dropped', path)).toEqual({ ok: false, invalid: ['channel'] })
    counter.desk.close()
  })
})

describe('a file that is not taken in says what is wrong, and stores nothing', () => {
  const at = '2023-04-20T06:00:00.000Z'
  const plain = (...rows: string[]) => ['time,temperature', ...rows, ''].join('\n')

  it.each([
    ['cut in half', ultraLow.slice(0, ultraLow.length / 2), 'log_cut'],
    ['in Fahrenheit', ultraLow.replace('Temp unit: C', 'Temp unit: F'), 'log_fahrenheit'],
    ['with a decimal comma', ultraLow.replace('16:26\t-11.5', '16:26\t-11,5'), 'log_decimal_comma'],
    ['with Persian digits', ultraLow.replace('16:26\t-11.5', '16:26\t-۱۱.۵'), 'log_digits'],
    ['with dates of an unknown order', plain('04/05/2023 16:06,-78'), 'log_date_order'],
    ['from next year', plain('2024-04-17 16:06,-78.0'), 'log_future'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'log_unknown'],
    ['an allocation list', 'number,arm\n1,exosome\n', 'log_unknown'],
    ['empty', '', 'log_no_readings'],
  ])('Q2 %s', async (_, content, problem) => {
    const { choose, look, record, entries, counter } = await deskAt(later)
    const file = await choose(content)
    const before = entries()
    for (const said of [await look(file), await record(file)]) {
      expect(said).toMatchObject({ ok: false, refusal: { rule: 'log_problems' } })
      expect(said.refusal?.problems?.map((one) => one.problem)).toContain(problem)
    }
    expect(entries()).toBe(before)
    counter.desk.close()
  })

  it('Q2 of 200 MB: it is not even opened', async () => {
    const { choose, look, record, entries, counter } = await deskAt(later)
    const file = await choose(Buffer.alloc(200 * 1024 * 1024, 0x20))
    const before = entries()
    for (const said of [await look(file), await record(file)])
      expect(said.refusal?.problems).toEqual([
        { line: 0, problem: 'log_too_large', values: { megabytes: 200, most: expect.any(Number) } },
      ])
    expect(entries()).toBe(before)
    counter.desk.close()
  })

  it('Q2 of another logger, of a time that is recorded already, of the next hours or without limits', async () => {
    const { choose, look, record, entries, counter, path } = await deskAt(later)
    expect(await record(await choose(ultraLow))).toMatchObject({ ok: true })
    const before = entries()
    const refused = async (content: string, rule: string, differs = {}) => {
      const file = await choose(content)
      const seen = await look(file, differs)
      // The look shows what is in it all the same, where it can be read under some limits.
      expect(seen.ok ? seen.value?.refusal?.rule : seen.refusal?.rule).toBe(rule)
      expect(await record(file, differs)).toMatchObject({ ok: false, refusal: { rule } })
      expect(entries()).toBe(before)
    }
    await refused(ultraLow, 'log_overlaps')
    await refused(ultraLow.replaceAll('2023-04-', '2023-03-').replace('100800001215', '100800009999'), 'logger_differs')
    await refused(ultraLow.replaceAll(/\t2023-04-20 /g, '\t2023-05-01 '), 'log_from_the_future', {
      storagePlace: 'Freezer 1',
    })
    await refused(csvOf(at, [-78, -78]), 'place_without_limits')
    await refused(ultraLow, 'storage_place_unknown', { storagePlace: 'Cellar' })
    expect(await record(undefined)).toMatchObject({ refusal: { rule: 'log_missing' } })
    expect(await look('no token')).toMatchObject({ refusal: { rule: 'file_not_found' } })
    expect(path).toBeDefined()
    counter.desk.close()
  })
})

describe('totals of days from a Fridge-tag 2', () => {
  it('Q2 A15 are looked at, recorded as what they are, and stop the lots that lay there on the days outside', async () => {
    const { choose, look, record, ask, entries, counter, signIn } = await deskAt(later)
    const file = await choose(dailyTotals)
    const before = entries()
    const seen = await look(file)
    expect(seen.value).toMatchObject({
      serial: '130400191544',
      limits: { low: -0.5, high: 8 },
      limitsOf: 'device',
      summary: {
        rows: 0,
        minimum: 1.5,
        maximum: 20.8,
        minutesAbove: 10,
        minutesBelow: 0,
        meanKineticTemperature: null,
      },
      excursionCount: 2,
      raisesNotice: true,
    })
    expect(seen.value).not.toHaveProperty('curve')
    expect(seen.value?.days.map(({ date, minutesAbove }) => [date, minutesAbove])).toEqual([
      ['2023-04-17', 8],
      ['2023-04-18', 2],
      ['2023-04-19', 0],
      ['2023-04-20', 0],
    ])
    expect(seen.value?.touched.map(({ lotNumber, minutesAbove }) => [lotNumber, minutesAbove])).toEqual([
      ['EX-1', 10],
      ['PL-1', 10],
    ])
    expect(entries()).toBe(before)
    const recorded = await record(file)
    expect(recorded).toMatchObject({ ok: true, value: { seq: (before ?? 0) + 1 } })
    const importId = recorded.value?.made['importId'] ?? ''
    await counter.send('lock')
    await signIn('qamar')
    expect(await ask({ type: 'LoggerImport', importId })).toMatchObject({
      value: { days: seen.value?.days, excursions: [{ daily: true }, { daily: true }], row: { dayCount: 4 } },
    })
    expect(await ask({ type: 'Lots', offset: 0, limit: 50 })).toMatchObject({
      value: { rows: [{ state: 'held' }, { state: 'held' }] },
    })
    // The same export once more, and one that was made later and tells the same days again.
    await counter.send('lock')
    await signIn('ana')
    expect(await record(file)).toMatchObject({ refusal: { rule: 'log_overlaps' } })
    const madeLater = dailyTotals.replace('Creation: 2023-04-20 15:14', 'Creation: 2023-04-20 16:14')
    expect(await record(await choose(madeLater))).toMatchObject({ refusal: { rule: 'log_overlaps' } })
    const ofAnother = dailyTotals.replaceAll('2023-04-', '2023-03-').replace('130400191544', '130400190000')
    expect(await record(await choose(ofAnother))).toMatchObject({ refusal: { rule: 'logger_differs' } })
    expect(await record(await choose(dailyTotals.slice(0, 1_500)))).toMatchObject({ refusal: { rule: 'log_problems' } })
    counter.desk.close()
  })

  it('Q2 touch no lot that came after the days outside', async () => {
    const { choose, look, counter } = await deskAt(later, '2023-04-19T06:00:00.000Z')
    const seen = await look(await choose(dailyTotals))
    expect(seen.value).toMatchObject({ touched: [], raisesNotice: false, excursionCount: 2 })
    counter.desk.close()
  })
})

describe('a file that is left while it is read', () => {
  // Long enough to be read in a thread of its own.
  const long = csvOf('2023-04-11T06:00:00.000Z', Array<number>(60_000).fill(-75))

  it.each([
    ['stop', 'reading_stopped'],
    ['lock', 'reading_stopped'],
  ])('Q2 by %s stores nothing, and can be read again afterwards', async (leaving, rule) => {
    const { choose, look, record, entries, counter, signIn } = await deskAt('2024-05-01T08:00:00.000Z')
    const file = await choose(long)
    const before = entries() ?? 0
    const reading = [look(file), record(file)]
    await counter.send(leaving)
    for (const said of await Promise.all(reading)) expect(said).toMatchObject({ ok: false, refusal: { rule } })
    // Locking is an entry of its own, and so is the next sign-in.
    expect(entries()).toBe(before + (leaving === 'lock' ? 1 : 0))
    if (leaving === 'lock') await signIn('ana')
    expect((await look(file)).refusal?.rule).toBe('place_without_limits')
    expect(counter.pushed).toContain('progress')
    counter.desk.close()
  })
})

const runtime: { threadCpuUsage?: () => { user: number; system: number } } = process

/**
 * Milliseconds for which this thread has had a processor: what others do on the machine is no pause of ours. An older Node
 * cannot tell, and measures by the clock.
 */
function threadMilliseconds(): number {
  const used = runtime.threadCpuUsage?.()
  return used === undefined ? performance.now() : (used.user + used.system) / 1_000
}

describe('a million readings', () => {
  it('Q2 are read in a thread of their own, recorded as one entry and drawn by the same numbers', async () => {
    const begun = '2023-04-10T07:00:00.000Z'
    const count = 1_000_000
    const clock = addMinutes(begun, count + 60)
    const { choose, look, record, ask, counter, signIn } = await deskAt(clock)
    await counter.send('lock')
    await signIn('qamar')
    const limits = { lowTenths: -900, highTenths: -600, allowedMinutes: 0 }
    await counter.send('submit', {
      command: { type: 'StatePlaceLimits', storagePlace: 'Freezer 1', ...limits },
      passphrase: passphraseOf('qamar'),
    })
    const start = Date.parse(begun)
    const rows = Array.from({ length: count }, (_, place) => {
      const time = new Date(start + place * 60_000).toISOString().slice(0, 16)
      return `${time.replace('T', ' ')},${(place === 500_000 ? -12 : -75 - (place % 50) / 10).toFixed(1)}`
    })
    const file = await choose(`time,temperature\n${rows.join('\n')}\n`)
    let longestPause = 0
    let last = threadMilliseconds()
    const beat = setInterval(() => {
      longestPause = Math.max(longestPause, threadMilliseconds() - last)
      last = threadMilliseconds()
    }, 1)
    const seen = await look(file, { clock: 'utc' })
    clearInterval(beat)
    expect(seen.value?.summary).toMatchObject({ rows: count, missing: 0, maximum: -12, minutesAbove: 1 })
    expect(longestPause).toBeLessThan(runtime.threadCpuUsage === undefined ? 1_500 : 150)
    const recorded = await record(file, { clock: 'utc' })
    expect(recorded).toMatchObject({ ok: true })
    const importId = recorded.value?.made['importId'] ?? ''
    // As after the night: out of the file, with the keys of whoever signs in.
    await counter.send('lock')
    await signIn('ana')
    const drawn = (await ask({ type: 'LoggerCurve', importId, columns: 1_000 })) as unknown as {
      value: { lines: number[][] }
    }
    expect(Math.max(...drawn.value.lines.flat().filter((_, index) => index % 2 === 1))).toBe(-12)
    expect(drawn.value.lines.flat().length).toBeLessThan(4_100)
    counter.desk.close()
  }, 60_000)
})
