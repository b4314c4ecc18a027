/** The names of the columns above a list on paper, in both languages. */
import type { Both } from '../../core/text.ts'
import { type Block, textRowMillimetres } from './document.ts'
import { escapeText } from './text.ts'

/** One row of names in the list's own class; a column without a name keeps its place. */
export function columnNames(names: readonly Both[], listClass: string, spaceMillimetres: number): Block {
  const html = names.map(({ en, fa }, index) => {
    const text = en === '' ? '' : `${escapeText(en)} · <bdi lang="fa">${escapeText(fa)}</bdi>`
    return `<div class="cell c${index}"><p>${text}</p></div>`
  })
  return {
    heightMillimetres: textRowMillimetres + spaceMillimetres,
    html: `<div class="${listClass} names">${html.join('')}</div>`,
  }
}
