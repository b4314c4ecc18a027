/** Codes as DataMatrix symbols (ISO/IEC 16022), drawn as vectors of an exact size. */
import symbols from 'bwip-js/node'
import type { Element } from '../../core/label-symbol.ts'

/** A symbol: its modules, and the path that draws the dark ones on a grid of one unit per module. */
export type DataMatrix = { readonly modules: number; readonly path: string }

/** The quiet zone on each side, in modules. */
export const quietModules = 1

/** Encodes a text. Only square symbols are made. */
export function dataMatrix(text: string): DataMatrix {
  return drawn(text)
}

/** Encodes GS1 elements: the symbol begins with the function character FNC1, and a further one parts the elements. */
export function gs1DataMatrix(elements: readonly Element[]): DataMatrix {
  const text = elements.map(({ identifier, value }) => `^FNC1${identifier}${value}`).join('')
  return drawn(text, { parsefnc: true })
}

// The library's own drawing takes twice as long as its encoding, in the middle of the making of a label.
function drawn(text: string, options: { readonly parsefnc?: boolean } = {}): DataMatrix {
  const [symbol] = symbols.raw('datamatrix', text, options)
  if (symbol === undefined || !('pixs' in symbol) || symbol.pixx !== symbol.pixy) {
    throw new Error('a DataMatrix was encoded in a form not read here')
  }
  const { pixs, pixx: modules } = symbol
  return { modules, path: outlines(modules, (x, y) => pixs[y * modules + x] === 1) }
}

/** The outlines of the dark modules, each a closed path along its edges; areas that touch at a corner may share one. */
function outlines(modules: number, isDark: (x: number, y: number) => boolean): string {
  const corners = modules + 1
  const dark = (x: number, y: number) => x >= 0 && y >= 0 && x < modules && y < modules && isDark(x, y)
  // Where the edges from each corner lead: dark lies to the right of every edge. At most two start in one corner.
  const edges = new Map<number, number[]>()
  const edge = (from: number, to: number) => {
    const known = edges.get(from)
    if (known === undefined) edges.set(from, [to])
    else known.push(to)
  }
  for (let y = 0; y < modules; y++) {
    for (let x = 0; x < modules; x++) {
      if (!isDark(x, y)) continue
      const corner = y * corners + x
      if (!dark(x, y - 1)) edge(corner, corner + 1)
      if (!dark(x + 1, y)) edge(corner + 1, corner + corners + 1)
      if (!dark(x, y + 1)) edge(corner + corners + 1, corner + corners)
      if (!dark(x - 1, y)) edge(corner + corners, corner)
    }
  }
  const turns: string[] = []
  for (const [start, leading] of edges) {
    while (leading.length > 0) {
      let before = start
      let at = leading.pop() ?? start
      turns.push(`M${start % corners} ${Math.floor(start / corners)}`)
      while (at !== start) {
        const next = edges.get(at)?.pop() ?? start
        if (next - at !== at - before) turns.push(`L${at % corners} ${Math.floor(at / corners)}`)
        before = at
        at = next
      }
      turns.push('Z')
    }
  }
  return turns.join('')
}

/** The side of a symbol with its quiet zone, in millimetres. */
export function sideMillimetres(symbol: DataMatrix, moduleMillimetres: number): number {
  return (symbol.modules + 2 * quietModules) * moduleMillimetres
}

/** The symbol as SVG with a white quiet zone, to be placed and sized by a style. */
export function symbolSvg(symbol: DataMatrix, className: string): string {
  const side = symbol.modules + 2 * quietModules
  const box = `${-quietModules} ${-quietModules} ${side} ${side}`
  const ground = `<rect x="${-quietModules}" y="${-quietModules}" width="${side}" height="${side}" fill="#fff"/>`
  const modules = `<path d="${symbol.path}" fill="#000" fill-rule="evenodd"/>`
  return `<svg class="${className}" viewBox="${box}" shape-rendering="crispEdges" aria-hidden="true">${ground}${modules}</svg>`
}

// Label printers have eight dots a millimetre (203 dpi); a module of whole dots prints without ragged edges.
const dotMillimetres = 25.4 / 203.2
const dotsPerModule = [6, 5, 4] as const
/** The smallest module a hand-held reader takes from a curved syringe. */
const leastDots = 4

/** The largest module of whole printer dots with which a symbol keeps to a side; four dots where none does. */
export function moduleWithin(symbol: DataMatrix, mostMillimetres: number): number {
  const fitting = dotsPerModule.find((dots) => sideMillimetres(symbol, dots * dotMillimetres) <= mostMillimetres)
  return (fitting ?? leastDots) * dotMillimetres
}
