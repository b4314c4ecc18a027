import { describe, expect, it } from 'vitest'
import { breaking, broken, card, enrolled, listSealed, ready } from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import type { Trial } from '../support/trial.ts'

const breakId = (trial: Trial) => [...trial.books.clinic.breaks.keys()][0] ?? ''

describe('breaking the blind of one participant', () => {
  it('B4 is refused for a number that nobody has yet', () =>
    given(ready).when('iman', breaking).refuses('participant_unknown', 'number'))

  it('B5 is refused for a slip of the finger before anything is recorded', () => {
    for (const code of ['', card.slice(1), card.replace('1', '2')])
      given(ready, enrolled())
        .when('iman', { ...breaking, code })
        .refuses('card_mistyped', 'code')
    under({ emergency: { openWith: 'secret' } }, ready, enrolled())
      .when('iman', { ...breaking, code: '' })
      .accepts({ clinic: ['BlindBroken', 'ArmShown'] })
  })

  it('B8 records who, when, why, what happened and who was told; never the card’s code, never an arm', () =>
    given(ready, enrolled())
      .when('dana', breaking)
      .leads((trial, events) => {
        const [record] = trial.books.clinic.breaks.values()
        const { code: _, type: __, ...said } = breaking
        expect(record).toMatchObject({ ...said, by: trial.id('dana'), at: trial.now, failed: false })
        expect(Object.keys(events)).toEqual(['clinic'])
        expect(JSON.stringify(events)).not.toContain(card)
        expect(trial.books.clinic.shown).toMatchObject([
          { number: 1, to: trial.id('dana'), occasion: 'emergency_break' },
        ])
      }))

  it('B9 says the same for both arms, to the letter', () => {
    const told = [1, 2].map((number) => {
      const { trial } = given(ready, enrolled(2))
      return JSON.stringify(trial.act('iman', { ...breaking, number })).replaceAll(`"number":${number}`, '')
    })
    expect(told[0]).toBe(told[1])
  })

  it('B11 takes nobody out of the trial by itself', () => {
    const { trial } = under({ emergency: { participantLeavesAfterBreak: true } }, ready, enrolled(), broken())
    expect(trial.books.clinic.participants.get(1)?.left).toBeUndefined()
  })
})

describe('a break that did not open', () => {
  const failed = (trial: Trial) => ({ type: 'ReportFailedBreak' as const, breakId: breakId(trial) })

  it('B3 is for the program to say: a breaker cannot take back what they were shown', () => {
    given(ready, enrolled(), broken()).when('iman', failed).refuses('break_unknown')
    given(ready, enrolled(), broken()).when('iman', failed, { failedBreakId: 'another' }).refuses('break_unknown')
    given(ready, enrolled())
      .when('iman', { type: 'ReportFailedBreak', breakId: 'x' }, { failedBreakId: 'x' })
      .refuses('break_unknown')
  })

  it('B5 stays on record as tried, and is no showing of an arm', () => {
    const { trial, when } = given(ready, enrolled(), broken())
    when('iman', failed(trial), { failedBreakId: breakId(trial) }).leads(() => {
      expect(trial.books.clinic.breaks.get(breakId(trial))?.failed).toBe(true)
      expect(trial.books.clinic.shown).toEqual([])
      expect(trial.books.clinic.participants.get(1)).not.toHaveProperty('breakId')
      expect(trial.books.clinic.participants.get(1)?.timeline.map((row) => row.what)).toEqual([
        'ParticipantEnrolled',
        'BlindBroken',
        'BreakFailed',
      ])
    })
  })
})

describe('the impact of a break', () => {
  const assess = (trial: Trial) => ({
    type: 'AssessImpact' as const,
    breakId: breakId(trial),
    assessment: 'No effect on the analysis expected.',
  })

  it('B8 is assessed once', () => {
    given(ready)
      .when('iman', { ...assess(given().trial), breakId: 'nothing' })
      .refuses('break_unknown', 'breakId')
    const { trial, when } = given(ready, enrolled(), broken())
    when('dana', assess).leads(() =>
      expect(trial.books.clinic.breaks.get(breakId(trial))?.assessment).toMatchObject({ by: trial.id('dana') }),
    )
    when('dana', assess).refuses('break_assessed', 'breakId')
  })
})

describe('code cards made anew', () => {
  const reissue = { type: 'ReissueCodeCards', reason: 'envelope torn' } as const

  it('are refused before there is a list, and where no cards are in use', () => {
    given().when('ana', reissue).refuses('list_not_sealed')
    under({ emergency: { openWith: 'secret' } }, listSealed())
      .when('ana', reissue)
      .refuses('no_cards_in_use')
    given(listSealed())
      .when('ana', reissue)
      .accepts({ clinic: ['CodeCardsReissued'], allocation: ['EnvelopesKept'] })
  })
})

describe('showing an arm to the pharmacy', () => {
  const enquire = { type: 'EnquireArm', number: 1, reason: 'returned syringe' } as const

  it('B2 is recorded before the arm is told, in this sign-in; and is refused for somebody unknown', () => {
    given(ready).when('ana', enquire).refuses('participant_unknown', 'number')
    const { trial } = given(ready, enrolled())
    expect(trial.ask('ana', { type: 'ArmOf', number: 1 })).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    trial.act('ana', enquire)
    expect(trial.ask('ana', { type: 'ArmOf', number: 1 })).toMatchObject({ ok: true, value: { arm: trial.arm(1) } })
    expect(trial.ask('ida', { type: 'ArmOf', number: 1 })).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
  })
})
