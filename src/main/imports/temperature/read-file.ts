/**
 * Reads the file of a logger from the disk. A large one is read in a thread of its own, so that the window stays awake; the
 * readings come back without being copied.
 */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { accept, type Result, refuse } from '../../../core/result.ts'
import type { ReadLog } from '../../../core/stock/logger-import.ts'
import { packed } from '../../../core/stock/readings.ts'
import { workerUrl } from '../../worker-url.ts'
import type { Reached } from './log.ts'
import { largestLogBytes, readTemperatureLog, tooLarge } from './read.ts'

/** What the thread is told. */
export type LogRequest = { readonly path: string; readonly now: string }
/** What it says: how far it is, and at the end what it read. */
export type FromReader = { readonly done: number; readonly total: number } | { readonly read: Result<ReadLog> }

/** Who listens to the reading of a file, and may end it before it is read. */
export type Watching = { readonly reached?: Reached; readonly signal?: AbortSignal }

/** Reading less blocks for no longer than a slice of anything else. */
const ownThreadFromBytes = 64 * 1024

/** What is in a logger's file; a file that is far too large is not even opened. */
export async function readLogFile(path: string, now: Date, watching: Watching = {}): Promise<Result<ReadLog>> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || !found.isFile()) return refuse('file_not_found', { field: 'file' })
  if (found.size > largestLogBytes)
    return refuse('log_problems', { field: 'file', problems: [{ line: 0, ...tooLarge(found.size) }] })
  return found.size < ownThreadFromBytes ? readLog(path, now) : inAThread({ path, now: now.toISOString() }, watching)
}

/** Reads it here and now. */
export function readLog(path: string, now: Date, reached?: Reached): Result<ReadLog> {
  const bytes = readFileSync(path)
  const read = readTemperatureLog(bytes, now, reached)
  if (!read.ok) return read
  const fingerprint = createHash('sha256').update(bytes).digest('hex')
  return accept({ ...read.value, readings: packed(read.value.series), fingerprint })
}

function inAThread(request: LogRequest, { reached, signal }: Watching): Promise<Result<ReadLog>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('log-worker'), { workerData: request })
    const stop = () => {
      resolve(refuse('reading_stopped', { field: 'file' }))
      void worker.terminate()
    }
    worker.on('message', (said: FromReader) => {
      if ('read' in said) resolve(said.read)
      else if (signal?.aborted !== true) reached?.(said.done, said.total)
    })
    worker.once('error', reject)
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop)
      reject(new Error('the thread that reads logger files ended without an answer'))
    })
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
  })
}
