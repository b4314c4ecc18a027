import { beforeAll, describe, expect, it } from 'vitest'
import { codeFrom } from '../../../src/core/codes.ts'
import {
  type DataMatrix,
  dataMatrix,
  moduleWithin,
  sideMillimetres,
  symbolSvg,
} from '../../../src/main/documents/data-matrix.ts'
import { rasterised } from '../../support/printed-symbol.ts'
import { decode, openReader } from './reader.ts'

beforeAll(openReader)

const dots = (seed: number, length: number) =>
  codeFrom(Uint8Array.from({ length }, (_, index) => (seed * 7919 + index * 104_729 + index * index * seed) % 256))

/** The symbol as a printer of a resolution sees it, in the form that the reader takes. */
function rasterise(symbol: DataMatrix, moduleMillimetres: number, dpi: number): ImageData {
  const { width, height, grey } = rasterised(symbol, moduleMillimetres, dpi)
  const data = Uint8ClampedArray.from({ length: 4 * grey.length }, (_, at) =>
    at % 4 === 3 ? 255 : (grey[at >> 2] ?? 0),
  )
  return { data, width, height, colorSpace: 'srgb' } as ImageData
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
