/**
 * The entries of a ledger, page by page, each checked against the chain before it is handed on.
 *
 * Knows: rows, the chain. Promises: what `take` gives follows what it gave before. In a long ledger the chain is
 * followed by a thread of its own, which says how far it came, while this one reads and opens what was found right; in
 * a short one both are done here, since starting a thread costs more than hashing a few thousand entries.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
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
  /** The next page; null where it is not there yet. */
  take(): CheckedPage | null
  /** Waits until `take` is worth asking again. */
  ready(): Promise<void>
  end(): void
}

/** Entries in a page. */
export const pageEntries = 64
/** From this many entries on, a thread is worth its start. */
export const threadedFrom = 8_000
const pollMilliseconds = 1

/** What a thread that follows the chain is started with. It keeps `checked` at the number of the last right entry. */
export type ChainTask = {
  readonly kind: 'chain'
  readonly path: string
  readonly after: Head
  readonly last: number
  readonly checked: Int32Array<SharedArrayBuffer>
}
/** What it ends with: what is wrong with the entry after the last right one; null where all are right. */
export type ChainResult = Flaw | null

/** Which pages: those after a head, up to the last entry; from `wholeFrom` on with signatures. */
export type PagesWanted = { readonly after: Head; readonly last: number; readonly wholeFrom: number }

/** The pages of a store, which is a connection to the file at the path. */
export function pagesOf(store: Store, path: string, fileId: Uint8Array, wanted: PagesWanted): PageSource {
  const isShort = wanted.last - wanted.after.seq < threadedFrom
  return isShort ? pagesHere(store, fileId, wanted.after) : pagesBeside(store, path, wanted)
}

/** The head before the first entry. */
export const start: Head = { seq: 0, hash: noHash }

function pagesHere(store: Store, fileId: Uint8Array, after: Head): PageSource {
  const chain = new Chain(fileId, after)
  return {
    take() {
      const rows = store.rows(chain.head().seq + 1, pageEntries)
      const { keyring, good, flaw } = checkRows(store, chain, rows)
      return { rows: rows.slice(0, good), keyring, flaw }
    },
    ready: async () => {
      await nextTurn()
    },
    end: () => undefined,
  }
}

/** How many of the rows follow the chain, and what is wrong with the next one. */
export function checkRows(store: Store, chain: Chain, rows: readonly EntryRow[]): CheckedRows {
  const last = rows.at(-1)
  if (last === undefined) return { keyring: [], good: 0, flaw: null }
  const keyring = store.keyring(chain.head().seq + 1, last[0])
  const cursor = new KeyringCursor(keyring)
  let good = 0
  for (const row of rows) {
    const flaw = chain.step(row, cursor.of(row[0]))
    if (flaw !== null) return { keyring, good, flaw }
    good++
  }
  return { keyring, good, flaw: null }
}

type CheckedRows = { readonly keyring: readonly PlacedKeyringRow[]; readonly good: number; readonly flaw: Flaw | null }

function pagesBeside(store: Store, path: string, { after, last, wholeFrom }: PagesWanted): PageSource {
  const checked = new Int32Array(new SharedArrayBuffer(4))
  Atomics.store(checked, 0, after.seq)
  const task: ChainTask = { kind: 'chain', path, after, last, checked }
  const worker = new Worker(workerUrl('verify-worker'), { workerData: task })
  let result: { flaw: Flaw | null } | null = null
  let failure: unknown = null
  worker.once('message', (flaw: ChainResult) => {
    result = { flaw }
  })
  worker.once('error', (error) => {
    failure = error
  })
  worker.once('exit', () => {
    if (result === null) failure ??= new Error('the thread that follows the chain ended early')
  })
  let next = after.seq + 1
  return {
    take() {
      if (failure !== null) throw failure
      const right = Atomics.load(checked, 0)
      if (right < next) return result === null ? null : { rows: [], keyring: [], flaw: result.flaw }
      const until = Math.min(right, next + pageEntries - 1)
      const rows = until < wholeFrom ? store.contentRows(next, until - next + 1) : store.rows(next, until - next + 1)
      const keyring = store.keyring(next, until)
      next = until + 1
      return { rows, keyring, flaw: null }
    },
    ready: () => pause(pollMilliseconds),
    end() {
      void worker.terminate()
    },
  }
}
