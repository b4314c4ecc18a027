/**
 * The keys of the books: who holds them, how they are granted, and how they change.
 *
 * Knows: random keys, generations, holders' public keys. Promises: a key reaches a holder only in a box that the
 * holder alone opens, marked with its book and generation; when a member leaves, what is written from then on is under
 * keys the member never had. What the member could read before could have been copied, and no rotation changes that.
 */
import type { Book } from '../../core/books.ts'
import type { KeyringRow } from '../ledger/entry.ts'
import type { Dice } from './dice.ts'
import { type BoxPair, openSealed, sealToKey } from './sealed-box.ts'
import { fromText, type Secret, secret, toText, wipe } from './secret.ts'

/** Bytes of a book key. */
export const bookKeyBytes = 32

/** A grant as the keyring knows it: a book key of one generation, sealed to a holder. */
export type Grant = {
  readonly holder: string
  readonly book: Book
  readonly generation: number
  readonly sealedKey: Buffer
}

/** Somebody who can be granted a key: a member, or a recovery set. */
export type Holder = { readonly holder: string; readonly boxPublicKey: Uint8Array }

/** The open keys of the books a session holds, by book and generation. */
export class BookKeys {
  readonly #keys = new Map<Book, Map<number, Secret>>()

  /** Adds a key; one that is known already is left as it is. */
  add(book: Book, generation: number, key: Secret): void {
    const known = this.#keys.get(book) ?? new Map<number, Secret>()
    if (!known.has(generation)) known.set(generation, key)
    this.#keys.set(book, known)
  }

  get(book: Book, generation: number): Secret | undefined {
    return this.#keys.get(book)?.get(generation)
  }

  /** The newest generation held; 0 where none is. */
  newest(book: Book): number {
    return Math.max(0, ...(this.#keys.get(book)?.keys() ?? []))
  }

  /** The books of which at least one generation is held. */
  books(): Book[] {
    return [...this.#keys.keys()]
  }

  /** Every key held, for granting on. */
  *all(): Generator<{ book: Book; generation: number; key: Secret }> {
    for (const [book, keys] of this.#keys) for (const [generation, key] of keys) yield { book, generation, key }
  }

  /** Puts every key away. */
  wipe(): void {
    for (const keys of this.#keys.values()) wipe(...keys.values())
    this.#keys.clear()
  }
}

/** A new random key for a book. */
export function newBookKey(dice: Dice): Secret {
  const key = secret(bookKeyBytes)
  dice.fill(key)
  return key
}

/** The keyring row that grants a key to a holder. */
export function grantRow(to: Holder, book: Book, generation: number, key: Uint8Array, dice: Dice): KeyringRow {
  const sealedKey = toText(sealToKey(key, to.boxPublicKey, purposeOf(book, generation), dice))
  return { member: to.holder, kind: 'grant', content: JSON.stringify({ book, generation, sealedKey }) }
}

/** The rows that grant every generation of the named books to a holder. Books that are not held are left out. */
export function grantAll(to: Holder, books: readonly Book[], keys: BookKeys, dice: Dice): KeyringRow[] {
  return [...keys.all()]
    .filter(({ book }) => books.includes(book))
    .map(({ book, generation, key }) => grantRow(to, book, generation, key, dice))
}

/** The key in a grant; null where the grant is not for this pair. */
export function openGrant(grant: Grant, pair: BoxPair): Secret | null {
  const key = openSealed(grant.sealedKey, pair, purposeOf(grant.book, grant.generation))
  return key !== null && key.length === bookKeyBytes ? key : null
}

/** Opens all grants that are for this pair. */
export function openGrants(grants: Iterable<Grant>, pair: BoxPair): BookKeys {
  const keys = new BookKeys()
  for (const grant of grants) {
    const key = openGrant(grant, pair)
    if (key !== null) keys.add(grant.book, grant.generation, key)
  }
  return keys
}

/**
 * New keys for the named books, granted to those who stay. `keys` gains them; `newest` is the present generation.
 * The caller appends the rows, and only then writes with the new generation.
 */
export function rotate(
  books: readonly { readonly book: Book; readonly newest: number; readonly holders: readonly Holder[] }[],
  dice: Dice,
): { rows: KeyringRow[]; keys: { book: Book; generation: number; key: Secret }[] } {
  const keys = books.map(({ book, newest }) => ({ book, generation: newest + 1, key: newBookKey(dice) }))
  const rows = books.flatMap(({ holders }, place) => {
    const { book, generation, key } = keys[place] as (typeof keys)[number]
    return holders.map((holder) => grantRow(holder, book, generation, key, dice))
  })
  return { rows, keys }
}

/** The grant that a keyring row states; null where it is malformed. */
export function grantIn(holder: string, content: Record<string, unknown>): Grant | null {
  const { book, generation } = content
  const sealedKey = fromText(content.sealedKey)
  if (sealedKey === null || typeof book !== 'string' || !Number.isInteger(generation)) return null
  return { holder, book: book as Book, generation: generation as number, sealedKey }
}

function purposeOf(book: Book, generation: number): string {
  return `counterseal book ${book} ${generation}`
}
