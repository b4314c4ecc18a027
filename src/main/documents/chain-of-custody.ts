/**
 * The chain of custody of one syringe: what happened to it, when, and by whom. It names neither an arm nor a lot; those
 * who read it need not be unblinded.
 */
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { columnNames } from './column-names.ts'
import { siteMoment } from './dates.ts'
import { participantDigits, persianDigits } from './digits.ts'
import {
  a4Document,
  type Block,
  type PrintOccasion,
  paragraphRow,
  textRowMillimetres,
  textRows,
  textWidthMillimetres,
} from './document.ts'
import { fact, factsCss } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain } from './rows.ts'

/** One step in the way of a syringe. */
export type CustodyStep = {
  /** ISO instant in UTC. */
  readonly at: string
  readonly what: Both
  readonly who: string
}

/** A syringe and its steps, in their order. */
export type Custody = {
  readonly participantNumber: number
  readonly syringeCode: string
  readonly steps: readonly CustodyStep[]
}

const title: Both = { en: 'Chain of custody', fa: 'زنجیرهٔ نگهداری' }

const spaceMillimetres = 3
const mostRows = 24
const columnGapMillimetres = 4
const narrow = { number: 8, when: 50, who: 34 } as const
const columns = {
  ...narrow,
  what: textWidthMillimetres - narrow.number - narrow.when - narrow.who - 3 * columnGapMillimetres,
} as const

const css = `
.step{display:flex;gap:${columnGapMillimetres}mm;border-bottom:.15mm solid #999;padding:${spaceMillimetres / 2 - 0.1}mm 0 ${spaceMillimetres / 2 - 0.05}mm}
.step.names{border-bottom:.4mm solid #000;font-weight:700}
.step .cell{flex:none}
.step .c0{width:${columns.number}mm}
.step .c1{width:${columns.when}mm}
.step .c2{width:${columns.what}mm}
.step .c3{width:${columns.who}mm}
`

const names: readonly Both[] = [
  { en: '', fa: '' },
  { en: 'When', fa: 'زمان' },
  { en: 'What', fa: 'رویداد' },
  { en: 'Who', fa: 'توسط' },
]

/** Prints a syringe's chain of custody. */
export function chainOfCustody(custody: Custody, occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const { measure } = fonts
  const number = participantDigits(custody.participantNumber)
  const code = [piece(groupCode(custody.syringeCode), 700)]
  const blocks = [
    fact({ en: 'Participant', fa: 'شرکت‌کننده' }, { en: [bold(number.en)], fa: [bold(number.fa)] }, measure),
    fact({ en: 'Syringe', fa: 'سرنگ' }, { en: code, fa: code }, measure),
    columnNames(names, 'step', spaceMillimetres),
    ...custody.steps.flatMap((step, index) =>
      stepBlocks(step, { number: index + 1, timeZone: occasion.timeZone }, measure),
    ),
  ]
  return a4Document(title, occasion, { blocks, css: factsCss + css }, fonts)
}

/** A step as one block, or as several where its words fill more than a part of a page. */
function stepBlocks(
  step: CustodyStep,
  { number, timeZone }: { readonly number: number; readonly timeZone: string },
  measure: Measure,
): Block[] {
  const moment = siteMoment(step.at, timeZone)
  const en = (text: string, width: number) =>
    textRows([plain(text)], width, measure).map((row) => paragraphRow(row, 'en'))
  const fa = (text: string, width: number) =>
    textRows([plain(persianDigits(text))], width, measure).map((row) => paragraphRow(row, 'fa'))
  const cells = [
    [`<p>${number}</p>`],
    [
      ...en(`${moment.isoDate} ${moment.time} ${moment.offset}`, columns.when),
      ...fa(`${moment.solarDate}، ${moment.persianTime}`, columns.when),
    ],
    [...en(step.what.en, columns.what), ...fa(step.what.fa, columns.what)],
    en(step.who, columns.who),
  ]
  const rows = Math.max(...cells.map((cell) => cell.length))
  const blocks: Block[] = []
  for (let start = 0; start < rows; start += mostRows) {
    const parts = cells.map((cell) => cell.slice(start, start + mostRows))
    const html = parts.map((part, index) => `<div class="cell c${index}">${part.join('')}</div>`)
    const height = Math.max(...parts.map((part) => part.length)) * textRowMillimetres + spaceMillimetres
    blocks.push({ heightMillimetres: height, html: `<div class="step">${html.join('')}</div>` })
  }
  return blocks
}
