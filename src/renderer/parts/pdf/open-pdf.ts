/**
 * Reads a PDF out of memory and draws its pages, one at a time.
 *
 * Promises: nothing of the document reaches the disk or another origin; no script in it runs, no link leads anywhere, no
 * form can be filled in; after `close` its thread is gone, and its pages and fonts are dropped. What cannot be drawn
 * is said, never left out in silence.
 */
import {
  AnnotationMode,
  getDocument,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  type PDFPageProxy,
  PDFWorker,
  type RenderTask,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import { accept, type Refused, type Result, refuse } from '../../../core/result.ts'

/** More pages than these are refused: a certificate has a few. */
const mostPages = 200
/** How long opening, or drawing one page, may take. */
const patienceMilliseconds = 30_000
/** Pixels of a canvas: A4 at 400 % on a screen of usual density, and well below what Chromium can hold. */
const mostPixels = 32 * 1024 * 1024
/** Pixels of one picture in the document; A3 scanned at 600 dots to the inch has 70 million. */
const mostImagePixels = 128 * 1024 * 1024
/** How pdf.js says on its own wire that what it was handing over piece by piece broke off (`StreamKind.ERROR`). */
const streamBroken = 5
/** CSS pixels to a point, so that a page has its printed size at 100 %. */
const pixelsPerPoint = 96 / 72

/** A document that is open in memory. Pages are counted from 1. */
export type OpenPdf = {
  readonly pageCount: number
  /** The width of a page at 100 %, in CSS pixels; undefined where the page cannot be read. */
  widthOf(page: number): Promise<number | undefined>
  /** A new canvas with the page on it; undefined where it was called off. */
  draw(page: number, zoom: number, calledOff: AbortSignal): Promise<Result<DrawnPage> | undefined>
  close(): void
}

/** A page on a canvas of its own, and whether something of the document is, or may be, missing on it. */
export type DrawnPage = { readonly canvas: HTMLCanvasElement; readonly incomplete: boolean }

/** Opens a document; refused by name where it is broken, asks for a password, is too long or takes too long. */
export async function openPdf(bytes: Uint8Array): Promise<Result<OpenPdf>> {
  // First every flaw stops the reading; a document with flaws is read once more, as far as it can be, and that is said.
  const strict = await read(bytes, true)
  const first = !strict.ok && strict.refusal.rule === 'pdf_broken' ? await read(bytes, false) : strict
  if (!first.ok) return first
  let reading = first.value
  const { pageCount } = reading
  // The last line of a PDF says that it is the last; without it the file was cut.
  let incomplete = first !== strict || !new TextDecoder('latin1').decode(bytes.subarray(-1024)).includes('%%EOF')
  let closed = false
  return accept({
    pageCount,
    widthOf: async (page) => {
      const found = await reading.page(page).catch(() => undefined)
      return found === undefined ? undefined : found.getViewport({ scale: pixelsPerPoint }).width
    },
    draw: async (number, zoom, calledOff) => {
      let drawn = await drawPage(reading, number, zoom, calledOff)
      if (drawn?.ok === false && drawn.refusal.rule === 'pdf_page_broken' && reading.strict && !closed) {
        const lenient = await read(bytes, false)
        if (!lenient.ok) return lenient
        if (closed) {
          lenient.value.close()
          return
        }
        reading.close()
        reading = lenient.value
        incomplete = true
        drawn = await drawPage(reading, number, zoom, calledOff)
      }
      if (drawn?.ok !== true) return drawn
      return accept({ ...drawn.value, incomplete: drawn.value.incomplete || incomplete })
    },
    close: () => {
      closed = true
      reading.close()
    },
  })
}

/** One reading of the document, by a thread of its own. */
type Reading = {
  readonly strict: boolean
  readonly pageCount: number
  /** Whether reading stopped at a flaw of a page. */
  flawed(): boolean
  page(number: number): Promise<PDFPageProxy>
  close(): void
}

async function read(bytes: Uint8Array, strict: boolean): Promise<Result<Reading>> {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  // A page that is given up half-way is drawn as far as it was read, and nothing is said of it but on the way here.
  let flawed = false
  thread.addEventListener('message', ({ data }: MessageEvent<{ readonly stream?: unknown } | null>) => {
    if (data?.stream === streamBroken) flawed = true
  })
  const worker = PDFWorker.create({ port: thread, verbosity: VerbosityLevel.ERRORS })
  const files = new URL('pdf/', document.baseURI).href
  const task = getDocument({
    worker,
    // A copy: the thread takes what it is given.
    data: bytes.slice(),
    verbosity: VerbosityLevel.ERRORS,
    stopAtErrors: strict,
    maxImageSize: mostImagePixels,
    cMapUrl: `${files}cmaps/`,
    standardFontDataUrl: `${files}fonts/`,
    // Decoders in plain JavaScript lie there; WebAssembly is not allowed, and not needed.
    wasmUrl: `${files}decoders/`,
    useWasm: false,
    useWorkerFetch: true,
    useSystemFonts: false,
    enableXfa: false,
  })
  const close = () => void closeAll(task, worker, thread)
  try {
    const found: PDFDocumentProxy = await inTime(task.promise)
    const pageCount = found.numPages
    if (pageCount > mostPages) {
      close()
      return refuse('pdf_too_long', { values: { pages: pageCount, limit: mostPages } })
    }
    const page = (number: number) => inTime(found.getPage(number))
    return accept({ strict, pageCount, flawed: () => flawed, page, close })
  } catch (reason) {
    close()
    return refusalOf(reason, 'pdf_broken')
  }
}

/** Ends the thread, also one that answers no more, and takes the document's fonts out of the window. */
async function closeAll(task: PDFDocumentLoadingTask, worker: PDFWorker, thread: Worker): Promise<void> {
  await Promise.race([task.destroy().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 500))])
  worker.destroy()
  thread.terminate()
  for (const font of [...document.fonts]) if (font.family.startsWith(`g_${task.docId}_`)) document.fonts.delete(font)
}

async function drawPage(
  reading: Reading,
  number: number,
  zoom: number,
  calledOff: AbortSignal,
): Promise<Result<DrawnPage> | undefined> {
  const canvas = document.createElement('canvas')
  let task: RenderTask | undefined
  const callOff = () => task?.cancel()
  calledOff.addEventListener('abort', callOff)
  try {
    const page = await reading.page(number)
    if (calledOff.aborted) return
    const viewport = page.getViewport({ scale: zoom * pixelsPerPoint })
    const { width, height } = viewport
    const density = Math.min(window.devicePixelRatio, Math.sqrt(mostPixels / (width * height)))
    canvas.width = Math.max(1, Math.floor(width * density))
    canvas.height = Math.max(1, Math.floor(height * density))
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
    const transform = [density, 0, 0, density, 0, 0]
    // Stamps and filled-in forms are drawn as they look; nothing of them can be pressed.
    task = page.render({ canvas, viewport, transform, annotationMode: AnnotationMode.ENABLE })
    await inTime(task.promise)
    if (reading.strict && reading.flawed()) throw new Error('the page was not read to its end')
    return accept({ canvas, incomplete: isPictureMissing(page) })
  } catch (reason) {
    task?.cancel()
    empty(canvas)
    return calledOff.aborted ? undefined : refusalOf(reason, 'pdf_page_broken')
  } finally {
    calledOff.removeEventListener('abort', callOff)
  }
}

/** A picture that could not be decoded stands as nothing among what was drawn. */
function isPictureMissing(page: PDFPageProxy): boolean {
  return [page.objs, page.commonObjs].some((objects) => [...objects].some(([, drawn]) => drawn === null))
}

/** Gives the pixels of a canvas back at once, without waiting until it is collected. */
export function empty(canvas: HTMLCanvasElement): void {
  canvas.width = 0
  canvas.height = 0
}

function refusalOf(reason: unknown, otherwise: 'pdf_broken' | 'pdf_page_broken'): Refused {
  const name = reason instanceof Error ? reason.name : ''
  if (name === 'PasswordException') return refuse('pdf_encrypted')
  if (name === 'TimeoutError') return refuse('pdf_too_slow')
  return refuse(otherwise)
}

/** A promise that is kept in time, or broken by a `TimeoutError`. */
async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), patienceMilliseconds)
  })
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
