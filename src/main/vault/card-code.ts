/**
 * The code of a code card: twenty characters of five random bits and a check character, in groups of four.
 *
 * Knows: letters. Promises: a mistyped code is told from a wrong one, so that nobody in an emergency takes a slip of
 * the finger for the wrong card; the check is that of `ledger/crockford.ts`.
 */
import { checkCharacter } from '../../core/codes.ts'
import { checks, grouped, plainCode, toBase32 } from '../ledger/crockford.ts'
import type { Dice } from './dice.ts'
import { type Secret, secret, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

const codeCharacters = 20

/** A new code, as it is printed: `XXXX-XXXX-XXXX-XXXX-XXXX-C`. */
export function newCardCode(dice: Dice): string {
  const random = secret(13)
  dice.fill(random)
  const code = toBase32(random).slice(0, codeCharacters)
  wipe(random)
  return grouped(code + checkCharacter(code))
}

/** A typed code without its dress; null where it was mistyped. */
export function readCardCode(typed: string): string | null {
  const code = plainCode(typed)
  return code !== null && code.length === codeCharacters + 1 && checks(code) ? code.slice(0, -1) : null
}

/** The key that a code stands for. A hundred random bits need no slow derivation. */
export function keyOfCard(code: string): Secret {
  const key = secret(32)
  sodium.crypto_generichash(key, Buffer.from(`counterseal code card ${code}`, 'utf8'))
  return key
}
