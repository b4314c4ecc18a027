import { describe, expect, it } from 'vitest'
import { Command } from '../../src/core/decide.ts'
import type { RefusalName } from '../../src/core/refusals.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import type { Fact } from '../support/facts.ts'
import {
  abandoned,
  certified,
  enrolled,
  holdLifted,
  lotHeld,
  lotReceived,
  lotRejected,
  lotReleased,
  minutesLater,
  ordered,
  prepared,
  ready,
  receipt,
  started,
  stocked,
  taken,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const days = (count: number) => count * 24 * 60
const because = { reason: 'temperature' }
const lotId = (trial: Trial) => trial.lot('EX-1').lotId

describe('receiving a lot', () => {
  it('A1 A4 keeps date, quantity, lot, expiry, sender, receiver, and a code for each vial', () =>
    given()
      .when('ana', receipt)
      .leads((trial) => {
        const lot = trial.lot('EX-1')
        expect(lot).toMatchObject({
          state: 'quarantined',
          receivedBy: trial.id('ana'),
          receivedAt: trial.now,
          receivedVials: 5,
          parts: expect.objectContaining({ on_shelf: 5 }),
          sender: 'Depot',
          manufacturer: 'Manufacturer',
          expiresOn: '2026-12-31',
          arrivalCelsius: '-78.5',
        })
        expect(lot.movements).toEqual([
          {
            seq: 2,
            moved: 5,
            at: trial.now,
            by: trial.id('ana'),
            what: 'received',
            vials: 5,
            balance: 5,
            note: 'Depot',
          },
        ])
        expect(new Set(trial.shelf(lot.lotId)).size).toBe(5)
      }))

  it.each(Object.keys(receipt).filter((field) => field !== 'type'))('A1 A4 is malformed without %s', (field) => {
    const { [field as 'sender']: _, ...without } = receipt
    expect(Command.safeParse(without).success).toBe(false)
  })

  it('Q1 is refused when the lot has expired; on its last day it has not', () => {
    given()
      .when('ana', { ...receipt, expiresOn: '2026-02-28' })
      .refuses('lot_expired', 'expiresOn')
    given()
      .when('ana', { ...receipt, expiresOn: '2026-03-01' })
      .accepts({ stock: ['LotReceived'] })
  })

  it('is refused a second time for the same product and number, in whatever letters; not for the other product', () => {
    given(lotReceived())
      .when('ana', { ...receipt, lotNumber: 'ex-1' })
      .refuses('lot_known', 'lotNumber')
    given(lotReceived())
      .when('qamar', { ...receipt, product: 'B' })
      .accepts({ stock: ['LotReceived'] })
  })

  it('refuses an expired lot before it says that it knows the number', () =>
    given(lotReceived())
      .when('ana', { ...receipt, expiresOn: '2020-01-01' })
      .refuses('lot_expired'))
})

/** These facts, one after the other, as one. */
function all(...facts: readonly Fact[]): Fact {
  return (trial) => {
    for (const fact of facts) fact(trial)
  }
}

/** What each act of QA says to a lot in each state. */
const states: Record<string, Fact> = {
  quarantined: all(lotReceived(), certified()),
  released: lotReleased(),
  held: all(lotReleased(), lotHeld()),
  rejected: all(lotReceived(), lotRejected()),
  expired: all(lotReceived({ expiresOn: '2026-03-01' }), minutesLater(days(1))),
}
type QaAct = 'ReleaseLot' | 'HoldLot' | 'LiftHold' | 'RejectLot'
const matrix: Record<QaAct, Record<string, RefusalName | 'done'>> = {
  ReleaseLot: {
    quarantined: 'done',
    released: 'lot_not_quarantined',
    held: 'lot_not_quarantined',
    rejected: 'lot_not_quarantined',
    expired: 'lot_expired',
  },
  HoldLot: {
    quarantined: 'lot_not_released',
    released: 'done',
    held: 'lot_not_released',
    rejected: 'lot_not_released',
    expired: 'lot_not_released',
  },
  LiftHold: {
    quarantined: 'lot_not_held',
    released: 'lot_not_held',
    held: 'done',
    rejected: 'lot_not_held',
    expired: 'lot_not_held',
  },
  RejectLot: { quarantined: 'done', released: 'lot_not_held', held: 'done', rejected: 'lot_not_held', expired: 'done' },
}
const cases = Object.entries(matrix).flatMap(([act, row]) =>
  Object.entries(row).map(([state, answer]) => [act as QaAct, state, answer] as const),
)

describe('QA and a lot', () => {
  it.each(cases)('P16 A14 %s of a lot that is %s: %s', (type, state, answer) => {
    const made = (trial: Trial) =>
      (type === 'ReleaseLot'
        ? { type, lotId: lotId(trial), certificate: 'CoA 1' }
        : { type, lotId: lotId(trial), ...because }) as Extract<Command, { type: QaAct }>
    const asked = given(states[state] as Fact).when('qamar', made)
    if (answer === 'done')
      asked.leads((trial) => expect(trial.lot('EX-1').movements.at(-1)?.by).toBe(trial.id('qamar')))
    else asked.refuses(answer, 'lotId')
  })

  it.each(Object.keys(matrix) as QaAct[])('%s of a lot that nobody knows is refused first', (type) => {
    const said = type === 'ReleaseLot' ? { certificate: 'CoA 1' } : because
    given()
      .when('qamar', { type, lotId: 'nothing', ...said } as Extract<Command, { type: QaAct }>)
      .refuses('lot_unknown', 'lotId')
  })

  it('Q2 a hold raises one notice, which names neither lot nor product; lifting it raises none', () => {
    given(stocked())
      .when('qamar', (trial) => ({ type: 'HoldLot', lotId: lotId(trial), ...because }))
      .leads((trial, events) => {
        expect(events.registry?.map((event) => event.type)).toEqual(['NoticeRaised', 'SupplyStated'])
        expect(Object.keys(events.registry?.[0] ?? {})).toEqual(['type', 'noticeId'])
        expect(trial.books.registry.openNoticeCount).toBe(1)
      })
    given(stocked(), lotHeld())
      .when('qamar', (trial) => ({ type: 'LiftHold', lotId: lotId(trial), ...because }))
      .accepts({ stock: ['LotHoldLifted'], registry: ['SupplyStated'] })
  })

  it('Q2 a hold that is lifted gives the lot back as it was', () => {
    const { trial } = given(stocked(), lotHeld(), holdLifted())
    expect(trial.lot('EX-1')).toMatchObject({ state: 'released', parts: { on_shelf: 5 } })
    expect(trial.lot('EX-1').movements.map(({ what }) => what)).toEqual([
      'received',
      'certificate_entered',
      'released',
      'held',
      'hold_lifted',
    ])
  })
})

describe('wasting a vial', () => {
  const waste = (trial: Trial) => ({
    type: 'WasteVial' as const,
    vialCode: trial.shelf(lotId(trial))[0] ?? '',
    reason: 'broken',
  })

  it('takes it from the shelf and counts it as a loss of both arms', () =>
    given(stocked())
      .when('ana', waste)
      .leads((trial, events) => {
        expect(events.registry).toEqual([{ type: 'LossCounted', doses: 1 }])
        expect(trial.lot('EX-1')).toMatchObject({ parts: { on_shelf: 4, wasted: 1, used: 0 } })
        expect(spareDoses(trial.books.registry)).toBe(1)
      }))

  it('A9 is refused for a vial that nobody knows, that was wasted, or that a preparation has drawn', () => {
    given(stocked())
      .when('ana', { type: 'WasteVial', vialCode: 'nothing', reason: 'broken' })
      .refuses('vial_unknown', 'vialCode')
    const again = given(stocked())
    const { vialCode } = waste(again.trial)
    again.trial.act('ana', waste(again.trial))
    again.when('ana', { type: 'WasteVial', vialCode, reason: 'broken' }).refuses('vial_not_on_shelf', 'vialCode')
    given(ready, enrolled(), ordered(), started(), taken())
      .when('ana', (trial) => ({
        type: 'WasteVial',
        vialCode: trial.preparation().vialCodes[0] ?? '',
        reason: 'broken',
      }))
      .refuses('vial_not_on_shelf', 'vialCode')
  })
})

describe('stating use to the stock book', () => {
  const state = { type: 'StateUse' } as const
  const doses =
    (count: number): Fact =>
    (trial) => {
      for (let number = 1; number <= count; number++)
        for (const fact of [enrolled(1), ordered(number), prepared(number)]) fact(trial)
    }

  it('B13 is refused with nothing to state, while a dose is being made, and below five doses', () => {
    given(ready).when('ana', state).refuses('nothing_to_state')
    given(ready, doses(1), enrolled(), ordered(2), started(2)).when('ana', state).refuses('preparation_open')
    given(ready, doses(4)).when('ana', state).refuses('too_few_doses_to_state')
  })

  it('B13 tells QA which vials, in the order of their codes, and never which dose', () =>
    given(ready, doses(5))
      .when('ana', state)
      .leads((trial, events) => {
        const [stated] = events.stock ?? []
        if (stated?.type !== 'UseStated') throw new Error('nothing was stated')
        expect(stated.used).toEqual([...stated.used].sort())
        expect(Object.keys(stated).sort()).toEqual(['doseCount', 'type', 'used', 'wasted'])
        expect(stated.doseCount).toBe(5)
        expect([trial.lot('EX-1').parts.used, trial.lot('PL-1').parts.used]).toEqual([3, 2])
        expect(trial.books.allocation.unstated.size).toBe(0)
      }))

  it('B13 fewer are enough when every participant has come and every dose is made', () => {
    const { trial, when } = given(ready, doses(5))
    trial.act('ana', state)
    when('ana', state).refuses('nothing_to_state')
    for (const fact of [enrolled(1), ordered(6), prepared(6)]) fact(trial)
    when('ana', state).accepts({ stock: ['UseStated'], allocation: ['UsePosted'], registry: ['UseOutstanding'] })
  })

  it('B13 fewer are not enough while the last participant still waits for a dose', () => {
    const { trial, when } = given(ready, doses(5))
    trial.act('ana', state)
    for (const fact of [enrolled(1), ordered(6), prepared(6)]) fact(trial)
    trial.act('qamar', { type: 'HoldLot', lotId: lotId(trial), ...because })
    trial.act('ana', {
      type: 'AnswerNotice',
      noticeId: [...trial.books.registry.notices.keys()][0] ?? '',
      answer: 'prepare_again',
    })
    when('ana', state).refuses('too_few_doses_to_state')
  })

  it('A10 what an abandoned preparation had taken is wasted, not used', () =>
    given(ready, doses(4), enrolled(), ordered(5), started(5), taken(5), abandoned(5))
      .when('ana', state)
      .leads((trial) => expect(trial.lot('EX-1').parts.wasted + trial.lot('PL-1').parts.wasted).toBe(1)))
})

describe('stating supply', () => {
  it('is refused while it says what was said', () =>
    given(stocked()).when('qamar', { type: 'RestateSupply' }).refuses('supply_unchanged'))

  it('Q1 leaves out a lot once it has expired', () =>
    given(stocked(), lotReleased({ lotNumber: 'EX-2', expiresOn: '2026-03-10' }), minutesLater(days(20)))
      .when('qamar', { type: 'RestateSupply' })
      .leads((trial) => expect(trial.books.registry.supply.until).toBe('2026-12-31')))

  it('counts whole doses of each lot: a vial left over in one lot and one in another make no dose', () => {
    const { trial } = under(
      { dose: { vialsPerDose: 2 } },
      ...(['A', 'B'] as const).flatMap((product) =>
        [1, 2].map((lot) => lotReleased({ product, lotNumber: `${product}-${lot}`, vialCount: 3 })),
      ),
    )
    // Three doses of two vials are planned for each arm; two lots of three vials make two doses.
    expect(spareDoses(trial.books.registry)).toBeLessThan(0)
  })
})
