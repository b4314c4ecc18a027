import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '../../../src/core/decide.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { passphraseOf, Site } from '../../support/site.ts'

let site: Site
let doseId: string
beforeAll(async () => {
  site = await Site.ready()
  doseId = await site.order(1)
  await site.prepare(doseId)
  await site.act('ana', { type: 'PrintLabels', doseId, reason: '' })
})
afterAll(() => site.study.close())

const wrong = { passphrase: 'not the right passphrase' }
const hold = (): Command => ({
  type: 'HoldLot',
  lotId: [...(site.study.session?.stock?.lots.keys() ?? [])][0] ?? '',
  reason: 'temperature',
})
const attempts = () => {
  const opening = openLedger(site.path, { at: '', access: 'read' })
  if (!opening.ok || !('attempts' in opening.ledger)) throw new Error('not opened')
  const all = (opening.ledger as unknown as { attempts(): unknown[] }).attempts()
  opening.ledger.close()
  return all.length
}

describe('a signature', () => {
  it('P9 asks for the passphrase each time: none, an empty or a wrong one is refused, and nothing is written', async () => {
    await site.signIn('qamar')
    const { seq } = site.study.head()
    for (const passphrase of [undefined, ''])
      expect(await site.study.submit(hold(), { passphrase })).toEqual({
        ok: false,
        refusal: { rule: 'passphrase_needed', field: 'passphrase' },
      })
    expect(await site.study.submit(hold(), wrong)).toEqual({
      ok: false,
      refusal: { rule: 'passphrase_wrong', field: 'passphrase' },
    })
    expect(await site.study.submit(hold(), { passphrase: passphraseOf('ana') })).toMatchObject({
      refusal: { rule: 'passphrase_wrong' },
    })
    expect(site.study.head().seq).toBe(seq)
    site.clock.wait(10)
  })

  it('P9 a rule refuses before a passphrase is asked, and no try is counted', async () => {
    await site.signIn('qamar')
    const before = attempts()
    expect(await site.study.submit({ type: 'LiftHold', lotId: 'nothing', reason: 'in range' }, wrong)).toMatchObject({
      refusal: { rule: 'lot_unknown' },
    })
    expect(
      await site.study.submit(
        { type: 'OrderDose', number: 1, surgeryAt: '2026-03-01T09:00:00.000Z', theatre: 'T' },
        wrong,
      ),
    ).toMatchObject({ refusal: { rule: 'role_may_not' } })
    expect(attempts()).toBe(before)
  })

  it('P4 somebody whose role may not is told only that, before any secret is asked for or tried', async () => {
    await site.signIn('taha')
    const before = attempts()
    const witness = { login: 'cyrus', passphrase: 'guessing a colleague’s secret' }
    expect(await site.study.submit({ type: 'EnrolMember', login: 'nika', name: 'Nika', role: 'qa' }, {})).toMatchObject(
      { refusal: { rule: 'role_may_not' } },
    )
    const verify: Command = {
      type: 'VerifyDose',
      doseId,
      vialCodes: [],
      syringeCodes: [],
      finalMicrolitres: 1,
      entered: 'typed',
    }
    expect(await site.study.submit(verify, { witness })).toMatchObject({ refusal: { rule: 'role_may_not' } })
    expect(attempts()).toBe(before)
  })

  it('P8 is made with the member’s own key and names its meaning; everything else with the key of the sign-in', async () => {
    await site.signIn('qamar')
    const signed = await site.act('qamar', hold())
    const entries = (() => {
      const opening = openLedger(site.path, { at: '', access: 'read' })
      if (!opening.ok) throw new Error('not opened')
      const [one] = opening.ledger.entries({ from: signed.seq, limit: 1 })
      opening.ledger.close()
      return one
    })()
    expect(entries).toMatchObject({ meaning: 'hold_lot', session: null })
    await site.act('qamar', {
      type: 'LiftHold',
      lotId: [...(site.study.session?.stock?.lots.keys() ?? [])][0] ?? '',
      reason: 'in range',
    })
    const notice = [...(site.study.session?.registry.notices.keys() ?? [])][0] ?? ''
    await site.act('ana', { type: 'AnswerNotice', noticeId: notice, answer: 'may_be_given' })
  })
})

describe('the second person', () => {
  const cyrus = { login: 'cyrus', passphrase: passphraseOf('cyrus') }

  it('P15 is refused with a wrong secret, as an unknown login, and as oneself', async () => {
    await site.signIn('ana')
    const check = site.check(doseId)
    const submit = (witness: typeof cyrus) => site.study.submit(check, { passphrase: passphraseOf('ana'), witness })
    const refused = { ok: false, refusal: { rule: 'witness_wrong', field: 'witness' } }
    expect(await submit({ ...cyrus, ...wrong })).toEqual(refused)
    expect(await submit({ login: 'nobody', passphrase: passphraseOf('cyrus') })).toEqual(refused)
    expect(await submit({ login: 'ana', passphrase: passphraseOf('ana') })).toMatchObject({
      refusal: { rule: 'witness_is_yourself' },
    })
  })

  it('P15 is refused as a person of another role, and as the preparer', async () => {
    await site.signIn('ana')
    const check = site.check(doseId)
    const qamar = { login: 'qamar', passphrase: passphraseOf('qamar') }
    expect(await site.try('ana', check, { witness: qamar })).toMatchObject({ refusal: { rule: 'role_may_not' } })
    expect(await site.try('ana', check)).toMatchObject({ refusal: { rule: 'checker_is_preparer' } })
    const ana = { login: 'ana', passphrase: passphraseOf('ana') }
    expect(await site.try('ida', check, { witness: ana })).toMatchObject({ refusal: { rule: 'checker_is_preparer' } })
  })

  it('P15 signs beside the first, who stays signed in; both stand in the entry', async () => {
    await site.signIn('ana')
    await site.act('ana', site.check(doseId), { witness: cyrus })
    const { members } = site.study.session?.registry ?? {}
    const idOf = (login: string) => [...(members?.values() ?? [])].find((member) => member.login === login)?.memberId
    expect(site.study.session?.member.login).toBe('ana')
    expect(site.last()).toMatchObject({ meaning: 'verify', member: idOf('ana'), witness: idOf('cyrus') })
  })
})

describe('chosen passphrases', () => {
  it('P10 are judged by strength: short ones, common ones and one’s own name are refused', async () => {
    const enrol = { type: 'EnrolMember', login: 'nikaweaver', name: 'Nika Weaver', role: 'qa' } as const
    expect(await site.try('ana', enrol)).toMatchObject({ refusal: { rule: 'passphrase_needed', field: 'chosen' } })
    for (const chosen of ['short', 'passwordpassword', 'nikaweavernikaweaver', 'qwertyuiopasdfgh'])
      expect(await site.try('ana', enrol, { chosen }), chosen).toMatchObject({
        refusal: { rule: 'passphrase_weak', field: 'chosen' },
      })
  })
})
