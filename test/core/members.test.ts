import { describe, expect, it } from 'vitest'
import { type Role, roles } from '../../src/core/books.ts'
import { Command } from '../../src/core/decide.ts'
import { breaking, broken, card, enrolled, listSealed, ready } from '../support/facts.ts'
import { given, under } from '../support/given.ts'

const newcomer = (role: Role, login = 'nika') => ({ type: 'EnrolMember' as const, login, name: 'Nika New', role })
const gone = { reason: 'left the site' }

describe('enrolling a member', () => {
  it.each(roles)('a pharmacist, who holds every key, may enrol a %s', (role) => {
    given()
      .when('ana', newcomer(role))
      .accepts({ registry: ['MemberEnrolled'] })
  })

  it.each(roles.filter((role) => role !== 'administrator'))(
    'B1 is refused to the administrator for a %s: nobody can grant a key that they do not hold',
    (role) => given().when('adel', newcomer(role)).refuses('key_not_held', 'role'),
  )

  it('is open to the administrator for another administrator', () =>
    given()
      .when('adel', newcomer('administrator'))
      .accepts({ registry: ['MemberEnrolled'] }))

  it('P9 a login is never used again, not even of somebody who left', () => {
    given().when('ana', newcomer('qa', 'qamar')).refuses('login_taken', 'login')
    given((trial) => trial.act('ana', { type: 'RemoveMember', memberId: trial.id('qamar'), ...gone }))
      .when('ana', newcomer('qa', 'qamar'))
      .refuses('login_taken', 'login')
  })

  it('a login is small letters, digits and . _ -, three to thirty-two of them', () => {
    const fits = (login: string) => Command.safeParse(newcomer('qa', login)).success
    expect(['nika', ' NIKA ', 'n.k-a_1', '1ab'].map(fits)).toEqual([true, true, true, true])
    expect(['ni', '.ab', 'ni ka', 'нika', 'a'.repeat(33), 'ni\u202eka'].map(fits)).toEqual(Array(6).fill(false))
  })

  it('B6 a breaker who comes after the list was sealed is let into the envelopes, and nobody else is', () => {
    for (const role of roles) {
      const clinic = role === 'pi' || role === 'deputy_pi' ? { clinic: ['EnvelopesGranted'] } : {}
      given(listSealed())
        .when('ana', newcomer(role))
        .accepts({ registry: ['MemberEnrolled'], ...clinic })
    }
  })
})

describe.each(['RemoveMember', 'ResetMember'] as const)('%s', (type) => {
  const done = type === 'RemoveMember' ? 'MemberRemoved' : 'MemberReset'

  it('is refused for somebody unknown, somebody who left, and oneself, in that order', () => {
    given()
      .when('ana', { type, memberId: 'nobody', ...gone })
      .refuses('member_unknown', 'memberId')
    given((trial) => trial.act('ana', { type: 'RemoveMember', memberId: trial.id('qamar'), ...gone }))
      .when('ana', (trial) => ({ type, memberId: trial.id('qamar'), ...gone }))
      .refuses('member_unknown', 'memberId')
    given()
      .when('ana', (trial) => ({ type, memberId: trial.id('ana'), ...gone }))
      .refuses('member_is_yourself', 'memberId')
  })

  it('B1 is refused to the administrator for whoever holds more keys', () => {
    given()
      .when('adel', (trial) => ({ type, memberId: trial.id('iman'), ...gone }))
      .refuses('key_not_held', 'memberId')
  })

  it('is recorded', () =>
    given()
      .when('ana', (trial) => ({ type, memberId: trial.id('taha'), ...gone }))
      .accepts({ registry: [done] }))
})

describe('members who left or were reset', () => {
  it('B6 a breaker who left does not count as ready', () => {
    given(ready, (trial) => trial.act('ana', { type: 'RemoveMember', memberId: trial.id('dana'), ...gone }))
      .when('iman', { type: 'EnrolParticipant', initials: '', answers: {} })
      .refuses('breakers_not_ready')
  })

  it('B6 a breaker who was reset is let into the envelopes anew', () =>
    given(listSealed())
      .when('ana', (trial) => ({ type: 'ResetMember', memberId: trial.id('dana'), reason: 'forgot it' }))
      .accepts({ registry: ['MemberReset'], clinic: ['EnvelopesGranted'] }))

  it('B6 a breaker who was reset must drill again: the former keys are no more', () => {
    const { trial } = given(ready)
    trial.act('ana', { type: 'ResetMember', memberId: trial.id('dana'), reason: 'forgot it' })
    expect(trial.member('dana').drill).toBeUndefined()
  })

  it('A2 what they did stays theirs', () => {
    const { trial } = given(ready, enrolled(), broken())
    trial.act('ana', { type: 'RemoveMember', memberId: trial.id('iman'), ...gone })
    expect([...trial.books.clinic.breaks.values()][0]).toMatchObject({ by: trial.id('iman'), told: breaking.told })
    expect(trial.member('iman').removedAt).toBe(trial.now)
  })
})

describe('the drill', () => {
  it('B6 is refused before there is anything to open, and for a slip of the finger', () => {
    const drill = { type: 'PassDrill', seconds: 30, code: card } as const
    given().when('iman', drill).refuses('list_not_sealed')
    given(listSealed())
      .when('iman', { ...drill, code: '' })
      .refuses('card_mistyped', 'code')
    given(listSealed())
      .when('iman', { ...drill, code: card.replace(/.$/, '?') })
      .refuses('card_mistyped', 'code')
    under({ emergency: { openWith: 'secret' } }, listSealed())
      .when('iman', { ...drill, code: '' })
      .accepts({ registry: ['DrillPassed'] })
    given(listSealed())
      .when('iman', drill)
      .leads((trial) => expect(trial.member('iman').drill).toEqual({ at: trial.now, seconds: 30 }))
  })
})

describe('plain records', () => {
  it('P9 changing one’s passphrase is recorded for everybody', () => {
    given()
      .when('taha', { type: 'ChangePassphrase' })
      .accepts({ registry: ['PassphraseChanged'] })
  })

  it('P12 a print is recorded, whoever makes it', () =>
    given()
      .when('bita', { type: 'RecordPrint', document: 'chain_of_custody', reason: '' })
      .accepts({ registry: ['DocumentPrinted'] }))
})
