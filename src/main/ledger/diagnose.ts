/**
 * What happened to the first bad entry: altered, removed, reordered or inserted.
 *
 * Knows: that an entry's hash fixes its content, its number and its predecessor. Promises: names the number where the
 * trail stops being what was written; the word for it is the best explanation the file itself allows.
 */
import { Chain, type Flaw, sameBytes } from './check.ts'
import { hashBytes } from './entry.ts'
import type { Head } from './head.ts'
import type { EntryRow, Store } from './store.ts'

/** The first bad entry, what happened there, and which check found it. */
export type BadEntry = {
  readonly seq: number
  readonly what: 'altered' | 'removed' | 'reordered' | 'inserted'
  readonly detail: Flaw
}

const pageSize = 256

/** Explains why the trail does not go on after `head`, which was the last good entry. */
export function diagnose(store: Store, fileId: Uint8Array, head: Head, detail: Flaw): BadEntry {
  const seq = head.seq + 1
  const [row] = store.rows(seq, 1)
  const chain = new Chain(fileId)
  if (row === undefined) return { seq, what: 'removed', detail }
  if (detail !== 'hash' && detail !== 'place') return { seq, what: 'altered', detail }
  if (belongsAfter(chain, row, head)) return { seq, what: 'altered', detail }
  const elsewhere = rowAfter(store, chain, head)
  if (elsewhere !== null) {
    // What belongs here stands further on. Whether something was put in before it, or the two changed places, shows in
    // the row that stands here now: a written entry knows where it came from, a made-up one does not.
    return { seq, what: wasWritten(store, chain, row) ? 'reordered' : 'inserted', detail }
  }
  return { seq, what: row[0] > seq || wasWritten(store, chain, row) ? 'removed' : 'altered', detail }
}

/** True where the row is exactly what was hashed for the place after `head`, whatever its columns say now. */
function belongsAfter(chain: Chain, row: EntryRow, head: Head): boolean {
  return sameBytes(chain.hashOf(row, head.seq + 1, head.hash), row[8])
}

/** The entry that was written for the place after `head`, if it stands further on. */
function rowAfter(store: Store, chain: Chain, head: Head): EntryRow | null {
  for (const row of rowsFrom(store, head.seq + 2)) if (belongsAfter(chain, row, head)) return row
  return null
}

/** True where the row's hash is right for some other place than the one it has. */
function wasWritten(store: Store, chain: Chain, row: EntryRow): boolean {
  if (row[7].length !== hashBytes) return false
  const last = store.lastSeq()
  // Removing entries moves those after them down, so the place it was written for may lie beyond the present end.
  for (let seq = 1; seq <= 2 * last + pageSize; seq++) {
    if (sameBytes(chain.hashOf(row, seq, row[7]), row[8])) return true
  }
  return false
}

function* rowsFrom(store: Store, from: number): Generator<EntryRow> {
  for (let next = from; ; ) {
    const page = store.rows(next, pageSize)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    next = last[0] + 1
  }
}
