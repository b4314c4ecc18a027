import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { Study } from '../../../src/main/study.ts'
import { locking, unblinding } from '../../support/facts.ts'
import { newFolder } from '../../support/folder.ts'
import { settingsWith } from '../../support/settings.ts'
import { accepted, passphraseOf, Site } from '../../support/site.ts'

const arms = ['A', 'B', 'B', 'A', 'A', 'B'] as const
const page = { offset: 0, limit: 10 } as const
const secretOf = (login: string) => ({ login, passphrase: passphraseOf(login) })
const together = [secretOf('iman'), secretOf('cyrus')]
let site: Site

beforeAll(async () => {
  site = await Site.ready({ arms, settings: settingsWith({ unblindingPeopleCount: 3 }) })
  const doseId = await site.order(1)
  await site.prepare(doseId)
  await site.handOver(doseId)
  const { syringes } = site.ask({
    type: 'Syringe',
    syringeId: held(site.study.session?.clinic?.doses.get(doseId)?.syringeIds[0]),
  }).dose
  for (const { syringeId } of syringes)
    await site.act('ana', {
      type: 'RecordOutcome',
      syringeId,
      kind: 'broken',
      at: site.clock.now().toISOString(),
      note: 'dropped',
    })
})
afterAll(() => site.study.close())

describe('the end of the trial', () => {
  it('B2 P9 the lock is a signature of the investigator, and stands in the clear as nothing more than that', async () => {
    await site.act('iman', locking)
    expect(site.last()).toMatchObject({ meaning: 'lock_database', parts: [{ book: 'registry' }] })
    expect(
      await site.try('iman', { type: 'OrderDose', number: 1, surgeryAt: site.clock.now().toISOString(), theatre: 'T' }),
    ).toMatchObject({
      refusal: { rule: 'database_locked' },
    })
    expect(site.study.unblinded).toBe(false)
  })

  it('P12 P15 a wrong passphrase of the third opens nothing, writes nothing, and counts as a try', async () => {
    await site.signIn('ana')
    const head = site.study.head()
    const wrong = [secretOf('iman'), { login: 'cyrus', passphrase: passphraseOf('iman') }]
    expect(await site.try('ana', unblinding, { together: wrong })).toEqual({
      ok: false,
      refusal: { rule: 'together_wrong', field: 'together.1' },
    })
    const unknown = [secretOf('nobody-here'), secretOf('iman')]
    expect(await site.try('ana', unblinding, { together: unknown })).toEqual({
      ok: false,
      refusal: { rule: 'together_wrong', field: 'together.0' },
    })
    expect(await site.try('ana', unblinding, { together, passphrase: 'not hers' })).toMatchObject({
      refusal: { rule: 'passphrase_wrong' },
    })
    expect(site.study.head()).toEqual(head)
    expect(site.study.unblinded).toBe(false)
    expect(site.study.ask({ type: 'WholeList', ...page })).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    const { failuresRecorded } = held(site.study.session).registry
    site.study.lock('asked')
    expect((await site.signIn('ana')).registry.failuresRecorded).toBe(failuresRecorded + 3)
  })

  it('P15 neither the same person twice nor a stranger to the settings’ number is enough', async () => {
    const twice = [secretOf('iman'), secretOf('iman')]
    expect(await site.try('ana', unblinding, { together: twice })).toMatchObject({
      refusal: { rule: 'together_twice', field: 'together.1' },
    })
    expect(await site.try('ana', unblinding, { together: [secretOf('iman')] })).toMatchObject({
      refusal: { rule: 'too_few_people', values: { needed: 3, present: 2 } },
    })
    expect(await site.try('ana', unblinding, { together: [secretOf('cyrus'), secretOf('qamar')] })).toMatchObject({
      refusal: { rule: 'investigator_missing' },
    })
  })

  it('B2 B5 the opening is one entry on the disk before any row of the list is told', async () => {
    const { seq } = site.study.head()
    const acted = await site.act('ana', unblinding, { together })
    expect(acted.seq).toBe(seq + 1)
    expect(JSON.stringify(acted)).not.toMatch(/exosome|placebo|"arm|EX-1|PL-1/i)
    // Another connection reads what is on the disk.
    const opening = openLedger(site.path, { at: '', access: 'read' })
    if (!opening.ok) throw new Error('not opened')
    const entry = held(opening.ledger.entries({ from: seq + 1, limit: 1 })[0])
    const memberOf = (login: string) => held(site.study.session?.registry.logins.get(login))
    expect(entry).toMatchObject({
      meaning: 'unblind',
      session: null,
      member: memberOf('ana'),
      witness: memberOf('iman'),
    })
    expect(entry.parts.map(({ book }) => book)).toEqual(['registry', 'clinic'])
    opening.ledger.close()
    expect(site.ask({ type: 'WholeList', ...page }).rows.map((row) => row.arm)).toEqual(arms)
    expect(site.study.unblinded).toBe(true)
  })

  it('P8 the whole trail verifies, and so do the signatures inside the sealed part', async () => {
    expect(await verify(site.path)).toMatchObject({ ok: true })
    expect(site.study.flawedOpening()).toBeUndefined()
    const [opened] = held(site.study.session).registry.openings
    const people = held(opened).people
    expect(people).toHaveLength(2)
    for (const forged of [
      { ...held(opened), reference: 'another reason' },
      { ...held(opened), people: [...people].reverse() },
      { ...held(opened), people: people.map((one) => ({ ...one, signature: held(people[0]).signature })) },
      { ...held(opened), seq: held(opened).seq - 1 },
    ]) {
      const { openings } = held(site.study.session).registry
      const [before] = openings.splice(0, 1, forged)
      expect(site.study.flawedOpening()).toBe(forged.seq)
      openings.splice(0, 1, held(before))
    }
  })

  it('B4 the investigator was there and still holds no key of the allocation book', async () => {
    const session = await site.signIn('iman')
    expect(session.allocation).toBeUndefined()
    expect(site.study.ask({ type: 'WholeList', ...page })).toEqual({ ok: false, refusal: { rule: 'nothing_found' } })
    const { rows } = accepted(site.study.trail({ limit: 200 }))
    const opened = held(rows.find((row) => row.meaning === 'unblind'))
    expect(opened.parts.every(({ events }) => events !== undefined)).toBe(true)
    for (const { parts } of rows)
      for (const part of parts) if (part.book === 'allocation') expect(part).not.toHaveProperty('events')
  })

  it('B2 in another sign-in the pharmacist is shown nothing before all of them have opened it again', async () => {
    await site.signIn('ana')
    expect(site.study.ask({ type: 'WholeList', ...page })).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    await site.act('ana', unblinding, { together: [secretOf('dana'), secretOf('cyrus')] })
    expect(site.ask({ type: 'WholeList', ...page }).total).toBe(6)
    expect(site.ask({ type: 'EndOfTrial' }).openings).toHaveLength(2)
    expect(await site.try('iman', { type: 'UnlockDatabase', reason: 'a query came back' })).toMatchObject({
      refusal: { rule: 'trial_unblinded' },
    })
  })

  it('the file says unblinded ever after, to everybody and without a key; a copy made before does not', async () => {
    const reopened = await site.reopen()
    expect(reopened.session).toBeUndefined()
    expect(reopened.unblinded).toBe(true)
    const copy = `${newFolder('memory')}/copy.counterseal`
    site.study.copyTo(copy)
    const opened = accepted(await Study.open(copy, site.tools))
    expect(opened.unblinded).toBe(true)
    opened.close()
    const other = await Site.found({ members: ['iman'] })
    expect((await other.reopen()).unblinded).toBe(false)
    other.study.close()
  })

  it('P10 whoever locks while the secrets are tried opens nothing', async () => {
    await site.signIn('ana')
    const { kdf } = site.tools
    const derive = kdf.derive.bind(kdf)
    let seq: number | undefined
    // The moment at which the first of the secrets is tried.
    kdf.derive = async (...of) => {
      kdf.derive = derive
      const key = await derive(...of)
      site.study.lock('idle')
      seq = site.study.head().seq
      return key
    }
    const opening = site.try('ana', unblinding, { together })
    expect(await opening).toMatchObject({ refusal: { rule: 'signed_out' } })
    expect(site.study.head().seq).toBe(seq)
  })
})
