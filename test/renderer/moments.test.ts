import { describe, expect, it } from 'vitest'
import {
  clockTime,
  dateInBoth,
  dayInBoth,
  digits,
  instantOf,
  minutesUntil,
  readDay,
  readMoment,
  readTime,
  typedDay,
  typedMoment,
  zoneName,
} from '../../src/renderer/moments.ts'

const tehran = 'Asia/Tehran'

describe('a day in both calendars', () => {
  it('puts ISO first in English and Solar Hijri first in Persian', () => {
    expect(dayInBoth('2026-03-14', 'en')).toEqual({ first: '2026-03-14', second: '23 Esfand 1404' })
    expect(dayInBoth('2026-03-14', 'fa')).toEqual({ first: '۲۳ اسفند ۱۴۰۴', second: '2026-03-14' })
  })

  it('is the site’s day, not the day in Greenwich', () => {
    expect(dateInBoth('2026-03-20T21:00:00.000Z', 'en', tehran).first).toBe('2026-03-21')
    expect(dateInBoth('2026-03-20T21:00:00.000Z', 'fa', tehran).first).toBe('۱ فروردین ۱۴۰۵')
  })

  it('is read as it is typed, in either calendar and in either digits', () => {
    for (const typed of [
      '2026-03-14',
      '2026/3/14',
      '1404/12/23',
      '1404-12-23',
      '۱۴۰۴/۱۲/۲۳',
      '٢٠٢٦-٠٣-١٤',
      ' ۱۴۰۴.۱۲.۲۳ ',
    ])
      expect(readDay(typed), typed).toBe('2026-03-14')
  })

  it('knows the leap years of both calendars', () => {
    expect(readDay('1403/12/30')).toBe('2025-03-20')
    expect(readDay('1404/12/30')).toBeUndefined()
    expect(readDay('2028-02-29')).toBe('2028-02-29')
    expect(readDay('2026-02-29')).toBeUndefined()
  })

  it('is not guessed from what is not a day', () => {
    for (const typed of [
      '',
      '14',
      '2026-13-01',
      '1404/00/10',
      '1404/07/31',
      '23/12/1404',
      'tomorrow',
      '2026-03-14 extra',
    ])
      expect(readDay(typed), typed).toBeUndefined()
  })

  it('comes back as it went, for a day of every week of forty years, by two independent calendars', () => {
    // Ours is arithmetic, the runtime's comes from ICU; a site in Tehran must see one and the same day.
    const icu = new Intl.DateTimeFormat('en-US-u-ca-persian', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
    const start = Date.UTC(2010, 0, 1)
    for (let day = 0; day < 40 * 365; day += 7) {
      const at = new Date(start + day * 86_400_000)
      const iso = at.toISOString().slice(0, 10)
      const typed = typedDay(iso, 'fa')
      expect(readDay(typed), iso).toBe(iso)
      const part = (type: string) => Number(icu.formatToParts(at).find((one) => one.type === type)?.value)
      const two = (value: number) => digits(value, 'fa', { minimumIntegerDigits: 2 })
      expect(typed.slice(-5), iso).toBe(`${two(part('month'))}/${two(part('day'))}`)
    }
  })
})

describe('a moment', () => {
  it('is typed as the site’s local time and kept in UTC', () => {
    expect(readMoment('2026-03-14 08:30', tehran)).toBe('2026-03-14T05:00:00.000Z')
    expect(readMoment('۱۴۰۴/۱۲/۲۳ ۰۸:۳۰', tehran)).toBe('2026-03-14T05:00:00.000Z')
    expect(readMoment('2026-03-14T0830', tehran)).toBe('2026-03-14T05:00:00.000Z')
  })

  it('is not guessed from half of one', () => {
    for (const typed of ['2026-03-14', '08:30', '2026-03-14 24:00', '2026-03-14 8', '2026-03-14 08:30 09:00'])
      expect(readMoment(typed, tehran), typed).toBeUndefined()
  })

  it('is offered for typing as it is read', () => {
    const at = '2026-03-14T05:00:00.000Z'
    expect(typedMoment(at, 'en', tehran)).toBe('2026-03-14 08:30')
    expect(typedMoment(at, 'fa', tehran)).toBe('۱۴۰۴/۱۲/۲۳ ۰۸:۳۰')
    for (const language of ['en', 'fa'] as const) expect(readMoment(typedMoment(at, language, tehran), tehran)).toBe(at)
  })

  it('follows the zone over a change of its clock', () => {
    expect(instantOf('2026-03-28', { hour: 12, minute: 0 }, 'Europe/Berlin')).toBe('2026-03-28T11:00:00.000Z')
    expect(instantOf('2026-03-29', { hour: 12, minute: 0 }, 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z')
  })

  it('has the time of day in the digits of the language, and a zone with a name', () => {
    expect(clockTime('2026-03-14T05:00:00.000Z', 'en', tehran)).toBe('08:30')
    expect(clockTime('2026-03-14T05:00:00.000Z', 'fa', tehran)).toBe('۰۸:۳۰')
    expect(clockTime('2026-03-13T20:30:00.000Z', 'en', tehran)).toBe('00:00')
    expect(zoneName(tehran, 'en')).toContain('Iran')
    expect(zoneName(tehran, 'fa')).toContain('ایران')
  })

  it('reads times of day with and without a colon', () => {
    expect(readTime('0805')).toEqual({ hour: 8, minute: 5 })
    expect(readTime('۸:۰۵')).toEqual({ hour: 8, minute: 5 })
    expect(readTime('8:60')).toBeUndefined()
  })

  it('is so many minutes away', () => {
    const now = new Date('2026-03-14T05:00:30.000Z')
    expect(minutesUntil('2026-03-14T05:12:31.000Z', now)).toBe(12)
    expect(minutesUntil('2026-03-14T05:00:00.000Z', now)).toBe(-1)
  })
})

describe('numbers', () => {
  it('are in Persian digits in Persian', () => {
    expect(digits(1404, 'fa', { useGrouping: false })).toBe('۱۴۰۴')
    expect(digits(1800, 'en')).toBe('1,800')
  })
})
