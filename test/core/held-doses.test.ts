import { describe, expect, it } from 'vitest'
import { answer } from '../../src/core/questions.ts'
import {
  ended,
  enrolled,
  handedOver,
  holdLifted,
  lotHeld,
  lotRejected,
  lotReleased,
  noticeAnswered,
  openNotice,
  ordered,
  outcome,
  prepared,
  ready,
} from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { type Person, people, type Trial } from '../support/trial.ts'

/** Participants 1 and 4 are on arm A, 2 on arm B. */
const waiting = [ready, enrolled(4), ordered(1), prepared(1), ordered(2), handedOver(2)] as const
const show = (trial: Trial) => ({ type: 'ShowHeldDoses' as const, noticeId: openNotice(trial) })
/** Asks in a sign-in that began with this entry: what was shown before must be shown, and recorded, again. */
function asks(trial: Trial, signedInSeq: number) {
  return answer({ ...trial.session('ana'), signedInSeq }, { type: 'HeldDoses' }, trial.now)
}

describe('which waiting doses came from a held lot', () => {
  it('B2 A15 is recorded first for every participant with a waiting dose alike, whichever lot is held', () => {
    const records = ['EX-1', 'PL-1'].map((lotNumber) => {
      const { trial } = given(...waiting, lotHeld(lotNumber))
      return trial.act('ana', show(trial))
    })
    expect(records[0]).toEqual({
      clinic: [1, 2].map((number) => ({
        type: 'ArmShown',
        number,
        to: expect.any(String),
        occasion: 'notice',
        note: '',
      })),
    })
    expect(records[1]).toEqual(records[0])
  })

  it('B2 is shown in the sign-in in which it was recorded, and in no other', () => {
    const { trial } = given(...waiting, lotHeld())
    expect(asks(trial, trial.seq)).toMatchObject({ ok: false, refusal: { rule: 'arm_not_recorded' } })
    const before = trial.seq
    trial.act('ana', show(trial))
    expect(asks(trial, before)).toMatchObject({
      ok: true,
      value: {
        lots: [{ lotNumber: 'EX-1', product: 'A', state: 'held' }],
        doses: [{ number: 1, lotNumber: 'EX-1' }, { number: 2 }],
      },
    })
    expect(asks(trial, trial.seq)).toMatchObject({ ok: false })
  })

  it('tells of a dose from another lot only that it is from another', () => {
    const { trial } = given(...waiting, lotHeld())
    trial.act('ana', show(trial))
    const { doses } = trial.value('ana', { type: 'HeldDoses' })
    expect(doses[1]).not.toHaveProperty('lotNumber')
    expect(JSON.stringify(doses[1])).not.toContain('PL-1')
  })

  it('B1 is for whoever answers the notice alone', () => {
    for (const person of Object.keys(people) as Person[]) {
      if (people[person] === 'pharmacist') continue
      const { trial } = given(...waiting, lotHeld())
      expect(trial.decide(person, show(trial))).toMatchObject({ refusal: { rule: 'role_may_not' } })
      expect(trial.ask(person, { type: 'HeldDoses' }).ok).toBe(false)
    }
  })

  it('is refused without a notice, once it is answered, and where no dose waits', () => {
    given(...waiting)
      .when('ana', { type: 'ShowHeldDoses', noticeId: 'nothing' })
      .refuses('notice_unknown', 'noticeId')
    const { trial, when } = given(...waiting, lotHeld())
    const noticeId = openNotice(trial)
    noticeAnswered('prepare_again')(trial)
    when('ana', { type: 'ShowHeldDoses', noticeId }).refuses('notice_answered', 'noticeId')
    given(ready, enrolled(1), ordered(1), handedOver(1), ended('withheld', 1), lotHeld())
      .when('ana', show)
      .refuses('no_dose_waits')
  })

  it('B2 A15 those that were given are recorded and listed as well, and of the others nothing is said', () => {
    const facts = [ready, enrolled(4), ...[1, 2].flatMap((number) => [ordered(number), handedOver(number)])]
    const records = ['EX-1', 'PL-1'].map((lotNumber) => {
      const { trial } = given(...facts, ended('administered', 1), ended('administered', 2), lotHeld(lotNumber))
      expect(asks(trial, trial.seq)).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
      const record = trial.act('ana', show(trial))
      const { doses, given: listed } = trial.value('ana', { type: 'HeldDoses' })
      expect(doses).toEqual([])
      expect(listed).toMatchObject([{ number: lotNumber === 'EX-1' ? 1 : 2, lotNumber }])
      return record
    })
    expect(records[0]).toMatchObject({ clinic: [1, 2].map((number) => ({ type: 'ArmShown', number })) })
    expect(records[1]).toEqual(records[0])
  })

  it('A15 a dose of which something was given and something waits stands in both lists; what came back in none', () => {
    const facts = [ready, enrolled(4), ordered(1), handedOver(1), ordered(2), handedOver(2), ended('withheld', 2)]
    const { trial } = under({ dose: { syringesPerDose: 2 } }, ...facts)
    trial.act('taha', outcome(trial, 'administered', 1))
    lotHeld()(trial)
    trial.act('ana', show(trial))
    const { doses, given: listed } = trial.value('ana', { type: 'HeldDoses' })
    expect(doses.map(({ number, lotNumber }) => [number, lotNumber])).toContainEqual([1, 'EX-1'])
    expect(listed.map(({ number }) => number)).toEqual([1])
  })

  it('a lot that only came to its end was not stopped', () => {
    const { trial } = given(ready, enrolled(4), ordered(1), handedOver(1), ended('administered', 1), lotHeld('PL-1'))
    trial.act('ana', show(trial))
    expect(trial.value('ana', { type: 'HeldDoses' }).given).toEqual([])
  })

  it('A15 the answer is the same whether somebody looked or not', () => {
    const answers = [false, true].map((looks) => {
      const { trial } = given(...waiting, lotHeld())
      if (looks) trial.act('ana', show(trial))
      const command = { type: 'AnswerNotice', noticeId: openNotice(trial), answer: 'prepare_again' } as const
      return trial.act('ana', command)
    })
    expect(answers[1]).toEqual(answers[0])
  })

  it('A15 a lot that is rejected after a hold is one of those that may not be used, and its doses stay stopped', () => {
    const { trial } = given(...waiting, lotHeld(), lotRejected())
    trial.act('ana', show(trial))
    expect(trial.value('ana', { type: 'HeldDoses' }).lots).toMatchObject([{ lotNumber: 'EX-1', state: 'rejected' }])
    const mayBeGiven = { type: 'AnswerNotice', noticeId: openNotice(trial), answer: 'may_be_given' } as const
    expect(trial.decide('ana', mayBeGiven)).toMatchObject({ refusal: { rule: 'lot_still_held' } })
  })

  it('A15 a released lot is rejected by no other way than a hold, which stops what was made from it', () => {
    const { trial, when } = given(...waiting)
    when('qamar', { type: 'RejectLot', lotId: trial.lot('EX-1').lotId, reason: 'bad' }).refuses('lot_not_held', 'lotId')
    lotHeld()(trial)
    expect(trial.books.registry.openNoticeCount).toBe(1)
    when('qamar', { type: 'RejectLot', lotId: trial.lot('EX-1').lotId, reason: 'bad' }).accepts({
      stock: ['LotRejected'],
    })
    expect(trial.books.registry.openNoticeCount).toBe(1)
  })

  it('Q1 a dose is never made from a lot that expires before its in-use time ends, so expiry stops none that waits', () => {
    const soon = lotReleased({ lotNumber: 'EX-0', expiresOn: '2026-03-01' })
    const { trial } = given(ready, soon, enrolled(2), ordered(1))
    trial.wait(60 * 18)
    trial.act('qamar', { type: 'RestateSupply' })
    trial.act('ana', { type: 'StartPreparation', doseId: trial.dose(1).doseId })
    expect(trial.preparation(1).lotId).toBe(trial.lot('EX-1').lotId)
  })

  it('no lot is listed any more once its hold is lifted', () => {
    const { trial } = given(...waiting, lotHeld(), holdLifted())
    trial.act('ana', show(trial))
    expect(trial.value('ana', { type: 'HeldDoses' }).lots).toEqual([])
  })
})
