/**
 * Removing a member: they hold no key of anything written from then on.
 *
 * Knows: the keyring, the books the member held. Promises: one set of rows says the removal and grants the new keys to
 * everybody who stays, recovery sets included. What the member could read before, they could have copied.
 */
import type { Book } from '../../core/books.ts'
import type { KeyringRow } from '../ledger/entry.ts'
import { rotate } from './book-keys.ts'
import type { Dice } from './dice.ts'
import type { Keyring } from './keyring.ts'
import type { Secret } from './secret.ts'

/** The rows to append in one entry, and the new keys, which the session adds to its own after appending. */
export type Removal = {
  readonly rows: KeyringRow[]
  readonly keys: { readonly book: Book; readonly generation: number; readonly key: Secret }[]
}

/** Prepares the removal of a member. */
export function removeMember(keyring: Keyring, member: string, dice: Dice): Removal {
  const books = keyring.booksOf(member).map((book) => ({
    book,
    newest: keyring.newestGeneration(book),
    holders: keyring.holdersOf(book).filter(({ holder }) => holder !== member),
  }))
  const { rows, keys } = rotate(books, dice)
  return { rows: [{ member, kind: 'removed', content: '{}' }, ...rows], keys }
}
