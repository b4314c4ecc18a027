/**
 * Whose key must have signed an entry, as the keyring stood just before it.
 *
 * Knows: public keys, sign-ins, removals. Promises: a key counts only for entries after the one that introduced it; the
 * first entry alone, the file's birth certificate, may introduce the key that signs it.
 */
import type { EntryHeader, PlacedKeyringRow } from './entry.ts'

/** A member's own public key from an entry on; null from the entry that removed the member. */
type KeyFrom = { readonly entry: number; readonly key: Buffer | null }
type SignIn = { readonly member: string; readonly key: Buffer }

const publicKeyBytes = 32

/** The public keys of the keyring, by member and by sign-in. */
export class Signers {
  readonly #members = new Map<string, KeyFrom[]>()
  readonly #signIns = new Map<number, SignIn>()

  /** Takes the next keyring rows, in order. */
  apply(rows: readonly PlacedKeyringRow[]): void {
    for (const row of rows) {
      if (row.kind === 'member') this.#change(row, publicKeyIn(row.content, 'signPublicKey'))
      else if (row.kind === 'removed') this.#change(row, null)
      else if (row.kind === 'session') {
        const key = publicKeyIn(row.content, 'publicKey')
        if (key !== null) this.#signIns.set(row.entry, { member: row.member, key })
      }
    }
  }

  #change(row: PlacedKeyringRow, key: Buffer | null): void {
    const known = this.#members.get(row.member)
    if (known === undefined) this.#members.set(row.member, [{ entry: row.entry, key }])
    else known.push({ entry: row.entry, key })
  }

  /** The member's own key at an entry; null where there is none (any more). */
  own(member: string, seq: number): Buffer | null {
    const known = this.#members.get(member)
    if (known === undefined) return null
    for (let place = known.length - 1; place >= 0; place--) {
      const from = known[place] as KeyFrom
      if (from.entry < seq || (seq === 1 && from.entry === 1)) return from.key
    }
    return null
  }

  /** The key that must have signed an entry; null where nobody of that name could sign it. */
  of(header: Pick<EntryHeader, 'seq' | 'member' | 'session'>): Buffer | null {
    const own = this.own(header.member, header.seq)
    if (header.session === null || own === null) return own
    const signIn = this.#signIns.get(header.session)
    if (signIn === undefined || signIn.member !== header.member || header.session >= header.seq) return null
    return signIn.key
  }
}

function publicKeyIn(content: string, name: string): Buffer | null {
  try {
    const text: unknown = (JSON.parse(content) as Record<string, unknown>)[name]
    if (typeof text !== 'string') return null
    const key = Buffer.from(text, 'base64url')
    return key.length === publicKeyBytes ? key : null
  } catch {
    return null
  }
}
