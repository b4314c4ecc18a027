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
import { largestLogBytes, readTemperatureLog, tooLarge } from './read.ts'

/** What the thread is told. */
export type LogRequest = { readonly path: string; readonly now: string }

/** Reading less takes no longer than starting a thread. */
const ownThreadFromBytes = 512 * 1024

/** What is in a logger's file; a file that is far too large is not even opened. */
export async function readLogFile(path: string, now: Date): Promise<Result<ReadLog>> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || !found.isFile()) return refuse('file_not_found', { field: 'file' })
  if (found.size > largestLogBytes)
    return refuse('log_problems', { field: 'file', problems: [{ line: 0, ...tooLarge(found.size) }] })
  return found.size < ownThreadFromBytes ? readLog(path, now) : inAThread({ path, now: now.toISOString() })
}

/** Reads it here and now. */
export function readLog(path: string, now: Date): Result<ReadLog> {
  const bytes = readFileSync(path)
  const read = readTemperatureLog(bytes, now)
  if (!read.ok) return read
  const fingerprint = createHash('sha256').update(bytes).digest('hex')
  return accept({ ...read.value, readings: packed(read.value.series), fingerprint })
}

function inAThread(request: LogRequest): Promise<Result<ReadLog>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('log-worker'), { workerData: request })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread that reads logger files ended without an answer')))
  })
}
