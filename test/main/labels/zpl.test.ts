import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inBlackAndWhite, type Picture } from '../../../src/main/documents/picture.ts'
import { pictureOf, zplOf } from '../../../src/main/labels/zpl.ts'
import { seed } from '../../support/seed.ts'

/** Pictures with long runs, equal rows and empty rows, as labels have them, beside mere noise. */
const picture: fc.Arbitrary<Picture> = fc
  .record({
    width: fc.integer({ min: 1, max: 1_700 }),
    rows: fc.array(
      fc.array(fc.record({ run: fc.integer({ min: 1, max: 900 }), shade: fc.nat(255) }), { maxLength: 12 }),
      {
        minLength: 1,
        maxLength: 12,
      },
    ),
    twice: fc.boolean(),
  })
  .map(({ width, rows, twice }) => {
    const drawn = rows.map((runs) => {
      const row = runs.flatMap(({ run, shade }) => Array.from({ length: run }, () => shade))
      return Array.from({ length: width }, (_, x) => row[x] ?? 255)
    })
    const all = twice ? drawn.flatMap((row) => [row, row]) : drawn
    return { width, height: all.length, grey: Uint8Array.from(all.flat()) }
  })

describe('a label in the language of label printers', () => {
  it(`L6 is, read back, the picture of the label dot by dot (seed ${seed})`, () =>
    fc.assert(
      fc.property(picture, (one) => {
        expect(pictureOf(zplOf(one))).toEqual(inBlackAndWhite(one))
      }),
      { seed, numRuns: 200 },
    ))

  it('L6 is written as printers of this language read it', () => {
    // Source of the counts: ZPL II programming guide, alternative data compression: M6 is seven times 6, hB is forty times B.
    const white = zplOf({ width: 16, height: 3, grey: new Uint8Array(48).fill(255) })
    expect(white).toBe('^XA^PW16^LL3^LH0,0^FO0,0^GFA,6,6,2,,::^FS^PQ1^XZ\n')
    const black = zplOf({ width: 160, height: 1, grey: new Uint8Array(160).fill(0) })
    expect(black).toContain('^GFA,20,20,20,hF^FS')
    expect(zplOf({ width: 28, height: 1, grey: new Uint8Array(28).fill(0) })).toContain('^GFA,4,4,4,MF,^FS')
  })

  it('L6 B12 says nothing in words: neither title nor text, only the picture', () =>
    expect(zplOf({ width: 8, height: 1, grey: new Uint8Array(8) })).toMatch(
      /^\^XA\^PW8\^LL1\^LH0,0\^FO0,0\^GFA,1,1,1,GF|HF\^FS\^PQ1\^XZ\n$/,
    ))

  it('L6 what is no such job is not taken for a picture', () => {
    for (const job of ['', '^XA^FDtext^FS^XZ', '^XA^PW8^LL2^GFA,2,2,1,FF^FS']) expect(pictureOf(job)).toBeUndefined()
  })
})
