// The PDF of a certificate is read in the window, by keyboard: the right page at the right place, whatever the document
// holds besides; what cannot be drawn is said; and nothing of it stays.

import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Replies } from '../../src/contract/replies.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import { colleagues } from '../../src/main/practice/practice-members.ts'
import { answerDialogs, type Counterseal, expect, quit, test } from './harness.ts'
import { brokenPdf, flawedPdf, goodPdf, line, lockedPdf, longPdf, paper, scannedPdf, squares } from './pdf-files.ts'
import { byHand } from './person.ts'
import { needleOfBytes, Search } from './process-memory.ts'
import { hindrances } from './targets.ts'
import { Walk } from './walk.ts'
import { type Language, languagesToday } from './words.ts'

test.use({ args: ['--practice'], practised: true })

type Lots = { ok: true; value: { rows: { lotId: string; lotNumber: string; product: 'A' | 'B' }[] } }

function qa() {
  const found = colleagues.find((one) => one.role === 'qa')
  if (found === undefined) throw new Error('nobody is QA')
  return found
}

/** A reader of certificates: QA, on the page of a lot. */
class Reader extends Walk {
  #lot: Lots['value']['rows'][number] | undefined

  static async at(running: Counterseal, language: Language): Promise<Reader> {
    const reader = new Reader(running, language)
    await reader.speak()
    await reader.signIn(qa())
    const asked = (await reader.request('ask', { question: { type: 'Lots', offset: 0, limit: 1 } })) as Lots
    const [lot] = asked.value.rows
    if (lot === undefined) throw new Error('no lot')
    reader.#lot = lot
    await reader.goTo('lots')
    await reader.page.getByRole('row').filter({ hasText: lot.lotNumber }).click()
    await reader.heading(lot.lotNumber)
    return reader
  }

  /** Corrects the lot's certificate to one with this document. */
  async enter(name: string, bytes: Buffer): Promise<string> {
    const path = this.path(name)
    await writeFile(path, bytes)
    await answerDialogs(this.running.app, path)
    const chosen = (await this.request('choose', { purpose: 'certificate' })) as { value: { file: string } }
    const { value } = (await this.request('status', undefined)) as { value: Replies['status'] }
    if (value.settings === undefined || this.#lot === undefined) throw new Error('nobody is signed in')
    const certificate = inventedCertificate(value.settings, this.#lot, '2026-01-10')
    const command = { ...certificate, reason: `scan ${name}` }
    expect(await this.request('submit', { command, file: chosen.value.file })).toMatchObject({ ok: true })
    await expect(this.page.getByText(name).first()).toBeVisible()
    return path
  }

  async read(): Promise<void> {
    await this.tabTo(this.say('pdf', 'read'))
    await this.page.keyboard.press('Enter')
    await expect(this.dialog).toBeVisible()
  }

  async leave(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.dialog).toBeHidden()
  }

  async expectPage(page: number, pages: number): Promise<void> {
    await expect(this.dialog.getByText(this.say('pdf', 'drawn', { page, pages }))).toBeVisible()
    await expect(this.dialog.getByRole('img', { name: this.say('pdf', 'alt', { page, pages }) })).toBeVisible()
  }

  /** The darkest and the lightest grey within a part of the drawn page, which is given in points from below. */
  async greys(part: { left: number; below: number; right: number; above: number }): Promise<[number, number]> {
    return this.page.evaluate(
      ([{ left, below, right, above }, sheet]) => {
        const canvas = document.querySelector<HTMLCanvasElement>('[role=dialog] canvas')
        const pixels = canvas?.getContext('2d')
        if (canvas === null || !pixels) throw new Error('nothing is drawn')
        const [across, down] = [canvas.width / sheet.width, canvas.height / sheet.height]
        const place = [left * across, (sheet.height - above) * down, (right - left) * across, (above - below) * down]
        const [x = 0, y = 0, width = 0, height = 0] = place.map(Math.round)
        const { data } = pixels.getImageData(x, y, width, height)
        let [darkest, lightest] = [255, 0]
        for (let index = 1; index < data.length; index += 4) {
          darkest = Math.min(darkest, data[index] ?? 0)
          lightest = Math.max(lightest, data[index] ?? 255)
        }
        return [darkest, lightest] as [number, number]
      },
      [part, paper] as const,
    )
  }

  /** Which of the squares stand where they should. */
  async squaresSeen(): Promise<number[]> {
    const seen: number[] = []
    for (const { page, x, y } of squares) {
      const [darkest, lightest] = await this.greys({ left: x - 45, below: y - 45, right: x + 45, above: y + 45 })
      expect(darkest).toBe(lightest)
      if (darkest === 0) seen.push(page)
    }
    return seen
  }
}

/** What is left of documents in the window. */
const leftIn = (page: Page) =>
  page.evaluate(() => ({
    canvases: document.querySelectorAll('canvas').length,
    fonts: [...document.fonts].filter(({ family }) => /^g_d\d/.test(family)).length,
  }))

for (const language of languagesToday('en')) {
  test(`Q4 B1 a PDF is read in the window by keyboard, page by page, and nothing of it stays, in ${language}`, async ({
    start,
    folder,
  }) => {
    const running = await start()
    const reader = await Reader.at(running, language)
    const { page } = reader
    const { keyboard } = page
    const marker = `ZQCOA${language}5519`
    const bytes = await goodPdf(marker)
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    await reader.enter('certificate.pdf', bytes)

    await test.step('nothing of what reads PDF is loaded before a document is opened', async () => {
      expect(requested.filter((url) => url.includes('pdf'))).toEqual([])
      expect(page.workers()).toEqual([])
    })
    await test.step('the first page, as it was made', async () => {
      await reader.read()
      await reader.expectPage(1, 2)
      expect(await reader.squaresSeen()).toEqual([1])
      const [darkest, lightest] = await reader.greys(line)
      expect(darkest).toBeLessThan(100)
      expect(lightest).toBe(255)
      await expect(reader.dialog.getByText(reader.say('pdf', 'incomplete'))).toBeHidden()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await hindrances(page, { within: '[role=dialog]' })).toEqual([])
      }
    })
    await test.step('the page goes down and turns with the keys', async () => {
      for (let presses = 0; presses < 6; presses += 1) {
        if (await reader.dialog.getByText(reader.say('pdf', 'drawn', { page: 2, pages: 2 })).isVisible()) break
        await keyboard.press('PageDown')
        await expect(reader.dialog.locator('[data-drawn]')).toBeVisible()
      }
      await reader.expectPage(2, 2)
      expect(await reader.squaresSeen()).toEqual([2])
      await keyboard.press('Home')
      await reader.expectPage(1, 2)
      await keyboard.press('End')
      await reader.expectPage(2, 2)
    })
    await test.step('it grows and shrinks, and every pixel is drawn anew', async () => {
      const width = () => page.evaluate(() => document.querySelector('canvas')?.width ?? 0)
      const drawnAt = async (percent: number) => {
        const said = reader.dialog.getByText(reader.say('pdf', 'zoom', { percent }), { exact: true })
        await expect(said).toBeVisible()
        await expect(reader.dialog.locator('[data-drawn]')).toBeVisible()
        await expect.poll(width).toBe(Math.floor((paper.width * percent * 96) / 72 / 100))
        expect(await reader.squaresSeen()).toEqual([2])
      }
      await drawnAt(150)
      await keyboard.press('+', byHand)
      await drawnAt(200)
      await keyboard.press('-', byHand)
      await drawnAt(150)
      await keyboard.press('-', byHand)
      await drawnAt(125)
      await keyboard.press('0', byHand)
      await drawnAt(150)
      await page.getByRole('button', { name: reader.say('pdf', 'larger') }).focus()
      await keyboard.press('Enter')
      await drawnAt(200)
    })
    await test.step('no script ran, and the link over the page leads nowhere', async () => {
      await reader.dialog.locator('canvas').click({ position: { x: 40, y: 40 } })
      expect(await reader.dialog.locator('a, input, iframe, embed, object').count()).toBe(0)
      expect(page.url()).toBe('app://ui/index.html')
      expect(await running.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
    })
    await test.step('a copy can be saved from here, and is the same bytes', async () => {
      const copy = join(folder, 'copy.pdf')
      await answerDialogs(running.app, copy)
      await reader.press(reader.say('certificate', 'document.save'), reader.dialog)
      await expect(reader.dialog.getByText(reader.say('certificate', 'document.saved'))).toBeVisible()
      expect(readFileSync(copy).equals(bytes)).toBe(true)
    })
    await test.step('everything came from the application itself', () => {
      expect(requested.filter((url) => !url.startsWith('app://ui/'))).toEqual([])
      expect(requested.some((url) => url.includes('/pdf-reader-'))).toBe(true)
    })
    await test.step('nothing of it stays in the window, nor after a lock', async () => {
      await reader.leave()
      await expect.poll(() => page.workers().length).toBe(0)
      await expect.poll(() => leftIn(page)).toEqual({ canvases: 0, fonts: 0 })
      await reader.read()
      await reader.expectPage(1, 2)
      expect(await leftIn(page)).toMatchObject({ canvases: 1 })
      await reader.lock()
      await expect.poll(() => page.workers().length).toBe(0)
      await expect.poll(() => leftIn(page)).toEqual({ canvases: 0, fonts: 0 })
    })
    await test.step('nor on the disk', async () => {
      await quit(running)
      const title = bytes.indexOf('/Title')
      const search = new Search([needleOfBytes('the document', bytes.subarray(title, title + 60))])
      const files = readdirSync(join(folder, 'profile'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
      expect(files.length).toBeGreaterThan(5)
      expect(files.filter((file) => [...search.in(readFileSync(file))].length > 0)).toEqual([])
      expect([...search.in(readFileSync(join(folder, 'certificate.pdf')))]).toEqual(['the document'])
    })
  })

  test(`Q4 a PDF that cannot be read is refused by name, with what to do, in ${language}`, async ({ counterseal }) => {
    const reader = await Reader.at(counterseal, language)
    const { page } = reader
    const refused = async (rule: string, values?: Record<string, unknown>) => {
      const note = reader.dialog.getByRole('alert')
      await expect(note).toContainText(reader.say('refusals', `${rule}.title`, values))
      await expect(note).toContainText(reader.say('refusals', `${rule}.next`, values))
      await expect(reader.button(reader.say('certificate', 'document.save'), reader.dialog)).toBeVisible()
      await expect.poll(() => page.workers().length).toBe(0)
      await reader.leave()
    }
    await test.step('one that is broken', async () => {
      await reader.enter('broken.pdf', brokenPdf())
      await reader.read()
      await refused('pdf_broken')
    })
    await test.step('one that asks for a password', async () => {
      await reader.enter('locked.pdf', await lockedPdf())
      await reader.read()
      await refused('pdf_encrypted')
    })
    await test.step('one that is too long', async () => {
      await reader.enter('long.pdf', await longPdf(201))
      await reader.read()
      const [pages, limit] = language === 'fa' ? ['۲۰۱', '۲۰۰'] : ['201', '200']
      await refused('pdf_too_long', { pages, limit })
    })
    await test.step('one whose picture is lost is drawn without it, and that is said', async () => {
      await reader.enter('lost.pdf', await scannedPdf('JPXDecode', new Uint8Array(64).fill(7)))
      await reader.read()
      await reader.expectPage(1, 1)
      await expect(reader.dialog.getByText(reader.say('pdf', 'incomplete'))).toBeVisible()
      await reader.leave()
    })
    await test.step('one with flaws is drawn as far as it goes, and a page that is none is refused by itself', async () => {
      await reader.enter('flawed.pdf', await flawedPdf())
      await reader.read()
      await reader.expectPage(1, 2)
      await expect(reader.dialog.getByText(reader.say('pdf', 'incomplete'))).toBeVisible()
      expect(await reader.squaresSeen()).toEqual([1])
      await page.keyboard.press('End')
      await expect(reader.dialog.getByRole('alert')).toContainText(reader.say('refusals', 'pdf_page_broken.title'))
      await page.keyboard.press('Home')
      await reader.expectPage(1, 2)
      await reader.leave()
    })
    await test.step('one of which the end is missing, and that is said, or refused where too much is', async () => {
      const good = await goodPdf('cut')
      await reader.enter('cut.pdf', good.subarray(0, good.lastIndexOf('%%EOF')))
      await reader.read()
      await reader.expectPage(1, 2)
      await expect(reader.dialog.getByText(reader.say('pdf', 'incomplete'))).toBeVisible()
      await reader.leave()
      await reader.enter('half.pdf', good.subarray(0, good.length / 2))
      await reader.read()
      await refused('pdf_broken')
    })
  })
}

test('Q4 scans are drawn, however they are packed, and so are they where the screen is enlarged', async ({
  counterseal,
}) => {
  const reader = await Reader.at(counterseal, 'en')
  const { page } = reader
  const middle = { left: paper.width / 2 - 100, right: paper.width / 2 + 100, below: 300, above: 540 }
  const corner = { left: 10, right: 100, below: 10, above: 150 }
  for (const kind of ['CCITTFaxDecode', 'JBIG2Decode', 'JPXDecode'] as const) {
    await reader.enter(`${kind}.pdf`, await scannedPdf(kind))
    await reader.read()
    await reader.expectPage(1, 1)
    expect([kind, await reader.greys(middle), await reader.greys(corner)]).toEqual([kind, [0, 0], [255, 255]])
    await expect(reader.dialog.getByText(reader.say('pdf', 'incomplete'))).toBeHidden()
    if (kind !== 'JPXDecode') await reader.leave()
  }
  const room = await reader.dialog.locator('canvas').evaluate((canvas) => canvas.getBoundingClientRect().width)
  await counterseal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
  // The page takes half as many of the larger pixels of the style sheet, and as many of the screen as before.
  await expect
    .poll(() => reader.dialog.locator('canvas').evaluate((canvas) => canvas.getBoundingClientRect().width))
    .toBeLessThan(room * 0.6)
  await expect(reader.dialog.locator('[data-drawn]')).toBeAttached()
  const pixels = await page.evaluate(() => {
    const canvas = document.querySelector('canvas')
    return { ratio: (canvas?.width ?? 0) / (canvas?.getBoundingClientRect().width ?? 1), is: window.devicePixelRatio }
  })
  expect(pixels.is).toBe(2)
  expect(pixels.ratio).toBeCloseTo(2, 1)
  const sticking = await reader.dialog.locator('button, select').evaluateAll(
    (found) =>
      found.filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect()
        return left < 0 || right > window.innerWidth || top < 0 || bottom > window.innerHeight
      }).length,
  )
  expect(sticking).toBe(0)
})

test('B3 what reads a PDF beside the page may load less than the page: no eval, no request outside', async ({
  counterseal,
}) => {
  const reader = await Reader.at(counterseal, 'en')
  await reader.enter('certificate.pdf', await goodPdf('worker'))
  await reader.read()
  await reader.expectPage(1, 2)
  const [worker] = reader.page.workers()
  expect(worker?.url()).toMatch(/^app:\/\/ui\/assets\/pdf-worker-[\w-]+\.js$/)
  const found = await worker?.evaluate(
    () =>
      new Promise((resolve) => {
        const tryAll = async () => {
          const tried: Record<string, () => unknown> = {
            // biome-ignore lint/security/noGlobalEval: that it does not work is what is tested.
            eval: () => globalThis.eval('1'),
            function: () => new Function('return 1')(),
            wasm: () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
            data: () => import(String('data:text/javascript,1')),
            blob: () => import(URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' }))),
            outside: () => fetch('https://example.com/'),
            socket: () =>
              new Promise((open, fail) => {
                const socket = new WebSocket('wss://example.com/')
                socket.onopen = open
                socket.onerror = fail
              }),
          }
          const ran: string[] = []
          for (const [name, attempt] of Object.entries(tried)) {
            try {
              await attempt()
              ran.push(name)
            } catch {}
          }
          const own = await fetch('app://ui/pdf/fonts/LiberationSans-Regular.ttf')
          const { default: decoder } = await import(String('app://ui/pdf/decoders/openjpeg_nowasm_fallback.js'))
          return { ran, own: own.ok, decoder: typeof decoder }
        }
        // What a debugger evaluates stands above the policy; what a timer starts does not.
        setTimeout(() => void tryAll().then(resolve))
      }),
  )
  expect(found).toEqual({ ran: [], own: true, decoder: 'function' })
})
