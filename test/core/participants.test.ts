import { describe, expect, it } from 'vitest'
import {
  broken,
  cancelled,
  card,
  drilled,
  ended,
  enrolled,
  handedOver,
  listSealed,
  minutesLater,
  ordered,
  prepared,
  ready,
  started,
  stocked,
  withdrawn,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { eligible, settingsWith } from '../support/settings.ts'
import type { Trial } from '../support/trial.ts'

const settings = settingsWith()
const [inclusion, exclusion] = settings.criteria.map((criterion) => criterion.id) as [string, string]
const comes = { type: 'EnrolParticipant' as const, initials: 'A.B', answers: eligible(settings) }
const order = (trial: Trial, number = 1) => ({
  type: 'OrderDose' as const,
  number,
  surgeryAt: trial.now,
  theatre: 'Theatre 2',
})

describe('enrolling a participant', () => {
  it('P6 B6 is refused, one after the other, until the list is sealed, two drills passed and the supply stated', () => {
    given().when('iman', comes).refuses('list_not_sealed')
    given(listSealed()).when('iman', comes).refuses('breakers_not_ready')
  })

  it('B6 one breaker who drilled twice is still one', () => {
    const { trial, when } = given(listSealed(), stocked())
    for (const seconds of [60, 20]) trial.act('iman', { type: 'PassDrill', seconds, code: card })
    when('iman', comes).refuses('breakers_not_ready')
  })

  it('is refused while the supply was never stated, has run out, or is short; in that order', () => {
    given(listSealed(), drilled).when('iman', comes).refuses('supply_not_stated')
    given(listSealed(), stocked(2), minutesLater(400 * 24 * 60), drilled)
      .when('iman', comes)
      .refuses('supply_statement_outdated')
    given(listSealed(), drilled, stocked(2)).when('iman', comes).refuses('spare_doses_short')
    given(listSealed(), drilled, stocked(3))
      .when('iman', comes)
      .accepts({ clinic: ['ParticipantEnrolled'] })
  })

  it('P6 is refused while a criterion is unanswered, and only then for not being eligible', () => {
    const without = { ...comes, answers: { [inclusion]: 'no' as const } }
    given(ready).when('iman', without).refuses('criterion_unanswered', `answers.${exclusion}`)
    for (const [id, answer] of [
      [inclusion, 'no'],
      [exclusion, 'yes'],
    ] as const)
      given(ready)
        .when('iman', { ...comes, answers: { ...comes.answers, [id]: answer } })
        .refuses('not_eligible', `answers.${id}`)
  })

  it('takes the next number, strictly in order, also when somebody left; and none when all are taken', () => {
    const { trial, when } = given(ready, enrolled(2), withdrawn(2))
    when('dana', comes).leads((_, events) => expect(events.clinic?.[0]).toMatchObject({ number: 3, initials: 'A.B' }))
    enrolled(3)(trial)
    expect([...trial.books.clinic.participants.keys()]).toEqual([1, 2, 3, 4, 5, 6])
    when('iman', comes).refuses('numbers_used_up')
  })
})

describe('a participant who leaves', () => {
  it('takes a waiting order along, and nothing that was made', () => {
    const leave = { type: 'WithdrawParticipant', number: 1, reason: 'asked to leave' } as const
    given(ready, enrolled())
      .when('iman', leave)
      .accepts({ clinic: ['ParticipantLeft'] })
    given(ready, enrolled(), ordered())
      .when('iman', leave)
      .accepts({ clinic: ['DoseCancelled', 'ParticipantLeft'] })
    given(ready, enrolled(), ordered(), prepared())
      .when('iman', leave)
      .accepts({ clinic: ['ParticipantLeft'] })
  })

  it('is refused when unknown, or gone already', () => {
    const leave = { type: 'WithdrawParticipant', number: 1, reason: 'asked to leave' } as const
    given(ready).when('iman', leave).refuses('participant_unknown', 'number')
    given(ready, enrolled(), withdrawn()).when('iman', leave).refuses('participant_left', 'number')
  })

  it('B11 stays after a break unless the protocol says otherwise', () => {
    const { trial } = given(ready, enrolled(), broken())
    expect(trial.books.clinic.participants.get(1)?.left).toBeUndefined()
  })
})

describe('ordering a dose', () => {
  it('is refused, one after the other: unknown, left, ordered already, given already, in the past, short supply', () => {
    given(ready).when('iman', order).refuses('participant_unknown', 'number')
    given(ready, enrolled(), withdrawn()).when('iman', order).refuses('participant_left', 'number')
    given(ready, enrolled(), ordered()).when('iman', order).refuses('dose_already_ordered', 'number')
    given(ready, enrolled(), ordered(), handedOver()).when('iman', order).refuses('dose_already_ordered', 'number')
    given(ready, enrolled(), ordered(), handedOver(), ended('administered'))
      .when('iman', order)
      .refuses('dose_already_given', 'number')
    given(ready, enrolled())
      .when('iman', (trial) => ({ ...order(trial), surgeryAt: '2026-03-01T07:59:59.999Z' }))
      .refuses('surgery_in_the_past', 'surgeryAt')
  })

  it('what one arm lacks stops both: short supply refuses the order whatever the arm', () => {
    for (const number of [1, 2]) {
      const { trial, when } = given(listSealed(), drilled, stocked(3), enrolled(2))
      trial.act('ana', { type: 'WasteVial', vialCode: trial.shelf(trial.lot('EX-1').lotId)[0] ?? '', reason: 'broken' })
      when('iman', (now) => order(now, number)).refuses('spare_doses_short')
    }
  })

  it('may be made again after it was cancelled, at no loss', () =>
    given(ready, enrolled(), ordered(), cancelled())
      .when('iman', order)
      .accepts({ clinic: ['DoseOrdered'] }))

  it('a second dose after one that was not given is a loss of both arms, and needs a spare dose', () => {
    given(ready, enrolled(), ordered(), handedOver(), ended('withheld'))
      .when('iman', order)
      .leads((_, events) => expect(events.registry).toEqual([{ type: 'LossCounted', doses: 1 }]))
    given(listSealed(), drilled, stocked(3), enrolled(), ordered(), handedOver(), ended('withheld'))
      .when('iman', order)
      .refuses('spare_doses_short')
  })
})

describe('cancelling an order', () => {
  const cancel = (trial: Trial) => ({ type: 'CancelDose' as const, doseId: trial.dose().doseId, reason: 'postponed' })

  it('is refused for a dose that nobody knows or that is made already', () => {
    given(ready)
      .when('iman', { type: 'CancelDose', doseId: 'nothing', reason: 'postponed' })
      .refuses('dose_unknown', 'doseId')
    given(ready, enrolled(), ordered(), prepared()).when('iman', cancel).refuses('dose_not_waiting', 'doseId')
  })

  it('leaves an open preparation without a dose to finish, and no second one for the participant until it is abandoned', () => {
    const { trial, when } = given(ready, enrolled(), ordered(), started(), cancelled())
    const { preparationId } = [...trial.books.allocation.preparations.values()][0] ?? { preparationId: '' }
    ordered()(trial)
    when('ana', { type: 'StartPreparation', doseId: trial.dose().doseId }).refuses('preparation_open')
    when('ana', { type: 'AbandonPreparation', preparationId, reason: 'cancelled' }).accepts({
      allocation: ['PreparationAbandoned'],
    })
    when('ana', { type: 'StartPreparation', doseId: trial.dose().doseId }).accepts({
      clinic: ['ArmShown'],
      allocation: ['PreparationStarted'],
    })
  })
})

describe('supply near its last day', () => {
  it('Q3 stock that would expire within the in-use time stops the orders of both arms, whatever its product', () => {
    const settingsOfDose = { dose: { inUseMinutes: 240 } }
    for (const number of [1, 2]) {
      const { trial, when } = under(settingsOfDose, ready, enrolled(2))
      trial.now = '2026-12-31T19:00:00.000Z'
      when('iman', (now) => order(now, number)).refuses('supply_statement_outdated')
    }
  })
})
