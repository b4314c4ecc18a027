import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alphabet, checkCharacter } from '../../../src/core/codes.ts'
import { checks, fromBase32, longestCode, plainCode, toBase32 } from '../../../src/main/ledger/crockford.ts'
import { readShortHead, shortHead } from '../../../src/main/ledger/head.ts'

const codes = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: longestCode - 1 })

describe('codes that people copy', () => {
  it('L8 every single-character error and every exchange of two characters is caught', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const whole = code + checkCharacter(code)
        expect(checks(whole)).toBe(true)
        for (let place = 0; place < whole.length; place++) {
          for (const other of alphabet) {
            if (other === whole[place]) continue
            expect(checks(whole.slice(0, place) + other + whole.slice(place + 1))).toBe(false)
          }
          for (let second = place + 1; second < whole.length; second++) {
            if (whole[place] === whole[second]) continue
            const exchanged = [...whole]
            exchanged[place] = whole[second] as string
            exchanged[second] = whole[place] as string
            expect(checks(exchanged.join(''))).toBe(false)
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('bytes come back from base 32', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(Buffer.from(fromBase32(toBase32(bytes)) ?? []).equals(bytes)).toBe(true)
      }),
    )
  })

  it('read the same with hyphens, blanks, small letters, look-alikes and Persian digits', () => {
    expect(plainCode(' o1-iL ab–c۱۲۳ ')).toBe('0111ABC123')
    expect(plainCode('abcu')).toBeNull()
    expect(plainCode('ab_c')).toBeNull()
  })
})

describe('the head as it is printed', () => {
  const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 })

  it('is short and comes back', () => {
    expect(shortHead(Buffer.from('3d0d36a7b5'.padEnd(64, '0'), 'hex'), 412)).toMatch(
      /^0412-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/,
    )
    fc.assert(
      fc.property(hashes, fc.nat(10_000_000), (hash, seq) => {
        expect(readShortHead(shortHead(hash, seq).toLowerCase())).toEqual({ seq, mark: toBase32(hash.subarray(0, 5)) })
      }),
    )
  })

  it('is refused when one character is wrong', () => {
    fc.assert(
      fc.property(hashes, fc.nat(20_000), fc.nat(12), (hash, seq, place) => {
        const printed = shortHead(hash, seq).replaceAll('-', '')
        const wrong = alphabet[(alphabet.indexOf(printed[place] as string) + 1) % alphabet.length]
        expect(readShortHead(printed.slice(0, place) + wrong + printed.slice(place + 1))).toBeNull()
      }),
    )
    expect(readShortHead('')).toBeNull()
    expect(readShortHead('x'.repeat(100))).toBeNull()
  })
})
