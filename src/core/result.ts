/**
 * The outcome of a rule: accepted with a value, or refused by name. A refusal is an answer, never an exception.
 */
import type { RefusalName } from './refusals.ts'

/** What the screens need to put a refusal beside its cause, in the user's language. No arm, no key, no person. */
export type Refusal = {
  readonly rule: RefusalName
  /** Path of the field of the command that caused it, for example `volumeMicrolitres`. */
  readonly field?: string
  /** Numbers and dates that the text quotes. */
  readonly values?: Readonly<Record<string, string | number>>
  /** Every problem of an imported file, by line. */
  readonly problems?: readonly LineProblem[]
}

/** One thing that is wrong with one line of an imported file. Line 0 speaks of the file as a whole. */
export type LineProblem = {
  readonly line: number
  readonly problem: string
  readonly values?: Readonly<Record<string, string | number>>
}

export type Refused = { readonly ok: false; readonly refusal: Refusal }
export type Accepted<T> = { readonly ok: true; readonly value: T }
export type Result<T> = Accepted<T> | Refused

/** The rule says yes. */
export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value }
}

/** The rule says no; the name is the rule that is broken. */
export function refuse(rule: RefusalName, details: Omit<Refusal, 'rule'> = {}): Refused {
  return { ok: false, refusal: { rule, ...details } }
}
