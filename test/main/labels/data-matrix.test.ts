import { beforeAll, describe, expect, it } from 'vitest'
import { codeFrom } from '../../../src/core/codes.ts'
import {
  type DataMatrix,
  dataMatrix,
  moduleWithin,
  quietModules,
  sideMillimetres,
  symbolSvg,
} from '../../../src/main/documents/data-matrix.ts'
import { decode, openReader } from './reader.ts'

beforeAll(openReader)

const dots = (seed: number, length: number) =>
  codeFrom(Uint8Array.from({ length }, (_, index) => (seed * 7919 + index * 104_729 + index * index * seed) % 256))

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
function rasterise(symbol: DataMatrix, moduleMillimetres: number, dpi: number): ImageData {
  const dotsPerModule = (moduleMillimetres * dpi) / 25.4
  const side = Math.ceil((symbol.modules + 2 * quietModules) * dotsPerModule)
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  const shapes = outlines(symbol.path)
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const x = (column + 0.5) / dotsPerModule - quietModules
      const y = (row + 0.5) / dotsPerModule - quietModules
      if (isDark(shapes, x, y)) data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3)
    }
  }
  return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData
}

describe('the symbol of a syringe code', () => {
  it.each([203, 300])('L6 is read back by an independent reader at %i dpi', async (dpi) => {
    for (const length of [8, 12, 16, 20]) {
      for (let seed = 1; seed <= 6; seed += 1) {
        const code = dots(seed, length)
        const symbol = dataMatrix(code)
        const picture = rasterise(symbol, moduleWithin(symbol, 11.5), dpi)
        expect(await decode(picture), code).toEqual([code])
      }
    }
  })

  it('L6 has modules of whole dots at 203 dpi and keeps to its side', () => {
    const symbol = dataMatrix(dots(3, 12))
    for (const most of [9, 11.5, 14]) {
      const module = moduleWithin(symbol, most)
      expect(module / 0.125).toBeCloseTo(Math.round(module / 0.125), 6)
      expect(sideMillimetres(symbol, module)).toBeLessThanOrEqual(most)
    }
    expect(moduleWithin(symbol, 1)).toBeCloseTo(0.5, 6)
  })

  it('L6 is drawn on white with a quiet zone of its own, whatever lies behind', () => {
    const svg = symbolSvg(dataMatrix(dots(3, 12)), 'symbol')
    expect(svg).toContain('viewBox="-1 -1 18 18"')
    expect(svg).toContain('<rect x="-1" y="-1" width="18" height="18" fill="#fff"/>')
  })

  it('L6 has one size for all codes of one length, so its size tells nothing', () => {
    const sizes = new Set(Array.from({ length: 40 }, (_, seed) => dataMatrix(dots(seed + 1, 12)).modules))
    expect([...sizes]).toEqual([16])
  })
})
