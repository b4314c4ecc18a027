/**
 * Readings as they are recorded: a text of about one character a reading, taken apart again only when somebody looks.
 *
 * Knows: seconds and degrees. Promises: what comes back is what was packed, to the second and to the millionth of a degree.
 *
 * Each number is the difference from the one before, written as the mappings of source maps are (base 64, five bits a
 * digit, the lowest first, the sixth bit says that more follow; ECMA-426).
 */
import type { Series } from './temperature.ts'

/** A series, packed. */
export type Readings = {
  /** Seconds since 1970-01-01 00:00 by the clock of the logger, of the first reading. */
  readonly startSeconds: number
  /** Seconds from a reading to the next and how often in a row, in pairs. */
  readonly steps: string
  /** Degrees Celsius times ten to the power of `decimals`; a point where the logger had no reading. */
  readonly celsius: string
  readonly decimals: number
  readonly intervalMinutes: number
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const codes = Uint8Array.from(digits, (digit) => digit.charCodeAt(0))
const valueOfCode = new Int8Array(128).fill(-1)
for (let value = 0; value < digits.length; value++) valueOfCode[codes[value] as number] = value

const none = '.'.charCodeAt(0)
const [base, more] = [32, 32]
/** Finer than any logger writes. */
const mostDecimals = 6
/** Digits of the longest number that is written. */
const longestNumber = 12

/** Packs a series. */
export function packed({ minutes, celsius, intervalMinutes }: Series): Readings {
  const decimals = decimalsOf(celsius)
  const scale = 10 ** decimals
  const temperatures = new Writer(celsius.length)
  let before = 0
  for (const degrees of celsius) {
    if (Number.isNaN(degrees)) {
      temperatures.missing()
      continue
    }
    const scaled = Math.round(degrees * scale)
    temperatures.signed(scaled - before)
    before = scaled
  }
  const steps = new Writer(16)
  const seconds = (place: number) => Math.round((minutes[place] as number) * 60)
  for (let place = 1; place < minutes.length; ) {
    const step = seconds(place) - seconds(place - 1)
    let count = 1
    while (place + count < minutes.length && seconds(place + count) - seconds(place + count - 1) === step) count += 1
    steps.unsigned(step)
    steps.unsigned(count)
    place += count
  }
  const startSeconds = minutes.length === 0 ? 0 : seconds(0)
  return { startSeconds, steps: steps.text(), celsius: temperatures.text(), decimals, intervalMinutes }
}

/** The series again. */
export function unpacked(readings: Readings): Series {
  const steps = unpacking(readings)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same in steps, between which whoever unpacks may do something else. */
export function* unpacking({
  startSeconds,
  steps,
  celsius: text,
  decimals,
  intervalMinutes,
}: Readings): Generator<undefined, Series> {
  const room = new Float64Array(text.length)
  const temperatures = new Temperatures(text, 10 ** decimals, room)
  while (temperatures.take(readingsAtATime)) yield
  const celsius = room.subarray(0, temperatures.count)
  const times = new Times(steps, startSeconds, new Float64Array(temperatures.count))
  while (times.take(readingsAtATime)) yield
  return { minutes: times.minutes, celsius, intervalMinutes }
}

/** Readings between two steps: a few milliseconds' work. */
const readingsAtATime = 50_000

class Temperatures {
  readonly #reader: Reader
  readonly #scale: number
  readonly #celsius: Float64Array
  #scaled = 0
  count = 0

  constructor(text: string, scale: number, celsius: Float64Array) {
    this.#reader = new Reader(text)
    this.#scale = scale
    this.#celsius = celsius
  }

  /** Reads so many more; false where there are no more. */
  take(most: number): boolean {
    const reader = this.#reader
    for (const end = this.count + most; this.count < end && !reader.isDone; this.count++) {
      if (reader.isMissing()) this.#celsius[this.count] = Number.NaN
      else {
        this.#scaled += reader.signed()
        this.#celsius[this.count] = this.#scaled / this.#scale
      }
    }
    return !reader.isDone
  }
}

class Times {
  readonly minutes: Float64Array
  readonly #reader: Reader
  #seconds: number
  #place = 1
  #step = 0
  /** Readings that follow with the same step. */
  #left = 0

  constructor(steps: string, startSeconds: number, minutes: Float64Array) {
    this.minutes = minutes
    this.#reader = new Reader(steps)
    this.#seconds = startSeconds
    if (minutes.length > 0) minutes[0] = startSeconds / 60
  }

  take(most: number): boolean {
    for (const end = this.#place + most; this.#place < end; this.#left--) {
      if (this.#left === 0) {
        if (this.#reader.isDone) return false
        this.#step = this.#reader.unsigned()
        this.#left = this.#reader.unsigned()
      }
      this.#seconds += this.#step
      this.minutes[this.#place++] = this.#seconds / 60
    }
    return true
  }
}

function decimalsOf(celsius: Float64Array): number {
  let [decimals, scale] = [0, 1]
  for (const degrees of celsius) {
    while (decimals < mostDecimals && Math.abs(degrees * scale - Math.round(degrees * scale)) > 1e-7 * scale) {
      decimals += 1
      scale *= 10
    }
  }
  return decimals
}

class Writer {
  #bytes: Uint8Array
  #length = 0

  constructor(room: number) {
    this.#bytes = new Uint8Array(room + longestNumber)
  }

  missing(): void {
    this.#room()
    this.#bytes[this.#length++] = none
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value)
  }

  unsigned(value: number): void {
    this.#room()
    if (value < base) {
      this.#bytes[this.#length++] = codes[value] as number
      return
    }
    let rest = value
    do {
      const digit = rest % base
      rest = (rest - digit) / base
      this.#bytes[this.#length++] = codes[rest > 0 ? digit + more : digit] as number
    } while (rest > 0)
  }

  text(): string {
    let text = ''
    // A call takes only so many arguments.
    for (let start = 0; start < this.#length; start += 8_192)
      text += String.fromCharCode(...this.#bytes.subarray(start, Math.min(start + 8_192, this.#length)))
    return text
  }

  #room(): void {
    if (this.#length + longestNumber <= this.#bytes.length) return
    const larger = new Uint8Array(this.#bytes.length * 2 + longestNumber)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

class Reader {
  readonly #text: string
  #place = 0

  constructor(text: string) {
    this.#text = text
  }

  get isDone(): boolean {
    return this.#place >= this.#text.length
  }

  /** Takes the sign for no reading, where it stands next. */
  isMissing(): boolean {
    const isNext = this.#text.charCodeAt(this.#place) === none
    if (isNext) this.#place += 1
    return isNext
  }

  signed(): number {
    const value = this.unsigned()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }

  unsigned(): number {
    let [value, weight] = [0, 1]
    for (;;) {
      const digit = valueOfCode[this.#text.charCodeAt(this.#place++)] as number
      value += (digit % base) * weight
      if (digit < more) return value
      weight *= base
    }
  }
}
