/** Entering a certificate of analysis, and correcting it by another one. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { readDecimal } from '../decimal.ts'
import { type CertificateTest, unitOf, wordPairs } from '../registry/certificate-tests.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import { dayOf, IsoDate } from '../time.ts'
import { certificateOf, stateOf } from './certificate.ts'
import type { TestResult } from './events.ts'

export const EnterCertificate = z.strictObject({
  type: z.literal('EnterCertificate'),
  lotId: identifier,
  /** What the certificate is called by who issued it. */
  reference: line(120, 2),
  issuer: line(120, 2),
  issuedOn: IsoDate,
  /** What it says of each test, by the test's id; tests of which it says nothing are left out. */
  results: z.record(identifier, line(48)),
  /** Why the certificate that was entered before is corrected; empty for the first. */
  reason: line(400, 0),
})

/**
 * Records what a certificate says. The one that was entered before stays, struck out; its document is kept unless another
 * one is chosen. A released lot never has a certificate that would refuse its release: it is held first.
 */
export function enterCertificate(
  session: Session,
  command: z.infer<typeof EnterCertificate>,
  context: Context,
): Result<Events> {
  const stock = held(session.stock)
  const { settings } = session.registry
  const lot = stock.lots.get(command.lotId)
  if (lot === undefined) return refuse('lot_unknown', { field: 'lotId' })
  if (command.issuedOn > dayOf(context.now, settings.study.timeZone))
    return refuse('certificate_in_the_future', { field: 'issuedOn' })
  const tests = settings.certificates[lot.product]
  const results: TestResult[] = []
  for (const testId of Object.keys(command.results))
    if (!tests.some(({ id }) => id === testId))
      return refuse('certificate_test_unknown', { field: `results.${testId}` })
  for (const test of tests) {
    const typed = command.results[test.id]
    if (typed === undefined) continue
    const value = readValue(test, typed)
    if (value === undefined) return refuse('certificate_value_unreadable', { field: `results.${test.id}` })
    results.push({ testId: test.id, value, unit: unitOf(test) })
  }
  const former = certificateOf(stock, lot.lotId)
  if (former !== undefined && command.reason.length < 3) return refuse('reason_missing', { field: 'reason' })
  const state = stateOf(tests, results)
  if (lot.state === 'released' && (state === 'incomplete' || state === 'fails'))
    return refuse('certificate_of_released_lot', { field: 'lotId' })
  const document = context.document ?? former?.document
  const { lotId, reference, issuer, issuedOn, reason } = command
  return accept({
    stock: [
      {
        type: 'CertificateEntered',
        certificateId: context.id(),
        lotId,
        reference,
        issuer,
        issuedOn,
        results,
        ...(document === undefined ? {} : { document }),
        ...(former === undefined ? {} : { reason }),
      },
    ],
  })
}

/** A value as it is recorded: a canonical number, perhaps known only to be below or above it, or one of the two words. */
export function readValue(test: CertificateTest, typed: string): string | undefined {
  if (test.kind === 'word') {
    const pair = wordPairs.find((words) => words.some((word) => word === test.expected))
    return pair?.find((word) => word === typed)
  }
  const [, sign = '', number = ''] = /^\s*([<>]?)(.*)$/.exec(typed) ?? []
  const read = readDecimal(number)
  return read === undefined ? undefined : `${sign}${read}`
}
