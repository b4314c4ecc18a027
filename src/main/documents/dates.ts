/**
 * An instant as people at the site read it: ISO 8601 in English, Solar Hijri in Persian, always with the zone.
 */
import { allPersianDigits } from './digits.ts'

/** One instant in the site's time zone, in both calendars. Seconds are dropped, so a limit is never shown later than it is. */
export type SiteMoment = {
  /** `2026-03-21` */
  readonly isoDate: string
  /** `14:30` */
  readonly time: string
  /** `UTC+03:30` */
  readonly offset: string
  /** `Tehran` */
  readonly city: string
  /** Day, month by name and year of the Solar Hijri calendar, in Persian digits. */
  readonly solarDate: string
  /** The time in Persian digits. */
  readonly persianTime: string
  /** `به وقت ایران` */
  readonly persianZone: string
  /** Date, time, city and offset in English. */
  readonly en: string
  /** Date, time and zone in Persian. */
  readonly fa: string
}

type Formats = {
  readonly date: Intl.DateTimeFormat
  readonly time: Intl.DateTimeFormat
  readonly offset: Intl.DateTimeFormat
  readonly solar: Intl.DateTimeFormat
  readonly persianZone: Intl.DateTimeFormat
}

const formatsByZone = new Map<string, Formats>()

function formatsOf(timeZone: string): Formats {
  const known = formatsByZone.get(timeZone)
  if (known !== undefined) return known
  const made: Formats = {
    // Swedish writes a date as ISO 8601 does.
    date: new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
    time: new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    offset: new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }),
    solar: new Intl.DateTimeFormat('fa-IR-u-ca-persian', { timeZone, year: 'numeric', month: 'long', day: 'numeric' }),
    persianZone: new Intl.DateTimeFormat('fa-IR', { timeZone, timeZoneName: 'shortGeneric' }),
  }
  formatsByZone.set(timeZone, made)
  return made
}

function partOf(parts: readonly Intl.DateTimeFormatPart[], type: Intl.DateTimeFormatPartTypes): string {
  return parts.find((part) => part.type === type)?.value ?? ''
}

/** Reads an ISO instant (`…Z`) in the site's time zone. */
export function siteMoment(at: string, timeZone: string): SiteMoment {
  const instant = Date.parse(at)
  if (Number.isNaN(instant)) throw new RangeError('an instant to be printed is not an ISO instant')
  const formats = formatsOf(timeZone)
  const isoDate = formats.date.format(instant)
  const time = formats.time.format(instant)
  const greenwich = partOf(formats.offset.formatToParts(instant), 'timeZoneName')
  const offset = greenwich === 'GMT' ? 'UTC+00:00' : greenwich.replace('GMT', 'UTC')
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
  const solar = formats.solar.formatToParts(instant)
  const solarDate = (['day', 'month', 'year'] as const).map((type) => partOf(solar, type)).join(' ')
  const persianTime = allPersianDigits(time)
  const persianZone = `به ${partOf(formats.persianZone.formatToParts(instant), 'timeZoneName')}`
  return {
    isoDate,
    time,
    offset,
    city,
    solarDate,
    persianTime,
    persianZone,
    en: city === 'UTC' ? `${isoDate} ${time} UTC` : `${isoDate} ${time} (${city}, ${offset})`,
    fa: `${solarDate}، ساعت ${persianTime} ${persianZone}`,
  }
}
