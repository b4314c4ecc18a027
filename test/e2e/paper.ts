// Reads what was printed: the text and the size of the pages of a PDF.

import { execFileSync } from 'node:child_process'
import { isCode, readCode } from '../../src/core/codes.ts'

/** The text of each page, without the marks of direction. */
export function textOfPages(file: string): string[] {
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  return text
    .replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .split('\f')
    .slice(0, -1)
}

/** Width and height of each page in millimetres, to a tenth. */
export function sizesOfPages(file: string): string[] {
  const facts = execFileSync('pdfinfo', ['-l', '-1', file], { encoding: 'utf8' })
  const millimetres = (points: string) => Math.round((Number(points) * 254) / 72) / 10
  return [...facts.matchAll(/^Page\s+\d+ size:\s+([\d.]+) x ([\d.]+) pts/gm)].map(
    ([, width = '', height = '']) => `${millimetres(width)} × ${millimetres(height)}`,
  )
}

/** The emergency code on each card, in the order of the pages: card 0 first. */
export function codesOnCards(file: string): string[] {
  return textOfPages(file).map((text) => {
    const found = [...text.matchAll(/(?:[0-9A-HJKMNP-TV-Z]{4} ){5}[0-9A-HJKMNP-TV-Z]{1,4}/g)].map(([code]) =>
      readCode(code),
    )
    const [code] = found.filter(isCode)
    if (code === undefined) throw new Error('there is no code on this card')
    return code
  })
}
