/** A clock that somebody hands on, so that a trial of many days is played without waiting. */
import type { Instant } from '../../core/time.ts'
import type { Clock } from '../vault/attempts.ts'

/** The calendar is moved by hand; the clock that nobody can set runs on by itself. */
export class HandedClock implements Clock {
  #at: number

  constructor(startsAt: Instant) {
    this.#at = Date.parse(startsAt)
  }

  now(): Date {
    return new Date(this.#at)
  }

  monotonicMilliseconds(): number {
    return performance.now()
  }

  /** The present as the records write it. */
  instant(): Instant {
    return this.now().toISOString()
  }

  /** Lets time pass. */
  pass(time: { readonly seconds?: number; readonly minutes?: number }): void {
    this.#at += ((time.minutes ?? 0) * 60 + (time.seconds ?? 0)) * 1000
  }
}
