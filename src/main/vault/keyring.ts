/**
 * The keyring as it stands: members, their public keys, grants, generations, recovery sets.
 *
 * Knows: the ledger's keyring rows and nothing secret. Promises: built row by row in order, so that it can follow the
 * ledger; a row it cannot read, or with a weak public key, stops it instead of being passed over.
 *
 * Content of the rows, as JSON: `member` login, signPublicKey, boxPublicKey, cost, salt, signSeed, boxSecretKey;
 * `rewrap` cost, salt, signSeed, boxSecretKey; `grant` book, generation, sealedKey; `session` publicKey; `recovery`
 * boxPublicKey; `removed` nothing. Bytes are base64url.
 */
import type { Book } from '../../core/books.ts'
import type { KeyringRow, PlacedKeyringRow } from '../ledger/entry.ts'
import { type Grant, grantIn, type Holder } from './book-keys.ts'
import { isWeakPublicKey, type MemberKeys, memberIn, publicKeyBytes, wrappingIn } from './member-keys.ts'
import { fromText } from './secret.ts'

/** A keyring row that is not what any of our writers writes. Names its place, never its content. */
export class KeyringFault extends Error {
  readonly entry: number
  constructor(entry: number) {
    super(`keyring: entry ${entry} introduces a row that cannot be read`)
    this.name = 'KeyringFault'
    this.entry = entry
  }
}

/** The keyring, following the ledger. */
export class Keyring {
  readonly #members = new Map<string, MemberKeys>()
  readonly #former = new Map<string, MemberKeys[]>()
  readonly #removed = new Set<string>()
  readonly #logins = new Map<string, string>()
  readonly #grants = new Map<string, Grant[]>()
  readonly #newest = new Map<Book, number>()
  readonly #recovery = new Map<string, Buffer>()
  #lastEntry = 0

  /** Takes the next rows, in order; rows of entries that were taken before are passed over. */
  apply(rows: readonly PlacedKeyringRow[]): void {
    const known = this.#lastEntry
    for (const row of rows) {
      if (row.entry <= known) continue
      this.#take(row)
      this.#lastEntry = row.entry
    }
  }

  /** The last entry whose rows were taken. */
  lastEntry(): number {
    return this.#lastEntry
  }

  /** A member who has not been removed. */
  member(id: string): MemberKeys | undefined {
    return this.#removed.has(id) ? undefined : this.#members.get(id)
  }

  /** Every pair of keys that somebody has or ever had, removed or not: what they signed with one stays signed. */
  everyKeyOf(id: string): MemberKeys[] {
    const present = this.#members.get(id)
    return [...(this.#former.get(id) ?? []), ...(present === undefined ? [] : [present])]
  }

  /** The member with that login, in any mix of small and capital letters, who has not been removed. */
  byLogin(login: string): MemberKeys | undefined {
    const id = this.#logins.get(sameLogin(login))
    return id === undefined ? undefined : this.member(id)
  }

  /** True where a login belongs or ever belonged to somebody: it is never given to another. */
  loginIsTaken(login: string): boolean {
    return this.#logins.has(sameLogin(login))
  }

  /** The members who have not been removed. */
  members(): MemberKeys[] {
    return [...this.#members.values()].filter((keys) => !this.#removed.has(keys.member))
  }

  /** Everything granted to a member or a recovery set. */
  grantsOf(holder: string): readonly Grant[] {
    return this.#grants.get(holder) ?? []
  }

  /** The newest generation of a book's key; 0 where the book has none yet. */
  newestGeneration(book: Book): number {
    return this.#newest.get(book) ?? 0
  }

  /** Those who hold the newest key of a book and have not been removed: members and recovery sets. */
  holdersOf(book: Book): Holder[] {
    const newest = this.newestGeneration(book)
    const holds = (holder: string) =>
      this.grantsOf(holder).some((grant) => grant.book === book && grant.generation === newest)
    const members = this.members().map(({ member, boxPublicKey }) => ({ holder: member, boxPublicKey }))
    return [...members, ...this.recoverySets()].filter(({ holder }) => holds(holder))
  }

  /** The books of which a holder has any key. */
  booksOf(holder: string): Book[] {
    return [...new Set(this.grantsOf(holder).map((grant) => grant.book))]
  }

  /** The recovery sets, as holders. */
  recoverySets(): Holder[] {
    return [...this.#recovery].map(([holder, boxPublicKey]) => ({ holder, boxPublicKey }))
  }

  #take(row: PlacedKeyringRow): void {
    const content = contentOf(row)
    switch (row.kind) {
      case 'member':
        this.#enrol(row, content)
        return
      case 'rewrap': {
        const keys = this.#members.get(row.member)
        const wrapping = wrappingIn(content)
        if (keys === undefined || wrapping === null) throw new KeyringFault(row.entry)
        this.#members.set(row.member, { ...keys, wrapping })
        return
      }
      case 'grant':
        this.#grant(row, content)
        return
      case 'recovery': {
        const boxPublicKey = fromText(content.boxPublicKey, publicKeyBytes)
        if (boxPublicKey === null || isWeakPublicKey('box', boxPublicKey)) throw new KeyringFault(row.entry)
        this.#recovery.set(row.member, boxPublicKey)
        this.#grants.delete(row.member)
        return
      }
      case 'removed':
        if (!this.#members.has(row.member)) throw new KeyringFault(row.entry)
        this.#removed.add(row.member)
        return
      case 'session':
        // Whose key signed which entry is the ledger's concern.
        return
      default:
        throw new KeyringFault(row.entry)
    }
  }

  #enrol(row: PlacedKeyringRow, content: Record<string, unknown>): void {
    const keys = memberIn(row.member, content)
    const owner = keys === null ? undefined : this.#logins.get(sameLogin(keys.login))
    // A member who lost the passphrase gets new keys under the same id; a login never passes to another.
    if (keys === null || (owner !== undefined && owner !== row.member)) throw new KeyringFault(row.entry)
    if (this.#removed.has(row.member)) throw new KeyringFault(row.entry)
    // What was sealed to the former key does not open with the new one.
    this.#grants.delete(row.member)
    this.#former.set(row.member, this.everyKeyOf(row.member))
    this.#members.set(row.member, keys)
    this.#logins.set(sameLogin(keys.login), row.member)
  }

  #grant(row: PlacedKeyringRow, content: Record<string, unknown>): void {
    const grant = grantIn(row.member, content)
    if (grant === null) throw new KeyringFault(row.entry)
    const known = this.#grants.get(row.member)
    if (known === undefined) this.#grants.set(row.member, [grant])
    else known.push(grant)
    this.#newest.set(grant.book, Math.max(grant.generation, this.newestGeneration(grant.book)))
  }
}

/** Whether a login may be used for a new member: not empty, and nobody's. */
export function loginIsFree(keyring: Keyring, login: string): boolean {
  return login.trim() === login && login.length > 0 && !keyring.loginIsTaken(login)
}

/** Why a keyring row must not be appended; null where it may. Checked at enrolment, before anybody trusts the keys. */
export function weakKeyIn(row: KeyringRow): 'public_key_weak' | null {
  const content = contentOf({ ...row, entry: 0, position: 0 })
  const weak = (kind: 'sign' | 'box', text: unknown) => {
    const key = fromText(text, publicKeyBytes)
    return key === null || isWeakPublicKey(kind, key)
  }
  const isWeak =
    (row.kind === 'member' && (weak('sign', content.signPublicKey) || weak('box', content.boxPublicKey))) ||
    (row.kind === 'recovery' && weak('box', content.boxPublicKey)) ||
    (row.kind === 'session' && weak('sign', content.publicKey))
  return isWeak ? 'public_key_weak' : null
}

type Content = Record<string, unknown> & {
  boxPublicKey?: unknown
  signPublicKey?: unknown
  login?: unknown
  publicKey?: unknown
}

function contentOf(row: PlacedKeyringRow): Content {
  try {
    const content: unknown = JSON.parse(row.content)
    if (typeof content === 'object' && content !== null) return content as Content
  } catch {
    // Falls through to the fault, which says where.
  }
  throw new KeyringFault(row.entry)
}

/** Logins that look alike are the same login. */
function sameLogin(login: string): string {
  return login.normalize('NFKC').trim().toLocaleLowerCase('en')
}
