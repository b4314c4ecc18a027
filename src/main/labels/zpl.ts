/**
 * Labels in the language of label printers (ZPL II): the picture of the whole label as one graphic, so that Persian is
 * right on every printer, whatever fonts it has. And the way back, so that what is looked at is what is sent.
 *
 * Source: Zebra, ZPL II programming guide, command ^GF and "alternative data compression scheme".
 */
import type { Picture } from '../documents/picture.ts'

const dotsPerByte = 8
const mostOnes = 20
const black = 0
const white = 255

/** One label as a job of its own. Of the picture, every dot darker than half is laid down. */
export function zplOf({ width, height, grey }: Picture): string {
  const bytesPerRow = Math.ceil(width / dotsPerByte)
  const rows: string[] = []
  let above = ''
  for (let row = 0; row < height; row++) {
    const hex = rowInHex(grey.subarray(row * width, (row + 1) * width), bytesPerRow)
    rows.push(hex === above ? ':' : compressed(hex))
    above = hex
  }
  const total = bytesPerRow * height
  const graphic = `^GFA,${total},${total},${bytesPerRow},${rows.join('')}`
  return `^XA^PW${width}^LL${height}^LH0,0^FO0,0${graphic}^FS^PQ1^XZ\n`
}

/** The picture that a printer makes of a job of one label; undefined where it is none of ours. */
export function pictureOf(zpl: string): Picture | undefined {
  const read = /\^PW(\d+)\^LL(\d+).*\^GFA,\d+,\d+,(\d+),([0-9A-Zg-z,:]*)\^FS/s.exec(zpl)
  if (read === null) return undefined
  const [width, height, bytesPerRow] = read.slice(1, 4).map(Number) as [number, number, number]
  const grey = new Uint8Array(width * height).fill(white)
  let row = 0
  for (const hex of rowsOf(read[4] ?? '', bytesPerRow * 2)) {
    for (let x = 0; x < width; x++) {
      const digit = Number.parseInt(hex.charAt(x >> 2), 16)
      if ((digit >> (3 - (x & 3))) & 1) grey[row * width + x] = black
    }
    row += 1
  }
  return row === height ? { width, height, grey } : undefined
}

function rowInHex(dots: Uint8Array, bytesPerRow: number): string {
  const bytes = Buffer.alloc(bytesPerRow)
  dots.forEach((shade, x) => {
    if (shade < 128) bytes[x >> 3] = (bytes[x >> 3] ?? 0) | (0x80 >> (x & 7))
  })
  return bytes.toString('hex').toUpperCase()
}

/** Repeated digits as counts; a row that ends in zeros ends in a comma. */
function compressed(hex: string): string {
  const kept = hex.replace(/0+$/, '')
  const runs = kept.replace(/(.)\1*/g, (run, digit: string) => counted(run.length) + digit)
  return kept.length < hex.length ? `${runs},` : runs
}

/** `G` to `Y` count from 1 to 19, `g` to `z` in twenties; a digit that stands once needs no count. */
function counted(length: number): string {
  let rest = length
  let count = ''
  while (rest > mostOnes * 20 + mostOnes - 1) {
    count += 'z'
    rest -= mostOnes * 20
  }
  if (rest >= mostOnes) count += String.fromCharCode('f'.charCodeAt(0) + Math.floor(rest / mostOnes))
  rest %= mostOnes
  if (rest > 0 && (count !== '' || rest > 1)) count += String.fromCharCode('F'.charCodeAt(0) + rest)
  return count
}

function* rowsOf(data: string, digitsPerRow: number): Generator<string> {
  let above = ''
  let row = ''
  let count = 0
  for (const character of data) {
    if (character === ':' && row === '') yield above
    else if (character === ',') {
      above = row.padEnd(digitsPerRow, '0')
      row = ''
      yield above
    } else if (/[G-Y]/.test(character)) count += character.charCodeAt(0) - 'F'.charCodeAt(0)
    else if (/[g-z]/.test(character)) count += (character.charCodeAt(0) - 'f'.charCodeAt(0)) * mostOnes
    else {
      row += character.repeat(count === 0 ? 1 : count)
      count = 0
      if (row.length >= digitsPerRow) {
        above = row
        row = ''
        yield above
      }
    }
  }
}
