import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { openLedger, type ReadableLedger } from '../../../src/main/ledger/ledger.ts'
import { type BookKeys, openGrants } from '../../../src/main/vault/book-keys.ts'
import { passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { openBoxSecret, pairOf } from '../../../src/main/vault/member-keys.ts'
import { createSeal } from '../../../src/main/vault/seal.ts'
import { breaking } from '../../support/facts.ts'
import { accepted, passphraseOf, Site } from '../../support/site.ts'

let site: Site
beforeAll(async () => {
  site = await Site.found({ members: ['cyrus', 'qamar', 'iman', 'taha', 'adel', 'bita'] })
  await site.seal(['A', 'B', 'B', 'A', 'A', 'B'])
  await site.stock()
  // One breaker with a drill of their own, and one who comes later: enrolment opens with the second.
  await site.enrol('dana')
  await site.drill()
})
afterAll(() => site.study.close())

const idOf = (login: string) =>
  held([...(site.study.session?.registry.members.values() ?? [])].find((member) => member.login === login)).memberId

function readOnly<T>(read: (ledger: ReadableLedger) => T): T {
  const opening = openLedger(site.path, { at: '', access: 'read' })
  if (!opening.ok) throw new Error('not opened')
  try {
    return read(opening.ledger)
  } finally {
    opening.ledger.close()
  }
}

/** Every book key that a member's passphrase opens in the file as it is. */
async function keysOf(login: string): Promise<BookKeys> {
  const keyring = new Keyring()
  readOnly((ledger) => keyring.apply(ledger.keyringRows()))
  const keys = held(keyring.byLogin(login))
  const derived = await site.tools.kdf.derive(
    passphraseBytes(passphraseOf(login)),
    keys.wrapping.salt,
    keys.wrapping.cost,
  )
  const boxSecretKey = held(openBoxSecret(keys, derived) ?? undefined)
  return openGrants(keyring.grantsOf(keys.member), pairOf(keys, boxSecretKey))
}

/** How many parts of an entry these keys open. */
function opens(keys: BookKeys, seq: number): number {
  return readOnly((ledger) => {
    const seal = createSeal(ledger.fileId, keys)
    const [entry] = ledger.entries({ from: seq, limit: 1 })
    return held(entry).parts.filter(({ book, generation, box }) => seal.open(book, seq, generation, box) !== undefined)
      .length
  })
}

describe('keys', () => {
  it('B1 a member’s keys open the books of the role and not one part of another', async () => {
    const enrolled = readOnly((ledger) => ledger.head().seq)
    const by = {
      qamar: ['registry', 'stock'],
      iman: ['clinic', 'registry'],
      taha: ['clinic', 'registry'],
      adel: ['registry'],
    }
    for (const [login, books] of Object.entries(by)) expect((await keysOf(login)).books().sort(), login).toEqual(books)
    const all = await keysOf('cyrus')
    for (let seq = 1; seq <= enrolled; seq++) {
      const parts = readOnly((ledger) => held(ledger.entries({ from: seq, limit: 1 })[0]).parts.length)
      expect(opens(all, seq)).toBe(parts)
    }
  })

  it('B1 P10 a member who is removed opens nothing that is written from then on, and signs in no more', async () => {
    const former = await keysOf('taha')
    await site.signIn('ana')
    const { seq: before } = site.study.head()
    await site.act('ana', { type: 'RemoveMember', memberId: idOf('taha'), reason: 'left the site' })
    await site.act('ana', { type: 'RecordPrint', document: 'code_cards', reason: 'after' })
    await site.order(1)
    const { seq: last } = site.study.head()
    expect(opens(former, before)).toBeGreaterThan(0)
    // The removal itself is still under the old key; what comes after is not.
    for (let seq = before + 2; seq <= last; seq++) expect(opens(former, seq), `entry ${seq}`).toBe(0)
    site.study.lock('asked')
    expect(await site.study.unlock('taha', passphraseOf('taha'))).toMatchObject({
      ok: false,
      refusal: { rule: 'sign_in_failed' },
    })
  })

  it('B1 those who stay read on, before and after, also after a restart', async () => {
    await site.reopen()
    for (const login of ['qamar', 'iman', 'cyrus', 'adel']) {
      await site.signIn(login)
      expect(site.last().parts[0]?.events).toMatchObject([{ type: 'SignedIn' }])
    }
    expect((await site.signIn('cyrus')).clinic?.participants.size).toBe(1)
  })

  it('B1 the administrator, who holds one key, may remove nobody who holds more', async () => {
    await site.signIn('adel')
    expect(await site.try('adel', { type: 'RemoveMember', memberId: idOf('qamar'), reason: 'left' })).toMatchObject({
      refusal: { rule: 'key_not_held' },
    })
  })

  it('P9 a changed passphrase opens the same books; the former one opens nothing', async () => {
    await site.act('iman', { type: 'ChangePassphrase' }, { chosen: passphraseOf('imanagain') })
    site.study.lock('asked')
    expect(await site.study.unlock('iman', passphraseOf('iman'))).toMatchObject({ ok: false })
    site.passphrases.set('iman', passphraseOf('imanagain'))
    const { clinic } = await site.signIn('iman')
    expect(clinic?.participants.size).toBe(1)
  })

  it('P9 a wrong present passphrase changes nothing', async () => {
    const refused = await site.try(
      'iman',
      { type: 'ChangePassphrase' },
      { passphrase: 'not the right one', chosen: passphraseOf('third') },
    )
    expect(refused).toMatchObject({ refusal: { rule: 'passphrase_wrong' } })
    site.study.lock('asked')
    await site.signIn('iman')
  })

  it('P10 a reset gives new keys under the same id, and voids the former passphrase', async () => {
    await site.signIn('ana')
    const memberId = idOf('qamar')
    await site.act(
      'ana',
      { type: 'ResetMember', memberId, reason: 'forgot it' },
      { chosen: passphraseOf('qamaragain') },
    )
    site.study.lock('asked')
    expect(await site.study.unlock('qamar', passphraseOf('qamar'))).toMatchObject({ ok: false })
    site.passphrases.set('qamar', passphraseOf('qamaragain'))
    const session = await site.signIn('qamar')
    expect(session.member.memberId).toBe(memberId)
    expect(session.stock?.lots.size).toBe(2)
  })

  it('B6 a deputy enrolled after the list was sealed passes the drill, and opens an envelope with its card', async () => {
    // Dana was enrolled after the list was sealed, and drilled then.
    const { revealed } = await site.act('dana', { ...breaking, number: 1, code: site.cards.get(1) ?? '' })
    expect(revealed?.arm).toBe('A')
  })

  it('B6 a breaker who was reset drills again with the same card', async () => {
    await site.signIn('ana')
    await site.act(
      'ana',
      { type: 'ResetMember', memberId: idOf('iman'), reason: 'forgot it' },
      { chosen: passphraseOf('imanthird') },
    )
    site.passphrases.set('iman', passphraseOf('imanthird'))
    await site.act('iman', { type: 'PassDrill', seconds: 20, code: site.cards.get(0) ?? '' })
  })

  it('B6 new cards void the old ones', async () => {
    const former = site.cards.get(1) ?? ''
    const { cards } = await site.act('ana', { type: 'ReissueCodeCards', reason: 'envelope torn' })
    site.cards = new Map(cards?.map(({ number, code }) => [number, code]))
    const now = { ...breaking, number: 1 }
    expect(await site.try('iman', { ...now, code: former })).toMatchObject({ refusal: { rule: 'card_does_not_open' } })
    expect((await site.act('iman', { ...now, code: site.cards.get(1) ?? '' })).revealed?.arm).toBe('A')
  })

  it('B6 a card of the dummy participant that does not fit passes no drill', async () => {
    const wrong = site.cards.get(3) ?? ''
    expect(await site.try('iman', { type: 'PassDrill', seconds: 20, code: wrong })).toMatchObject({
      refusal: { rule: 'card_does_not_open' },
    })
  })

  it('P8 every signature of the file still verifies, whatever keys came and went', async () => {
    const { verify } = await import('../../../src/main/ledger/verify.ts')
    expect(await verify(site.path)).toMatchObject({ ok: true, entries: site.study.head().seq })
    accepted(site.study.trail({ limit: 1 }))
  })
})
