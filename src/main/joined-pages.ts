/** Pages of several documents as one PDF. */
import type { PrintPage } from './documents/print-page.ts'
import type { Ports } from './ports.ts'

/** Renders the documents and joins their pages, in order. */
export async function joined(ports: Ports, pages: readonly PrintPage[]): Promise<Uint8Array> {
  const { PDFDocument } = await import('pdf-lib')
  // Without what the library would state of its own accord: a date by the system's clock, and its own name.
  const whole = await PDFDocument.create({ updateMetadata: false })
  for (const page of pages) {
    const part = await PDFDocument.load(await ports.toPdf(page))
    for (const copied of await whole.copyPages(part, part.getPageIndices())) whole.addPage(copied)
  }
  return whole.save()
}
