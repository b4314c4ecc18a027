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
