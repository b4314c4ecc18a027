/** Collects the readings of a file line by line, in order, or what is wrong with them. */
import type { LineProblem } from '../../../core/result.ts'
import type { Series } from '../../../core/stock/temperature.ts'
import { written } from './log-text.ts'

/** So many problems are told; a file with more is wrong as a whole. */
const mostProblems = 100
/** What loggers of any kind can measure, degrees Celsius. */
const [coldest, hottest] = [-273.15, 1_000]

export class Rows {
  readonly problems: LineProblem[] = []
  #minutes: Float64Array
  #celsius: Float64Array
  #count = 0
  readonly #latest: number

  /** Room for so many readings; none may be later than `latest`. */
  constructor(room: number, latest: number) {
    this.#minutes = new Float64Array(Math.max(1, room))
    this.#celsius = new Float64Array(Math.max(1, room))
    this.#latest = latest
  }

  get isFull(): boolean {
    return this.problems.length >= mostProblems
  }

  refuse(line: number, problem: string, values?: LineProblem['values']): void {
    if (!this.isFull) this.problems.push(values === undefined ? { line, problem } : { line, problem, values })
  }

  /** The next reading; its time must be later than that of the one before, its temperature one that there can be. */
  add(line: number, minutes: number, celsius: number): void {
    const before = this.#count === 0 ? Number.NEGATIVE_INFINITY : (this.#minutes[this.#count - 1] as number)
    if (minutes <= before) this.refuse(line, 'log_order', { before: written(before) })
    else if (minutes > this.#latest) this.refuse(line, 'log_future', { at: written(minutes) })
    else if (celsius < coldest || celsius > hottest) this.refuse(line, 'log_temperature_impossible')
    else {
      this.#minutes[this.#count] = minutes
      this.#celsius[this.#count] = celsius
      this.#count += 1
    }
  }

  /** The series, with the interval that the logger states or the middle one of those that were found. */
  series(statedInterval?: number): Series {
    const minutes = this.#minutes.subarray(0, this.#count)
    const celsius = this.#celsius.subarray(0, this.#count)
    return { minutes, celsius, intervalMinutes: statedInterval ?? middleInterval(minutes) }
  }
}

function middleInterval(minutes: Float64Array): number {
  const intervals = new Float64Array(Math.max(0, minutes.length - 1))
  for (let place = 0; place < intervals.length; place++)
    intervals[place] = (minutes[place + 1] as number) - (minutes[place] as number)
  return intervals.sort()[Math.floor(intervals.length / 2)] ?? 1
}
