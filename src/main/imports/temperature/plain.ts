/**
 * CSV with the columns `time,temperature`: times with the year first, `2023-04-17 16:06` or as ISO 8601, degrees Celsius.
 *
 * Read byte by byte where a line is as it should be, since such files hold a million of them; a line that is not is looked
 * at as text, to say what is wrong with it.
 */
import { type Found, linesBetweenReports, type Reached } from './log.ts'
import { degreesOf, minutesOf, whatIsWrongWith, zoneOf } from './log-text.ts'
import { Rows } from './rows.ts'

const header = /^\uFEFF?"?time"?,"?temperature(?:[ _]?\(?(?:°?C|celsius)\)?)?"?$/i

const [zero, nine, comma, minus, plus, point] = [0x30, 0x39, 0x2c, 0x2d, 0x2b, 0x2e]
const [newline, carriageReturn, space, colon] = [0x0a, 0x0d, 0x20, 0x3a]

/** True where the first line names the two columns. */
export function isPlain(firstLine: string): boolean {
  return header.test(firstLine.trim())
}

/** Reads such a file. Readings later than `latest`, minutes by the logger's clock, are refused. */
export function readPlain(bytes: Buffer, latest: number, reached: Reached): Found {
  // No line is shorter than its time and a comma.
  const rows = new Rows(Math.ceil(bytes.length / 17), latest)
  const clock: Clock = { midnightOf: midnights(), zones: new Set(), lineWithoutZone: 0 }
  const last = lengthOf(bytes)
  let line = 1
  for (let start = endOf(bytes, 0) + 1; start < last && !rows.isFull; ) {
    line += 1
    if (line % linesBetweenReports === 0) reached(start, last)
    const end = endOf(bytes, start)
    readLine(bytes, start, bytes[end - 1] === carriageReturn ? end - 1 : end, line, rows, clock)
    start = end + 1
  }
  const [offset = ''] = clock.zones
  if (offset !== '' && clock.lineWithoutZone > 0) rows.refuse(clock.lineWithoutZone, 'log_zones')
  if (rows.problems.length > 0) return { problems: rows.problems }
  const zone = zoneOf(offset)
  const limits = { low: null, high: null }
  const log = { device: '', serial: '', limits, series: rows.series(), deviceDays: [] }
  return { log: zone === undefined ? log : { ...log, zone } }
}

/** How many bytes there are before the empty lines at the end. */
function lengthOf(bytes: Buffer): number {
  let length = bytes.length
  while (length > 0 && (bytes[length - 1] as number) <= space) length -= 1
  return length
}

function endOf(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(newline, start)
  return end < 0 ? bytes.length : end
}

/** The number that so many digits write, or a negative one where one of them is none. */
function digits(bytes: Buffer, start: number, count: number): number {
  let value = 0
  for (let place = start; place < start + count; place++) {
    const byte = bytes[place] as number
    if (!(byte >= zero && byte <= nine)) return -1
    value = value * 10 + byte - zero
  }
  return value
}

/** The minutes at which a day begins, by the place of its ten bytes; undefined where there is no such day. */
type MidnightOf = (bytes: Buffer, start: number) => number | undefined

/** Remembers the last day: the next reading is usually of the same. */
function midnights(): MidnightOf {
  let day = ''
  let midnight: number | undefined
  return (bytes, start) => {
    const next = bytes.toString('latin1', start, start + 10)
    if (next === day) return midnight
    day = next
    const [year, month, date] = [digits(bytes, start, 4), digits(bytes, start + 5, 2), digits(bytes, start + 8, 2)]
    midnight = year < 0 || month < 0 || date < 0 ? undefined : minutesOf(year, month, date, 0, 0)
    return midnight
  }
}

/** What is known of the file's times so far. Either all of them state the zone of the clock, and the same one, or none. */
type Clock = { readonly midnightOf: MidnightOf; readonly zones: Set<string>; lineWithoutZone: number }

function readLine(bytes: Buffer, start: number, end: number, line: number, rows: Rows, clock: Clock): void {
  // 2023-04-17 16:06,-16.5
  const isUsual =
    bytes[start + 16] === comma &&
    bytes[start + 4] === minus &&
    bytes[start + 7] === minus &&
    bytes[start + 10] === space &&
    bytes[start + 13] === colon
  const hour = digits(bytes, start + 11, 2)
  const minute = digits(bytes, start + 14, 2)
  const degrees = isUsual ? usualDegrees(bytes, start + 17, end) : undefined
  if (degrees === undefined || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    readUnusual(bytes.toString('utf8', start, end), line, rows, clock.zones)
    return
  }
  clock.lineWithoutZone ||= line
  const midnight = clock.midnightOf(bytes, start)
  if (midnight === undefined) rows.refuse(line, 'log_time')
  else rows.add(line, midnight + hour * 60 + minute, degrees)
}

/** Degrees of at most six characters behind the sign, with a point; undefined for anything else. */
function usualDegrees(bytes: Buffer, start: number, end: number): number | undefined {
  const sign = bytes[start]
  let place = sign === minus || sign === plus ? start + 1 : start
  let value = 0
  let scale = 0
  const first = place
  for (; place < end; place++) {
    const byte = bytes[place] as number
    if (byte === point && scale === 0 && place > first) scale = 1
    else if (byte >= zero && byte <= nine) {
      value = value * 10 + byte - zero
      if (scale > 0) scale *= 10
    } else return undefined
  }
  if (place === first || place - first > 6 || scale === 1) return undefined
  const degrees = scale > 1 ? value / scale : value
  return sign === minus ? -degrees : degrees
}

const unusual = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/

function readUnusual(text: string, line: number, rows: Rows, zones: Set<string>): void {
  const cells = text.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  const [time = '', typed = ''] = cells
  const found = time.match(unusual)
  if (text.trim() === '') rows.refuse(line, 'log_line_empty')
  else if (text.includes(';')) rows.refuse(line, 'log_decimal_comma')
  else if (cells.length === 3 && /^\d+$/.test(cells[2] ?? '')) rows.refuse(line, 'log_decimal_comma')
  else if (cells.length !== 2) rows.refuse(line, 'log_columns')
  else if (found === null)
    rows.refuse(line, whatIsWrongWith(time, /^\d{1,2}[/.-]\d/.test(time) ? 'log_date_order' : 'log_time'))
  else {
    const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0))
    const offset = found[7] ?? ''
    zones.add(offset)
    const minutes = minutesOf(year ?? 0, month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0)
    const degrees = degreesOf(typed)
    if (minutes === undefined || (offset !== '' && zoneOf(offset) === undefined)) rows.refuse(line, 'log_time')
    else if (zones.size > 1) rows.refuse(line, 'log_zones')
    else if (typeof degrees === 'string') rows.refuse(line, degrees)
    else rows.add(line, minutes, degrees)
  }
}
