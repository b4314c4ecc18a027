/** Members with feeble key derivation and fixed dice, and a ledger that knows them. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Book, books } from '../../../src/core/books.ts'
import type { KeyringRow, PlacedKeyringRow } from '../../../src/main/ledger/entry.ts'
import { createLedger, type WritableLedger } from '../../../src/main/ledger/ledger.ts'
import { fileIdBytes } from '../../../src/main/ledger/schema.ts'
import { BookKeys, grantAll, newBookKey } from '../../../src/main/vault/book-keys.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, type Kdf, passphraseBytes, startKdf } from '../../../src/main/vault/kdf.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { type Enrolled, enrolMember, type Tools } from '../../../src/main/vault/member-keys.ts'
import { newFolder } from '../../support/folder.ts'

/** One thread for all tests of a file. */
export function startTools(): Tools & { kdf: Kdf } {
  const kdf = startKdf()
  afterAll(() => kdf.stop())
  return { kdf, dice: systemDice, cost: feebleKdfCostForTests() }
}

export const passphraseOf = (member: string) => passphraseBytes(`${member} and a long passphrase`)

/** A member 'ana' has the login 'ana.login'. */
export function enrol(member: string, tools: Tools): Promise<Enrolled> {
  return enrolMember({ member, login: `${member}.login`, passphrase: passphraseOf(member) }, tools)
}

/** Rows as one entry after the other would introduce them. */
export function placed(...entries: KeyringRow[][]): PlacedKeyringRow[] {
  return entries.flatMap((rows, index) => rows.map((row, position) => ({ ...row, entry: index + 1, position })))
}

/** A new key for every book. */
export function bookKeys(): BookKeys {
  const keys = new BookKeys()
  for (const book of books) keys.add(book, 1, newBookKey(systemDice))
  return keys
}

/** A keyring with these members, each granted the books named. */
export async function keyringOf(granted: Record<string, readonly Book[]>, tools: Tools) {
  const keys = bookKeys()
  const members = new Map<string, Enrolled>()
  const rows: KeyringRow[] = []
  for (const [member, held] of Object.entries(granted)) {
    const enrolled = await enrol(member, tools)
    members.set(member, enrolled)
    rows.push(
      enrolled.row,
      ...grantAll({ holder: member, boxPublicKey: enrolled.keys.boxPublicKey }, held, keys, systemDice),
    )
  }
  const keyring = new Keyring()
  keyring.apply(placed(rows))
  return { keyring, keys, members, rows }
}

/** An empty ledger to count tries in. */
export function emptyLedger(): WritableLedger {
  return createLedger(join(newFolder(), 'empty.counterseal'), {
    createdAt: '2026-03-01T08:00:00.000Z',
    fileId: randomBytes(fileIdBytes),
  })
}
