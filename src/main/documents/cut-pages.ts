/**
 * Gives the pages of a PDF that Chromium wrote an exact size: what was written stays as it is, and the pages are stated
 * anew behind it (ISO 32000-1, 7.5.6, incremental updates). Reading and writing such a file as a whole takes longer than
 * printing it, and would hold up everything else.
 */

/** How a page's object begins and ends, as Chromium's printing writes it. */
const pageBegins = ' 0 obj\n<</Type /Page\n'
const pageEnds = '\nendobj'
const mediaBox = /\/MediaBox \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]/

/** Every page as large as is said, in points, measured from its top left corner. */
export function cutPages(pdf: Uint8Array, width: number, height: number): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1')
  const end = text.slice(text.lastIndexOf('trailer'))
  const [, size, root, info] = /^trailer\s*<<\/Size (\d+)\s*\/Root (\d+ 0 R)\s*(?:\/Info (\d+ 0 R))?/.exec(end) ?? []
  const before = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(end)?.[1]
  if (size === undefined || root === undefined || before === undefined) throw new Error('a PDF of an unknown form')
  let objects = text.endsWith('\n') ? '' : '\n'
  const places: string[] = []
  for (let at = text.indexOf(pageBegins); at >= 0; at = text.indexOf(pageBegins, at + 1)) {
    const id = text.slice(text.lastIndexOf('\n', at) + 1, at)
    const page = text.slice(at + ' 0 obj\n'.length, text.indexOf(pageEnds, at))
    const top = Number(mediaBox.exec(page)?.[4])
    if (Number.isNaN(top)) throw new Error('a page of a PDF states no size')
    const box = `[0 ${written(top - height)} ${written(width)} ${written(top)}]`
    const cut = page.replace(mediaBox, `/MediaBox ${box}\n/CropBox ${box}`)
    places.push(`${id} 1\n${String(text.length + objects.length).padStart(10, '0')} 00000 n \n`)
    objects += `${id} 0 obj\n${cut}\nendobj\n`
  }
  if (places.length === 0) throw new Error('a PDF without pages')
  const table = text.length + objects.length
  const trailer = `<</Size ${size}\n/Root ${root}${info === undefined ? '' : `\n/Info ${info}`}\n/Prev ${before}>>`
  const update = `${objects}xref\n${places.join('')}trailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`
  return Buffer.concat([pdf, Buffer.from(update, 'latin1')])
}

function written(points: number): string {
  return String(Number(points.toFixed(4)))
}
