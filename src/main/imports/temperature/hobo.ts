/**
 * CSV exports of HOBO loggers (HOBOware, HOBOconnect). The export's settings decide the form of its dates, and the file does
 * not say which it was. So an order of day and month is taken only where the file proves it.
 */
import { parse } from 'csv-parse/sync'
import { type Found, linesBetweenReports, type Reached } from './log.ts'
import { degreesOf, linesOf, minutesOf, whatIsWrongWith, zoneOf } from './log-text.ts'
import { Rows } from './rows.ts'

const title = /^\uFEFF?"?Plot Title:/i
const timeColumn = /^Date(?:[- ]Time| Time)\b/i
const temperatureColumn = /^(?:Ch: *\d+ *- *)?Temp(?:erature)?\b/i

/** The place of the line that names the columns, or undefined where no line of the first three does. */
function headerOf(lines: readonly string[]): number | undefined {
  const place = lines.slice(0, 3).findIndex((line) => {
    const names = cellsOf(line)
    return names.some((name) => timeColumn.test(name)) && names.some((name) => temperatureColumn.test(name))
  })
  return place < 0 ? undefined : place
}

/** True where a text begins as such an export does. */
export function isHobo(text: string): boolean {
  const first = linesOf(text.slice(0, 4_096))
  return title.test(first[0] ?? '') || headerOf(first) !== undefined
}

/** Reads such an export. Readings later than `latest`, minutes by the logger's clock, are refused. */
export function readHobo(text: string, latest: number, reached: Reached): Found {
  const lines = linesOf(text)
  const rows = new Rows(lines.length, latest)
  const place = headerOf(lines)
  if (place === undefined) {
    rows.refuse(1, 'log_field', { field: 'Date Time, Temp' })
    return { problems: rows.problems }
  }
  const names = cellsOf(lines[place] as string)
  const timeAt = names.findIndex((name) => timeColumn.test(name))
  const temperatureAt = names.findIndex((name) => temperatureColumn.test(name))
  const name = names[temperatureAt] as string
  if (/°\s*F/.test(name)) rows.refuse(place + 1, 'log_fahrenheit')
  else if (!/°\s*C/.test(name)) rows.refuse(place + 1, 'log_field', { field: 'Temp, °C' })
  if (rows.problems.length > 0) return { problems: rows.problems }
  readTable(lines, place + 1, { timeAt, temperatureAt, count: names.length }, rows, reached)
  if (rows.problems.length > 0) return { problems: rows.problems }
  const device = lines[0]?.match(title) ? cellsOf(lines[0]).join(',').replace(title, '').trim() : ''
  const serial = name.match(/S\/N: *(\d+)/)?.[1] ?? ''
  const limits = { low: null, high: null }
  // The export is made in a zone of its own and names it beside the times.
  const zone = zoneOf(names[timeAt]?.match(/\bGMT *([+-]\d\d:?\d\d)/)?.[1] ?? '')
  return {
    log: {
      ...(zone === undefined ? {} : { zone }),
      device: device === '' ? 'HOBO' : device,
      serial,
      limits,
      series: rows.series(),
      deviceDays: [],
    },
  }
}

type Columns = { readonly timeAt: number; readonly temperatureAt: number; readonly count: number }
type Timed = { readonly line: number; readonly time: Time; readonly celsius: number }
/** A time as it is written: three numbers whose order may be unknown, and the time of the day in minutes. */
type Time = { readonly numbers: readonly [number, number, number]; readonly yearFirst: boolean; readonly ofDay: number }

function readTable(
  lines: readonly string[],
  from: number,
  { timeAt, temperatureAt, count }: Columns,
  rows: Rows,
  reached: Reached,
): void {
  const found: Timed[] = []
  for (let place = from; place < lines.length && !rows.isFull; place++) {
    const line = place + 1
    if (line % linesBetweenReports === 0) reached(line, lines.length)
    const cells = cellsOf(lines[place] as string)
    if (cells.length !== count) {
      rows.refuse(line, cells.length === count + 1 ? 'log_decimal_comma' : 'log_columns')
      continue
    }
    const typed = cells[temperatureAt] ?? ''
    // A line of something that happened to the logger, and no reading.
    if (typed === '' && cells.some((cell, index) => index > temperatureAt && cell !== '')) continue
    const celsius = degreesOf(typed)
    const time = timeOf(cells[timeAt] ?? '')
    if (time === undefined) rows.refuse(line, whatIsWrongWith(cells[timeAt] ?? '', 'log_time'))
    else if (typeof celsius === 'string') rows.refuse(line, celsius)
    else found.push({ line, time, celsius })
  }
  if (rows.problems.length > 0) return
  const order = provenOrder(found)
  if (order === undefined) {
    rows.refuse(0, 'log_date_order')
    return
  }
  for (const { line, time, celsius } of found) {
    const at = order(time)
    if (at === undefined) rows.refuse(line, 'log_time')
    else rows.add(line, at, celsius)
  }
}

const timeForm =
  /^(?:(?<first>\d{1,4})[/.-](?<second>\d{1,2})[/.-](?<third>\d{1,4})) +(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<seconds>\d\d)(?:\.\d+)?)?(?: *(?<half>[AP]M))?$/i

function timeOf(text: string): Time | undefined {
  const { first = '', second, third, hour, minute, seconds, half } = text.trim().match(timeForm)?.groups ?? {}
  const numbers = [Number(first), Number(second), Number(third)] as const
  if (first === '' || (half !== undefined && (Number(hour) < 1 || Number(hour) > 12))) return undefined
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  if (hours > 23 || Number(minute) > 59 || Number(seconds ?? 0) > 59) return undefined
  return { numbers, yearFirst: first.length === 4, ofDay: hours * 60 + Number(minute) + Number(seconds ?? 0) / 60 }
}

type Order = (time: Time) => number | undefined

const year = (written: number) => (written < 100 ? 2_000 + written : written)
const on = (of: number, month: number, day: number, ofDay: number) => {
  const midnight = minutesOf(year(of), month, day, 0, 0)
  return midnight === undefined ? undefined : midnight + ofDay
}
const monthFirst: Order = ({ numbers: [month, day, of], ofDay }) => on(of, month, day, ofDay)
const dayFirst: Order = ({ numbers: [day, month, of], ofDay }) => on(of, month, day, ofDay)
const yearFirst: Order = ({ numbers: [of, month, day], ofDay }) => on(of, month, day, ofDay)

/** The only order in which every date exists and each reading is later than the one before; undefined where several are. */
function provenOrder(found: readonly Timed[]): Order | undefined {
  const orders = found[0]?.time.yearFirst === true ? [yearFirst] : [monthFirst, dayFirst, yearFirst]
  const possible = orders.filter((order) => {
    let before = Number.NEGATIVE_INFINITY
    return found.every(({ time }) => {
      const at = order(time)
      const isLater = at !== undefined && at > before
      before = at ?? before
      return isLater
    })
  })
  if (possible.length > 0) return possible.length === 1 ? possible[0] : undefined
  // Nothing fits: the only order there is, or the first in which every date exists, says which line is wrong.
  const whole = orders.find((order) => found.every(({ time }) => order(time) !== undefined))
  return orders.length === 1 ? orders[0] : whole
}

function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim())
  try {
    const [cells = []] = parse(line, { relax_column_count: true, trim: true, bom: true }) as string[][]
    return cells
  } catch {
    return [line]
  }
}
