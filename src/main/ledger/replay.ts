/**
 * Reading the ledger from its first entry to its last, and believing each only after it was checked.
 *
 * Knows: rows, the chain, public keys. Promises: entries arrive in order, each after its number, its predecessor's hash
 * and its own hash were found right; the event loop is given back every few milliseconds.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Book, books } from '../../core/books.ts'
import { Chain, type Flaw, signatureFlaw } from './check.ts'
import { type BadEntry, diagnose } from './diagnose.ts'
import { type EntryHeader, generationBytes, type PlacedKeyringRow } from './entry.ts'
import type { Head } from './head.ts'
import { Signers } from './signers.ts'
import { type EntryRow, firstCell, type Store } from './store.ts'

/** One book's share of an entry after it was opened: the JSON value that was sealed. */
export type OpenedPart = { readonly book: Book; readonly content: unknown }

/**
 * Opens a sealed part: the JSON value in it, or undefined where the reader has no key of that book and generation.
 * Throws where the box was not sealed for this place.
 */
export type OpenPart = (book: Book, seq: number, generation: number, box: Buffer) => unknown

/** What a replay is asked to do. */
export type Replay = {
  /** The first entry wanted; those before are neither read nor checked, and `after` says what they ended with. */
  readonly after?: Head
  /** Opens the parts; without it nothing is opened, and the chain alone is checked. */
  readonly open?: { readonly books: readonly Book[]; readonly part: OpenPart }
  /** Takes the keyring rows of an entry, before the entry itself. */
  readonly keyring?: (rows: readonly PlacedKeyringRow[]) => void
  /** Takes one entry and what could be opened of it, in order of `books`. */
  readonly apply?: (header: EntryHeader, opened: readonly OpenedPart[]) => void
  /** Called now and then with the number of entries done and of all entries. */
  readonly onProgress?: (done: number, all: number) => void
  readonly signal?: AbortSignal
  /** `since_checkpoint` (the default) checks signatures from the last entry with meaning 'lock' on. */
  readonly signatures?: 'since_checkpoint' | 'none'
}

/** How a replay ended. */
export type ReplayOutcome =
  | { readonly ok: true; readonly head: Head }
  | { readonly ok: false; readonly bad: BadEntry }
  | { readonly ok: false; readonly cancelled: true }

/** The event loop is given back after this long; a page is small enough to stay well below a blink. */
const sliceMilliseconds = 10
const pageSize = 64
/** The meaning of the entry that ends a session: at each of them the head was signed and everything before checked. */
export const checkpointMeaning = 'lock'

/** Replays a store; see `Replay`. */
export async function replayStore(store: Store, fileId: Uint8Array, replay: Replay): Promise<ReplayOutcome> {
  const pass = new Pass(store, fileId, replay)
  const all = store.lastSeq()
  const stray = store.stray()
  if (stray !== null) return { ok: false, bad: { seq: stray, what: 'inserted', detail: 'place' } }
  for (;;) {
    if (replay.signal?.aborted) return { ok: false, cancelled: true }
    const more = pass.slice(performance.now() + sliceMilliseconds)
    replay.onProgress?.(pass.done(), all)
    if (more instanceof Object) return { ok: false, bad: more }
    if (!more) return { ok: true, head: pass.head() }
    await nextTurn()
  }
}

/** One pass through the file, slice by slice. */
class Pass {
  readonly #store: Store
  readonly #fileId: Uint8Array
  readonly #replay: Replay
  readonly #chain: Chain
  readonly #signers = new Signers()
  readonly #firstSigned: number
  /** For each place of `books`, the book where it is to be opened. */
  readonly #wanted: (Book | null)[]
  #keyring: PlacedKeyringRow[] = []
  #placed = 0

  constructor(store: Store, fileId: Uint8Array, replay: Replay) {
    this.#store = store
    this.#fileId = fileId
    this.#replay = replay
    this.#chain = new Chain(fileId, replay.after)
    this.#wanted = books.map((book) => (replay.open?.books.includes(book) ? book : null))
    this.#firstSigned =
      replay.signatures === 'none' ? Number.POSITIVE_INFINITY : store.lastWithMeaning(checkpointMeaning)
    const before = replay.after?.seq ?? 0
    if (before > 0) this.#signers.apply(store.keyring(1, before))
  }

  done(): number {
    return this.#chain.head().seq
  }

  head(): Head {
    return this.#chain.head()
  }

  /** Works until the deadline: true where there is more to do, false at the end, or the first bad entry. */
  slice(deadline: number): boolean | BadEntry {
    while (performance.now() < deadline) {
      const rows = this.#store.rows(this.done() + 1, pageSize)
      const last = rows.at(-1)
      if (last === undefined) return false
      this.#keyring = this.#store.keyring(this.done() + 1, last[0])
      this.#placed = 0
      for (const row of rows) {
        const flaw = this.#take(row)
        if (flaw !== null) return diagnose(this.#store, this.#fileId, this.#before(row, flaw), flaw)
      }
    }
    return true
  }

  /** The last good entry: where the chain itself holds but the content does not, the one before the row. */
  #before(row: EntryRow, flaw: Flaw): Head {
    const head = this.head()
    return flaw !== 'hash' && head.seq === row[0] ? { seq: row[0] - 1, hash: row[7] } : head
  }

  #take(row: EntryRow): Flaw | null {
    const keyring = this.#keyringOf(row[0])
    const flaw = this.#chain.step(row, keyring)
    if (flaw !== null) return flaw
    if (keyring.length > 0) {
      this.#signers.apply(keyring)
      this.#replay.keyring?.(keyring)
    }
    if (row[0] >= this.#firstSigned) {
      const unsigned = signatureFlaw(row, this.#signers)
      if (unsigned !== null) return unsigned
    }
    return this.#open(row)
  }

  #keyringOf(seq: number): readonly PlacedKeyringRow[] {
    if (this.#placed === this.#keyring.length) return none
    const first = this.#placed
    while (this.#placed < this.#keyring.length && (this.#keyring[this.#placed] as PlacedKeyringRow).entry <= seq) {
      this.#placed++
    }
    return first === this.#placed ? none : this.#keyring.slice(first, this.#placed)
  }

  #open(row: EntryRow): Flaw | null {
    const { open, apply } = this.#replay
    if (apply === undefined) return null
    const opened: OpenedPart[] = []
    if (open !== undefined) {
      for (let place = 0; place < this.#wanted.length; place++) {
        const book = this.#wanted[place]
        const cell = row[firstCell + place]
        if (book === null || book === undefined || !Buffer.isBuffer(cell)) continue
        let content: unknown
        try {
          content = open.part(book, row[0], cell.readUInt32BE(0), cell.subarray(generationBytes))
        } catch {
          return 'box'
        }
        if (content !== undefined) opened.push({ book, content })
      }
    }
    const [seq, at, member, meaning, session, witness] = row
    apply({ seq, at, member, meaning, session, witness }, opened)
    return null
  }
}

const none: readonly PlacedKeyringRow[] = []
