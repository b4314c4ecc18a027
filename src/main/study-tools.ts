/** What an open study works with: the vault's tools, the clocks, fresh ids; and what travels beside a command. */
import { codeFrom } from '../core/codes.ts'
import type { ReadLog } from '../core/stock/logger-import.ts'
import type { verify } from './ledger/verify.ts'
import type { Clock } from './vault/attempts.ts'
import type { Dice } from './vault/dice.ts'
import type { Tools } from './vault/member-keys.ts'
import type { createSeal } from './vault/seal.ts'

/** The vault's tools and the clocks. Everything that chance and time decide comes from here. */
export type StudyTools = Tools & {
  readonly clock: Clock
  /** Makes the seal of a session; `createSeal` unless a test of the blind hands in its stand-in. */
  readonly seal?: typeof createSeal
  /** Verifies a file; on two threads, which end when they end, unless a test of the blind hands in one that it can wait for. */
  readonly verify?: typeof verify
}

/** What travels beside a command and is never recorded. */
export type Beside = {
  readonly passphrase?: string | undefined
  readonly witness?: { readonly login: string; readonly passphrase: string } | undefined
  /** Everybody else who opens the whole list together. */
  readonly together?: readonly { readonly login: string; readonly passphrase: string }[] | undefined
  readonly chosen?: string | undefined
  /** The bytes of the file that the command imports. */
  readonly file?: Uint8Array | undefined
  /** The name of that file, without its folder. */
  readonly fileName?: string | undefined
  /** What was read from the file of a temperature logger. */
  readonly log?: ReadLog | undefined
  /** The bytes of the page that opens an emergency pack without the application. */
  readonly page?: Uint8Array | undefined
  /** The short head of the ledger; said by the study itself. */
  readonly head?: string
}

const idCharacters = 15
const codeCharacters = 11

const tokenBytes = 12
const faultBytes = 3

/** A fresh name for something that must not cross the bridge itself. */
export function freshToken(tools: Pick<StudyTools, 'dice'>): string {
  return thrown(tools, tokenBytes).toString('hex')
}

/** A fresh number for a fault, short enough to read aloud. */
export function freshFaultNumber(dice: Dice): string {
  return thrown({ dice }, faultBytes).toString('hex').toUpperCase()
}

/** A fresh id: 75 random bits. All ids are equally long. */
export function freshId(tools: StudyTools): string {
  return codeFrom(thrown(tools, idCharacters))
}

/** A fresh code for a vial, a syringe or a label: 55 random bits and a check character. */
export function freshCode(tools: StudyTools): string {
  return codeFrom(thrown(tools, codeCharacters))
}

function thrown(tools: Pick<StudyTools, 'dice'>, count: number): Buffer {
  const bytes = Buffer.alloc(count)
  tools.dice.fill(bytes)
  return bytes
}
