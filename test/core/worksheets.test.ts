import { describe, expect, it } from 'vitest'
import type { StudySettings } from '../../src/core/registry/settings.ts'
import {
  contradictionsOf,
  differencesOf,
  pairInForce,
  problemsOf,
  type WrittenSheets,
  type WrittenStep,
  withoutWords,
} from '../../src/core/stock/worksheets.ts'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import {
  abandoned,
  cancelled,
  drilled,
  ended,
  enrolled,
  finished,
  handedOver,
  listSealed,
  minutesLater,
  ordered,
  plannedStep,
  prepared,
  ready,
  started,
  stepsAsPlanned,
  stocked,
  taken,
  worksheetsApproved,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { chanceFrom, oneOf } from '../support/seed.ts'
import { settingsWith } from '../support/settings.ts'
import type { Trial } from '../support/trial.ts'

const settings = settingsWith()
const pair = inventedWorksheets(settings)
const words = { en: 'As the procedure says.', fa: 'مطابق روش کار.' }
const write = (sheets: WrittenSheets, note = 'for this trial') => ({ type: 'WriteWorksheets', sheets, note }) as const
const approve = (version: number) => ({ type: 'ApproveWorksheets', version }) as const
const waiting = [ready, enrolled(4), ordered()] as const

/** Both sheets changed alike. */
function alike(change: (sheet: readonly WrittenStep[]) => WrittenStep[]): WrittenSheets {
  return { A: change(pair.A), B: change(pair.B) }
}
const at = (name: WrittenStep['name']) => pair.A.findIndex((step) => step.name === name)
/** One more step before another, in both sheets. */
const ahead = (name: WrittenStep['name'], ...more: WrittenStep[]) =>
  alike((sheet) => [...sheet.slice(0, at(name)), ...more, ...sheet.slice(at(name))])

describe('writing worksheets', () => {
  it('Q7 a pair is written by the pharmacist and approved by QA, and is in force only then', () => {
    const { trial } = given(ready)
    trial.act('ana', write(pair))
    expect(pairInForce(trial.books.stock.worksheets)).toBeUndefined()
    expect(trial.value('qamar', { type: 'Today' }).tasks).toContainEqual({ kind: 'approve_worksheets', about: '' })
    expect(trial.value('ana', { type: 'Today' }).tasks.map(({ kind }) => kind)).not.toContain('approve_worksheets')
    trial.act('qamar', approve(1))
    expect(pairInForce(trial.books.stock.worksheets)).toMatchObject({ version: 1, approved: { by: trial.id('qamar') } })
    expect(trial.value('qamar', { type: 'Worksheets' }).inForce?.sheets).toEqual(pair)
  })

  it('P16 is approved by QA alone, the version that waits, and no other', () => {
    const { trial, when } = given(ready)
    when('qamar', approve(1)).refuses('worksheets_do_not_wait', 'version')
    trial.act('ana', write(pair))
    for (const person of ['ana', 'cyrus', 'iman', 'ursa', 'adel'] as const)
      when(person, approve(1)).refuses('role_may_not')
    when('qamar', approve(2)).refuses('worksheets_do_not_wait', 'version')
    trial.act('qamar', approve(1))
    when('qamar', approve(1)).refuses('worksheets_do_not_wait', 'version')
    when('qamar', write(pair)).refuses('role_may_not')
  })

  it('P13 a version stays as it was written; the next one follows it once QA says so', () => {
    const { trial, when } = given(ready, worksheetsApproved())
    when('ana', write(pair)).refuses('worksheets_unchanged', 'sheets')
    trial.act('ana', write(ahead('inspect', { name: 'mix', waitSeconds: 30, instruction: words }), 'mixed longer'))
    expect(pairInForce(trial.books.stock.worksheets)?.version).toBe(1)
    trial.act('qamar', approve(2))
    const { inForce, history } = trial.value('ana', { type: 'Worksheets' })
    expect(inForce?.version).toBe(2)
    expect(history.map(({ version, note }) => [version, note])).toEqual([
      [2, 'mixed longer'],
      [1, 'for this trial'],
    ])
  })

  it('B1 lies in the stock book: QA reads it, whoever holds only registry and clinic does not, and no entry of theirs speaks of it', () => {
    const { trial } = given(ready)
    expect(trial.act('ana', write(pair))).toEqual({ stock: [expect.objectContaining({ type: 'WorksheetsWritten' })] })
    expect(trial.act('qamar', approve(1))).toEqual({ stock: [{ type: 'WorksheetsApproved', version: 1 }] })
    for (const person of ['iman', 'taha', 'bita', 'adel'] as const)
      expect(trial.ask(person, { type: 'Worksheets' })).toMatchObject({ refusal: { rule: 'nothing_found' } })
  })

  it('is refused for a sheet that is none: steps missing, in a wrong order, mixed in no way, with limits that exclude each other', () => {
    const draw: WrittenStep = { name: 'draw', microlitres: 100, toleranceMicrolitres: 0, instruction: words }
    const problems: readonly (readonly [string, WrittenSheets])[] = [
      ...(['draw', 'fill', 'inspect', 'sleeve', 'label'] as const).map(
        (name) => [`no_${name}`, alike((sheet) => sheet.filter((step) => step.name !== name))] as const,
      ),
      ['starts_without_vials', alike((sheet) => [draw, ...sheet])],
      ['after_fill', ahead('inspect', draw)],
      ['after_sleeve', ahead('label', { name: 'mix', times: 3, instruction: words })],
      ['label_not_last', alike((sheet) => [...sheet, { name: 'label', syringes: 1, instruction: words }])],
      ['most_below_least', ahead('draw', { name: 'thaw', waitMinutes: 5, mostMinutes: 5, instruction: words })],
      ['mix_how', ahead('inspect', { name: 'mix', instruction: words })],
      ['mix_how', ahead('inspect', { name: 'mix', times: 3, waitSeconds: 3, instruction: words })],
      ['volume_below_before', ahead('fill', { ...draw, name: 'fill' })],
      ['tolerance_above_volume', ahead('draw', { ...draw, toleranceMicrolitres: 100 })],
      ['inspected_too_early', ahead('sleeve', { name: 'mix', times: 3, instruction: words })],
    ]
    expect(problemsOf(pair.A)).toEqual([])
    for (const [problem, sheets] of problems) {
      expect(
        problemsOf(sheets.A).map((one) => one.problem),
        problem,
      ).toContain(problem)
      given(ready).when('ana', write(sheets)).refuses('worksheet_unfit', 'sheets.A')
    }
  })

  it('Q7 is refused where an amount is not the one that the settings state; several steps of a kind count together', () => {
    const wrong = alike((sheet) => sheet.map((step) => (step.name === 'take' ? { ...step, vials: 2 } : step)))
    expect(contradictionsOf(wrong.A, settings)).toEqual([
      { line: 1, problem: 'vials_per_dose', values: { here: 2, there: 1 } },
    ])
    given(ready).when('ana', write(wrong)).refuses('worksheets_contradict_settings', 'sheets')
    const changes: readonly (readonly [string, Partial<StudySettings['dose']>])[] = [
      ['vials_per_dose', { vialsPerDose: 2 }],
      ['thaw_minutes', { thawMinutes: 9 }],
      ['draw_volume', { drawMicrolitres: 1_700 }],
      ['final_volume', { finalMicrolitres: 9_000 }],
      ['syringe_count', { syringesPerDose: 2 }],
    ]
    for (const [problem, dose] of changes)
      expect(contradictionsOf(pair.A, settingsWith({ dose })).map((one) => one.problem)).toEqual([problem])
    const twice = alike((sheet) =>
      sheet.flatMap((step): WrittenStep[] =>
        step.name === 'draw'
          ? [
              { ...step, microlitres: 900 },
              { ...step, microlitres: 900 },
            ]
          : [step],
      ),
    )
    given(ready)
      .when('ana', write(twice))
      .accepts({ stock: ['WorksheetsWritten'] })
  })

  it('changing the settings so that they contradict the pair ends it, in the same entry', () => {
    const { trial, when } = given(ready, worksheetsApproved())
    const change = (dose: object) => ({
      type: 'ChangeSettings' as const,
      settings: settingsWith({ dose }),
      reason: 'amended',
    })
    when('ana', change({ inUseMinutes: 200 })).accepts({ registry: ['SettingsChanged'] })
    when('ana', change({ drawMicrolitres: 1_700 })).accepts({
      registry: ['SettingsChanged'],
      stock: ['WorksheetsVoided'],
    })
    expect(pairInForce(trial.books.stock.worksheets)).toBeUndefined()
    // The former settings do not bring it back: what was signed for is asked for again.
    when('ana', change({})).accepts({ registry: ['SettingsChanged'] })
    expect(pairInForce(trial.books.stock.worksheets)).toBeUndefined()
    trial.act('ana', write(pair, 'as before'))
    trial.act('qamar', approve(2))
    expect(pairInForce(trial.books.stock.worksheets)?.version).toBe(2)
  })

  it('a pair that waits ends with the settings, too, and cannot be approved any more', () => {
    const { trial, when } = given(ready)
    trial.act('ana', write(pair))
    trial.act('ana', {
      type: 'ChangeSettings',
      settings: settingsWith({ dose: { thawMinutes: 9 } }),
      reason: 'amended',
    })
    when('qamar', approve(1)).refuses('worksheets_do_not_wait', 'version')
  })
})

describe('what a blinded person could notice', () => {
  const mutations: readonly ((step: WrittenStep, chance: () => number) => WrittenStep | undefined)[] = [
    (step, chance) =>
      Object.fromEntries(
        Object.entries(step).map(([key, value]) => [
          key,
          typeof value === 'number' ? value + 1 + Math.floor(chance() * 9) : value,
        ]),
      ) as WrittenStep,
    (step) => (step.name === 'thaw' ? { ...step, mostMinutes: (step.mostMinutes ?? 100) + 1 } : step),
    (step) =>
      step.name === 'mix' ? { name: 'mix', waitSeconds: step.times ?? 7, instruction: step.instruction } : step,
    (step) =>
      step.name === 'inspect' ? { ...step, standard: { ...step.standard, fa: `${step.standard.fa} دیگر` } } : step,
    (step) => (step.name === 'sleeve' ? { name: 'scan', instruction: step.instruction } : step),
    () => undefined,
  ]
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'Q7 a pair of which one side is changed anywhere is refused, and the step is named (seed %i)',
    (seed) => {
      const chance = chanceFrom(seed)
      const side = oneOf(['A', 'B'] as const, chance)
      for (const mutate of mutations)
        for (const [index, step] of pair[side].entries()) {
          const changed = mutate(step, chance)
          if (JSON.stringify(changed) === JSON.stringify(step)) continue
          const sheet = pair[side].flatMap((one, place) =>
            place === index ? (changed === undefined ? [] : [changed]) : [one],
          )
          const found = differencesOf({ ...pair, [side]: sheet })
          expect(
            found.map(({ line }) => line),
            JSON.stringify(changed),
          ).toContain(index + 1)
        }
      const [first, second] = [Math.floor(chance() * pair.A.length), Math.floor(chance() * pair.A.length)]
      if (first === second) return
      const moved = [...pair[side]]
      moved.splice(second, 0, ...moved.splice(first, 1))
      expect(differencesOf({ ...pair, [side]: moved }).map(({ line }) => line)).toContain(Math.min(first, second) + 1)
    },
  )

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'Q7 whatever pair is accepted, everything but its words is equal (seed %i)',
    (seed) => {
      const chance = chanceFrom(seed)
      const reworded = (sheet: readonly WrittenStep[]) =>
        sheet.map((step) =>
          chance() < 0.3 ? { ...step, instruction: { en: `${seed} words`, fa: `${seed} واژه` } } : step,
        )
      const changed = (sheet: readonly WrittenStep[]) =>
        reworded(sheet).flatMap((step) => {
          if (chance() > 0.04) return [step]
          const made = oneOf(mutations, chance)(step, chance)
          return made === undefined ? [] : [made]
        })
      const sheets = { A: changed(pair.A), B: changed(pair.B) }
      const { trial } = given(ready)
      const decided = trial.decide('ana', write(sheets))
      const isEqual = JSON.stringify(sheets.A.map(withoutWords)) === JSON.stringify(sheets.B.map(withoutWords))
      if (decided.ok) expect(isEqual).toBe(true)
      else if (decided.refusal.rule === 'worksheets_differ')
        expect(decided.refusal.problems?.every(({ line }) => line >= 1)).toBe(true)
      if (!isEqual) expect(decided.ok).toBe(false)
    },
  )

  it('Q7 the drawn volume is one, too: more of one arm’s vials would be left over, and one arm’s draw be refused', () => {
    const more = pair.B.map((step) => (step.name === 'draw' ? { ...step, microlitres: 1_700 } : step))
    given(ready)
      .when('ana', write({ A: pair.A, B: more }))
      .refuses('worksheets_differ', 'sheets')
    expect(differencesOf({ A: pair.A, B: more })).toEqual([
      { line: at('draw') + 1, problem: 'microlitres', values: { a: 1_800, b: 1_700 } },
    ])
  })
})

describe('preparing by a written worksheet', () => {
  const whole = ahead(
    'draw',
    { name: 'scan', instruction: words },
    { name: 'mix', waitSeconds: 90, instruction: words },
  )
  const open = [...waiting, worksheetsApproved(whole), started()] as const
  const planned = (trial: Trial) => {
    const command = plannedStep(trial)
    if (command === undefined) throw new Error('no step waits')
    return command
  }

  it('Q7 follows the version in force at its start, to its end', () => {
    const { trial } = given(...open)
    const [version] = trial.books.stock.worksheets
    trial.act('ana', write(pair, 'simpler'))
    trial.act('qamar', approve(2))
    stepsAsPlanned()(trial)
    finished()(trial)
    expect(trial.preparation()).toMatchObject({ worksheets: 1, state: 'finished' })
    expect(trial.preparation().steps.map(({ step }) => step)).toEqual(
      version?.sheets.A.map(({ name }) => name).filter((name) => name !== 'label'),
    )
    ordered(2)(trial)
    started(2)(trial)
    expect(trial.preparation(2).worksheets).toBe(2)
  })

  it('without a written pair, or before QA approves one, it follows the settings as ever', () => {
    const { trial } = given(...waiting)
    trial.act('ana', write(pair))
    prepared()(trial)
    expect(trial.preparation().worksheets).toBeUndefined()
    expect(trial.preparation().steps.map(({ step }) => step)).toEqual([
      'take',
      'thaw',
      'draw',
      'fill',
      'inspect',
      'sleeve',
    ])
  })

  it('P6 steps come in their order; of two of a kind none is recorded for the other', () => {
    const twice = alike((sheet) =>
      sheet.flatMap((step): WrittenStep[] =>
        step.name === 'draw'
          ? [
              { ...step, microlitres: 900 },
              { ...step, microlitres: 900 },
            ]
          : [step],
      ),
    )
    const { trial, when } = given(...waiting, worksheetsApproved(twice), started(), stepsAsPlanned(1, 'draw'))
    const first = planned(trial)
    when('ana', { ...first, step: 'fill' }).refuses('step_out_of_order', 'step')
    when('ana', { ...first, place: 4 }).refuses('step_out_of_order', 'step')
    trial.act('ana', first)
    when('ana', first).refuses('step_out_of_order', 'step')
    // What is left in the vials bounds the second draw.
    when('ana', { ...planned(trial), microlitres: 1_101, differenceReason: 'bubble' }).refuses(
      'volume_above_vials',
      'microlitres',
    )
    stepsAsPlanned()(trial)
    finished()(trial)
    expect(trial.syringe().volumeMicrolitres).toBe(10_000)
  })

  it('A1 vials may be taken in two steps; the dose is counted as outstanding once', () => {
    const dose = { vialsPerDose: 2, drawMicrolitres: 3_600 }
    const sheets = inventedWorksheets(settingsWith({ dose }))
    const twice = (sheet: WrittenSheets['A']): WrittenStep[] => [
      { name: 'take', vials: 1, instruction: words },
      { name: 'take', vials: 1, instruction: words },
      ...sheet.slice(1),
    ]
    const { trial } = under(
      { dose },
      listSealed(),
      stocked(12),
      drilled,
      enrolled(),
      ordered(),
      worksheetsApproved({ A: twice(sheets.A), B: twice(sheets.B) }),
      started(),
    )
    stepsAsPlanned()(trial)
    expect(trial.preparation().vialCodes).toHaveLength(2)
    expect(trial.books.registry.outstandingDoses).toBe(1)
    expect(trial.books.allocation.unstated.size).toBe(2)
  })

  it('P7 scan: every vial that was taken, and no other', () => {
    const { trial, when } = given(...open, stepsAsPlanned(1, 'scan'))
    when('ana', { ...planned(trial), vialCodes: [] }).refuses('vial_differs', 'vialCodes')
    when('ana', { ...planned(trial), vialCodes: ['nothing'] }).refuses('vial_differs', 'vialCodes')
    when('ana', planned(trial)).accepts({ allocation: ['StepRecorded'] })
  })

  it('Q6 thaw: refused before its end and after its most, to the minute; then only abandoning is left', () => {
    const late = settings.dose.thawMinutes + 20
    given(...open, taken(), minutesLater(settings.dose.thawMinutes - 1))
      .when('ana', planned)
      .refuses('thaw_not_over')
    given(...open, taken(), minutesLater(late))
      .when('ana', planned)
      .accepts({ allocation: ['StepRecorded'] })
    const { trial, when } = given(...open, taken(), minutesLater(late + 1))
    when('ana', planned).refuses('thaw_too_long')
    abandoned()(trial)
    expect(trial.dose().state).toBe('ordered')
  })

  it('mix: refused until its seconds are over', () => {
    const { trial, when } = given(...open, stepsAsPlanned(1, 'mix'), minutesLater(1))
    when('ana', planned).refuses('mixing_not_over')
    trial.wait(1)
    when('ana', planned).accepts({ allocation: ['StepRecorded'] })
  })

  it('A3 a volume within the tolerance needs no reason, one beyond it does', () => {
    for (const off of [-20, 0, 20])
      given(...open, stepsAsPlanned(1, 'draw'))
        .when('ana', (trial) => ({ ...planned(trial), microlitres: 1_800 + off }))
        .accepts({ allocation: ['StepRecorded'] })
    for (const off of [-21, 21])
      given(...open, stepsAsPlanned(1, 'draw'))
        .when('ana', (trial) => ({ ...planned(trial), microlitres: 1_800 + off }))
        .refuses('difference_needs_reason', 'differenceReason')
  })

  it('P6 the label step is done by finishing; nothing is finished before it', () => {
    const finish = (trial: Trial) => ({
      type: 'FinishPreparation' as const,
      preparationId: trial.preparation().preparationId,
    })
    given(...open, stepsAsPlanned(1, 'sleeve'))
      .when('ana', finish)
      .refuses('steps_not_done')
    given(...open, stepsAsPlanned())
      .when('ana', finish)
      .accepts({ clinic: ['DosePrepared'], allocation: ['PreparationFinished'] })
  })

  it('B2 the words of an instruction are shown with the arm, and the steps without', () => {
    const { trial } = given(...open)
    const { doseId } = trial.dose()
    const own = trial.value('ana', { type: 'Preparation', doseId })
    expect(own.unblinded?.instructions).toEqual(whole[trial.arm(1)].map(({ instruction }) => instruction))
    const others = trial.value('cyrus', { type: 'Preparation', doseId })
    expect(others.unblinded).toBeUndefined()
    expect(JSON.stringify(others)).not.toContain(whole.A[0]?.instruction.en)
    expect(others.steps).toEqual(whole.B.map(withoutWords))
  })

  it('B12 the entries of a preparation are equally long whichever arm it is for', () => {
    const lengths = [1, 2].map((number) => {
      const { trial } = given(ready, enrolled(4), worksheetsApproved(whole), ordered(number))
      const sizes: number[] = []
      const write = trial.write.bind(trial)
      trial.write = (person, events, witness) => {
        sizes.push(JSON.stringify(events).length)
        write(person, events, witness)
      }
      for (const fact of [started(number), stepsAsPlanned(number), finished(number)]) fact(trial)
      return sizes
    })
    expect(lengths[0]).toEqual(lengths[1])
  })
})

describe('the batch record', () => {
  const done = [...waiting, worksheetsApproved(), started(), stepsAsPlanned(), finished()] as const
  const take = (trial: Trial) => ({
    type: 'TakeBatchRecord' as const,
    doseId: trial.dose().doseId,
    reason: 'for the file',
  })

  it('B2 P12 is taken on record: who, which participant, why, and that it was printed', () =>
    given(...done)
      .when('ursa', take)
      .leads((trial) => {
        expect(trial.books.clinic.shown.at(-1)).toMatchObject({
          number: 1,
          to: trial.id('ursa'),
          occasion: 'batch_record',
          note: 'for the file',
        })
        const { batches, armName } = trial.value('ursa', { type: 'BatchRecord', doseId: trial.dose().doseId })
        expect(armName).toBe(trial.settings.arms[trial.arm(1)].name)
        expect(batches[0]?.steps.map(({ planned, done: step }) => [planned.name, step?.entered])).toEqual(
          pair.A.map(({ name }) => [name, name === 'label' ? undefined : 'scanned']),
        )
        expect(batches[0]?.steps.find(({ planned }) => planned.name === 'thaw')?.waitedSeconds).toBe(600)
        expect(batches[0]?.written).toMatchObject({ version: 1, by: trial.id('ana') })
      }))

  it('B1 is for those who hold the allocation book, and never before it is on record', () => {
    const { trial, when } = given(...done)
    for (const person of ['qamar', 'iman', 'taha', 'bita', 'adel', 'cyrus'] as const)
      when(person, take).refuses('role_may_not')
    expect(trial.ask('cyrus', { type: 'BatchRecord', doseId: trial.dose().doseId })).toMatchObject({
      refusal: { rule: 'arm_not_recorded' },
    })
  })

  it('is refused for a dose unknown, never prepared, or still being prepared', () => {
    given(...done)
      .when('ana', { type: 'TakeBatchRecord', doseId: 'nothing', reason: 'for the file' })
      .refuses('dose_unknown', 'doseId')
    given(...waiting)
      .when('ana', take)
      .refuses('preparation_unknown', 'doseId')
    given(...waiting, started())
      .when('ana', take)
      .refuses('preparation_open', 'doseId')
  })

  const found = (trial: Trial, login: 'ana' | 'iman') =>
    trial.value<'Participant'>(login, { type: 'Participant', number: 1 })

  it.each([
    ['cancelled', 'abandoned', [started(), taken(), abandoned(), cancelled()]],
    ['lost in the theatre', 'verified', [handedOver(), ended('broken')]],
  ] as const)(
    'A2 stays within reach where the dose was %s and ordered anew, for whoever may take it and nobody else',
    (_, state, facts) => {
      const { trial } = given(...waiting, ...facts)
      const before = trial.dose()
      expect(found(trial, 'ana').earlier).toBeUndefined()
      ordered()(trial)
      expect(found(trial, 'ana').dose?.doseId).not.toBe(before.doseId)
      const { doseId, number, orderedAt } = before
      expect(found(trial, 'ana').earlier).toEqual([{ doseId, number, orderedAt }])
      expect(found(trial, 'iman').earlier).toBeUndefined()
      trial.act('ana', { type: 'TakeBatchRecord', doseId, reason: 'for the file' })
      const record = trial.value('ana', { type: 'BatchRecord', doseId })
      expect(record.batches.map(({ preparation }) => preparation.state)).toEqual([state])
    },
  )

  it('is not offered of an earlier order that was never prepared, or whose preparation is open', () => {
    const { trial: never } = given(...waiting, cancelled(), ordered())
    expect(found(never, 'ana').earlier).toBeUndefined()
    const { trial } = given(...waiting, started(), taken())
    const { preparationId } = trial.preparation()
    cancelled()(trial)
    ordered()(trial)
    expect(found(trial, 'ana').earlier).toBeUndefined()
    trial.act('ana', { type: 'AbandonPreparation', preparationId, reason: 'dropped' })
    expect(found(trial, 'ana').earlier).toHaveLength(1)
  })

  it('A3 says what was planned under the settings of that time, also after they changed, and every preparation of the dose', () => {
    const { trial } = given(...waiting, started(), taken(), abandoned(), prepared())
    trial.act('ana', {
      type: 'ChangeSettings',
      settings: settingsWith({ dose: { drawMicrolitres: 1_500 } }),
      reason: 'amended',
    })
    trial.act('ana', take(trial))
    const { batches } = trial.value('ana', { type: 'BatchRecord', doseId: trial.dose().doseId })
    expect(batches.map(({ preparation }) => preparation.state)).toEqual(['abandoned', 'finished'])
    expect(batches[0]?.preparation.abandoned?.reason).toBe('dropped')
    for (const { steps } of batches)
      expect(steps.find(({ planned }) => planned.name === 'draw')?.planned.microlitres).toBe(1_800)
  })
})
