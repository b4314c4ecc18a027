/**
 * Certificates of analysis: what was found of a lot, judged by the tests of its product, and the gate of its release.
 *
 * Every way to a lot from which doses may be made passes `releasable` (A14). A certificate is never changed: a correction
 * is another one beside it, with a reason, and the former stays to be seen (A8).
 */
import { compareDecimals, ratio } from '../decimal.ts'
import type { Stamp } from '../registry/book.ts'
import { type CertificateTest, limitValue, unitOf } from '../registry/certificate-tests.ts'
import type { StudySettings } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { persianNumber } from '../text.ts'
import type { Instant } from '../time.ts'
import type { StockBook } from './book.ts'
import type { CertificateEntry, TestResult } from './events.ts'
import type { Lot } from './lot.ts'

/** A certificate as it was entered, and by whom; `reason` where it corrects the one before it. */
export type Certificate = Omit<CertificateEntry, 'lotId'> & { readonly at: Instant; readonly by: string }

/** How a result stands to its test: `missing` also where it was stated in another unit than is asked for now. */
export type Verdict = 'fits' | 'fails' | 'missing'
/** One test with what the certificate says of it. */
export type JudgedTest = { readonly test: CertificateTest; readonly value?: string; readonly verdict: Verdict }
/** Where a lot's certificate stands. `not_asked`: no tests are stated, its reference suffices. */
export type CertificateState = 'not_asked' | 'none' | 'incomplete' | 'fails' | 'fits'

/** Adds a certificate to those of its lot; the last one is the one that counts. */
export function certificateEntered(stock: StockBook, event: CertificateEntry, stamp: Stamp): void {
  const { lotId, ...certificate } = event
  const former = stock.certificates.get(lotId) ?? []
  stock.certificates.set(lotId, [...former, { ...certificate, at: stamp.at, by: stamp.by }])
}

/** The certificate that counts for a lot. */
export function certificateOf(stock: StockBook, lotId: string): Certificate | undefined {
  return stock.certificates.get(lotId)?.at(-1)
}

/** Every test of a product with what a certificate's results say of it, in the order of the settings. */
export function judged(tests: readonly CertificateTest[], results: readonly TestResult[]): JudgedTest[] {
  return tests.map((test) => {
    const result = results.find(({ testId, unit }) => testId === test.id && unit === unitOf(test))
    if (result === undefined) return { test, verdict: 'missing' }
    return { test, value: result.value, verdict: fits(test, result.value) ? 'fits' : 'fails' }
  })
}

/** True where a value keeps the test's limits. What is only known to be below (`<x`) or above a number must prove it. */
function fits(test: CertificateTest, value: string): boolean {
  if (test.kind === 'word') return value === test.expected
  const sign = /^[<>]/.exec(value)?.[0]
  const number = limitValue(value)
  const keeps = (limit: string | undefined, forbids: '<' | '>', side: 1 | -1): boolean => {
    if (limit === undefined) return true
    if (sign === forbids) return false
    const beyond = compareDecimals(number, limitValue(limit)) * side
    // A limit that excludes its own number is kept by a value that excludes it, too.
    return beyond > 0 || (beyond === 0 && (sign !== undefined || limit === limitValue(limit)))
  }
  return keeps(test.lower, '<', 1) && keeps(test.upper, '>', -1)
}

/** What stands between a lot and its release by its certificate: the mandatory tests that are missing, and that fail. */
function mandatory(judgedTests: readonly JudgedTest[], verdict: Verdict): JudgedTest[] {
  return judgedTests.filter((one) => one.test.mandatory && one.verdict === verdict)
}

/** Where the results of a certificate, or of none, stand. */
export function stateOf(
  tests: readonly CertificateTest[],
  results: readonly TestResult[] | undefined,
): CertificateState {
  if (tests.length === 0) return 'not_asked'
  if (results === undefined) return 'none'
  const all = judged(tests, results)
  if (mandatory(all, 'fails').length > 0) return 'fails'
  return mandatory(all, 'missing').length > 0 ? 'incomplete' : 'fits'
}

/** Where a lot's certificate stands under the settings of today. */
export function certificateState(stock: StockBook, settings: StudySettings, lot: Lot): CertificateState {
  return stateOf(settings.certificates[lot.product], certificateOf(stock, lot.lotId)?.results)
}

/**
 * The gate of every release: says yes, or which mandatory tests are missing or outside their limits. Without stated tests
 * the reference of the certificate is enough, as it was before there were any (ADR 0021).
 */
export function releasable(stock: StockBook, settings: StudySettings, lot: Lot, field: string): Result<void> {
  const tests = settings.certificates[lot.product]
  if (tests.length === 0) return accept(undefined)
  const certificate = certificateOf(stock, lot.lotId)
  if (certificate === undefined) return refuse('certificate_missing', { field })
  const all = judged(tests, certificate.results)
  const missing = mandatory(all, 'missing')
  if (missing.length > 0) return refuse('certificate_tests_missing', { field, values: named(missing) })
  const failing = mandatory(all, 'fails')
  if (failing.length > 0) return refuse('certificate_tests_fail', { field, values: named(failing) })
  return accept(undefined)
}

/** The limits of a test as signs and numbers, in no language. */
function limitsOf(test: Exclude<CertificateTest, { kind: 'word' }>): string {
  const lower = test.lower === undefined ? [] : [test.lower.replace(/^(?!>)/, '≥')]
  const upper = test.upper === undefined ? [] : [test.upper.replace(/^(?!<)/, '≤')]
  return [...lower, ...upper].join(', ')
}

/** The tests that a refusal quotes, in both languages: the core does not know who reads it. */
function named(tests: readonly JudgedTest[]): { testsEn: string; testsFa: string } {
  const one = ({ test, value }: JudgedTest, language: 'en' | 'fa') => {
    if (value === undefined || test.kind === 'word') return test.name[language]
    const found = `${value} ${unitOf(test)}; ${limitsOf(test)}`
    // Isolated, so that a Persian sentence does not turn the signs around.
    return `${test.name[language]} (${language === 'fa' ? `\u2066${persianNumber(found)}\u2069` : found})`
  }
  return {
    testsEn: tests.map((test) => one(test, 'en')).join(', '),
    testsFa: tests.map((test) => one(test, 'fa')).join('، '),
  }
}

const significantDigits = 3
const microlitresPerMillilitre = '1000'

/** What follows from a certificate's numbers, rounded to three significant digits; absent where it cannot be computed. */
export type Derived = { readonly particlesPerMicrogram?: string; readonly particlesPerDose?: string }

/** Particles per microgram of protein, and per dose from the volume that is drawn for one (Q5). */
export function derived(settings: StudySettings, lot: Lot, results: readonly TestResult[]): Derived {
  const exact = (kind: 'particles' | 'protein') => {
    const found = judged(settings.certificates[lot.product], results).find(({ test }) => test.kind === kind)?.value
    return found === undefined || /^[<>]/.test(found) ? undefined : found
  }
  const [particles, protein] = [exact('particles'), exact('protein')]
  if (particles === undefined) return {}
  const perMicrogram = protein === undefined ? undefined : ratio([particles], protein, significantDigits)
  const drawn = String(settings.dose.drawMicrolitres)
  const perDose = ratio([particles, drawn], microlitresPerMillilitre, significantDigits)
  return {
    ...(perMicrogram === undefined ? {} : { particlesPerMicrogram: perMicrogram }),
    ...(perDose === undefined ? {} : { particlesPerDose: perDose }),
  }
}
