/**
 * Breaking text into rows before it is printed, with the measure of the font that prints it.
 *
 * The page then shows these rows and never breaks a line by itself, so what was checked is what is printed.
 */
import { allPersianDigits } from './digits.ts'
import type { FontWeight, Measure } from './fonts.ts'
import { escapeText, leftToRight, printable } from './text.ts'

/** A stretch of text of one weight. A *piece* (code, number, telephone) is read left to right and never broken. */
export type Run = { readonly text: string; readonly weight: FontWeight; readonly piece: boolean }

/** One row of a text: runs that stand a space apart. */
export type Row = readonly Run[]

/** A text as the rows it needs; `tooWide` names the words that are wider than a row by themselves. */
export type BrokenText = { readonly rows: readonly Row[]; readonly tooWide: readonly string[] }

/** Plain words. */
export const plain = (text: string): Run => ({ text, weight: 400, piece: false })
/** Words in bold. */
export const bold = (text: string): Run => ({ text, weight: 700, piece: false })
/** A code, number or telephone number. */
export const piece = (text: string, weight: FontWeight = 400): Run => ({ text, weight, piece: true })

/** Where the text is to stand. */
export type RowShape = { readonly widthMillimetres: number; readonly sizePoints: number }

/** Breaks runs at spaces and line feeds into rows of a width. Words wider than a row stand alone and are named. */
export function breakRows(runs: readonly Run[], shape: RowShape, measure: Measure): BrokenText {
  const rows: Run[][] = []
  const tooWide: string[] = []
  let row: Run[] = []
  let used = 0
  const space = measure(' ', shape.sizePoints, 400)
  const finish = () => {
    if (row.length > 0) rows.push(row)
    row = []
    used = 0
  }
  for (const word of words(runs)) {
    if (word === 'line feed') {
      finish()
      continue
    }
    const width = measure(word.text, shape.sizePoints, word.weight)
    if (width > shape.widthMillimetres) tooWide.push(word.text)
    if (row.length > 0 && used + space + width > shape.widthMillimetres) finish()
    used += (row.length > 0 ? space : 0) + width
    row.push(word)
  }
  finish()
  return { rows: rows.map(joined), tooWide }
}

/** Breaks any text into rows that surely fit: a word wider than a row is cut into several. For documents, not labels. */
export function breakAnyText(runs: readonly Run[], shape: RowShape, measure: Measure): readonly Row[] {
  const fits = (text: string, weight: FontWeight) => measure(text, shape.sizePoints, weight) <= shape.widthMillimetres
  const cut = (run: Run): Run[] => {
    if (run.piece)
      return fits(run.text, run.weight) ? [run] : cutWord(run.text, run.weight).map((text) => ({ ...run, text }))
    const lines = run.text.split('\n').map((line) =>
      line
        .split(' ')
        .flatMap((word) => cutWord(word, run.weight))
        .join(' '),
    )
    return [{ ...run, text: lines.join('\n') }]
  }
  const cutWord = (word: string, weight: FontWeight): string[] => {
    if (fits(word, weight)) return [word]
    const parts = ['']
    for (const character of word) {
      const last = parts.length - 1
      if (fits(`${parts[last]}${character}`, weight) || parts[last] === '') parts[last] += character
      else parts.push(character)
    }
    return parts
  }
  const clean = runs.map((run) => ({ ...run, text: printable(run.text) }))
  return breakRows(clean.flatMap(cut), shape, measure).rows
}

/** The width of one row. */
export function rowWidth(row: Row, sizePoints: number, measure: Measure): number {
  const spaces = Math.max(0, row.length - 1) * measure(' ', sizePoints, 400)
  return row.reduce((sum, run) => sum + measure(run.text, sizePoints, run.weight), spaces)
}

/** A row as HTML. */
export function rowHtml(row: Row): string {
  const parts = row.map((run) => {
    const text = raised(run.piece ? leftToRight(run.text) : escapeText(run.text))
    return run.weight === 700 ? `<b>${text}</b>` : text
  })
  return parts.join(' ')
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const raisedNumber = /([۰-۹]?)([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g

/** Few fonts have every superscript digit; an exponent is written with the ordinary digits of its line, raised. */
function raised(html: string): string {
  return html.replace(raisedNumber, (_all, before: string, exponent: string) => {
    const digits = exponent.replace(/./g, (sign) => {
      const digit = superscripts.indexOf(sign)
      return digit >= 0 ? String(digit) : sign === '⁻' ? '−' : '+'
    })
    return `${before}<sup>${before === '' ? digits : allPersianDigits(digits)}</sup>`
  })
}

function* words(runs: readonly Run[]): Generator<Run | 'line feed'> {
  for (const run of runs) {
    if (run.piece) {
      yield { ...run, text: printable(run.text).replaceAll('\n', ' ') }
      continue
    }
    const [first = '', ...others] = printable(run.text).split('\n')
    yield* wordsOf(first, run)
    for (const line of others) {
      yield 'line feed'
      yield* wordsOf(line, run)
    }
  }
}

function* wordsOf(line: string, run: Run): Generator<Run> {
  for (const word of line.split(/ +/)) if (word !== '') yield { ...run, text: word }
}

/** Puts the words of one run together again. */
function joined(row: readonly Run[]): Row {
  const runs: Run[] = []
  for (const word of row) {
    const last = runs.at(-1)
    const continues = last !== undefined && !last.piece && !word.piece && last.weight === word.weight
    if (continues) runs[runs.length - 1] = { ...last, text: `${last.text} ${word.text}` }
    else runs.push(word)
  }
  return runs
}
