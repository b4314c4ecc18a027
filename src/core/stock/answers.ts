/** What may be asked of the stock book: lots, their vials and their movements. */
import { z } from 'zod'
import { vialsAvailable } from '../allocation/commands.ts'
import { type Page, page, paged } from '../pages.ts'
import type { StudySettings } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import { dayOf, type Instant } from '../time.ts'
import type { Lot as LotInBook, Movement } from './book.ts'
import {
  type Certificate,
  type CertificateState,
  certificateState,
  type Derived,
  derived,
  type JudgedTest,
  judged,
} from './certificate.ts'
import type { TestResult } from './events.ts'
import { type ExcursionRow, excursionRow } from './temperature-answers.ts'

export const Lots = z.strictObject({ type: z.literal('Lots'), ...page })
export const Lot = z.strictObject({ type: z.literal('Lot'), lotId: z.string().max(40) })

export type LotRow = Omit<LotInBook, 'movements'> & {
  readonly expired: boolean
  /** Vials on the shelf in truth; only for those who hold the allocation book, otherwise the stated number. */
  readonly available: number
}
/** A certificate with what its values mean: each test judged, and what follows from the numbers. */
export type CertificateAnswer = Omit<Certificate, 'results'> &
  Derived & {
    readonly tests: readonly JudgedTest[]
    /** Results of tests that are no longer asked for, or were asked in another unit. */
    readonly others: readonly TestResult[]
  }
export type LotAnswer = {
  readonly lot: LotRow
  /** Where the certificate stands under the settings of today. */
  readonly certificateState: CertificateState
  /** Newest first: the one that counts, then those that it corrects. */
  readonly certificates: readonly CertificateAnswer[]
  readonly movements: readonly Movement[]
  readonly vials: readonly { code: string; state: string }[]
  /** Newest first. */
  readonly excursions: readonly ExcursionRow[]
}

export function lots(session: Session, question: z.infer<typeof Lots>, now: Instant): Page<LotRow> {
  return paged([...held(session.stock).lots.values()], question, (one) => lotRow(session, one, now))
}

export function lot(session: Session, lotId: string, now: Instant): Result<LotAnswer> {
  const stock = held(session.stock)
  const found = stock.lots.get(lotId)
  if (found === undefined) return refuse('nothing_found')
  const vials = [...stock.vials.values()]
    .filter((vial) => vial.lotId === lotId)
    .slice(0, 500)
    .map((vial) => ({ code: vial.vialCode, state: vial.state }))
  const { settings } = session.registry
  const certificates = (stock.certificates.get(lotId) ?? []).map((one) => certificateAnswer(settings, found, one))
  const excursions = [...stock.temperatures.excursions.values()].filter((one) => one.lotId === lotId)
  return accept({
    lot: lotRow(session, found, now),
    certificateState: certificateState(stock, settings, found),
    certificates: certificates.reverse(),
    movements: [...found.movements],
    vials,
    excursions: excursions.reverse().map((one) => excursionRow(stock, one)),
  })
}

function certificateAnswer(settings: StudySettings, lot: LotInBook, certificate: Certificate): CertificateAnswer {
  const { results, ...rest } = certificate
  const tests = judged(settings.certificates[lot.product], results)
  const others = results.filter(
    ({ testId }) => !tests.some(({ test, value }) => test.id === testId && value !== undefined),
  )
  return { ...rest, ...derived(settings, lot, results), tests, others }
}

function lotRow(session: Session, found: LotInBook, now: Instant): LotRow {
  const { movements: _, ...row } = found
  const expired = found.expiresOn < dayOf(now, session.registry.settings.study.timeZone)
  const available = session.allocation === undefined ? found.parts.on_shelf : vialsAvailable(session, found)
  return { ...row, expired, available }
}
