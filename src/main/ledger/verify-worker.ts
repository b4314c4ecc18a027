/**
 * A thread that reads a ledger: verifies spans of it until none is left or one was found bad (see `verify.ts`), or
 * checks its chain ahead of another thread (see `pages.ts`). It is handed no key.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { Chain, KeyringCursor, signatureFlaw } from './check.ts'
import { noHash } from './entry.ts'
import { type AheadTask, checkAhead } from './pages.ts'
import { Signers } from './signers.ts'
import { Store } from './store.ts'
import { shared, spanEntries, type VerifyResult, type VerifyTask } from './verify.ts'

function work({ path, last, numbers, what }: VerifyTask): VerifyResult {
  const store = new Store(path, 'read')
  try {
    const { fileId } = store.meta()
    const signers = new Signers()
    signers.apply(store.keyring(1, last))
    for (;;) {
      const span = Atomics.add(numbers, shared.next, 1)
      if (span >= Atomics.load(numbers, shared.stop)) return null
      const first = span * spanEntries + 1
      const end = Math.min(last, first + spanEntries - 1)
      const bad =
        what === 'signatures'
          ? verifySignatures(store, signers, first, end)
          : verifySpan(store, fileId, signers, first, end)
      // Spans are taken in order: those before this one are in hand, and those after it no longer matter.
      if (bad !== null) return stopAfter(numbers, span, bad)
      Atomics.add(numbers, shared.done, end - first + 1)
    }
  } finally {
    store.close()
  }
}

function stopAfter(numbers: Int32Array, span: number, bad: VerifyResult): VerifyResult {
  for (let stop = Atomics.load(numbers, shared.stop); span < stop; stop = Atomics.load(numbers, shared.stop)) {
    Atomics.compareExchange(numbers, shared.stop, stop, span)
  }
  return bad
}

function verifySpan(store: Store, fileId: Uint8Array, signers: Signers, first: number, last: number): VerifyResult {
  const chain = new Chain(fileId, { seq: first - 1, hash: store.hashOf(first - 1) ?? noHash })
  const rows = store.rows(first, last - first + 1)
  const cursor = new KeyringCursor(store.keyring(first, last))
  for (const row of rows) {
    const misplaced = chain.step(row, cursor.of(row[0]))
    if (misplaced !== null) return { seq: chain.head().seq + 1, flaw: misplaced }
    const unsigned = signatureFlaw(row, signers)
    if (unsigned !== null) return { seq: row[0], flaw: unsigned }
  }
  return rows.length === last - first + 1 ? null : { seq: chain.head().seq + 1, flaw: 'place' }
}

/** The signatures of a span alone; that no entry is missing between them is still seen. */
function verifySignatures(store: Store, signers: Signers, first: number, last: number): VerifyResult {
  let seq = first
  for (const row of store.signedRows(first, last - first + 1)) {
    if (row[0] !== seq) return { seq, flaw: 'place' }
    const unsigned = signatureFlaw(row, signers)
    if (unsigned !== null) return { seq, flaw: unsigned }
    seq++
  }
  return seq > last ? null : { seq, flaw: 'place' }
}

const task = workerData as VerifyTask | AheadTask
if (task.kind === 'verify') parentPort?.postMessage(work(task))
else {
  const store = new Store(task.path, 'read')
  try {
    checkAhead(store, task)
  } finally {
    store.close()
  }
}
