import { describe, expect, it } from 'vitest'
import { labelRows, openLabels } from '../../../src/core/clinic/labels.ts'
import { groupCode } from '../../../src/core/codes.ts'
import { labelAccountPage } from '../../../src/main/documents/label-account.ts'
import { enrolled, handedOver, labelled, ordered, prepared, ready } from '../../support/facts.ts'
import { given } from '../../support/given.ts'
import { occasion } from './occasion-fixture.ts'
import { fonts, visibleText } from './print-fonts.ts'

const { trial } = given(ready, enrolled(2), ordered(1), handedOver(1), ordered(2), prepared(2), labelled(2))
trial.act('ana', { type: 'PrintLabels', doseId: trial.dose(2).doseId, reason: 'torn' })
const { clinic } = trial.books
const page = labelAccountPage(labelRows(clinic), openLabels(clinic), occasion, fonts)
const text = visibleText(page.html)

describe('the account of labels on paper', () => {
  it('L7 says what was printed and what became of it, for each participant and in all, in both languages', () => {
    for (const line of [
      '3 printed = 1 applied + 1 spoiled + 0 destroyed + 1 not accounted for',
      '1 printed = 1 applied + 0 spoiled + 0 destroyed + 0 not accounted for',
      '2 printed = 0 applied + 1 spoiled + 0 destroyed + 1 not accounted for',
    ])
      expect(text.replace(/\s+/g, ' ')).toContain(line)
    expect(text.replace(/\s+/g, ' ')).toContain('۳ چاپ‌شده = ۱ الصاق‌شده + ۱ ضایع‌شده + ۰ معدوم‌شده + ۱ تعیین‌تکلیف‌نشده')
  })

  it('L7 names every label of which something is still to be said, with the reason of its reprint', () => {
    for (const { serial } of trial.syringe(2).labels) expect(text).toContain(groupCode(serial))
    expect(text).not.toContain(groupCode(trial.syringe(1).labels[0]?.serial ?? 'none'))
    expect(text).toContain('torn')
  })

  it('L7 has a neutral title', () => expect(page.title).toBe('Account of labels'))
})
