import { PDFDocument } from 'pdf-lib'
import { describe, expect, it } from 'vitest'
import { cutPages } from '../../../src/main/documents/cut-pages.ts'

/** A PDF of two pages in the form in which Chromium writes one: the objects, their table, and where it stands. */
function printed(boxes: readonly string[]): Uint8Array {
  const objects = [
    '1 0 obj\n<</Title (Labels)>>\nendobj\n',
    ...boxes.map((box, index) => `${index + 2} 0 obj\n<</Type /Page\n/MediaBox ${box}\n/Parent 4 0 R>>\nendobj\n`),
    '4 0 obj\n<</Type /Pages\n/Count 2\n/Kids [2 0 R 3 0 R]>>\nendobj\n',
    '5 0 obj\n<</Type /Catalog\n/Pages 4 0 R>>\nendobj\n',
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object) => {
    const place = text.length
    text += object
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = text.length
  text += `xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer\n<</Size 6\n/Root 5 0 R\n/Info 1 0 R>>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

describe('the exact size of printed pages', () => {
  it('L6 is stated behind what was written, from the top left corner, for every page', async () => {
    const pdf = printed(['[0 0 169.92 84.959999]', '[0 0 170.5 85.5]'])
    const cut = cutPages(pdf, 170.0787, 85.0394)
    expect(Buffer.from(cut.subarray(0, pdf.length))).toEqual(Buffer.from(pdf))
    const pages = (await PDFDocument.load(cut, { updateMetadata: false })).getPages()
    expect(pages.map((page) => page.getMediaBox())).toEqual([
      { x: 0, y: -0.0794, width: 170.0787, height: 85.0394 },
      { x: 0, y: 0.4606, width: 170.0787, height: 85.0394 },
    ])
    expect(pages.map((page) => page.getCropBox())).toEqual(pages.map((page) => page.getMediaBox()))
  })

  it('L6 is refused for a file of another form, rather than guessed', () => {
    for (const wrong of ['', '%PDF-1.4', 'trailer\n<</Size 1>>\nstartxref\n0\n%%EOF\n'])
      expect(() => cutPages(Buffer.from(wrong), 10, 10)).toThrow('unknown form')
    expect(() => cutPages(printed(['', '']), 10, 10)).toThrow('states no size')
  })
})
