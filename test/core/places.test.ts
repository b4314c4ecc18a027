import { describe, expect, it } from 'vitest'
import { Command } from '../../src/core/decide.ts'
import type { RefusalName } from '../../src/core/refusals.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import type { Fact } from '../support/facts.ts'
import {
  certificateFor,
  enrolled,
  listSealed,
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

const lotId = (trial: Trial) => trial.lot('EX-1').lotId
const vialsOf = (trial: Trial, lotNumber = 'EX-1') => [...trial.lot(lotNumber).vialCodes]

describe('what a package held', () => {
  const arrived = { announcedVials: 6, vialCount: 5, damagedVials: 2, monitor: 'missing' } as const

  it('A2 A10 damaged vials get codes and are written off on arrival; what did not come was never in the balance', () =>
    given()
      .when('ana', { ...receipt, ...arrived })
      .leads((trial, events) => {
        const lot = trial.lot('EX-1')
        expect(lot).toMatchObject({ receivedVials: 5, announcedVials: 6, monitor: 'missing', suppliedVials: 3 })
        expect(lot.parts).toMatchObject({ on_shelf: 3, wasted: 2 })
        expect(lot.movements.map(({ what, vials, balance }) => [what, vials, balance])).toEqual([
          ['received', 5, 5],
          ['damaged', -2, 3],
        ])
        // What never could become a dose is in no statement of supply, and so no loss of it.
        expect(Object.keys(events)).toEqual(['stock'])
      }))

  it('A15 the supply is stated without what came damaged', () => {
    const { trial } = given()
    for (const [product, lotNumber] of [
      ['A', 'EX-1'],
      ['B', 'PL-1'],
    ] as const) {
      trial.act('ana', { ...receipt, product, lotNumber, vialCount: 5, damagedVials: 1 })
      trial.act('ana', certificateFor(trial, lotNumber, 'CoA'))
      trial.act('qamar', { type: 'ReleaseLot', lotId: trial.lot(lotNumber).lotId, certificate: 'CoA' })
    }
    // Three of each are planned.
    expect(spareDoses(trial.books.registry)).toBe(1)
  })

  it.each<[string, object, RefusalName, string]>([
    ['more than the delivery note says', { announcedVials: 4 }, 'counted_above_announced', 'vialCount'],
    ['more damaged than came', { damagedVials: 6 }, 'damaged_above_counted', 'damagedVials'],
  ])('%s is a contradiction, refused beside its field', (_, differs, rule, field) =>
    given()
      .when('ana', { ...receipt, ...differs })
      .refuses(rule, field),
  )

  it('every vial may have come damaged', () =>
    given()
      .when('ana', { ...receipt, damagedVials: 5 })
      .leads((trial) => expect(trial.lot('EX-1').parts).toMatchObject({ on_shelf: 0, wasted: 5 })))

  it('a receipt of version 0.1.0, which says nothing of this, is read', () => {
    const { trial } = given()
    const { type: _, vialCount: __, ...rest } = receipt
    trial.write('ana', { stock: [{ type: 'LotReceived', lotId: 'L', ...rest, vialCodes: ['V'] }] })
    expect(trial.value('qamar', { type: 'Lot', lotId: 'L' })).toMatchObject({
      lot: { receivedVials: 1, damagedVials: 0 },
      places: [{ storagePlace: 'Freezer 1', vials: 1, samples: 0 }],
    })
  })
})

describe('vial codes on paper', () => {
  const print = (reason: string) => (trial: Trial) => ({ type: 'PrintVialCodes' as const, lotId: lotId(trial), reason })

  it('L4 L7 a print is on record, in the registry without the lot; a second one needs a reason', () => {
    const { trial, when } = given(lotReceived())
    when('qamar', print('')).leads((_, events) =>
      expect(events.registry).toEqual([{ type: 'DocumentPrinted', document: 'vial_codes', reason: '' }]),
    )
    when('ana', print('')).refuses('codes_printed_before', 'reason')
    trial.act('ana', print('the sheet got wet')(trial))
    expect(trial.lot('EX-1').movements.slice(-2)).toMatchObject([
      { what: 'codes_printed', note: '', vials: 0 },
      { what: 'codes_printed', note: 'the sheet got wet' },
    ])
  })
})

const carry =
  (more: Partial<Extract<Command, { type: 'TransferVials' }>> = {}) =>
  (trial: Trial) => ({
    ...{ type: 'TransferVials' as const, lotId: lotId(trial), from: 'Freezer 1', vialCodes: 'all' as const },
    ...{ storagePlace: 'Freezer 2', minutesOut: 4, thawed: false, reason: 'defrosting' },
    ...more,
  })
const carried =
  (more: Parameters<typeof carry>[0] = {}): Fact =>
  (trial) => {
    trial.act('ana', carry(more)(trial))
  }

describe('carrying vials', () => {
  it('A1 A2 everything in a place moves to another; each vial knows where it lay, and for how long it was out', () => {
    const { trial, when } = given(stocked(), minutesLater(60))
    when('qamar', carry()).leads((_, events) => {
      expect(Object.keys(events)).toEqual(['stock'])
      const [vialCode = ''] = vialsOf(trial)
      const vial = trial.value('qamar', { type: 'Vial', vialCode })
      expect(vial.stays.map(({ storagePlace }) => storagePlace)).toEqual(['Freezer 1', 'Freezer 2'])
      expect(vial.moves.map(({ what, note }) => [what, note])).toEqual([
        ['received', 'Depot'],
        ['transferred', 'defrosting'],
      ])
      expect(vial).toMatchObject({ minutesOut: 4, thaws: 0, overLimit: false, storagePlace: 'Freezer 2' })
    })
    expect(trial.value('ana', { type: 'Lot', lotId: lotId(trial) }).places).toEqual([
      { storagePlace: 'Freezer 2', vials: 5, samples: 0 },
    ])
    expect(
      trial.value('qamar', { type: 'StoragePlaces', offset: 0, limit: 10 }).rows.map((row) => row.storagePlace),
    ).toEqual(['Freezer 1', 'Freezer 2'])
  })

  it('a preparation says where its vials lie now, and so does the list of lots', () => {
    const { trial } = given(ready, carried(), enrolled(), ordered(), started())
    expect(trial.preparation().lotId).toBe(lotId(trial))
    const { unblinded } = trial.value('ana', { type: 'Preparation', doseId: trial.dose().doseId })
    expect(unblinded?.storagePlace).toBe('Freezer 2')
    const { rows } = trial.value('qamar', { type: 'Lots', offset: 0, limit: 9 })
    expect(rows.map(({ lotNumber, nowIn }) => [lotNumber, nowIn])).toEqual([
      ['EX-1', ['Freezer 2']],
      ['PL-1', ['Freezer 1']],
    ])
  })

  it('chosen vials move, the others stay, and the balance is as it was', () => {
    const { trial } = given(stocked())
    trial.act('ana', carry({ vialCodes: vialsOf(trial).slice(0, 2) })(trial))
    expect(trial.value('qamar', { type: 'Lot', lotId: lotId(trial) }).places).toEqual([
      { storagePlace: 'Freezer 2', vials: 2, samples: 0 },
      { storagePlace: 'Freezer 1', vials: 3, samples: 0 },
    ])
    expect(trial.lot('EX-1').parts.on_shelf).toBe(5)
  })

  it('is refused to the same place, from an empty one, and for vials that are not there', () => {
    const { trial, when } = given(stocked())
    when('ana', carry({ storagePlace: 'Freezer 1' })).refuses('place_is_the_same', 'storagePlace')
    when('ana', carry({ from: 'Freezer 9' })).refuses('place_is_empty', 'from')
    when('ana', carry({ lotId: 'nothing' })).refuses('lot_unknown', 'lotId')
    when('ana', carry({ vialCodes: ['nothing'] })).refuses('vial_unknown', 'vialCodes')
    when('ana', carry({ vialCodes: vialsOf(trial, 'PL-1').slice(0, 1) })).refuses('vial_of_another_lot', 'vialCodes')
    const [vialCode = '', other = ''] = vialsOf(trial)
    trial.act('ana', { type: 'WasteVial', vialCode, reason: 'broken' })
    when('ana', carry({ vialCodes: [vialCode] })).refuses('vial_not_on_shelf', 'vialCodes')
    trial.act('ana', carry({ vialCodes: [other] })(trial))
    when('ana', carry({ vialCodes: [other] })).refuses('vial_in_another_place', 'vialCodes')
  })

  it('B13 a whole place may be emptied at any time, and the entry is as long whoever got what', () => {
    const said = [1, 2].map((number) => {
      const { trial } = given(ready, enrolled(2), ordered(number), started(number), taken(number))
      return JSON.stringify(trial.act('qamar', carry()(trial)))
    })
    expect(said[0]).toBe(said[1])
  })

  it('B13 single vials wait for a statement of use, whatever the lot; not those of a lot that was never released', () => {
    for (const number of [1, 2]) {
      const { trial, when } = given(
        ready,
        lotReceived({ lotNumber: 'EX-2' }),
        enrolled(2),
        ordered(number),
        started(number),
        taken(number),
      )
      const vialCodes = vialsOf(trial).slice(-1)
      when('ana', carry({ vialCodes })).refuses('use_not_stated')
      when('qamar', samples(1)).refuses('use_not_stated')
      const newcomer = { lotId: trial.lot('EX-2').lotId, vialCodes: vialsOf(trial, 'EX-2').slice(-1) }
      when('ana', carry(newcomer)).accepts({ stock: ['VialsTransferred'] })
    }
  })
})

const samples = (count: number) => (trial: Trial) => ({
  type: 'PutSamplesApart' as const,
  lotId: lotId(trial),
  vialCodes: vialsOf(trial).slice(0, count),
  reason: 'retention, two years',
})

describe('retention samples', () => {
  it('A13 are in the balance and apart from what may become a dose', () =>
    given(stocked())
      .when('qamar', samples(2))
      .leads((trial, events) => {
        expect(events.registry).toEqual([{ type: 'LossCounted', doses: 2 }])
        expect(trial.lot('EX-1').parts).toMatchObject({ on_shelf: 3, sample: 2 })
        expect(trial.shelf(lotId(trial)).length).toBe(3)
        expect(trial.value('qamar', { type: 'Lot', lotId: lotId(trial) }).places).toEqual([
          { storagePlace: 'Freezer 1', vials: 3, samples: 2 },
        ])
      }))

  it('A13 taken before the first release they lessen the supply of their lot and are no loss of both arms', () => {
    const { trial } = given(lotReceived(), (now) => void now.act('qamar', samples(2)(now)))
    trial.act('ana', certificateFor(trial, 'EX-1', 'CoA'))
    trial.act('qamar', { type: 'ReleaseLot', lotId: lotId(trial), certificate: 'CoA' })
    lotReleased({ product: 'B', lotNumber: 'PL-1', vialCount: 3 })(trial)
    expect(spareDoses(trial.books.registry)).toBe(0)
    expect(trial.books.registry.supply.lostDoses).toBe(0)
  })

  it('A13 are carried with the rest of their place and cannot be drawn', () => {
    const { trial } = given(listSealed(), stocked(), (now) => void now.act('qamar', samples(2)(now)), carried())
    expect(trial.value('qamar', { type: 'Lot', lotId: lotId(trial) }).places).toEqual([
      { storagePlace: 'Freezer 2', vials: 3, samples: 2 },
    ])
  })

  it('are refused twice, of another lot, and from what has left the shelf', () => {
    const { trial, when } = given(stocked())
    const [vialCode = ''] = vialsOf(trial)
    const chosen = (...vialCodes: string[]) => ({ ...samples(1)(trial), vialCodes })
    when('qamar', chosen(vialCode, vialCode)).refuses('vial_twice', 'vialCodes')
    when('qamar', chosen('nothing')).refuses('vial_unknown', 'vialCodes')
    when('qamar', chosen(vialsOf(trial, 'PL-1')[0] ?? '')).refuses('vial_of_another_lot', 'vialCodes')
    trial.act('qamar', chosen(vialCode))
    when('qamar', chosen(vialCode)).refuses('vial_not_on_shelf', 'vialCodes')
    when('qamar', { ...chosen(vialCode), lotId: 'nothing' }).refuses('lot_unknown', 'lotId')
  })
})

describe('what a vial has been through', () => {
  const limits = { dose: { thawsAllowed: 1, outMinutesAllowed: 30 } }
  const waiting = [ready, enrolled(), ordered()] as const
  const start = (trial: Trial) => ({ type: 'StartPreparation' as const, doseId: trial.dose().doseId })
  const second = lotReleased({ lotNumber: 'EX-2', vialCount: 5 })

  it('Q6 minutes out add up; over the limit the vial is no longer counted on, in both arms alike', () => {
    const { trial, when } = under(limits, stocked(), carried({ minutesOut: 20 }))
    expect(spareDoses(trial.books.registry)).toBe(2)
    when('ana', carry({ from: 'Freezer 2', storagePlace: 'Freezer 1', minutesOut: 11 })).leads((_, events) => {
      expect(events.registry).toMatchObject([{ type: 'SupplyStated', surplusDoses: -3 }])
      expect(trial.value('qamar', { type: 'Lot', lotId: lotId(trial) }).overLimit).toBe(5)
    })
  })

  it('Q6 Q1 ordering and preparing stop for both arms while the vials of one are over the limit', () => {
    for (const lotNumber of ['EX-1', 'PL-1']) {
      const { trial, when } = under(limits, ...waiting)
      const { lotId: of } = trial.lot(lotNumber)
      trial.act('ana', { ...carry({ thawed: true })(trial), lotId: of })
      when('ana', start).refuses('spare_doses_short')
      when('iman', { type: 'EnrolParticipant', initials: '', answers: {} }).refuses('spare_doses_short')
    }
  })

  it('Q6 a preparation takes its vials from the lot that is within the limits', () => {
    const { when } = under(limits, ...waiting, second, carried({ thawed: true }))
    when('ana', start).leads((trial) => expect(trial.preparation().lotId).toBe(trial.lot('EX-2').lotId))
  })

  it('Q6 A14 a vial that went over the limit after the preparation began is refused when it is scanned', () => {
    const { trial, when } = under(limits, ...waiting, second, started(), carried({ minutesOut: 31 }))
    expect(trial.preparation().lotId).toBe(lotId(trial))
    const take = (now: Trial) => ({
      ...{ type: 'RecordStep' as const, preparationId: now.preparation().preparationId, step: 'take' as const },
      ...{ vialCodes: vialsOf(now).slice(0, 1), entered: 'scanned' as const },
    })
    when('ana', take).refuses('vial_over_limit', 'vialCodes')
    expect(trial.value('ana', { type: 'Preparation', doseId: trial.dose().doseId }).unblinded?.shelf).toEqual([])
  })

  it('Q6 the wait between taking and drawing counts too, and ends for both arms by the vial that has been out longest', () => {
    for (const [number, lotNumber] of [
      [1, 'EX-1'],
      [1, 'PL-1'],
      [2, 'EX-1'],
    ] as const) {
      const { trial, when } = under(limits, ready, enrolled(2))
      trial.act('ana', { ...carry({ minutesOut: 20 })(trial), lotId: trial.lot(lotNumber).lotId })
      for (const fact of [ordered(number), started(number), taken(number)]) fact(trial)
      const step = (name: 'thaw' | 'draw', more: object = {}) => ({
        ...{ type: 'RecordStep' as const, preparationId: trial.preparation(number).preparationId, step: name },
        ...{ entered: 'typed' as const, ...more },
      })
      trial.wait(10)
      trial.act('ana', step('thaw'))
      // Ten minutes of thawing, and the ten that the other twenty leave of thirty.
      trial.wait(10)
      expect(trial.decide('ana', step('draw', { microlitres: 1_800 }))).toMatchObject({ ok: true })
      trial.wait(1)
      when('ana', step('draw', { microlitres: 1_800 })).refuses('vials_out_too_long', 'step')
    }
  })

  it('Q6 a loss counts once: writing off a vial that is over the limit leaves the spare doses as they are', () => {
    const { trial, when } = under(limits, stocked())
    const vialCodes = vialsOf(trial).slice(0, 2)
    trial.act('ana', carry({ vialCodes, thawed: true })(trial))
    expect(spareDoses(trial.books.registry)).toBe(0)
    when('ana', { type: 'WasteVial', vialCode: vialCodes[0] ?? '', reason: 'thawed' }).leads((now) =>
      expect(spareDoses(now.books.registry)).toBe(0),
    )
  })

  it('Q6 without limits nothing is over one, and every vial still knows what it went through', () => {
    const { trial, when } = given(...waiting, carried({ minutesOut: 500, thawed: true }))
    expect(trial.value('ana', { type: 'Vial', vialCode: vialsOf(trial)[0] ?? '' })).toMatchObject({
      ...{ minutesOut: 500, thaws: 1, overLimit: false },
    })
    when('ana', start).accepts({ clinic: ['ArmShown'], allocation: ['PreparationStarted'] })
  })

  it('B2 a vial that was taken for a dose says so to the pharmacy, and neither when nor for whom', () => {
    const { trial } = given(ready, enrolled(), ordered(), prepared())
    const [vialCode = ''] = trial.preparation().vialCodes
    const seen = trial.value('ana', { type: 'Vial', vialCode })
    expect(seen).toMatchObject({ drawn: true, state: 'on_shelf' })
    expect(JSON.stringify(seen)).not.toContain(trial.dose().doseId)
    expect(trial.value('qamar', { type: 'Vial', vialCode })).toMatchObject({ drawn: false, state: 'on_shelf' })
  })
})

describe('the units behind a number', () => {
  it('A2 A11 every part of a lot is a list of codes, each with when, by whom and why', () => {
    const { trial } = given(stocked(30))
    const vials = vialsOf(trial)
    trial.write('ana', {
      stock: [{ type: 'UseStated', used: vials.slice(0, 3), wasted: vials.slice(3, 4), doseCount: 4 }],
    })
    trial.act('ana', { type: 'WasteVial', vialCode: vials[4] ?? '', reason: 'broken' })
    trial.act('qamar', { ...samples(1)(trial), vialCodes: vials.slice(5, 7) })
    const page = { offset: 0, limit: 200 }
    for (const [state, count] of Object.entries(trial.lot('EX-1').parts)) {
      const units = trial.value('qamar', { type: 'LotUnits', lotId: lotId(trial), state: state as 'used', ...page })
      expect([units.total, units.rows.length]).toEqual([count, count])
      for (const row of units.rows) expect(row).toMatchObject({ state, last: { at: trial.now } })
    }
    const { rows } = trial.value('qamar', { type: 'LotUnits', lotId: lotId(trial), state: 'wasted', ...page })
    expect(rows.map(({ code, last }) => [code, last.note])).toEqual([
      [vials[3], ''],
      [vials[4], 'broken'],
    ])
  })

  it('A2 a lot or vial that nobody knows has no units', () => {
    const { trial } = given(stocked())
    const none = trial.value('qamar', { type: 'LotUnits', lotId: 'nothing', state: 'used', offset: 0, limit: 1 })
    expect(none).toEqual({ rows: [], total: 0 })
    expect(trial.ask('qamar', { type: 'Vial', vialCode: 'nothing' })).toMatchObject({
      refusal: { rule: 'nothing_found' },
    })
  })

  it.each([-1, 0.5, 100_001])('%d minutes out are malformed', (minutesOut) => {
    const { trial } = given(stocked())
    expect(Command.safeParse(carry({ minutesOut })(trial)).success).toBe(false)
  })
})

describe('accounting for a lot in every state', () => {
  const inState: Record<string, Fact> = {
    quarantined: lotReceived(),
    released: lotReleased(),
    held: (trial) => {
      lotReleased()(trial)
      lotHeld()(trial)
    },
    rejected: (trial) => {
      lotReceived()(trial)
      lotRejected()(trial)
    },
    expired: (trial) => {
      lotReceived({ expiresOn: '2026-03-01' })(trial)
      trial.wait(2 * 24 * 60)
    },
  }
  const acts: readonly (readonly [Command['type'], (trial: Trial) => Command])[] = [
    ['TransferVials', carry()],
    ['PutSamplesApart', samples(1)],
    ['PrintVialCodes', (trial) => ({ type: 'PrintVialCodes', lotId: lotId(trial), reason: '' })],
    ['CountLot', (trial) => ({ type: 'CountLot', lotId: lotId(trial), countedVials: 5, explanation: '' })],
  ]
  const cases = Object.keys(inState).flatMap((state) => acts.map(([act, made]) => [act, state, made] as const))

  it.each(cases)(
    'A10 A14 %s of a lot that is %s keeps the state of the lot and every vial in one place',
    (_, state, made) => {
      const { trial } = given(inState[state] as Fact)
      const before = trial.lot('EX-1').state
      trial.act('qamar', made(trial))
      expect(trial.lot('EX-1').state).toBe(before)
      expect(Object.values(trial.lot('EX-1').parts).reduce((sum, count) => sum + count, 0)).toBe(5)
    },
  )

  it('Q1 A13 nothing but the shelf may be drawn: not a sample, not what is missing, not what was written off', () => {
    const gone: Record<string, Fact> = {
      sample: (trial) => void trial.act('qamar', samples(1)(trial)),
      missing: (trial) => {
        const named = { firstCountedVials: 4, missing: vialsOf(trial).slice(0, 1), explanation: 'looked everywhere' }
        trial.act('qamar', { type: 'CountLot', lotId: lotId(trial), countedVials: 4, ...named })
      },
      wasted: (trial) =>
        void trial.act('ana', { type: 'WasteVial', vialCode: vialsOf(trial)[0] ?? '', reason: 'broken' }),
    }
    for (const [state, fact] of Object.entries(gone)) {
      const { trial, when } = given(ready, enrolled(), ordered(), started(), fact)
      const [vialCode = ''] = vialsOf(trial)
      expect(trial.value('qamar', { type: 'Vial', vialCode })).toMatchObject({ state, last: { what: state } })
      const { preparationId } = trial.preparation()
      const entered = 'scanned' as const
      when('ana', { type: 'RecordStep', preparationId, step: 'take', vialCodes: [vialCode], entered }).refuses(
        'vial_not_on_shelf',
        'vialCodes',
      )
    }
  })
})
