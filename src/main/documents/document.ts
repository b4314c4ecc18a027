/**
 * The frame of every A4 document: whose trial, which document, which state of the file, who printed it and when, and
 * which page of how many.
 *
 * Texts are broken into rows by the measure of the printed font, so the pages are filled here and nothing is left to
 * run over an edge.
 */
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, persianDigits } from './digits.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import { type PrintPage, printPage } from './print-page.ts'
import { breakAnyText, piece, plain, type Row, type Run, rowHtml } from './rows.ts'
import { escapeText, leftToRight } from './text.ts'

/** What every print says about itself. */
export type PrintOccasion = {
  readonly practice: boolean
  /** The trial's list was opened; whatever is printed of its file says so. */
  readonly unblinded?: boolean
  readonly trial: { readonly registryId: string; readonly shortName: Both }
  /** The short head of the ledger at the moment of printing. */
  readonly head: string
  /** ISO instant in UTC. */
  readonly printedAt: string
  readonly printedBy: string
  readonly timeZone: string
}

/** A part of a page, which is never divided: its height and its HTML. */
export type Block = { readonly heightMillimetres: number; readonly html: string }

/** A4, upright. */
export const a4 = { widthMillimetres: 210, heightMillimetres: 297 } as const
/** The space around the text of a page. */
export const pageMarginMillimetres = 16
/** The width of the text of a page. */
export const textWidthMillimetres = a4.widthMillimetres - 2 * pageMarginMillimetres
/** The size of ordinary text. */
export const textPoints = 9.5
/** The height of a row of ordinary text. */
export const textRowMillimetres = 5

const trialPoints = 9
const trialRows = 2
const headTopMillimetres = 12
const headMillimetres = 21
const footMillimetres = 20
/** Where the blocks of a page begin, from the edge of the paper. */
export const bodyTopMillimetres = headTopMillimetres + headMillimetres + 4
/** The height that the blocks of one page may take. */
export const bodyMillimetres = a4.heightMillimetres - bodyTopMillimetres - footMillimetres - 4

const frameCss = `
.head{position:absolute;left:${pageMarginMillimetres}mm;right:${pageMarginMillimetres}mm;top:${headTopMillimetres}mm;height:${headMillimetres}mm;border-bottom:.5mm solid #000}
.head div{display:flex;justify-content:space-between;gap:6mm}
.head .trial{position:absolute;left:0;right:0;bottom:11mm;align-items:flex-end;font-size:${trialPoints}pt;line-height:4.6mm}
.head .trial span{width:${(textWidthMillimetres - 6) / 2}mm}
.head .title{position:absolute;left:0;right:0;bottom:0;font-size:16pt;line-height:10mm;font-weight:700;white-space:nowrap}
.banner{position:absolute;left:${pageMarginMillimetres}mm;right:${pageMarginMillimetres}mm;top:5mm;height:6mm;display:flex;gap:8mm;justify-content:center;background:#000;color:#fff;font-size:9.5pt;line-height:6.4mm;font-weight:700}
.body{position:absolute;left:${pageMarginMillimetres}mm;right:${pageMarginMillimetres}mm;top:${bodyTopMillimetres}mm;height:${bodyMillimetres}mm;font-size:${textPoints}pt;line-height:${textRowMillimetres}mm}
.foot{position:absolute;left:${pageMarginMillimetres}mm;right:${pageMarginMillimetres}mm;bottom:8mm;height:${footMillimetres - 8}mm;border-top:.25mm solid #000;font-size:7.5pt;line-height:4.3mm;padding-top:1mm}
.foot div{display:flex;justify-content:space-between;gap:6mm}
.watermark{position:absolute;inset:0;display:flex;flex-direction:column;align-items:center;justify-content:center;font-size:32mm;line-height:1.15;font-weight:700;color:#e8e8e8;transform:rotate(-35deg);z-index:-1}
.page{z-index:0}
.rows p,.cell p{margin:0;white-space:pre}
.fa{direction:rtl;text-align:right}
`

/** A document of as many pages as its blocks need. */
export function a4Document(
  title: Both,
  occasion: PrintOccasion,
  content: { readonly blocks: readonly Block[]; readonly css: string },
  fonts: PrintFonts,
): PrintPage {
  return framedPages(title, occasion, { bodies: paginate(content.blocks), css: content.css }, fonts)
}

/** A document whose pages are given one by one. Each body has the room of `bodyMillimetres`. */
export function framedPages(
  title: Both,
  occasion: PrintOccasion,
  content: { readonly bodies: readonly string[]; readonly css: string },
  fonts: PrintFonts,
): PrintPage {
  const pages = content.bodies.map((body, index) => {
    const position = { page: index + 1, pages: content.bodies.length }
    return `${head(title, occasion, fonts.measure)}<main class="body">${body}</main>${foot(occasion, position)}`
  })
  return printPage({ title: title.en, ...a4, css: frameCss + content.css, pages }, fonts)
}

/** Fills pages from the top. A block higher than a page stands alone on one; callers divide long texts before. */
export function paginate(blocks: readonly Block[]): readonly string[] {
  const pages: string[] = []
  let page = ''
  let used = 0
  for (const block of blocks) {
    if (page !== '' && used + block.heightMillimetres > bodyMillimetres) {
      pages.push(page)
      page = ''
      used = 0
    }
    page += block.html
    used += block.heightMillimetres
  }
  return [...pages, page]
}

/** A row of text in one language. */
export function paragraphRow(row: Row, language: 'en' | 'fa'): string {
  return language === 'fa'
    ? `<p lang="fa" class="fa">${rowHtml(row)}</p>`
    : `<p lang="en" dir="ltr">${rowHtml(row)}</p>`
}

/** Rows that surely fit a width, at the size of ordinary text. */
export function textRows(runs: readonly Run[], widthMillimetres: number, measure: Measure): readonly Row[] {
  return breakAnyText(runs, { widthMillimetres, sizePoints: textPoints }, measure)
}

/** A row that holds nothing, where one language is shorter than the other. */
export const emptyRow = '<p>&#160;</p>'

/** The trial's name in the head of a page. A name that needs more than two rows ends in an ellipsis there; its registry number stands first. */
function trialName(runs: readonly Run[], measure: Measure): string {
  const shape = { widthMillimetres: (textWidthMillimetres - 12) / 2, sizePoints: trialPoints }
  const rows = breakAnyText(runs, shape, measure)
  const shown = rows.slice(0, trialRows).map(rowHtml).join('<br>')
  return rows.length > trialRows ? `${shown} …` : shown
}

/** What a page says of the state of its file, above everything else. */
function banner({ practice, unblinded = false }: PrintOccasion): string {
  if (!practice && !unblinded) return ''
  const en = [...(practice ? ['PRACTICE · NOT A REAL STUDY'] : []), ...(unblinded ? ['UNBLINDED FILE'] : [])]
  const fa = [...(practice ? ['تمرینی · مطالعهٔ واقعی نیست'] : []), ...(unblinded ? ['پروندهٔ بدون کورسازی'] : [])]
  return `<div class="banner"><span>${en.join(' · ')}</span><span lang="fa">${fa.join(' · ')}</span></div>`
}

function head(title: Both, occasion: PrintOccasion, measure: Measure): string {
  const { trial, practice } = occasion
  const watermark = '<div class="watermark" aria-hidden="true"><span>PRACTICE</span><span lang="fa">تمرینی</span></div>'
  return [
    practice ? watermark : '',
    banner(occasion),
    '<header class="head">',
    `<div class="trial"><span lang="en">${trialName([piece(trial.registryId), plain(trial.shortName.en)], measure)}</span>`,
    `<span lang="fa" dir="rtl">${trialName([plain(persianDigits(trial.shortName.fa))], measure)}</span></div>`,
    `<div class="title"><span lang="en">${escapeText(title.en)}</span>`,
    `<span lang="fa" dir="rtl">${escapeText(title.fa)}</span></div>`,
    '</header>',
  ].join('')
}

function foot(occasion: PrintOccasion, { page, pages }: { readonly page: number; readonly pages: number }): string {
  const moment = siteMoment(occasion.printedAt, occasion.timeZone)
  const by = escapeText(occasion.printedBy)
  const persianPages = `صفحهٔ ${allPersianDigits(String(page))} از ${allPersianDigits(String(pages))}`
  return [
    '<footer class="foot">',
    `<div><span lang="en">Printed ${escapeText(moment.en)} by <bdi>${by}</bdi></span>`,
    `<span lang="fa" dir="rtl">چاپ: ${escapeText(moment.fa)}</span></div>`,
    `<div><span lang="en">Ledger head ${leftToRight(occasion.head)} · Page ${page} of ${pages}</span>`,
    `<span lang="fa" dir="rtl">${persianPages}</span></div>`,
    '</footer>',
  ].join('')
}
