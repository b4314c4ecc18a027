/**
 * The head of the chain: how far the ledger goes and the hash of its last entry.
 *
 * Knows: numbers and hashes. Promises: the printed form is short, and a mistyped one is noticed.
 */
import { checkCharacter } from '../../core/codes.ts'
import { checks, plainCode, toBase32 } from './crockford.ts'

/** The last entry: its number (0 for an empty ledger) and its hash (32 bytes, all zero for an empty ledger). */
export type Head = { readonly seq: number; readonly hash: Uint8Array }

const printedHashCharacters = 8
const fewestSeqDigits = 4

/** The head as it is printed: number, 40 bits of the hash, a check character, like `0412-7K3M-9QXD-5`. */
export function shortHead(hash: Uint8Array, seq: number): string {
  const number = String(seq).padStart(fewestSeqDigits, '0')
  const mark = toBase32(hash.subarray(0, 5))
  return `${number}-${mark.slice(0, 4)}-${mark.slice(4)}-${checkCharacter(number + mark)}`
}

/** A typed short form taken apart: the number and the eight characters of the hash; null where it was mistyped. */
export function readShortHead(typed: string): { seq: number; mark: string } | null {
  const code = plainCode(typed)
  if (code === null || code.length < fewestSeqDigits + printedHashCharacters + 1 || !checks(code)) return null
  const number = code.slice(0, -printedHashCharacters - 1)
  if (!/^\d+$/.test(number)) return null
  return { seq: Number(number), mark: code.slice(-printedHashCharacters - 1, -1) }
}

/** True where two heads are the same entry. */
export function sameHead(one: Head, other: Head): boolean {
  return one.seq === other.seq && Buffer.compare(one.hash, other.hash) === 0
}
