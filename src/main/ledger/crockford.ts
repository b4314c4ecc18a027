/**
 * Bytes as codes that people read aloud and copy by hand: Crockford's base 32 with the check character of `core/codes.ts`.
 *
 * Knows: bytes and letters. Promises: what was written is read again, and every wrong character and every exchange of two
 * is caught in codes of up to `longestCode` characters.
 */
import { alphabet, isCode, readCode } from '../../core/codes.ts'

/** Characters of a code with its check character: the generator of the check has 31 different powers. */
export const longestCode = 31

/** The bytes as base 32, five bits a character, filled with zero bits at the end. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text
}

/** The bytes that `toBase32` wrote; null where the text holds another character or its filling is not zero. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let held = 0
  let written = 0
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) return null
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[written++] = (held >> bits) & 255
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null
}

/** A typed code without its dress; null where it holds anything but characters of the alphabet. */
export function plainCode(typed: string): string | null {
  const plain = readCode(typed.replace(/\p{Pd}/gu, ''))
  return [...plain].every((character) => alphabet.includes(character)) ? plain : null
}

/** True where the last character is the check character of those before it. */
export function checks(code: string): boolean {
  return code.length <= longestCode && isCode(code)
}

/** The code in groups of four, as it is printed. */
export function grouped(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? ''
}
