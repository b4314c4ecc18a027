/** Drawing composed labels as pages. */

import { labelElements } from '../../core/label-symbol.ts'
import { type DataMatrix, gs1DataMatrix, symbolSvg } from '../documents/data-matrix.ts'
import type { PrintFonts } from '../documents/fonts.ts'
import { millimetres, type PrintPage, printPage } from '../documents/print-page.ts'
import { rowHtml, rowWidth } from '../documents/rows.ts'
import { type Composition, named, type PlacedRow } from './compose.ts'
import type { LabelContent, LabelPrint, LabelSize, LineProblem } from './label.ts'
import { type LabelTexts, labelLines } from './label-lines.ts'

/** A box in its place. */
export type Box = {
  readonly leftMillimetres: number
  readonly topMillimetres: number
  readonly widthMillimetres: number
  readonly heightMillimetres: number
}

/** A label that has been set: its texts, its symbol and where they stand. */
export type SetLabel = {
  readonly practice: boolean
  readonly compositions: readonly Composition[]
  readonly symbol: { readonly matrix: DataMatrix; readonly box: Box }
  /** Thin lines between the parts. */
  readonly rules: readonly Box[]
  /** Where a practice label says that it is one, in white on black. */
  readonly practiceBox: Box & { readonly sizePoints: number; readonly words: string }
}

/** What stands on a label and on that of its bag alike. */
type Alike = { readonly texts: LabelTexts; readonly symbol: DataMatrix }

const alike = new WeakMap<LabelContent, Alike>()

/** The texts and the symbol of a label: made once for it and its bag's, for the symbol takes longest of all. */
export function alikeOf(content: LabelContent): Alike {
  const known = alike.get(content)
  if (known !== undefined) return known
  const made = { texts: labelLines(content), symbol: gs1DataMatrix(labelElements(content)) }
  alike.set(content, made)
  return made
}

/** Labels being set and drawn, one step for each; at the end the pages, or every line that does not fit. */
export type Printing = Generator<void, LabelPrint>

/** Goes through a printing at once. */
export function atOnce(printing: Printing): LabelPrint {
  for (;;) {
    const step = printing.next()
    if (step.done === true) return step.value
  }
}

/** Goes through a printing step by step, and lets everything else that waits come in between. */
export async function inTurns(printing: Printing): Promise<LabelPrint> {
  for (;;) {
    const step = printing.next()
    if (step.done === true) return step.value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Sets every label; draws all of them when all fit, else names every line that does not. */
export function* printLabels(
  title: string,
  labels: readonly LabelContent[],
  setting: { readonly fonts: PrintFonts; readonly size: LabelSize },
  set: (label: LabelContent) => SetLabel,
): Printing {
  const done: SetLabel[] = []
  for (const label of labels) {
    done.push(set(label))
    yield
  }
  const problems: LineProblem[] = done.flatMap((label, index) => {
    const found = [...label.compositions.flatMap((part) => part.problems), ...hidden(label, setting.fonts)]
    return found.map((problem) => ({ label: index, ...problem }))
  })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, page: yield* draw(title, done, setting) }
}

/** The lines that a practice label's box would cover. */
function hidden(label: SetLabel, { measure }: PrintFonts): Omit<LineProblem, 'label'>[] {
  if (!label.practice) return []
  const box = label.practiceBox
  const rows = label.compositions.flatMap((part) => part.rows)
  const covered = rows.filter((placed) => {
    const width = rowWidth(placed.row, placed.sizePoints, measure)
    const slack = placed.side === 'right' ? placed.widthMillimetres - width : 0
    const left = placed.leftMillimetres + slack
    const beside = left >= box.leftMillimetres + box.widthMillimetres || left + width <= box.leftMillimetres
    const middle = placed.topMillimetres + placed.heightMillimetres / 2
    return !beside && middle > box.topMillimetres && middle < box.topMillimetres + box.heightMillimetres
  })
  return covered.map(({ cell }) => ({ ...named(cell), reason: 'no_room' }))
}

/** One class for each set of declarations: a strict policy forbids styles on elements, and labels share most of theirs. */
class StyleSheet {
  readonly #names = new Map<string, string>()

  className(declarations: string): string {
    const known = this.#names.get(declarations)
    if (known !== undefined) return known
    const made = `s${this.#names.size}`
    this.#names.set(declarations, made)
    return made
  }

  css(): string {
    return [...this.#names].map(([declarations, name]) => `.${name}{${declarations}}`).join('\n')
  }
}

const sharedCss = [
  '.row,.box,.symbol,.rule{position:absolute;display:block;margin:0}',
  '.row{white-space:pre;z-index:1}',
  '.symbol{z-index:1}',
  '.rule{background:#000;z-index:1}',
  '.right{text-align:right}',
  '.practice{background:#000;color:#fff;font-weight:700;text-align:center;z-index:2}',
  '.watermark{position:absolute;inset:0;display:flex;flex-direction:column;align-items:center;justify-content:center;line-height:1.1;color:#ddd;font-weight:700;transform:rotate(-18deg);z-index:0}',
].join('\n')

function* draw(
  title: string,
  labels: readonly SetLabel[],
  { fonts, size }: { readonly fonts: PrintFonts; readonly size: LabelSize },
): Generator<void, PrintPage> {
  const styles = new StyleSheet()
  const watermarkSize = styles.className(`font-size:${millimetres(watermarkMillimetres(size))}`)
  const pages: string[] = []
  for (const label of labels) {
    const parts = label.compositions.flatMap((part) => part.rows.map((row) => rowElement(row, styles)))
    const symbol = symbolSvg(label.symbol.matrix, `symbol ${place(label.symbol.box, styles)}`)
    const rules = label.rules.map((rule) => `<i class="rule ${place(rule, styles)}"></i>`)
    const watermark = `<div class="watermark ${watermarkSize}" aria-hidden="true"><span>PRACTICE</span><span lang="fa">تمرینی</span></div>`
    const practice = label.practice ? [watermark, practiceElement(label.practiceBox, styles)] : []
    pages.push([...practice, symbol, ...rules, ...parts].join('\n'))
    yield
  }
  return printPage({ title, ...size, pages, css: `${sharedCss}\n${styles.css()}` }, fonts)
}

/** The watermark stays within the label in both directions. */
function watermarkMillimetres(size: LabelSize): number {
  return Math.min(size.heightMillimetres * 0.25, size.widthMillimetres * 0.15)
}

function rowElement(placed: PlacedRow, styles: StyleSheet): string {
  const type = styles.className(`font-size:${placed.sizePoints}pt;line-height:${millimetres(placed.heightMillimetres)}`)
  const { line, language } = placed.cell
  const direction = language === 'fa' ? 'rtl' : 'ltr'
  const side = placed.side === 'right' ? ' right' : ''
  const name = `row ${place(placed, styles)} ${type}${side}`
  return `<p class="${name}" data-line="${line}" lang="${language}" dir="${direction}">${rowHtml(placed.row)}</p>`
}

function practiceElement(box: SetLabel['practiceBox'], styles: StyleSheet): string {
  const type = styles.className(`font-size:${box.sizePoints}pt;line-height:${millimetres(box.heightMillimetres + 0.5)}`)
  return `<div class="box practice ${place(box, styles)} ${type}">${box.words}</div>`
}

function place(box: Box, styles: StyleSheet): string {
  const { leftMillimetres, topMillimetres, widthMillimetres, heightMillimetres } = box
  return styles.className(
    `left:${millimetres(leftMillimetres)};top:${millimetres(topMillimetres)};` +
      `width:${millimetres(widthMillimetres)};height:${millimetres(heightMillimetres)}`,
  )
}
