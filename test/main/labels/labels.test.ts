import { describe, expect, it } from 'vitest'
import { groupCode } from '../../../src/core/codes.ts'
import { bagLabels } from '../../../src/main/labels/bag-label.ts'
import type { LabelContent, LabelPrint, LineProblem } from '../../../src/main/labels/label.ts'
import { syringeLabels } from '../../../src/main/labels/syringe-label.ts'
import { fonts, visibleText } from '../documents/print-fonts.ts'
import { label, serial, syringeCode } from './label-fixture.ts'

function html(print: LabelPrint): string {
  if (!print.ok) throw new Error(JSON.stringify(print.problems))
  return print.page.html
}

function problems(print: LabelPrint): readonly LineProblem[] {
  return print.ok ? [] : print.problems
}

/** The text of one line of the label in one language, its rows put together again. */
function line(page: string, name: string, language: 'en' | 'fa'): string {
  const rows = [...page.matchAll(/<p class="[^"]*" data-line="(\w+)" lang="(\w+)" dir="(\w+)">(.*?)<\/p>/g)]
  const mine = rows.filter(([, line, lang]) => line === name && lang === language)
  for (const [, , , direction] of mine) expect(direction).toBe(language === 'fa' ? 'rtl' : 'ltr')
  return mine.map(([, , , , content]) => visibleText(`<body>${content}`)).join(' ')
}

const bag = html(bagLabels([label], fonts))
const syringe = html(syringeLabels([label], fonts))

describe('the bag label', () => {
  const expected: readonly [string, string, string, string][] = [
    ['L1', 'contact', 'Contact: Dr S. M. Ahmadi Tafti', 'تماس: دکتر سید محسن احمدی تفتی'],
    [
      'L1',
      'address',
      'Imam Khomeini Hospital Complex, Keshavarz Blvd, Tehran 1419733141, Iran',
      'مجتمع بیمارستانی امام خمینی، بلوار کشاورز، تهران، کدپستی ۱۴۱۹۷۳۳۱۴۱',
    ],
    ['L1', 'phone', 'Phone: +98 21 6119 2000', 'تلفن: +۹۸ ۲۱ ۶۱۱۹ ۲۰۰۰'],
    ['L1', 'emergencyPhone', 'Emergency unblinding: +98 912 000 0017', 'رفع کورسازی اضطراری: +۹۸ ۹۱۲ ۰۰۰ ۰۰۱۷'],
    [
      'L2',
      'product',
      'hPMSC exosomes 1.0 × 1010 particles/mL or placebo',
      'اگزوزوم hPMSC با ۱.۰ × ۱۰۱۰ ذره در میلی‌لیتر یا دارونما',
    ],
    ['L3', 'form', 'Solution in a prefilled syringe, 5.5 mL', 'محلول در سرنگ آماده، ۵٫۵ میلی‌لیتر'],
    ['L3', 'route', 'Route: Intraperitoneal', 'راه مصرف: داخل صفاقی'],
    ['L3', 'trial', 'NCT06536712 Exosomes after LAR', 'اگزوزوم پس از جراحی رکتوم'],
    ['L3', 'participant', 'Participant 007', 'شرکت‌کننده ۰۰۷'],
    ['L3', 'investigator', 'Investigator: S. M. Ahmadi Tafti, MD', 'پژوهشگر: دکتر سید محسن احمدی تفتی'],
    [
      'L3',
      'directions',
      'Directions: Give once at the end of surgery; see pharmacy manual, section 4',
      'دستور مصرف: یک بار در پایان جراحی؛ راهنمای داروخانه، بخش ۴',
    ],
    ['L3', 'purpose', 'For clinical trial use only', 'فقط برای کارآزمایی بالینی'],
    ['L3', 'storage', 'Storage: 2 to 8 °C, do not freeze', 'نگهداری: ۲ تا ۸ درجه، یخ نزند'],
    [
      'L3',
      'useBefore',
      'Use before 2026-03-21 14:30 (Tehran, UTC+03:30)',
      'مصرف پیش از ۱ فروردین ۱۴۰۵، ساعت ۱۴:۳۰ به وقت ایران',
    ],
  ]

  it.each(expected)('%s says the %s in both languages', (_id, name, en, fa) => {
    expect(line(bag, name, 'en')).toBe(en)
    expect(line(bag, name, 'fa')).toBe(fa)
  })

  it('L2 prints exponents with the digits of their line', () => {
    expect(bag).toContain('10<sup>10</sup>')
    expect(bag).toContain('۱۰<sup>۱۰</sup>')
  })

  it('L4 says the code in groups of four, and the serial', () => {
    expect(line(bag, 'code', 'en')).toBe(groupCode(syringeCode))
    expect(line(bag, 'serial', 'en')).toBe(`1/2 · ${serial}`)
  })
})

describe('the syringe label', () => {
  it('L5 has the small set: contact, route, code, trial, participant, use-before, and no more', () => {
    const names = new Set([...syringe.matchAll(/data-line="(\w+)"/g)].map(([, name]) => name))
    expect([...names].sort()).toEqual(
      ['code', 'contact', 'participant', 'phone', 'route', 'serial', 'trial', 'useBefore'].sort(),
    )
  })

  it('L5 says each of them in both languages', () => {
    expect(line(syringe, 'participant', 'en')).toBe('Participant 007')
    expect(line(syringe, 'participant', 'fa')).toBe('شرکت‌کننده ۰۰۷')
    expect(line(syringe, 'route', 'fa')).toBe('داخل صفاقی')
    expect(line(syringe, 'useBefore', 'en')).toContain('2026-03-21 14:30')
    expect(line(syringe, 'useBefore', 'fa')).toContain('۱ فروردین ۱۴۰۵، ساعت ۱۴:۳۰')
    expect(line(syringe, 'phone', 'fa')).toContain('+۹۸ ۲۱ ۶۱۱۹ ۲۰۰۰')
    expect(line(syringe, 'trial', 'en')).toBe('NCT06536712')
    expect(line(syringe, 'code', 'en')).toBe(groupCode(syringeCode))
  })
})

describe('every label', () => {
  it('L4 has no place for an arm or a lot', () => {
    type Forbidden = Extract<
      keyof LabelContent,
      'arm' | 'lot' | 'lotId' | 'lotNumber' | 'batch' | 'vial' | 'allocation'
    >
    const none: [Forbidden] extends [never] ? true : false = true
    expect(none).toBe(true)
    const fields = Object.keys(label).sort()
    expect(fields).toEqual(
      [
        'practice',
        'trial',
        'contact',
        'investigator',
        'product',
        'form',
        'route',
        'volumeMicrolitres',
        'storage',
        'directions',
        'participantNumber',
        'syringeCode',
        'syringeIndex',
        'syringeCount',
        'serial',
        'useBefore',
        'timeZone',
      ].sort(),
    )
  })

  it('L4 prints nothing of fields that it does not know', () => {
    const more = { ...label, arm: 'EXOSOME-ARM', lot: 'EX-0423' }
    expect(html(bagLabels([more], fonts))).toBe(bag)
    expect(html(syringeLabels([more], fonts))).toBe(syringe)
  })

  it.each([
    ['syringe', syringe, '60mm 30mm'],
    ['bag', bag, '100mm 70mm'],
  ])('L6 has its exact size in millimetres (%s)', (_name, page, size) => expect(page).toContain(`@page{size:${size};`))

  it('L6 can have another size, set by the site', () => {
    const print = bagLabels([label], fonts, { widthMillimetres: 120, heightMillimetres: 80 })
    expect(html(print)).toContain('@page{size:120mm 80mm;')
  })

  it.each([
    ['syringe', syringe],
    ['bag', bag],
  ])('L6 is one document without scripts, style attributes or anything from outside (%s)', (_name, page) => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import| style=| on\w+=/i)
    expect(page).not.toMatch(/https?:\/\//)
    const sources = [...page.matchAll(/url\((\S{5})/g)].map(([, start]) => start)
    expect(new Set(sources)).toEqual(new Set(['data:']))
  })

  it('L6 has a neutral title', () => {
    for (const print of [syringeLabels([label], fonts), bagLabels([label], fonts)]) {
      if (!print.ok) throw new Error('does not fit')
      expect(print.page.title).toMatch(/^(Syringe|Bag) labels$/)
      expect(print.page.html).toContain(`<title>${print.page.title}</title>`)
    }
  })

  it('L6 stands on a page of its own', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...label, participantNumber: index + 1 }))
    expect(html(bagLabels(many, fonts)).match(/<section class="page">/g)).toHaveLength(100)
  })

  it('L6 says unmistakably that it is for practice, and only then', () => {
    for (const printer of [syringeLabels, bagLabels]) {
      const page = html(printer([{ ...label, practice: true }], fonts))
      expect(page).toContain('<span>PRACTICE</span>')
      expect(page.match(/class="box practice [^"]*">PRACTICE/g)).toHaveLength(1)
      expect(visibleText(html(printer([label], fonts)))).not.toContain('PRACTICE')
    }
  })
})

describe('a text that does not fit', () => {
  const long = 'Keep upright and in the dark and away from vibration at all times '

  it('L6 is refused with its line, its language and its label', () => {
    const print = bagLabels([label, { ...label, storage: { ...label.storage, en: long.repeat(5) } }], fonts)
    expect(problems(print).map(({ text: _text, ...where }) => where)).toContainEqual({
      label: 1,
      line: 'storage',
      language: 'en',
      reason: 'no_room',
    })
    expect(problems(print).every((problem) => problem.label === 1)).toBe(true)
  })

  it('L6 is refused in Persian as in English', () => {
    const print = syringeLabels(
      [{ ...label, route: { ...label.route, fa: 'داخل صفاقی در پایان جراحی '.repeat(4) } }],
      fonts,
    )
    expect(problems(print)).toContainEqual(
      expect.objectContaining({ line: 'route', language: 'fa', reason: 'no_room' }),
    )
  })

  it('L6 is refused when one word is wider than its column', () => {
    const print = bagLabels([{ ...label, form: { ...label.form, en: 'x'.repeat(80) } }], fonts)
    expect(problems(print)).toContainEqual(
      expect.objectContaining({ line: 'form', language: 'en', reason: 'word_too_wide' }),
    )
  })

  it('L6 is refused on a label that is too small for it', () => {
    expect(syringeLabels([label], fonts, { widthMillimetres: 40, heightMillimetres: 20 }).ok).toBe(false)
  })

  it('L6 is never cut or made smaller: sizes are the same for short and long texts', () => {
    const sizes = (page: string) => new Set([...page.matchAll(/font-size:([\d.]+)pt/g)].map(([, size]) => Number(size)))
    const short = html(bagLabels([{ ...label, directions: { en: 'See manual', fa: 'راهنما' } }], fonts))
    expect(sizes(short)).toEqual(sizes(bag))
    expect(Math.min(...sizes(bag), ...sizes(syringe))).toBeGreaterThanOrEqual(6.5)
  })
})

describe('hostile texts', () => {
  it('L6 become visible text and nothing else', () => {
    const en = '<script>alert(1)</script> "a" & \'b\''
    const page = html(bagLabels([{ ...label, investigator: { en, fa: '<b>x</b>' } }], fonts))
    expect(page).not.toContain('<script')
    expect(line(page, 'investigator', 'en')).toBe(`Investigator: ${en}`)
    expect(line(page, 'investigator', 'fa')).toBe('پژوهشگر: <b>x</b>')
  })

  it('L6 cannot reorder other text', () => {
    const marks = '\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C'
    const page = html(
      syringeLabels([{ ...label, route: { en: `Intra${marks}peritoneal`, fa: `دا${marks}خل` } }], fonts),
    )
    expect(page).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/)
    expect(line(page, 'route', 'en')).toBe('Intraperitoneal')
    expect(line(page, 'route', 'fa')).toBe('داخل')
  })
})
