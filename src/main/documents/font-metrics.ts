/**
 * The widths of a font's glyphs, read from its WOFF2 file.
 *
 * Labels are refused when a line does not fit, so widths must be those of the font that prints. Read are the character
 * map and the advances. Sources: W3C WOFF 2.0, OpenType 1.9 (cmap, head, hhea, hmtx).
 */
import { brotliDecompressSync } from 'node:zlib'

type Tables = ReadonlyMap<string, DataView>

// Positions in the table of known tags, WOFF 2.0 section 4.1; an index of 63 is followed by the tag itself.
const knownTags: ReadonlyMap<number, string> = new Map([
  [0, 'cmap'],
  [1, 'head'],
  [2, 'hhea'],
  [3, 'hmtx'],
  [10, 'glyf'],
  [11, 'loca'],
])
const explicitTag = 63
const directoryStart = 48
const nullTransformOfOutlines = 3

/** The advances of a WOFF2 font in parts of the font size, by code point, without what the font lacks. */
export function readAdvances(woff2: Uint8Array): ReadonlyMap<number, number> {
  const tables = unpack(woff2)
  // The advances of one font are those of every text in it; those of a variable one depend on the weight.
  if (tables.has('HVAR')) throw new Error('the font is a variable one')
  const unitsPerEm = table(tables, 'head').getUint16(18)
  const metricCount = table(tables, 'hhea').getUint16(34)
  const advances = table(tables, 'hmtx')
  return new Map(
    Array.from(readCharacterMap(table(tables, 'cmap')), ([codePoint, glyph]) => [
      codePoint,
      advances.getUint16(Math.min(glyph, metricCount - 1) * 4) / unitsPerEm,
    ]),
  )
}

function table(tables: Tables, tag: string): DataView {
  const found = tables.get(tag)
  if (found === undefined) throw new Error(`the font has no table ${tag}`)
  return found
}

function unpack(woff2: Uint8Array): Tables {
  const view = new DataView(woff2.buffer, woff2.byteOffset, woff2.byteLength)
  if (view.getUint32(0) !== 0x774f4632) throw new Error('the font is not a WOFF2 file')
  const count = view.getUint16(12)
  const compressedLength = view.getUint32(20)
  let at = directoryStart
  const variableLength = () => {
    let value = 0
    for (let byte = 0x80; byte & 0x80; ) {
      byte = view.getUint8(at++)
      value = value * 128 + (byte & 0x7f)
    }
    return value
  }
  const lengths: [string, number][] = []
  for (let index = 0; index < count; index += 1) {
    const flags = view.getUint8(at++)
    let tag = knownTags.get(flags & 63) ?? `#${flags & 63}`
    if ((flags & 63) === explicitTag) {
      tag = String.fromCharCode(...woff2.subarray(at, at + 4))
      at += 4
    }
    const version = flags >> 6
    const originalLength = variableLength()
    const outlines = tag === 'glyf' || tag === 'loca'
    const transformed = outlines ? version !== nullTransformOfOutlines : version !== 0
    if (tag === 'hmtx' && transformed) throw new Error('the font packs its advances in a form not read here')
    lengths.push([tag, transformed ? variableLength() : originalLength])
  }
  const bytes = brotliDecompressSync(woff2.subarray(at, at + compressedLength))
  const tables = new Map<string, DataView>()
  let start = 0
  for (const [tag, length] of lengths) {
    tables.set(tag, new DataView(bytes.buffer, bytes.byteOffset + start, length))
    start += length
  }
  return tables
}

/** Code point to glyph, from a subtable of format 4 (basic plane) or 12. */
function readCharacterMap(cmap: DataView): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>()
  for (let index = 0; index < cmap.getUint16(2); index += 1) {
    const start = cmap.getUint32(8 + index * 8)
    const format = cmap.getUint16(start)
    if (format === 4) readSegments(cmap, start, glyphs)
    if (format === 12) readGroups(cmap, start, glyphs)
  }
  return glyphs
}

function readSegments(cmap: DataView, start: number, glyphs: Map<number, number>): void {
  const doubled = cmap.getUint16(start + 6)
  const ends = start + 14
  const starts = ends + doubled + 2
  const deltas = starts + doubled
  const offsets = deltas + doubled
  for (let segment = 0; segment < doubled; segment += 2) {
    const first = cmap.getUint16(starts + segment)
    const last = cmap.getUint16(ends + segment)
    const delta = cmap.getUint16(deltas + segment)
    const offset = cmap.getUint16(offsets + segment)
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const plain = offset === 0 ? code : cmap.getUint16(offsets + segment + offset + (code - first) * 2)
      const glyph = offset !== 0 && plain === 0 ? 0 : (plain + delta) & 0xffff
      if (glyph !== 0) glyphs.set(code, glyph)
    }
  }
}

function readGroups(cmap: DataView, start: number, glyphs: Map<number, number>): void {
  for (let group = 0; group < cmap.getUint32(start + 12); group += 1) {
    const at = start + 16 + group * 12
    const first = cmap.getUint32(at)
    for (let code = first; code <= cmap.getUint32(at + 4); code += 1) {
      glyphs.set(code, cmap.getUint32(at + 8) + code - first)
    }
  }
}
