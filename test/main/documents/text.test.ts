import { describe, expect, it } from 'vitest'
import { siteMoment } from '../../../src/main/documents/dates.ts'
import { allPersianDigits, millilitres, participantDigits, persianDigits } from '../../../src/main/documents/digits.ts'
import { escapeText, leftToRight, printable } from '../../../src/main/documents/text.ts'

describe('text on its way to paper', () => {
  it('L6 cannot become markup', () => {
    expect(escapeText('<script src="x">&\'')).toBe('&lt;script src=&quot;x&quot;&gt;&amp;&#39;')
    expect(leftToRight('<b>')).toBe('<bdi dir="ltr" class="piece">&lt;b&gt;</bdi>')
  })

  it('L6 loses every mark that reorders other text, and every control character', () => {
    const marks = [
      0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c, 0xfeff,
    ]
    for (const mark of marks) expect(printable(`a${String.fromCharCode(mark)}b`)).toBe('ab')
    expect(printable('a\u0000\u0007b\u0085c\u2028d')).toBe('a b c d')
    expect(printable('a\r\nb\rc')).toBe('a\nb\nc')
  })

  it('L6 keeps the joiners that Persian needs', () => expect(printable('شرکت\u200cکننده')).toBe('شرکت\u200cکننده'))
})

describe('numbers', () => {
  it('L6 stand in the script of their line', () => {
    expect(allPersianDigits('+98 21-0')).toBe('+۹۸ ۲۱-۰')
    expect(persianDigits('2 تا 8 درجه، 2-8')).toBe('۲ تا ۸ درجه، ۲-۸')
  })

  it('L6 keep their digits inside names', () => {
    expect(persianDigits('NCT06536712، CD9 و IL-6')).toBe('NCT06536712، CD9 و IL-6')
  })

  it('L3 are shown in full: a participant has three digits, a volume its unit', () => {
    expect(participantDigits(7)).toEqual({ en: '007', fa: '۰۰۷' })
    expect(participantDigits(1234)).toEqual({ en: '1234', fa: '۱۲۳۴' })
    expect(millilitres(5500)).toEqual({ en: '5.5 mL', fa: '۵٫۵ میلی‌لیتر' })
    expect(millilitres(10_000)).toEqual({ en: '10 mL', fa: '۱۰ میلی‌لیتر' })
    expect(millilitres(1_234_567).en).toBe('1234.567 mL')
  })
})

describe('an instant on paper', () => {
  it('L6 stands in both calendars with its zone', () => {
    const moment = siteMoment('2026-03-20T20:29:59.999Z', 'Asia/Tehran')
    expect(moment.en).toBe('2026-03-20 23:59 (Tehran, UTC+03:30)')
    expect(moment.fa).toBe('۲۹ اسفند ۱۴۰۴، ساعت ۲۳:۵۹ به وقت ایران')
  })

  it('L6 turns day, month and year at midnight of the site', () => {
    const moment = siteMoment('2026-03-20T20:30:00.000Z', 'Asia/Tehran')
    expect(moment.en).toBe('2026-03-21 00:00 (Tehran, UTC+03:30)')
    expect(moment.fa).toBe('۱ فروردین ۱۴۰۵، ساعت ۰۰:۰۰ به وقت ایران')
  })

  it('L6 shows the last day of a leap year', () => {
    expect(siteMoment('2025-03-20T08:00:00.000Z', 'Asia/Tehran').solarDate).toBe('۳۰ اسفند ۱۴۰۳')
  })

  it('L3 is never shown later than it is', () => {
    expect(siteMoment('2026-01-01T10:00:59.999Z', 'Asia/Tehran').time).toBe('13:30')
  })

  it('L6 has an offset in every zone', () => {
    expect(siteMoment('2026-01-01T10:00:00.000Z', 'UTC').en).toBe('2026-01-01 10:00 UTC')
    expect(siteMoment('2026-07-01T10:00:00.000Z', 'America/New_York').en).toBe('2026-07-01 06:00 (New York, UTC-04:00)')
  })

  it('L3 is refused when it is no instant', () => expect(() => siteMoment('soon', 'Asia/Tehran')).toThrow(RangeError))
})
