// Taking in a logger's file of a million readings, from the disk to the entry on the disk, against reading the same file
// and splitting it into lines and cells. Turn by turn in one process.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { held } from '../../src/core/session.ts'
import { type ReadLog, weighingAhead } from '../../src/core/stock/logger-import.ts'
import { loggerLook } from '../../src/core/stock/temperature-answers.ts'
import { addMinutes } from '../../src/core/time.ts'
import { readLogFile } from '../../src/main/imports/temperature/read-file.ts'
import { inSlices } from '../../src/main/in-slices.ts'
import { newFolder } from '../support/folder.ts'
import { accepted, HandClock, passphraseOf, Site } from '../support/site.ts'

const readings = 1_000_000
const rounds = 7
const begun = '2024-01-01T00:00:00.000Z'

/**
 * How many times as long an import takes, the middle one of the rounds; and for how long the main process served nobody
 * else meanwhile, the worst of all rounds. A round is looked at, recorded and drawn, as a window asks for it.
 */
export async function importRatio(): Promise<{
  readonly ratio: number
  readonly rounds: readonly { readonly bareMs: number; readonly importMs: number }[]
  readonly fileMegabytes: number
  readonly longestBlockMs: number
  /** The same, counted in the time for which this thread had a processor; others use the machine, too. */
  readonly longestBlockOnProcessorMs: number
  readonly blocksMs: Readonly<Record<string, number>>
}> {
  const path = join(newFolder('memory'), 'logger.csv')
  const text = fileText()
  writeFileSync(path, text)
  const site = await siteWithPlaces()
  const measured: { bareMs: number; importMs: number }[] = []
  const blocks = new Blocks()
  // The first round of either warms up and does not count.
  for (let round = 0; round <= rounds; round++) {
    const bareMs = bare(path)
    if (round === 1) blocks.forget()
    const importMs = await imported(site, path, `Freezer ${round}`, blocks)
    if (round > 0) measured.push({ bareMs, importMs })
  }
  blocks.end()
  site.study.close()
  await site.tools.kdf.stop()
  rmSync(path)
  const ratios = measured.map(({ bareMs, importMs }) => importMs / bareMs).sort((one, other) => one - other)
  return {
    ratio: ratios[Math.floor(ratios.length / 2)] as number,
    rounds: measured,
    fileMegabytes: text.length / 1024 / 1024,
    longestBlockMs: Math.max(...blocks.longest.values()),
    longestBlockOnProcessorMs: blocks.onProcessor,
    blocksMs: Object.fromEntries(blocks.longest),
  }
}

/** For how long the event loop did not come round while something was done, by what it was. */
class Blocks {
  readonly longest = new Map<string, number>()
  onProcessor = 0
  #doing = 'nothing'
  #beat = performance.now()
  #used = processorMs()
  readonly #watch = setInterval(() => this.#turn(), 1)

  #turn(): void {
    const [beat, used] = [performance.now(), processorMs()]
    if (this.#doing !== 'nothing') {
      this.longest.set(this.#doing, Math.max(this.longest.get(this.#doing) ?? 0, beat - this.#beat))
      this.onProcessor = Math.max(this.onProcessor, used - this.#used)
    }
    this.#beat = beat
    this.#used = used
  }

  /** Does it, and answers with the milliseconds that it took; the loop comes round before and after. */
  async during(what: string, work: () => Promise<void>): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 5))
    this.#turn()
    this.#doing = what
    const start = performance.now()
    await work()
    const took = performance.now() - start
    await new Promise((resolve) => setTimeout(resolve, 5))
    this.#doing = 'nothing'
    return took
  }

  forget(): void {
    this.longest.clear()
    this.onProcessor = 0
  }

  end(): void {
    clearInterval(this.#watch)
  }
}

/** Milliseconds for which this thread has had a processor. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

function bare(path: string): number {
  const start = performance.now()
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(','))
  if (rows.length < readings) throw new Error('the file is too short')
  return performance.now() - start
}

async function imported(site: Site, path: string, storagePlace: string, blocks: Blocks): Promise<number> {
  const command = { type: 'ImportTemperatures', storagePlace, clock: 'utc', otherLogger: false } as const
  const session = held(site.study.session)
  let log: ReadLog | undefined
  const readMs = await blocks.during('reading', async () => {
    log = accepted(await readLogFile(path, site.clock.now()))
  })
  const read = held(log)
  let importId = ''
  // Recording counts for itself what a look would have counted before.
  const recordMs = await blocks.during('recording', async () => {
    const acted = accepted(await site.study.submit(command, { log: read }))
    importId = String(acted.made['importId'])
  })
  await blocks.during('looking', async () => {
    const again = { ...read, series: { ...read.series } }
    const now = site.clock.now().toISOString()
    await inSlices(weighingAhead(session, command, again))
    accepted(loggerLook(session, command, { log: again, now }, { columns: 1_000 }))
  })
  await blocks.during('drawing', async () => {
    const curve = { type: 'LoggerCurve', importId, columns: 1_000 } as const
    await site.study.ready(curve)
    accepted(site.study.ask(curve))
  })
  return readMs + recordMs
}

/** A study with a lot in a place of its own for each round, each with limits, so that excursions are looked for. */
async function siteWithPlaces(): Promise<Site> {
  const site = await Site.found({ clock: new HandClock(begun), members: ['qamar'] })
  for (let round = 0; round <= rounds; round++) {
    await site.act('ana', {
      type: 'ReceiveLot',
      product: 'A',
      lotNumber: `EX-${round}`,
      manufacturer: 'Manufacturer',
      expiresOn: '2031-12-31',
      vialCount: 100,
      storagePlace: `Freezer ${round}`,
      sender: 'Depot',
      arrivalCelsius: '-78.5',
    })
  }
  for (let round = 0; round <= rounds; round++) {
    const limits = { storagePlace: `Freezer ${round}`, lowTenths: -900, highTenths: -600, allowedMinutes: 0 }
    await site.act('qamar', { type: 'StatePlaceLimits', ...limits }, { passphrase: passphraseOf('qamar') })
  }
  site.clock.set(addMinutes(begun, readings + 60))
  await site.signIn('ana')
  return site
}

/** A reading a minute, two years long; it is too warm for an hour of every fortieth day. */
function fileText(): string {
  const start = Date.parse(begun)
  const rows = Array.from({ length: readings }, (_, place) => {
    const time = new Date(start + place * 60_000).toISOString().slice(0, 16).replace('T', ' ')
    const isWarm = place % 57_600 < 60
    return `${time},${(isWarm ? -40 : -75 + Math.round(Math.sin(place / 97) * 20) / 10).toFixed(1)}`
  })
  return `time,temperature\n${rows.join('\n')}\n`
}
