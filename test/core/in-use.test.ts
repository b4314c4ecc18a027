/** The in-use time: one limit for both arms, to the minute, and in the way of every command that a syringe goes through. */
import { describe, expect, it } from 'vitest'
import { Command, type CommandType } from '../../src/core/decide.ts'
import { inUseUntil } from '../../src/core/registry/settings.ts'
import { addMinutes } from '../../src/core/time.ts'
import {
  enrolled,
  type Fact,
  finished,
  handedOver,
  handOver,
  labelled,
  minutesLater,
  ordered,
  outcome,
  prepared,
  ready,
  rightCheck,
  started,
  steps,
  taken,
  verified,
} from '../support/facts.ts'
import { given } from '../support/given.ts'
import type { Person, Trial } from '../support/trial.ts'

const made = [ready, enrolled(), ordered(), prepared()] as const
/** Past by now, but not used: no syringe goes on by it. */
const goesNoFurther: Partial<Record<CommandType, string>> = {
  CancelDose: 'an order that waits has no syringe yet',
  StartPreparation: 'an order that waits has no syringe yet',
  ConfirmReceipt: 'paper comes back when it comes back',
  ReissueReceipt: 'paper is lost when it is lost',
  DestroySyringes: 'what is over is destroyed',
  TakeBatchRecord: 'a record is taken whenever it is asked for',
}

type Case = { readonly facts: readonly Fact[]; readonly who: Person; readonly command: (trial: Trial) => Command }
const stopped: Partial<Record<CommandType, Case>> = {
  PrintLabels: {
    facts: made,
    who: 'ana',
    command: (trial) => ({ type: 'PrintLabels', doseId: trial.dose().doseId, reason: '' }),
  },
  VerifyDose: { facts: [...made, labelled()], who: 'cyrus', command: (trial) => rightCheck(trial) },
  ReleaseDose: { facts: [...made, labelled(), verified()], who: 'ana', command: (trial) => handOver(trial) },
  RecordOutcome: {
    facts: [ready, enrolled(), ordered(), handedOver()],
    who: 'taha',
    command: (trial) => outcome(trial, 'administered'),
  },
}

/** Every command that names a dose or a syringe, from the list of commands itself. */
const ofDoses = Command.options
  .filter(({ shape }) => Object.keys(shape).some((name) => /^(dose|syringe)/.test(name)))
  .map(({ shape }) => shape.type.value)

describe('Q1 Q3 A14 the in-use time', () => {
  it('is known of every command that takes a dose or a syringe whether it stops there', () => {
    const known = [...Object.keys(goesNoFurther), ...Object.keys(stopped)]
    expect(known.sort()).toEqual([...ofDoses].sort())
  })

  it.each(ofDoses.filter((type) => stopped[type] !== undefined))(
    'lets %s pass one minute before its end, and not one minute after',
    (type) => {
      const { facts, who, command } = stopped[type] as Case
      const { trial } = given(...facts)
      const { useBefore = '' } = trial.dose()
      trial.now = addMinutes(useBefore, -1)
      expect(trial.decide(who, command(trial))).toMatchObject({ ok: true })
      for (const late of [0, 1]) {
        trial.now = addMinutes(useBefore, late)
        expect(trial.decide(who, command(trial))).toMatchObject({ ok: false, refusal: { rule: 'in_use_time_over' } })
      }
    },
  )

  it('keeps a preparation from being finished that took too long', () =>
    given(ready, enrolled(), ordered(), started(), taken(), steps(), minutesLater(240))
      .when('ana', (trial) => ({ type: 'FinishPreparation', preparationId: trial.preparation().preparationId }))
      .refuses('in_use_time_over'))

  it('ends at the whole minute that the label says, for either arm', () => {
    for (const number of [1, 2]) {
      const { trial } = given(ready, enrolled(2), ordered(number), started(number), taken(number))
      trial.now = addMinutes(trial.now, 0).replace(/:\d\d\.\d{3}Z$/, ':42.500Z')
      steps(number)(trial)
      const drawnAt = trial.preparation(number).steps.find(({ step }) => step === 'draw')?.at ?? ''
      finished(number)(trial)
      expect(drawnAt).toMatch(/:42\.500Z$/)
      expect(trial.dose(number).useBefore).toBe(inUseUntil(trial.settings, drawnAt))
      expect(trial.dose(number).useBefore).toMatch(/:00\.000Z$/)
    }
    const { trial } = given(ready, enrolled(2))
    expect(new Set([trial.arm(1), trial.arm(2)]).size).toBe(2)
  })
})

describe('a dose that was given after its time', () => {
  const given_ = [ready, enrolled(), ordered(), handedOver(), minutesLater(300)] as const
  const deviation = 'the surgeon had no other choice'

  it('Q1 is refused until somebody says why; then it is on record as a deviation', () => {
    given(...given_)
      .when('taha', (trial) => outcome(trial, 'administered'))
      .refuses('in_use_time_over', 'at')
    given(...given_)
      .when('taha', (trial) => ({ ...outcome(trial, 'administered'), deviation }))
      .leads((trial) => {
        expect(trial.syringe()).toMatchObject({ state: 'administered', outcome: { deviation } })
        expect(trial.syringe().timeline.at(-1)?.detail).toMatchObject({ deviation })
        expect(trial.books.clinic.account.at(-1)).toMatchObject({
          what: 'administered',
          note: expect.stringContaining(deviation),
        })
      })
  })

  it('a reason for what was given in time is no deviation', () =>
    given(ready, enrolled(), ordered(), handedOver())
      .when('taha', (trial) => ({ ...outcome(trial, 'administered'), deviation }))
      .leads((trial) => expect(trial.syringe().outcome).not.toHaveProperty('deviation')))

  it('P7 says how the syringe was named, where it was scanned or typed', () => {
    for (const entered of ['scanned', 'typed', undefined] as const)
      given(ready, enrolled(), ordered(), handedOver())
        .when('taha', (trial) => ({ ...outcome(trial, 'returned'), ...(entered === undefined ? {} : { entered }) }))
        .leads((_, { clinic = [] }) => expect((clinic[0] as { entered?: string }).entered).toBe(entered))
  })
})
