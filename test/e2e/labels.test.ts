// Labels on their way out: looked at, saved, sent to a label printer as it is; with the file system watched, and the labels
// read back by an independent reader. And the ways of a voided label.

import { chmodSync, mkdirSync, readdirSync, readFileSync, type WatchEventType, watch, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inBlackAndWhite, type Picture, png } from '../../src/main/documents/picture.ts'
import { pictureOf } from '../../src/main/labels/zpl.ts'
import { openReader, symbols } from '../main/labels/reader.ts'
import { makeCanaryFile, people } from './canary-file.ts'
import { answerDialogs, expect, test } from './harness.ts'
import { needle, Search } from './process-memory.ts'
import { Walk } from './walk.ts'

/** What the bridge answers, as far as it is looked at here. */
type Reply = {
  readonly ok: boolean
  readonly value: {
    readonly rows: unknown
    readonly pictures: unknown
    readonly used: Readonly<Record<string, unknown>>
  }
}

/** Stands where the system's program for print jobs stands, and keeps what it is handed. */
const receiver = (into: string) => `#!/bin/sh
printf '%s\\n' "$@" >> '${into}/arguments'
cat >> '${into}/job'
`

/** Everything that is written below a folder while somebody watches, read as soon as it is heard of. */
function watched(folder: string, search: Search) {
  const found = new Map<string, readonly string[]>()
  const heard = new Set<string>()
  const look = (_event: WatchEventType | string, name: string | null) => {
    if (name === null) return
    heard.add(name)
    try {
      const names = [...search.in(readFileSync(join(folder, name)))]
      if (names.length > 0) found.set(name, names)
    } catch {
      // Gone again, or a folder.
    }
  }
  const watching = watch(folder, { recursive: true }, look)
  return { found, heard, stop: () => watching.close() }
}

test('L6 L7 B12 labels leave by the printer and by file, and nothing of them stays on the disk', async ({
  folder,
  start,
}) => {
  test.setTimeout(300_000)
  await openReader()
  const [temporary, programs, received, saved] = ['temporary', 'programs', 'received', 'saved'].map((name) => {
    const made = join(folder, name)
    mkdirSync(made)
    return made
  }) as [string, string, string, string]
  writeFileSync(join(programs, 'lp'), receiver(received))
  chmodSync(join(programs, 'lp'), 0o755)
  const file = await makeCanaryFile(folder)
  const running = await start([file.path], { TMPDIR: temporary, PATH: `${programs}:${process.env['PATH'] ?? ''}` })
  const walk = new Walk(running, 'en')
  const ask = async (channel: string, payload: object) => (await walk.request(channel, payload)) as Reply
  await walk.signIn(people.pharmacist)
  const { syringe: code } = await walk.prepare()
  await walk.press(walk.say('dose', 'labels.record'))
  const doses = await ask('ask', { question: { type: 'Syringes', offset: 0, limit: 1, search: code } })
  const [{ serial, doseId, syringeId }] = doses.value.rows as [{ serial: string; doseId: string; syringeId: string }]
  const grouped = code.replace(/(.{4})(?=.)/g, '$1 ')
  const search = new Search([needle('code', code), needle('code in groups', grouped), needle('serial', serial)])
  const watching = [join(folder, 'profile'), temporary].map((one) => watched(one, search))

  await test.step('they are looked at, on screen and as a label printer makes them', async () => {
    const look = await ask('document', { document: { kind: 'labels', doseId }, as: 'view' })
    expect(look.ok).toBe(true)
    for (const label of ['syringe', 'bag'])
      for (const dotsPerInch of [203, 300]) {
        const document = { kind: 'label_zpl', doseId, label, dotsPerInch }
        const reply = await ask('document', { document, as: 'view' })
        const [picture] = reply.value.pictures as [Record<string, number>]
        const [symbol] = await symbols(Uint8Array.from(Object.values(picture)))
        expect(symbol?.text, `${label} at ${dotsPerInch} dpi`).toContain(`91${code}\u001d92${serial}`)
      }
  })

  await test.step('an installed printer that does not take them is named, and nothing counts as printed', async () => {
    const use = { label: 'syringe', printer: { way: 'printer', name: 'Nowhere' } }
    expect((await ask('printers', { use })).value.used.syringe).toEqual(use.printer)
    const reply = await ask('document', { document: { kind: 'labels', doseId }, as: 'print' })
    expect(reply).toMatchObject({ refusal: { rule: 'printer_did_not_take' } })
  })

  await test.step('a label printer is sent their pictures, under a title that says nothing', async () => {
    for (const label of ['syringe', 'bag'])
      await ask('printers', { use: { label, printer: { way: 'zpl', name: 'Zebra', dotsPerInch: 203 } } })
    const reply = await ask('document', { document: { kind: 'labels', doseId }, as: 'print' })
    expect(reply).toMatchObject({ ok: true, value: { saved: true } })
    expect(readFileSync(join(received, 'arguments'), 'utf8').split('\n').slice(0, 8)).toEqual([
      '-d',
      'Zebra',
      '-o',
      'raw',
      '-t',
      'Labels',
      '-s',
      '-',
    ])
    const jobs = readFileSync(join(received, 'job'), 'utf8').trim().split('\n')
    const sizes = jobs.map((job) => pictureOf(job)).map((picture) => [picture?.width, picture?.height])
    expect(sizes).toEqual([
      [480, 240],
      [800, 560],
    ])
    for (const job of jobs) {
      const [symbol] = await symbols(png(inBlackAndWhite(pictureOf(job) as Picture)))
      expect(symbol?.symbologyIdentifier).toBe(']d2')
      expect(symbol?.text).toContain(`92${serial}`)
    }
    expect(readFileSync(join(folder, 'profile', 'workstation.json'), 'utf8')).toContain('Zebra')
  })

  await test.step('a second print of the same serials is refused; a reprint voids them, also under a scanner', async () => {
    const again = await ask('document', { document: { kind: 'labels', doseId }, as: 'print' })
    expect(again).toMatchObject({ refusal: { rule: 'reprint_needs_reason' } })
    await ask('submit', { command: { type: 'PrintLabels', doseId, reason: 'smudged' } })
    const text = `]d270032612282358\u001d91${code}\u001d92${serial}`
    const found = await ask('ask', { question: { type: 'Find', text } })
    expect(found).toMatchObject({ value: { kind: 'syringe', syringeId, voided: true } })
  })

  await test.step('the new ones are saved as PDF', async () => {
    await answerDialogs(running.app, join(saved, 'labels.pdf'))
    const reply = await ask('document', { document: { kind: 'labels', doseId }, as: 'save' })
    expect(reply).toMatchObject({ ok: true, value: { saved: true } })
    expect(readdirSync(saved)).toEqual(['labels.pdf'])
  })

  await running.page.waitForTimeout(500)
  for (const one of watching) one.stop()
  const [profile, scratch] = watching
  // Where labels go is remembered while somebody watches: the watch can hear.
  expect([...(profile?.heard ?? [])].some((name) => name.endsWith('workstation.json'))).toBe(true)
  expect(Object.fromEntries(profile?.found ?? [])).toEqual({})
  expect(Object.fromEntries(scratch?.found ?? [])).toEqual({})
  const heard = [...(profile?.heard ?? []), ...(scratch?.heard ?? [])].map((name) => relative('', name))
  expect(heard.filter((name) => /label|\.pdf|\.zpl|\.png|print/i.test(name))).toEqual([])
})
