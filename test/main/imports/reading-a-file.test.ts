import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packed, unpacked, unpacking } from '../../../src/core/stock/readings.ts'
import { summarise, summing } from '../../../src/core/stock/temperature.ts'
import { readLogFile } from '../../../src/main/imports/temperature/read-file.ts'
import { newFolder } from '../../support/folder.ts'

const now = new Date('2026-03-01T08:00:00.000Z')
const readings = 120_000

/** A reading a minute; large enough to be read in a thread of its own. */
function longFile(): string {
  const start = Date.parse('2025-01-01T00:00:00.000Z')
  const rows = Array.from({ length: readings }, (_, place) => {
    const time = new Date(start + place * 60_000).toISOString().slice(0, 16).replace('T', ' ')
    return `${time},${(-75 + (place % 40)).toFixed(1)}`
  })
  const path = join(newFolder('memory'), 'long.csv')
  writeFileSync(path, `time,temperature\n${rows.join('\n')}\n`)
  return path
}

describe('a long file of a logger', () => {
  const path = longFile()

  it('Q2 says how far its reading is, by the bytes read, always further on', async () => {
    const shares: number[] = []
    const read = await readLogFile(path, now, { reached: (done, total) => shares.push(done / total) })
    expect(read.ok && read.value.series.minutes.length).toBe(readings)
    expect(shares.length).toBeGreaterThan(5)
    expect(shares).toEqual([...new Set(shares)].sort((one, other) => one - other))
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true)
  })

  it('Q2 can be left while it is read: then nothing of it is answered but that', async () => {
    const stop = new AbortController()
    const reading = readLogFile(path, now, { reached: () => stop.abort(), signal: stop.signal })
    expect(await reading).toMatchObject({ ok: false, refusal: { rule: 'reading_stopped' } })
  })

  it('Q2 is not begun for somebody who has left before', async () => {
    const read = await readLogFile(path, now, { signal: AbortSignal.abort() })
    expect(read).toMatchObject({ ok: false, refusal: { rule: 'reading_stopped' } })
  })

  it('Q2 is counted and taken apart in many short steps, with the same result as in one', async () => {
    const read = await readLogFile(path, now)
    if (!read.ok) throw new Error(read.refusal.rule)
    const { series } = read.value
    const limits = { low: -70, high: -50 }
    const [summary, pauses] = inSteps(summing(series, limits))
    expect(summary).toEqual(summarise(series, limits))
    expect(pauses).toBeGreaterThanOrEqual(5)
    const [again, pausesOfUnpacking] = inSteps(unpacking(packed(series)))
    expect(again).toEqual(unpacked(packed(series)))
    expect(again.celsius).toEqual(series.celsius)
    expect(pausesOfUnpacking).toBeGreaterThanOrEqual(3)
  })
})

/** What steps lead to, and how often somebody else could have had the turn. */
function inSteps<T>(steps: Generator<undefined, T>): [T, number] {
  for (let pauses = 0; ; pauses++) {
    const step = steps.next()
    if (step.done === true) return [step.value, pauses]
  }
}
