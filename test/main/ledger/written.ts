/**
 * A ledger with a member, a session and books, for tests and benchmarks: real files, real cryptography.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type Book, books } from '../../../src/core/books.ts'
import type { EntryDraft, KeyringRow, Sign } from '../../../src/main/ledger/entry.ts'
import { createLedger, type WritableLedger } from '../../../src/main/ledger/ledger.ts'
import { fileIdBytes } from '../../../src/main/ledger/schema.ts'
import { BookKeys, newBookKey } from '../../../src/main/vault/book-keys.ts'
import { loadedDice } from '../../../src/main/vault/dice.ts'
import { signWith } from '../../../src/main/vault/member-keys.ts'
import { createSeal, type Seal } from '../../../src/main/vault/seal.ts'
import { toText } from '../../../src/main/vault/secret.ts'
import { newSessionKey, type SessionKey, sessionRow } from '../../../src/main/vault/session-key.ts'
import { sodium } from '../../../src/main/vault/sodium.ts'
import { newFolder } from '../../support/folder.ts'

/** A signing pair without a passphrase around it. */
export function signingPair(seed = 1): { publicKey: Buffer; sign: Sign } {
  const publicKey = Buffer.alloc(32)
  const secretKey = Buffer.alloc(64)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, Buffer.alloc(32, seed))
  return { publicKey, sign: (message) => signWith(secretKey, message) }
}

export const at = '2026-03-01T08:00:00.000Z'

export type Written = {
  ledger: WritableLedger
  path: string
  own: { publicKey: Buffer; sign: Sign }
  session: SessionKey
  keys: BookKeys
  seal: Seal
}

export function memberRow(member: string, publicKey: Uint8Array): KeyringRow {
  return { member, kind: 'member', content: JSON.stringify({ login: member, signPublicKey: toText(publicKey) }) }
}

/** The keys of 'ana' in the ledgers written here: the same ones for the same seed, in every process. */
export function writtenKeys(fileId: Uint8Array, seed = 7): Pick<Written, 'own' | 'session' | 'keys' | 'seal'> {
  const dice = loadedDice(Buffer.alloc(32, seed))
  const session = newSessionKey(dice)
  const keys = new BookKeys()
  for (const book of books) keys.add(book, 1, newBookKey(dice))
  return { own: signingPair(), session, keys, seal: createSeal(fileId, keys) }
}

/** A ledger whose first entry enrols and signs in the member 'ana', who holds every book. */
export function writtenLedger(path = join(newFolder(), 'trial.counterseal'), seed = 7): Written {
  const ledger = createLedger(path, { createdAt: at, fileId: randomBytes(fileIdBytes) })
  const { own, session, keys, seal } = writtenKeys(ledger.fileId, seed)
  ledger.append(ledger.head(), [
    {
      at,
      member: 'ana',
      meaning: 'birth',
      session: null,
      parts: [seal.seal({ seq: 1, book: 'registry' }, [{ type: 'Born' }])],
      keyring: [memberRow('ana', own.publicKey), sessionRow('ana', session)],
      sign: own.sign,
    },
  ])
  return { ledger, path, own, session, keys, seal }
}

/** A draft of an everyday act for the entry `seq`. */
export function draftOf(
  { seal, session }: Pick<Written, 'seal' | 'session'>,
  seq: number,
  contents: Partial<Record<Book, unknown>>,
  meaning = 'act',
): EntryDraft {
  const parts = (Object.keys(contents) as Book[]).map((book) => seal.seal({ seq, book }, contents[book]))
  return { at, member: 'ana', meaning, session: 1, parts, sign: session.sign }
}

/** Two books' shares of a dose's event, of the size that the trial writes. */
export function doseContents(seq: number): Partial<Record<Book, unknown>> {
  return {
    clinic: [
      {
        type: 'SyringeVerified',
        syringe: `syr-${seq}-5d0c`,
        participant: `P-${seq % 977}`,
        by: 'member-7f3a',
        secondsOld: seq,
      },
    ],
    stock: [{ type: 'VialsDrawn', lot: `lot-${seq % 13}`, vials: [`v-${seq}-a1`, `v-${seq}-b2`], microlitres: 1500 }],
  }
}

/** Appends everyday entries up to a number, in batches. */
export function fill(written: Written, lastSeq: number, batch = 500): void {
  const { ledger } = written
  while (ledger.head().seq < lastSeq) {
    const head = ledger.head()
    const count = Math.min(batch, lastSeq - head.seq)
    const drafts = Array.from({ length: count }, (_, index) =>
      draftOf(written, head.seq + 1 + index, doseContents(head.seq + 1 + index)),
    )
    ledger.append(head, drafts)
  }
}
