import { describe, expect, it } from 'vitest'
import type { RefusalName } from '../../src/core/refusals.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import {
  databaseLocked,
  drilled,
  ended,
  enrolled,
  type Fact,
  handedOver,
  handOver,
  listSealed,
  lotHeld,
  lotReceived,
  lotRejected,
  lotReleased,
  minutesLater,
  noticeAnswered,
  openNotice,
  ordered,
  prepared,
  ready,
  receipt,
  started,
  stocked,
  taken,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Person, Trial } from '../support/trial.ts'

const said = { authorisation: 'SP-2026-14', reason: 'end of the shelf life' }
const how = { method: 'incineration at 1,100 °C', place: 'Hospital incinerator' }

const destroying = (trial: Trial, vialCount: number, lotNumber?: string) => ({
  type: 'DestroyVials' as const,
  ...(lotNumber === undefined ? {} : { lotId: trial.lot(lotNumber).lotId }),
  vialCount,
  ...said,
  ...how,
})
const sending = (trial: Trial, vialCount: number, lotNumber?: string) => ({
  type: 'ReturnVials' as const,
  ...(lotNumber === undefined ? {} : { lotId: trial.lot(lotNumber).lotId }),
  vialCount,
  ...said,
  receiver: 'Depot',
})
const wasted: Fact = (trial) => {
  const [vialCode = ''] = trial.shelf(trial.lot('EX-1').lotId)
  trial.act('ana', { type: 'WasteVial', vialCode, reason: 'cracked' })
}
const cleared =
  (lotNumber = 'EX-1', count = 5): Fact =>
  (trial) => {
    trial.act('qamar', destroying(trial, count, lotNumber), { witness: 'ana' })
  }
const rejectedLot: Fact = (trial) => {
  for (const fact of [lotReceived(), lotRejected()]) fact(trial)
}
const oneDay = 24 * 60
const useStated: Fact = (trial) => void trial.act('ana', { type: 'StateUse' })

describe('vials that are destroyed or go back', () => {
  it('A5 is refused without a second person, with one of the same role, an inspector, or one without the stock book', () => {
    const trial = given(rejectedLot)
    const ask = (witness?: Person) =>
      trial.when('qamar', (one) => destroying(one, 5, 'EX-1'), { ...(witness && { witness }) })
    ask().refuses('witness_needed', 'witness')
    for (const witness of ['qamar', 'ursa', 'iman', 'taha', 'adel', 'bita'] as const)
      ask(witness).refuses('witness_not_fit', 'witness')
    given(rejectedLot)
      .when('ana', (one) => sending(one, 5, 'EX-1'), { witness: 'ida' })
      .refuses('witness_not_fit')
    for (const witness of ['ana', 'cyrus'] as const)
      given(rejectedLot)
        .when('qamar', (one) => destroying(one, 5, 'EX-1'), { witness })
        .accepts({ stock: ['VialsDestroyed'] })
  })

  it('A2 A5 the vials of the batch have come to their end, with who signed, who stood beside, and on whose authority', () =>
    given(rejectedLot)
      .when('qamar', (trial) => destroying(trial, 5, 'EX-1'), { witness: 'ana' })
      .leads((trial) => {
        const { stock } = trial.books
        const [batch] = stock.batches.values()
        const signed = { at: trial.now, by: trial.id('qamar'), witness: trial.id('ana') }
        expect(batch).toMatchObject({ kind: 'destroyed', ...said, ...how, ...signed })
        expect(batch?.lots.flatMap(({ vialCodes }) => vialCodes)).toHaveLength(5)
        expect([...stock.vials.values()].map(({ state }) => state)).toEqual(Array(5).fill('destroyed'))
        expect([...stock.lots.values()][0]).toMatchObject({ state: 'cleared', parts: { on_shelf: 0, destroyed: 5 } })
      }))

  it('A10 the vials that lie there must be as many as the book says', () =>
    given(rejectedLot)
      .when('qamar', (trial) => destroying(trial, 4, 'EX-1'), { witness: 'ana' })
      .refuses('batch_differs', 'vialCount'))

  const inState: Record<string, [Fact, RefusalName | 'done']> = {
    quarantined: [lotReceived(), 'done'],
    released: [lotReleased(), 'lot_in_use'],
    held: [
      (trial) => {
        for (const fact of [lotReleased(), lotHeld()]) fact(trial)
      },
      'done',
    ],
    rejected: [rejectedLot, 'done'],
    expired: [
      (trial) => {
        for (const fact of [lotReleased({ expiresOn: '2026-03-01' }), minutesLater(oneDay)]) fact(trial)
      },
      'done',
    ],
    cleared: [
      (trial) => {
        for (const fact of [rejectedLot, cleared()]) fact(trial)
      },
      'batch_differs',
    ],
  }
  it.each(Object.entries(inState))(
    'A14 A15 no dose may come from what leaves: a lot that is %s',
    (_, [fact, answer]) => {
      const asked = given(fact).when('qamar', (trial) => sending(trial, 5, 'EX-1'), { witness: 'ana' })
      if (answer === 'done') asked.leads((trial) => expect(trial.lot('EX-1').state).toBe('cleared'))
      else asked.refuses(answer)
    },
  )

  it('A15 nothing more comes of a lot that was cleared: it is neither released nor lifted, and the supply is restated', () => {
    const { trial } = given(stocked(5))
    lotHeld()(trial)
    const before = spareDoses(trial.books.registry)
    cleared()(trial)
    expect(spareDoses(trial.books.registry)).toBe(before)
    const { lotId } = trial.lot('EX-1')
    expect(trial.try('qamar', { type: 'LiftHold', lotId, reason: 'in range' })).toMatchObject({
      refusal: { rule: 'lot_not_held' },
    })
    const other = given(lotReceived(), cleared())
    other
      .when('qamar', (one) => ({ type: 'ReleaseLot', lotId: one.lot('EX-1').lotId, certificate: 'CoA' }))
      .refuses('lot_not_quarantined')
  })

  it('A15 clearing a held lot does not let the notice pass: what was made from it may still not be given', () => {
    const everyDose = [listSealed(['A', 'B']), stocked(), drilled, enrolled(2), ...[1, 2].map((one) => ordered(one))]
    under({ plannedPerArm: 1 }, ...everyDose, prepared(1), prepared(2), lotHeld(), useStated, cleared('EX-1', 4))
      .when('ana', (trial) => ({ type: 'AnswerNotice', noticeId: openNotice(trial), answer: 'may_be_given' }))
      .refuses('lot_still_held')
  })

  it('B13 while vials of a dose are not stated, QA clears no lot, whichever arm the dose was of', () => {
    for (const lotNumber of ['EX-1', 'PL-1'])
      given(ready, enrolled(), ordered(), started(), taken(), lotHeld(lotNumber))
        .when('qamar', (trial) => destroying(trial, 5, lotNumber), { witness: 'ana' })
        .refuses('use_not_stated')
  })

  it('A5 what was written off goes as one batch of the whole stock; none where nothing was', () => {
    given(stocked())
      .when('qamar', (trial) => destroying(trial, 0), { witness: 'cyrus' })
      .refuses('nothing_written_off')
    given(stocked(), wasted)
      .when('ana', (trial) => sending(trial, 1), { witness: 'qamar' })
      .leads((trial) => {
        expect(trial.lot('EX-1')).toMatchObject({ state: 'released', parts: { on_shelf: 4, wasted: 0, returned: 1 } })
        expect(trial.lot('EX-1').movements.at(-1)).toMatchObject({ what: 'returned', vials: 0, moved: 1, balance: 4 })
      })
  })

  it('B12 the sealed record is the same whatever was left: it names no vial and no number', () => {
    const recordOf = (...facts: readonly Fact[]) => {
      const { trial } = given(...facts)
      const vialCount = [...trial.books.stock.vials.values()].filter((vial) => vial.state === 'on_shelf').length
      return JSON.stringify(trial.act('qamar', destroying(trial, vialCount, 'EX-1'), { witness: 'ana' }).stock).length
    }
    expect(recordOf(rejectedLot)).toBe(recordOf(lotReceived(), wasted, lotRejected()))
  })
})

describe('syringes that came back', () => {
  const back = (trial: Trial) => ({
    type: 'DestroySyringes' as const,
    syringeIds: [trial.syringe().syringeId],
    ...said,
    ...how,
  })
  const given1 = (...facts: readonly Fact[]) => given(ready, enrolled(), ordered(), handedOver(), ...facts)

  it.each(['withheld', 'returned', 'broken', 'expired'] as const)(
    'A9 one that is %s is destroyed and never dispensable again',
    (kind) => {
      given1(ended(kind))
        .when('ana', back, { witness: 'taha' })
        .leads((trial) => {
          expect(trial.syringe()).toMatchObject({ state: 'destroyed', outcome: { kind } })
          const { syringeIds } = trial.dose()
          const [syringeId = ''] = syringeIds
          const again = { type: 'RecordOutcome', syringeId, kind: 'administered', at: trial.now, note: '' } as const
          expect(trial.try('taha', again)).toMatchObject({ refusal: { rule: 'syringe_has_outcome' } })
          expect(trial.try('ana', handOver(trial))).toMatchObject({ ok: false })
          expect(trial.try('ana', back(trial), { witness: 'taha' })).toMatchObject({
            refusal: { rule: 'syringe_not_back' },
          })
        })
    },
  )

  it('A5 is refused without a second person, and with one who must not see a participant', () => {
    given1(ended('returned')).when('ana', back).refuses('witness_needed')
    for (const witness of ['qamar', 'adel', 'bita', 'ida'] as const)
      given1(ended('returned')).when('ana', back, { witness }).refuses('witness_not_fit')
  })

  it('A9 one that was given, or is still out, is not destroyed; nor one twice in a batch', () => {
    given1().when('ana', back, { witness: 'cyrus' }).refuses('syringe_not_back')
    given1(ended('administered')).when('ana', back, { witness: 'cyrus' }).refuses('syringe_not_back')
    given1(ended('returned'))
      .when(
        'ana',
        (trial) => ({ ...back(trial), syringeIds: [trial.syringe().syringeId, trial.syringe().syringeId] }),
        {
          witness: 'cyrus',
        },
      )
      .refuses('syringe_twice')
  })
})

describe('the close-out', () => {
  it('A12 a lot is closed only when it was cleared and nothing written off is left anywhere', () => {
    const close = (trial: Trial) => ({ type: 'CloseLot' as const, lotId: trial.lot('EX-1').lotId })
    given(lotReleased()).when('qamar', close).refuses('lot_not_cleared')
    given(lotReceived(), wasted, cleared('EX-1', 4)).when('qamar', close).refuses('vials_not_settled', 'lotId')
    given(lotReceived(), cleared())
      .when('qamar', close)
      .leads((trial) => {
        const { lotId } = trial.lot('EX-1')
        expect(trial.lot('EX-1').state).toBe('closed')
        expect(
          trial.try('qamar', { type: 'CountLot', lotId, countedVials: 1, explanation: 'one turned up after all' }),
        ).toMatchObject({ refusal: { rule: 'lot_closed' } })
      })
  })

  it('A11 A12 a difference of a count without a name keeps the lot, and with it the pharmacy, from being closed', () => {
    const { trial, when } = given(lotReceived(), cleared())
    const { lotId } = trial.lot('EX-1')
    const count = (countedVials: number) =>
      ({ type: 'CountLot', lotId, countedVials, explanation: 'one lay behind the shelf' }) as const
    trial.act('qamar', { ...count(1), firstCountedVials: 1 })
    when('qamar', { type: 'CloseLot', lotId }).refuses('differences_not_named', 'lotId')
    expect(trial.value('qamar', { type: 'CloseOutList' }).inTheWay.map(({ rule }) => rule)).toContain(
      'differences_not_named',
    )
    trial.act('qamar', { ...count(0), explanation: '' })
    when('qamar', { type: 'CloseLot', lotId }).accepts({ stock: ['LotClosed'] })
  })

  const closeLots: Fact = (trial) => {
    for (const lotNumber of ['EX-1', 'PL-1']) {
      cleared(lotNumber, trial.lot(lotNumber).parts.on_shelf)(trial)
      trial.act('qamar', { type: 'CloseLot', lotId: trial.lot(lotNumber).lotId })
    }
  }

  it('A12 the pharmacy is closed out by the pharmacist with QA beside, and says first what is in the way', () => {
    const { trial } = given(listSealed(['A', 'B', 'B', 'A', 'A', 'B']), stocked(5))
    const refused = (rule: RefusalName) =>
      expect(trial.decide('ana', { type: 'CloseOut' }, { witness: 'qamar' })).toMatchObject({ refusal: { rule } })
    expect(trial.decide('ana', { type: 'CloseOut' })).toMatchObject({ refusal: { rule: 'witness_needed' } })
    expect(trial.decide('ana', { type: 'CloseOut' }, { witness: 'cyrus' })).toMatchObject({
      refusal: { rule: 'witness_not_fit' },
    })
    refused('lots_not_closed')
    for (const lotNumber of ['EX-1', 'PL-1']) lotHeld(lotNumber)(trial)
    refused('notices_open')
    for (let open = openNotice(trial); open !== ''; open = openNotice(trial)) noticeAnswered('prepare_again')(trial)
    closeLots(trial)
    trial.act('ana', { type: 'CloseOut' }, { witness: 'qamar' })
    expect(trial.value('iman', { type: 'CloseOutList' })).toMatchObject({
      closed: { by: trial.id('ana') },
      inTheWay: [],
    })
    expect(trial.try('ana', { ...receipt, lotNumber: 'EX-2' })).toMatchObject({ refusal: { rule: 'pharmacy_closed' } })
  })

  it('A12 B13 what stands in the way is told from the books that somebody holds', () => {
    const { trial } = given(ready, enrolled(), ordered(), handedOver(), ended('returned'))
    const rules = (person: Person) => trial.value(person, { type: 'CloseOutList' }).inTheWay.map(({ rule }) => rule)
    expect(rules('qamar')).toEqual(['use_not_stated', 'lots_not_closed', 'lots_not_closed'])
    expect(rules('iman')).toEqual(['syringes_not_settled'])
    expect(rules('ana')).toEqual(['syringes_not_settled', 'use_not_stated', 'lots_not_closed', 'lots_not_closed'])
    expect(rules('adel')).toEqual([])
  })

  it('A12 after the lock of the database what is left of a lot in use may go back', () =>
    given(stocked(), listSealed(), databaseLocked)
      .when('qamar', (trial) => sending(trial, 5, 'EX-1'), { witness: 'ana' })
      .leads((trial) => expect(trial.lot('EX-1').state).toBe('cleared')))
})

describe('a correction', () => {
  const wrong = (trial: Trial) => {
    const { lotId, movements } = trial.lot('EX-1')
    return { type: 'CorrectMovement' as const, lotId, seq: movements[0]?.seq ?? 0, what: 'received' as const }
  }

  it('A8 P13 keeps the former words, with who, when and why; the new ones are used from now on', () =>
    given(lotReceived())
      .when('qamar', (trial) => ({ ...wrong(trial), note: 'Depot North', reason: 'misread' }))
      .leads((trial) => {
        expect(trial.lot('EX-1')).toMatchObject({ sender: 'Depot North' })
        expect(trial.lot('EX-1').movements[0]).toMatchObject({
          note: 'Depot North',
          vials: 5,
          corrections: [{ was: 'Depot', reason: 'misread', by: trial.id('qamar'), at: trial.now }],
        })
      }))

  it('A8 is refused where nothing changes, and for a movement that is not there', () => {
    given(lotReceived())
      .when('qamar', (trial) => ({ ...wrong(trial), note: 'Depot', reason: 'misread' }))
      .refuses('correction_changes_nothing', 'note')
    given(lotReceived())
      .when('qamar', (trial) => ({ ...wrong(trial), seq: 99, note: 'Depot 2', reason: 'misread' }))
      .refuses('movement_unknown')
  })
})
