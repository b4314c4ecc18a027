import { describe, expect, it } from 'vitest'
import { bold, breakAnyText, breakRows, piece, plain, rowWidth } from '../../../src/main/documents/rows.ts'
import { fonts } from './print-fonts.ts'

const { measure } = fonts
const text = (rows: ReturnType<typeof breakRows>['rows']) => rows.map((row) => row.map((run) => run.text).join(' '))
const millimetresPerEm = 25.4 / 72

describe('the measure of the printed font', () => {
  // Widths in em that Chromium gives for the same font.
  const known: readonly [string, 400 | 700, number][] = [
    ['Use before', 400, 4.833],
    ['2026-03-21', 700, 5.549],
    ['UTC+03:30)', 400, 5.28],
    ['شرکت‌کننده', 700, 4.65],
    ['دانشگاه علوم پزشکی تهران، بیمارستان امام خمینی، بلوار کشاورز', 400, 24.657],
    ['محلول برای تزریق داخل صفاقی', 700, 12.328],
    ['Āžšć Wörter', 700, 5.533],
  ]

  it.each(known)('L6 is that of the page or a little more: %s at weight %i', (words, weight, ems) => {
    const width = measure(words, 1, weight) / millimetresPerEm
    expect(width).toBeGreaterThan(ems)
    expect(width).toBeLessThan(ems * 1.05)
  })

  it('L6 counts a whole em for a character that the font lacks', () => {
    expect(measure('漢', 10, 400)).toBeGreaterThanOrEqual(10 * millimetresPerEm)
  })
})

describe('breaking into rows', () => {
  it('L6 fills rows and never goes over their width', () => {
    const words = 'Imam Khomeini Hospital Complex, Keshavarz Blvd, Tehran, Iran. مجتمع بیمارستانی امام خمینی'
    const shape = { widthMillimetres: 40, sizePoints: 9 }
    const { rows, tooWide } = breakRows([plain(words), bold(words)], shape, measure)
    expect(tooWide).toEqual([])
    expect(text(rows).join(' ')).toBe(`${words} ${words}`)
    for (const row of rows) expect(rowWidth(row, 9, measure)).toBeLessThanOrEqual(40.001)
  })

  it('L6 never breaks a code or a telephone number', () => {
    const { rows } = breakRows(
      [plain('Phone:'), piece('+98 21 6119 2000')],
      { widthMillimetres: 30, sizePoints: 9 },
      measure,
    )
    expect(text(rows)).toEqual(['Phone:', '+98 21 6119 2000'])
  })

  it('L6 names a word that is too wide', () => {
    const long = 'x'.repeat(60)
    expect(breakRows([plain(`a ${long} b`)], { widthMillimetres: 30, sizePoints: 9 }, measure).tooWide).toEqual([long])
  })

  it('L6 fits any text into a document, losing no character', () => {
    const words = `${'y'.repeat(200)} short\n${'خ'.repeat(90)}`
    const rows = breakAnyText([plain(words)], { widthMillimetres: 50, sizePoints: 9 }, measure)
    for (const row of rows) expect(rowWidth(row, 9, measure)).toBeLessThanOrEqual(50)
    expect(text(rows).join('').replace(/\s/g, '')).toBe(words.replace(/\s/g, ''))
  })
})
