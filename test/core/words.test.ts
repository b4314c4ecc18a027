import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { both, latinDigits, line, paragraph } from '../../src/core/text.ts'
import { addMinutes, dayOf, Instant, IsoDate, isTimeZone } from '../../src/core/time.ts'

const fits = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

const deceiving = {
  'left-to-right mark': 0x200e,
  'right-to-left mark': 0x200f,
  'arabic letter mark': 0x061c,
  'left-to-right embedding': 0x202a,
  'right-to-left embedding': 0x202b,
  'pop directional formatting': 0x202c,
  'left-to-right override': 0x202d,
  'right-to-left override': 0x202e,
  'left-to-right isolate': 0x2066,
  'right-to-left isolate': 0x2067,
  'first strong isolate': 0x2068,
  'pop directional isolate': 0x2069,
  'byte order mark': 0xfeff,
  null: 0,
  bell: 7,
  'vertical tab': 11,
  'carriage return': 13,
  escape: 27,
  delete: 127,
  'next line': 0x85,
  'application program command': 0x9f,
}

describe('typed text', () => {
  it.each(Object.entries(deceiving))('P1 is refused with a %s, which changes what a reader sees', (_, point) => {
    const text = `ab${String.fromCodePoint(point)}cd`
    expect(fits(line(20), text)).toBe(false)
    expect(fits(paragraph(20), text)).toBe(false)
    expect(fits(both(20), { en: 'ok', fa: text })).toBe(false)
  })

  it('is one line where one line is asked for', () => {
    for (const text of ['a\nb', 'a\tb', 'a\r\nb']) expect(fits(line(20), text), JSON.stringify(text)).toBe(false)
    expect(fits(paragraph(20), 'a\nb\tc')).toBe(true)
  })

  it('keeps what Persian needs: letters, digits, and the joiners between letters', () => {
    expect(line(40).parse('می\u200cخواهم ۱۲۳')).toBe('می\u200cخواهم ۱۲۳')
    expect(fits(line(40), 'نام\u200d')).toBe(true)
  })

  it('is trimmed before it is measured', () => {
    expect(line(3).parse('  abc ')).toBe('abc')
    expect(fits(line(3), 'abcd')).toBe(false)
    expect(fits(line(3), '   ')).toBe(false)
    expect(fits(line(3, 0), '   ')).toBe(true)
    expect(fits(paragraph(300, 20), `short${' '.repeat(40)}`)).toBe(false)
  })

  it('is given in both languages or not at all', () => {
    expect(fits(both(20), { en: 'one' })).toBe(false)
    expect(fits(both(20), { en: 'one', fa: ' ' })).toBe(false)
    expect(fits(both(20), { en: 'one', fa: 'یک', de: 'eins' })).toBe(false)
  })

  it('has Persian and Arabic digits read as Latin ones', () => {
    expect(latinDigits('۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ x7')).toBe('0123456789 0123456789 x7')
  })
})

describe('time', () => {
  it('P11 is an instant in UTC with milliseconds, and nothing else', () => {
    expect(fits(Instant, '2026-03-01T08:00:00.000Z')).toBe(true)
    for (const text of [
      '2026-03-01T08:00:00Z',
      '2026-03-01T08:00:00.000+03:30',
      '2026-02-30T08:00:00.000Z',
      '1404-12-10',
    ])
      expect(fits(Instant, text), text).toBe(false)
    expect(fits(IsoDate, '2026-02-30')).toBe(false)
    expect(fits(IsoDate, '2028-02-29')).toBe(true)
  })

  it('P11 a day is the site’s day: in Tehran it begins half past eight in the evening, UTC', () => {
    expect(dayOf('2026-03-01T20:29:59.999Z', 'Asia/Tehran')).toBe('2026-03-01')
    expect(dayOf('2026-03-01T20:30:00.000Z', 'Asia/Tehran')).toBe('2026-03-02')
    expect(dayOf('2026-03-01T20:30:00.000Z', 'UTC')).toBe('2026-03-01')
  })

  it('adds minutes across midnight, backwards too', () => {
    expect(addMinutes('2026-02-28T23:59:30.000Z', 1)).toBe('2026-03-01T00:00:30.000Z')
    expect(addMinutes('2026-03-01T00:00:00.000Z', -1)).toBe('2026-02-28T23:59:00.000Z')
  })

  it('knows the zones of the runtime and refuses other names', () => {
    expect(isTimeZone('Asia/Tehran')).toBe(true)
    for (const name of ['', 'Asia/Nowhere', 'Tehran time', '../etc']) expect(isTimeZone(name), name).toBe(false)
  })
})
