/**
 * A real window on a world: the product's own shell, preload and interface, drawn by Electron, with the desk of whichever
 * world is on show behind its bridge.
 *
 * Knows: how to go through everything that somebody signed in can look at. Promises: the same walk in every world, and a
 * picture and the document of each place on it.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type CDPSession, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import { build } from 'vite'
import type { Pushed } from '../../src/contract/replies.ts'
import type { PrintPage } from '../../src/main/documents/print-page.ts'
import { type FromWindow, framed, messages, type ToWindow } from './window-wire.ts'

const root = join(import.meta.dirname, '../..')
const patienceMilliseconds = 60_000
/** The page's own time that goes by before it is looked at: more than a transition, less than a word in passing stays. */
const stepMilliseconds = 1000

/** What answers behind the window: a world's dispatcher, and the time of its clock. */
export type Behind = {
  readonly send: (channel: string, request?: unknown) => Promise<unknown>
  readonly now: () => Date
}

/** Where the shell of the window lies once it is bundled. */
export const windowShell = join(root, 'out/twin/window-main.js')

/** Bundles the shell of the window; done once for a run. */
export async function buildWindowShell(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    ssr: { noExternal: true },
    build: {
      ssr: 'test/twin/window-main.ts',
      outDir: 'out/twin',
      emptyOutDir: true,
      target: 'node20.18',
      rolldownOptions: { external: ['electron'], output: { entryFileNames: 'window-main.js' } },
    },
  })
}

/** A running window. */
export class Window {
  readonly page: Page
  readonly #app: ElectronApplication
  readonly #server: Server
  readonly #socket: Socket
  readonly #folder: string
  #behind: Behind | undefined
  #devtools: CDPSession | undefined
  /** Requests that are on their way; a screen has come to rest when there are none. */
  #onTheirWay = 0
  #begun = 0
  #asked = 0
  readonly #pdfs = new Map<number, (pdf: Uint8Array | string) => void>()

  private constructor(app: ElectronApplication, page: Page, server: Server, socket: Socket, folder: string) {
    this.#app = app
    this.page = page
    this.#server = server
    this.#socket = socket
    this.#folder = folder
    socket.on(
      'data',
      messages<FromWindow>((said) => void this.#hear(said)),
    )
    // Screens are loaded when they are first gone to.
    page.on('request', () => this.#begins())
    for (const ended of ['requestfinished', 'requestfailed'] as const)
      page.on(ended as 'requestfinished', () => {
        this.#onTheirWay -= 1
      })
  }

  static async open(shell: string): Promise<Window> {
    const folder = mkdtempSync(join(tmpdir(), 'counterseal-window-'))
    const path = join(folder, 'socket')
    const server = createServer()
    const connected = new Promise<Socket>((resolve) => server.once('connection', resolve))
    await new Promise<void>((resolve) => server.listen(path, resolve))
    const app = await _electron.launch({
      cwd: root,
      args: [
        shell,
        `--user-data-dir=${join(folder, 'profile')}`,
        '--disable-gpu',
        '--disable-partial-raster',
        '--force-device-scale-factor=1',
      ],
      chromiumSandbox: process.getuid?.() !== 0,
      env: { ...(process.env as Record<string, string>), COUNTERSEAL_TWIN_SOCKET: path },
    })
    const page = await app.firstWindow()
    page.setDefaultTimeout(patienceMilliseconds)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.addInitScript(holdStill)
    // Timers run when they are told to, so that nothing on screen hangs on how busy the machine is.
    await page.clock.install({ time: 0 })
    await page.clock.pauseAt(3_600_000)
    return new Window(app, page, server, await connected, folder)
  }

  #begins(): void {
    this.#onTheirWay += 1
    this.#begun += 1
  }

  async #hear(said: FromWindow): Promise<void> {
    if (said.kind === 'pdf') {
      this.#pdfs.get(said.id)?.(said.pdf)
      this.#pdfs.delete(said.id)
      return
    }
    const isOurs = said.request === 'at rest?'
    if (!isOurs) this.#begins()
    const reply = isOurs ? null : await this.#behind?.send(said.channel, said.request)
    this.#say({ kind: 'reply', id: said.id, reply: reply ?? { ok: false, invalid: ['channel'] } })
    if (!isOurs) this.#onTheirWay -= 1
  }

  #say(message: ToWindow): void {
    this.#socket.write(framed(message))
  }

  /** What the desk behind says of its own accord. */
  push(event: string, value: Pushed[keyof Pushed]): void {
    this.#say({ kind: 'push', event, value })
  }

  /** Something that tells an arm is shown, or is no longer. */
  present(unblinded: boolean): void {
    this.#say({ kind: 'present', unblinded })
  }

  /** A page as the product's own printing makes a PDF of it. */
  async pdfOf(page: PrintPage): Promise<Uint8Array> {
    const id = ++this.#asked
    const made = new Promise<Uint8Array | string>((resolve) => this.#pdfs.set(id, resolve))
    this.#say({ kind: 'pdf', id, page })
    const pdf = await made
    if (typeof pdf === 'string') throw new Error(pdf)
    return pdf
  }

  /** Shows a world from its first screen on, at the time of its clock, in a language. */
  async show(behind: Behind, language: string): Promise<void> {
    this.#behind = behind
    await this.page.evaluate((spoken) => {
      localStorage.clear()
      localStorage.setItem('counterseal.language', spoken)
    }, language)
    await this.page.reload()
    await this.until(this.page.locator(`html[data-ready=true][lang=${language}]`))
    // Screens are loaded when they are first gone to; here before, so that none is gone to while it is still on its way.
    await this.page.evaluate((files) => Promise.all(files.map((file) => import(file))).then(() => undefined), scripts())
    await this.rest()
  }

  /** Lets the page's own time go by until something is there. */
  async until(what: Locator): Promise<void> {
    while (!(await what.first().isVisible())) {
      await this.#settle()
      await this.page.clock.runFor(stepMilliseconds)
    }
  }

  /** Waits until nothing changes any more; what is seen then is seen one step after the time of the world's clock. */
  async rest(): Promise<void> {
    do {
      await this.#settle()
      await this.page.clock.setSystemTime(this.#behind?.now() ?? 0)
      // What one half sets going, like the end of a dialog's way out, the other half ends.
      for (let half = 0; half < 2; half++) {
        await this.page.clock.runFor(stepMilliseconds / 2)
        await this.#settle()
      }
    } while ((await this.page.locator('[aria-busy=true]').count()) > 0)
  }

  /** Waits until no request is on its way and the document stays as it is. */
  async #settle(): Promise<void> {
    for (let before = -1, waited = true; waited || before !== this.#begun; ) {
      before = this.#begun
      await this.page.evaluate(settled)
      waited = this.#onTheirWay > 0
      while (this.#onTheirWay > 0) await new Promise((turn) => setTimeout(turn, 5))
    }
  }

  /** What can be seen now: the window's title, the document, and the picture. */
  async look(): Promise<{ title: string; dom: string; picture: Buffer }> {
    await this.rest()
    const titles = await this.#app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    )
    const dom = await this.page.evaluate(documentText)
    this.#devtools ??= await this.page.context().newCDPSession(this.page)
    const { data } = await this.#devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
    // The window that pages are printed from stays a while, and has no title in between: when it goes is a matter of time.
    const title = titles.filter((one) => one !== '').join()
    return { title, dom: withIdsInOrder(dom), picture: Buffer.from(data, 'base64') }
  }

  async close(): Promise<void> {
    await this.#app.close()
    this.#server.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** The addresses of every script of the interface. */
function scripts(): string[] {
  const files = readdirSync(join(root, 'out/renderer/assets')).filter((file) => file.endsWith('.js'))
  return files.map((file) => `app://ui/assets/${file}`)
}

/**
 * Asks over the bridge what no desk is asked, so that whatever was sent before has arrived, and waits until two frames in
 * succession leave the document as it is. Runs in the page, whose timers stand still.
 */
async function settled(): Promise<void> {
  const { counterseal } = window as unknown as {
    counterseal: { request(channel: string, what: string): Promise<unknown> }
  }
  const frame = () =>
    new Promise<void>((drawn) => {
      const watch = new IntersectionObserver(() => {
        watch.disconnect()
        // Behind what the frame set going.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => drawn()
        port2.postMessage(0)
      })
      watch.observe(document.documentElement)
    })
  await counterseal.request('status', 'at rest?')
  await document.fonts.ready
  for (let before = ''; before !== document.documentElement.outerHTML; ) {
    before = document.documentElement.outerHTML
    await frame()
    await frame()
  }
}

/** The document, each element's attributes by name: React writes them in the order in which they came to be. Runs in the page. */
function documentText(): string {
  const text = (node: Node): string => {
    if (node instanceof Text) return node.data
    if (!(node instanceof Element)) return ''
    const attributes = [...node.attributes].map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).sort()
    return `<${node.localName}${attributes.join('')}>${[...node.childNodes].map(text).join('')}</${node.localName}>`
  }
  return text(document.documentElement)
}

/**
 * Mantine throws dice for the ids that join a label to its field, and React counts how often it has drawn: how often that was
 * hangs on how busy the machine is. Each id gets a number here, in the order in which they stand in the document.
 */
function withIdsInOrder(dom: string): string {
  const known = new Map<string, string>()
  return dom.replace(/\bmantine-[a-z0-9]{6,9}\b|\b_r_[a-z0-9]+_/g, (id) => {
    const name = known.get(id) ?? `id-${known.size + 1}`
    known.set(id, name)
    return name
  })
}

/** Runs in the page before everything else: nothing blinks, fades, moves or feels the pointer of the display. */
function holdStill(): void {
  const still = new CSSStyleSheet()
  still.replaceSync(
    '*, ::before, ::after { caret-color: transparent !important; transition: none !important; animation: none !important; scrollbar-width: none !important; pointer-events: none !important; }',
  )
  document.adoptedStyleSheets = [still]
}
