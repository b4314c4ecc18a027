/** The lines of a list on paper whose cells break into rows in both languages, and whose columns have widths of their own. */
import type { Both } from '../../core/text.ts'
import type { Block } from './document.ts'
import type { Measure } from './fonts.ts'
import { bold, breakAnyText, plain, rowHtml } from './rows.ts'

export type ListColumn = { readonly name: string; readonly millimetres: number; readonly head: Both }

/** Between two columns. */
export const gapMillimetres = 2
const sizePoints = 8
const rowMillimetres = 4
const spaceMillimetres = 2

/** The style of the lines of these columns. */
export function linesCss(columns: readonly ListColumn[]): string {
  return [
    `.line{display:flex;gap:${gapMillimetres}mm;border-bottom:.15mm solid #999;padding:${spaceMillimetres / 2 - 0.1}mm 0 ${spaceMillimetres / 2 - 0.05}mm;font-size:${sizePoints}pt;line-height:${rowMillimetres}mm}`,
    '.line.heads{border-bottom:.4mm solid #000;font-weight:700}',
    '.line .cell{flex:none;overflow:hidden}',
    '.line p{margin:0;white-space:pre}',
    '.line .end{text-align:right}',
    ...columns.map(({ name, millimetres }) => `.line .of-${name}{width:${millimetres}mm}`),
  ].join('\n')
}

/** A text in the rows that its cell has room for. */
export function cellRows(
  text: string,
  widthMillimetres: number,
  measure: Measure,
  language: 'en' | 'fa',
  isBold = false,
): string[] {
  const run = isBold ? bold(text) : plain(text)
  return breakAnyText([run], { widthMillimetres, sizePoints }, measure).map((row) =>
    language === 'fa' ? `<p lang="fa" dir="rtl">${rowHtml(row)}</p>` : `<p><bdi>${rowHtml(row)}</bdi></p>`,
  )
}

/** A line of cells, each in its rows; numbers stand at the end of theirs. */
export function listLine(
  columns: readonly ListColumn[],
  cells: readonly (readonly string[])[],
  { className = 'line', atEnd = [] }: { className?: string; atEnd?: readonly string[] } = {},
): Block {
  const most = Math.max(1, ...cells.map((cell) => cell.length))
  const html = columns.map(
    ({ name }, index) =>
      `<div class="cell of-${name}${atEnd.includes(name) ? ' end' : ''}">${(cells[index] ?? []).join('')}</div>`,
  )
  return {
    heightMillimetres: most * rowMillimetres + spaceMillimetres,
    html: `<div class="${className}">${html.join('')}</div>`,
  }
}

/** The names of the columns in both languages. */
export function listHeads(columns: readonly ListColumn[], measure: Measure, atEnd: readonly string[] = []): Block {
  const cells = columns.map(({ head, millimetres }) => [
    ...cellRows(head.en, millimetres, measure, 'en', true),
    ...cellRows(head.fa, millimetres, measure, 'fa', true),
  ])
  return listLine(columns, cells, { className: 'line heads', atEnd })
}
