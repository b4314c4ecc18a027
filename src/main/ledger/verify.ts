/**
 * Verifying the whole trail, with no key and no secret, on two threads.
 *
 * Knows: public keys and sealed content. Promises: every number, predecessor, keyring row, hash, sign-in and signature
 * that stood in the file when it began was checked, or the first bad entry is named. It may run beside the writer.
 *
 * Signatures cost many times more than anything else, so the entries are dealt out in spans. Each worker has its own
 * reading connection, takes the next span that is left, and starts from the hash stored before it, which whoever has
 * the span before compares with the one it computes: together they checked one chain.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '../worker-url.ts'
import type { Flaw } from './check.ts'
import { type BadEntry, diagnose } from './diagnose.ts'
import { noHash } from './entry.ts'
import { faultOf } from './fault.ts'
import type { Head } from './head.ts'
import { Store } from './store.ts'

/** What verifying found. `entries` counts those in the file, or those found good before the first bad one. */
export type Verification =
  | { readonly ok: true; readonly entries: number; readonly head: Head }
  | { readonly ok: false; readonly entries: number; readonly bad: BadEntry }
  | { readonly ok: false; readonly cancelled: true }

/** How to verify. `threads` is two unless told otherwise. */
export type Verifying = {
  readonly onProgress?: (done: number, all: number) => void
  readonly signal?: AbortSignal
  readonly threads?: number
  /**
   * `everything` unless told otherwise. `signatures` is for a file that this process has opened and whose chain it found
   * right in doing so: what the chain says is then not computed a second time.
   */
  readonly what?: 'everything' | 'signatures'
}

/** Entries in a span. */
export const spanEntries = 256
/** The places of the numbers that the workers share: next span to take, entries done, first span that is not taken. */
export const shared = { next: 0, done: 1, stop: 2 } as const
/** What a worker is started with. */
export type VerifyTask = {
  readonly kind: 'verify'
  readonly path: string
  readonly last: number
  readonly numbers: Int32Array<SharedArrayBuffer>
  readonly what: 'everything' | 'signatures'
}
/** What a worker ends with: the first flaw it found, if any. */
export type VerifyResult = { readonly seq: number; readonly flaw: Flaw } | null

const progressMilliseconds = 50

/** Verifies the file at a path. @throws LedgerFault where it cannot be read at all */
export async function verify(path: string, verifying: Verifying = {}): Promise<Verification> {
  let store: Store
  try {
    store = new Store(path, 'read')
  } catch (error) {
    throw faultOf(error)
  }
  try {
    return await verifyStore(store, path, verifying)
  } catch (error) {
    throw faultOf(error)
  } finally {
    store.close()
  }
}

async function verifyStore(store: Store, path: string, verifying: Verifying): Promise<Verification> {
  const last = store.lastSeq()
  const stray = store.stray()
  if (stray !== null) return { ok: false, entries: 0, bad: { seq: stray, what: 'inserted', detail: 'place' } }
  const { what = 'everything' } = verifying
  const flaws = await runWorkers({ kind: 'verify', path, last, numbers: newNumbers(last), what }, verifying)
  if (flaws === null) return { ok: false, cancelled: true }
  const [first] = flaws.sort((one, other) => one.seq - other.seq)
  if (first === undefined) return { ok: true, entries: last, head: { seq: last, hash: store.hashOf(last) ?? noHash } }
  const before = { seq: first.seq - 1, hash: store.hashOf(first.seq - 1) ?? noHash }
  return { ok: false, entries: before.seq, bad: diagnose(store, store.meta().fileId, before, first.flaw) }
}

function newNumbers(last: number): Int32Array<SharedArrayBuffer> {
  const numbers = new Int32Array(new SharedArrayBuffer(12))
  numbers[shared.stop] = Math.ceil(last / spanEntries)
  return numbers
}

async function runWorkers(task: VerifyTask, verifying: Verifying): Promise<NonNullable<VerifyResult>[] | null> {
  if (task.last === 0) return []
  const { numbers } = task
  const workers = Array.from({ length: verifying.threads ?? 2 }, () => startWorker(task))
  const finished = Promise.all(workers)
  let over = false
  const ended = finished.finally(() => {
    over = true
  })
  // Its failure is met below; here it must only not count as unhandled.
  ended.catch(() => undefined)
  while (!over) {
    if (verifying.signal?.aborted) Atomics.store(numbers, shared.stop, 0)
    verifying.onProgress?.(Atomics.load(numbers, shared.done), task.last)
    await Promise.race([ended.catch(() => undefined), pause(progressMilliseconds)])
  }
  const results = await finished
  if (verifying.signal?.aborted) return null
  verifying.onProgress?.(Atomics.load(numbers, shared.done), task.last)
  return results.filter((result) => result !== null)
}

function startWorker(task: VerifyTask): Promise<VerifyResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('verify-worker'), { workerData: task })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('a verifying thread ended early')))
  })
}
