import { describe, expect, it } from 'vitest'
import { codeFrom, groupCode } from '../../../src/core/codes.ts'
import { type BreakOfBlind, breakRecord } from '../../../src/main/documents/break-record.ts'
import { chainOfCustody } from '../../../src/main/documents/chain-of-custody.ts'
import { codeCards } from '../../../src/main/documents/code-cards.ts'
import { bodyMillimetres, paginate } from '../../../src/main/documents/document.ts'
import { type KnowledgeLine, knowledgeLedger } from '../../../src/main/documents/knowledge-ledger.ts'
import { packSheet } from '../../../src/main/documents/pack-sheet.ts'
import type { PrintPage } from '../../../src/main/documents/print-page.ts'
import { type RecoverySheet, recoverySheets } from '../../../src/main/documents/recovery-sheets.ts'
import { vialCodeSheets } from '../../../src/main/documents/vial-codes.ts'
import { occasion } from './occasion-fixture.ts'
import { fonts, visibleText } from './print-fonts.ts'

const codeOf = (seed: number, length: number) =>
  codeFrom(Uint8Array.from({ length }, (_, index) => (seed * 89 + index * 37) % 256))

const card = (participantNumber: number) => ({ participantNumber, code: codeOf(participantNumber, 20) })
const sheets: RecoverySheet[] = [3, 1, 2].flatMap((share) =>
  (['allocation', 'records'] as const).map((set) => ({
    set,
    share,
    shareCount: 3,
    sharesNeeded: 2,
    lines: [9, 26, 26].map((length, line) =>
      groupCode(codeOf(share + line * 7 + (set === 'records' ? 10 : 20), length)),
    ),
  })),
)
const steps = Array.from({ length: 40 }, (_, index) => ({
  at: new Date(Date.UTC(2026, 2, 20, 6, 15 + index * 10)).toISOString(),
  what: { en: `Step ${index + 1} of this syringe`, fa: `گام ${index + 1} این سرنگ` },
  who: index % 2 === 0 ? 'Maryam Rostami' : 'دکتر سارا کاظمی',
}))
const custody = { participantNumber: 7, syringeCode: codeOf(5, 12), steps }
const record: BreakOfBlind = {
  participantNumber: 7,
  entry: 1234,
  at: '2026-03-20T06:15:00.000Z',
  requestedBy: 'Dr Leila Karimi',
  openedBy: 'دکتر سید محسن احمدی تفتی',
  openedWith: { en: 'Passphrase and code card', fa: 'گذرواژه و کارت رمز' },
  reason: { en: 'Serious adverse event', fa: 'رویداد نامطلوب جدی' },
  narrative: 'Fever after surgery.\nThe ward was told nothing else.',
  toldTo: ['Dr Leila Karimi', 'Dr Ali Moradi'],
  shownAgain: [],
}
const vialCodes = Array.from({ length: 100 }, (_, index) => codeOf(index, 11))
const pack = {
  packId: codeOf(3, 15),
  at: '2026-03-20T06:15:00.000Z',
  enrolledCount: 12,
  pageFingerprint: '0123456789abcdef'.repeat(4),
  phone: '+98 21 2222 2222',
}

const knowledgeLine: KnowledgeLine = {
  at: '2026-03-20T06:15:00.000Z',
  participantNumber: 7,
  person: 'Dr Leila Karimi',
  occasion: { en: 'Emergency break', fa: 'شکستن اضطراری' },
  reason: { en: 'Serious adverse event', fa: 'رویداد نامطلوب جدی' },
  note: '',
  entry: 12,
  flagged: true,
}
const { reason: _, ...enquiry } = knowledgeLine
const knowledgeLines: KnowledgeLine[] = [
  knowledgeLine,
  {
    ...knowledgeLine,
    person: 'Dr Sara Kazemi',
    outside: { office: 'Intensive care', authorisedBy: 'Dr Leila Karimi' },
    entry: 13,
  },
  {
    ...enquiry,
    person: 'Maryam Rostami',
    participantNumber: 12,
    occasion: { en: 'Enquiry', fa: 'استعلام' },
    note: 'returned syringe',
    entry: 14,
    flagged: false,
  },
]

const pagesOf = (print: PrintPage) =>
  print.html
    .slice(print.html.indexOf('<body'))
    .split('<section class="page">')
    .slice(1)
    .map((page) => visibleText(`<body>${page}`))

const all: readonly [string, (practice: boolean) => PrintPage][] = [
  ['code cards', (practice) => codeCards([card(12), card(7)], { ...occasion, practice }, fonts)],
  ['recovery sheets', (practice) => recoverySheets(sheets, { ...occasion, practice }, fonts)],
  ['chain of custody', (practice) => chainOfCustody(custody, { ...occasion, practice }, fonts)],
  ['knowledge ledger', (practice) => knowledgeLedger(knowledgeLines, { ...occasion, practice }, fonts)],
  ['record of a break', (practice) => breakRecord(record, { ...occasion, practice }, fonts)],
  ['vial codes', (practice) => vialCodeSheets(vialCodes, { ...occasion, practice }, fonts)],
  ['sheet of a pack', (practice) => packSheet(pack, { ...occasion, practice }, fonts)],
]

describe.each(all)('every page of the %s', (_name, print) => {
  const page = print(false)
  const pages = pagesOf(page)

  it('P2 says whose trial, which head, who printed it and when, and which page it is', () => {
    pages.forEach((text, index) => {
      expect(text).toContain('NCT06536712')
      expect(text).toContain('اگزوزوم پس از جراحی رکتوم')
      expect(text).toContain('Ledger head 7K3M 9QWX 2')
      expect(text).toContain('Printed 2026-03-20 09:45 (Tehran, UTC+03:30) by Maryam Rostami (pharmacist)')
      expect(text).toContain('چاپ: ۲۹ اسفند ۱۴۰۴، ساعت ۰۹:۴۵ به وقت ایران')
      expect(text).toContain(`Page ${index + 1} of ${pages.length}`)
    })
  })

  it('L6 is A4 and has one document without scripts, style attributes or anything from outside', () => {
    expect(page.html).toContain('@page{size:210mm 297mm;')
    expect(page.html).not.toMatch(/<script|<link|<img|@import| style=|https?:\/\//i)
  })

  it('B12 has a neutral title', () => {
    expect(page.title).not.toMatch(/\d|exosome|placebo|arm|lot\b/i)
    expect(page.html).toContain(`<title>${page.title}</title>`)
  })

  it('L6 says that it is for practice, and only then', () => {
    expect(pages.join('')).not.toContain('PRACTICE')
    for (const text of pagesOf(print(true))) {
      expect(text).toContain('PRACTICE · NOT A REAL STUDY')
      expect(text).toContain('تمرینی · مطالعهٔ واقعی نیست')
    }
  })
})

describe('code cards', () => {
  const page = codeCards([card(12), card(7), card(101)], occasion, fonts)
  const pages = pagesOf(page)

  it('B4 are one sheet for each number, in the order of the numbers, each with its own code', () => {
    expect(pages).toHaveLength(3)
    for (const [index, participantNumber] of [7, 12, 101].entries()) {
      const text = pages[index] ?? ''
      expect(text).toContain(`Participant ${String(participantNumber).padStart(3, '0')}`)
      expect(text).toContain(groupCode(card(participantNumber).code))
      expect(text.match(/(?:[0-9A-Z]{4} ){5}[0-9A-Z]/g)).toHaveLength(1)
    }
    expect(pages[0]).toContain('شرکت‌کننده ۰۰۷')
  })

  it('B7 say in both languages what they are for and how they are sealed', () => {
    const text = (pages[0] ?? '').replace(/\s+/g, ' ')
    expect(text).toContain('opaque envelope')
    expect(text).toContain('پاکت مات')
    expect(text).toContain('sign and date across the flap')
    expect(text).toContain('The last sign is a check sign')
    expect(text).toContain('The code opens nothing by itself')
    expect(text).toContain('رمز به‌تنهایی چیزی را باز نمی‌کند')
  })

  it('B12 differ between two participants in nothing but number, code and page', () => {
    const [one = '', other = ''] = pages
    const without = (text: string, participantNumber: number) =>
      text
        .replaceAll(groupCode(card(participantNumber).code), '')
        .replace(/Participant \d+|شرکت‌کننده [۰-۹]+|Page \d|صفحهٔ [۰-۹]+/g, '')
    expect(without(one, 7)).toBe(without(other, 12))
  })
})

describe('vial codes', () => {
  const pages = pagesOf(vialCodeSheets(vialCodes, occasion, fonts))

  it('L8 are all there, once, in the order in which chance gave them', () => {
    expect(pages.length).toBeGreaterThan(1)
    const found = [
      ...pages
        .join(' ')
        .replace(/\s+/g, ' ')
        .matchAll(/(?<![0-9A-Z])(?:[0-9A-Z]{4} ){2}[0-9A-Z]{4}(?![0-9A-Z])/g),
    ]
    expect(found.map(([code]) => code.replaceAll(' ', ''))).toEqual(vialCodes)
  })

  it('L4 say what to do with them and nothing of what is in the vials', () => {
    const text = pages.join(' ').replace(/\s+/g, ' ')
    expect(text).toContain('One label for each vial')
    expect(text).toContain('برای هر ویال یک برچسب')
    expect(text).not.toMatch(/lot\b|placebo|دارونما|سری ساخت/i)
  })
})

describe('recovery sheets', () => {
  const pages = pagesOf(recoverySheets(sheets, occasion, fonts))

  it('B7 are one page a share, the two sets apart, in order', () => {
    expect(pages).toHaveLength(6)
    pages.forEach((text, index) => {
      expect(text).toContain(index < 3 ? 'Registry, clinic and stock books' : 'Allocation book')
      expect(text).toContain(`Sheet ${(index % 3) + 1} of 3 · any 2 of them open the set`)
    })
    expect(pages[0]).toContain('برگهٔ ۱ از ۳ · هر ۲ برگه مجموعه را باز می‌کند')
  })

  it('B7 show every line of the share in groups of four', () => {
    const first = sheets.find((sheet) => sheet.set === 'records' && sheet.share === 1)
    expect(first?.lines).toHaveLength(3)
    for (const line of first?.lines ?? []) expect((pages[0] ?? '').replace(/\s+/g, ' ')).toContain(line)
  })

  it('B1 say which set unblinds and which does not', () => {
    expect((pages[0] ?? '').replace(/\s+/g, ' ')).toContain('It does not open the allocation book')
    expect((pages[3] ?? '').replace(/\s+/g, ' ')).toContain('is unblinded for every participant')
  })
})

describe('the chain of custody', () => {
  const pages = pagesOf(chainOfCustody(custody, occasion, fonts))

  it('A2 has every step once, in order, with time, words in both languages and person', () => {
    expect(pages.length).toBeGreaterThan(1)
    const text = pages.join('\n')
    const found = [...text.matchAll(/Step (\d+) of this syringe/g)].map(([, step]) => Number(step))
    expect(found).toEqual(steps.map((_, index) => index + 1))
    expect(text).toContain('گام ۱ این سرنگ')
    expect(text).toContain('2026-03-20 09:45 UTC+03:30')
    expect(text).toContain('۲۹ اسفند ۱۴۰۴، ۰۹:۴۵')
    expect(text).toContain(groupCode(custody.syringeCode))
  })

  it('A2 divides a step that is longer than a page and loses nothing', () => {
    const words = Array.from({ length: 900 }, (_, index) => `w${index}`)
    const what = { en: words.join(' '), fa: 'کوتاه' }
    const print = chainOfCustody({ ...custody, steps: [{ at: record.at, what, who: 'x' }] }, occasion, fonts)
    const found = [
      ...pagesOf(print)
        .join('\n')
        .matchAll(/\bw\d+\b/g),
    ].map(([word]) => word)
    expect(found).toEqual(words)
  })

  it('L6 keeps hostile words as words', () => {
    const who = '<script>x</script>\u202Egnp.exe'
    const { html } = chainOfCustody(
      { ...custody, steps: [{ at: record.at, what: { en: 'a', fa: 'ب' }, who }] },
      occasion,
      fonts,
    )
    expect(html).not.toMatch(/<script|\u202E/)
    expect(html).toContain('&lt;script&gt;')
  })
})

describe('the record of a break', () => {
  const text = pagesOf(breakRecord(record, occasion, fonts))
    .join('\n')
    .replace(/\s+/g, ' ')

  it('B10 says who asked, who opened, when, how, why and who was told', () => {
    for (const words of [
      'Participant: 007',
      'Opened at: 2026-03-20 09:45 (Tehran, UTC+03:30)',
      'Requested by: Dr Leila Karimi',
      'Opened by: دکتر سید محسن احمدی تفتی',
      'Opened with: Passphrase and code card',
      'Reason: Serious adverse event',
      'دلیل: رویداد نامطلوب جدی',
      'Told to: Dr Leila Karimi, Dr Ali Moradi',
      'Ledger entry: 1234',
      'Fever after surgery.',
      'Impact assessment: Not yet recorded',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('B9 has no place for a treatment, and prints nothing of fields that it does not know', () => {
    type Forbidden = Extract<keyof BreakOfBlind, 'arm' | 'treatment' | 'product' | 'lot' | 'result'>
    const none: [Forbidden] extends [never] ? true : false = true
    expect(none).toBe(true)
    const one = breakRecord({ ...record, ...{ arm: 'A' } }, occasion, fonts).html
    expect(one).toBe(breakRecord({ ...record, ...{ arm: 'B' } }, occasion, fonts).html)
  })

  it.each([
    ['scanned', 'Code of the card: scanned'],
    ['typed', 'Code of the card: entered by hand'],
  ] as const)('P7 B10 says that the code of the card was %s', (entered, words) => {
    expect(text).not.toContain('Code of the card')
    expect(pagesOf(breakRecord({ ...record, entered }, occasion, fonts)).join('\n')).toContain(words)
  })

  it('B8 prints an impact assessment once there is one', () => {
    const impact = {
      text: 'No influence on the assessment of the leak.',
      by: 'Dr Ali Moradi',
      at: '2026-03-25T06:15:00.000Z',
    }
    const later = pagesOf(breakRecord({ ...record, impact }, occasion, fonts)).join('\n')
    expect(later).toContain(impact.text)
    expect(later).toContain('Assessed by: Dr Ali Moradi')
  })

  it('B10 prints an account of any length', () => {
    const words = Array.from({ length: 1500 }, (_, index) => `w${index}`)
    const print = breakRecord({ ...record, narrative: words.join(' ') }, occasion, fonts)
    const found = [
      ...pagesOf(print)
        .join('\n')
        .matchAll(/\bw\d+\b/g),
    ].map(([word]) => word)
    expect(found).toEqual(words)
  })
})

describe('the state of the file above every page', () => {
  const banner = (unblinded: boolean, practice: boolean) => {
    const { html } = breakRecord(record, { ...occasion, unblinded, practice }, fonts)
    return /<div class="banner">.*?<\/div>/.exec(html)?.[0] ?? ''
  }

  it('B2 says unblinded on whatever is printed of a file whose list was opened, beside practice where it is that', () => {
    expect(banner(false, false)).toBe('')
    expect(banner(true, false)).toContain('UNBLINDED FILE')
    expect(banner(true, false)).toContain('پروندهٔ بدون کورسازی')
    expect(banner(false, true)).not.toContain('UNBLINDED')
    expect(banner(true, true)).toContain('PRACTICE · NOT A REAL STUDY · UNBLINDED FILE')
  })
})

describe('the record of a break for a clinician', () => {
  const reader = { name: 'Dr Sara Kazemi', office: 'Intensive care' }
  const textOf = (differs: Partial<BreakOfBlind>) =>
    pagesOf(breakRecord({ ...record, ...differs }, occasion, fonts))
      .join('\n')
      .replace(/\s+/g, ' ')

  it('B8 B10 says who authorised it and stays blind, who read it and when, and has the reader sign', () => {
    const text = textOf({ reader: { ...reader, readAt: '2026-03-20T06:20:00.000Z' } })
    for (const words of [
      'Authorised by: دکتر سید محسن احمدی تفتی',
      'Stays blind; authorised the reading and did not see it',
      'Read by: Dr Sara Kazemi, Intensive care',
      'Read at: 2026-03-20 09:50',
      'خوانده‌شده توسط',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('Opened by')
  })

  it('B8 says that it was authorised and not read, where nobody took the turn', () => {
    const text = textOf({ reader })
    expect(text).toContain('Not read: the break was authorised, and nobody was shown anything')
    expect(text).not.toContain('Read at')
  })

  it('B8 B10 lists every showing after it, and every one that was tried', () => {
    const shown = { at: '2026-03-20T07:00:00.000Z', to: 'Dr Leila Karimi', reason: 'The team asks once more' }
    const text = textOf({
      shownAgain: [
        { ...shown, failed: true },
        { ...shown, failed: false },
      ],
    })
    expect(text).toContain('Showing again was tried; the code did not fit: 2026-03-20 10:30')
    expect(text).toContain('Shown again at: 2026-03-20 10:30')
    expect(text).toContain('Why: The team asks once more')
  })
})

describe('the knowledge ledger', () => {
  const text = pagesOf(knowledgeLedger(knowledgeLines, occasion, fonts))
    .join('\n')
    .replace(/\s+/g, ' ')

  it('B2 says who was shown whose arm, when, how and why, and marks whoever is listed as blinded', () => {
    for (const words of [
      '2026-03-20 09:45: ● Dr Leila Karimi Participant 007',
      'Emergency break · Serious adverse event · entry 12',
      '● Dr Sara Kazemi, Intensive care (not a member; authorised by Dr Leila Karimi)',
      'Maryam Rostami Participant 012 · Enquiry · returned syringe · entry 14',
      'شرکت‌کننده ۰۰۷',
      'listed as blinded',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('● Maryam')
  })

  it('B9 has no place for a treatment, and says so; empty it says that nobody knows', () => {
    type Forbidden = Extract<keyof KnowledgeLine, 'arm' | 'treatment' | 'product' | 'lot'>
    const none: [Forbidden] extends [never] ? true : false = true
    expect(none).toBe(true)
    const both = (['A', 'B'] as const).map(
      (arm) => knowledgeLedger([{ ...knowledgeLine, ...{ arm } }], occasion, fonts).html,
    )
    expect(both[0]).toBe(both[1])
    expect(pagesOf(knowledgeLedger([], occasion, fonts)).join('')).toContain('Nobody has been shown an arm.')
  })
})

describe('filling pages', () => {
  it('P2 keeps every block whole and in order', () => {
    const block = (name: string, heightMillimetres: number) => ({ html: name, heightMillimetres })
    const most = bodyMillimetres
    expect(paginate([block('a', most / 2), block('b', most / 2), block('c', 1)])).toEqual(['ab', 'c'])
    expect(paginate([block('a', 1), block('b', most + 5), block('c', 1)])).toEqual(['a', 'b', 'c'])
    expect(paginate([])).toEqual([''])
  })
})

describe('the sheet of an emergency pack', () => {
  it('B7 fits on one page, with the digest in groups of four and how every system computes it', () => {
    const pages = pagesOf(packSheet(pack, occasion, fonts))
    expect(pages.length).toBe(1)
    const [page = ''] = pages
    expect(page.replaceAll(/\s+/g, ' ')).toContain('0123 4567 89ab cdef')
    for (const command of ['certutil -hashfile', 'Get-FileHash', 'shasum -a 256', 'sha256sum'])
      expect(page).toContain(`${command} counterseal-emergency.html`)
    expect(page).toContain(pack.phone)
  })

  it('B7 B10 the record of a break that was made elsewhere says so: which pack, and both clocks', () => {
    const elsewhere = { openedAt: '2026-03-19T20:00:00.000Z', packId: pack.packId }
    const text = pagesOf(breakRecord({ ...record, elsewhere }, occasion, fonts)).join(' ')
    expect(text).toContain(groupCode(pack.packId))
    expect(text).toContain('by the other computer')
    expect(text).toContain('2026-03-19 23:30')
    expect(text).toContain('2026-03-20 09:45')
  })
})
