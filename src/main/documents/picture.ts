/** Pictures of printed pages, in a printer's own dots. */
import { crc32, deflateSync } from 'node:zlib'

/** Rows of dots from the top left, each from 0 for black to 255 for white. */
export type Picture = { readonly width: number; readonly height: number; readonly grey: Uint8Array }

/** What a printer that knows no grey lays down: a dot, or none. */
export function inBlackAndWhite({ width, height, grey }: Picture): Picture {
  return { width, height, grey: grey.map((shade) => (shade < 128 ? 0 : 255)) }
}

const signature = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const greyScale = { depth: 8, kind: 0 }

/** The picture as PNG (ISO/IEC 15948): shades of grey, eight bits each. */
export function png({ width, height, grey }: Picture): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([greyScale.depth, greyScale.kind], 8)
  const rows = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++) rows.set(grey.subarray(row * width, (row + 1) * width), row * (width + 1) + 1)
  return Buffer.concat([
    signature,
    part('IHDR', header),
    part('IDAT', deflateSync(rows)),
    part('IEND', Buffer.alloc(0)),
  ])
}

function part(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(content.length, 0)
  around.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)])
}
