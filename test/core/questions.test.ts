import { describe, expect, it } from 'vitest'
import { booksOf } from '../../src/core/books.ts'
import type { Question, QuestionType } from '../../src/core/questions.ts'
import { enrolled, handedOver, labelled, ordered, prepared, ready, started } from '../support/facts.ts'
import { given } from '../support/given.ts'
import { loggerImported } from '../support/loggers.ts'
import { type Person, people } from '../support/trial.ts'

const { trial } = given(
  ready,
  enrolled(4),
  ordered(1),
  handedOver(1),
  ordered(2),
  prepared(2),
  labelled(2),
  ordered(3),
  started(3),
  loggerImported('warm'),
)
const [importId = ''] = trial.books.stock.temperatures.imports.keys()
const [excursionId = ''] = trial.books.stock.temperatures.excursions.keys()
const page = { offset: 0, limit: 50 }
const questions: { [Q in QuestionType]: Extract<Question, { type: Q }> } = {
  Today: { type: 'Today' },
  Participants: { type: 'Participants', ...page },
  Participant: { type: 'Participant', number: 1 },
  Syringes: { type: 'Syringes', ...page },
  Syringe: { type: 'Syringe', syringeId: trial.syringe(1).syringeId },
  Preparation: { type: 'Preparation', doseId: trial.dose(3).doseId },
  Lots: { type: 'Lots', ...page },
  Lot: { type: 'Lot', lotId: trial.lot('EX-1').lotId },
  LotUnits: { type: 'LotUnits', lotId: trial.lot('EX-1').lotId, state: 'on_shelf', ...page },
  Vial: { type: 'Vial', vialCode: trial.shelf(trial.lot('EX-1').lotId)[0] ?? '' },
  Worksheets: { type: 'Worksheets' },
  StoragePlaces: { type: 'StoragePlaces', ...page },
  LoggerImports: { type: 'LoggerImports', ...page },
  LoggerImport: { type: 'LoggerImport', importId },
  LoggerCurve: { type: 'LoggerCurve', importId, columns: 100 },
  LoggerEpisodes: { type: 'LoggerEpisodes', importId, ...page },
  Excursions: { type: 'Excursions', ...page },
  ExposedVials: { type: 'ExposedVials', excursionId, ...page },
  Members: { type: 'Members', ...page },
  Settings: { type: 'Settings' },
  Readiness: { type: 'Readiness' },
  AllocationList: { type: 'AllocationList' },
  Knowledge: { type: 'Knowledge', ...page },
  Breaks: { type: 'Breaks', ...page },
  ArmOf: { type: 'ArmOf', number: 1 },
  HeldDoses: { type: 'HeldDoses' },
  BatchRecord: { type: 'BatchRecord', doseId: trial.dose(3).doseId },
  Find: { type: 'Find', text: trial.syringe(1).code },
  EndOfTrial: { type: 'EndOfTrial' },
  WholeList: { type: 'WholeList', ...page },
  Disposal: { type: 'Disposal' },
  CloseOutList: { type: 'CloseOutList' },
  StockRecord: { type: 'StockRecord', product: 'A', ...page },
  SiteRecord: { type: 'SiteRecord', ...page },
  FullRecord: { type: 'FullRecord', product: 'A', ...page },
  LabelAccount: { type: 'LabelAccount', ...page },
}
/** The books that a question needs besides the registry's. */
const needs: Record<QuestionType, readonly string[]> = {
  Today: [],
  Members: [],
  Settings: [],
  Participants: ['clinic'],
  Participant: ['clinic'],
  Syringes: ['clinic'],
  Syringe: ['clinic'],
  Readiness: ['clinic'],
  Knowledge: ['clinic'],
  Breaks: ['clinic'],
  Find: ['clinic'],
  Lots: ['stock'],
  Lot: ['stock'],
  LotUnits: ['stock'],
  Vial: ['stock'],
  Worksheets: ['stock'],
  StoragePlaces: ['stock'],
  LoggerImports: ['stock'],
  LoggerImport: ['stock'],
  LoggerCurve: ['stock'],
  LoggerEpisodes: ['stock'],
  Excursions: ['stock'],
  ExposedVials: ['stock'],
  Preparation: ['clinic', 'stock', 'allocation'],
  AllocationList: ['clinic', 'allocation'],
  ArmOf: ['clinic', 'allocation'],
  HeldDoses: ['clinic', 'stock', 'allocation'],
  BatchRecord: ['clinic', 'stock', 'allocation'],
  EndOfTrial: ['clinic'],
  WholeList: ['clinic', 'stock', 'allocation'],
  Disposal: [],
  CloseOutList: [],
  StockRecord: ['stock'],
  SiteRecord: ['clinic'],
  FullRecord: ['clinic', 'stock', 'allocation'],
  LabelAccount: ['clinic'],
}
const pairs = (Object.keys(questions) as QuestionType[]).flatMap((type) =>
  (Object.keys(people) as Person[]).map((person) => [type, person, people[person]] as const),
)
const secrets = [
  'EX-1',
  'PL-1',
  trial.lot('EX-1').lotId,
  trial.lot('PL-1').lotId,
  'Freezer',
  ...trial.shelf(trial.lot('EX-1').lotId),
]

describe('questions', () => {
  it.each(pairs)('B1 P4 %s of %s, %s, is answered from the role’s own books or not at all', (type, person, role) => {
    const before = trial.picture()
    const answered = trial.ask(person, questions[type])
    const may = needs[type].every((book) => (booksOf(role) as readonly string[]).includes(book))
    if (!may) expect(answered).toEqual({ ok: false, refusal: { rule: 'nothing_found' } })
    // Not before several people have opened it together.
    else if (type === 'WholeList' || type === 'FullRecord')
      expect(answered).toEqual({ ok: false, refusal: { rule: 'arm_not_recorded' } })
    else if (type === 'HeldDoses' && person !== 'ana')
      expect(answered).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    else if (type === 'BatchRecord' && person !== 'ana')
      expect(answered).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    else if (type === 'ArmOf' && person !== 'ana' && person !== 'cyrus')
      expect(answered).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    else expect(answered.ok).toBe(true)
    expect(trial.books).toStrictEqual(before)
  })

  it.each(['iman', 'dana', 'taha', 'bita', 'adel'] as const)(
    'B12 nothing that %s is told holds a lot, a vial or a place of storage',
    (person) => {
      const told = JSON.stringify(Object.values(questions).map((question) => trial.ask(person, question)))
      for (const secret of secrets) expect(told).not.toContain(secret)
    },
  )

  it('B13 nothing that QA is told holds a participant’s dose, a syringe or an arm of anybody', () => {
    const told = JSON.stringify(Object.values(questions).map((question) => trial.ask('qamar', question)))
    for (const secret of [trial.dose(1).doseId, trial.syringe(1).code, trial.syringe(1).syringeId])
      expect(told).not.toContain(secret)
  })

  it('B2 a colleague with the same keys is shown no arm that was not shown to them on record', () => {
    const asked = questions.Preparation
    expect(trial.ask('ana', asked)).toMatchObject({ ok: true, value: { unblinded: { arm: trial.arm(3) } } })
    const told = trial.ask('ida', asked)
    expect(told).not.toHaveProperty('value.unblinded')
    for (const secret of [...secrets, '"arm"']) expect(JSON.stringify(told)).not.toContain(secret)
  })

  it('a scan leads to what it is of, in any dress; a voided label says so', () => {
    const { syringeId, code } = trial.syringe(2)
    const [label] = trial.syringe(2).labels
    const find = (text: string, person: Person = 'ana') => trial.ask(person, { type: 'Find', text })
    expect(find(` ${code.toLowerCase()} `)).toMatchObject({
      ok: true,
      value: { kind: 'syringe', syringeId, voided: false },
    })
    expect(find('۲')).toEqual({ ok: true, value: { kind: 'participant', number: 2 } })
    trial.act('ana', { type: 'PrintLabels', doseId: trial.dose(2).doseId, reason: 'torn' })
    expect(find(label?.serial ?? '')).toMatchObject({ ok: true, value: { kind: 'syringe', syringeId, voided: true } })
    const [vial = ''] = trial.shelf(trial.lot('EX-1').lotId)
    expect(find(vial)).toMatchObject({ value: { kind: 'lot', vialCode: vial } })
    for (const text of ['', 'nothing', `${vial}0`, '99', '\u0000', 'x'.repeat(5_000)])
      expect(find(text)).toMatchObject({ refusal: { rule: 'nothing_found' } })
    expect(find(vial, 'iman')).toMatchObject({ refusal: { rule: 'nothing_found' } })
    expect(find(code, 'qamar')).toMatchObject({ refusal: { rule: 'nothing_found' } })
  })

  it('lists come in pages, and never more than was asked for', () => {
    const first = trial.ask('iman', { type: 'Participants', offset: 0, limit: 3 })
    const rest = trial.ask('iman', { type: 'Participants', offset: 3, limit: 3 })
    expect([first, rest].map((one) => (one.ok ? [one.value.rows.length, one.value.total] : []))).toEqual([
      [3, 4],
      [1, 4],
    ])
  })

  it('B13 vials are offered in no order that QA knows: their place in the lot hangs on the preparation', () => {
    const { trial } = given(ready, enrolled(6), ...[1, 2, 3, 4, 5, 6].map((number) => ordered(number)))
    const offered = [1, 2, 3, 4, 5, 6].map((number) => {
      started(number)(trial)
      const ask = () => trial.ask('ana', { type: 'Preparation', doseId: trial.dose(number).doseId })
      expect(ask()).toEqual(ask())
      const asked = ask()
      const [vial = ''] = asked.ok ? (asked.value.unblinded?.shelf ?? []) : []
      return trial.shelf(trial.preparation(number).lotId).indexOf(vial)
    })
    expect(offered).not.toContain(-1)
    expect(new Set(offered).size).toBeGreaterThan(1)
  })
})
