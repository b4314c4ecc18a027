import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/core/time.ts'
import { card, drilled, enrolled, listSealed, minutesLater, ordered, ready, stocked } from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { eligible } from '../support/settings.ts'
import type { Person, Trial } from '../support/trial.ts'

const days = (count: number) => minutesLater(count * 1_440)
const drill = { type: 'PassDrill', seconds: 40, code: card } as const
const comes = (trial: Trial) => ({ type: 'EnrolParticipant', initials: '', answers: eligible(trial.settings) }) as const
const breakers = (trial: Trial) => trial.value('ana', { type: 'Readiness' }).breakers
const drillTask = (trial: Trial, person: Person = 'iman') =>
  trial.value(person, { type: 'Today' }).tasks.find((task) => task.kind === 'pass_drill')

describe('a drill of the emergency break', () => {
  it('B6 has a result: a card that opens nothing is a drill that failed, on record with its seconds', () => {
    const { trial, when } = given(listSealed())
    when('iman', drill, { drillOpened: false }).accepts({ registry: ['DrillFailed'] })
    expect(breakers(trial)).toMatchObject([
      { failedDrill: { at: trial.now, seconds: 40 }, ready: false },
      { ready: false },
    ])
    expect(drillTask(trial)).toEqual({ kind: 'pass_drill', about: '' })
    when('iman', drill).accepts({ registry: ['DrillPassed'] })
    expect(breakers(trial)[0]).not.toHaveProperty('failedDrill')
  })

  it('B6 one that failed voids none that was passed and holds', () => {
    const { trial } = given(ready)
    trial.act('iman', drill, { drillOpened: false })
    expect(breakers(trial)[0]).toMatchObject({ ready: true, drill: { seconds: 30 }, failedDrill: { seconds: 40 } })
  })

  it('B6 has a due date, by the settings', () => {
    const { trial } = under({ emergency: { drillEveryDays: 30 } }, ready)
    expect(breakers(trial)[0]).toMatchObject({ dueAt: addDays(trial.now, 30), ready: true })
  })

  it('B6 waits to be held again from fourteen days before it is due', () => {
    const early = under({ emergency: { drillEveryDays: 30 } }, ready, days(15)).trial
    expect(drillTask(early)).toBeUndefined()
    early.wait(1_440)
    expect(drillTask(early)).toEqual({ kind: 'pass_drill', about: '', dueAt: addDays(early.now, 14) })
    expect(drillTask(early, 'ana')).toBeUndefined()
    early.wait(20 * 1_440)
    expect(drillTask(early)?.dueAt).toBe(addDays(early.now, -6))
  })

  it('B6 overdue, it closes enrolment until it is held again; two must hold at the same time', () => {
    const { trial, when } = under({ emergency: { drillEveryDays: 30 } }, ready, days(30))
    when('iman', comes).refuses('breakers_not_ready')
    expect(trial.value('ana', { type: 'Readiness' })).toMatchObject({
      breakersReady: 0,
      enrolmentBlockedBy: 'breakers_not_ready',
    })
    trial.act('iman', drill)
    when('iman', comes).refuses('breakers_not_ready')
    trial.act('dana', drill)
    when('iman', comes).accepts({ clinic: ['ParticipantEnrolled'] })
  })

  it('B6 overdue, it stops no dose of those who are enrolled already', () => {
    const { trial } = under(
      { emergency: { drillEveryDays: 30 } },
      listSealed(),
      stocked(),
      drilled,
      enrolled(),
      days(31),
    )
    ordered()(trial)
    expect(trial.dose(1).state).toBe('ordered')
  })
})
