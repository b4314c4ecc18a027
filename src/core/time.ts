/**
 * Instants and days, as text that sorts. Nobody here asks the clock; time is handed in.
 */
import { z } from 'zod'

/** An instant in UTC, ISO 8601 with milliseconds and `Z`. Sorts as text. */
export type Instant = string
/** A calendar day of the site, `YYYY-MM-DD`. Sorts as text. */
export type IsoDate = string

export const Instant = z.iso.datetime({ precision: 3 })
export const IsoDate = z.iso.date()

const minute = 60_000

/** The instant a number of minutes later (earlier when negative). */
export function addMinutes(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * minute).toISOString()
}

/** The instant a number of days later, each of twenty-four hours. */
export function addDays(at: Instant, days: number): Instant {
  return addMinutes(at, days * 1_440)
}

/** The site's calendar day on which an instant falls. */
export function dayOf(at: Instant, timeZone: string): IsoDate {
  return formatterOf(timeZone).format(Date.parse(at))
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  // Swedish writes a date as ISO 8601 does.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formatters.set(timeZone, made)
  return made
}

/** True where the runtime knows the time zone's name, for example `Asia/Tehran`. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Minutes by which a clock of this zone is ahead of UTC. A zone is a name or an offset as `+03:30`. */
function aheadOfUtc(milliseconds: number, zone: string): number {
  const [, sign, hours, minutes] = zone.match(/^([+-])(\d\d):(\d\d)$/) ?? []
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const clock =
    clocks.get(zone) ??
    // Swedish writes date and time as ISO 8601 does.
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(zone, clock)
  const shown = Date.parse(`${clock.format(milliseconds).replace(' ', 'T')}Z`)
  return Math.round((shown - Math.floor(milliseconds / 1_000) * 1_000) / minute)
}

/** What a clock of this zone shows at an instant, in minutes since its 1970-01-01 00:00. */
export function minutesOnClock(at: Instant, zone: string): number {
  const milliseconds = Date.parse(at)
  return milliseconds / minute + aheadOfUtc(milliseconds, zone)
}

/** The instant at which a clock of this zone shows so many minutes; of an hour that comes twice, the second. */
export function instantOnClock(minutes: number, zone: string): Instant {
  const shown = minutes * minute
  const first = shown - aheadOfUtc(shown, zone) * minute
  return new Date(Math.round(shown - aheadOfUtc(first, zone) * minute)).toISOString()
}

/** The minute that an instant lies in, from its beginning; what a clock without seconds shows. */
export function wholeMinute(at: Instant): Instant {
  return new Date(Math.floor(Date.parse(at) / 60_000) * 60_000).toISOString()
}
