import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/core/decide.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import { vialStates } from '../../src/core/stock/lot.ts'
import {
  certified,
  enrolled,
  type Fact,
  lotReceived,
  ordered,
  prepared,
  ready,
  receipt,
  stocked,
} from '../support/facts.ts'
import { given } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

type Correction = Extract<Command, { type: 'CorrectReceipt' }>
const lotId = (trial: Trial) => trial.lot('EX-1').lotId
const correct =
  (said: Partial<Correction> | ((trial: Trial) => Partial<Correction>)) =>
  (trial: Trial): Correction => ({
    ...{ type: 'CorrectReceipt', lotId: lotId(trial), reason: 'read from the wrong line' },
    ...(typeof said === 'function' ? said(trial) : said),
  })
const corrected =
  (said: Parameters<typeof correct>[0]): Fact =>
  (trial) => {
    trial.act('ana', correct(said)(trial))
  }
const shelf = (trial: Trial) => trial.shelf(lotId(trial))
const lastOf = (trial: Trial) => shelf(trial).slice(-1)
const lotOf = (trial: Trial) => trial.books.stock.lots.values().next().value ?? trial.lot('EX-1')
const count = (trial: Trial, countedVials: number, more: object = {}) =>
  trial.act('qamar', { type: 'CountLot', lotId: lotId(trial), countedVials, explanation: '', ...more })
/** The sum of the parts, each as the vials themselves say. */
function conserved(trial: Trial): void {
  const { stock } = trial.books
  for (const lot of stock.lots.values()) {
    const states = lot.vialCodes.map((code) => stock.vials.get(code)?.state)
    for (const state of vialStates) expect(lot.parts[state]).toBe(states.filter((one) => one === state).length)
    expect(lot.receivedVials).toBe(lot.vialCodes.length)
    expect(lot.movements.reduce((sum, { vials }) => sum + vials, 0)).toBe(lot.parts.on_shelf)
    expect(lot.movements.at(-1)?.balance).toBe(lot.parts.on_shelf)
  }
}
const damagedReceipt: Fact = (trial) => {
  trial.act('ana', { ...receipt, announcedVials: 6, damagedVials: 2 })
}

describe('correcting what a receipt says', () => {
  it('A8 P13 the former values stay, with who, when and why; the lot reads as corrected', () => {
    const { trial } = given(damagedReceipt)
    trial.act(
      'ana',
      correct({
        ...{ lotNumber: 'EX-2', manufacturer: 'Exo Works', expiresOn: '2027-01-31', arrivalCelsius: '-71.0' },
        announcedVials: 5,
      })(trial),
    )
    expect(trial.books.stock.lots.size).toBe(1)
    const lot = trial.lot('EX-2')
    expect(lot).toMatchObject({ manufacturer: 'Exo Works', expiresOn: '2027-01-31', announcedVials: 5 })
    const changes = [
      { field: 'lotNumber', was: 'EX-1', now: 'EX-2' },
      { field: 'manufacturer', was: 'Manufacturer', now: 'Exo Works' },
      { field: 'expiresOn', was: '2026-12-31', now: '2027-01-31' },
      { field: 'arrivalCelsius', was: '-78.5', now: '-71.0' },
      { field: 'announcedVials', was: 6, now: 5 },
    ]
    const { memberId } = trial.session('ana').member
    expect(lot.receiptCorrections).toMatchObject([{ by: memberId, reason: 'read from the wrong line', changes }])
    expect(lot.movements.at(-1)).toMatchObject({ what: 'receipt_corrected', vials: 0, receipt: changes })
    const { rows } = trial.value('qamar', { type: 'StockRecord', product: 'A', offset: 0, limit: 200 })
    expect(rows[0]).toMatchObject({ what: 'received', quantity: 5, lot: { lotNumber: 'EX-2' } })
    expect(rows[0]?.struck?.map(({ field, was }) => [field, was])).toEqual(
      changes.map(({ field, was }) => [field, was]),
    )
    expect(rows.at(-1)).toMatchObject({ what: 'receipt_corrected', receipt: changes, note: 'read from the wrong line' })
    conserved(trial)
  })

  it('a lot number is free again once it was corrected away, and never that of another lot of the product', () => {
    const { trial } = given(lotReceived(), corrected({ lotNumber: 'EX-9' }), lotReceived())
    const { lotId: of } = trial.lot('EX-9')
    expect(trial.try('ana', { ...correct({ lotNumber: 'ex-1' })(trial), lotId: of })).toMatchObject({
      refusal: { rule: 'lot_known', field: 'lotNumber' },
    })
  })

  it('needs a change and a reason, and a lot that somebody knows', () => {
    given(lotReceived()).when('ana', correct({})).refuses('correction_changes_nothing')
    given(lotReceived())
      .when('ana', correct({ lotNumber: 'EX-1', expiresOn: '2026-12-31' }))
      .refuses('correction_changes_nothing')
    given(lotReceived())
      .when('ana', correct({ lotId: 'nothing', lotNumber: 'EX-2' }))
      .refuses('lot_unknown')
  })

  it('P16 once the lot was released, QA alone corrects its receipt', () => {
    given(stocked())
      .when('ana', correct({ manufacturer: 'Exo Works' }))
      .refuses('receipt_of_released_lot')
    given(stocked())
      .when('qamar', correct({ manufacturer: 'Exo Works' }))
      .accepts({ stock: ['ReceiptCorrected'] })
    for (const person of ['cyrus', 'iman', 'taha', 'ursa', 'adel'] as const)
      given(lotReceived())
        .when(person, correct({ manufacturer: 'Exo Works' }))
        .refuses('role_may_not')
  })

  it('A15 Q3 a released lot is held before its expiry moves forward, and the supply is stated anew', () => {
    const sooner = correct({ expiresOn: '2026-03-20' })
    given(stocked()).when('qamar', sooner).refuses('expiry_of_released_lot', 'expiresOn')
    const { trial } = given(stocked())
    trial.act('qamar', { type: 'HoldLot', lotId: lotId(trial), reason: 'the label says otherwise' })
    trial.act('qamar', sooner(trial))
    trial.act('qamar', { type: 'LiftHold', lotId: lotId(trial), reason: 'corrected' })
    expect(trial.books.registry.supply.until).toBe('2026-03-20')
    given(stocked())
      .when('qamar', correct({ expiresOn: '2027-12-31' }))
      .accepts({ stock: ['ReceiptCorrected'] })
  })
})

describe('correcting how many came', () => {
  it('A10 a vial that never came leaves its lot, and its code stays legible', () => {
    const { trial } = given(lotReceived())
    const [gone = ''] = lastOf(trial)
    trial.act('ana', correct({ neverCame: [gone], entered: 'typed' })(trial))
    expect(trial.lot('EX-1')).toMatchObject({ receivedVials: 4, parts: { on_shelf: 4 }, neverCame: [gone] })
    expect(trial.lot('EX-1').movements.at(-1)).toMatchObject({ vials: -1, balance: 4, moved: 1, entered: 'typed' })
    expect(trial.value('qamar', { type: 'Vial', vialCode: gone })).toMatchObject({
      state: 'not_received',
      moves: [{ what: 'received' }, { what: 'never_came', entered: 'typed' }],
    })
    conserved(trial)
    expect(trial.try('ana', { type: 'WasteVial', vialCode: gone, reason: 'broken' })).toMatchObject({ ok: false })
    expect(trial.try('ana', correct({ neverCame: [gone] })(trial))).toMatchObject({
      refusal: { rule: 'vial_contradicts_receipt', values: { what: 'never_came' } },
    })
  })

  it('A10 a vial that was overlooked gets a code and lies beside the others, as warm as the warmest of them', () => {
    const { trial } = given(lotReceived())
    const from = 'Freezer 1'
    const slowly = { from, vialCodes: 'all', storagePlace: 'Freezer 2', minutesOut: 7, thawed: false } as const
    trial.act('ana', { type: 'TransferVials', lotId: lotId(trial), ...slowly, reason: 'more room' })
    trial.act('ana', correct({ overlookedVials: 2, storagePlace: 'Freezer 2' })(trial))
    const lot = trial.lot('EX-1')
    expect(lot).toMatchObject({ receivedVials: 7, parts: { on_shelf: 7 } })
    expect(trial.value('qamar', { type: 'Vial', vialCode: lot.vialCodes.at(-1) ?? '' })).toMatchObject({
      ...{ state: 'on_shelf', storagePlace: 'Freezer 2', minutesOut: 7 },
      moves: [{ what: 'overlooked' }],
    })
    const place = { type: 'StockRecord', product: 'A', storagePlace: 'Freezer 2', offset: 0, limit: 200 } as const
    expect(trial.value('qamar', place)).toMatchObject({ balance: 7, place: { arrived: 7, left: 0, there: 7 } })
    conserved(trial)
    given(lotReceived())
      .when('ana', correct({ overlookedVials: 1, storagePlace: 'Cellar' }))
      .refuses('place_is_empty', 'storagePlace')
  })

  it('A15 before the release the supply is stated with what came; afterwards what never came is a loss of both arms', () => {
    const spare = (trial: Trial) => spareDoses(trial.books.registry)
    const fewer = correct((trial) => ({ neverCame: lastOf(trial) }))
    const early = given(lotReceived(), (trial) => trial.act('ana', fewer(trial)), certified()).trial
    early.act('qamar', { type: 'ReleaseLot', lotId: lotId(early), certificate: 'CoA 1' })
    expect(lotOf(early).suppliedVials).toBe(4)
    const { trial } = given(stocked())
    const before = spare(trial)
    trial.act('qamar', fewer(trial))
    expect(spare(trial)).toBe(before - 1)
    conserved(trial)
  })

  it('A10 what came damaged and was written as sound is written off, and the other way round', () => {
    const { trial } = given(damagedReceipt)
    const damaged = [...(trial.lot('EX-1').damagedCodes ?? [])]
    trial.act('ana', correct((of) => ({ cameDamaged: of.shelf(lotId(of)).slice(0, 1), cameSound: damaged }))(trial))
    expect(trial.lot('EX-1')).toMatchObject({ parts: { on_shelf: 4, wasted: 1 }, suppliedVials: 4 })
    expect(trial.lot('EX-1').receiptCorrections.at(-1)?.changes).toEqual([{ field: 'damagedVials', was: 2, now: 1 }])
    conserved(trial)
    // What came sound may be used, and is counted on again.
    expect(trial.books.stock.vials.get(damaged[0] ?? '')).toMatchObject({ state: 'on_shelf', lost: false })
  })

  it('a count cannot be above the delivery note, and never leaves a lot without a vial', () => {
    given(damagedReceipt)
      .when('ana', correct({ overlookedVials: 2, storagePlace: 'Freezer 1' }))
      .refuses('counted_above_announced', 'vialCount')
    given(damagedReceipt)
      .when('ana', correct({ overlookedVials: 2, announcedVials: 7, storagePlace: 'Freezer 1' }))
      .leads((trial) => expect(trial.lot('EX-1')).toMatchObject({ announcedVials: 7, receivedVials: 7 }))
    given(lotReceived())
      .when(
        'ana',
        correct((trial) => ({ neverCame: shelf(trial) })),
      )
      .refuses('lot_without_vials', 'neverCame')
  })

  it.each<[string, Fact, string]>([
    [
      'written off',
      (trial) => trial.act('ana', { type: 'WasteVial', vialCode: lastOf(trial)[0] ?? '', reason: 'cracked' }),
      'wasted',
    ],
    [
      'put apart',
      (trial) =>
        trial.act('qamar', {
          type: 'PutSamplesApart',
          lotId: lotId(trial),
          vialCodes: lastOf(trial),
          reason: 'retention',
        }),
      'sample',
    ],
    [
      'carried by itself',
      (trial) =>
        trial.act('ana', {
          ...{ type: 'TransferVials', lotId: lotId(trial), from: 'Freezer 1', vialCodes: lastOf(trial) },
          ...{ storagePlace: 'Freezer 2', minutesOut: 0, thawed: false, reason: 'more room' },
        }),
      'transferred',
    ],
  ])('A10 a vial that was %s since its receipt did come, and the refusal says so', (_, fact, what) => {
    const { trial } = given(lotReceived())
    const [vialCode = ''] = lastOf(trial)
    fact(trial)
    for (const list of ['neverCame', 'cameDamaged'] as const)
      expect(trial.try('ana', correct({ [list]: [vialCode] })(trial))).toMatchObject({
        refusal: { rule: 'vial_contradicts_receipt', field: list, values: { code: vialCode, what } },
      })
  })

  it('a whole place that was carried names no vial, so it contradicts nothing', () => {
    const { trial } = given(lotReceived())
    trial.act('ana', {
      ...{ type: 'TransferVials', lotId: lotId(trial), from: 'Freezer 1', vialCodes: 'all' },
      ...{ storagePlace: 'Freezer 2', minutesOut: 0, thawed: false, reason: 'more room' },
    })
    trial.act('ana', correct({ neverCame: lastOf(trial) })(trial))
    conserved(trial)
  })

  it('A11 a count that found what the book says is not contradicted; what it left open may be corrected', () => {
    const { trial } = given(lotReceived())
    count(trial, 5)
    const fewer = () => trial.try('ana', correct({ neverCame: lastOf(trial) })(trial))
    const more = (overlookedVials: number) =>
      trial.try('ana', correct({ overlookedVials, storagePlace: 'Freezer 1' })(trial))
    expect(fewer()).toMatchObject({
      refusal: { rule: 'receipt_contradicted', field: 'neverCame', values: { what: 'counted' } },
    })
    expect(more(1)).toMatchObject({ refusal: { rule: 'receipt_contradicted', field: 'overlookedVials' } })
    // One more than the book: it was overlooked, and no second.
    count(trial, 6, { firstCountedVials: 6, explanation: 'one more than there should be' })
    expect(more(2)).toMatchObject({ refusal: { rule: 'receipt_contradicted' } })
    expect(more(1)).toMatchObject({ ok: true })
    expect(trial.lot('EX-1')).toMatchObject({ unnamedDifference: 0, receivedVials: 6 })
    count(trial, 6)
    // One that a count misses may never have come.
    const missing = lastOf(trial)
    count(trial, 5, { firstCountedVials: 5, missing, explanation: 'not in any rack' })
    expect(trial.try('ana', correct({ neverCame: missing })(trial))).toMatchObject({ ok: true })
    expect(trial.lot('EX-1')).toMatchObject({ receivedVials: 5, parts: { on_shelf: 5, missing: 0 } })
    conserved(trial)
  })

  it('A11 QA signs the parts anew once there are others', () => {
    const { trial } = given(lotReceived())
    count(trial, 5)
    trial.act('qamar', { type: 'ReconcileLot', lotId: lotId(trial), parts: trial.lot('EX-1').parts, note: '' })
    trial.act('ana', correct({ arrivalCelsius: '-77.0' })(trial))
    expect(trial.lot('EX-1').reconciled).toBeDefined()
    const missing = lastOf(trial)
    count(trial, 4, { firstCountedVials: 4, missing, explanation: 'not in any rack' })
    trial.act('ana', correct({ neverCame: missing })(trial))
    expect(trial.lot('EX-1').reconciled).toBeUndefined()
  })

  it('B13 waits for a statement of use where it is about vials, whichever lot; not where it is about words', () => {
    for (const lotNumber of ['EX-1', 'PL-1']) {
      const facts = [ready, enrolled(), ordered(), prepared()]
      const of = (said: Partial<Correction>) => (trial: Trial) => ({
        ...correct(said)(trial),
        lotId: trial.lot(lotNumber).lotId,
      })
      for (const said of [{ neverCame: ['nothing'] }, { cameSound: ['nothing'] }, { overlookedVials: 1 }])
        given(...facts)
          .when('qamar', of(said))
          .refuses('use_not_stated')
      given(...facts)
        .when('qamar', of({ manufacturer: 'Exo Works' }))
        .accepts({ stock: ['ReceiptCorrected'] })
    }
  })

  it('A12 nothing of a lot that was closed is corrected any more', () => {
    const { trial } = given(lotReceived())
    const said = { vialCount: 5, authorisation: 'A-1', reason: 'not needed' }
    const how = { method: 'incineration', place: 'hospital' }
    trial.act('qamar', { type: 'DestroyVials', lotId: lotId(trial), ...said, ...how }, { witness: 'ana' })
    expect(trial.try('ana', correct({ overlookedVials: 1, storagePlace: 'Freezer 1' })(trial))).toMatchObject({
      refusal: { rule: 'receipt_contradicted', values: { what: 'cleared' } },
    })
    trial.act('qamar', { type: 'CloseLot', lotId: lotId(trial) })
    expect(trial.try('ana', correct({ manufacturer: 'Exo Works' })(trial))).toMatchObject({
      refusal: { rule: 'lot_closed' },
    })
  })
})
