// The window that nobody sees, in which pages become paper and pictures. One page at a time, without scripts, out of
// memory. It is kept warm for a while, since its making takes longest, and emptied after every page.

import { randomBytes } from 'node:crypto'
import { BrowserWindow, type Session, session } from 'electron'
import { checkNoSpelling } from './offline.ts'
import {
  denyDownloads,
  denyPermissions,
  denyRequestsOutside,
  documentResponse,
  isolatedPreferences,
} from './security.ts'

const empty = '<!doctype html><meta charset="utf-8"><title></title>'
/** How long an unused window waits for the next page. */
const warmMilliseconds = 60_000

/** A page that stands in the hidden window. */
export type HiddenPage = { readonly window: BrowserWindow; tell(method: string, said?: object): Promise<unknown> }

type Warm = HiddenPage & { readonly nonce: string; readonly frameId: string; readonly complaints: string[] }

let paper: Session | undefined
let nonceOfNext = ''
let warm: Promise<Warm> | undefined
let cooling: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/** Puts a page into the hidden window, uses it, and leaves nothing of it. Pages wait for each other. */
export function onHiddenPage<T>(html: string, use: (page: HiddenPage) => Promise<T>): Promise<T> {
  const done = last.then(() => usePage(html, use))
  last = done.catch(() => undefined)
  return done
}

async function usePage<T>(html: string, use: (page: HiddenPage) => Promise<T>): Promise<T> {
  clearTimeout(cooling)
  warm ??= warmUp()
  const page = await warm
  try {
    await put(page, html.replaceAll(/<style(?=[\s>])/gi, `<style nonce="${page.nonce}"`))
    // What is measured with a font must be drawn with it.
    await page.tell('Runtime.evaluate', { expression: 'document.fonts.ready.then(() => true)', awaitPromise: true })
    const used = await use(page)
    if (page.complaints.length > 0) throw new Error(`The page to print breaks its own rules: ${page.complaints[0]}`)
    await put(page, empty)
    cooling = setTimeout(coolDown, warmMilliseconds).unref()
    return used
  } catch (error) {
    coolDown()
    throw error
  }
}

function put(page: Warm, html: string): Promise<unknown> {
  return page.tell('Page.setDocumentContent', { frameId: page.frameId, html })
}

function coolDown(): void {
  clearTimeout(cooling)
  void warm?.then(({ window }) => window.destroy())
  warm = undefined
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
  const nonce = randomBytes(16).toString('base64')
  nonceOfNext = nonce
  await window.loadURL('app://print/')
  const { debugger: protocol } = window.webContents
  protocol.attach('1.3')
  const { frameTree } = (await protocol.sendCommand('Page.getFrameTree')) as { frameTree: { frame: { id: string } } }
  const tell = (method: string, said?: object) => protocol.sendCommand(method, said)
  return { window, nonce, frameId: frameTree.frame.id, complaints, tell }
}

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
    return documentResponse(empty, nonceOfNext)
  })
  paper = made
  return made
}

function messageOf(given: unknown[]): string {
  const [event, , message] = given
  if (typeof message === 'string') return message
  return typeof event === 'object' && event !== null && 'message' in event ? String(event.message) : 'unknown'
}
