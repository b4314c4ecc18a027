// Paper. A page of HTML becomes a PDF of exact size, a picture in a printer's own dots, or a job of the system's printing.
// No file is written.

import { nativeImage } from 'electron'
import { cutPages } from '../documents/cut-pages.ts'
import type { Picture } from '../documents/picture.ts'
import type { PrintPage, PrintParts } from '../documents/print-page.ts'
import type { Printer } from '../ports.ts'
import { type HiddenPage, onHiddenPage } from './paper-window.ts'

const POINTS_PER_MILLIMETRE = 72 / 25.4
const DOTS_OF_A_PAGE_PER_INCH = 96
const MILLIMETRES_PER_INCH = 25.4
const MICROMETRES_PER_MILLIMETRE = 1000
const PATIENCE_MILLISECONDS = 30_000

/**
 * Renders HTML as a PDF whose pages are exactly as large as asked. Scripts do not run; style attributes, and anything from
 * outside, make the printing fail.
 */
export async function htmlToPdf(page: PrintPage): Promise<Uint8Array> {
  const { widthMillimetres, heightMillimetres } = page
  const printed = await onHiddenPage(onSheet(page, forPaperAlone), (hidden) => inTime(render(hidden)))
  // Chromium rounds a sheet to whole dots; here every page gets the size that was asked for.
  return cutPages(printed, widthMillimetres * POINTS_PER_MILLIMETRE, heightMillimetres * POINTS_PER_MILLIMETRE)
}

/** The first page as a printer of so many dots an inch would lay it down, in shades of grey. */
export async function htmlToPicture(page: PrintPage, dotsPerInch: number): Promise<Picture> {
  const { widthMillimetres, heightMillimetres } = page
  const inDots = (length: number, dots: number) => (length / MILLIMETRES_PER_INCH) * dots
  // Taken a little too large, since a picture is taken in whole dots of the page; then cut.
  const width = Math.ceil(inDots(widthMillimetres, DOTS_OF_A_PAGE_PER_INCH))
  const height = Math.ceil(inDots(heightMillimetres, DOTS_OF_A_PAGE_PER_INCH))
  const png = await onHiddenPage(onSheet(page), async ({ tell }) => {
    const deviceScaleFactor = dotsPerInch / DOTS_OF_A_PAGE_PER_INCH
    await tell('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false })
    const clip = { x: 0, y: 0, width, height, scale: 1 }
    const taken = tell('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip })
    const { data } = (await inTime(taken)) as { data: string }
    await tell('Emulation.clearDeviceMetricsOverride')
    return Buffer.from(data, 'base64')
  })
  const image = nativeImage.createFromBuffer(png)
  const size = image.getSize()
  const across = Math.min(size.width, Math.round(inDots(widthMillimetres, dotsPerInch)))
  const down = Math.min(size.height, Math.round(inDots(heightMillimetres, dotsPerInch)))
  const grey = new Uint8Array(across * down)
  const colours = image.toBitmap()
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const at = (y * size.width + x) * 4
      grey[y * across + x] = ((colours[at] ?? 0) + (colours[at + 1] ?? 0) + (colours[at + 2] ?? 0)) / 3
    }
  }
  return { width: across, height: down, grey }
}

/**
 * Sends HTML to a printer: to the one named, without a word, or to one that the user picks in the system's dialog. False
 * where they change their mind, or where the printer does not take it.
 */
export async function htmlToPaper(page: PrintPage, printer?: string): Promise<boolean> {
  const { widthMillimetres, heightMillimetres } = page
  const pageSize = {
    width: Math.round(widthMillimetres * MICROMETRES_PER_MILLIMETRE),
    height: Math.round(heightMillimetres * MICROMETRES_PER_MILLIMETRE),
  }
  const to = printer === undefined ? { silent: false } : { silent: true, deviceName: printer }
  return onHiddenPage(onSheet(page, forPaperAlone), ({ window }) => {
    return new Promise<boolean>((resolve) => {
      const options = { ...to, printBackground: true, margins: { marginType: 'none' as const }, pageSize }
      window.webContents.print(options, (done) => resolve(done))
    })
  })
}

/** The printers that this machine knows. */
export function installedPrinters(): Promise<Printer[]> {
  return onHiddenPage({ title: '', fonts: '', style: '', body: '' }, async ({ window }) => {
    const known = await window.webContents.getPrintersAsync()
    return known.map(({ name, displayName }) => ({ name, title: displayName === '' ? name : displayName }))
  })
}

function render({ window }: HiddenPage): Promise<Uint8Array> {
  return window.webContents.printToPDF({
    preferCSSPageSize: true,
    printBackground: true,
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
  })
}

/**
 * Only laid out for the paper. Laid out and drawn for a screen that nobody sees as well, a label takes half as long again.
 */
const forPaperAlone = '@media screen { body { display: none } }'

/** The page with the size of its sheet, and more style. */
function onSheet({ title, fonts, style, body, widthMillimetres, heightMillimetres }: PrintPage, more = ''): PrintParts {
  const sheet = `@page { size: ${widthMillimetres}mm ${heightMillimetres}mm; margin: 0 } html, body { margin: 0 } ${more}`
  return { title, fonts, style: `${sheet}\n${style}`, body }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Printing took too long.')), PATIENCE_MILLISECONDS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
