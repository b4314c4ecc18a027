import { describe, expect, it } from 'vitest'
import { codeFrom, groupCode } from '../../../src/core/codes.ts'
import { receipt } from '../../../src/main/documents/receipt.ts'
import { occasion } from './occasion-fixture.ts'
import { fonts, visibleText } from './print-fonts.ts'

const codeOf = (seed: number) => codeFrom(Uint8Array.from({ length: 11 }, (_, index) => (seed * 89 + index * 37) % 256))
const handedOver = {
  participantNumber: 7,
  syringeCodes: [codeOf(1), codeOf(2)],
  theatre: 'اتاق عمل ۴',
  receivedBy: 'Nasrin Nurse',
  useBefore: '2026-03-20T10:15:00.000Z',
  issuedAt: '2026-03-20T06:45:00.000Z',
  code: codeOf(3),
}

describe('the receipt of a hand-over on paper', () => {
  const text = visibleText(receipt(handedOver, occasion, fonts).html)

  it('says what was taken over, until when, by whom, and its code, in both languages', () => {
    for (const wanted of [
      ...handedOver.syringeCodes.map(groupCode),
      groupCode(handedOver.code),
      'Nasrin Nurse',
      '۷',
      'اتاق عمل',
    ])
      expect(text).toContain(wanted)
    expect(text).toMatch(/2026-03-20/)
    expect(text).toMatch(/۱۴۰۴|۱۴۰۵/)
  })

  it('L4 B12 has nothing to tell an arm or a lot by: it is given neither', () => {
    for (const secret of ['placebo', 'دارونما', 'lot', 'سری ساخت']) expect(text.toLowerCase()).not.toContain(secret)
  })
})
