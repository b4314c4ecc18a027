/**
 * Decimal numbers as text: what a laboratory reports is kept digit by digit, and compared and divided exactly.
 *
 * Canonical: no exponent, no separators, a point, trailing zeros as they were typed. Nothing here is ever a float.
 */
import { latinDigits } from './text.ts'

/** A canonical decimal number: at most thirty digits before the point and twelve after it. */
const canonical = /^-?(0|[1-9]\d{0,29})(\.\d{1,12})?$/

/** True where the text is a canonical decimal number. */
export function isDecimal(text: string): boolean {
  return canonical.test(text)
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const typed = /^(-?)(\d{1,30})(?:\.(\d{1,20}))?(?:(?:e|[x×*]10\^)\+?(-?\d{1,2}))?$/i

/**
 * A number as people type it, as a canonical one: Latin or Persian digits, a point or the Persian decimal mark, and
 * `1.2e11`, `1.2×10^11` or `1.2×10¹¹`. A comma is never guessed at; undefined where the text is no number.
 */
export function readDecimal(text: string): string | undefined {
  const plain = latinDigits(text)
    .replace(/[\s\u200c٬]/g, '')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `^${[...power].map((digit) => superscripts.indexOf(digit)).join('')}`)
    .replaceAll('٫', '.')
    .replaceAll('−', '-')
  const [matched, sign = '', whole = '', fraction = '', power = '0'] = typed.exec(plain) ?? []
  if (matched === undefined) return undefined
  const read = shifted(whole, fraction, Number(power))
  const signed = sign === '-' && /[1-9]/.test(read) ? `-${read}` : read
  return isDecimal(signed) ? signed : undefined
}

/** The digits with the point moved to the right by so many places. */
function shifted(whole: string, fraction: string, places: number): string {
  const digits = `${whole}${fraction}`
  const point = whole.length + places
  const padded =
    point > digits.length
      ? digits.padEnd(point, '0')
      : point < 1
        ? digits.padStart(digits.length - point + 1, '0')
        : digits
  const at = point < 1 ? 1 : point
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const after = padded.slice(at)
  return after === '' ? before : `${before}.${after}`
}

/** Below zero, zero or above, as the first number is less than, equal to or more than the second. */
export function compareDecimals(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)]
  const scale = left.scale > right.scale ? left.scale : right.scale
  const difference = left.units * 10n ** (scale - left.scale) - right.units * 10n ** (scale - right.scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** A product divided by a number above zero, rounded half up to so many significant digits. */
export function ratio(factors: readonly string[], divisor: string, significantDigits: number): string | undefined {
  const product = factors
    .map(partsOf)
    .reduce((all, one) => ({ units: all.units * one.units, scale: all.scale + one.scale }), { units: 1n, scale: 0n })
  const by = partsOf(divisor)
  if (by.units <= 0n || product.units < 0n) return undefined
  if (product.units === 0n) return '0'
  const above = product.units * 10n ** by.scale
  const below = by.units * 10n ** product.scale
  let places = BigInt(significantDigits) - BigInt(String(above).length - String(below).length)
  let digits = rounded(above, below, places)
  if (digits >= 10n ** BigInt(significantDigits)) {
    places -= 1n
    digits = rounded(above, below, places)
  }
  return shifted(String(digits), '', -Number(places)).replace(/\.0+$|(\.\d*?)0+$/, '$1')
}

function rounded(above: bigint, below: bigint, places: bigint): bigint {
  const [upper, lower] = places < 0n ? [above, below * 10n ** -places] : [above * 10n ** places, below]
  return (2n * upper + lower) / (2n * lower)
}

function partsOf(text: string): { readonly units: bigint; readonly scale: bigint } {
  const [whole = '0', fraction = ''] = text.split('.')
  return { units: BigInt(`${whole}${fraction}`), scale: BigInt(fraction.length) }
}
