import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCharacter, codeFrom, groupCode, isCode, readCode } from '../../src/core/codes.ts'
import { seed } from '../support/seed.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** As long as the codes of vials and syringes, and as the ids. */
const code = fc.oneof(
  fc.uint8Array({ minLength: 11, maxLength: 11 }).map(codeFrom),
  fc.uint8Array({ minLength: 15, maxLength: 15 }).map(codeFrom),
)

describe('codes', () => {
  it(`L8 every change of one character is caught (seed ${seed})`, () =>
    fc.assert(
      fc.property(code, (right) => {
        for (let place = 0; place < right.length; place++) {
          for (const character of alphabet) {
            const typed = right.slice(0, place) + character + right.slice(place + 1)
            expect(isCode(typed)).toBe(character === right[place])
          }
        }
      }),
      { seed, numRuns: 30 },
    ))

  it(`L8 every exchange of two characters is caught, neighbours or not (seed ${seed})`, () =>
    fc.assert(
      fc.property(code, (right) => {
        for (let one = 0; one < right.length; one++) {
          for (let other = one + 1; other < right.length; other++) {
            const typed = [...right]
            typed[one] = right.charAt(other)
            typed[other] = right.charAt(one)
            expect(isCode(typed.join(''))).toBe(right.charAt(one) === right.charAt(other))
          }
        }
      }),
      { seed, numRuns: 60 },
    ))

  it('L8 says which of the common mistakes of two characters it misses, and how often', () => {
    const places = 11
    const base = codeFrom(Uint8Array.from({ length: places }, (_, index) => (index * 7) % 32))
    /** Exchanges a stretch of a right code for another, and asks whether the check character still fits. */
    const missed = (right: string, at: number, stretch: string) =>
      isCode(right.slice(0, at) + stretch + right.slice(at + stretch.length))
    const withStretch = (at: number, stretch: string) => {
      const body = base.slice(0, at) + stretch + base.slice(at + stretch.length, places)
      return body.slice(0, places) + checkCharacter(body.slice(0, places))
    }
    const kinds: Record<string, (a: string, b: string) => readonly [was: string, is: string]> = {
      'ab for ba': (a, b) => [a + b, b + a],
      'acb for bca': (a, b) => [`${a}C${b}`, `${b}C${a}`],
      'aa for bb': (a, b) => [a + a, b + b],
      'aca for bcb': (a, b) => [`${a}C${a}`, `${b}C${b}`],
      '1a for a0': (a) => [`1${a}`, `${a}0`],
    }
    const report = Object.entries(kinds).map(([kind, mistake]) => {
      let tried = 0
      let slipped = 0
      for (let at = 0; at + 3 <= places; at++)
        for (const a of alphabet)
          for (const b of alphabet) {
            const [was, is] = mistake(a, b)
            if (was === is) continue
            tried += 1
            if (missed(withStretch(at, was), at, is)) slipped += 1
          }
      return [kind, tried, slipped]
    })
    console.log('check character: mistakes tried and missed', JSON.stringify(report))
    expect(report).toEqual([
      ['ab for ba', 8_928, 0],
      ['acb for bca', 8_928, 0],
      ['aa for bb', 8_928, 0],
      ['aca for bcb', 8_928, 0],
      ['1a for a0', 9_216, 288],
    ])
  })

  it('L8 is read as people write it: small letters, spaces, dashes, I and L for one, O for zero', () => {
    const right = codeFrom(Uint8Array.from([1, 0, 1, 10, 11, 12, 13, 14, 15, 16, 17]))
    const sloppy = groupCode(right).toLowerCase().replace('1', 'l').replace('0', 'o').replaceAll(' ', '-')
    expect(readCode(sloppy)).toBe(right)
    expect(isCode(readCode(sloppy))).toBe(true)
  })

  it('L8 is no code when empty, of one character, or with a letter outside the alphabet', () => {
    for (const typed of ['', '0', 'U', `UUUU${checkCharacter('0000')}`, '۱۲۳۴'])
      expect(isCode(typed), typed).toBe(false)
    expect(() => checkCharacter('U')).toThrow()
  })

  it('L8 is grouped by four for reading aloud', () => expect(groupCode('ABCDEFGH1234')).toBe('ABCD EFGH 1234'))

  it('L4 neighbouring throws share no more than chance: a code tells nothing of the one before', () => {
    const all = Array.from({ length: 32 }, (_, value) => codeFrom(Uint8Array.from({ length: 11 }, () => value)))
    expect(new Set(all).size).toBe(32)
    // Three of the eight bits of a byte are not used; nothing else may tell two bytes apart.
    expect(codeFrom(Uint8Array.of(0b1110_0001))).toBe(codeFrom(Uint8Array.of(0b0000_0001)))
  })
})
