/** Labels as they come out of the real runtime: printed to PDF, turned into pictures, read by an independent reader. */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeFrom } from '../../../src/core/codes.ts'
import { readScan } from '../../../src/core/label-symbol.ts'
import { CodeThread } from '../../../src/main/camera/code-thread.ts'
import { codeCards } from '../../../src/main/documents/code-cards.ts'
import type { Picture } from '../../../src/main/documents/picture.ts'
import type { PrintPage } from '../../../src/main/documents/print-page.ts'
import { vialCodeSheets } from '../../../src/main/documents/vial-codes.ts'
import { bagLabels } from '../../../src/main/labels/bag-label.ts'
import type { LabelPrint } from '../../../src/main/labels/label.ts'
import { syringeLabels } from '../../../src/main/labels/syringe-label.ts'
import { photographed } from '../../support/printed-symbol.ts'
import { occasion } from '../documents/occasion-fixture.ts'
import { fonts } from '../documents/print-fonts.ts'
import { label, serial } from './label-fixture.ts'
import { decode, openReader, symbols } from './reader.ts'

const run = promisify(execFile)
const runtime = resolve('node_modules/electron/dist/electron')
const works = (program: string) => spawnSync(program, ['-help'], { stdio: 'ignore' }).error === undefined
const isPossible = existsSync(runtime) && works('pdftoppm') && (process.env.DISPLAY !== undefined || works('Xvfb'))

function page(print: LabelPrint): PrintPage {
  if (!print.ok) throw new Error(JSON.stringify(print.problems))
  return print.page
}

/** How somebody holds a whole label before a camera. */
const held = { width: 1280, height: 960, degrees: 17, blur: 0.8 }
const other = codeFrom(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]))
const emergencyCode = codeFrom(Uint8Array.from({ length: 20 }, (_, index) => index * 13))
const vials = Array.from({ length: 100 }, (_, seed) =>
  codeFrom(Uint8Array.from({ length: 11 }, (_, index) => (seed * 89 + index * 37) % 256)),
)
const both = [label, { ...label, practice: true, syringeCode: other }]
const prints = {
  syringe: page(syringeLabels(both, fonts)),
  bag: page(bagLabels(both, fonts)),
  cards: codeCards([{ participantNumber: 7, code: emergencyCode }], { ...occasion, practice: true }, fonts),
  vials: vialCodeSheets(vials, { ...occasion, practice: true }, fonts),
}

/** A picture as `P5` (Netpbm): width, height and 255 in words, then a byte a point. */
function greyMap(file: Buffer): Picture {
  const [head = '', width, height] = /^P5\s(\d+)\s(\d+)\s255\s/.exec(file.toString('latin1')) ?? []
  return { width: Number(width), height: Number(height), grey: file.subarray(head.length) }
}

/** A display of its own where there is none. */
async function display(): Promise<{ name: string; close: () => void }> {
  if (process.env.DISPLAY !== undefined) return { name: process.env.DISPLAY, close: () => {} }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '800x600x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise<string>((done, failed) => {
    server.once('error', failed)
    server.stdio[3]?.once('data', (chunk: Buffer) => done(chunk.toString().trim()))
  })
  return { name: `:${number}`, close: () => server.kill() }
}

describe.skipIf(!isPossible)('labels printed by the runtime', () => {
  let folder = ''
  let complaints = ''

  beforeAll(async () => {
    await openReader()
    folder = await mkdtemp(join(tmpdir(), 'counterseal-print-'))
    const jobs = Object.entries(prints).map(([name, print]) => ({ ...print, name, file: join(folder, `${name}.html`) }))
    for (const job of jobs) await writeFile(job.file, job.html)
    const list = join(folder, 'jobs.json')
    await writeFile(
      list,
      JSON.stringify(jobs.map(({ file, name }) => ({ html: file, pdf: join(folder, `${name}.pdf`) }))),
    )
    const screen = await display()
    try {
      const { ELECTRON_RUN_AS_NODE: _asNode, ...environment } = process.env
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const { stdout } = await run(
        runtime,
        [
          ...sandbox,
          '--disable-gpu',
          `--user-data-dir=${join(folder, 'profile')}`,
          resolve(import.meta.dirname, 'print-window.mjs'),
        ],
        { env: { ...environment, DISPLAY: screen.name, PRINT_JOBS: list }, timeout: 60_000 },
      )
      complaints = stdout
    } finally {
      screen.close()
    }
  }, 90_000)

  afterAll(async () => {
    if (folder !== '') await rm(folder, { recursive: true, force: true })
  })

  const picture = async (name: string, number: number, dpi: number) => {
    const target = join(folder, `${name}-${number}-${dpi}`)
    const range = ['-f', String(number), '-l', String(number)]
    await run('pdftoppm', ['-r', String(dpi), ...range, '-singlefile', '-png', join(folder, `${name}.pdf`), target])
    return new Uint8Array(await readFile(`${target}.png`))
  }

  it('L6 break no rule of their own policy', () => expect(complaints).not.toContain('complaint'))

  it.each([
    ['syringe', 203],
    ['syringe', 300],
    ['bag', 203],
    ['bag', 300],
  ] as const)(
    'L6 have a symbol that is read back from the picture, practice or not (%s, %i dpi)',
    async (name, dpi) => {
      const found = await Promise.all([1, 2].map(async (number) => symbols(await picture(name, number, dpi))))
      for (const [index, [symbol]] of found.entries()) {
        // ]d2 is a DataMatrix that begins with FNC1; 29 is the separator that FNC1 stands for elsewhere.
        expect(symbol?.symbologyIdentifier).toBe(']d2')
        expect(symbol?.text).toBe(`70032603211430\u001d91${both[index]?.syringeCode}\u001d92${serial}`)
        expect(readScan(`${symbol?.symbologyIdentifier}${symbol?.text}`)).toBe(serial)
      }
    },
  )

  it.each([
    ['syringe', 1.8],
    ['bag', 1.2],
  ] as const)(
    'L6 P7 are read with the camera as a whole, turned and out of focus (%s, %f of its points for a dot of 203 dpi)',
    async (name, scale) => {
      const target = join(folder, `${name}-grey`)
      const whole = ['-r', '203', '-f', '1', '-singlefile', '-gray', join(folder, `${name}.pdf`), target]
      await run('pdftoppm', whole)
      const seen = photographed(greyMap(await readFile(`${target}.pgm`)), { ...held, scale })
      const thread = new CodeThread()
      const text = await thread.read({ ...seen, grey: Uint8Array.from(seen.grey) }, 15_000)
      thread.end()
      expect(readScan(text ?? '')).toBe(serial)
    },
  )

  it('B7 a code card is read back from the picture', async () => {
    expect(await decode(await picture('cards', 1, 203))).toEqual([emergencyCode])
  })

  it('L6 L8 every vial code is read back from the picture of its sheet', async () => {
    const found = await Promise.all([1, 2].map(async (number) => decode(await picture('vials', number, 203))))
    expect(found.flat().sort()).toEqual([...vials].sort())
  })

  it('L6 are one page each, as large as was asked to a fifth of a millimetre', async () => {
    for (const [name, print] of Object.entries(prints)) {
      const document = await PDFDocument.load(await readFile(join(folder, `${name}.pdf`)))
      expect(document.getPageCount()).toBe(name === 'cards' ? 1 : 2)
      const { width, height } = document.getPage(0).getSize()
      expect(Math.abs((width * 25.4) / 72 - print.widthMillimetres)).toBeLessThan(0.2)
      expect(Math.abs((height * 25.4) / 72 - print.heightMillimetres)).toBeLessThan(0.2)
    }
  })

  it('L6 have every row on the label, with nothing beyond its edges', async () => {
    for (const name of ['syringe', 'bag'] as const) {
      const { stdout } = await run('pdftotext', ['-f', '1', '-l', '1', '-bbox', join(folder, `${name}.pdf`), '-'])
      const words = [...stdout.matchAll(/<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">/g)]
      const print = prints[name]
      expect(words.length).toBeGreaterThan(20)
      for (const [, left, right] of words) {
        expect(Number(left)).toBeGreaterThan(0)
        expect((Number(right) * 25.4) / 72).toBeLessThan(print.widthMillimetres - 1)
      }
    }
  })
})
