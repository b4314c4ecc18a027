/**
 * The opened allocation list on paper: every number with its arm, its product and the lots that were used. It is the one
 * document that tells arms, and says so in its title, in its banner and in its name.
 */
import type { Both } from '../../core/text.ts'
import { columnNames } from './column-names.ts'
import { allPersianDigits } from './digits.ts'
import {
  a4Document,
  type Block,
  type PrintOccasion,
  paragraphRow,
  textRowMillimetres,
  textRows,
  textWidthMillimetres,
} from './document.ts'
import { fact, factsCss, notice } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, plain } from './rows.ts'

/** One number of the list. */
export type WholeListRow = {
  readonly number: number
  readonly enrolled: boolean
  readonly armName: string
  readonly product: Both
  readonly lotNumbers: readonly string[]
}

const title: Both = { en: 'UNBLINDED allocation list', fa: 'فهرست تخصیص، بدون کورسازی' }

const warning: Both = {
  en: 'This list tells every arm. Give it only to those who are meant to know, and count every copy.',
  fa: 'این فهرست همهٔ بازوها را آشکار می‌کند. آن را فقط به کسانی بدهید که باید بدانند و شمار نسخه‌ها را نگه دارید.',
}

const spaceMillimetres = 2
const gapMillimetres = 4
const narrow = { number: 18, arm: 34, lots: 42 } as const
const columns = [
  narrow.number,
  narrow.arm,
  textWidthMillimetres - narrow.number - narrow.arm - narrow.lots - 3 * gapMillimetres,
  narrow.lots,
] as const

const css = `
.listed{display:flex;gap:${gapMillimetres}mm;border-bottom:.15mm solid #999;padding:${spaceMillimetres / 2 - 0.1}mm 0 ${spaceMillimetres / 2 - 0.05}mm}
.listed.names{border-bottom:.4mm solid #000;font-weight:700}
.listed .cell{flex:none}
${columns.map((width, index) => `.listed .c${index}{width:${width}mm}`).join('\n')}
`

const names: readonly Both[] = [
  { en: 'No.', fa: 'شماره' },
  { en: 'Arm', fa: 'بازو' },
  { en: 'Product', fa: 'فرآورده' },
  { en: 'Lots', fa: 'سری‌ها' },
]

/** Prints the opened list. */
export function wholeList(
  { rows, people, reference }: { rows: readonly WholeListRow[]; people: readonly string[]; reference: string },
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const { measure } = fonts
  const same = (name: Both, value: string) => fact(name, { en: [bold(value)], fa: [bold(value)] }, measure)
  const blocks = [
    notice(warning, measure),
    same({ en: 'Opened by', fa: 'بازگشایی توسط' }, people.join(', ')),
    same({ en: 'Reason', fa: 'دلیل' }, reference),
    columnNames(names, 'listed', spaceMillimetres),
    ...rows.map((row) => rowBlock(row, measure)),
  ]
  return a4Document(title, occasion, { blocks, css: factsCss + css }, fonts)
}

function rowBlock({ number, enrolled, armName, product, lotNumbers }: WholeListRow, measure: Measure): Block {
  const rowsOf = (text: string, column: 0 | 1 | 2 | 3, language: 'en' | 'fa' = 'en') =>
    textRows([plain(text)], columns[column], measure).map((row) => paragraphRow(row, language))
  const lots = lotNumbers.length > 0 ? lotNumbers.join(', ') : '–'
  const cells = [
    [`<p>${number} · <bdi lang="fa">${allPersianDigits(String(number))}</bdi></p>`],
    rowsOf(armName, 1),
    [...rowsOf(product.en, 2), ...rowsOf(product.fa, 2, 'fa')],
    enrolled ? rowsOf(lots, 3) : [...rowsOf('not used', 3), ...rowsOf('استفاده نشد', 3, 'fa')],
  ]
  const height = Math.max(...cells.map((cell) => cell.length)) * textRowMillimetres + spaceMillimetres
  const html = cells.map((cell, index) => `<div class="cell c${index}">${cell.join('')}</div>`)
  return { heightMillimetres: height, html: `<div class="listed">${html.join('')}</div>` }
}
