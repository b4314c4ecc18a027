/**
 * A sign-in in memory: the member's keys and books from unlocking to locking.
 *
 * | state   | in memory |
 * | ---     | --- |
 * | locked  | public keyring, head of the chain |
 * | open    | the member's receiving secret, the sign-in's signing key, the keys of their books, the replayed books |
 * | signing | also the member's own signing secret, for one call |
 */
import type { Book } from '../core/books.ts'
import type { Stamp } from '../core/registry/book.ts'
import { type Books, type Events, emptyBooks, evolve, type Session } from '../core/session.ts'
import type { EntryHeader, Part } from './ledger/entry.ts'
import type { WritableLedger } from './ledger/ledger.ts'
import type { OpenedPart, Replay } from './ledger/replay.ts'
import type { BookKeys } from './vault/book-keys.ts'
import type { MemberKeys } from './vault/member-keys.ts'
import { blockBytes, largeBlockBytes, type Seal } from './vault/seal.ts'
import { type Secret, wipe } from './vault/secret.ts'
import type { SessionKey } from './vault/session-key.ts'

/** What an open sign-in holds. Ended by `endSignIn`, which leaves nothing. */
export type SignIn = {
  readonly session: Session
  readonly keys: MemberKeys
  readonly boxSecretKey: Secret
  readonly bookKeys: BookKeys
  readonly seal: Seal
  readonly sessionKey: SessionKey
  /** Names the file's one allocation list; every emergency envelope is bound to it. */
  readonly listId: string
}

/** Replays the ledger into empty books with the keys held. */
export async function replayBooks(
  ledger: Pick<WritableLedger, 'replay'>,
  bookKeys: BookKeys,
  seal: Seal,
  watching: Pick<Replay, 'milliseconds' | 'onProgress'> = {},
): Promise<Books | undefined> {
  const held = bookKeys.books()
  const books = emptyBooks(held)
  const outcome = await ledger.replay({
    open: { books: held, part: (book, seq, generation, box) => seal.open(book, seq, generation, box) },
    apply: (header, opened) => applyParts(books, header, opened),
    ...watching,
    // The whole chain and the signatures since the last lock were checked when the file was opened.
    signatures: 'none',
  })
  return outcome.ok ? books : undefined
}

function applyParts(books: Books, header: EntryHeader, opened: readonly OpenedPart[]): void {
  const stamp = stampOf(header)
  for (const part of opened) evolve(books, part.book, part.content as readonly unknown[], stamp)
}

/** Applies the events of an entry that was just written. */
export function applyEvents(books: Books, header: EntryHeader, events: Events): void {
  const stamp = stampOf(header)
  for (const [book, its] of Object.entries(events) as [Book, readonly unknown[]][]) {
    if (books[book] !== undefined) evolve(books, book, its, stamp)
  }
}

function stampOf({ seq, at, member, witness }: EntryHeader): Stamp {
  return witness === null ? { seq, at, by: member } : { seq, at, by: member, witness }
}

/** Events as the sealed parts of the entry of this number, one for each book. */
export function sealEvents(seal: Seal, seq: number, events: Events): Part[] {
  return (Object.entries(events) as [Book, readonly unknown[]][])
    .filter(([, its]) => its.length > 0)
    .map(([book, its]) => seal.seal({ seq, book }, its, blockOf(its)))
}

/** A certificate has as many values as its product has tests; its part is as long for the one product as for the other. */
function blockOf(events: readonly unknown[]): number {
  const isOfTests = (events as readonly { type: string }[]).some(({ type }) => type === 'CertificateEntered')
  return isOfTests ? largeBlockBytes : blockBytes
}

/** Puts every secret of a sign-in away. */
export function endSignIn(signIn: SignIn): void {
  signIn.sessionKey.end()
  signIn.seal.wipe()
  signIn.bookKeys.wipe()
  wipe(signIn.boxSecretKey)
}
