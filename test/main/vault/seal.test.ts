import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BookKeys } from '../../../src/main/vault/book-keys.ts'
import { blockBytes, boxLength, createSeal } from '../../../src/main/vault/seal.ts'
import { type Beside, createStandInSeal } from '../../../src/main/vault/stand-in-seal.ts'
import { bookKeys } from './people.ts'

const fileId = Buffer.alloc(16, 1)
const keys = bookKeys()
const seal = createSeal(fileId, keys)

describe('a sealed part', () => {
  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.integer({ min: 1, max: 2 ** 40 }), (content, seq) => {
        const { box, generation } = seal.seal({ seq, book: 'clinic' }, content)
        expect(seal.open('clinic', seq, generation, box)).toEqual(JSON.parse(JSON.stringify(content)))
      }),
    )
  })

  it('B12 has the same length for contents that fill the same blocks', () => {
    const length = (content: unknown) => seal.seal({ seq: 1, book: 'stock' }, content).box.length
    expect(length({ arm: 'exosome' })).toBe(length({ arm: 'placebo', lot: 'a much longer lot number' }))
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        const bytes = Buffer.byteLength(JSON.stringify(text))
        expect(length(text)).toBe(boxLength(bytes))
        expect((length(text) - 40) % blockBytes).toBe(0)
      }),
    )
  })

  it('opens in its file, at its number, in its book and generation only', () => {
    const { box } = seal.seal({ seq: 7, book: 'stock' }, 'here')
    expect(seal.open('stock', 7, 1, box)).toBe('here')
    expect(() => seal.open('stock', 8, 1, box)).toThrow()
    expect(() => seal.open('stock', 7 + 2 ** 32, 1, box)).toThrow()
    expect(() => seal.open('clinic', 7, 1, box)).toThrow()
    expect(() => createSeal(Buffer.alloc(16, 2), keys).open('stock', 7, 1, box)).toThrow()
    const twice = new BookKeys()
    const same = keys.get('stock', 1)
    if (same === undefined) throw new Error('no key')
    twice.add('stock', 2, same)
    expect(() => createSeal(fileId, twice).open('stock', 7, 2, box)).toThrow()
    expect(seal.open('stock', 7, 2, box)).toBeUndefined()
  })

  it('does not open when any byte of it was changed', () => {
    const { box } = seal.seal({ seq: 7, book: 'stock' }, 'here')
    for (let place = 0; place < box.length; place++) {
      const changed = Buffer.from(box)
      changed[place] = (changed[place] as number) ^ 1
      expect(() => seal.open('stock', 7, 1, changed)).toThrow()
    }
    expect(() => seal.open('stock', 7, 1, box.subarray(0, 30))).toThrow()
  })

  it('is never the same twice', () => {
    const boxes = Array.from({ length: 50 }, () => seal.seal({ seq: 7, book: 'stock' }, 'here').box.toString())
    expect(new Set(boxes).size).toBe(50)
  })

  it('cannot be made without the key of the book', () => {
    expect(() => createSeal(fileId, new BookKeys()).seal({ seq: 1, book: 'stock' }, 1)).toThrow('no key')
  })
})

describe('the stand-in', () => {
  it('B12 gives the same bytes for different contents of the same blocks, of the length of real boxes', () => {
    const world = (arm: string) => {
      const beside: Beside = new Map()
      const standIn = createStandInSeal(Buffer.alloc(32, 1), beside, keys)
      const part = standIn.seal({ seq: 3, book: 'allocation' }, { arm })
      expect(standIn.open('allocation', 3, 1, part.box)).toEqual({ arm })
      return Buffer.from(part.box)
    }
    expect(world('exosome')).toEqual(world('placebo'))
    expect(world('exosome').length).toBe(seal.seal({ seq: 3, book: 'allocation' }, { arm: 'exosome' }).box.length)
  })
})
