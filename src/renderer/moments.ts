/**
 * Times and days as people write them: the site's local time, ISO 8601 and Solar Hijri beside each other.
 *
 * Records hold UTC; the zone is the study's. Nothing here asks the clock.
 */
import {
  CalendarDate,
  GregorianCalendar,
  PersianCalendar,
  Time,
  toCalendar,
  toCalendarDateTime,
  toZoned,
} from '@internationalized/date'
import { latinDigits, persianNumber } from '../core/text.ts'
import type { Instant, IsoDate } from '../core/time.ts'
import type { Language } from './i18n/index.ts'

/** The same day or moment in both calendars; `first` is the one that the language puts first. */
export type InBoth = { readonly first: string; readonly second: string }

const formats = new Map<string, Intl.DateTimeFormat>()

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

const numbers = new Map<string, Intl.NumberFormat>()

/** A number in the digits of the language. */
export function digits(value: number, language: Language, options: Intl.NumberFormatOptions = {}): string {
  const locale = language === 'fa' ? 'fa-IR' : 'en-GB'
  const key = `${locale} ${JSON.stringify(options)}`
  const known = numbers.get(key) ?? new Intl.NumberFormat(locale, options)
  numbers.set(key, known)
  return known.format(value)
}

/** A number as it stands in a field, in the digits of the language; what is typed is read in either. */
export function fieldDigits(typed: string, language: Language): string {
  return language === 'fa' ? persianNumber(typed) : typed
}

function solarHijri(at: Date, language: Language, timeZone: string): string {
  const locale = language === 'fa' ? 'fa-IR-u-ca-persian' : 'en-GB-u-ca-persian'
  const parts = format(locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('day')} ${part('month')} ${part('year')}`
}

function iso(at: Date, timeZone: string): string {
  return format('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

/** The time of day at the site, 24 hours, in the digits of the language. */
export function clockTime(at: Instant, language: Language, timeZone: string): string {
  const locale = language === 'fa' ? 'fa-IR' : 'en-GB'
  return format(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(Date.parse(at))
}

/** The zone's name for people, for example "Iran Standard Time". */
export function zoneName(timeZone: string, language: Language): string {
  const parts = format(language === 'fa' ? 'fa-IR' : 'en-GB', { timeZone, timeZoneName: 'long' }).formatToParts(0)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
}

function inBoth(isoText: string, hijriText: string, language: Language): InBoth {
  return language === 'fa' ? { first: hijriText, second: isoText } : { first: isoText, second: hijriText }
}

/** A calendar day in both calendars. */
export function dayInBoth(on: IsoDate, language: Language): InBoth {
  const noon = new Date(`${on}T12:00:00Z`)
  return inBoth(on, solarHijri(noon, language, 'UTC'), language)
}

/** An instant as the site's day in both calendars. */
export function dateInBoth(at: Instant, language: Language, timeZone: string): InBoth {
  const date = new Date(at)
  return inBoth(iso(date, timeZone), solarHijri(date, language, timeZone), language)
}

/** The time of day of a clock that shows so many minutes since its 1970-01-01 00:00. */
export function timeOfMinutes(minutes: number, language: Language): string {
  return clockTime(new Date(minutes * 60_000).toISOString(), language, 'UTC')
}

/** Day and month of a clock that shows so many minutes, by the calendar of the language. */
export function dayOfMonth(minutes: number, language: Language): string {
  const locale = language === 'fa' ? 'fa-IR-u-ca-persian' : 'en-GB'
  return format(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(minutes * 60_000)
}

/** Minutes from now to an instant, rounded towards the past; negative once it is over. */
export function minutesUntil(at: Instant, now: Date): number {
  return Math.floor((Date.parse(at) - now.getTime()) / 60_000)
}

const hijri = new PersianCalendar()
const gregorian = new GregorianCalendar()
/** No Gregorian year of a trial is below this, and no Solar Hijri year of one above. */
const yearsPart = 1700

/** A day typed as ISO or Solar Hijri, in Latin or Persian digits. Undefined where it is not a day of its calendar. */
export function readDay(typed: string): IsoDate | undefined {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain(typed))
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  if (month < 1 || month > 12 || day < 1) return undefined
  const calendar = year < yearsPart ? hijri : gregorian
  const first = new CalendarDate(calendar, year, month, 1)
  if (day > calendar.getDaysInMonth(first)) return undefined
  return toCalendar(new CalendarDate(calendar, year, month, day), gregorian).toString()
}

/** A time of day typed as 8:05, 08:05 or 0805, in Latin or Persian digits. */
export function readTime(typed: string): { readonly hour: number; readonly minute: number } | undefined {
  const match = /^(\d{1,2}):?(\d{2})$/.exec(plain(typed))
  if (match === null) return undefined
  const hour = Number(match[1])
  const minute = Number(match[2])
  return hour < 24 && minute < 60 ? { hour, minute } : undefined
}

/** The instant of a day and a time at the site. */
export function instantOf(on: IsoDate, time: { hour: number; minute: number }, timeZone: string): Instant {
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number)
  const local = toCalendarDateTime(new CalendarDate(year, month, day), new Time(time.hour, time.minute))
  return toZoned(local, timeZone).toDate().toISOString()
}

/** A day and a time typed together, with a blank or a T between them. */
export function readMoment(typed: string, timeZone: string): Instant | undefined {
  const [dayPart = '', timePart = '', ...more] = plain(typed).split(/[\sT]+/)
  const on = readDay(dayPart)
  const time = readTime(timePart)
  if (on === undefined || time === undefined || more.length > 0) return undefined
  return instantOf(on, time, timeZone)
}

/** A day as somebody would type it in this language: Solar Hijri in Persian, ISO in English. */
export function typedDay(on: IsoDate, language: Language): string {
  if (language === 'en') return on
  const [year = 0, month = 0, day = 0] = on.split('-').map(Number)
  const date = toCalendar(new CalendarDate(year, month, day), hijri)
  const two = (value: number) => digits(value, 'fa', { minimumIntegerDigits: 2 })
  return `${digits(date.year, 'fa', { useGrouping: false })}/${two(date.month)}/${two(date.day)}`
}

/** A moment as somebody would type it in this language. */
export function typedMoment(at: Instant, language: Language, timeZone: string): string {
  return `${typedDay(iso(new Date(at), timeZone), language)} ${clockTime(at, language, timeZone)}`
}

function plain(typed: string): string {
  return latinDigits(typed)
    .replace(/[\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
}
