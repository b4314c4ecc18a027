import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareDecimals, isDecimal, ratio, readDecimal } from '../../src/core/decimal.ts'
import { persianNumber } from '../../src/core/text.ts'
import { seed } from '../support/seed.ts'

/** A canonical number of some digits before and after the point. */
const canonical = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 8 }))
  .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`))

describe('a number of a certificate', () => {
  it.each([
    ['0.08', '0.08'],
    ['007.50', '7.50'],
    ['۰٫۲۵', '0.25'],
    ['٣٫٥', '3.5'],
    ['1.2e11', '120000000000'],
    ['1.2×10^11', '120000000000'],
    ['1.2 × 10¹¹', '120000000000'],
    ['۱٫۲×۱۰¹¹', '120000000000'],
    ['5e-2', '0.05'],
    ['12.5e-4', '0.00125'],
    ['۱۲۰٬۰۰۰', '120000'],
    ['-30.5', '-30.5'],
    ['−0', '0'],
  ])('Q4 is read as it is typed: %s', (typed, read) => expect(readDecimal(typed)).toBe(read))

  it.each(['', '1,200', '0,25', '.5', '5.', '1.2.3', '1e999', '1×10', 'five', '0x10', 'NaN', 'Infinity', '1e', '--1'])(
    'Q4 is never guessed at: "%s" is none',
    (typed) => expect(readDecimal(typed)).toBeUndefined(),
  )

  it(`Q4 is itself when it is canonical, in either script (seed ${seed})`, () =>
    fc.assert(
      fc.property(canonical, (number) => {
        expect(isDecimal(number)).toBe(true)
        expect(readDecimal(number)).toBe(number)
        expect(readDecimal(persianNumber(number))).toBe(number)
      }),
      { seed },
    ))

  it(`Q4 is compared to the last digit, where a floating point number could not tell (seed ${seed})`, () => {
    expect(compareDecimals('100000000000000000000.1', '100000000000000000000.2')).toBe(-1)
    expect(compareDecimals('0.30', '0.3')).toBe(0)
    expect(compareDecimals('-2', '-1.5')).toBe(-1)
    fc.assert(
      fc.property(canonical, canonical, (one, other) => {
        expect(compareDecimals(one, other)).toBe(-compareDecimals(other, one) + 0)
        expect(compareDecimals(one, one)).toBe(0)
      }),
      { seed },
    )
  })

  it('Q5 is divided and rounded half up to significant digits', () => {
    expect(ratio(['110000000000'], '412.5', 3)).toBe('267000000')
    expect(ratio(['110000000000', '1800'], '1000', 3)).toBe('198000000000')
    expect(ratio(['1'], '3', 3)).toBe('0.333')
    expect(ratio(['2'], '3', 3)).toBe('0.667')
    expect(ratio(['9.996'], '1', 3)).toBe('10')
    expect(ratio(['0'], '7', 3)).toBe('0')
    expect(ratio(['1'], '0', 3)).toBeUndefined()
  })

  it(`Q5 stays within half a unit of the third digit (seed ${seed})`, () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 10 ** 6 }), (above, below) => {
        const found = Number(ratio([String(above)], String(below), 3))
        expect(Math.abs(found - above / below) / (above / below)).toBeLessThanOrEqual(0.005)
      }),
      { seed },
    ))
})
