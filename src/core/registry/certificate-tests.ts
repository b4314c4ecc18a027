/**
 * The tests that a certificate of analysis must hold, for each product, as the site states them (Q4).
 *
 * Limits are text, exact to the last digit. A product without tests is released on the reference of its certificate
 * alone (ADR 0021). Limits belong to products and not to participants, so everybody may read them.
 */
import { z } from 'zod'
import { compareDecimals, isDecimal } from '../decimal.ts'
import { both, line } from '../text.ts'

/** The two answers of each kind of test that ends in a word. */
export const wordPairs = [
  ['negative', 'positive'],
  ['conforms', 'does_not_conform'],
] as const
const words = wordPairs.flat()
/** What a test without a number finds. */
export type CertificateWord = (typeof words)[number]

const limit = (sign: '<' | '>') =>
  z
    .string()
    .max(48)
    .refine((text) => isDecimal(text.startsWith(sign) ? text.slice(1) : text), 'not_a_decimal')
const limits = {
  /** `90` is 90 or more, `>90` more than 90. */
  lower: limit('>').optional(),
  /** `0.5` is 0.5 or less, `<0.5` less than 0.5. */
  upper: limit('<').optional(),
}
const test = {
  id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  name: both(80),
  /** How it is measured, for example NTA or Ph. Eur. 2.6.1. */
  method: line(120, 0),
  /** Where the limit comes from: a document of the site, or a publication. */
  source: line(200, 0),
  /** Where it is missing or outside its limits, the lot is not released. */
  mandatory: z.boolean(),
}

export const CertificateTest = z.discriminatedUnion('kind', [
  z.strictObject({ ...test, kind: z.literal('number'), unit: line(24), ...limits }),
  /** Particles per millilitre; what is computed per microgram of protein and per dose starts from it (Q5). */
  z.strictObject({ ...test, kind: z.literal('particles'), ...limits }),
  /** Protein in micrograms per millilitre. */
  z.strictObject({ ...test, kind: z.literal('protein'), ...limits }),
  z.strictObject({ ...test, kind: z.literal('word'), expected: z.enum(words) }),
])
/** One test of a product's certificate, with its unit and limits or the word that is expected. */
export type CertificateTest = z.infer<typeof CertificateTest>

/** The tests of one product's certificate. */
export const CertificateTests = z.array(CertificateTest).max(30)

/** The unit in which a test's value is stated; empty for a word. */
export function unitOf(test: CertificateTest): string {
  switch (test.kind) {
    case 'number':
      return test.unit
    case 'particles':
      return 'particles/mL'
    case 'protein':
      return 'µg/mL'
    case 'word':
      return ''
  }
}

/** The number of a limit, without the sign that excludes it. */
export function limitValue(limit: string): string {
  return limit.replace(/^[<>]/, '')
}

/** The place of the first test that contradicts itself or one before it. */
export function contradictoryTest(tests: readonly CertificateTest[]): number | undefined {
  const found = tests.findIndex((test, place) => {
    const before = tests.slice(0, place)
    if (before.some(({ id }) => id === test.id)) return true
    // Each of them is what something else is computed from.
    if (test.kind === 'particles' || test.kind === 'protein') {
      if (before.some(({ kind }) => kind === test.kind)) return true
    }
    if (test.kind === 'word' || test.lower === undefined || test.upper === undefined) return false
    return compareDecimals(limitValue(test.lower), limitValue(test.upper)) > 0
  })
  return found < 0 ? undefined : found
}
