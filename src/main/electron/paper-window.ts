// The window that nobody sees, in which pages become paper and pictures. One page at a time, without scripts, out of
// memory. It, the fonts and the style of printed pages are kept warm for a while, since they take longest; it is emptied
// after every page.

import { BrowserWindow, type Session, session } from 'electron'
import type { PrintParts } from '../documents/print-page.ts'
import { checkNoSpelling } from './offline.ts'
import {
  denyDownloads,
  denyPermissions,
  denyRequestsOutside,
  documentResponse,
  isolatedPreferences,
} from './security.ts'

/** How long an unused window waits for the next page. */
const warmMilliseconds = 60_000

/** Characters that go to the window in one turn. */
const mostOnTheWay = 60_000

/** A page that stands in the hidden window. */
export type HiddenPage = { readonly window: BrowserWindow; tell(method: string, said?: object): Promise<unknown> }

type Warm = HiddenPage & { readonly complaints: string[]; fonts: string; style: string }

let paper: Session | undefined
let warm: Promise<Warm> | undefined
let cooling: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/** Puts a page into the hidden window, uses it, and leaves nothing of it. Pages wait for each other. */
export function onHiddenPage<T>(parts: PrintParts, use: (page: HiddenPage) => Promise<T>): Promise<T> {
  const done = last.then(() => usePage(parts, use))
  // Whoever asked has their paper; the window is emptied before the next page comes.
  last = done.then(empty, coolDown)
  return done
}

async function usePage<T>(parts: PrintParts, use: (page: HiddenPage) => Promise<T>): Promise<T> {
  clearTimeout(cooling)
  warm ??= warmUp()
  const page = await warm
  await put(page, parts)
  const used = await use(page)
  if (page.complaints.length > 0) throw new Error(`The page to print breaks its own rules: ${page.complaints[0]}`)
  return used
}

async function empty(): Promise<void> {
  const page = await warm
  if (page === undefined || page.window.isDestroyed()) return
  await put(page, { title: '', fonts: page.fonts, style: page.style, body: '' }).catch(coolDown)
  cooling = setTimeout(coolDown, warmMilliseconds).unref()
}

function coolDown(): void {
  clearTimeout(cooling)
  void warm?.then(({ window }) => window.destroy())
  warm = undefined
}

/** Puts the parts in place of what stood there. Fonts and style are read once; while they stay the same, nothing waits for them. */
async function put(page: Warm, { title, fonts, style, body }: PrintParts): Promise<void> {
  if (fonts !== page.fonts) {
    const faces = 'Promise.all([...document.fonts].map((face) => face.load())).then(() => undefined)'
    await run(page, `document.getElementById('fonts').textContent = ${JSON.stringify(fonts)};${faces}`)
    page.fonts = fonts
  }
  const [first = '', ...more] = pieces(body)
  const restyled =
    style === page.style ? '' : `document.getElementById('style').textContent = ${JSON.stringify(style)};`
  await run(
    page,
    `${restyled}document.title = ${JSON.stringify(title)};document.body.innerHTML = ${JSON.stringify(first)};undefined`,
  )
  page.style = style
  for (const piece of more) await run(page, `document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(piece)})`)
}

async function run(page: Warm, expression: string): Promise<void> {
  const said = { expression, awaitPromise: true, returnByValue: true }
  const answer = (await page.tell('Runtime.evaluate', said)) as { exceptionDetails?: object }
  if (answer.exceptionDetails !== undefined) throw new Error('The page to print could not be laid out.')
}

/** Printed pages, a few at a time, so that a hundred of them hold nobody up on their way. */
function pieces(body: string): string[] {
  const found: string[] = []
  for (const page of body.split(/(?=<section class="page">)/)) {
    const last = found.at(-1)
    if (last !== undefined && last.length + page.length < mostOnTheWay) found[found.length - 1] = last + page
    else found.push(page)
  }
  return found
}

async function warmUp(): Promise<Warm> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      ...isolatedPreferences(),
      session: paperSession(),
      javascript: false,
      offscreen: true,
      devTools: false,
    },
  })
  // It never outlives the windows that people see.
  for (const other of BrowserWindow.getAllWindows()) if (other !== window) other.once('closed', coolDown)
  const complaints: string[] = []
  // Electron 33 and 45 give this event's message in different places; both take these arguments.
  window.webContents.on('console-message', (...given: unknown[]) => complaints.push(messageOf(given)))
  await window.loadURL('app://print/')
  const { debugger: protocol } = window.webContents
  protocol.attach('1.3')
  return { window, complaints, fonts: '', style: '', tell: (method, said) => protocol.sendCommand(method, said) }
}

/** What stands in the window between two pages. Its styles have the nonce without which none would count. */
const emptyPage = [
  '<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title></title>',
  '<style id="fonts" nonce="__CSP_NONCE__"></style><style id="style" nonce="__CSP_NONCE__"></style></head><body></body></html>',
].join('')

/** The session of printed pages: in memory, and with nothing to load but an empty page. What is printed carries its fonts. */
function paperSession(): Session {
  if (paper !== undefined) return paper
  const made = session.fromPartition('paper')
  denyPermissions(made)
  denyRequestsOutside(made)
  denyDownloads(made)
  checkNoSpelling(made)
  made.protocol.handle('app', (request) => {
    const { host, pathname } = new URL(request.url)
    if (host !== 'print' || pathname !== '/') return new Response(null, { status: 404 })
    return documentResponse(emptyPage)
  })
  paper = made
  return made
}

function messageOf(given: unknown[]): string {
  const [event, , message] = given
  if (typeof message === 'string') return message
  return typeof event === 'object' && event !== null && 'message' in event ? String(event.message) : 'unknown'
}
