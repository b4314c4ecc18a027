import { describe, expect, it } from 'vitest'
import { grantAll, openGrants } from '../../../src/main/vault/book-keys.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { booksOfRecovery, makeRecovery, recoverySets, restore } from '../../../src/main/vault/recovery.ts'
import { bookKeys, placed } from './people.ts'

function lines(set: (typeof recoverySets)[number]) {
  const made = makeRecovery(set, systemDice)
  return { ...made, lines: made.sheets.map((sheet) => [...sheet.lines]) as [string[], string[], string[]] }
}

describe('recovery on paper', () => {
  it.each(recoverySets.map((set) => [set]))(
    'any two of the three sheets of %s restore its books and no other',
    (set) => {
      const keys = bookKeys()
      const { row, boxPublicKey, lines: sheets } = lines(set)
      const keyring = new Keyring()
      keyring.apply(placed([row, ...grantAll({ holder: set, boxPublicKey }, booksOfRecovery[set], keys, systemDice)]))
      for (const [one, other] of [
        [0, 1],
        [1, 2],
        [2, 0],
      ] as const) {
        const restored = restore([sheets[one], sheets[other]])
        if (!restored.ok) throw new Error(restored.reason)
        const opened = openGrants(keyring.grantsOf(set), restored)
        expect(opened.books()).toEqual([...booksOfRecovery[set]])
        for (const book of opened.books()) expect(opened.get(book, 1)).toEqual(keys.get(book, 1))
      }
      expect(restore(sheets)).toMatchObject({ ok: true, set })
    },
  )

  it('B1 recovering the file does not recover the allocation', () => {
    expect(booksOfRecovery['recovery-books']).not.toContain('allocation')
    expect(booksOfRecovery['recovery-allocation']).toEqual(['allocation'])
  })

  it('one sheet alone, or twice, restores nothing', () => {
    const [one] = lines('recovery-books').lines
    expect(restore([])).toEqual({ ok: false, reason: 'sheets_too_few' })
    expect(restore([one])).toEqual({ ok: false, reason: 'sheets_too_few' })
    expect(restore([one, one])).toEqual({ ok: false, reason: 'sheets_too_few' })
  })

  it('sheets of different sets or issues do not go together', () => {
    const [first, second] = [lines('recovery-books').lines, lines('recovery-books').lines]
    expect(restore([first[0], second[1]])).toEqual({ ok: false, reason: 'sheets_of_different_sets' })
    expect(restore([first[0], lines('recovery-allocation').lines[1]])).toEqual({
      ok: false,
      reason: 'sheets_of_different_sets',
    })
  })

  it('names the sheet and the line that was mistyped', () => {
    const [one, two] = lines('recovery-books').lines
    for (let line = 0; line < 3; line++) {
      const slipped = two.map((text, index) =>
        index === line ? `${text[0] === '7' ? '8' : '7'}${text.slice(1)}` : text,
      )
      expect(restore([one, slipped])).toEqual({ ok: false, reason: 'sheet_mistyped', sheet: 2, line: line + 1 })
    }
    expect(restore([one.slice(0, 2), two])).toEqual({ ok: false, reason: 'sheet_mistyped', sheet: 1, line: 3 })
  })

  it('a line that was swapped for another proper one does not fit', () => {
    const [one, two] = lines('recovery-books').lines
    const swapped = [two[0], two[2], two[1]] as string[]
    expect(restore([one, swapped])).toMatchObject({ ok: false, reason: 'sheets_do_not_fit' })
  })

  it('keeps nothing of the secret in the keyring', () => {
    const { row, sheets } = makeRecovery('recovery-books', systemDice)
    expect(Object.keys(JSON.parse(row.content))).toEqual(['boxPublicKey'])
    expect(sheets.map(({ sheet }) => sheet)).toEqual([1, 2, 3])
  })
})
