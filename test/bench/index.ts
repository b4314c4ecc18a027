// How fast it is: every figure is a ratio to the bare work, measured in one run, turn by turn, against its floor.
// Progress goes to standard error; the last line on standard output is one line of JSON.

import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { labelFigures } from './labels.ts'
import { commitRatio, growth, openRatio, verifyRatio } from './ledger.ts'
import { importRatio } from './logger.ts'
import { unlockOverhead } from './unlock.ts'
import { windowRatios } from './window.ts'

/** What each figure must not be above, or, where it says so, below. */
const floors = {
  'commit.p50': { atMost: 1.3 },
  'commit.p99': { atMost: 1.8 },
  'open.ratio': { atMost: 2 },
  'open.longestBlockMs': { atMost: 50 },
  growth: { atMost: 1.1 },
  'verify.ratio': { atLeast: 0.9 },
  'unlock.overhead': { atMost: 0.05 },
  'import.ratio': { atMost: 3 },
  'import.longestBlockMs': { atMost: 50 },
  'paint.ratio': { atMost: 1.5 },
  'memory.ratio': { atMost: 1.3 },
  'label.syringe.ratio': { atMost: 1.3 },
  'label.bag.ratio': { atMost: 1.3 },
  'label.dose.ratio': { atMost: 1.3 },
  'labels.longestFrameGapMs': { atMost: 50 },
  'labels.longestBlockMs': { atMost: 50 },
} as const
type Figure = keyof typeof floors
type Measured = { readonly figures: Partial<Record<Figure, number>>; readonly details: object }

const benches: Record<string, () => Promise<Measured>> = {
  async commit() {
    const details = commitRatio()
    return { figures: { 'commit.p50': details.p50, 'commit.p99': details.p99 }, details }
  },
  async open() {
    const details = await openRatio()
    return { figures: { 'open.ratio': details.ratio, 'open.longestBlockMs': details.longestBlockMs }, details }
  },
  async growth() {
    const details = await growth()
    return { figures: { growth: details.ratio }, details }
  },
  async verify() {
    const details = await verifyRatio()
    return { figures: { 'verify.ratio': details.ratio }, details }
  },
  async unlock() {
    const details = await unlockOverhead()
    return { figures: { 'unlock.overhead': details.overhead }, details }
  },
  async import() {
    const details = await importRatio()
    const { ratio, longestBlockMs } = details
    return { figures: { 'import.ratio': ratio, 'import.longestBlockMs': longestBlockMs }, details }
  },
  async window() {
    const details = await windowRatios(12, (round) => say(`window: round ${round}`))
    const { paint, memory } = details
    return { figures: { 'paint.ratio': paint.ratio, ...(memory && { 'memory.ratio': memory.ratio }) }, details }
  },
  async labels() {
    const details = await labelFigures()
    const { single, job } = details
    const jobs = Object.values(job)
    const figures = {
      'label.syringe.ratio': single.syringe.ratio,
      'label.bag.ratio': single.bag.ratio,
      'label.dose.ratio': single.dose.ratio,
      'labels.longestFrameGapMs': Math.max(...jobs.map(({ frameGapMs }) => frameGapMs)),
      'labels.longestBlockMs': Math.max(...jobs.map(({ mainBlockMs }) => mainBlockMs)),
    }
    return { figures, details }
  },
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const wanted = values.only?.split(',') ?? Object.keys(benches)
const figures: Partial<Record<Figure, number>> = {}
for (const [name, bench] of Object.entries(benches)) {
  if (!wanted.includes(name)) continue
  say(`${name} …`)
  const start = performance.now()
  const measured = await bench()
  for (const [figure, value] of Object.entries(measured.figures)) figures[figure as Figure] = rounded(value)
  say(
    `${name}: ${JSON.stringify(measured.details, (_, value) => (typeof value === 'number' ? rounded(value) : value))}`,
  )
  say(`${name}: done (${((performance.now() - start) / 1000).toFixed(1)} s)`)
}
const missed = (Object.keys(figures) as Figure[]).filter((figure) => !holds(figure, figures[figure] as number))
// A figure that could not be told has not held its floor either.
const unmeasured = (Object.keys(floors) as Figure[]).filter((figure) => figures[figure] === undefined)
process.stdout.write(`${JSON.stringify({ ...figures, missed, unmeasured, floors, machine: machine() })}\n`)

function say(line: string): void {
  process.stderr.write(`bench: ${line}\n`)
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

function holds(figure: Figure, value: number): boolean {
  const floor: { readonly atMost?: number; readonly atLeast?: number } = floors[figure]
  return value <= (floor.atMost ?? Number.POSITIVE_INFINITY) && value >= (floor.atLeast ?? Number.NEGATIVE_INFINITY)
}

function machine(): object {
  const [first] = cpus()
  const electron = readFileSync(new URL('../../node_modules/electron/dist/version', import.meta.url), 'utf8').trim()
  return {
    processor: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    electron,
    // Other work on the machine; above the number of cores the figures mean little.
    load: rounded(loadavg()[0] ?? 0),
  }
}
