import { describe, expect, it } from 'vitest'
import { tableFile } from '../../../src/main/documents/table-file.ts'

const text = (rows: readonly (readonly string[])[]) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(tableFile(['a'], rows))

describe('a table for other programs', () => {
  it('is comma-separated UTF-8 with a mark, quoted where it must be', () =>
    expect(text([['one', 'two, three', 'a "word"', 'بازو', '2\n3']])).toBe(
      '\uFEFFa\r\none,"two, three","a ""word""",بازو,"2\n3"\r\n',
    ))

  it.each(['=1+1', '+98 21', '-70', '@SUM(A1)', '\tx', '\rx', "'=1+1", "''-7"])(
    'takes %j for text and not for a formula, and loses nothing of it',
    (typed) => {
      const cell = text([[typed]]).slice('\uFEFFa\r\n'.length, -2)
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
      expect(read).toMatch(/^'/)
      // One apostrophe in front of what looks like a formula is ours.
      expect(read.slice(1)).toBe(typed)
    },
  )

  it.each(['exosome', '7', "O'Brien", ''])('leaves %j as it is', (typed) => {
    const cell = text([[typed]]).slice('\uFEFFa\r\n'.length, -2)
    expect(cell.replace(/^"|"$/g, '')).toBe(typed)
  })
})
