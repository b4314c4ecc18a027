/**
 * Which lots and vials lay in a place while it was outside of its limits, and for how many minutes.
 *
 * Promises: the answer hangs on receipts and transfers alone. What a lot has left depends on who was given what; if a used
 * up lot were passed over, a notice that is not raised would tell it (ADR 0020).
 */
import { type Instant, minutesOnClock } from '../time.ts'
import type { StockBook } from './book.ts'
import type { Vial } from './lot.ts'
import type { Episode } from './temperature.ts'

/** A time for which something lay in a place, in minutes of the logger's clock; without an end where it still does. */
type Presence = { readonly from: number; readonly to: number }

export type Exposure = {
  readonly vialCode: string
  /** From when it lay in that place within the logged time, in minutes of the logger's clock. */
  readonly from: number
  readonly minutesBelow: number
  readonly minutesAbove: number
}

/** A lot that lay there during some of the episodes. */
export type Touched = {
  readonly lotId: string
  /** Of the first and the last minute outside, while any of its vials lay there. */
  readonly from: number
  readonly to: number
  readonly minutesBelow: number
  readonly minutesAbove: number
  readonly vialCount: number
}

/** Where something lay and when, by which clock, and what happened there meanwhile. */
export type Watched = { readonly storagePlace: string; readonly zone: string; readonly episodes: readonly Episode[] }

/** The lots that lay in the place during an episode, whatever became of their vials since. */
export function touchedLots(stock: StockBook, watched: Watched): Touched[] {
  const found = new Map<string, { -readonly [key in keyof Touched]: Touched[key] }>()
  if (watched.episodes.length === 0) return []
  const outside = outsideOf(stock, watched)
  for (const vial of stock.vials.values()) {
    const one = outside(vial)
    if (one === undefined) continue
    const lot = found.get(vial.lotId)
    if (lot === undefined) {
      found.set(vial.lotId, { lotId: vial.lotId, ...one, vialCount: 1 })
      continue
    }
    lot.from = Math.min(lot.from, one.from)
    lot.to = Math.max(lot.to, one.to)
    lot.minutesBelow = Math.max(lot.minutesBelow, one.minutesBelow)
    lot.minutesAbove = Math.max(lot.minutesAbove, one.minutesAbove)
    lot.vialCount += 1
  }
  return [...found.values()]
}

/** The vials of a lot that lay there during an episode, each with its own minutes, from the minute it was there. */
export function exposedVials(stock: StockBook, lotId: string, watched: Watched): Exposure[] {
  const outside = outsideOf(stock, watched)
  const exposed: Exposure[] = []
  for (const vial of stock.vials.values()) {
    if (vial.lotId !== lotId) continue
    const one = outside(vial)
    if (one === undefined) continue
    const { since: from, minutesBelow, minutesAbove } = one
    exposed.push({ vialCode: vial.vialCode, from, minutesBelow, minutesAbove })
  }
  return exposed
}

type Outside = { from: number; to: number; since: number; minutesBelow: number; minutesAbove: number }

/** How long a vial was outside. Most vials of a lot share one list of stays, so each list is looked at once. */
function outsideOf(stock: StockBook, { storagePlace, zone, episodes }: Watched) {
  const known = new Map<Vial['stays'], Map<Instant | undefined, Outside | undefined>>()
  return (vial: Vial): Outside | undefined => {
    const left = departureOf(stock, vial, storagePlace)
    const ofStays = known.get(vial.stays) ?? new Map<Instant | undefined, Outside | undefined>()
    known.set(vial.stays, ofStays)
    if (!ofStays.has(left)) ofStays.set(left, outside(presencesOf(vial, storagePlace, zone, left), episodes))
    return ofStays.get(left)
  }
}

/**
 * A vial that is gone lay there no longer than the last of its lot that was carried out; when it was taken this book does
 * not know. Where none was carried out it counts as being there: whether a lot is used up must not show.
 */
function departureOf(stock: StockBook, { lotId, state, stays }: Vial, storagePlace: string): Instant | undefined {
  if (state === 'on_shelf' || state === 'sample') return undefined
  const since = stays.at(-1)?.since ?? ''
  return stock.lots.get(lotId)?.departures.find((one) => one.storagePlace === storagePlace && one.since >= since)?.since
}

function presencesOf(vial: Vial, storagePlace: string, zone: string, left: Instant | undefined): Presence[] {
  return vial.stays.flatMap((stay, place) => {
    if (stay.storagePlace !== storagePlace) return []
    const end = vial.stays[place + 1]?.since ?? left
    const to = end === undefined ? Number.POSITIVE_INFINITY : minutesOnClock(end, zone)
    return [{ from: minutesOnClock(stay.since, zone), to }]
  })
}

function outside(presences: readonly Presence[], episodes: readonly Episode[]): Outside | undefined {
  let found: Outside | undefined
  for (const episode of episodes) {
    let wasThere = false
    for (const presence of presences) {
      const from = Math.max(episode.from, presence.from)
      const to = Math.min(episode.to, presence.to)
      if (to <= from) continue
      found ??= { from, to, since: presence.from, minutesBelow: 0, minutesAbove: 0 }
      found.from = Math.min(found.from, from)
      found.to = Math.max(found.to, to)
      // Where in its time it was outside is not known of a total: it counts in full, and once.
      const minutes = episode.minutes === undefined ? to - from : wasThere ? 0 : episode.minutes
      found[episode.side === 'below' ? 'minutesBelow' : 'minutesAbove'] += minutes
      wasThere = true
    }
  }
  return found
}
