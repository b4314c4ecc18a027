/**
 * How long the next try to unlock has to wait.
 *
 * Knows: the recorded tries and a clock. Promises: the wait grows with failures in a row, outlives a restart, and is
 * the same for a login that exists and one that does not.
 *
 * People type passphrases into the login field. So the typed login is never kept: what is kept is one byte of a keyed
 * hash of it, too little to guess anything from, enough to count by. Two logins may share a byte and then share a wait.
 */
import type { Attempt } from '../ledger/store.ts'
import { sodium } from './sodium.ts'

/** Failures in a row that cost no waiting. */
export const freeFailures = 3
/** The longest wait. */
export const longestWaitSeconds = 300

/** The two clocks: what the calendar says, and one that nobody can set. */
export type Clock = { now(): Date; monotonicMilliseconds(): number }

/** The seconds to wait after so many failures in a row. */
export function waitAfter(failures: number): number {
  return failures <= freeFailures ? 0 : Math.min(longestWaitSeconds, 2 ** (failures - freeFailures))
}

/** The one-byte mark of a typed login in this file. */
export function bucketOf(login: string, fileId: Uint8Array): number {
  const hash = Buffer.alloc(32)
  sodium.crypto_generichash(hash, Buffer.from(login.normalize('NFKC').trim().toLocaleLowerCase('en'), 'utf8'), fileId)
  return hash[0] as number
}

type Count = { failures: number; waitUntil: number }

/** Counts failures by bucket. The calendar is asked once, when the recorded tries are read; it can be set back. */
export class Waits {
  readonly #clock: Clock
  readonly #counts = new Map<number, Count>()

  constructor(recorded: readonly Attempt[], clock: Clock) {
    this.#clock = clock
    for (const attempt of recorded) {
      const ago = clock.now().getTime() - Date.parse(attempt.at)
      // A try in the future means that the clock was set back: it counts as just made.
      this.count(attempt.bucket, attempt.opened, Math.max(0, ago))
    }
  }

  /** The seconds that this bucket still has to wait. */
  remaining(bucket: number): number {
    const waitUntil = this.#counts.get(bucket)?.waitUntil ?? 0
    return Math.max(0, Math.ceil((waitUntil - this.#clock.monotonicMilliseconds()) / 1000))
  }

  /** Counts a try that was made so many milliseconds ago. */
  count(bucket: number, opened: boolean, agoMilliseconds = 0): void {
    if (opened) {
      this.#counts.delete(bucket)
      return
    }
    const failures = (this.#counts.get(bucket)?.failures ?? 0) + 1
    const waitUntil = this.#clock.monotonicMilliseconds() - agoMilliseconds + waitAfter(failures) * 1000
    this.#counts.set(bucket, { failures, waitUntil })
  }

  /** True where a success has failures to end. */
  hasFailures(bucket: number): boolean {
    return this.#counts.has(bucket)
  }
}
