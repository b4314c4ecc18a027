/**
 * What the stock asks for before it becomes urgent, each with what to do about it.
 *
 * Promise: nothing here depends on a draw that is not stated yet. Stock by product is reckoned from the stock book, less
 * every dose made since the last statement as if each had taken that product; so an alert comes early rather than late,
 * and when it comes says nothing about anybody's arm (ADR 0021). Blinded people hear of spare doses alone.
 */
import { mayBreak } from './books.ts'
import { type CommandType, mayDo } from './decide.ts'
import { spareDoses } from './registry/book.ts'
import { type Arm, arms, inUseEndsOn } from './registry/settings.ts'
import type { Session } from './session.ts'
import type { StockBook } from './stock/book.ts'
import { certificateState } from './stock/certificate.ts'
import { isDispensable, isOver, type Lot } from './stock/lot.ts'
import { addDays, dayOf, type Instant, type IsoDate } from './time.ts'

/** One thing that the stock asks for. `about` identifies the lot or the product that it is about. */
export type Alert =
  | {
      readonly kind:
        | 'certificate_none'
        | 'certificate_incomplete'
        | 'certificate_fails'
        | 'lot_expires'
        | 'lot_expired'
        | 'count_due'
        | 'excursion_open'
      readonly about: string
      readonly lotNumber: string
      /** The day of expiry, or the day on which the count was due. */
      readonly on?: IsoDate
    }
  | { readonly kind: 'stock_few'; readonly about: Arm; readonly doses: number }
  | { readonly kind: 'spare_few'; readonly about: ''; readonly doses: number }
  /** No tests are stated for a product: its lots are released on a reference alone. */
  | { readonly kind: 'tests_unstated'; readonly about: Arm }

/** The alerts of this person, from the books they hold and what they may do about them. */
export function alerts(session: Session, now: Instant): Alert[] {
  const { registry, stock, member } = session
  const may = (command: CommandType) => mayDo(session, command)
  const found: Alert[] = []
  if (stock !== undefined && may('ReceiveLot')) {
    for (const lot of stock.lots.values()) found.push(...lotAlerts(session, stock, lot, now))
    found.push(...fewDoses(session, stock, now))
    if (may('ChangeSettings'))
      for (const arm of arms)
        if (registry.settings.certificates[arm].length === 0) found.push({ kind: 'tests_unstated', about: arm })
  }
  const spare = spareDoses(registry)
  if (mayBreak(member.role) && registry.supply.until !== undefined && spare < registry.settings.alerts.fewSpareDoses)
    found.push({ kind: 'spare_few', about: '', doses: spare })
  return found.slice(0, 100)
}

function lotAlerts(session: Session, stock: StockBook, lot: Lot, now: Instant): Alert[] {
  const { settings } = session.registry
  const { study, alerts: limits } = settings
  const { lotId: about, lotNumber } = lot
  const found: Alert[] = []
  // QA has it among what waits for their decision; whoever prepares has to know why the lot is stopped.
  if (lot.openExcursions.length > 0 && !mayDo(session, 'DisposeExcursion'))
    found.push({ kind: 'excursion_open', about, lotNumber })
  const state = certificateState(stock, settings, lot)
  if (!isOver(lot) && (state === 'none' || state === 'incomplete' || state === 'fails'))
    found.push({ kind: `certificate_${state}`, about, lotNumber })
  if (lot.parts.on_shelf === 0) return found
  const day = dayOf(now, study.timeZone)
  if (!isOver(lot) && lot.expiresOn < day) found.push({ kind: 'lot_expired', about, lotNumber, on: lot.expiresOn })
  else if (!isOver(lot) && lot.expiresOn <= dayOf(addDays(now, limits.expiryDays), study.timeZone))
    found.push({ kind: 'lot_expires', about, lotNumber, on: lot.expiresOn })
  const countedAt = lot.movements.findLast(({ what }) => what === 'counted')?.at ?? lot.receivedAt
  const dueAt = addDays(countedAt, limits.countEveryDays)
  if (mayDo(session, 'CountLot') && dueAt <= now)
    found.push({ kind: 'count_due', about, lotNumber, on: dayOf(dueAt, study.timeZone) })
  return found
}

/** Products of which the stock gives fewer doses than the settings ask for; silent until a lot of the product was released. */
function fewDoses(session: Session, stock: StockBook, now: Instant): Alert[] {
  const { settings, outstandingDoses } = session.registry
  const endsOn = inUseEndsOn(settings, now)
  const dosesIn = (lot: Lot) => Math.floor(lot.parts.on_shelf / settings.dose.vialsPerDose)
  return arms.flatMap((arm): Alert[] => {
    const lots = [...stock.lots.values()].filter((lot) => lot.product === arm)
    if (!lots.some((lot) => lot.released !== undefined)) return []
    const stated = lots.filter((lot) => isDispensable(lot, endsOn)).reduce((sum, lot) => sum + dosesIn(lot), 0)
    const doses = Math.max(0, stated - outstandingDoses)
    return doses < settings.alerts.fewDoses ? [{ kind: 'stock_few', about: arm, doses }] : []
  })
}
