import { describe, expect, it } from 'vitest'
import { addMinutes } from '../../src/core/time.ts'
import {
  ended,
  enrolled,
  handedOver,
  handOver,
  labelled,
  minutesLater,
  ordered,
  outcome,
  prepared,
  ready,
  released,
  rightCheck,
  verified,
  withdrawn,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const doseId = (trial: Trial) => trial.dose().doseId
const made = [ready, enrolled(), ordered(), prepared()] as const
const print =
  (reason = '') =>
  (trial: Trial) => ({ type: 'PrintLabels' as const, doseId: doseId(trial), reason })
const release = (trial: Trial) => handOver(trial)
const two = { dose: { syringesPerDose: 2 } }

describe('printing labels', () => {
  it('is refused for a dose that nobody knows, or that is not made or ended', () => {
    given(ready).when('ana', { type: 'PrintLabels', doseId: 'nothing', reason: '' }).refuses('dose_unknown', 'doseId')
    given(ready, enrolled(), ordered()).when('ana', print()).refuses('dose_not_prepared', 'doseId')
    given(...made, ended('broken'))
      .when('ana', print('torn label'))
      .refuses('dose_not_prepared', 'doseId')
  })

  it('L7 a reprint needs a reason, and voids the former serial', () => {
    given(...made, labelled())
      .when('ana', print())
      .refuses('reprint_needs_reason', 'reason')
    given(...made, labelled())
      .when('ana', print('torn'))
      .leads((trial) =>
        expect(trial.syringe().labels.map((label) => [label.void, label.reason])).toEqual([
          [true, ''],
          [false, 'torn'],
        ]),
      )
  })

  it('L7 each syringe has a serial of its own; one that has ended gets none', () => {
    under(two, ...made, ended('broken', 1, 0))
      .when('ana', print())
      .leads((trial) => expect([0, 1].map((index) => trial.syringe(1, index).labels.length)).toEqual([0, 1]))
  })
})

describe('verifying a dose', () => {
  it('P6 is refused, one after the other: unknown, not made, not labelled', () => {
    given(ready)
      .when('cyrus', {
        type: 'VerifyDose',
        doseId: 'no',
        vialCodes: [],
        syringeCodes: [],
        finalMicrolitres: 1,
        entered: 'typed',
      })
      .refuses('dose_unknown')
    given(ready, enrolled(), ordered())
      .when('cyrus', (trial) => ({
        type: 'VerifyDose',
        doseId: doseId(trial),
        vialCodes: [],
        syringeCodes: [],
        finalMicrolitres: 1,
        entered: 'typed',
      }))
      .refuses('dose_not_prepared', 'doseId')
    given(...made)
      .when('cyrus', rightCheck)
      .refuses('label_not_printed', 'doseId')
  })

  it('P15 is refused to whoever put a hand to the preparation, signed in or as the second person', () => {
    given(...made, labelled())
      .when('ana', rightCheck)
      .refuses('checker_is_preparer')
    given(...made, labelled())
      .when('ida', rightCheck, { witness: 'ana' })
      .refuses('checker_is_preparer')
    given(...made, labelled())
      .when('ida', rightCheck)
      .accepts({
        clinic: ['DoseVerified', 'ArmShown'],
        allocation: ['PreparationVerified'],
      })
  })

  it('P15 is refused when the second person is neither checker nor pharmacist', () => {
    for (const witness of ['qamar', 'iman', 'taha', 'ursa', 'adel'] as const)
      given(...made, labelled())
        .when('ana', rightCheck, { witness })
        .refuses('role_may_not')
  })

  it('P15 B2 the second person at the same machine verifies, and that they saw the arm is on record', () =>
    given(...made, labelled())
      .when('ana', rightCheck, { witness: 'cyrus' })
      .leads((trial) => {
        expect(trial.dose()).toMatchObject({ state: 'verified', verifiedBy: trial.id('cyrus') })
        expect(trial.books.clinic.shown.at(-1)).toMatchObject({ to: trial.id('cyrus'), occasion: 'verification' })
      }))

  it('A3 is refused where vial, label or volume differ, in that order', () => {
    const differs = (change: object) => (trial: Trial) => ({ ...rightCheck(trial), ...change })
    const all = { vialCodes: ['X'], syringeCodes: ['Y'], finalMicrolitres: 1 }
    given(...made, labelled())
      .when('cyrus', differs(all))
      .refuses('vial_differs', 'vialCodes')
    given(...made, labelled())
      .when('cyrus', differs({ syringeCodes: ['Y'], finalMicrolitres: 1 }))
      .refuses('label_differs', 'syringeCodes')
    given(...made, labelled())
      .when('cyrus', differs({ finalMicrolitres: 9_999 }))
      .refuses('volume_differs', 'finalMicrolitres')
  })

  it('Q1 is refused when the in-use time is over', () =>
    given(...made, labelled(), minutesLater(240))
      .when('cyrus', rightCheck)
      .refuses('in_use_time_over', 'doseId'))
})

describe('handing over', () => {
  it('P6 is refused before the second person has verified', () => {
    given(...made, labelled())
      .when('ana', release)
      .refuses('dose_not_verified', 'doseId')
    given(ready, enrolled(), ordered()).when('ana', release).refuses('dose_not_prepared', 'doseId')
    given(...made, labelled(), verified(), released())
      .when('ana', release)
      .refuses('dose_not_prepared', 'doseId')
    given(ready)
      .when('ana', { type: 'ReleaseDose', doseId: 'nothing', syringeCodes: [], entered: 'typed', receivedBy: 'Nurse' })
      .refuses('dose_unknown', 'doseId')
  })

  it('is refused for a participant who has left the trial meanwhile', () =>
    given(...made, labelled(), verified(), withdrawn())
      .when('ana', release)
      .refuses('participant_left', 'doseId'))

  it('Q1 is refused at the very minute at which the in-use time ends, and not one earlier', () => {
    given(...made, labelled(), verified(), minutesLater(240))
      .when('ana', release)
      .refuses('in_use_time_over', 'doseId')
    given(...made, labelled(), verified(), minutesLater(239))
      .when('ana', release)
      .accepts({ clinic: ['DoseReleased'] })
  })
})

describe('what became of a syringe', () => {
  const at = [...made, labelled(), verified(), released()] as const
  const gave = (change: object) => (trial: Trial) => ({ ...outcome(trial, 'administered'), note: '', ...change })

  it('is refused, one after the other: unknown, ended already, in the future, before it was made', () => {
    given(...at)
      .when('taha', gave({ syringeId: 'nothing' }))
      .refuses('syringe_unknown', 'syringeId')
    given(...at, ended('returned'))
      .when('taha', gave({}))
      .refuses('syringe_has_outcome', 'syringeId')
    given(...at)
      .when('taha', (trial) => gave({ at: addMinutes(trial.now, 1) })(trial))
      .refuses('outcome_in_the_future', 'at')
    given(...at)
      .when('taha', (trial) => gave({ at: addMinutes(trial.now, -1) })(trial))
      .refuses('outcome_before_preparation', 'at')
  })

  it('P6 a syringe that was never handed over can be neither given nor returned', () => {
    for (const kind of ['administered', 'returned'] as const)
      given(...made, labelled(), verified())
        .when('taha', (trial) => outcome(trial, kind))
        .refuses('dose_not_released', 'kind')
  })

  it('Q1 is not given once its time is over', () =>
    given(...at, minutesLater(240))
      .when('taha', gave({}))
      .refuses('in_use_time_over', 'at'))

  it('A3 the administered volume is recorded; none, more than was made, or less without a reason is refused', () => {
    given(...at)
      .when('taha', gave({ volumeMicrolitres: undefined }))
      .refuses('volume_missing', 'volumeMicrolitres')
    given(...at)
      .when('taha', gave({ volumeMicrolitres: 10_001 }))
      .refuses('volume_above_prepared', 'volumeMicrolitres')
    given(...at)
      .when('taha', gave({ volumeMicrolitres: 9_000 }))
      .refuses('difference_needs_reason', 'note')
    given(...at)
      .when('taha', gave({ volumeMicrolitres: 9_000, note: 'spilled' }))
      .leads((trial) =>
        expect(trial.syringe().outcome).toMatchObject({
          kind: 'administered',
          volumeMicrolitres: 9_000,
          note: 'spilled',
        }),
      )
  })

  it('withheld needs a reason, and "other" needs words; broken needs words', () => {
    const say = (change: object) => (trial: Trial) => ({ ...outcome(trial, 'withheld'), ...change })
    given(...at)
      .when('taha', say({ reason: undefined }))
      .refuses('reason_missing', 'reason')
    given(...at)
      .when('taha', say({ reason: 'other', note: '' }))
      .refuses('reason_missing', 'note')
    given(...at)
      .when('taha', say({ reason: 'transfusion', note: '' }))
      .accepts({ clinic: ['OutcomeRecorded'] })
    given(...at)
      .when('taha', (trial) => ({ ...outcome(trial, 'broken'), note: '' }))
      .refuses('reason_missing', 'note')
  })

  it('expired is refused before its time is over', () => {
    given(...at)
      .when('taha', (trial) => outcome(trial, 'expired'))
      .refuses('in_use_time_not_over', 'kind')
    given(...made, minutesLater(240))
      .when('ana', (trial) => outcome(trial, 'expired'))
      .accepts({ clinic: ['OutcomeRecorded'] })
  })

  it.each(['administered', 'withheld', 'returned', 'broken', 'expired'] as const)(
    'A2 A9 a syringe that is %s ends there, with an unbroken chain, and its vial never returns to the shelf',
    (kind) => {
      const { trial } = given(...at, ended(kind))
      expect(trial.syringe().timeline.map((row) => row.what)).toEqual([
        'DosePrepared',
        'LabelsPrinted',
        'DoseVerified',
        'DoseReleased',
        'OutcomeRecorded',
      ])
      expect(trial.dose().state).toBe('concluded')
      const [vial] = trial.preparation().vialCodes
      const { lotId } = trial.preparation()
      expect(trial.shelf(lotId)).not.toContain(vial)
      for (const again of ['administered', 'withheld', 'returned', 'broken', 'expired'] as const) {
        const asked = trial.try('taha', outcome(trial, again))
        expect(asked).toMatchObject({ ok: false, refusal: { rule: 'syringe_has_outcome' } })
      }
      for (const refused of [release(trial), print('again')(trial)])
        expect(trial.try('ana', refused)).toMatchObject({ ok: false })
    },
  )

  it('a dose of two syringes is over only with its last one', () => {
    const { trial } = under(two, ready, enrolled(), ordered(), handedOver(), ended('administered', 1, 0))
    expect(trial.dose().state).toBe('released')
    ended('withheld', 1, 1)(trial)
    expect(trial.dose().state).toBe('concluded')
    expect(trial.try('iman', { type: 'OrderDose', number: 1, surgeryAt: trial.now, theatre: 'T' })).toMatchObject({
      refusal: { rule: 'dose_already_given' },
    })
  })
})
