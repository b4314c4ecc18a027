/**
 * The checks an entry passes before it is believed.
 *
 * Knows: one row at a time and what came before. Promises: number, predecessor, keyring digest and hash are compared
 * with what they must be; signatures are compared with the key that must have made them. Needs no secret.
 */
import { sodium } from '../vault/sodium.ts'
import {
  EntryHasher,
  keyringDigest,
  noHash,
  type PlacedKeyringRow,
  signedHashAt,
  signedMessage,
  witnessedMessage,
} from './entry.ts'
import type { Head } from './head.ts'
import type { Signers } from './signers.ts'
import { type EntryRow, firstCell, type SignedRow } from './store.ts'

/** What is wrong with an entry, in one word for the check that found it. */
export type Flaw = 'hash' | 'place' | 'keyring' | 'signature' | 'session' | 'signer' | 'witness' | 'box' | 'database'

/** True where two hashes are the same bytes. */
export function sameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one !== null && other !== null && Buffer.compare(one, other) === 0
}

/** Follows the chain from a head on, one row after the other. */
export class Chain {
  readonly #hasher: EntryHasher
  readonly #cells: (Uint8Array | null)[] = []
  readonly #fields = {
    seq: 0,
    at: '',
    member: '',
    meaning: '',
    session: null as number | null,
    witness: null as string | null,
    keyring: null as Uint8Array | null,
  }
  #seq: number
  #hash: Uint8Array

  constructor(fileId: Uint8Array, after: Head = { seq: 0, hash: noHash }) {
    this.#hasher = new EntryHasher(fileId)
    this.#seq = after.seq
    this.#hash = after.hash
  }

  head(): Head {
    return { seq: this.#seq, hash: this.#hash }
  }

  /** Checks the next row and the keyring rows that stand for it; steps forward where nothing is wrong. */
  step(row: EntryRow, keyring: readonly PlacedKeyringRow[]): Flaw | null {
    if (row[0] !== this.#seq + 1 || !sameBytes(row[7], this.#hash)) return 'place'
    const flaw = keyringFlaw(row, keyring)
    if (flaw !== null) return flaw
    const hash = this.hashOf(row, row[0], this.#hash)
    if (!sameBytes(hash, row[8])) return 'hash'
    this.#seq = row[0]
    this.#hash = row[8]
    return null
  }

  /** Goes on from an entry that was found right elsewhere. */
  passTo(head: Head): void {
    this.#seq = head.seq
    this.#hash = head.hash
  }

  /** The hash a row has in the given place. */
  hashOf(row: EntryRow, seq: number, previous: Uint8Array): Uint8Array {
    const fields = this.#fields
    fields.seq = seq
    fields.at = row[1]
    fields.member = row[2]
    fields.meaning = row[3]
    fields.session = row[4]
    fields.witness = row[5]
    fields.keyring = row[6]
    const cells = this.#cells
    for (let place = firstCell; place < row.length; place++) cells[place - firstCell] = row[place] as Buffer | null
    return this.#hasher.hash(fields, previous, cells)
  }
}

const noRows: readonly PlacedKeyringRow[] = []

/** Deals out keyring rows in order to the entries they belong to. */
export class KeyringCursor {
  readonly #rows: readonly PlacedKeyringRow[]
  #next = 0

  constructor(rows: readonly PlacedKeyringRow[]) {
    this.#rows = rows
  }

  /** The rows up to and including those of an entry; what belongs to no entry comes with the next one and is found there. */
  of(seq: number): readonly PlacedKeyringRow[] {
    const first = this.#next
    while (this.#next < this.#rows.length && (this.#rows[this.#next] as PlacedKeyringRow).entry <= seq) this.#next++
    return first === this.#next ? noRows : this.#rows.slice(first, this.#next)
  }
}

/** The rows of the keyring must be those that the entry was hashed with, and a sign-in is signed with the own key. */
function keyringFlaw(row: EntryRow, keyring: readonly PlacedKeyringRow[]): Flaw | null {
  const digest = row[6]
  if (digest === null) return keyring.length === 0 ? null : 'keyring'
  if (keyring.length === 0 || !sameBytes(keyringDigest(keyring), digest)) return 'keyring'
  const vouched = keyring.every((one) => one.kind !== 'session' || (row[4] === null && one.member === row[2]))
  return vouched ? null : 'session'
}

/** Checks the signatures of a row whose hash was found right. */
export function signatureFlaw(row: EntryRow | SignedRow, signers: Signers): Flaw | null {
  const [seq, , member, meaning, session, witness, , , hash, signature, witnessSignature] = row
  const key = signers.of({ seq, member, session })
  if (key === null) return session === null ? 'signer' : 'session'
  if (!verifies(signature, signedBytes(hash, meaning), key)) return 'signature'
  if (witness === null) return witnessSignature === null ? null : 'witness'
  const witnessKey = signers.own(witness, seq)
  if (witness === member || witnessKey === null || witnessSignature === null) return 'witness'
  return verifies(witnessSignature, witnessedMessage(hash, meaning), witnessKey) ? null : 'witness'
}

const messages = new Map<string, Buffer>()
const mostMessages = 256

/** The signed message, in memory that is used again for the next entry of the same meaning: there are few of those. */
function signedBytes(hash: Uint8Array, meaning: string): Buffer {
  const known = messages.get(meaning)
  if (known === undefined) {
    const message = signedMessage(hash, meaning)
    if (messages.size < mostMessages) messages.set(meaning, message)
    return message
  }
  known.set(hash, signedHashAt)
  return known
}

function verifies(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  return signature.length === 64 && sodium.crypto_sign_verify_detached(signature, message, key)
}
