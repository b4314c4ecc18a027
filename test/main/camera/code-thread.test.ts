/** The thread that looks for codes, as the program starts it. */
import { afterEach, describe, expect, it } from 'vitest'
import { labelElements, readScan } from '../../../src/core/label-symbol.ts'
import { CodeThread } from '../../../src/main/camera/code-thread.ts'
import type { CameraPicture } from '../../../src/main/camera/picture.ts'
import { type DataMatrix, dataMatrix, gs1DataMatrix, moduleWithin } from '../../../src/main/documents/data-matrix.ts'
import type { Picture } from '../../../src/main/documents/picture.ts'
import { photographed, rasterised } from '../../support/printed-symbol.ts'
import { label, serial, syringeCode } from '../labels/label-fixture.ts'

/** Longer than the program waits: other tests may keep the machine busy. */
const patient = 15_000
const thread = new CodeThread()
afterEach(() => thread.end())

const symbolOfLabel = gs1DataMatrix(labelElements({ ...label, syringeCode, serial }))
/** As a label printer of 203 dpi lays it down. */
const printed = (symbol: DataMatrix) => rasterised(symbol, moduleWithin(symbol, 14), 203.2)
const held = { width: 640, height: 480, scale: 1.4, degrees: 17, blur: 0.8 }

/** A picture whose bytes may be given away. */
function given({ width, height, grey }: Picture): CameraPicture {
  return { width, height, grey: Uint8Array.from(grey) }
}

function all(shade: number, width = 640, height = 480): CameraPicture {
  return { width, height, grey: new Uint8Array(width * height).fill(shade) }
}

/** Points that follow no pattern, the same each time. */
function noise(width: number, height: number): CameraPicture {
  let state = 12345
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 24
  }
  return { width, height, grey: Uint8Array.from({ length: width * height }, next) }
}

describe('the reader of codes', () => {
  it.each([
    ['straight', { ...held, degrees: 0, blur: 0 }],
    ['turned', held],
    ['turned far', { ...held, degrees: 140 }],
    ['upside down and out of focus', { ...held, degrees: 180, blur: 1.2 }],
    ['near, in the largest picture', { ...held, width: 1280, height: 960, scale: 3, degrees: -33, blur: 1.5 }],
  ] as const)('L6 P7 reads the symbol of a label of 203 dpi, %s', async (_, how) => {
    const text = await thread.read(given(photographed(printed(symbolOfLabel), how)), patient)
    expect(readScan(text ?? '')).toBe(serial)
  })

  it('L6 L8 reads a bare code, as cards, receipts and vials carry it', async () => {
    expect(await thread.read(given(photographed(printed(dataMatrix(syringeCode)), held)), patient)).toBe(syringeCode)
  })

  it('finds nothing where there is nothing, whatever the shade, the shape and the noise', async () => {
    for (const picture of [
      all(0),
      all(128),
      all(255),
      all(90, 1, 1),
      all(90, 1280, 1),
      all(90, 1, 960),
      noise(640, 480),
    ])
      expect(await thread.read(picture, patient)).toBeUndefined()
  })

  it('takes the bytes over, so that none are left where they came from', async () => {
    const picture = given(photographed(printed(symbolOfLabel), held))
    const reading = thread.read(picture, patient)
    expect(picture.grey.length).toBe(0)
    expect(await reading).toBeDefined()
  })

  it('is ended when a picture takes too long, and reads the next one with another thread', async () => {
    expect(await thread.read(noise(1280, 960), 1)).toBeUndefined()
    expect(await thread.read(given(photographed(printed(dataMatrix(syringeCode)), held)), patient)).toBe(syringeCode)
  })

  it('answers whoever waits when it is ended', async () => {
    const reading = thread.read(noise(1280, 960))
    thread.end()
    expect(await reading).toBeUndefined()
  })
})
