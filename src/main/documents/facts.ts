/** The building blocks of records: facts by name, long texts, and lines to sign on. */
import type { Both } from '../../core/text.ts'
import { type Block, emptyRow, paragraphRow, textRowMillimetres, textRows, textWidthMillimetres } from './document.ts'
import type { Measure } from './fonts.ts'
import { bold, plain, type Row, type Run } from './rows.ts'
import { escapeText } from './text.ts'

const gapMillimetres = 6
const halfMillimetres = (textWidthMillimetres - gapMillimetres) / 2
const spaceMillimetres = 3
const longTextRows = 12
const signatureMillimetres = 15

/** The styles of these blocks. */
export const factsCss = `
.fact{display:flex;justify-content:space-between;gap:${gapMillimetres}mm;border-bottom:.15mm solid #999;padding:${spaceMillimetres / 2 - 0.1}mm 0 ${spaceMillimetres / 2 - 0.05}mm}
.fact.open{border:0}
.fact .cell{width:${halfMillimetres}mm}
.long{padding:${spaceMillimetres / 2}mm 0}
.sign{height:${signatureMillimetres}mm;display:flex;gap:5mm;align-items:flex-end;font-size:8pt;line-height:4mm}
.sign span{flex:1;border-top:.25mm solid #000;display:flex;justify-content:space-between}
.note{border:.4mm solid #000;padding:2mm 3mm}
`

/** A fact in both languages, side by side. */
export function fact(
  name: Both,
  value: { readonly en: readonly Run[]; readonly fa: readonly Run[] },
  measure: Measure,
): Block {
  const en = textRows([plain(`${name.en}:`), ...value.en], halfMillimetres, measure)
  const fa = textRows([plain(`${name.fa}:`), ...value.fa], halfMillimetres, measure)
  const rows = Math.max(en.length, fa.length)
  const html = `<div class="fact">${cell(en, 'en', rows)}${cell(fa, 'fa', rows)}</div>`
  return { heightMillimetres: rows * textRowMillimetres + spaceMillimetres, html }
}

/** A text that people wrote, over the whole width, in as many blocks as it needs. */
export function longText(name: Both, text: string, measure: Measure): Block[] {
  const direction = directionOf(text)
  const named: Block = fact(name, { en: [], fa: [] }, measure)
  const rows = textRows([plain(text)], textWidthMillimetres, measure)
  const blocks: Block[] = []
  for (let start = 0; start < rows.length; start += longTextRows) {
    const part = rows.slice(start, start + longTextRows)
    const html = part.map((row) => paragraphRow(row, direction)).join('')
    const space = spaceMillimetres
    blocks.push({
      heightMillimetres: part.length * textRowMillimetres + space,
      html: `<div class="rows long">${html}</div>`,
    })
  }
  return [named, ...blocks]
}

/** Sentences in both languages, side by side. Returns their height as well. */
export function sideBySide(text: Both, measure: Measure): Block {
  const en = textRows([plain(text.en)], halfMillimetres, measure)
  const fa = textRows([plain(text.fa)], halfMillimetres, measure)
  const rows = Math.max(en.length, fa.length)
  const html = `<div class="fact open">${cell(en, 'en', rows)}${cell(fa, 'fa', rows)}</div>`
  return { heightMillimetres: rows * textRowMillimetres + spaceMillimetres, html }
}

/** A framed sentence in both languages. */
export function notice(text: Both, measure: Measure): Block {
  const inside = textWidthMillimetres - 8
  const en = textRows([bold(text.en)], inside, measure).map((row) => paragraphRow(row, 'en'))
  const fa = textRows([bold(text.fa)], inside, measure).map((row) => paragraphRow(row, 'fa'))
  const html = `<div class="rows long"><div class="note">${[...en, ...fa].join('')}</div></div>`
  return { heightMillimetres: (en.length + fa.length) * textRowMillimetres + 4.8 + spaceMillimetres, html }
}

/** A line to sign on: who, when, signature. */
export function signatureLine(meaning: Both): Block {
  const fields: readonly Both[] = [
    meaning,
    { en: 'Date and time', fa: 'تاریخ و ساعت' },
    { en: 'Signature', fa: 'امضا' },
  ]
  const html = fields.map(
    (field) => `<span><i>${escapeText(field.en)}</i><bdi lang="fa">${escapeText(field.fa)}</bdi></span>`,
  )
  return { heightMillimetres: signatureMillimetres, html: `<div class="sign">${html.join('')}</div>` }
}

/** Persian where the first letter is of an Arabic script. */
function directionOf(text: string): 'en' | 'fa' {
  const letter = /\p{L}/u.exec(text)?.[0]
  return letter !== undefined && /\p{Script=Arabic}/u.test(letter) ? 'fa' : 'en'
}

function cell(rows: readonly Row[], language: 'en' | 'fa', count: number): string {
  const html = rows.map((row) => paragraphRow(row, language))
  while (html.length < count) html.push(emptyRow)
  return `<div class="cell">${html.join('')}</div>`
}
