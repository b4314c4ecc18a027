/**
 * Reads an allocation list that somebody else made: CSV with `number,arm` and, if the list has them, `block,stratum`.
 *
 * Promises: either the whole list, one arm for each number from 1 on, or every problem with its line; nothing between.
 * The bytes are read once and never copied to another place. No problem quotes a cell that could be an arm.
 */
import { createHash } from 'node:crypto'
import { CsvError, parse } from 'csv-parse/sync'
import type { ReadList } from '../../core/context.ts'
import { type Arm, arms, plannedTotal, type StudySettings } from '../../core/registry/settings.ts'
import { accept, type LineProblem, type Result, refuse } from '../../core/result.ts'
import { latinDigits } from '../../core/text.ts'

const largestBytes = 1024 * 1024
const mostProblems = 500
/** Rows read beyond the planned numbers. A list that has them is refused anyway; a million empty lines would hang us. */
const rowsBeyond = 1_000
const knownColumns = ['number', 'arm', 'block', 'stratum'] as const
type Column = (typeof knownColumns)[number]

/** The list in the bytes of a file, checked against the settings' arms and planned numbers. */
export function readAllocationList(bytes: Uint8Array, settings: StudySettings): Result<ReadList> {
  const text = textOf(bytes)
  if (typeof text !== 'string') return refused([text])
  const rows = rowsOf(text, plannedTotal(settings) + rowsBeyond)
  if (!Array.isArray(rows)) return refused([rows])
  const read = new Reading(settings, rows)
  if (read.problems.length > 0) return refused(read.problems)
  const fingerprint = createHash('sha256').update(bytes).digest('hex')
  return accept({ arms: read.arms, blocks: read.blocks, strata: read.strata, fingerprint })
}

function refused(problems: readonly LineProblem[]): Result<never> {
  return refuse('list_problems', { field: 'file', problems: problems.slice(0, mostProblems) })
}

/** The file's text, or what keeps it from being one. */
function textOf(bytes: Uint8Array): string | LineProblem {
  if (bytes.length === 0) return { line: 0, problem: 'file_empty' }
  if (bytes.length > largestBytes) return { line: 0, problem: 'file_too_large' }
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { line: 0, problem: 'file_utf16' }
  // UTF-16 without a mark has a zero in nearly every other byte; other binary files have some somewhere.
  const zeros = bytes.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  if (zeros > bytes.length / 4) return { line: 0, problem: 'file_utf16' }
  if (zeros > 0) return { line: 0, problem: 'file_binary' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.trim() === '' ? { line: 0, problem: 'file_empty' } : text
  } catch {
    return { line: 0, problem: 'file_binary' }
  }
}

type Row = { readonly line: number; readonly cells: readonly string[] }

function rowsOf(text: string, mostRows: number): Row[] | LineProblem {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = firstLine.includes(';') && !firstLine.includes(',') ? ';' : ','
  try {
    const records = parse(text.trimEnd(), {
      to: mostRows,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: false,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    const rows = records.map(({ info, record }) => ({ line: info.lines, cells: record }))
    // The end of the file may be marked by empty lines; one within the list is a problem, and so is one after which
    // nobody read on.
    while (rows.length < mostRows && rows.at(-1)?.cells.every((cell) => cell === '') === true) rows.pop()
    return rows
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 0
    return { line, problem: 'quotes_broken' }
  }
}

/** One reading of the rows: what was found, and every problem on the way. */
class Reading {
  readonly problems: LineProblem[] = []
  readonly arms: Arm[] = []
  readonly blocks: string[] = []
  readonly strata: string[] = []
  readonly #names: Map<string, Arm>
  readonly #settings: StudySettings
  readonly #found = new Map<number, { arm: Arm; block: string; stratum: string }>()

  constructor(settings: StudySettings, rows: readonly Row[]) {
    this.#settings = settings
    this.#names = new Map(arms.map((arm) => [folded(settings.arms[arm].name), arm]))
    const [header, ...body] = rows
    const columns = header === undefined ? undefined : this.#columns(header)
    if (columns === undefined) return
    for (const row of body) this.#row(row, columns)
    if (this.problems.length === 0) this.#totals()
  }

  #note(line: number, problem: string, values?: LineProblem['values']): void {
    this.problems.push(values === undefined ? { line, problem } : { line, problem, values })
  }

  #columns(header: Row): Column[] | undefined {
    const names = header.cells.map(folded)
    if (!names.includes('number') || !names.includes('arm')) {
      this.#note(header.line, 'header_missing')
      return undefined
    }
    const extra = names.filter((name) => !(knownColumns as readonly string[]).includes(name))
    if (extra.length > 0 || new Set(names).size !== names.length) {
      this.#note(header.line, 'columns_extra')
      return undefined
    }
    return names as Column[]
  }

  #row(row: Row, columns: readonly Column[]): void {
    const unfit = unfitness(row, columns)
    if (unfit !== undefined) {
      this.#note(row.line, unfit)
      return
    }
    const cell = (column: Column) => row.cells[columns.indexOf(column)] ?? ''
    const number = this.#number(row.line, latinDigits(cell('number')))
    const arm = this.#arm(row.line, cell('arm'))
    if (number === undefined || arm === undefined) return
    if (this.#found.has(number)) this.#note(row.line, 'number_duplicate', { number })
    else this.#found.set(number, { arm, block: cell('block').slice(0, 60), stratum: cell('stratum').slice(0, 60) })
  }

  #number(line: number, typed: string): number | undefined {
    if (typed === '') this.#note(line, 'number_missing')
    else if (!/^\d{1,6}$/.test(typed) || Number(typed) === 0) this.#note(line, 'number_not_whole')
    else return Number(typed)
    return undefined
  }

  #arm(line: number, typed: string): Arm | undefined {
    const arm = this.#names.get(folded(typed))
    if (typed === '') this.#note(line, 'arm_missing')
    else if (arm === undefined) this.#note(line, 'arm_unknown')
    return arm
  }

  #totals(): void {
    const planned = plannedTotal(this.#settings)
    const last = Math.max(planned, ...this.#found.keys())
    for (let number = 1; number <= last && this.problems.length < mostProblems; number++) {
      if (!this.#found.has(number)) this.#note(0, 'number_absent', { number })
    }
    for (const arm of arms) {
      const found = [...this.#found.values()].filter((row) => row.arm === arm).length
      const { name, plannedCount } = this.#settings.arms[arm]
      if (found !== plannedCount) this.#note(0, 'totals_differ', { arm: name, found, planned: plannedCount })
    }
    if (this.problems.length > 0) return
    for (let number = 1; number <= planned; number++) {
      const row = this.#found.get(number)
      if (row === undefined) continue
      this.arms.push(row.arm)
      this.blocks.push(row.block)
      this.strata.push(row.stratum)
    }
  }
}

/** What is wrong with a row as a whole. */
function unfitness(row: Row, columns: readonly Column[]): string | undefined {
  if (row.cells.every((cell) => cell === '')) return 'row_empty'
  if (row.cells.length !== columns.length) return 'columns_extra'
  return row.cells.some((cell) => /^[=+\-@\t\r]/.test(cell)) ? 'formula_cell' : undefined
}

function folded(text: string): string {
  return text.normalize('NFC').trim().toLowerCase()
}
