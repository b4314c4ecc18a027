import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/core/decide.ts'
import type { Arm } from '../../src/core/registry/settings.ts'
import {
  broken,
  card,
  databaseLocked,
  drilled,
  ended,
  enrolled,
  handedOver,
  handOver,
  holdLifted,
  labelled,
  listOpened,
  listSealed,
  locking,
  lotHeld,
  minutesLater,
  ordered,
  prepared,
  ready,
  started,
  stocked,
  taken,
  unblinding,
  usualArms,
  verified,
  withdrawn,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { eligible } from '../support/settings.ts'
import type { Trial } from '../support/trial.ts'

const other = (arm: Arm): Arm => (arm === 'A' ? 'B' : 'A')

/** One participant came, was treated, and everything is settled. */
const done = [ready, enrolled(), ordered(), handedOver(), ended('administered')] as const

describe('locking the database', () => {
  it('B2 P9 is for the investigator or the deputy, and is accepted once everything is settled', () => {
    for (const person of ['iman', 'dana'] as const)
      given(...done)
        .when(person, locking)
        .leads((trial) =>
          expect(trial.books.registry.databaseLock).toMatchObject({ by: trial.id(person), reference: 'DBL-1' }),
        )
    given(...done)
      .when('ana', locking)
      .refuses('role_may_not')
  })

  it('B2 is refused by the first thing that still stands in the way', () => {
    given().when('iman', locking).refuses('list_not_sealed')
    given(ready, enrolled()).when('iman', locking).refuses('participants_without_dose')
    for (const facts of [[], [prepared()], [prepared(), labelled(), verified()], [handedOver()]])
      given(ready, enrolled(), ordered(), ...facts)
        .when('iman', locking)
        .refuses('doses_open')
    given(...done, lotHeld())
      .when('iman', locking)
      .refuses('notices_open')
    given(...done, lotHeld(), holdLifted())
      .when('iman', locking)
      .refuses('notices_open')
    given(...done, broken())
      .when('iman', locking)
      .refuses('impact_not_assessed')
    given(...done)
      .when('iman', { ...locking, lockedOn: '2026-03-02' })
      .refuses('lock_in_the_future', 'lockedOn')
    given(...done, databaseLocked)
      .when('iman', locking)
      .refuses('database_locked')
  })

  it('B2 does not wait for somebody who left before a dose was ordered', () =>
    given(ready, enrolled(), withdrawn())
      .when('iman', locking)
      .accepts({ registry: ['DatabaseLocked'] }))

  it('B2 says everything that stands in the way at once, in the same words for every role', () => {
    const { trial } = given(ready, enrolled(2), ordered(), handedOver(), broken())
    const asked = (['iman', 'dana', 'ana', 'bita', 'ursa'] as const).map((person) =>
      trial.ask(person, { type: 'EndOfTrial' }),
    )
    expect(asked[0]).toMatchObject({
      value: {
        inTheWay: [
          { rule: 'participants_without_dose', count: 1 },
          { rule: 'doses_open', count: 1 },
          { rule: 'impact_not_assessed', count: 1 },
        ],
        openings: [],
        listAtHand: false,
      },
    })
    for (const one of asked) expect(one).toEqual(asked[0])
  })

  it('is a task for the investigator once all who were planned have come and gone', () => {
    const all = [1, 2, 3, 4, 5, 6].flatMap((number) => [
      ordered(number),
      handedOver(number),
      ended('administered', number),
    ])
    const tasks = (trial: Trial, person: 'iman' | 'ana') => {
      const asked = trial.ask(person, { type: 'Today' })
      return asked.ok ? asked.value.tasks.map((task) => task.kind) : []
    }
    const { trial } = given(listSealed(), stocked(), drilled, enrolled(6), ...all)
    expect(tasks(trial, 'iman')).toContain('lock_database')
    expect(tasks(trial, 'ana')).not.toContain('lock_database')
    databaseLocked(trial)
    expect(tasks(trial, 'iman')).not.toContain('lock_database')
    expect(tasks(given(...done).trial, 'iman')).not.toContain('lock_database')
  })

  it('B2 B15 the way to the lock says nothing of an arm: two worlds with all arms exchanged are told the same', () => {
    const told = [usualArms, usualArms.map(other)].map((arms) => {
      const { trial } = given(listSealed(arms), stocked(), drilled, enrolled(2), ordered(), handedOver(), broken())
      const said = [
        JSON.stringify(trial.ask('iman', { type: 'EndOfTrial' })),
        JSON.stringify(trial.try('iman', locking)),
      ]
      ended('administered')(trial)
      return [
        ...said,
        JSON.stringify(trial.ask('iman', { type: 'EndOfTrial' })),
        JSON.stringify(trial.try('iman', locking)),
      ]
    })
    expect(told[0]).toEqual(told[1])
  })
})

describe('after the lock', () => {
  it('B2 A14 nobody comes, nothing is ordered, prepared, handed over or given any more', () => {
    const { trial } = given(...done, databaseLocked)
    const { doseId } = trial.dose()
    const { preparationId } = trial.preparation()
    const reason = 'for the test'
    const syringe = trial.syringe()
    const asked: readonly (readonly ['iman' | 'ana' | 'cyrus', Command])[] = [
      ['iman', { type: 'EnrolParticipant', initials: '', answers: eligible(trial.settings) }],
      ['iman', { type: 'WithdrawParticipant', number: 1, reason }],
      ['iman', { type: 'OrderDose', number: 1, surgeryAt: trial.now, theatre: 'T' }],
      ['iman', { type: 'CancelDose', doseId, reason }],
      ['ana', { type: 'StartPreparation', doseId }],
      ['ana', { type: 'RecordStep', preparationId, step: 'take', entered: 'typed' }],
      ['ana', { type: 'FinishPreparation', preparationId }],
      ['ana', { type: 'PrintLabels', doseId, reason: '' }],
      ['ana', handOver(trial)],
      ['iman', { type: 'RecordOutcome', syringeId: syringe.syringeId, kind: 'broken', at: trial.now, note: reason }],
      ['cyrus', { type: 'VerifyDose', doseId, vialCodes: [], syringeCodes: [], finalMicrolitres: 1, entered: 'typed' }],
      ['ana', { type: 'ImportAllocationList', madeBy: 'Stat', method: 'Permuted', madeOn: '2026-02-01' }],
    ]
    for (const [person, command] of asked)
      expect(trial.try(person, command), command.type).toEqual({ ok: false, refusal: { rule: 'database_locked' } })
    expect(trial.ask('iman', { type: 'Participants', offset: 0, limit: 1 })).toMatchObject({
      value: { blockedBy: 'database_locked' },
    })
  })

  it('B3 an emergency can still be answered, and stock be accounted for', () => {
    const { trial } = given(...done, databaseLocked)
    expect(trial.try('iman', { type: 'PassDrill', seconds: 3, code: card }).ok).toBe(true)
    expect(
      trial.try('ana', { type: 'WasteVial', vialCode: trial.shelf(trial.lot('EX-1').lotId)[0] ?? '', reason: 'old' })
        .ok,
    ).toBe(true)
    broken()(trial)
  })

  it('B2 a wrong lock is taken back with a reason, until the list was opened', () => {
    const unlock = { type: 'UnlockDatabase', reason: 'a query came back' } as const
    given(...done)
      .when('iman', unlock)
      .refuses('database_not_locked')
    given(...done, databaseLocked)
      .when('ana', unlock)
      .refuses('role_may_not')
    given(...done, databaseLocked)
      .when('dana', unlock)
      .leads((trial) => {
        expect(trial.books.registry.databaseLock).toBeUndefined()
        enrolled()(trial)
      })
    given(...done, databaseLocked, listOpened('iman'))
      .when('iman', unlock)
      .refuses('trial_unblinded')
  })
})

describe('opening the whole list', () => {
  it('B2 P15 is refused without the lock, with a preparation open, or an impact not assessed', () => {
    given(...done)
      .when('ana', unblinding, { together: ['iman'] })
      .refuses('database_not_locked')
    given(
      ready,
      enrolled(),
      ordered(),
      started(),
      taken(),
      (trial) => {
        trial.act('iman', { type: 'CancelDose', doseId: trial.dose().doseId, reason: 'postponed' })
      },
      databaseLocked,
    )
      .when('ana', unblinding, { together: ['iman'] })
      .refuses('preparation_open')
    given(...done, databaseLocked, broken())
      .when('ana', unblinding, { together: ['iman'] })
      .refuses('impact_not_assessed')
  })

  it('P15 is refused to one alone, to one person twice, and without an investigator', () => {
    const locked = () => given(...done, databaseLocked)
    locked().when('ana', unblinding).refuses('too_few_people')
    locked()
      .when('ana', unblinding, { together: ['ana'] })
      .refuses('together_twice', 'together.0')
    locked()
      .when('ana', unblinding, { together: ['iman', 'iman'] })
      .refuses('together_twice', 'together.1')
    locked()
      .when('ana', unblinding, { together: ['cyrus'] })
      .refuses('investigator_missing')
    locked()
      .when('iman', unblinding, { together: ['ana'] })
      .refuses('role_may_not')
    locked()
      .when('ursa', unblinding, { together: ['iman'] })
      .refuses('role_may_not')
  })

  it('P15 needs as many people as the settings say', () => {
    const three = () => under({ unblindingPeopleCount: 3 }, ...done, databaseLocked)
    three()
      .when('ana', unblinding, { together: ['iman'] })
      .refuses('too_few_people')
    three()
      .when('ana', unblinding, { together: ['iman', 'dana'] })
      .accepts({ registry: ['TrialUnblinded'], clinic: ['ListShown'] })
    // One more than needed is welcome, and is on record.
    given(...done, databaseLocked)
      .when('ana', unblinding, { together: ['dana', 'bita'] })
      .leads((trial) => expect(trial.books.registry.openings[0]?.people).toHaveLength(2))
  })

  it('P15 is refused to somebody who was removed', () => {
    given(...done, databaseLocked, (trial) => {
      trial.act('ana', { type: 'RemoveMember', memberId: trial.id('dana'), reason: 'left the site' })
    })
      .when('ana', unblinding, { together: ['iman', 'dana'] })
      .refuses('together_wrong', 'together.1')
  })

  it('B2 P8 is one act, signed by everybody over the reason and over who was there', () =>
    given(...done, databaseLocked)
      .when('ana', unblinding, { together: ['iman', 'qamar'] })
      .leads((trial, events) => {
        const ids = ['ana', 'iman', 'qamar'].map((person) => trial.id(person as 'ana'))
        const statement = JSON.stringify([unblinding.reference, ...ids])
        expect(events.registry).toEqual([
          {
            type: 'TrialUnblinded',
            reference: unblinding.reference,
            peopleCount: 3,
            people: [
              { memberId: ids[1], signature: `iman signs ${statement}` },
              { memberId: ids[2], signature: `qamar signs ${statement}` },
            ],
          },
        ])
        expect(JSON.stringify(events)).not.toMatch(/exosome|placebo|"arm|EX-1|PL-1/i)
      }))

  it('B2 everybody who was there stands in the knowledge ledger, and none of them is marked as one who should not', () => {
    const { trial } = given(...done, databaseLocked, listOpened('iman', 'taha'))
    const asked = trial.ask('bita', { type: 'Knowledge', offset: 0, limit: 3 })
    expect(asked).toMatchObject({
      value: {
        rows: ['taha', 'iman', 'ana'].map((person) => {
          return { number: 0, to: trial.id(person as 'ana'), occasion: 'end_of_trial', flagged: false }
        }),
      },
    })
  })
})

describe('the opened list', () => {
  const list = { type: 'WholeList', offset: 0, limit: 10 } as const

  it('B2 is shown to the pharmacist who opened it, in that sign-in, and to nobody else', () => {
    const { trial } = given(...done, databaseLocked)
    expect(trial.ask('ana', list)).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    listOpened('iman')(trial)
    expect(trial.ask('ana', list)).toMatchObject({
      value: {
        total: 6,
        rows: usualArms.map((arm, index) => {
          return {
            number: index + 1,
            arm,
            enrolled: index === 0,
            lotNumbers: index === 0 ? [arm === 'A' ? 'EX-1' : 'PL-1'] : [],
          }
        }),
      },
    })
    for (const person of ['ida', 'cyrus', 'ursa'] as const)
      expect(trial.ask(person, list)).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    for (const person of ['iman', 'dana', 'qamar', 'taha', 'bita', 'adel'] as const)
      expect(trial.ask(person, list)).toEqual({ ok: false, refusal: { rule: 'nothing_found' } })
  })

  it('B2 comes in pages', () => {
    const { trial } = given(...done, databaseLocked, listOpened('iman'))
    expect(trial.ask('ana', { ...list, offset: 4, limit: 1 })).toMatchObject({
      value: { total: 6, rows: [{ number: 5 }] },
    })
  })

  it('B2 is shown again only after another entry, by as many people', () => {
    const { trial } = given(...done, databaseLocked, listOpened('iman'), minutesLater(60))
    listOpened('dana')(trial)
    expect(trial.ask('iman', { type: 'EndOfTrial' })).toMatchObject({
      value: {
        openings: [{ people: [trial.id('ana'), trial.id('dana')] }, { people: [trial.id('ana'), trial.id('iman')] }],
      },
    })
  })

  it('names no lot of a preparation that was abandoned', () => {
    const { trial } = given(
      ready,
      enrolled(),
      ordered(),
      started(),
      taken(),
      (one) => {
        one.act('ana', {
          type: 'AbandonPreparation',
          preparationId: one.preparation().preparationId,
          reason: 'dropped',
        })
      },
      (one) => {
        one.act('iman', { type: 'CancelDose', doseId: one.dose().doseId, reason: 'postponed' })
      },
      databaseLocked,
      listOpened('iman'),
    )
    expect(trial.ask('ana', list)).toMatchObject({
      value: { rows: expect.arrayContaining([expect.objectContaining({ number: 1, lotNumbers: [] })]) },
    })
  })
})
