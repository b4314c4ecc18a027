/** Given, when, then: a test of the core as a sentence of the protocol. */
import { expect } from 'vitest'
import type { Command, CommandType } from '../../src/core/decide.ts'
import type { RefusalName } from '../../src/core/refusals.ts'
import type { Events } from '../../src/core/session.ts'
import type { Fact } from './facts.ts'
import { type Difference, settingsWith } from './settings.ts'
import { type Handed, type Person, Trial } from './trial.ts'

type Asked<T extends CommandType> = Extract<Command, { type: T }>
type Made<T extends CommandType> = Asked<T> | ((trial: Trial) => Asked<T>)

/** What the gate said; to be insisted upon. */
export type Then = {
  /** Refused by this rule, beside this field, and not a word in the books has changed. */
  readonly refuses: (rule: RefusalName, field?: string) => void
  /** Accepted with exactly these kinds of events, by book. */
  readonly accepts: (kinds: Partial<Record<keyof Events, readonly string[]>>) => Trial
  /** Accepted, and afterwards this holds. */
  readonly leads: (to: (trial: Trial, events: Events) => void) => void
}

/** A trial in which these facts came about, one after the other. */
export function given(...facts: readonly Fact[]) {
  return under({}, ...facts)
}

/** The same, in a trial whose settings differ. */
export function under(difference: Difference, ...facts: readonly Fact[]) {
  const trial = new Trial(settingsWith(difference))
  for (const fact of facts) fact(trial)
  return {
    trial,
    when: <T extends CommandType>(person: Person, made: Made<T>, handed: Handed = {}): Then =>
      said(trial, person, typeof made === 'function' ? made(trial) : made, handed),
  }
}

function said(trial: Trial, person: Person, command: Command, handed: Handed): Then {
  const before = trial.picture()
  const decided = trial.decide(person, command, handed)
  // Deciding is asking; only writing changes a book.
  expect(trial.books).toStrictEqual(before)
  return {
    refuses(rule, field) {
      expect(decided).toMatchObject({ ok: false, refusal: field === undefined ? { rule } : { rule, field } })
    },
    accepts(kinds) {
      expect(decided).toMatchObject({ ok: true })
      const events = decided.ok ? decided.value : {}
      const found = Object.entries(events).map(([book, its]) => [book, its.map((event) => event.type)])
      expect(Object.fromEntries(found)).toEqual(kinds)
      trial.write(person, events, handed.witness)
      return trial
    },
    leads(to) {
      expect(decided).toMatchObject({ ok: true })
      if (!decided.ok) return
      trial.write(person, decided.value, handed.witness)
      to(trial, decided.value)
    },
  }
}
