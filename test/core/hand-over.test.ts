import { describe, expect, it } from 'vitest'
import {
  enrolled,
  type Fact,
  finished,
  handedOver,
  handOver,
  holdLifted,
  labelled,
  lotHeld,
  minutesLater,
  noticeAnswered,
  ordered,
  outcome,
  prepared,
  ready,
  rightCheck,
  started,
  steps,
  taken,
  verified,
  withdrawn,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const both = [ready, enrolled(2), ordered(1), ordered(2)] as const
const one = [ready, enrolled(), ordered(), prepared(), labelled(), verified()] as const
const bare = (trial: Trial) => {
  const { receivedBy: _, ...asked } = handOver(trial)
  return asked
}
const outstanding = (trial: Trial, number = 1) =>
  trial.books.clinic.outstandingReceipts.get(trial.dose(number).doseId) ?? ''
const back =
  (code: (trial: Trial) => string, number = 1) =>
  (trial: Trial) => ({
    type: 'ConfirmReceipt' as const,
    doseId: trial.dose(number).doseId,
    code: code(trial),
    entered: 'scanned' as const,
  })
const reissued: Fact = (trial) => {
  trial.act('ana', { type: 'ReissueReceipt', doseId: trial.dose().doseId, reason: 'left in the theatre' })
}
const cameBack: Fact = (trial) => {
  trial.act('ana', back(outstanding)(trial))
}

describe('handing a dose over', () => {
  it('A14 is refused where a label is missing, is another one, or was scanned twice', () => {
    under({ dose: { syringesPerDose: 2 } }, ...one)
      .when('ana', (trial) => ({ ...handOver(trial), syringeCodes: handOver(trial).syringeCodes.slice(1) }))
      .refuses('label_differs', 'syringeCodes')
    const [first = '', second = ''] = ['first', 'second']
    given(...one)
      .when('ana', (trial) => ({ ...handOver(trial), syringeCodes: [first, second] }))
      .refuses('label_differs', 'syringeCodes')
    given(...one)
      .when('ana', (trial) => ({
        ...handOver(trial),
        syringeCodes: [...handOver(trial).syringeCodes, ...handOver(trial).syringeCodes],
      }))
      .refuses('label_differs', 'syringeCodes')
  })

  it('P7 records whether the labels were scanned or typed', () => {
    for (const entered of ['scanned', 'typed'] as const)
      given(...one)
        .when('ana', (trial) => ({ ...handOver(trial), entered }))
        .leads((_, { clinic }) => expect(clinic?.[0]).toMatchObject({ type: 'DoseReleased', entered }))
  })

  it('is refused where nobody is named and nobody signs', () =>
    given(...one)
      .when('ana', bare)
      .refuses('receiver_missing', 'receivedBy'))

  it('P9 the receiver signs with their own secret; then no receipt is outstanding', () => {
    for (const witness of ['taha', 'iman', 'dana'] as const)
      given(...one)
        .when('ana', bare, { witness })
        .leads((trial) => {
          expect(trial.dose()).toMatchObject({
            state: 'released',
            receivedBy: witness.toUpperCase(),
            receiver: trial.id(witness),
          })
          expect(trial.books.clinic.outstandingReceipts.size).toBe(0)
        })
  })

  it('is received by nobody of the pharmacy, no inspector and no QA', () => {
    for (const witness of ['ida', 'cyrus', 'qamar', 'bita', 'ursa', 'adel'] as const)
      given(...one)
        .when('ana', bare, { witness })
        .refuses('receiver_not_fit', 'witness')
  })
})

describe('a dose that was made and cannot leave any more', () => {
  const next = (trial: Trial, person: 'ana' | 'cyrus') =>
    trial.value<'Today'>(person, { type: 'Today' }).tasks.map(({ kind }) => kind)

  it.each([
    ['prepared', [ready, enrolled(), ordered(), prepared()]],
    ['labelled', [ready, enrolled(), ordered(), prepared(), labelled()]],
    ['verified', one],
  ] as const)('Q3 is a task to record its end once its time is over: %s', (_, facts) => {
    const { trial } = given(...facts)
    expect(next(trial, 'ana')).not.toContain('record_outcome')
    minutesLater(trial.settings.dose.inUseMinutes)(trial)
    expect(next(trial, 'ana')).toContain('record_outcome')
    for (const person of ['ana', 'cyrus'] as const)
      for (const kind of ['print_labels', 'verify_dose', 'release_dose'])
        expect(next(trial, person)).not.toContain(kind)
    trial.act('ana', outcome(trial, 'expired'))
    expect(trial.dose().state).toBe('concluded')
  })

  it('is one where its participant has left', () => {
    const { trial } = given(...one, withdrawn())
    expect(next(trial, 'ana')).toContain('record_outcome')
    expect(next(trial, 'ana')).not.toContain('release_dose')
  })
})

describe('the receipt of a hand-over', () => {
  it('is outstanding until its code comes back, and a task of everybody who may take it', () => {
    const { trial } = given(...both, handedOver(1))
    const tasks = (person: 'ana' | 'taha' | 'cyrus') =>
      trial.value<'Today'>(person, { type: 'Today' }).tasks.filter(({ kind }) => kind === 'confirm_receipt')
    for (const person of ['ana', 'taha'] as const)
      expect(tasks(person)).toEqual([{ kind: 'confirm_receipt', about: trial.dose(1).doseId, number: 1 }])
    expect(tasks('cyrus')).toEqual([])
    cameBack(trial)
    expect(tasks('ana')).toEqual([])
    expect(
      trial
        .syringe()
        .timeline.map(({ what }) => what)
        .slice(-2),
    ).toEqual(['DoseReleased', 'ReceiptConfirmed'])
  })

  it('its code is told to nobody over the bridge; it stands on the paper alone', () => {
    const { trial } = given(...both, handedOver(1))
    for (const person of ['ana', 'taha', 'iman', 'bita'] as const)
      expect(JSON.stringify(trial.value<'Participant'>(person, { type: 'Participant', number: 1 }))).not.toContain(
        outstanding(trial),
      )
  })

  it('is taken once: scanned twice it is refused', () =>
    given(...both, handedOver(1), (trial) => {
      const code = outstanding(trial)
      cameBack(trial)
      expect(trial.decide('ana', back(() => code)(trial))).toMatchObject({
        ok: false,
        refusal: { rule: 'receipt_confirmed', field: 'code' },
      })
    }))

  it('of another dose is refused, and says whose it is', () =>
    given(...both, handedOver(1), handedOver(2))
      .when(
        'ana',
        back((trial) => outstanding(trial, 2)),
      )
      .refuses('receipt_of_another_dose', 'code'))

  it('that was made anew voids the former one', () => {
    const former: string[] = []
    given(...both, handedOver(1), (trial) => void former.push(outstanding(trial)), reissued)
      .when(
        'ana',
        back(() => former[0] ?? ''),
      )
      .refuses('receipt_void', 'code')
    given(...both, handedOver(1), reissued)
      .when('taha', back(outstanding))
      .accepts({ clinic: ['ReceiptConfirmed'] })
  })

  it('nobody knows is refused, and so is one that is not outstanding', () => {
    given(...both, handedOver(1))
      .when(
        'ana',
        back(() => 'NOTHING'),
      )
      .refuses('receipt_unknown', 'code')
    given(...both, handedOver(1), cameBack)
      .when('ana', (trial) => ({ type: 'ReissueReceipt', doseId: trial.dose().doseId, reason: 'for the file' }))
      .refuses('receipt_not_outstanding', 'doseId')
    for (const type of ['ConfirmReceipt', 'ReissueReceipt'] as const)
      given(...both)
        .when(
          'ana',
          type === 'ConfirmReceipt'
            ? { type, doseId: 'no', code: 'X', entered: 'typed' }
            : { type, doseId: 'no', reason: 'for the file' },
        )
        .refuses('dose_unknown', 'doseId')
  })

  it('A15 of a dose that a notice calls back is void', () => {
    const codes: string[] = []
    given(
      ...both,
      handedOver(1),
      (trial) => void codes.push(outstanding(trial)),
      lotHeld(),
      holdLifted(),
      noticeAnswered('prepare_again'),
    )
      .when(
        'ana',
        back(() => codes[0] ?? ''),
      )
      .refuses('receipt_void', 'code')
  })

  it('comes back late, or after the dose was given, all the same', () =>
    given(...both, handedOver(1), minutesLater(600))
      .when('taha', back(outstanding))
      .accepts({ clinic: ['ReceiptConfirmed'] }))

  it('a file from before there were receipts has none outstanding', () =>
    given(...one, (trial) => {
      const { doseId } = trial.dose()
      trial.write('ana', { clinic: [{ type: 'DoseReleased', doseId, receivedBy: 'Nurse' }] })
      expect(trial.dose()).toMatchObject({ state: 'released', receivedBy: 'Nurse' })
      expect(trial.books.clinic.outstandingReceipts.size).toBe(0)
    }))
})

describe('P15 a preparation that two people put a hand to', () => {
  const begun = [ready, enrolled(), ordered(), started(), taken()] as const
  const noted: Fact = (trial) => {
    const { preparationId } = trial.preparation()
    trial.act('ida', { type: 'NoteDeviation', preparationId, text: 'the light failed for a minute' })
  }
  const cases: Record<string, readonly Fact[]> = {
    'did its steps': [steps(1, 'ida'), finished(), labelled()],
    'only finished it': [steps(), finished(1, 'ida'), labelled()],
    'only noted a deviation': [noted, steps(), finished(), labelled()],
  }
  it.each(Object.entries(cases))('is verified by neither of them: a colleague who %s', (_, facts) => {
    for (const verifier of ['ana', 'ida'] as const)
      given(...begun, ...facts)
        .when(verifier, rightCheck)
        .refuses('checker_is_preparer')
    given(...begun, ...facts)
      .when('ana', rightCheck, { witness: 'ida' })
      .refuses('checker_is_preparer')
    given(...begun, ...facts)
      .when('cyrus', rightCheck)
      .leads((trial) => expect(trial.dose().verifiedBy).toBe(trial.id('cyrus')))
  })
})
