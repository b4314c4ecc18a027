// Paper. A page of HTML becomes a PDF of exact size in a window nobody sees, out of memory: no file is written.

import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BrowserWindow, type Session, session } from 'electron'
import { PDFDocument } from 'pdf-lib'
import { denyDownloads, denyPermissions, denyRequestsOutside, documentResponse, response } from './security.ts'

const POINTS_PER_MILLIMETRE = 72 / 25.4
const PATIENCE_MILLISECONDS = 30_000

/** The fonts a printed page may use, by family: `font-family: 'Vazirmatn'`, Latin and Arabic letters, all weights. */
const FONTS = {
  'vazirmatn-arabic.woff2': 'U+0600-06FF, U+0750-077F, U+08A0-08FF, U+200C-200E, U+FB50-FDFF, U+FE70-FEFF',
  'vazirmatn-latin.woff2':
    'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212',
  'vazirmatn-latin-ext.woff2': 'U+0100-02AF, U+1E00-1E9F, U+2C60-2C7F',
} as const

const pages = new Map<string, string>()
let paper: Session | undefined

/** The session of printed pages: in memory, and with nothing to load but the page and its fonts. */
function paperSession(): Session {
  if (paper !== undefined) return paper
  const made = session.fromPartition('paper')
  denyPermissions(made)
  denyRequestsOutside(made)
  denyDownloads(made)
  made.protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url)
    const name = pathname.slice(1)
    const html = pages.get(name)
    if (host !== 'print') return new Response(null, { status: 404 })
    if (html !== undefined) return documentResponse(html)
    const font = Object.keys(FONTS).find((file) => name === `fonts/${file}`)
    if (font === undefined) return new Response(null, { status: 404 })
    return response(await readFile(join(import.meta.dirname, 'fonts', font)), 'font/woff2')
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
  const id = randomUUID()
  pages.set(id, prepare(html, widthMillimetres, heightMillimetres))
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: paperSession(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      offscreen: true,
      spellcheck: false,
      devTools: false,
    },
  })
  try {
    const printed = await inTime(render(window, `app://print/${id}`))
    return await cut(printed, widthMillimetres, heightMillimetres)
  } finally {
    pages.delete(id)
    window.destroy()
  }
}

async function render(window: BrowserWindow, address: string): Promise<Uint8Array> {
  const complaints: string[] = []
  // Electron 33 and 45 give this event's message in different places; both take these arguments.
  window.webContents.on('console-message', (...given: unknown[]) => complaints.push(messageOf(given)))
  await window.loadURL(address)
  const printed = await window.webContents.printToPDF({
    preferCSSPageSize: true,
    printBackground: true,
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
  })
  if (complaints.length > 0) throw new Error(`The page to print breaks its own rules: ${complaints[0]}`)
  return printed
}

function messageOf(given: unknown[]): string {
  const [event, , message] = given
  if (typeof message === 'string') return message
  return typeof event === 'object' && event !== null && 'message' in event ? String(event.message) : 'unknown'
}

/** Adds the size of the sheet and the fonts, and gives every style element the nonce of its document. */
function prepare(html: string, widthMillimetres: number, heightMillimetres: number): string {
  const faces = Object.entries(FONTS).map(
    ([file, range]) =>
      `@font-face { font-family: 'Vazirmatn'; font-weight: 100 900; src: url('fonts/${file}') format('woff2'); unicode-range: ${range} }`,
  )
  const sheet = `@page { size: ${widthMillimetres}mm ${heightMillimetres}mm; margin: 0 } html, body { margin: 0 }`
  const style = `<style>${faces.join('\n')}\n${sheet}</style>`
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
