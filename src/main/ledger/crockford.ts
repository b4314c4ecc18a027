/**
 * Codes that people read aloud and copy by hand: Crockford's base 32 and a check character.
 *
 * Knows: bytes, letters and a checksum. Promises: every wrong character and every exchange of two characters is caught.
 *
 * The check character is a weighted sum over the field of 32 elements (x⁵ + x² + 1), weights being the powers of a
 * generator. A wrong character changes the sum because no weight is zero; two exchanged characters change it because
 * the weights differ from place to place, for codes of up to `longestCode` characters.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const lookAlikes: Record<string, string> = { O: '0', I: '1', L: '1' }
/** Characters of a code with its check character: the generator has 31 different powers. */
export const longestCode = 31

/** Multiplication by the generator of the field. */
function shifted(value: number): number {
  const doubled = value << 1
  return doubled & 32 ? doubled ^ 0b100101 : doubled
}

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

/** A typed code without spaces and hyphens, in capitals, with O, I and L read as digits; null where it holds anything else. */
export function plainCode(typed: string): string | null {
  let plain = ''
  for (const character of typed.normalize('NFKC').toUpperCase()) {
    if (/[\s\p{Pd}]/u.test(character)) continue
    const digit = digitOf(character)
    const read = digit ?? lookAlikes[character] ?? character
    if (!alphabet.includes(read)) return null
    plain += read
  }
  return plain
}

/** Persian and Arabic digits mean what they say. */
function digitOf(character: string): string | undefined {
  const point = character.codePointAt(0) ?? 0
  if (point >= 0x6f0 && point <= 0x6f9) return String(point - 0x6f0)
  if (point >= 0x660 && point <= 0x669) return String(point - 0x660)
  return undefined
}

/** The check character of a code. */
export function checkCharacter(code: string): string {
  let sum = 0
  for (const character of code) sum = shifted(sum ^ alphabet.indexOf(character))
  return alphabet[sum] as string
}

/** True where the last character is the check character of those before it. */
export function checks(code: string): boolean {
  return code.length > 1 && code.length <= longestCode && checkCharacter(code.slice(0, -1)) === code.at(-1)
}

/** The code in groups of four, as it is printed. */
export function grouped(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? ''
}
