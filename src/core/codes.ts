/**
 * Codes that people read, type and scan: random, unordered, with a check character (L8).
 *
 * The alphabet is Crockford's base 32 (no I, L, O, U). The check character makes the sum of the characters, each
 * weighted by a power of a generator of GF(32), zero. So every change of one character is caught, and every exchange of
 * two characters that stand less than 31 places apart.
 */
import { latinDigits } from './text.ts'

/** Crockford's 32 characters, by their value. */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const values = new Map([...alphabet].map((character, value) => [character, value]))

/** Multiplication by x in GF(32), with x^5 + x^2 + 1. */
function timesX(value: number): number {
  const doubled = value << 1
  return doubled & 32 ? (doubled ^ 0b100101) & 31 : doubled
}

/** Horner's scheme over GF(32); zero for a code that ends in its own check character. */
function syndrome(code: string): number | undefined {
  let sum = 0
  for (const character of code) {
    const value = values.get(character)
    if (value === undefined) return undefined
    sum = timesX(sum) ^ value
  }
  return sum
}

/** The check character of a body of base-32 characters. */
export function checkCharacter(body: string): string {
  const sum = syndrome(body)
  if (sum === undefined) throw new Error('a code has a character outside its alphabet')
  return alphabet.charAt(timesX(sum))
}

/** A code of `random.length` characters and its check character. Five bits of each random byte are used. */
export function codeFrom(random: Uint8Array): string {
  let body = ''
  for (const byte of random) body += alphabet.charAt(byte & 31)
  return body + checkCharacter(body)
}

/**
 * What somebody typed or scanned, as the code it stands for: capitals, Latin digits, no separators, 1 for I and L, 0 for O.
 */
export function readCode(typed: string): string {
  return latinDigits(typed.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s-]|\u200C|\u200D/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
}

/** True where every character belongs to the alphabet and the check character fits. */
export function isCode(code: string): boolean {
  return code.length > 1 && syndrome(code) === 0
}

/** True for a number as a participant has one. */
export function isLatinNumber(code: string): boolean {
  return /^\d{1,6}$/.test(code)
}

/** The code in groups of four, for reading aloud. */
export function groupCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ')
}
