import { latinDigits } from '../../../core/text.ts'

/** A whole number as typed, in Latin or Persian digits; undefined where it is none or lies outside. */
export function readTypedCount(typed: string, most: number, least = 0): number | undefined {
  const plain = latinDigits(typed.trim())
  if (!/^\d{1,6}$/.test(plain)) return undefined
  const count = Number(plain)
  return count >= least && count <= most ? count : undefined
}
