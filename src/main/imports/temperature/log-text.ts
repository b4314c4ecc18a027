/** What the readers of logger files share: lines, days and minutes, and what is wrong with a temperature or a time. */
import { latinDigits } from '../../../core/text.ts'

/** The lines of a text, whatever ends them; the empty ones after the last are none. */
export function linesOf(text: string): string[] {
  return text.trimEnd().split(/\r\n|\n|\r/)
}

/** Minutes since 1970-01-01 00:00 of a date and time by some clock; undefined where the calendar has no such day. */
export function minutesOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second = 0,
): number | undefined {
  const at = Date.UTC(year, month - 1, day)
  const found = new Date(at)
  const exists = found.getUTCFullYear() === year && found.getUTCMonth() === month - 1 && found.getUTCDate() === day
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined
  return at / 60_000 + hour * 60 + minute + second / 60
}

/** Minutes as `YYYY-MM-DD HH:MM`, by the clock that they were read from. */
export function written(minutes: number): string {
  return new Date(minutes * 60_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** Degrees as a logger writes them, not a number where it writes that it has none, or the name of what is wrong. */
export function degreesOf(typed: string): number | string {
  const text = typed.trim()
  if (text === '' || /^[-–]{2}[.,]?-?$/.test(text)) return Number.NaN
  return /^[+-]?\d{1,4}(?:\.\d+)?$/.test(text) ? Number(text) : whatIsWrongWith(text, 'log_temperature')
}

/** Why a number or a time of a logger cannot be read; `otherwise` where nothing better can be said. */
export function whatIsWrongWith(text: string, otherwise: string): string {
  if (latinDigits(text) !== text) return 'log_digits'
  if (/°?\s*F$/i.test(text)) return 'log_fahrenheit'
  return /^[+-]?\d+,\d+$/.test(text) ? 'log_decimal_comma' : otherwise
}

/** The zone of an offset as files write it, `+03:30`, `-0500` or `Z`; undefined for anything else. */
export function zoneOf(offset: string): string | undefined {
  if (/^(?:Z|[+-]00:?00)$/.test(offset)) return 'UTC'
  const [, sign, hours = '', minutes] = offset.match(/^([+-])(\d\d):?([0-5]\d)$/) ?? []
  return sign === undefined || Number(hours) > 14 ? undefined : `${sign}${hours}:${minutes}`
}
