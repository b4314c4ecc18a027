// Paper. A page of HTML becomes a PDF of exact size in a window nobody sees, out of memory: no file is written.

import { randomUUID } from 'node:crypto'
import { BrowserWindow, type Session, session } from 'electron'
import { PDFDocument } from 'pdf-lib'
import { checkNoSpelling } from './offline.ts'
import {
  denyDownloads,
  denyPermissions,
  denyRequestsOutside,
  documentResponse,
  isolatedPreferences,
} from './security.ts'

const POINTS_PER_MILLIMETRE = 72 / 25.4
const PATIENCE_MILLISECONDS = 30_000

const pages = new Map<string, string>()
let paper: Session | undefined

/** The session of printed pages: in memory, and with nothing to load but the page, which carries its own fonts. */
function paperSession(): Session {
  if (paper !== undefined) return paper
  const made = session.fromPartition('paper')
  denyPermissions(made)
  denyRequestsOutside(made)
  denyDownloads(made)
  checkNoSpelling(made)
  made.protocol.handle('app', (request) => {
    const { host, pathname } = new URL(request.url)
    const name = pathname.slice(1)
    const html = pages.get(name)
    if (host !== 'print' || html === undefined) return new Response(null, { status: 404 })
    return documentResponse(html)
  })
  paper = made
  return made
}

/**
 * Renders HTML as a PDF whose pages are exactly as large as asked. Scripts do not run. Styles stand in `<style>`
 * elements (each is given the nonce it needs); style attributes, and anything from outside, make the printing fail.
 */
export async function htmlToPdf(
  html: string,
  widthMillimetres: number,
  heightMillimetres: number,
): Promise<Uint8Array> {
  const page = prepare(html, widthMillimetres, heightMillimetres)
  const printed = await onHiddenPage(page, (window) => inTime(render(window)))
  return cut(printed, widthMillimetres, heightMillimetres)
}

/** Sends HTML to a printer that the user picks in the system's dialog; false where they change their mind. */
export async function htmlToPaper(html: string, widthMillimetres: number, heightMillimetres: number): Promise<boolean> {
  const micrometres = 1000
  const pageSize = { width: widthMillimetres * micrometres, height: heightMillimetres * micrometres }
  return onHiddenPage(prepare(html, widthMillimetres, heightMillimetres), async (window) => {
    return new Promise<boolean>((resolve) => {
      const options = { silent: false, printBackground: true, margins: { marginType: 'none' as const }, pageSize }
      window.webContents.print(options, (done) => resolve(done))
    })
  })
}

/** Loads a page in a window that nobody sees, uses it, and leaves nothing of it. */
async function onHiddenPage<T>(html: string, use: (window: BrowserWindow) => Promise<T>): Promise<T> {
  const id = randomUUID()
  pages.set(id, html)
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
  const complaints: string[] = []
  // Electron 33 and 45 give this event's message in different places; both take these arguments.
  window.webContents.on('console-message', (...given: unknown[]) => complaints.push(messageOf(given)))
  try {
    await window.loadURL(`app://print/${id}`)
    const used = await use(window)
    if (complaints.length > 0) throw new Error(`The page to print breaks its own rules: ${complaints[0]}`)
    return used
  } finally {
    pages.delete(id)
    window.destroy()
  }
}

function render(window: BrowserWindow): Promise<Uint8Array> {
  return window.webContents.printToPDF({
    preferCSSPageSize: true,
    printBackground: true,
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
  })
}

function messageOf(given: unknown[]): string {
  const [event, , message] = given
  if (typeof message === 'string') return message
  return typeof event === 'object' && event !== null && 'message' in event ? String(event.message) : 'unknown'
}

/** Adds the size of the sheet, and gives every style element the nonce of its document. */
function prepare(html: string, widthMillimetres: number, heightMillimetres: number): string {
  const sheet = `@page { size: ${widthMillimetres}mm ${heightMillimetres}mm; margin: 0 } html, body { margin: 0 }`
  const style = `<style>${sheet}</style>`
  const complete = /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + style) : style + html
  return complete.replaceAll(/<style(?=[\s>])/gi, '<style nonce="__CSP_NONCE__"')
}

/** Chromium rounds a sheet to whole dots; here every page gets the size that was asked for, measured from its top left. */
async function cut(pdf: Uint8Array, widthMillimetres: number, heightMillimetres: number): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const width = widthMillimetres * POINTS_PER_MILLIMETRE
  const height = heightMillimetres * POINTS_PER_MILLIMETRE
  for (const page of document.getPages()) {
    const top = page.getMediaBox().height
    page.setMediaBox(0, top - height, width, height)
    page.setCropBox(0, top - height, width, height)
  }
  return document.save()
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Printing took too long.')), PATIENCE_MILLISECONDS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
