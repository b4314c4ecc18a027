import { describe, expect, it } from 'vitest'
import { inferences, oppositeChance } from '../../src/core/clinic/inference.ts'
import { confirms } from '../../src/core/clinic/showings.ts'
import { authorised, breaking, broken, card, enrolled, listSealed, reader, ready } from '../support/facts.ts'
import { given, under } from '../support/given.ts'
import { settingsWith } from '../support/settings.ts'
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

  it('P7 says of the card’s code whether it was scanned or typed, where that was said', () => {
    for (const entered of ['scanned', 'typed'] as const)
      given(ready, enrolled())
        .when('iman', { ...breaking, entered })
        .leads((trial) => expect([...trial.books.clinic.breaks.values()]).toMatchObject([{ entered }]))
    given(ready, enrolled())
      .when('iman', breaking)
      .leads((trial) => expect([...trial.books.clinic.breaks.values()][0]).not.toHaveProperty('entered'))
  })

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

describe('showing an arm again', () => {
  const again = (trial: Trial) =>
    ({ type: 'ShowArmAgain', breakId: breakId(trial), code: card, reason: 'The team asks once more' }) as const

  it('B2 B5 is another entry under the name of whoever sees it, with the card again', () => {
    given(ready, enrolled())
      .when('iman', { ...again(given().trial), breakId: 'nothing' })
      .refuses('break_unknown', 'breakId')
    const { trial, when } = given(ready, enrolled(), broken())
    when('dana', { ...again(trial), code: '' }).refuses('card_mistyped', 'code')
    when('dana', again).leads((_, events) => {
      expect(Object.keys(events)).toEqual(['clinic'])
      expect(trial.books.clinic.shown.at(-1)).toMatchObject({
        to: trial.id('dana'),
        occasion: 'shown_again',
        note: 'The team asks once more',
      })
      expect(trial.books.clinic.breaks.get(breakId(trial))?.showings).toMatchObject([{ failed: false }])
    })
  })

  it('B5 is refused for a break that never opened; one whose card does not fit stays on record as tried', () => {
    const { trial, when } = given(ready, enrolled(), broken())
    trial.act('iman', again(trial))
    const failed = { type: 'ReportFailedShowing', breakId: breakId(trial) } as const
    when('iman', failed).refuses('break_unknown')
    when('iman', failed, { failedShowingOf: breakId(trial) }).leads(() => {
      expect(trial.books.clinic.shown.map((one) => one.occasion)).toEqual(['emergency_break'])
      expect(trial.books.clinic.breaks.get(breakId(trial))?.showings).toMatchObject([{ failed: true }])
    })
    trial.act('iman', { type: 'ReportFailedBreak', breakId: breakId(trial) }, { failedBreakId: breakId(trial) })
    when('iman', again).refuses('break_not_opened', 'breakId')
  })

  it('B9 says the same for both arms, to the letter', () => {
    const told = [1, 2].map((number) => {
      const { trial } = given(ready, enrolled(2), broken(number))
      return JSON.stringify(trial.act('iman', again(trial))).replaceAll(`"number":${number}`, '')
    })
    expect(told[0]).toBe(told[1])
  })
})

describe('a clinician who reads in place of the investigator', () => {
  const read = (trial: Trial, confirmation: string = reader.name) =>
    ({ type: 'ReadArm', breakId: breakId(trial), confirmation }) as const
  const turn = (trial: Trial) => ({ turnOf: breakId(trial) })

  it('B2 the authorisation shows nothing to anybody', () =>
    given(ready, enrolled())
      .when('iman', { ...breaking, reader })
      .leads((trial, events) => {
        expect(events.clinic?.map((event) => event.type)).toEqual(['BlindBroken'])
        expect(trial.books.clinic.shown).toEqual([])
        expect([...trial.books.clinic.breaks.values()]).toMatchObject([{ reader: reader.name, office: reader.office }])
        expect(trial.ask('ana', { type: 'Today' })).toMatchObject({ value: { breaks: [{ unread: true }] } })
      }))

  it('B2 the reading is the clinician’s: by name, in the investigator’s sign-in, who is not among those who know', () => {
    const { trial, when } = given(ready, enrolled(), authorised())
    when('iman', read).refuses('hand_over_ended', 'breakId')
    when('iman', (its) => read(its, 'Dr. Sara Karimi'), turn(trial)).refuses('reader_differs', 'confirmation')
    when('iman', read, turn(trial)).leads(() => {
      const { rows } = trial.value('iman', { type: 'Knowledge', offset: 0, limit: 9 })
      expect(rows).toMatchObject([
        { to: reader.name, office: reader.office, by: trial.id('iman'), reason: breaking.reason, flagged: true },
      ])
      expect(JSON.stringify(rows)).not.toContain(`"to":"${trial.id('iman')}"`)
      expect(trial.books.clinic.participants.get(1)?.timeline.map((row) => row.what)).toEqual([
        'ParticipantEnrolled',
        'BlindBroken',
        'ArmShown',
      ])
      expect(trial.ask('ana', { type: 'Today' })).toMatchObject({ value: { breaks: [{ unread: false }] } })
    })
  })

  it('B3 a break without a clinician gives nobody a turn', () => {
    const { trial, when } = given(ready, enrolled(), broken())
    when('iman', read, turn(trial)).refuses('break_unknown', 'breakId')
  })

  it('B8 a turn that nobody takes is on record: authorised, and not read', () => {
    const { trial, when } = given(ready, enrolled(), authorised())
    const ended = { type: 'EndHandOver', breakId: breakId(trial) } as const
    when('iman', ended).refuses('hand_over_ended', 'breakId')
    when('iman', ended, turn(trial)).accepts({ clinic: ['HandOverEnded'] })
    expect(trial.books.clinic.shown).toEqual([])
  })

  it('B9 authorisation and reading say the same for both arms, to the letter', () => {
    const told = [1, 2].map((number) => {
      const { trial } = given(ready, enrolled(2))
      const events = [trial.act('iman', { ...breaking, number, reader }), trial.act('iman', read(trial), turn(trial))]
      return JSON.stringify(events).replaceAll(`"number":${number}`, '')
    })
    expect(told[0]).toBe(told[1])
  })

  it('B2 the name is typed as it was announced, or its initials; Persian letters of either keyboard are one', () => {
    for (const typed of ['dr sara kazemi', ' Dr.  Sara Kazemi', 'SK', 'd.s.k.'])
      expect(confirms(typed, reader.name)).toBe(true)
    for (const typed of ['Sara', 'S', 'KS', 'Sara Kazem', '.', '']) expect(confirms(typed, reader.name)).toBe(false)
    expect(confirms('دكتر علي مرادي', 'دکتر علی مرادی')).toBe(true)
    expect(confirms('ع م', 'دکتر علی مرادی')).toBe(true)
  })

  it('B2 a name that was typed never stands for a member', () => {
    const { trial } = given(ready, enrolled())
    trial.act('iman', { ...breaking, reader: { ...reader, name: trial.id('ana') } })
    trial.act('iman', read(trial, trial.id('ana')), turn(trial))
    expect(trial.ask('ana', { type: 'ArmOf', number: 1 })).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
  })
})

describe('what is known of a break', () => {
  const today = (trial: Trial, person: 'ana' | 'taha' | 'qamar' | 'adel') =>
    trial.value(person, { type: 'Today' }).breaks

  it('B9 everybody with the clinic book is told the same, by whom and when, until the impact is assessed', () => {
    const { trial } = given(ready, enrolled(2), broken(2))
    const notice = { breakId: breakId(trial), number: 2, by: trial.id('iman'), at: trial.now, unread: false }
    expect(today(trial, 'ana')).toEqual([notice])
    expect(today(trial, 'taha')).toEqual([notice])
    for (const person of ['qamar', 'adel'] as const) expect(today(trial, person)).toBeUndefined()
    trial.act('dana', { type: 'AssessImpact', breakId: breakId(trial), assessment: 'No effect on the analysis.' })
    expect(today(trial, 'ana')).toEqual([])
  })

  it('B9 one that did not open is no news', () => {
    const { trial } = given(ready, enrolled(), broken())
    trial.act('iman', { type: 'ReportFailedBreak', breakId: breakId(trial) }, { failedBreakId: breakId(trial) })
    expect(today(trial, 'ana')).toEqual([])
  })

  it('B2 whoever is listed as blinded is flagged, a breaker too; the pharmacy is not', () => {
    const { trial } = given(ready, enrolled(2), broken())
    trial.act('ana', { type: 'EnquireArm', number: 2, reason: 'returned syringe' })
    const { rows } = trial.value('ana', { type: 'Knowledge', offset: 0, limit: 9 })
    expect(rows.map(({ occasion, flagged, reason }) => [occasion, flagged, reason])).toEqual([
      ['enquiry', false, undefined],
      ['emergency_break', true, 'emergency_treatment'],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/exosome|placebo|"arm"/i)
  })
})

describe('what one arm tells about the others', () => {
  it('B15 another member of a block is on the opposite arm with 1, 2/3, 3/5; without blocks, of 20, with 10/19', () => {
    const golden = [2, 4, 6, 20].map((members) => Object.values(oppositeChance(members)).join('/'))
    expect(golden).toEqual(['1/1', '2/3', '3/5', '10/19'])
    for (let members = 2; members <= 200; members += 2) {
      const { numerator, denominator } = oppositeChance(members)
      // (b/2)/(b-1), to be compared without dividing.
      expect(numerator * (members - 1) * 2).toBe(denominator * members)
    }
  })

  it('B15 is said for every common block and for none, and only where both arms are planned equally', () => {
    const settings = settingsWith({ plannedPerArm: 10 })
    expect(inferences(settings).map(({ members }) => members)).toEqual([2, 4, 6, undefined])
    expect(inferences(settingsWith({ plannedPerArm: 1 }))).toEqual([
      { members: undefined, opposite: { numerator: 1, denominator: 1 } },
    ])
    const { A, B } = settings.arms
    expect(inferences({ ...settings, arms: { A, B: { ...B, plannedCount: 5 } } })).toEqual([])
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
    for (const number of [undefined, 0, 6])
      given(listSealed())
        .when('ana', number === undefined ? reissue : { ...reissue, number })
        .accepts({ clinic: ['CodeCardsReissued'], allocation: ['EnvelopesKept'] })
    given(listSealed())
      .when('ana', { ...reissue, number: 7 })
      .refuses('card_unknown', 'number')
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
