/**
 * The widths of a variable font's glyphs, read from its WOFF2 file.
 *
 * Labels are refused when a line does not fit, so widths must be those of the font that prints, at the weight that
 * prints. Read are the character map, the advances and their variation along the weight axis. Sources: W3C WOFF 2.0,
 * OpenType 1.9 (cmap, hmtx, fvar, avar, HVAR).
 */
import { brotliDecompressSync } from 'node:zlib'

/** Advances in parts of the font size, by code point; undefined for characters the font lacks. */
export type FontMetrics = {
  readonly has: (codePoint: number) => boolean
  readonly advance: (codePoint: number, weight: number) => number | undefined
}

type Tables = ReadonlyMap<string, DataView>

// Positions in the table of known tags, WOFF 2.0 section 4.1; an index of 63 is followed by the tag itself.
const knownTags: ReadonlyMap<number, string> = new Map([
  [0, 'cmap'],
  [1, 'head'],
  [2, 'hhea'],
  [3, 'hmtx'],
  [10, 'glyf'],
  [11, 'loca'],
  [39, 'avar'],
  [47, 'fvar'],
])
const explicitTag = 63
const directoryStart = 48
const nullTransformOfOutlines = 3

/** Reads the metrics of a WOFF2 font with a weight axis. */
export function readFontMetrics(woff2: Uint8Array): FontMetrics {
  const tables = unpack(woff2)
  const unitsPerEm = table(tables, 'head').getUint16(18)
  const metricCount = table(tables, 'hhea').getUint16(34)
  const advances = table(tables, 'hmtx')
  const glyphs = readCharacterMap(table(tables, 'cmap'))
  const variation = readVariation(tables)
  return {
    has: (codePoint) => glyphs.has(codePoint),
    advance: (codePoint, weight) => {
      const glyph = glyphs.get(codePoint)
      if (glyph === undefined) return undefined
      const units = advances.getUint16(Math.min(glyph, metricCount - 1) * 4)
      return (units + variation(glyph, weight)) / unitsPerEm
    },
  }
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

type Variation = (glyph: number, weight: number) => number

const fixed = (view: DataView, at: number) => view.getInt32(at) / 65536
const shortFraction = (view: DataView, at: number) => view.getInt16(at) / 16384

function readVariation(tables: Tables): Variation {
  const hvar = tables.get('HVAR')
  if (hvar === undefined) return () => 0
  const position = readAxis(table(tables, 'fvar'), tables.get('avar'))
  const store = readStore(hvar, hvar.getUint32(4))
  const mapOffset = hvar.getUint32(8)
  const indexOf = mapOffset === 0 ? (glyph: number) => [0, glyph] as const : readIndexMap(hvar, mapOffset)
  return (glyph, weight) => {
    const [outer, inner] = indexOf(glyph)
    return store(outer, inner, position(weight))
  }
}

/** A weight as a normalised position on the axis, -1 to 1. */
function readAxis(fvar: DataView, avar: DataView | undefined): (weight: number) => number {
  const axis = fvar.getUint16(4)
  const [least, usual, most] = [fixed(fvar, axis + 4), fixed(fvar, axis + 8), fixed(fvar, axis + 12)]
  const points: [number, number][] = []
  for (let point = 0; avar !== undefined && point < avar.getUint16(8); point += 1) {
    points.push([shortFraction(avar, 10 + point * 4), shortFraction(avar, 12 + point * 4)])
  }
  return (weight) => {
    const within = Math.min(most, Math.max(least, weight))
    const plain = within < usual ? (within - usual) / (usual - least) : (within - usual) / (most - usual || 1)
    const above = points.findIndex(([from]) => from >= plain)
    const [after, before] = [points[above], points[above - 1]]
    if (after === undefined || before === undefined) return plain
    return before[1] + ((plain - before[0]) / (after[0] - before[0])) * (after[1] - before[1])
  }
}

function readIndexMap(view: DataView, start: number): (glyph: number) => readonly [number, number] {
  const wide = view.getUint8(start) === 1
  const format = view.getUint8(start + 1)
  const count = wide ? view.getUint32(start + 2) : view.getUint16(start + 2)
  const entries = start + (wide ? 6 : 4)
  const size = ((format >> 4) & 3) + 1
  const innerBits = (format & 15) + 1
  return (glyph) => {
    let entry = 0
    const at = entries + Math.min(glyph, count - 1) * size
    for (let byte = 0; byte < size; byte += 1) entry = entry * 256 + view.getUint8(at + byte)
    return [Math.floor(entry / 2 ** innerBits), entry % 2 ** innerBits]
  }
}

/** An item variation store, read for the first axis alone. */
function readStore(view: DataView, start: number): (outer: number, inner: number, position: number) => number {
  const regions = start + view.getUint32(start + 2)
  const axisCount = view.getUint16(regions)
  const share = (region: number, position: number) => {
    const at = regions + 4 + region * axisCount * 6
    const [from, peak, to] = [shortFraction(view, at), shortFraction(view, at + 2), shortFraction(view, at + 4)]
    if (peak === 0 || position === peak) return 1
    if (position <= from || position >= to) return 0
    return position < peak ? (position - from) / (peak - from) : (to - position) / (to - peak)
  }
  return (outer, inner, position) => {
    const part = start + view.getUint32(start + 8 + outer * 4)
    const wordField = view.getUint16(part + 2)
    const [words, long] = [wordField & 0x7fff, (wordField & 0x8000) !== 0]
    const regionCount = view.getUint16(part + 4)
    const [wide, narrow] = long ? [4, 2] : [2, 1]
    const rowLength = words * wide + (regionCount - words) * narrow
    let at = part + 6 + regionCount * 2 + inner * rowLength
    let sum = 0
    for (let column = 0; column < regionCount; column += 1) {
      const size = column < words ? wide : narrow
      const delta = size === 4 ? view.getInt32(at) : size === 2 ? view.getInt16(at) : view.getInt8(at)
      sum += delta * share(view.getUint16(part + 6 + column * 2), position)
      at += size
    }
    return sum
  }
}
