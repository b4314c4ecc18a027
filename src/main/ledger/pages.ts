/**
 * The entries of a ledger, page by page, each checked against the chain before it is handed on.
 *
 * Knows: rows, the chain. Promises: what `take` gives follows what it gave before.
 *
 * In a long ledger a second thread runs ahead and checks the chain there, starting from a stored hash some way off.
 * When this thread arrives at that place, and found the very hash right, it passes over what the other has checked and
 * only reads it. It never waits: whatever was not checked ahead it checks itself, and so finds every flaw itself. The
 * second thread can make opening quicker, never wrong.
 */
import { Worker } from 'node:worker_threads'
import { workerUrl } from '../worker-url.ts'
import { Chain, type Flaw, KeyringCursor } from './check.ts'
import { noHash, type PlacedKeyringRow } from './entry.ts'
import type { Head } from './head.ts'
import type { ContentRow, EntryRow, Store } from './store.ts'

/** Entries that were found right, the keyring rows they introduce, and the flaw of the entry after them, if any. */
export type CheckedPage = {
  readonly rows: readonly (EntryRow | ContentRow)[]
  readonly keyring: readonly PlacedKeyringRow[]
  readonly flaw: Flaw | null
}

/** Hands out checked pages in order; an empty page without a flaw is the end. */
export interface PageSource {
  take(): CheckedPage
  end(): void
}

/** Entries in a page. */
const pageEntries = 64
/** From this many entries on, a second thread is worth its start. */
export const threadedFrom = 8_000
/** How far ahead of the first thread the second one starts. */
const leadEntries = 2_048

/** The places of the numbers that the two threads share. */
const shared = { taken: 0, from: 1, to: 2 } as const
/** What the second thread is started with. Entries after `from` up to `to` follow the hash that is stored for `from`. */
export type AheadTask = {
  readonly kind: 'ahead'
  readonly path: string
  readonly last: number
  readonly numbers: Int32Array<SharedArrayBuffer>
}

/** Which pages: those after a head, up to the last entry; from `wholeFrom` on with signatures. */
export type PagesWanted = { readonly after: Head; readonly last: number; readonly wholeFrom: number }

/** The head before the first entry. */
export const start: Head = { seq: 0, hash: noHash }

/** The pages of a store, which is a connection to the file at the path. */
export function pagesOf(store: Store, path: string, fileId: Uint8Array, wanted: PagesWanted): PageSource {
  const chain = new Chain(fileId, wanted.after)
  const ahead = wanted.last - wanted.after.seq < threadedFrom ? null : runAhead(path, wanted)
  return {
    take() {
      const until = ahead?.checkedAfter(chain.head().seq) ?? 0
      const passed = until > chain.head().seq ? passOver(store, chain, until, wanted.wholeFrom) : null
      const page = passed ?? checkPage(store, chain)
      ahead?.tell(chain.head().seq)
      return page
    },
    end: () => ahead?.end(),
  }
}

/** Reads what was checked ahead; null where it is not all there (any more), to be looked at more closely. */
function passOver(store: Store, chain: Chain, until: number, wholeFrom: number): CheckedPage | null {
  const first = chain.head().seq + 1
  const last = Math.min(until, first + pageEntries - 1)
  const count = last - first + 1
  const rows = last < wholeFrom ? store.contentRows(first, count) : store.rows(first, count)
  const end = rows.at(-1)
  if (rows.length !== count || end === undefined || end[0] !== last) return null
  chain.passTo({ seq: last, hash: end[8] })
  return { rows, keyring: store.keyring(first, last), flaw: null }
}

function checkPage(store: Store, chain: Chain): CheckedPage {
  const rows = store.rows(chain.head().seq + 1, pageEntries)
  const last = rows.at(-1)
  if (last === undefined) return { rows, keyring: [], flaw: null }
  const keyring = store.keyring(chain.head().seq + 1, last[0])
  const cursor = new KeyringCursor(keyring)
  for (const [good, row] of rows.entries()) {
    const flaw = chain.step(row, cursor.of(row[0]))
    if (flaw !== null) return { rows: rows.slice(0, good), keyring, flaw }
  }
  return { rows, keyring, flaw: null }
}

type Ahead = {
  /** The last entry that was checked without a break after this one; 0 where none was. */
  checkedAfter(seq: number): number
  tell(seq: number): void
  end(): void
}

function runAhead(path: string, { after, last }: PagesWanted): Ahead {
  const numbers = new Int32Array(new SharedArrayBuffer(12))
  Atomics.store(numbers, shared.taken, after.seq)
  const task: AheadTask = { kind: 'ahead', path, last, numbers }
  const worker = new Worker(workerUrl('verify-worker'), { workerData: task })
  // Nothing depends on it: where it fails, everything is checked here.
  worker.on('error', () => undefined)
  return {
    checkedAfter(seq) {
      const to = Atomics.load(numbers, shared.to)
      const from = Atomics.load(numbers, shared.from)
      // `to` only grows, but for a moment of zero while `from` changes: the same twice means that `from` belongs to it.
      return from <= seq && to === Atomics.load(numbers, shared.to) ? to : 0
    },
    tell: (seq) => {
      Atomics.store(numbers, shared.taken, seq)
    },
    end() {
      void worker.terminate()
    },
  }
}

/** What the second thread does: checks ahead of the first one, and jumps ahead again when it was overtaken. */
export function checkAhead(store: Store, { last, numbers }: AheadTask): void {
  const { fileId } = store.meta()
  let chain: Chain | null = null
  for (;;) {
    const taken = Atomics.load(numbers, shared.taken)
    if (chain === null || chain.head().seq <= taken) {
      const from = taken + leadEntries
      const hash = from < last ? store.hashOf(from) : null
      if (hash === null) return
      chain = new Chain(fileId, { seq: from, hash })
      Atomics.store(numbers, shared.to, 0)
      Atomics.store(numbers, shared.from, from)
    }
    const { rows, flaw } = checkPage(store, chain)
    Atomics.store(numbers, shared.to, chain.head().seq)
    // The first thread will come here, look for itself and say what it is.
    if (flaw !== null || rows.length === 0) return
  }
}
