import { describe, expect, it } from 'vitest'
import { spareDoses } from '../../src/core/registry/book.ts'
import { addMinutes } from '../../src/core/time.ts'
import {
  abandoned,
  ended,
  enrolled,
  handedOver,
  handOver,
  holdLifted,
  labelled,
  lotHeld,
  lotRejected,
  lotReleased,
  minutesLater,
  noticeAnswered,
  openNotice,
  ordered,
  outcome,
  prepared,
  ready,
  released,
  started,
  taken,
  verified,
  withdrawn,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const answer = (said: 'may_be_given' | 'prepare_again') => (trial: Trial) => ({
  type: 'AnswerNotice' as const,
  noticeId: openNotice(trial),
  answer: said,
})
/** Participant 1 is on arm A and 2 on arm B; only A's lot is held. */
const both = [ready, enrolled(2), ordered(1), ordered(2)] as const
const given2 = (trial: Trial) => [1, 2].map((number) => ({ ...outcome(trial, 'administered', number), note: '' }))

describe('a hold', () => {
  it('A15 stops the hand-over of both arms, though the lot is of one', () => {
    const { trial } = given(
      ...both,
      prepared(1),
      labelled(1),
      verified(1),
      prepared(2),
      labelled(2),
      verified(2),
      lotHeld(),
    )
    for (const number of [1, 2])
      expect(trial.try('ana', handOver(trial, number))).toMatchObject({
        ok: false,
        refusal: { rule: 'notice_open' },
      })
  })

  it('A15 stops the giving of both arms', () => {
    const { trial } = given(...both, handedOver(1), handedOver(2), lotHeld())
    const refusals = given2(trial).map((command) => trial.decide('taha', command))
    expect(refusals[0]).toMatchObject({ ok: false, refusal: { rule: 'notice_open', field: 'kind' } })
    expect(refusals[1]).toEqual(refusals[0])
  })

  it('A15 stops every new preparation, in both arms', () => {
    const { trial } = given(...both, lotHeld())
    for (const number of [1, 2])
      expect(trial.decide('ana', { type: 'StartPreparation', doseId: trial.dose(number).doseId })).toMatchObject({
        refusal: { rule: 'notice_open' },
      })
  })

  it('does not unsay what was given before: its record is still taken, by the time of giving', () => {
    const { trial, when } = given(...both, handedOver(1), minutesLater(10), lotHeld(), minutesLater(10))
    when('taha', { ...outcome(trial, 'administered'), at: addMinutes(trial.now, -11) }).accepts({
      clinic: ['OutcomeRecorded'],
    })
  })

  it('lets a dose be withheld, returned or broken meanwhile', () => {
    for (const kind of ['withheld', 'returned', 'broken'] as const)
      given(...both, handedOver(1), lotHeld())
        .when('taha', (trial) => outcome(trial, kind))
        .accepts({ clinic: ['OutcomeRecorded'] })
  })
})

describe('the answer to a notice', () => {
  it('is refused when there is none such, or it was answered', () => {
    given(ready)
      .when('ana', { type: 'AnswerNotice', noticeId: 'nothing', answer: 'may_be_given' })
      .refuses('notice_unknown', 'noticeId')
    const { trial, when } = given(ready, lotHeld())
    const noticeId = openNotice(trial)
    noticeAnswered('prepare_again')(trial)
    when('ana', { type: 'AnswerNotice', noticeId, answer: 'prepare_again' }).refuses('notice_answered', 'noticeId')
  })

  it('A15 "prepare again" is refused while a dose is half made, which would slip past it', () => {
    given(...both, started(1), taken(1), lotHeld())
      .when('ana', answer('prepare_again'))
      .refuses('preparation_open')
    given(...both, started(1), taken(1), lotHeld(), abandoned(1))
      .when('ana', answer('prepare_again'))
      .accepts({ registry: ['NoticeAnswered'], clinic: ['DosesRecalled'] })
  })

  it('A15 a dose that is half made waits for the answer, in both arms, and goes on if it may', () => {
    for (const number of [1, 2]) {
      const { trial } = given(...both, started(number), taken(number), lotHeld('EX-1'))
      const { preparationId } = trial.preparation(number)
      trial.wait(10)
      const thaw = { type: 'RecordStep', preparationId, step: 'thaw', entered: 'typed' } as const
      const waits = { ok: false, refusal: { rule: 'notice_open' } }
      expect(trial.try('ana', thaw)).toMatchObject(waits)
      expect(trial.try('ana', { type: 'FinishPreparation', preparationId })).toMatchObject(waits)
      holdLifted()(trial)
      noticeAnswered('may_be_given')(trial)
      expect(trial.try('ana', thaw)).toMatchObject({ ok: true })
    }
  })

  it('Q2 "may be given" is refused while any lot is held, whoever’s doses came from it', () => {
    given(...both, handedOver(2), lotHeld('EX-1'))
      .when('ana', answer('may_be_given'))
      .refuses('lot_still_held', 'answer')
    given(...both, handedOver(2), lotHeld('EX-1'), holdLifted('EX-1'))
      .when('ana', answer('may_be_given'))
      .accepts({ registry: ['NoticeAnswered'], clinic: ['NoticePassed'] })
  })

  it('Q2 "may be given" is refused when the held lot was rejected: then no dose made from it may be given', () => {
    given(...both, handedOver(1), lotHeld(), lotRejected())
      .when('ana', answer('may_be_given'))
      .refuses('lot_still_held', 'answer')
    given(...both, handedOver(1), lotHeld(), lotRejected())
      .when('ana', answer('prepare_again'))
      .leads((trial) => expect(trial.dose(1).state).toBe('ordered'))
  })

  it('Q2 a lot rejected long ago, or out of quarantine, stands in nobody’s way', () => {
    const { trial, when } = given(
      ready,
      lotHeld(),
      lotRejected(),
      noticeAnswered('prepare_again'),
      lotReleased({ lotNumber: 'EX-9', vialCount: 6 }),
    )
    trial.act('qamar', { type: 'HoldLot', lotId: trial.lot('EX-9').lotId, reason: 'door left open' })
    trial.act('qamar', { type: 'LiftHold', lotId: trial.lot('EX-9').lotId, reason: 'short enough' })
    when('ana', answer('may_be_given')).accepts({ registry: ['NoticeAnswered'], clinic: ['NoticePassed'] })
  })

  it('A15 "prepare again" calls back both arms alike and counts each dose as a loss of both', () => {
    const { trial } = given(...both, handedOver(1), prepared(2), lotHeld())
    const code = trial.syringe(1).syringeId
    const before = [1, 2].map((number) => trial.dose(number))
    holdLifted()(trial)
    const spare = spareDoses(trial.books.registry)
    const again = trial.act('ana', answer('prepare_again')(trial))
    expect(again.registry).toMatchObject([{ type: 'NoticeAnswered' }, { type: 'LossCounted', doses: 2 }])
    expect(spareDoses(trial.books.registry)).toBe(spare - 2)
    expect(trial.books.clinic.syringes.get(code)).toMatchObject({ state: 'withheld', outcome: { reason: 'notice' } })
    for (const [index, number] of [1, 2].entries()) {
      expect(trial.dose(number)).toMatchObject({
        doseId: before[index]?.doseId,
        state: 'ordered',
        syringeIds: [],
        labelled: false,
      })
      expect(trial.books.clinic.waitingDoses).toContain(trial.dose(number).doseId)
    }
    expect(trial.books.clinic.pendingDoses.size).toBe(0)
  })

  it('A9 what was called back is never given, and its vial never drawn again', () => {
    const { trial } = given(...both, handedOver(1), lotHeld(), holdLifted())
    const { syringeId } = trial.syringe(1)
    const [vial] = trial.preparation(1).vialCodes
    noticeAnswered('prepare_again')(trial)
    const give = {
      type: 'RecordOutcome',
      syringeId,
      kind: 'administered',
      at: trial.now,
      volumeMicrolitres: 10_000,
      note: '',
    } as const
    expect(trial.try('taha', give)).toMatchObject({ refusal: { rule: 'syringe_has_outcome' } })
    expect(trial.shelf(trial.lot('EX-1').lotId)).not.toContain(vial)
  })

  it('a participant who already had part of the dose is not given another whole one', () => {
    const { trial } = under(
      { dose: { syringesPerDose: 2 } },
      ...both,
      handedOver(1),
      ended('administered', 1, 0),
      lotHeld(),
      holdLifted(),
    )
    const spare = spareDoses(trial.books.registry)
    const [, second] = trial.dose(1).syringeIds
    noticeAnswered('prepare_again')(trial)
    expect(trial.dose(1).state).toBe('concluded')
    expect(trial.books.clinic.syringes.get(second ?? '')?.state).toBe('withheld')
    expect(spareDoses(trial.books.registry)).toBe(spare)
    expect(trial.try('ana', { type: 'StartPreparation', doseId: trial.dose(1).doseId })).toMatchObject({
      refusal: { rule: 'dose_not_waiting' },
    })
    expect(trial.try('iman', { type: 'OrderDose', number: 1, surgeryAt: trial.now, theatre: 'T' })).toMatchObject({
      refusal: { rule: 'dose_already_given' },
    })
  })

  it('the dose of a participant who left meanwhile is not made again', () => {
    const { trial } = given(
      ...both,
      prepared(1),
      withdrawn(1),
      lotHeld(),
      holdLifted(),
      noticeAnswered('prepare_again'),
    )
    expect(trial.dose(1).state).toBe('concluded')
    expect(trial.books.clinic.waitingDoses.has(trial.dose(1).doseId)).toBe(false)
  })

  it('A15 two holds are two notices, and each must be answered', () => {
    const { trial, when } = given(...both, prepared(1), labelled(1), verified(1), lotHeld('EX-1'), lotHeld('PL-1'))
    expect(trial.books.registry.openNoticeCount).toBe(2)
    for (const lot of ['EX-1', 'PL-1']) holdLifted(lot)(trial)
    noticeAnswered('may_be_given')(trial)
    when('ana', handOver(trial)).refuses('notice_open')
    noticeAnswered('may_be_given')(trial)
    released(1)(trial)
    expect(trial.dose(1).state).toBe('released')
  })
})
