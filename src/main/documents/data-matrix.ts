/** Codes as DataMatrix symbols (ISO/IEC 16022), drawn as vectors of an exact size. */
import { toSVG } from 'bwip-js/node'
import type { Element } from '../../core/label-symbol.ts'

/** A symbol: its modules, and the path that draws the dark ones on a grid of one unit per module. */
export type DataMatrix = { readonly modules: number; readonly path: string }

/** The quiet zone on each side, in modules. */
export const quietModules = 1

// The drawing library works on a grid of two units per module.
const unitsPerModule = 2

/** Encodes a text. Only square symbols are made. */
export function dataMatrix(text: string): DataMatrix {
  return drawn({ bcid: 'datamatrix', text, scale: 1 })
}

/** Encodes GS1 elements: the symbol begins with the function character FNC1, and a further one parts the elements. */
export function gs1DataMatrix(elements: readonly Element[]): DataMatrix {
  const text = elements.map(({ identifier, value }) => `^FNC1${identifier}${value}`).join('')
  return drawn({ bcid: 'datamatrix', text, parsefnc: true, scale: 1 })
}

function drawn(options: Parameters<typeof toSVG>[0]): DataMatrix {
  const svg = toSVG(options)
  const side = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)
  const drawing = /<path d="([^"]+)"/.exec(svg)
  if (side?.[1] === undefined || side[1] !== side[2] || drawing?.[1] === undefined) {
    throw new Error('a DataMatrix was drawn in a form not read here')
  }
  const path = drawing[1].replace(/\d+/g, (units) => String(Number(units) / unitsPerModule))
  return { modules: Number(side[1]) / unitsPerModule, path }
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
