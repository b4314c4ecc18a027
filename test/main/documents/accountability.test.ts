import { describe, expect, it } from 'vitest'
import type { RecordLine } from '../../../src/core/accounts/record.ts'
import { groupCode } from '../../../src/core/codes.ts'
import { initialsOf } from '../../../src/core/text.ts'
import { accountabilityRecord, type RecordForm, type RecordHead } from '../../../src/main/documents/accountability.ts'
import { type Certified, destructionCertificate } from '../../../src/main/documents/destruction.ts'
import { occasion } from './occasion-fixture.ts'
import { fonts, visibleText } from './print-fonts.ts'

const head: RecordHead = {
  institution: { en: 'Imam Khomeini Hospital', fa: 'بیمارستان امام خمینی' },
  protocol: 'EXO-LAR · NCT06536712 · IR.TUMS.IKHC.REC.1403.114',
  title: { en: 'Exosomes after low anterior resection', fa: 'اگزوزوم پس از برداشتن قدامی تحتانی' },
  product: { en: 'hPMSC-derived exosomes', fa: 'اگزوزوم جفت انسان' },
  formAndStrength: { en: 'Solution; 2 mL a vial', fa: 'محلول؛ هر ویال ۲ میلی‌لیتر' },
  dispensingArea: { en: 'Trial pharmacy', fa: 'داروخانهٔ کارآزمایی' },
  investigator: { en: 'Dr Leila Karimi', fa: 'دکتر لیلا کریمی' },
}
const names = new Map([
  ['M1', 'Maryam Rostami'],
  ['M2', 'دکتر سارا کاظمی'],
])
const lot = { lotId: 'L1', lotNumber: 'EX-0423', manufacturer: 'Exo Works', expiresOn: '2026-12-31' }
const received: RecordLine = {
  line: 1,
  seq: 12,
  at: '2026-03-20T06:15:00.000Z',
  by: 'M1',
  what: 'received',
  quantity: 30,
  moved: 30,
  balance: 30,
  note: 'Depot North',
  corrections: [{ at: '2026-03-21T06:15:00.000Z', by: 'M2', was: 'Depot', reason: 'misread' }],
  places: [{ storagePlace: 'Freezer 1', vials: 30, moved: 30 }],
  lot,
}
const dispensed: RecordLine = {
  ...received,
  line: 2,
  seq: 31,
  what: 'dispensed',
  quantity: -1,
  moved: 1,
  balance: 29,
  note: '',
  corrections: [],
  participant: { number: 7, initials: 'AB' },
  microlitres: 10_000,
}
const print = (form: RecordForm, lines: readonly RecordLine[]) =>
  accountabilityRecord({ form, head, lines, balance: lines.at(-1)?.balance ?? 0, names }, occasion, fonts)
const textOf = (html: string) => visibleText(html).replace(/\s+/g, ' ')

describe('the accountability record on paper', () => {
  const { html, title } = print('full', [received, dispensed])
  const text = textOf(html)

  it('A7 has every field of the head', () => {
    for (const field of [
      'Institution: Imam Khomeini Hospital',
      'Protocol number: EXO-LAR · NCT06536712 · IR.TUMS.IKHC.REC.1403.114',
      'Protocol title: Exosomes after low anterior resection',
      'Product: hPMSC-derived exosomes',
      'Form and strength: Solution; 2 mL a vial',
      'Dispensing area: Trial pharmacy',
      'Investigator: Dr Leila Karimi',
      'Record: Control record; counted in vials',
      'Page 1 of 1',
      'مؤسسه: بیمارستان امام خمینی',
      'پژوهشگر: دکتر لیلا کریمی',
      'صفحهٔ ۱ از ۱',
    ])
      expect(text).toContain(field)
    expect(textOf(print('site', []).html)).toContain('Satellite record; counted in syringes')
  })

  it('A7 has every field of a line: number, date, participant, dose, quantity, balance, maker, lot and recorder', () => {
    const line = text.slice(text.indexOf('Dispensed') - 80)
    for (const field of [
      '2026-03-20 09:45',
      '۲۹ اسفند ۱۴۰۴ ۰۹:۴۵',
      '007 AB',
      '10 mL',
      '−1',
      '29',
      'EX-0423',
      'Exo Works',
      'MR',
    ])
      expect(line).toContain(field)
    expect(text).toContain('+30')
    for (const column of [
      'Line',
      'Date',
      'Participant',
      'Dose',
      'Received or dispensed',
      'Qty',
      'Balance',
      'Maker and lot',
      'By',
    ])
      expect(text).toContain(column)
  })

  it('A6 names the place of a line, and where vials were carried from and to', () => {
    expect(text).toContain('Freezer 1')
    const carried = [
      { storagePlace: 'Freezer 1', vials: -2, moved: 2 },
      { storagePlace: 'Cellar', vials: 2, moved: 2 },
    ]
    expect(textOf(print('stock', [{ ...received, what: 'transferred', places: carried }]).html)).toContain(
      'Freezer 1 > Cellar',
    )
  })

  it('A8 shows what was corrected, struck through, with who, when and why', () => {
    expect(html.includes('<s><bdi>Depot</bdi></s>')).toBe(true)
    expect(text).toContain('دکتر سارا کاظمی, 2026-03-21 09:45: misread')
    expect(text).toContain('Depot North')
  })

  it('B2 the full one says UNBLINDED in its title; the others tell no participant beside a lot', () => {
    expect(title).toContain('UNBLINDED')
    expect(text).toContain('which participant received which product')
    const stock = print('stock', [received, dispensed])
    expect(stock.title).not.toContain('UNBLINDED')
    expect(textOf(stock.html)).not.toContain('007')
  })

  it.each([
    ['scanned', 'codes scanned'],
    ['typed', 'codes entered by hand'],
  ] as const)('P7 says on paper that codes were %s: %s', (entered, words) => {
    expect(textOf(print('stock', [{ ...received, what: 'sample', entered }]).html)).toContain(words)
    expect(textOf(print('stock', [received]).html)).not.toContain(words)
    const syringes: Certified = {
      ...{ ...certified, what: 'syringes_destroyed', entered },
      parts: [{ participantNumber: 7, codes: ['CE9DRQDVRQV4'] }],
    }
    expect(textOf(destructionCertificate(syringes, occasion, fonts).html)).toContain(words)
    expect(textOf(destructionCertificate(certified, occasion, fonts).html)).not.toContain(words)
  })

  it('B12 the one for the site file names no lot and no maker, whatever is handed to it', () => {
    const syringe = { ...dispensed, what: 'prepared' as const, quantity: 1, code: 'CE9DRQDVRQV4' }
    const site = textOf(print('site', [syringe]).html)
    expect(site).toContain(groupCode(syringe.code))
    for (const secret of ['EX-0423', 'Exo Works', '2026-12-31']) expect(site).not.toContain(secret)
  })

  it('A10 P2 loses no line over many pages, and names the columns on each', () => {
    const lines = Array.from({ length: 120 }, (_, index) => ({
      ...dispensed,
      line: index + 1,
      note: `w${index + 1} `.repeat(1 + (index % 9)),
    }))
    const long = print('full', lines).html
    const pages = long.split('<section class="page">').slice(1)
    expect(pages.length).toBeGreaterThan(5)
    for (const page of pages) expect(textOf(page.replace(/^/, '<body>'))).toContain('Received or dispensed')
    const found = new Set([...visibleText(long).matchAll(/\bw(\d+)\b/g)].map(([, number]) => Number(number)))
    expect(found.size).toBe(120)
  })

  it('carries no style in an attribute, which the printer’s page forbids', () => {
    for (const form of ['stock', 'site', 'full'] as const)
      expect(print(form, [received, dispensed]).html.includes(' style=')).toBe(false)
    expect(destructionCertificate(certified, occasion, fonts).html.includes(' style=')).toBe(false)
  })

  it('keeps hostile words as words', () => {
    const hostile = print('stock', [{ ...received, note: '<script>x</script>\u202Egnp.exe' }]).html
    expect(hostile).not.toMatch(/<script|\u202E/)
  })

  it.each([
    ['Maryam Rostami', 'MR'],
    ['Dr. Ali Moradi', 'AM'],
    ['دکتر سارا کاظمی', 'س. ک'],
    ['Qamar Practice (invented)', 'QP'],
    ['', ''],
  ])('A7 signs a line of %j with %j', (name, initials) => expect(initialsOf(name)).toBe(initials))
})

const certified: Certified = {
  what: 'vials_destroyed',
  at: '2026-03-20T06:15:00.000Z',
  entry: 77,
  authorisation: 'SP-2026-14',
  reason: 'warm on arrival',
  method: 'incineration',
  place: 'Hospital incinerator',
  parts: [
    {
      lotNumber: 'EX-0423',
      product: head.product,
      manufacturer: 'Exo Works',
      expiresOn: '2026-12-31',
      codes: ['CE9DRQDVRQV4'],
    },
  ],
  signer: { name: 'Qamar Azizi', role: { en: 'quality assurance', fa: 'تضمین کیفیت' } },
  witness: { name: 'Maryam Rostami', role: { en: 'pharmacist', fa: 'داروساز' } },
}

describe('the certificate of destruction', () => {
  const text = textOf(destructionCertificate(certified, occasion, fonts).html)

  it('A5 P8 names the authorisation, and both who signed with role, time and what their signature means', () => {
    for (const words of [
      'Authorisation: SP-2026-14',
      'Method: incineration',
      'Place: Hospital incinerator',
      'warm on arrival',
      'Vials: 1',
      'Signed by: Qamar Azizi (quality assurance), 2026-03-20 09:45 (Tehran, UTC+03:30); meaning of the signature: destruction',
      'Second person: Maryam Rostami (pharmacist), 2026-03-20 09:45',
      'نفر دوم: Maryam Rostami (داروساز)',
      'Ledger entry: 77',
      'EX-0423',
      'CE9D RQDV RQV4',
    ])
      expect(text).toContain(words)
  })

  it('B9 B12 that of syringes has no place for a lot or an arm, and says so', () => {
    const syringes = textOf(
      destructionCertificate(
        { ...certified, what: 'syringes_destroyed', parts: [{ participantNumber: 7, codes: ['CE9DRQDVRQV4'] }] },
        occasion,
        fonts,
      ).html,
    )
    expect(syringes).toContain('Participant: 007')
    expect(syringes).toContain('states no treatment')
    expect(syringes).not.toMatch(/hPMSC|placebo|EX-0423|Exo Works|\bLot\b/i)
  })

  it('A2 names every vial of a large batch', () => {
    const codes = Array.from({ length: 300 }, (_, index) => `CE9DRQDV${String(index).padStart(4, '0')}`)
    const [part] = certified.parts
    if (part === undefined) throw new Error('there is one part')
    const large = textOf(destructionCertificate({ ...certified, parts: [{ ...part, codes }] }, occasion, fonts).html)
    for (const code of codes) expect(large).toContain(groupCode(code))
  })
})
