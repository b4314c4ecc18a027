import { describe, expect, it } from 'vitest'
import type { Arm } from '../../src/core/registry/settings.ts'
import { enrolled, ordered, prepared, ready, stocked } from '../support/facts.ts'
import { given } from '../support/given.ts'
import type { Person, Trial } from '../support/trial.ts'

const page = { offset: 0, limit: 200 }
const record = (trial: Trial, storagePlace?: string, who: Person = 'qamar') =>
  trial.value(who, {
    type: 'StockRecord',
    product: 'A',
    ...(storagePlace === undefined ? {} : { storagePlace }),
    ...page,
  })
const lotId = (trial: Trial) => trial.lot('EX-1').lotId
const carry = (trial: Trial, vialCodes: 'all' | string[], storagePlace = 'Freezer 2') =>
  trial.act('ana', {
    ...{ type: 'TransferVials', lotId: lotId(trial), from: 'Freezer 1', vialCodes, storagePlace },
    ...{ minutesOut: 0, thawed: false, reason: 'more room' },
  })

describe('the record of one storage place', () => {
  it('A6 names the place of each line, and both where vials were carried', () => {
    const { trial } = given(stocked())
    carry(trial, trial.shelf(lotId(trial)).slice(-2))
    const { rows, storagePlaces } = record(trial)
    expect(storagePlaces).toEqual(['Freezer 1', 'Freezer 2'])
    expect(rows.map(({ what, places }) => [what, places])).toEqual([
      ['received', [{ storagePlace: 'Freezer 1', vials: 5, moved: 5 }]],
      ['certificate_entered', []],
      ['released', []],
      [
        'transferred',
        [
          { storagePlace: 'Freezer 1', vials: -2, moved: 2 },
          { storagePlace: 'Freezer 2', vials: 2, moved: 2 },
        ],
      ],
    ])
  })

  it('A6 A10 holds what arrived there and left there, and what lies there now', () => {
    const { trial } = given(stocked())
    carry(trial, trial.shelf(lotId(trial)).slice(-2))
    trial.act('ana', { type: 'WasteVial', vialCode: trial.shelf(lotId(trial)).at(-1) ?? '', reason: 'cracked' })
    const first = record(trial, 'Freezer 1')
    expect(first.rows.map(({ what, quantity, balance }) => [what, quantity, balance])).toEqual([
      ['received', 5, 5],
      ['transferred', -2, 3],
    ])
    expect(first.place).toEqual({ storagePlace: 'Freezer 1', arrived: 5, left: 2, there: 3, samples: 0 })
    const second = record(trial, 'Freezer 2')
    expect(second.rows.map(({ what, quantity, balance }) => [what, quantity, balance])).toEqual([
      ['transferred', 2, 2],
      ['wasted', -1, 1],
    ])
    expect(second.place).toEqual({ storagePlace: 'Freezer 2', arrived: 2, left: 1, there: 1, samples: 0 })
  })

  it('A13 counts retention samples apart, wherever they are carried', () => {
    const { trial } = given(stocked())
    const vialCodes = trial.shelf(lotId(trial)).slice(-1)
    trial.act('qamar', { type: 'PutSamplesApart', lotId: lotId(trial), vialCodes, reason: 'retention' })
    expect(record(trial, 'Freezer 1').place).toMatchObject({ arrived: 5, left: 1, there: 4, samples: 1 })
    carry(trial, 'all')
    expect(record(trial, 'Freezer 1').place).toMatchObject({ arrived: 5, left: 5, there: 0, samples: 0 })
    expect(record(trial, 'Freezer 2').place).toMatchObject({ arrived: 4, left: 0, there: 4, samples: 1 })
    expect(record(trial, 'Freezer 2').rows).toMatchObject([{ what: 'transferred', quantity: 4, moved: 5 }])
  })

  it('A6 has nothing of a place where the product never lay', () => {
    const { trial } = given(stocked())
    expect(record(trial, 'Cellar')).toMatchObject({ total: 0, balance: 0, place: { arrived: 0, left: 0, there: 0 } })
  })

  it('B13 QA’s does not move when a dose is made; the full one takes the vial from where it lay', () => {
    const { trial } = given(ready, enrolled(), ordered(), prepared())
    const arm: Arm = trial.preparation().arm
    const full = () => {
      trial.act('ana', { type: 'OpenRecord', reason: 'monitoring' })
      return trial.ask('ana', { type: 'FullRecord', product: arm, storagePlace: 'Freezer 1', ...page })
    }
    const stock = () => trial.value('qamar', { type: 'StockRecord', product: arm, storagePlace: 'Freezer 1', ...page })
    const { there } = stock().place ?? { there: 0 }
    const before = full()
    expect(before).toMatchObject({ value: { place: { left: 1, there: there - 1 } } })
    expect(before.ok ? before.value.rows.at(-1) : undefined).toMatchObject({ what: 'dispensed', quantity: -1 })
    // The book carries the vial along until its use is stated; in truth it is gone, and is not taken from the place twice.
    const { lotId: of } = trial.preparation()
    trial.act('ana', {
      ...{ type: 'TransferVials', lotId: of, from: 'Freezer 1', vialCodes: 'all', storagePlace: 'Freezer 2' },
      ...{ minutesOut: 0, thawed: false, reason: 'more room' },
    })
    expect(stock().place).toMatchObject({ left: there, there: 0 })
    expect(full()).toMatchObject({ value: { balance: 0, place: { left: there, there: 0 } } })
  })

  it('B12 is for those who hold the stock book alone', () => {
    const { trial } = given(stocked())
    for (const person of ['iman', 'taha', 'adel'] as const)
      expect(
        trial.ask(person, { type: 'StockRecord', product: 'A', storagePlace: 'Freezer 1', ...page }),
      ).toMatchObject({
        refusal: { rule: 'nothing_found' },
      })
  })
})
