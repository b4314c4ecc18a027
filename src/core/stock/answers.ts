/** What may be asked of the stock book: lots, their vials and their movements. */
import { z } from 'zod'
import { vialsAvailable } from '../allocation/commands.ts'
import { known } from '../never.ts'
import { type Page, page, paged } from '../pages.ts'
import type { StudySettings } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import { identifier } from '../text.ts'
import { dayOf, type Instant } from '../time.ts'
import {
  type Certificate,
  type CertificateState,
  certificateState,
  type Derived,
  derived,
  type JudgedTest,
  judged,
} from './certificate.ts'
import { isCounted } from './counts.ts'
import type { TestResult } from './events.ts'
import { isOverLimit, isThere, type Lot as LotInBook, type Movement } from './lot.ts'
import { type ExcursionRow, excursionRow } from './temperature-answers.ts'
import { type UnitRow, unitRow } from './vial-answers.ts'

export const Lots = z.strictObject({ type: z.literal('Lots'), ...page })
export const Lot = z.strictObject({ type: z.literal('Lot'), lotId: identifier })

export type LotRow = Omit<LotInBook, 'movements' | 'vialCodes' | 'damagedCodes' | 'neverCame'> & {
  readonly expired: boolean
  readonly damagedVials: number
  /** Where its vials lie now; the lot's own place is that of the receipt. */
  readonly nowIn: readonly string[]
  /** Vials on the shelf in truth; only for those who hold the allocation book, otherwise the stated number. */
  readonly available: number
}
/** What lies in one storage place; `vials` for doses, `samples` apart from them. */
export type PlaceRow = { readonly storagePlace: string; readonly vials: number; readonly samples: number }
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
  /** Codes that were given at receipt and that no vial bears. */
  readonly neverCame: readonly string[]
  /** Newest first: the one that counts, then those that it corrects. */
  readonly certificates: readonly CertificateAnswer[]
  readonly movements: readonly Movement[]
  /** The first of its vials, as many as one looks at; `LotUnits` has them all. */
  readonly vials: readonly UnitRow[]
  readonly places: readonly PlaceRow[]
  /** The shelf was counted after vials last came to it or left it. */
  readonly counted: boolean
  readonly overLimit: number
  /** Newest first. */
  readonly excursions: readonly ExcursionRow[]
}
const mostVials = 500

export function lots(session: Session, question: z.infer<typeof Lots>, now: Instant): Page<LotRow> {
  return paged([...held(session.stock).lots.values()], question, (one) => lotRow(session, one, now))
}

export function lot(session: Session, lotId: string, now: Instant): Result<LotAnswer> {
  const stock = held(session.stock)
  const found = stock.lots.get(lotId)
  if (found === undefined) return refuse('nothing_found')
  const units = found.vialCodes.flatMap((vialCode) => stock.vials.get(vialCode) ?? [])
  const { settings } = session.registry
  const certificates = (stock.certificates.get(lotId) ?? []).map((one) => certificateAnswer(settings, found, one))
  const excursions = [...stock.temperatures.excursions.values()].filter((one) => one.lotId === lotId)
  return accept({
    lot: lotRow(session, found, now),
    certificateState: certificateState(stock, settings, found),
    certificates: certificates.reverse(),
    movements: [...found.movements],
    neverCame: found.neverCame,
    vials: units.slice(0, mostVials).map((vial) => unitRow(session, vial)),
    places: placesOf(session, found),
    counted: isCounted(found),
    overLimit: units.filter((vial) => vial.state === 'on_shelf' && isOverLimit(vial, session.registry.settings)).length,
    excursions: excursions.reverse().map((one) => excursionRow(stock, one)),
  })
}

function placesOf(session: Session, { vialCodes }: LotInBook): PlaceRow[] {
  const { vials } = held(session.stock)
  const places = new Map<string, { storagePlace: string; vials: number; samples: number }>()
  for (const vial of vialCodes.map((vialCode) => known(vials, vialCode)).filter(isThere)) {
    const storagePlace = vial.stays.at(-1)?.storagePlace ?? ''
    const place = places.get(storagePlace) ?? { storagePlace, vials: 0, samples: 0 }
    place[vial.state === 'sample' ? 'samples' : 'vials'] += 1
    places.set(storagePlace, place)
  }
  return [...places.values()]
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
  const { movements: _, vialCodes: _codes, neverCame: _never, damagedCodes = [], ...row } = found
  const expired = found.expiresOn < dayOf(now, session.registry.settings.study.timeZone)
  const available = session.allocation === undefined ? found.parts.on_shelf : vialsAvailable(session, found)
  const nowIn = placesOf(session, found).map(({ storagePlace }) => storagePlace)
  return { ...row, expired, available, damagedVials: damagedCodes.length, nowIn }
}
