/**
 * Setting a label: lines are broken and placed in millimetres before anything is drawn.
 *
 * The placed rows are both what is checked and what is drawn; a row that does not fit becomes a problem with the name of
 * its line. No text is ever cut or made smaller.
 */
import type { Measure } from '../documents/fonts.ts'
import { breakRows, type Row, type Run, rowWidth } from '../documents/rows.ts'
import type { LabelLine, LineProblem } from './label.ts'

/** One text of a label, in one language. */
export type Cell = { readonly line: LabelLine; readonly language: 'en' | 'fa'; readonly runs: readonly Run[] }

/**
 * A line of a label with a text at each side. *beside*: each text keeps to its half and may take several rows. *shared*:
 * both stand on one row where they fit, else one below the other.
 */
export type LineSpec = {
  readonly left?: Cell
  readonly right?: Cell
  readonly sizePoints: number
  readonly arrangement: 'beside' | 'shared'
  /** The rows this line is expected to take; more are fine as long as there is room. */
  readonly rowsExpected: number
}

/** A part of the label that is filled from the top. */
export type Area = {
  readonly leftMillimetres: number
  readonly topMillimetres: number
  readonly widthMillimetres: number
  readonly heightMillimetres: number
}

/** A row in its place. Rows of the left side start at the left; those of the right side end at the right. */
export type PlacedRow = {
  readonly cell: Cell
  readonly row: Row
  readonly side: 'left' | 'right'
  readonly sizePoints: number
  readonly leftMillimetres: number
  readonly topMillimetres: number
  readonly widthMillimetres: number
  readonly heightMillimetres: number
}

/** A filled area. */
export type Composition = {
  readonly rows: readonly PlacedRow[]
  readonly problems: readonly Omit<LineProblem, 'label'>[]
  readonly bottomMillimetres: number
}

// Persian letters reach farther down than Latin ones.
const rowHeightPerSize = 1.28
const gapMillimetres = 2
const mostSpaceMillimetres = 0.8
const millimetresPerPoint = 25.4 / 72
// Sums of decimal lengths may differ in the last digit.
const tolerance = 1e-6

/** The height of a row of a size. */
export function rowHeight(sizePoints: number): number {
  return sizePoints * millimetresPerPoint * rowHeightPerSize
}

/** Fills an area with lines from its top. */
export function compose(lines: readonly LineSpec[], area: Area, measure: Measure): Composition {
  const rows: PlacedRow[] = []
  const problems: Omit<LineProblem, 'label'>[] = []
  const long: Cell[] = []
  const beyond: Cell[] = []
  let top = area.topMillimetres
  for (const spec of lines) {
    const set = setLine(spec, { ...area, topMillimetres: top }, measure)
    rows.push(...set.rows)
    problems.push(...set.problems)
    long.push(...set.long)
    top = set.bottomMillimetres
    const full = area.topMillimetres + area.heightMillimetres + tolerance
    if (top > full) beyond.push(...cellsOf(spec))
  }
  if (beyond.length > 0) {
    for (const cell of long.length > 0 ? long : beyond) problems.push({ ...named(cell), reason: 'no_room' })
  }
  return { rows: spread(rows, area, top), problems, bottomMillimetres: top }
}

/** Shares out what room is left, so that a label with few words is not crowded at its top. */
function spread(rows: readonly PlacedRow[], area: Area, bottom: number): PlacedRow[] {
  const cells = rows.map((row) => row.cell)
  const tops = [...new Set(rows.map((row) => row.topMillimetres))].sort((one, other) => one - other)
  const starts = tops.filter((top) =>
    rows.some((row, at) => row.topMillimetres === top && cells.indexOf(row.cell) === at),
  )
  const room = area.topMillimetres + area.heightMillimetres - bottom
  const share = Math.max(0, Math.min(mostSpaceMillimetres, room / Math.max(1, starts.length)))
  return rows.map((row) => {
    const linesAbove = starts.filter((start) => start <= firstTop(rows, row.cell)).length - 0.5
    return { ...row, topMillimetres: row.topMillimetres + linesAbove * share }
  })
}

function firstTop(rows: readonly PlacedRow[], cell: Cell): number {
  return rows.find((row) => row.cell === cell)?.topMillimetres ?? 0
}

function cellsOf(spec: LineSpec): Cell[] {
  return [spec.left, spec.right].filter((cell) => cell !== undefined)
}

/** A line as a problem names it. */
export function named(cell: Cell): Omit<LineProblem, 'label' | 'reason'> {
  return { line: cell.line, language: cell.language, text: cell.runs.map((run) => run.text).join(' ') }
}

function setLine(spec: LineSpec, area: Area, measure: Measure): Composition & { readonly long: readonly Cell[] } {
  const shared = spec.arrangement === 'shared'
  const half = (area.widthMillimetres - gapMillimetres) / 2
  const widthMillimetres = shared ? area.widthMillimetres : half
  const height = rowHeight(spec.sizePoints)
  const rows: PlacedRow[] = []
  const problems: Omit<LineProblem, 'label'>[] = []
  const long: Cell[] = []
  const sides = [
    { cell: spec.left, side: 'left' },
    { cell: spec.right, side: 'right' },
  ] as const
  const broken = sides.flatMap(({ cell, side }) => {
    if (cell === undefined) return []
    const text = breakRows(cell.runs, { widthMillimetres, sizePoints: spec.sizePoints }, measure)
    if (text.tooWide.length > 0) problems.push({ ...named(cell), reason: 'word_too_wide' })
    return [{ cell, side, rows: text.rows }]
  })
  const oneRow = broken.every((text) => text.rows.length <= 1)
  const widths = broken.map((text) => rowWidth(text.rows[0] ?? [], spec.sizePoints, measure))
  const together = widths.reduce((sum, width) => sum + width, 0) + gapMillimetres <= area.widthMillimetres
  const stacked = shared && broken.length > 1 && !(oneRow && together)
  const rowCounts = broken.map((text) => text.rows.length)
  const rowsTaken = stacked ? rowCounts.reduce((sum, count) => sum + count, 0) : Math.max(0, ...rowCounts)
  if (rowsTaken > spec.rowsExpected) {
    const most = Math.max(...rowCounts)
    long.push(...broken.filter((text) => text.rows.length === most).map((text) => text.cell))
  }
  let first = area.topMillimetres
  let bottom = area.topMillimetres
  for (const text of broken) {
    const left = text.side === 'right' && !shared ? area.leftMillimetres + half + gapMillimetres : area.leftMillimetres
    text.rows.forEach((row, index) => {
      rows.push({
        cell: text.cell,
        row,
        side: text.side,
        sizePoints: spec.sizePoints,
        leftMillimetres: left,
        topMillimetres: first + index * height,
        widthMillimetres,
        heightMillimetres: height,
      })
    })
    bottom = Math.max(bottom, first + text.rows.length * height)
    if (stacked) first = bottom
  }
  return { rows, problems, long, bottomMillimetres: bottom }
}
