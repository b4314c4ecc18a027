/**
 * Reading the ledger from its first entry to its last, and believing each only after it was checked.
 *
 * Knows: rows, the chain, public keys. Promises: entries arrive in order, each after its number, its predecessor's hash
 * and its own hash were found right; the event loop is given back every few milliseconds.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Book, books } from '../../core/books.ts'
import { type Flaw, KeyringCursor, signatureFlaw } from './check.ts'
import { type BadEntry, diagnose } from './diagnose.ts'
import { type EntryHeader, generationBytes, type PlacedKeyringRow } from './entry.ts'
import type { Head } from './head.ts'
import { type CheckedPage, pagesOf, start } from './pages.ts'
import { Signers } from './signers.ts'
import { type ContentRow, type EntryRow, firstCell, type Store } from './store.ts'

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
  /** Called for each entry of one meaning, which anybody can read. */
  readonly noted?: { readonly meaning: string; note(seq: number): void }
  /** Called now and then with the number of entries done and of all entries. */
  readonly onProgress?: (done: number, all: number) => void
  readonly signal?: AbortSignal
  /** The clock by which the event loop is given back; the system's unless it is handed in. */
  readonly milliseconds?: () => number
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

/** Replays the ledger at a path, of which `store` is a connection; see `Replay`. */
export async function replayStore(
  store: Store,
  path: string,
  fileId: Uint8Array,
  replay: Replay,
): Promise<ReplayOutcome> {
  const all = store.lastSeq()
  const stray = store.stray()
  if (stray !== null) return { ok: false, bad: { seq: stray, what: 'inserted', detail: 'place' } }
  const pass = new Pass(store, replay)
  const pages = pagesOf(store, path, fileId, { after: pass.head(), last: all, wholeFrom: pass.firstSigned })
  try {
    await nextTurn()
    const { milliseconds = () => performance.now() } = replay
    for (let deadline = milliseconds() + sliceMilliseconds; ; ) {
      if (replay.signal?.aborted) return { ok: false, cancelled: true }
      const page = pages.take()
      const flaw = pass.take(page) ?? page.flaw
      if (flaw !== null) return { ok: false, bad: diagnose(store, fileId, pass.head(), flaw) }
      const ended = page.rows.length === 0
      if (ended || milliseconds() > deadline) {
        replay.onProgress?.(pass.head().seq, all)
        if (ended) return { ok: true, head: pass.head() }
        await nextTurn()
        deadline = milliseconds() + sliceMilliseconds
      }
    }
  } finally {
    pages.end()
  }
}

/** One pass through the file: what becomes of the pages. */
class Pass {
  readonly #replay: Replay
  readonly #signers = new Signers()
  /** The first entry whose signatures are checked. */
  readonly firstSigned: number
  /** For each place of `books`, the book where it is to be opened. */
  readonly #wanted: (Book | null)[]
  #head: Head

  constructor(store: Store, replay: Replay) {
    this.#replay = replay
    this.#head = replay.after ?? start
    this.#wanted = books.map((book) => (replay.open?.books.includes(book) ? book : null))
    this.firstSigned = replay.signatures === 'none' ? Number.POSITIVE_INFINITY : store.lastCheckpoint()
    if (this.#head.seq > 0) this.#signers.apply(store.keyring(1, this.#head.seq))
  }

  /** The last entry that was believed. */
  head(): Head {
    return this.#head
  }

  /** Believes the entries of a page one by one; the flaw of the first that cannot be. */
  take({ rows, keyring }: CheckedPage): Flaw | null {
    const cursor = new KeyringCursor(keyring)
    const { noted } = this.#replay
    for (const row of rows) {
      const introduced = cursor.of(row[0])
      if (introduced.length > 0) this.#signers.apply(introduced)
      if (row[0] >= this.firstSigned) {
        const flaw = signatureFlaw(row as EntryRow, this.#signers)
        if (flaw !== null) return flaw
      }
      if (introduced.length > 0) this.#replay.keyring?.(introduced)
      const flaw = this.#open(row)
      if (flaw !== null) return flaw
      if (noted !== undefined && row[3] === noted.meaning) noted.note(row[0])
      this.#head = { seq: row[0], hash: row[8] }
    }
    return null
  }

  #open(row: EntryRow | ContentRow): Flaw | null {
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
