// Taking in a logger's file of a million readings, from the disk to the entry on the disk, against reading the same file
// and splitting it into lines and cells. Turn by turn in one process.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { addMinutes } from '../../src/core/time.ts'
import { readLogFile } from '../../src/main/imports/temperature/read-file.ts'
import { accepted, folder, HandClock, passphraseOf, Site } from '../support/site.ts'

const readings = 1_000_000
const rounds = 7
const begun = '2024-01-01T00:00:00.000Z'

/** How many times as long an import takes; the middle one of the rounds. */
export async function importRatio(): Promise<{
  readonly ratio: number
  readonly rounds: readonly { readonly bareMs: number; readonly importMs: number }[]
  readonly fileMegabytes: number
  readonly longestBlockMs: number
}> {
  const path = join(folder(), 'logger.csv')
  const text = fileText()
  writeFileSync(path, text)
  const site = await siteWithPlaces()
  const measured: { bareMs: number; importMs: number }[] = []
  let longestBlockMs = 0
  let beat = performance.now()
  const watch = setInterval(() => {
    longestBlockMs = Math.max(longestBlockMs, performance.now() - beat)
    beat = performance.now()
  }, 1)
  // The first round of either warms up and does not count.
  for (let round = 0; round <= rounds; round++) {
    const bareMs = bare(path)
    await new Promise(setImmediate)
    beat = performance.now()
    longestBlockMs = round === 1 ? 0 : longestBlockMs
    const importMs = await imported(site, path, `Freezer ${round}`)
    if (round > 0) measured.push({ bareMs, importMs })
    beat = performance.now()
  }
  clearInterval(watch)
  site.study.close()
  await site.tools.kdf.stop()
  rmSync(path)
  const ratios = measured.map(({ bareMs, importMs }) => importMs / bareMs).sort((one, other) => one - other)
  return {
    ratio: ratios[Math.floor(ratios.length / 2)] as number,
    rounds: measured,
    fileMegabytes: text.length / 1024 / 1024,
    longestBlockMs,
  }
}

function bare(path: string): number {
  const start = performance.now()
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.split(','))
  if (rows.length < readings) throw new Error('the file is too short')
  return performance.now() - start
}

async function imported(site: Site, path: string, storagePlace: string): Promise<number> {
  const start = performance.now()
  const log = accepted(await readLogFile(path, site.clock.now()))
  const command = { type: 'ImportTemperatures', storagePlace, clock: 'utc', otherLogger: false } as const
  accepted(await site.study.submit(command, { log }))
  return performance.now() - start
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
