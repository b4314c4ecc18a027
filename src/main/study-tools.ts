/** What an open study works with: the vault's tools, the clocks, fresh ids; and what travels beside a command. */
import { codeFrom } from '../core/codes.ts'
import type { Clock } from './vault/attempts.ts'
import type { Tools } from './vault/member-keys.ts'

/** The vault's tools and the clocks. Everything that chance and time decide comes from here. */
export type StudyTools = Tools & { readonly clock: Clock }

/** What travels beside a command and is never recorded. */
export type Beside = {
  readonly passphrase?: string | undefined
  readonly witness?: { readonly login: string; readonly passphrase: string } | undefined
  readonly chosen?: string | undefined
  /** The bytes of the file that the command imports. */
  readonly file?: Uint8Array | undefined
}

const idCharacters = 15
const codeCharacters = 11

/** A fresh id: 75 random bits. All ids are equally long. */
export function freshId(tools: StudyTools): string {
  return codeFrom(thrown(tools, idCharacters))
}

/** A fresh code for a vial, a syringe or a label: 55 random bits and a check character. */
export function freshCode(tools: StudyTools): string {
  return codeFrom(thrown(tools, codeCharacters))
}

function thrown(tools: StudyTools, count: number): Uint8Array {
  const bytes = new Uint8Array(count)
  tools.dice.fill(bytes)
  return bytes
}
