// PDF files as certificates come: good, dangerous, broken, locked and too long.

import { PDFDocument, PDFHexString, PDFName, PDFString, StandardFonts } from 'pdf-lib'

/** A4 in points. */
export const paper = { width: 595.28, height: 841.89 } as const
/** The black squares by which pages are told apart: page, and the middle of the square in points from below. */
export const squares = [
  { page: 1, x: 150, y: 650 },
  { page: 2, x: 450, y: 150 },
] as const
/** Where the line of text stands on page 1: left, below, right, above. */
export const line = { left: 72, below: 758, right: 300, above: 776 } as const

/** Two pages with a square each and a line of text; with a script, a link over all of page 2 and a form, as some have. */
export async function goodPdf(marker: string): Promise<Buffer> {
  const made = await PDFDocument.create()
  made.setTitle(marker)
  made.addJavaScript('begin', 'app.alert("a script ran"); app.launchURL("https://script.example.com/")')
  const font = await made.embedFont(StandardFonts.Helvetica)
  for (const { page, x, y } of squares) {
    const sheet = made.addPage([paper.width, paper.height])
    sheet.drawText(`Certificate of analysis, page ${page}`, { x: line.left, y: 760, size: 14, font })
    sheet.drawRectangle({ x: x - 50, y: y - 50, width: 100, height: 100 })
    if (page === 1) continue
    const field = made.getForm().createTextField('result')
    field.setText('2.5 EU/mL')
    field.addToPage(sheet, { x: 72, y: 400, width: 200, height: 30 })
    const action = { S: 'URI', URI: PDFString.of('https://link.example.com/') }
    const link = {
      Type: 'Annot',
      Subtype: 'Link',
      Rect: [0, 0, paper.width, paper.height],
      Border: [0, 0, 0],
      A: action,
    }
    sheet.node.addAnnot(made.context.register(made.context.obj(link)))
  }
  return Buffer.from(await made.save({ useObjectStreams: false }))
}

/** A PDF that opens with a password which nobody knows. */
export async function lockedPdf(): Promise<Buffer> {
  const made = await PDFDocument.create()
  made.addPage()
  const unknown = PDFHexString.of('5a'.repeat(32))
  const lock = { Filter: 'Standard', V: 1, R: 2, O: unknown, U: unknown, P: -4 }
  made.context.trailerInfo.Encrypt = made.context.register(made.context.obj(lock))
  made.context.trailerInfo.ID = made.context.obj([PDFHexString.of('00'.repeat(16)), PDFHexString.of('00'.repeat(16))])
  return Buffer.from(await made.save({ useObjectStreams: false }))
}

/** A PDF in which nothing but the first line is right. */
export function brokenPdf(): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5_000, 'not a word of this means anything\n')])
}

/** A PDF with so many empty pages. */
export async function longPdf(pages: number): Promise<Buffer> {
  const made = await PDFDocument.create()
  for (let page = 0; page < pages; page += 1) made.addPage()
  return Buffer.from(await made.save())
}

/**
 * A picture of 64 by 64 with a black square in its middle half, as scanners pack it: for each of them pdf.js needs a
 * decoder of its own. Made with ImageMagick (Group 4) and OpenJPEG; JBIG2 is the same Group 4 in two segments (ITU-T T.88).
 */
const scans = {
  CCITTFaxDecode: Buffer.from('ffff350357ffffffffffffffffffffffe3fffe002002', 'hex'),
  JBIG2Decode: Buffer.from(
    `0000000030000100000013${'00000040'.repeat(2)}${'00'.repeat(11)}` +
      `0000000126000100000028${'00000040'.repeat(2)}${'00'.repeat(9)}01` +
      'ffff350357ffffffffffffffffffffffe3fffe002002',
    'hex',
  ),
  JPXDecode: Buffer.from(
    '/0//UQApAAAAAABAAAAAQAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAAAAABBwEB/1IADAACAAEABQQEAAH/XAATQEBISFBISFBISFBISFBISFD/' +
      'ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAGsAAH/k9+AMArUUPVdf8/AFn4A0fgCgA+7p+vaD7hjdF43' +
      'EIVJZkXPwE5+AnB9QiAJ4/vvxFwknwHPDKCtDoyKiNNfHP1/zcflKcfd3OfBKZDH2NKHVRF4gu1pMY7ByAv147k/GYCnz8B+fgQQ+0TAGcqp' +
      'oxdAK/H+IIIgc/zlPrS7y3LHakntJ7Sei5fyjyDdDZZdjkw5o/Arr6lH+3fYGPgVdfnBL6uJV/lJAZx/FfMWYUVYcLFQbIOJOHA5W+0jP8/A' +
      'rn4FEPtFQHLTWvtbYEp7wJiAVtkxFQSCnv33tO9u7ZCrlgfIFKnRJGb0l7GRsjyL/38uQtze8OI8YzcVaj7+2MejqhsxEwHAiCswyTGlQ4ot' +
      'W3YEROFdBSbvJMujAg2RZJPsA7vtS8D5WKJKARu8z8C+fgWQ+0MAtaAAmDzm2eLyMT7csFFSa5rLDFHH4SKgOSSwbDWzT7bvN83xulVFbdgE' +
      'lHIrbr+WOKfabImdS5go3MnlgmyKF5F/BUhF/MXrVnKhGd/9U1R2u4Tuqu9y27qrv5QD/DpdP5uDExtij//Z',
    'base64',
  ),
} as const

/** A page of nothing but a scan, so packed: the square lies in its middle half. */
export async function scannedPdf(kind: keyof typeof scans, packed: Uint8Array = scans[kind]): Promise<Buffer> {
  const made = await PDFDocument.create()
  const sheet = made.addPage([paper.width, paper.height])
  const bits = kind === 'JPXDecode' ? 8 : 1
  const size = { Width: 64, Height: 64, ColorSpace: 'DeviceGray', BitsPerComponent: bits }
  const parms = kind === 'CCITTFaxDecode' ? { DecodeParms: { K: -1, Columns: 64, Rows: 64 } } : {}
  const facts = { Type: 'XObject', Subtype: 'Image', ...size, Filter: kind, ...parms }
  sheet.node.setXObject(PDFName.of('Scan'), made.context.register(made.context.stream(packed, facts)))
  const drawing = `q ${paper.width} 0 0 ${paper.height} 0 0 cm /Scan Do Q`
  sheet.node.addContentStream(made.context.register(made.context.stream(drawing)))
  return Buffer.from(await made.save())
}

/** Page 1 asks for a picture that is not there; page 2 is no page. */
export async function flawedPdf(): Promise<Buffer> {
  const made = await PDFDocument.create()
  const sheet = made.addPage([paper.width, paper.height])
  const [{ x, y }] = squares
  sheet.drawRectangle({ x: x - 50, y: y - 50, width: 100, height: 100 })
  sheet.node.setXObject(PDFName.of('Lost'), made.context.register(made.context.obj(17)))
  sheet.node.addContentStream(made.context.register(made.context.stream('/Lost Do')))
  made.context.assign(made.addPage().ref, made.context.obj(42))
  return Buffer.from(await made.save({ useObjectStreams: false }))
}
