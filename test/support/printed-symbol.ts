/** Symbols as a printer lays them down, and as a camera sees what lies before it. */
import { type DataMatrix, quietModules } from '../../src/main/documents/data-matrix.ts'
import type { Picture } from '../../src/main/documents/picture.ts'

type Corner = readonly [number, number]

/** The closed outlines of a path of straight lines. */
function outlines(path: string): Corner[][] {
  return path
    .split('Z')
    .filter((part) => part !== '')
    .map((part) => [...part.matchAll(/[ML](\d+) (\d+)/g)].map(([, x, y]): Corner => [Number(x), Number(y)]))
}

/** Even-odd rule, at one point. */
function isDark(shapes: readonly Corner[][], x: number, y: number): boolean {
  let crossings = 0
  for (const corners of shapes) {
    corners.forEach(([x1, y1], index) => {
      const [x2 = 0, y2 = 0] = corners[(index + 1) % corners.length] ?? []
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) crossings += 1
    })
  }
  return crossings % 2 === 1
}

/** The symbol as a printer of a resolution sees it: dots that do not meet the modules exactly. */
export function rasterised(symbol: DataMatrix, moduleMillimetres: number, dpi: number): Picture {
  const dotsPerModule = (moduleMillimetres * dpi) / 25.4
  const side = Math.ceil((symbol.modules + 2 * quietModules) * dotsPerModule)
  const grey = new Uint8Array(side * side).fill(255)
  const shapes = outlines(symbol.path)
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const x = (column + 0.5) / dotsPerModule - quietModules
      const y = (row + 0.5) / dotsPerModule - quietModules
      if (isDark(shapes, x, y)) grey[row * side + column] = 0
    }
  return { width: side, height: side, grey }
}

/** How somebody holds a label before the camera. */
export type Held = {
  readonly width: number
  readonly height: number
  /** Points of the camera for one dot of the printer. */
  readonly scale: number
  readonly degrees: number
  /** How far a point of the camera reaches to each side, in its own points: out of focus, or not held still. */
  readonly blur: number
}

/** What an ink and a paper come to in a room that is lit from one side, from 0 to 255. */
const ink = 45
const paper = 205
const table = 120
const light = 40

/** Samples a side of what one point of the camera takes in. */
const samples = 4

/** The picture as a camera sees it, in the middle, turned, out of focus, and lit from the left. */
export function photographed(picture: Picture, { width, height, scale, degrees, blur }: Held): Picture {
  const turn = (degrees * Math.PI) / 180
  const grey = new Uint8Array(width * height)
  const shadeAt = (x: number, y: number) => {
    const column = Math.floor((Math.cos(turn) * x + Math.sin(turn) * y) / scale + picture.width / 2)
    const row = Math.floor((Math.cos(turn) * y - Math.sin(turn) * x) / scale + picture.height / 2)
    if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return table
    return ink + ((paper - ink) * (picture.grey[row * picture.width + column] ?? 0)) / 255
  }
  const reach = 1 + 2 * blur
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      let sum = 0
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const offX = (((sample % samples) + 0.5) / samples - 0.5) * reach
        const offY = ((Math.floor(sample / samples) + 0.5) / samples - 0.5) * reach
        sum += shadeAt(column + offX - width / 2, row + offY - height / 2)
      }
      grey[row * width + column] = sum / (samples * samples) + light * (0.5 - column / width)
    }
  return { width, height, grey }
}
