import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabelEnd } from '../../src/core/clinic/events.ts'
import { codeFrom, groupCode } from '../../src/core/codes.ts'
import { labelElements, readScan } from '../../src/core/label-symbol.ts'
import {
  ended,
  enrolled,
  handedOver,
  handOver,
  labelled,
  ordered,
  prepared,
  ready,
  rightCheck,
  verified,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { seed } from '../support/seed.ts'
import type { Trial } from '../support/trial.ts'

const made = [ready, enrolled(), ordered(), prepared(), labelled()] as const
const serials = (trial: Trial, number = 1, index = 0) => trial.syringe(number, index).labels.map((one) => one.serial)
const states = (trial: Trial, number = 1, index = 0) => trial.syringe(number, index).labels.map((one) => one.state)
const reprinted = (trial: Trial) => {
  trial.act('ana', { type: 'PrintLabels', doseId: trial.dose().doseId, reason: 'smudged' })
}
const account =
  (of: readonly number[], became: LabelEnd, note = 'as seen') =>
  (trial: Trial) => ({
    type: 'AccountForLabels' as const,
    serials: of.map((index) => serials(trial)[index] ?? 'nothing'),
    became,
    note,
  })
const checkBy = (codes: (trial: Trial) => string[]) => (trial: Trial) => ({
  ...rightCheck(trial),
  syringeCodes: codes(trial),
})

describe('the symbol of a label', () => {
  const code = codeFrom(Uint8Array.from([7, 22, 19, 3, 29, 11, 30, 8, 17, 2, 26]))
  const serial = codeFrom(Uint8Array.from([14, 1, 31, 9, 25, 16, 4, 21, 12, 28, 6]))
  const elements = labelElements({
    syringeCode: code,
    serial,
    useBefore: '2026-03-20T21:05:59.000Z',
    timeZone: 'Asia/Tehran',
  })
  const joined = (separator: string) => elements.map(({ identifier, value }) => `${identifier}${value}`).join(separator)

  it('L6 says when its use ends by the clock of the site, which syringe it is, and which print', () =>
    expect(elements).toEqual([
      { identifier: '7003', value: '2603210035' },
      { identifier: '91', value: code },
      { identifier: '92', value: serial },
    ]))

  it.each([
    ['as GS1 writes it', `]d2${joined('\u001d')}`],
    ['with a separator in front', `\u001d${joined('\u001d')}`],
    ['without the identifier of the symbology', joined('\u001d')],
    ['without its separators', joined('')],
    ['with the separator written out', `]d2${joined('<GS>')}`],
    ['with another character for the separator', joined('~')],
    ['in small letters', `]d2${joined('\u001d')}`.toLowerCase()],
    ['from a Persian keyboard', `چD2${joined('').replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'.charAt(Number(digit)))}`],
  ])('P7 a scanner’s reading leads to the serial %s', (_, sent) => expect(readScan(sent)).toBe(serial))

  it('P7 old labels with the bare code, and codes that people type, are read as before', () => {
    expect(readScan(code)).toBe(code)
    expect(readScan(` ${groupCode(code).toLowerCase()} `)).toBe(code)
  })

  it('L8 a reading with a wrong character in a code leads nowhere', () => {
    const sent = joined('')
    const wrong = (at: number) => sent.slice(0, at) + (sent[at] === '7' ? '8' : '7') + sent.slice(at + 1)
    for (const at of [17, sent.length - 1]) expect(readScan(wrong(at))).not.toBe(serial)
  })

  it(`P7 nothing that is sent makes it stumble, and what is no label is only cleaned (seed ${seed})`, () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (sent) => {
        expect(readScan(sent)).not.toBe(serial)
      }),
      { seed, numRuns: 300 },
    ))
})

describe('scanning a label at the verification', () => {
  it('L7 the serial of the valid label is as good as the code of the syringe', () => {
    given(...made)
      .when(
        'cyrus',
        checkBy((trial) => serials(trial)),
      )
      .leads((trial) => expect(states(trial)).toEqual(['applied']))
    given(...made)
      .when(
        'cyrus',
        checkBy((trial) => [trial.syringe().code]),
      )
      .leads((trial) => expect(states(trial)).toEqual(['applied']))
  })

  it('L7 a voided label is refused; its successor is not', () => {
    given(...made, reprinted)
      .when(
        'cyrus',
        checkBy((trial) => serials(trial).slice(0, 1)),
      )
      .refuses('label_void', 'syringeCodes')
    given(...made, reprinted)
      .when(
        'cyrus',
        checkBy((trial) => serials(trial).slice(1)),
      )
      .leads((trial) => expect(states(trial)).toEqual(['spoiled', 'applied']))
  })

  it('L7 a bare code is refused where it could be that of a voided label', () =>
    given(...made, reprinted)
      .when(
        'cyrus',
        checkBy((trial) => [trial.syringe().code]),
      )
      .refuses('label_unclear', 'syringeCodes'))

  it('P15 the same label twice is not the label of two syringes', () => {
    const two = { dose: { syringesPerDose: 2 } }
    under(two, ...made)
      .when(
        'cyrus',
        checkBy((trial) => [trial.syringe(1, 0).code, ...serials(trial)]),
      )
      .refuses('label_differs', 'syringeCodes')
  })
})

describe('the account of labels', () => {
  it('L7 P15 a label printed after the verification undoes it: no syringe leaves before somebody has compared the new one', () => {
    const { trial: late } = given(...made, verified(), reprinted)
    expect(states(late)).toEqual(['spoiled', 'printed'])
    expect([late.dose().state, late.dose().verifiedBy, late.syringe().state]).toEqual([
      'prepared',
      undefined,
      'prepared',
    ])
    expect(late.try('ana', handOver(late))).toMatchObject({ refusal: { rule: 'dose_not_verified' } })
    late.act('cyrus', { ...rightCheck(late), syringeCodes: serials(late).slice(1) })
    expect(states(late)).toEqual(['spoiled', 'applied'])
    late.act('ana', handOver(late))
    expect([late.dose().state, late.syringe().state]).toEqual(['released', 'released'])
  })

  it('P15 the batch record of a dose whose labels were printed again says that no check holds, until the next one', () => {
    const { trial: late } = given(...made, verified(), reprinted)
    const { doseId } = late.dose()
    const state = () => {
      late.act('ana', { type: 'TakeBatchRecord', doseId, reason: 'for the file' })
      return late.value('ana', { type: 'BatchRecord', doseId }).batches[0]?.preparation
    }
    expect(state()).toMatchObject({ state: 'finished' })
    expect(state()?.verifiedBy).toBeUndefined()
    late.act('cyrus', { ...rightCheck(late), syringeCodes: serials(late).slice(1) })
    expect(state()).toMatchObject({ state: 'verified' })
  })

  it('L7 out of the pharmacy a label is not replaced', () =>
    given(ready, enrolled(), ordered(), handedOver())
      .when('ana', (trial) => ({ type: 'PrintLabels', doseId: trial.dose().doseId, reason: 'torn' }))
      .refuses('label_after_hand_over', 'doseId'))

  it('L7 the valid label of a syringe in use is neither spoiled nor destroyed but by a reprint', () => {
    for (const became of ['applied', 'spoiled', 'destroyed'] as const)
      given(...made)
        .when('ana', account([0], became))
        .refuses('label_in_use', 'serials')
    given(...made, verified(), reprinted)
      .when('ana', account([1], 'destroyed'))
      .refuses('label_in_use', 'serials')
  })

  it('L7 an end is said once, of labels that exist, each named once, and with a reason', () => {
    const over = [...made, reprinted, ended('broken')] as const
    given(...over)
      .when('ana', account([5], 'spoiled'))
      .refuses('label_unknown', 'serials')
    given(...over)
      .when('ana', account([1, 1], 'spoiled'))
      .refuses('label_twice', 'serials')
    given(...over)
      .when('ana', account([1], 'spoiled', ''))
      .refuses('reason_missing', 'note')
    given(...over)
      .when('ana', account([0], 'spoiled'))
      .refuses('label_accounted', 'serials')
    given(...over)
      .when('ana', account([0, 1], 'destroyed'))
      .leads((trial) => expect(states(trial)).toEqual(['destroyed', 'destroyed']))
  })

  it('L7 what was printed is applied, spoiled, destroyed or named as not accounted for, for each participant and in all', () => {
    const { trial } = given(ready, enrolled(3), ordered(1), handedOver(1), ordered(2), prepared(2), labelled(2))
    trial.act('ana', { type: 'PrintLabels', doseId: trial.dose(2).doseId, reason: 'torn' })
    const asked = trial.ask('iman', { type: 'LabelAccount', offset: 0, limit: 50 })
    expect(asked).toMatchObject({
      ok: true,
      value: {
        total: 2,
        rows: [
          { number: 1, counts: { total: 1, applied: 1, spoiled: 0, destroyed: 0, printed: 0 } },
          { number: 2, counts: { total: 2, applied: 0, spoiled: 1, destroyed: 0, printed: 1 } },
        ],
        counts: { total: 3, applied: 1, spoiled: 1, destroyed: 0, printed: 1 },
        open: serials(trial, 2).map((serial) => ({ serial, number: 2 })),
      },
    })
  })

  it('A12 a label that nobody accounted for stands in the way of the close-out', () => {
    const { trial } = given(...made, ended('broken'))
    const rules = () => {
      return trial.value('ana', { type: 'CloseOutList' }).inTheWay.map(({ rule }) => rule)
    }
    expect(rules()).toContain('labels_not_accounted')
    trial.act('ana', account([0], 'applied', '')(trial))
    expect(rules()).not.toContain('labels_not_accounted')
  })
})
