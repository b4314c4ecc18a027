import { describe, expect, it } from 'vitest'
import { Command } from '../../src/core/decide.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import { vialStates } from '../../src/core/stock/lot.ts'
import {
  certificateFor,
  enrolled,
  lotReceived,
  lotRejected,
  ordered,
  prepared,
  ready,
  started,
  stocked,
  taken,
} from '../support/facts.ts'
import { given } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const lotId = (trial: Trial) => trial.lot('EX-1').lotId
const explanation = 'not in any rack, nor in the basket'

/** A count, and what its second look named. */
const count =
  (countedVials: number, more: Partial<Extract<Command, { type: 'CountLot' }>> = {}) =>
  (trial: Trial) => ({
    type: 'CountLot' as const,
    lotId: lotId(trial),
    countedVials,
    explanation: '',
    ...more,
  })
/** Two counts alike; so many vials from the end of the shelf are named as missing. */
const lacking =
  (missing: number, found: readonly string[] = []) =>
  (trial: Trial) => {
    const shelf = trial.books.stock.lots.get(lotId(trial))?.parts.on_shelf ?? 0
    const countedVials = shelf - missing + found.length
    return count(countedVials, {
      firstCountedVials: countedVials,
      missing: missing === 0 ? [] : trial.shelf(lotId(trial)).slice(-missing),
      found: [...found],
      explanation,
    })(trial)
  }
const gone = (trial: Trial) =>
  trial.lot('EX-1').vialCodes.filter((code) => trial.books.stock.vials.get(code)?.state === 'missing')

describe('counting a shelf', () => {
  it('A11 is accepted where the count is what the book expects', () =>
    given(stocked())
      .when('qamar', count(5))
      .leads((trial, events) => {
        expect(Object.keys(events)).toEqual(['stock'])
        expect(trial.lot('EX-1').movements.at(-1)).toMatchObject({
          what: 'counted',
          count: { counted: 5, expected: 5 },
        })
      }))

  it('A11 a difference, in either direction, is named and asks for a second count', () => {
    for (const counted of [4, 6]) {
      const { trial, when } = given(stocked())
      when('qamar', count(counted)).refuses('count_differs', 'countedVials')
      const decided = trial.decide('qamar', count(counted)(trial))
      expect(decided).toMatchObject({ refusal: { values: { counted, expected: 5 } } })
    }
  })

  it('A11 a second count that finds everything is accepted, and the first one stays on record', () =>
    given(stocked())
      .when('qamar', count(5, { firstCountedVials: 4 }))
      .leads((trial) =>
        expect(trial.lot('EX-1').movements.at(-1)?.count).toEqual({ counted: 5, expected: 5, first: 4 }),
      ))

  it('A11 a difference that stands needs the code of every missing vial, and some words', () => {
    const again = { firstCountedVials: 3 }
    given(stocked())
      .when('qamar', count(3, { ...again, explanation }))
      .refuses('difference_not_named', 'missing')
    given(stocked())
      .when('qamar', (trial) => ({ ...lacking(2)(trial), missing: trial.shelf(lotId(trial)).slice(0, 1) }))
      .refuses('difference_not_named', 'missing')
    given(stocked())
      .when('qamar', (trial) => ({ ...lacking(2)(trial), explanation: 'too short' }))
      .refuses('count_not_explained', 'explanation')
  })

  it('A11 what is named as missing must be a vial that the book has on this shelf, named once', () => {
    const naming = (...missing: string[]) => count(4, { firstCountedVials: 4, missing, explanation })
    given(stocked()).when('qamar', naming('nothing')).refuses('vial_unknown', 'missing')
    const { trial, when } = given(stocked())
    const [vial = ''] = trial.shelf(lotId(trial))
    when('qamar', naming(trial.shelf(trial.lot('PL-1').lotId)[0] ?? '')).refuses('vial_of_another_lot', 'missing')
    when('qamar', naming(vial, vial)).refuses('vial_twice', 'missing')
    trial.act('ana', { type: 'WasteVial', vialCode: vial, reason: 'broken' })
    when('qamar', { ...naming(vial)(trial), countedVials: 3, firstCountedVials: 3 }).refuses('vial_not_on_shelf')
  })

  it('A10 A11 what is missing leaves the shelf and is a loss of both arms', () =>
    given(stocked())
      .when('qamar', lacking(2))
      .leads((trial, events) => {
        expect(events.registry).toEqual([{ type: 'LossCounted', doses: 2 }])
        expect(trial.lot('EX-1').parts).toMatchObject({ on_shelf: 3, missing: 2 })
        expect(gone(trial).length).toBe(2)
      }))

  it('A11 what a count missed is a loss once, also where it was found and is missing again', () => {
    const { trial, when } = given(stocked())
    trial.act('qamar', lacking(2)(trial))
    when('qamar', count(3)).accepts({ stock: ['ShelfCounted'] })
    trial.act('qamar', lacking(0, gone(trial))(trial))
    expect(trial.lot('EX-1').parts).toMatchObject({ on_shelf: 5, missing: 0 })
    expect(spareDoses(trial.books.registry)).toBe(0)
    when('qamar', lacking(3)).leads((_, events) => expect(events.registry).toEqual([{ type: 'LossCounted', doses: 1 }]))
  })

  it('A11 only what was missing can be found', () => {
    const { trial, when } = given(stocked())
    const found = trial.shelf(lotId(trial)).slice(0, 1)
    when('qamar', count(6, { firstCountedVials: 6, found, explanation })).refuses('vial_not_missing', 'found')
  })

  it('A11 more vials than the book knows are explained, and stand in the way of the reconciliation', () => {
    const { trial, when } = given(stocked())
    when('qamar', count(6, { firstCountedVials: 6 })).refuses('count_not_explained', 'explanation')
    trial.act('qamar', count(6, { firstCountedVials: 6, explanation })(trial))
    expect(trial.lot('EX-1')).toMatchObject({ unnamedDifference: -1, parts: { on_shelf: 5 } })
    when('qamar', reconcile()).refuses('difference_stands')
    trial.act('qamar', count(5)(trial))
    when('qamar', reconcile()).accepts({ stock: ['LotReconciled'] })
  })

  it('B13 waits for a statement of use once vials were taken, however few and whatever the lot', () => {
    for (const number of [1, 2])
      given(ready, enrolled(2), ordered(number), started(number), taken(number))
        .when('qamar', count(5))
        .refuses('use_not_stated')
    const made = [1, 2, 3, 4, 5].flatMap((number) => [ordered(number), prepared(number)])
    const { trial, when } = given(ready, enrolled(5), ...made)
    trial.act('ana', { type: 'StateUse' })
    when('qamar', (now: Trial) => count(now.lot('EX-1').parts.on_shelf)(now)).accepts({ stock: ['ShelfCounted'] })
  })

  it('B13 does not wait for a lot from which nothing can have been taken', () => {
    const { when } = given(ready, lotReceived({ lotNumber: 'EX-2' }), enrolled(), ordered(), started(), taken())
    when('qamar', (trial: Trial) => ({ ...count(5)(trial), lotId: trial.lot('EX-2').lotId })).accepts({
      stock: ['ShelfCounted'],
    })
  })

  it('before the first release nobody has counted on a vial, so what is missing is no loss', () => {
    const { trial, when } = given(lotReceived({ vialCount: 5 }))
    when('qamar', lacking(2)).accepts({ stock: ['ShelfCounted'], registry: ['SupplyStated'] })
    trial.act('ana', { ...receiptOf(trial), lotNumber: 'PL-1', product: 'B' })
    for (const lotNumber of ['EX-1', 'PL-1']) {
      trial.act('ana', certificateFor(trial, lotNumber, 'CoA'))
      trial.act('qamar', { type: 'ReleaseLot', lotId: trial.lot(lotNumber).lotId, certificate: 'CoA' })
    }
    // Three vials are there for the three planned.
    expect(spareDoses(trial.books.registry)).toBe(0)
  })

  it('a count of version 0.1.0 is read: its difference has no code, was a loss, and is named by the next count', () => {
    const { trial, when } = given(stocked())
    const old = { type: 'LotCounted', countedVials: 4, expectedVials: 5, explanation: 'not found' } as const
    trial.write('qamar', {
      stock: [{ ...old, lotId: lotId(trial) }],
      registry: [{ type: 'LossCounted', doses: 1 }],
    })
    expect(trial.lot('EX-1')).toMatchObject({ unnamedDifference: 1, parts: { on_shelf: 5, missing: 0 } })
    const what = { what: 'counted', count: { counted: 4, expected: 5 }, note: 'not found' }
    expect(trial.lot('EX-1').movements.at(-1)).toMatchObject(what)
    when('qamar', reconcile()).refuses('difference_stands')
    when('qamar', lacking(1)).accepts({ stock: ['ShelfCounted'] })
    when('qamar', reconcile()).accepts({ stock: ['LotReconciled'] })
  })

  it('is refused for a lot that nobody knows', () =>
    given()
      .when('qamar', { type: 'CountLot', lotId: 'nothing', countedVials: 1, explanation: '' })
      .refuses('lot_unknown', 'lotId'))

  it.each(['-1', '1.5', '20001', '"5"'])('a count of %s is malformed', (typed) => {
    const command = { type: 'CountLot', lotId: 'L', countedVials: JSON.parse(typed), explanation: '' }
    expect(Command.safeParse(command).success).toBe(false)
  })
})

const none = Object.fromEntries(vialStates.map((state) => [state, 0])) as Record<(typeof vialStates)[number], number>

/** QA reads the parts of the book back, or others. */
const reconcile =
  (parts: Partial<typeof none> = {}) =>
  (trial: Trial) => ({
    type: 'ReconcileLot' as const,
    lotId: lotId(trial),
    parts: Object.keys(parts).length === 0 ? trial.lot('EX-1').parts : { ...none, ...parts },
    note: '',
  })

function receiptOf(trial: Trial) {
  const { manufacturer, expiresOn, storagePlace, sender, arrivalCelsius } = trial.lot('EX-1')
  return { type: 'ReceiveLot' as const, vialCount: 3, manufacturer, expiresOn, storagePlace, sender, arrivalCelsius }
}

describe('reconciling a lot', () => {
  /** Thirty vials: twenty-eight used, one wasted, one on the shelf, all of it counted. */
  const used = (trial: Trial) => {
    const vials = trial.shelf(lotId(trial))
    const usedCodes = vials.slice(0, 28)
    trial.write('ana', { stock: [{ type: 'UseStated', used: usedCodes, wasted: [], doseCount: 28 }] })
    trial.act('ana', { type: 'WasteVial', vialCode: vials[28] ?? '', reason: 'broken' })
    trial.act('qamar', count(1)(trial))
  }

  it('A11 28 + 1 + 1 = 30 is accepted, 28 + 1 + 2 is refused', () => {
    const { when } = given(stocked(30), used)
    when('qamar', reconcile({ used: 28, wasted: 1, on_shelf: 2 })).refuses('parts_do_not_sum', 'parts')
    when('qamar', reconcile({ used: 28, wasted: 1, on_shelf: 1 })).leads((trial) => {
      const { reconciled, movements } = trial.lot('EX-1')
      expect(reconciled).toMatchObject({ by: trial.id('qamar'), parts: { used: 28, wasted: 1, on_shelf: 1 } })
      expect(movements.at(-1)).toMatchObject({ what: 'reconciled', vials: 0, balance: 1 })
    })
  })

  it('A11 parts that sum but are not those of the book are refused, beside the first that differs', () => {
    const { when } = given(stocked(30), used)
    when('qamar', reconcile({ used: 27, wasted: 2, on_shelf: 1 })).refuses('parts_differ', 'parts.used')
  })

  it('A11 the shelf is counted first, and again after vials came to it or left it', () => {
    const { trial, when } = given(stocked())
    when('qamar', reconcile()).refuses('lot_not_counted', 'parts.on_shelf')
    trial.act('qamar', count(5)(trial))
    when('qamar', reconcile()).accepts({ stock: ['LotReconciled'] })
    trial.act('ana', { type: 'WasteVial', vialCode: trial.shelf(lotId(trial))[0] ?? '', reason: 'broken' })
    when('qamar', reconcile()).refuses('lot_not_counted')
  })

  it('B13 waits for a statement of use', () =>
    given(ready, enrolled(), ordered(), prepared()).when('qamar', reconcile()).refuses('use_not_stated'))

  it('is possible for a rejected lot, and refused for one that nobody knows', () => {
    const { trial, when } = given(lotReceived(), lotRejected())
    trial.act('qamar', count(5)(trial))
    when('qamar', reconcile()).accepts({ stock: ['LotReconciled'] })
    when('qamar', { type: 'ReconcileLot', lotId: 'nothing', parts: none, note: '' }).refuses('lot_unknown', 'lotId')
  })
})
