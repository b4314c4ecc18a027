/**
 * Text exports of Berlinger's Fridge-tag and Q-tag loggers: settings and daily totals as an indented list, readings as a
 * table, then a certificate and a signature. The signature's rule is not published; that it is whole shows that the file is.
 */
import type { DailySpan } from '../../../core/stock/daily-totals.ts'
import type { Limits } from '../../../core/stock/temperature.ts'
import type { DeviceDay } from '../../../core/stock/temperature-events.ts'
import { type Found, linesBetweenReports, type Reached } from './log.ts'
import { degreesOf, linesOf, minutesOf, whatIsWrongWith, written } from './log-text.ts'
import { Rows } from './rows.ts'

const minutesOfDay = 1_440

/** True where a text begins as such an export does. */
export function isBerlinger(text: string): boolean {
  return /^\uFEFF?Device: *(?:Q-tag|Fridge-tag)/i.test(text)
}

/** One value of the list, for example `Conf / Alarm / 0 / T AL`. */
type Entry = { readonly path: readonly string[]; readonly value: string; readonly line: number }

/** Reads such an export. Readings later than `latest`, minutes by the logger's clock, are refused. */
export function readBerlinger(text: string, latest: number, reached: Reached): Found {
  const lines = linesOf(text)
  const start = lines.indexOf('Data:')
  const end = lines.indexOf('Cert:')
  const rows = new Rows(start < 0 ? 0 : lines.length - start, latest)
  const list = [...entriesOf(lines, 0, start < 0 ? lines.length : start)]
  if (end >= 0) list.push(...entriesOf(lines, end, lines.length))
  const find = (...path: string[]) => list.find((entry) => entry.path.join('/') === path.join('/'))
  const need = (...path: string[]) => {
    const entry = find(...path)
    if (entry === undefined) rows.refuse(0, 'log_field', { field: path.join(' › ') })
    return entry?.value ?? ''
  }
  if (!isWhole(find('Sig')?.value, find('Sig Cert')?.value)) {
    rows.refuse(lines.length, 'log_cut')
    return { problems: rows.problems }
  }
  const unit = need('Conf', 'Temp unit')
  if (unit !== '' && unit !== 'C')
    rows.refuse(find('Conf', 'Temp unit')?.line ?? 0, unit === 'F' ? 'log_fahrenheit' : 'log_field', {
      field: 'Temp unit',
    })
  const serial = need('Conf', 'Serial')
  const limits = limitsOf(list)
  const deviceDays = daysOf(list, limits, rows)
  if (start >= 0) readTable(lines, start + 1, end < 0 ? lines.length : end, rows, reached)
  if (rows.problems.length > 0) return { problems: rows.problems }
  const interval = Number(find('Conf', 'Logging Interval')?.value)
  const series = rows.series(interval > 0 ? interval : undefined)
  const log = { device: need('Device'), serial, limits, series, deviceDays }
  if (series.minutes.length > 0 || deviceDays.length === 0) return { log }
  const [activated, reported] = [need('Hist', 'TS Actv'), need('Hist', 'TS Report Creation')]
  if (rows.problems.length > 0) return { problems: rows.problems }
  const line = find('Hist', 'TS Report Creation')?.line ?? 0
  const daily = spanOf(activated, reported, deviceDays)
  if (typeof daily === 'string') rows.refuse(line, daily)
  else if (daily.to > latest) rows.refuse(line, 'log_future', { at: written(daily.to) })
  else return { log: { ...log, daily } }
  return { problems: rows.problems }
}

/** For how long a logger measured that tells nothing but days: until its report was made, from its activation or the first day. */
function spanOf(activated: string, reported: string, days: readonly DeviceDay[]): DailySpan | string {
  const read = timeReader('yyyy-MM-dd hh:mm')
  const [start, end] = [read?.(activated), read?.(reported)]
  const first = read?.(`${days.at(-1)?.date} 00:00`)
  const last = read?.(`${days[0]?.date} 00:00`)
  if (start === undefined || end === undefined)
    return whatIsWrongWith(start === undefined ? activated : reported, 'log_time')
  if (first === undefined || last === undefined || last > end || start >= end) return 'log_days_contradict'
  // Days before the activation are none of this use of the logger.
  return first + minutesOfDay <= start ? 'log_days_contradict' : { from: Math.max(first, start), to: end }
}

function isWhole(signature = '', certificate = ''): boolean {
  const isHex = (text: string) => /^(?:[0-9a-f]{2}){32,}$/i.test(text)
  return isHex(signature) && isHex(certificate) && signature.length === certificate.length
}

/** The list as paths: what is indented deeper belongs to the last key above it. */
function* entriesOf(lines: readonly string[], from: number, to: number): Generator<Entry> {
  const above: string[] = []
  for (let place = from; place < to; place++) {
    const text = lines[place] as string
    const depth = text.search(/\S/)
    if (depth < 0) continue
    above.length = Math.min(above.length, depth)
    for (const pair of text.trim().split(/, (?=[A-Za-z][\w ]*: )/)) {
      const [, key = '', value = ''] = pair.match(/^([^:]+):\s*(.*)$/) ?? []
      yield { path: [...above, key], value, line: place + 1 }
      above[depth] = key
    }
  }
}

/** The first alarm is the cold one, the second the warm one. A device with others has limits that are not known here. */
function limitsOf(list: readonly Entry[]): Limits {
  const alarms = list
    .filter(({ path }) => path.length === 4 && path[0] === 'Conf' && path[1] === 'Alarm' && path[3] === 'T AL')
    .map(({ value }) => degreesOf(value))
  const [low, high] = alarms
  const isKnown = alarms.length === 2 && typeof low === 'number' && typeof high === 'number' && low < high
  return isKnown ? { low, high } : { low: null, high: null }
}

/** The daily totals under `Hist`, the newest first. */
function daysOf(list: readonly Entry[], limits: Limits, rows: Rows): DeviceDay[] {
  const days: DeviceDay[] = []
  for (const { path, value: date, line } of list) {
    const [root, day = '', key] = path
    if (root !== 'Hist' || key !== 'Date' || path.length !== 3) continue
    const [of = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number)
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || minutesOf(of, month, dayOfMonth, 0, 0) === undefined)
      rows.refuse(line, whatIsWrongWith(date, 'log_time'))
    else if (date >= (days.at(-1)?.date ?? '9999')) rows.refuse(line, 'log_days_contradict')
    const value = (...rest: string[]) => list.find((entry) => entry.path.join('/') === ['Hist', day, ...rest].join('/'))
    const degrees = (name: string) => {
      const entry = value(name)
      const read = degreesOf(entry?.value ?? '')
      if (typeof read === 'string') rows.refuse(entry?.line ?? line, read)
      return typeof read === 'string' || Number.isNaN(read) ? null : read
    }
    const minutes = (alarm: string, limit: number | null) => {
      const entry = value('Alarm', alarm, 't Acc')
      if (entry === undefined || limit === null) return null
      if (!/^\d+$/.test(entry.value) || Number(entry.value) > minutesOfDay)
        rows.refuse(entry.line, whatIsWrongWith(entry.value, 'log_field'), { field: 't Acc' })
      return Number(entry.value)
    }
    const clock = (...path: string[]) => {
      const entry = value(...path)
      if (entry !== undefined && !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(entry.value))
        rows.refuse(entry.line, whatIsWrongWith(entry.value, 'log_field'), { field: path.at(-1) ?? '' })
      return entry?.value
    }
    const lost = value('Ext Sensor timeout', 't AccST')
    if (lost !== undefined && !/^\d+$/.test(lost.value)) rows.refuse(lost.line, 'log_field', { field: 't AccST' })
    days.push({
      date,
      minimum: degrees('Min T'),
      maximum: degrees('Max T'),
      average: degrees('Avrg T'),
      minutesBelow: minutes('0', limits.low),
      minutesAbove: minutes('1', limits.high),
      ...told('minimumAt', clock('Min T', 'TS Min T')),
      ...told('maximumAt', clock('Max T', 'TS Max T')),
      ...told('alarmBelowAt', clock('Alarm', '0', 't Acc', 'TS A')),
      ...told('alarmAboveAt', clock('Alarm', '1', 't Acc', 'TS A')),
      ...told('sensorLostMinutes', lost === undefined ? undefined : Number(lost.value)),
    })
  }
  return days
}

/** A field with what the file tells; without it where it tells nothing. */
function told<Name extends keyof DeviceDay>(
  name: Name,
  value: DeviceDay[Name] | undefined,
): Pick<DeviceDay, Name> | object {
  return value === undefined ? {} : { [name]: value }
}

/** The table: its first line names the form of the times, `yyyy-MM-dd hh:mm` or another order of the same parts. */
function readTable(lines: readonly string[], from: number, to: number, rows: Rows, reached: Reached): void {
  const [, form = '', unit] = (lines[from] ?? '').split('\t')
  const readTime = timeReader(form)
  if (readTime === undefined || unit !== 'T') {
    rows.refuse(from + 1, 'log_field', { field: 'yyyy-MM-dd hh:mm' })
    return
  }
  for (let place = from + 1; place < to && !rows.isFull; place++) {
    const line = place + 1
    if (line % linesBetweenReports === 0) reached(line, to)
    const cells = (lines[place] as string).split('\t')
    const [indent, time = '', typed = ''] = cells
    if (indent !== '' || cells.length < 3 || cells.length > 4) {
      rows.refuse(line, 'log_columns')
      continue
    }
    const minutes = readTime(time)
    const degrees = degreesOf(typed)
    if (minutes === undefined) rows.refuse(line, whatIsWrongWith(time, 'log_time'))
    else if (typeof degrees === 'string') rows.refuse(line, degrees)
    else rows.add(line, minutes, degrees)
  }
}

const parts = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d\\d)',
  dd: '(?<day>\\d\\d)',
  hh: '(?<hour>\\d\\d)',
  mm: '(?<minute>\\d\\d)',
}

/** Reads times of a form that the file itself states; undefined where it leaves out a part. */
function timeReader(form: string): ((text: string) => number | undefined) | undefined {
  const names = form.match(/yyyy|MM|dd|hh|mm/g) ?? []
  if (new Set(names).size !== 5 || names.length !== 5) return undefined
  const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`^${escaped.replace(/yyyy|MM|dd|hh|mm/g, (name) => parts[name as keyof typeof parts])}$`)
  return (text) => {
    const found = text.match(pattern)?.groups
    if (found === undefined) return undefined
    const { year, month, day, hour, minute } = found
    return minutesOf(Number(year), Number(month), Number(day), Number(hour), Number(minute))
  }
}
