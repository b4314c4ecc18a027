import { describe, expect, it } from 'vitest'
import type { Fact } from '../support/facts.ts'
import {
  abandoned,
  cancelled,
  drilled,
  enrolled,
  finished,
  listSealed,
  lotReleased,
  minutesLater,
  nextVials,
  ordered,
  prepared,
  ready,
  started,
  steps,
  stocked,
  taken,
  withdrawn,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const start = (trial: Trial) => ({ type: 'StartPreparation' as const, doseId: trial.dose().doseId })
const open = [ready, enrolled(), ordered(), started()] as const
const step =
  (name: 'take' | 'thaw' | 'draw' | 'fill' | 'inspect' | 'sleeve', more: object = {}) =>
  (trial: Trial) => ({
    type: 'RecordStep' as const,
    preparationId: trial.preparation().preparationId,
    step: name,
    entered: 'typed' as const,
    ...more,
  })
const upTo =
  (...names: Parameters<typeof step>[0][]): Fact =>
  (trial) => {
    const said = {
      thaw: {},
      draw: { microlitres: 1_800 },
      fill: { microlitres: 10_000 },
      inspect: { appearanceFits: true },
      sleeve: {},
    }
    for (const name of names) {
      if (name === 'take') taken()(trial)
      else trial.act('ana', step(name, said[name])(name === 'thaw' ? trial.wait(10) : trial))
    }
  }

/** A lot held without a notice, as no command leaves it: each step must look for itself. */
const heldInSilence: Fact = (trial) =>
  trial.write('qamar', { stock: [{ type: 'LotHeld', lotId: trial.lot('EX-1').lotId, reason: 'temperature' }] })

describe('sealing the list', () => {
  const seal = {
    type: 'ImportAllocationList',
    madeBy: 'Statistician',
    method: 'Permuted',
    madeOn: '2026-02-01',
  } as const
  const none = ['', '', '', '', '', '']
  const list = {
    arms: ['A', 'B', 'A', 'B', 'A', 'B'] as const,
    blocks: none,
    strata: none,
    fingerprint: 'f'.repeat(64),
  }

  it('is done once; a missing file or wrong totals are refused', () => {
    given(listSealed()).when('ana', seal, { list }).refuses('list_already_sealed')
    given().when('ana', seal).refuses('list_missing', 'file')
    given()
      .when('ana', seal, { list: { ...list, arms: ['A', 'B'] } })
      .refuses('list_totals_differ', 'file')
  })

  it('keeps who made it, how and when, and the fingerprint of the file', () =>
    given()
      .when('ana', seal, { list })
      .leads((trial) =>
        expect(trial.books.allocation.provenance).toMatchObject({
          madeBy: 'Statistician',
          method: 'Permuted',
          by: trial.id('ana'),
          fingerprint: list.fingerprint,
        }),
      ))
})

describe('starting a preparation', () => {
  it('P6 is refused, one after the other, for a dose unknown, not waiting, or of somebody who left', () => {
    given(ready).when('ana', { type: 'StartPreparation', doseId: 'nothing' }).refuses('dose_unknown', 'doseId')
    given(ready, enrolled(), ordered(), cancelled()).when('ana', start).refuses('dose_not_waiting', 'doseId')
    given(ready, enrolled(), ordered(), prepared()).when('ana', start).refuses('dose_not_waiting', 'doseId')
    given(ready, enrolled(), ordered(), withdrawn()).when('ana', start).refuses('dose_not_waiting', 'doseId')
    given(...open)
      .when('ida', start)
      .refuses('preparation_open')
  })

  it('B2 shows the arm to whoever starts, which is on record first', () =>
    given(ready, enrolled(), ordered())
      .when('ana', start)
      .leads((trial) => {
        expect(trial.books.clinic.shown).toMatchObject([{ number: 1, to: trial.id('ana'), occasion: 'preparation' }])
        expect(trial.preparation().arm).toBe(trial.arm(1))
      }))

  it('Q1 picks the lot that expires first among those released, in date and with vials enough', () => {
    const lots: Record<string, Fact> = {
      'EX-1': lotReleased({ lotNumber: 'EX-1', expiresOn: '2026-12-31' }),
      'EX-2': lotReleased({ lotNumber: 'EX-2', expiresOn: '2026-06-30' }),
      'EX-3': lotReleased({ lotNumber: 'EX-3', expiresOn: '2026-04-30', vialCount: 1 }),
    }
    const { trial } = given(
      listSealed(),
      drilled,
      ...Object.values(lots),
      lotReleased({ product: 'B', lotNumber: 'PL-1' }),
      enrolled(5),
    )
    const picked = (number: number) => {
      for (const fact of [ordered(number), started(number), taken(number)]) fact(trial)
      return [...trial.books.stock.lots.values()].find((lot) => lot.lotId === trial.preparation(number).lotId)
        ?.lotNumber
    }
    // Numbers 1, 4 and 5 have arm A.
    expect(picked(1)).toBe('EX-3')
    expect(picked(4)).toBe('EX-2')
    trial.act('qamar', { type: 'HoldLot', lotId: trial.lot('EX-2').lotId, reason: 'temperature' })
    expect(trial.try('iman', { type: 'OrderDose', number: 5, surgeryAt: trial.now, theatre: 'T' })).toMatchObject({
      ok: true,
    })
    expect(trial.try('ana', { type: 'StartPreparation', doseId: trial.dose(5).doseId })).toMatchObject({
      refusal: { rule: 'notice_open' },
    })
  })

  it('Q3 does not pick a lot that would expire while the dose may still be used', () => {
    const { trial } = given(ready, lotReleased({ lotNumber: 'EX-0', expiresOn: '2026-03-01' }), enrolled(), ordered())
    // Half past eight in the evening, UTC, is midnight in Tehran: ten minutes to thaw, four hours in use.
    trial.now = '2026-03-01T16:30:00.000Z'
    trial.act('ana', { type: 'RestateSupply' })
    started()(trial)
    expect(trial.preparation().lotId).toBe(trial.lot('EX-1').lotId)
  })

  it('says that the shelf must be counted where the book promises vials that are not there', () => {
    const { trial, when } = given(
      listSealed(),
      drilled,
      stocked(3),
      lotReleased({ lotNumber: 'EX-2', vialCount: 1 }),
      enrolled(),
      ordered(),
    )
    for (const vial of [...trial.shelf(trial.lot('EX-1').lotId), ...trial.shelf(trial.lot('EX-2').lotId)])
      trial.write('ana', {
        stock: [
          { type: 'VialWasted', lotId: trial.books.stock.vials.get(vial)?.lotId ?? '', vialCode: vial, reason: 'lost' },
        ],
      })
    when('ana', start).refuses('stock_disagrees')
  })

  it('is taken over by a colleague only on record', () => {
    given(...open)
      .when('ida', (trial) => ({ type: 'ResumePreparation', preparationId: trial.preparation().preparationId }))
      .accepts({ clinic: ['ArmShown'] })
    given(...open, abandoned())
      .when('ida', (trial) => ({ type: 'ResumePreparation', preparationId: trial.preparation().preparationId }))
      .refuses('preparation_not_open', 'preparationId')
    given()
      .when('ida', { type: 'ResumePreparation', preparationId: 'nothing' })
      .refuses('preparation_unknown', 'preparationId')
  })
})

describe('the steps', () => {
  it('P6 come in their order, none twice, none skipped', () => {
    for (const name of ['thaw', 'draw', 'fill', 'inspect', 'sleeve'] as const)
      given(...open)
        .when('ana', step(name))
        .refuses('step_out_of_order', 'step')
    given(...open, upTo('take'))
      .when('ana', step('take'))
      .refuses('step_out_of_order', 'step')
    given()
      .when('ana', { type: 'RecordStep', preparationId: 'nothing', step: 'take', entered: 'typed' })
      .refuses('preparation_unknown')
  })

  it('Q1 take: refused, one after the other, for a lot held or out of date, a wrong count, a vial twice, unknown, of another lot, off the shelf', () => {
    const take = (codes: (trial: Trial) => string[]) => (trial: Trial) =>
      step('take', { vialCodes: codes(trial) })(trial)
    const twoVials = { dose: { vialsPerDose: 2, drawMicrolitres: 3_600 } }
    const enough = [listSealed(), drilled, stocked(12), enrolled(2), ordered(), started()] as const
    given(...open, heldInSilence)
      .when(
        'ana',
        take(() => []),
      )
      .refuses('lot_not_released', 'vialCodes')
    given(...open, minutesLater(400 * 24 * 60))
      .when(
        'ana',
        take(() => []),
      )
      .refuses('supply_statement_outdated', 'vialCodes')
    under(twoVials, ...enough)
      .when(
        'ana',
        take((trial) => nextVials(trial).slice(1)),
      )
      .refuses('vial_count_differs', 'vialCodes')
    under(twoVials, ...enough)
      .when(
        'ana',
        take((trial) => nextVials(trial).map(() => nextVials(trial)[0] ?? '')),
      )
      .refuses('vial_twice', 'vialCodes')
    given(...open)
      .when(
        'ana',
        take(() => ['nothing']),
      )
      .refuses('vial_unknown', 'vialCodes')
    given(...open)
      .when(
        'ana',
        take((trial) => trial.shelf(trial.lot('PL-1').lotId).slice(0, 1)),
      )
      .refuses('vial_of_another_lot', 'vialCodes')
    const { trial, when } = given(ready, enrolled(4), ordered(1), prepared(1), ordered(4), started(4))
    const [drawn] = trial.preparation(1).vialCodes
    when('ana', {
      ...step('take', { vialCodes: [drawn] })(trial),
      preparationId: trial.preparation(4).preparationId,
    }).refuses('vial_not_on_shelf', 'vialCodes')
  })

  it('thaw: refused until the wait of the protocol is over', () => {
    given(...open, upTo('take'), minutesLater(9))
      .when('ana', step('thaw'))
      .refuses('thaw_not_over')
    given(...open, upTo('take'), minutesLater(10))
      .when('ana', step('thaw'))
      .accepts({ allocation: ['StepRecorded'] })
  })

  it('A3 draw: refused without a volume, above what the vials hold, or off plan without a reason', () => {
    const at = [...open, upTo('take', 'thaw')] as const
    given(...at)
      .when('ana', step('draw'))
      .refuses('volume_missing', 'microlitres')
    given(...at)
      .when('ana', step('draw', { microlitres: 0 }))
      .refuses('volume_missing', 'microlitres')
    given(...at)
      .when('ana', step('draw', { microlitres: 2_001 }))
      .refuses('volume_above_vials', 'microlitres')
    given(...at)
      .when('ana', step('draw', { microlitres: 1_700 }))
      .refuses('difference_needs_reason', 'differenceReason')
    given(...at)
      .when('ana', step('draw', { microlitres: 1_700, differenceReason: 'bubble' }))
      .accepts({ allocation: ['StepRecorded'] })
  })

  it('Q1 draw: refused when the lot was held, or ran out of date, since the vials were taken', () => {
    given(...open, upTo('take', 'thaw'), heldInSilence)
      .when('ana', step('draw', { microlitres: 1_800 }))
      .refuses('lot_not_released', 'step')
    const late = given(...open, upTo('take', 'thaw'))
    late.trial.now = '2026-12-31T16:31:00.000Z'
    late.when('ana', step('draw', { microlitres: 1_800 })).refuses('supply_statement_outdated', 'step')
  })

  it('Q3 A15 draw: what one arm’s lot lacks stops both, also when the supply was stated anew meanwhile', () => {
    for (const number of [1, 2]) {
      const { trial, when } = given(
        ready,
        lotReleased({ product: 'A', lotNumber: 'EX-0', expiresOn: '2026-03-01' }),
        enrolled(2),
        ordered(number),
        started(number),
        taken(number),
      )
      trial.now = '2026-03-01T16:31:00.000Z'
      trial.act('ana', { type: 'RestateSupply' })
      const { preparationId } = trial.preparation(number)
      trial.act('ana', { type: 'RecordStep', preparationId, step: 'thaw', entered: 'typed' })
      const draw = { type: 'RecordStep', preparationId, step: 'draw', microlitres: 1_800, entered: 'typed' } as const
      when('ana', draw).refuses('supply_statement_outdated', 'step')
    }
  })

  it('inspect: refused unless it looks as expected; then it is abandoned', () => {
    for (const appearanceFits of [false, undefined])
      given(...open, upTo('take', 'thaw', 'draw', 'fill'))
        .when('ana', step('inspect', { appearanceFits }))
        .refuses('appearance_differs', 'appearanceFits')
  })

  it('P7 remembers whether a code was scanned or typed, who did each step and when', () => {
    const { trial } = given(...open, taken(), steps(1, 'ida'))
    expect(trial.preparation().steps.map(({ entered, by }) => [entered, by])).toEqual([
      ['scanned', trial.id('ana')],
      ...Array(5).fill(['typed', trial.id('ida')]),
    ])
  })

  it('P13 a deviation is noted while the preparation is open, and not after', () => {
    const note = (trial: Trial) => ({
      type: 'NoteDeviation' as const,
      preparationId: trial.preparation().preparationId,
      text: 'dropped once',
    })
    given(...open)
      .when('ana', note)
      .accepts({ allocation: ['DeviationNoted'] })
    given(...open, abandoned())
      .when('ana', note)
      .refuses('preparation_not_open', 'preparationId')
  })
})

describe('finishing a preparation', () => {
  const finish = (trial: Trial) => ({
    type: 'FinishPreparation' as const,
    preparationId: trial.preparation().preparationId,
  })

  it('P6 is refused before every step is done, for a dose that was cancelled, and when the in-use time is over', () => {
    given(...open, upTo('take', 'thaw', 'draw', 'fill', 'inspect'))
      .when('ana', finish)
      .refuses('steps_not_done')
    given(...open, taken(), steps(), cancelled())
      .when('ana', finish)
      .refuses('dose_not_waiting', 'doseId')
    given(...open, taken(), steps(), minutesLater(240))
      .when('ana', finish)
      .refuses('in_use_time_over')
  })

  it('Q3 the in-use limit is one for both arms: from the draw on, and no lot can shorten it', () => {
    const limits = [1, 2].map((number) => {
      const { trial } = given(
        listSealed(),
        drilled,
        lotReleased({ product: 'A', lotNumber: 'EX-1', expiresOn: '2026-03-02' }),
        lotReleased({ product: 'B', lotNumber: 'PL-1', expiresOn: '2029-03-02' }),
        enrolled(2),
        ordered(number),
        started(number),
        taken(number),
        steps(number),
        minutesLater(30),
        finished(number),
      )
      return trial.dose(number).useBefore
    })
    expect(limits).toEqual(['2026-03-01T12:10:00.000Z', '2026-03-01T12:10:00.000Z'])
  })

  it('L4 L8 the syringe’s code is its own: neither the vial’s nor anything of the lot', () => {
    const { trial } = given(...open, taken(), steps(), finished())
    expect(trial.syringe()).toMatchObject({ number: 1, volumeMicrolitres: 10_000, state: 'prepared' })
    const events = JSON.stringify([...trial.books.clinic.doses.values(), ...trial.books.clinic.syringes.values()])
    for (const secret of ['EX-1', trial.preparation().lotId, ...trial.preparation().vialCodes])
      expect(events).not.toContain(secret)
  })

  it('A3 the volume that was filled is shared out over the syringes', () => {
    const { trial } = under({ dose: { syringesPerDose: 3 } }, ...open, taken(), steps(), finished())
    expect([0, 1, 2].map((index) => trial.syringe(1, index).volumeMicrolitres)).toEqual([3_334, 3_333, 3_333])
  })
})

describe('abandoning a preparation', () => {
  const abandon = (trial: Trial) => ({
    type: 'AbandonPreparation' as const,
    preparationId: trial.preparation().preparationId,
    reason: 'dropped',
  })

  it('counts a loss of both arms once vials were taken, and lets the dose be made anew', () => {
    given(...open)
      .when('ana', abandon)
      .accepts({ allocation: ['PreparationAbandoned'] })
    given(...open, taken())
      .when('ana', abandon)
      .leads((trial, events) => {
        expect(events.registry).toEqual([{ type: 'LossCounted', doses: 1 }])
        prepared()(trial)
        expect(trial.dose().state).toBe('prepared')
      })
    given(...open, abandoned())
      .when('ana', abandon)
      .refuses('preparation_not_open', 'preparationId')
  })
})
