import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PackRecord } from '../../../src/core/clinic/pack-record.ts'
import { held } from '../../../src/core/session.ts'
import { openEnvelope } from '../../../src/main/vault/envelope.ts'
import { passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { type OpenedPack, openPack, type Pack, readPack } from '../../../src/main/vault/pack.ts'
import { signRecord } from '../../../src/main/vault/pack-record.ts'
import { breaking } from '../../support/facts.ts'
import { settingsWith } from '../../support/settings.ts'
import { passphraseOf, Site } from '../../support/site.ts'

const page = new TextEncoder().encode('<!doctype html>')
const arms = ['A', 'B', 'B', 'A', 'A', 'B'] as const
const members = ['qamar', 'iman', 'dana', 'taha'] as const

/** Makes a pack; gives its text and id. */
async function pack(site: Site, by = 'ana') {
  const { packText, made } = await site.act(by, { type: 'MakeEmergencyPack' }, { page })
  return { text: held(packText), packId: String(made['packId']) }
}

/** Opens a pack as the page does, on another computer. */
async function openElsewhere(site: Site, text: string, login = 'iman'): Promise<{ pack: Pack; opened: OpenedPack }> {
  const read = readPack(text)
  if (!read.ok) throw new Error(read.why)
  const { keys } = held(read.pack.breakers.find((one) => one.keys.login === login))
  const key = await site.tools.kdf.derive(passphraseBytes(passphraseOf(login)), keys.wrapping.salt, keys.wrapping.cost)
  const answer = openPack(read.pack, login, key)
  if (!answer.ok) throw new Error(answer.why)
  return { pack: read.pack, opened: answer.opened }
}

const openedAt = '2026-03-01T05:30:00.000Z'

function recordOf(
  { pack: { fileId, packId }, opened }: { pack: Pack; opened: OpenedPack },
  differs: Partial<PackRecord> = {},
) {
  const { reason, narrative, told } = breaking
  const by = opened.breaker.member
  const record: PackRecord = {
    fileId,
    packId,
    number: 2,
    by,
    reason,
    narrative,
    told,
    openedAt,
    page: '0.1.0',
    ...differs,
  }
  return signRecord(record, (message) => opened.sign(message))
}

const takeIn = (site: Site, text: string, login = 'ana') =>
  site.try(login, { type: 'TakeInPackRecord' }, { file: Buffer.from(text) })
const refusing = (rule: string) => ({ ok: false, refusal: { rule, field: 'file' } })

let site: Site
let made: Awaited<ReturnType<typeof pack>>
beforeAll(async () => {
  site = await Site.ready({ arms, members })
  for (const number of [1, 2, 3]) await site.order(number)
  made = await pack(site)
})
afterAll(() => site.study.close())

describe('an emergency pack of a study', () => {
  it('B7 is made by a signature, and the clinic book knows for whom, and the digest of the page beside it', async () => {
    await site.signIn('iman')
    const { pack: known } = site.ask({ type: 'Readiness' })
    expect(known).toMatchObject({
      packId: made.packId,
      enrolledCount: 3,
      pageFingerprint: createHash('sha256').update(page).digest('hex'),
      faults: [],
    })
    expect(known?.breakers.length).toBe(2)
    expect(await site.try('iman', { type: 'MakeEmergencyPack' }, { page, passphrase: 'wrong' })).toMatchObject({
      refusal: { rule: 'passphrase_wrong' },
    })
    expect(await site.try('taha', { type: 'MakeEmergencyPack' }, { page })).toMatchObject({
      refusal: { rule: 'role_may_not' },
    })
  })

  it('B7 opens elsewhere as the envelopes do here: secret and card of that one participant', async () => {
    const { pack: elsewhere, opened } = await openElsewhere(site, made.text)
    for (const filed of opened.content.envelopes) {
      const answer = openEnvelope(elsewhere.fileId, filed, opened.breaker, site.cards.get(2))
      expect(answer).toEqual(filed.number === '2' ? { ok: true, arm: 'B' } : { ok: false, reason: 'card_wrong' })
    }
    opened.end()
  })

  it('B7 is refused where envelopes open without cards: one passphrase would open all of them, and no paper would show it', async () => {
    const other = await Site.found({
      settings: settingsWith({ emergency: { openWith: 'secret' } }),
      members: ['iman', 'dana'],
    })
    expect(await other.try('ana', { type: 'MakeEmergencyPack' }, { page })).toMatchObject({
      refusal: { rule: 'list_not_sealed' },
    })
    await other.seal(arms)
    expect(await other.try('ana', { type: 'MakeEmergencyPack' }, { page })).toMatchObject({
      refusal: { rule: 'pack_needs_cards' },
    })
    other.study.close()
  })

  it('B7 is refused while nobody may break the blind', async () => {
    const other = await Site.found({ members: [] })
    await other.seal(arms)
    expect(await other.try('ana', { type: 'MakeEmergencyPack' }, { page })).toMatchObject({
      refusal: { rule: 'pack_without_breakers' },
    })
    other.study.close()
  })
})

describe('the record of a pack that was opened elsewhere', () => {
  it('B12 B9 is as long for either arm: it is signed before anybody looked', async () => {
    const elsewhere = await openElsewhere(site, made.text)
    const lengths = [1, 2].map((number) => recordOf(elsewhere, { number }).length)
    expect(lengths[0]).toBe(lengths[1])
    expect(recordOf(elsewhere)).not.toMatch(/exosome|placebo|"arm"/i)
    elsewhere.opened.end()
  })

  it('B7 B2 B8 is taken in as the break that it is: in the list of breaks, in the knowledge ledger, with its task', async () => {
    const elsewhere = await openElsewhere(site, made.text)
    const text = recordOf(elsewhere)
    elsewhere.opened.end()
    const result = await takeIn(site, text)
    expect(result).toMatchObject({ ok: true, value: { made: { number: 2 } } })
    expect(JSON.stringify(result)).not.toMatch(/exosome|placebo|revealed/)
    const pi = elsewhere.opened.breaker.member
    expect(site.ask({ type: 'Breaks', offset: 0, limit: 1 }).rows[0]).toMatchObject({
      number: 2,
      by: pi,
      failed: false,
      elsewhere: { packId: made.packId, openedAt },
    })
    expect(site.ask({ type: 'Knowledge', offset: 0, limit: 1 }).rows[0]).toMatchObject({
      number: 2,
      to: pi,
      occasion: 'emergency_pack',
      flagged: true,
    })
    expect(site.ask({ type: 'Participant', number: 2 }).timeline.at(-1)).toMatchObject({ what: 'BlindBroken', by: pi })
    await site.signIn('iman')
    expect(site.ask({ type: 'Today' }).tasks).toContainEqual(
      expect.objectContaining({ kind: 'assess_impact', number: 2 }),
    )
    // Taken in once: by whomever, and however its text is laid out.
    expect(await takeIn(site, text, 'dana')).toEqual(refusing('record_already_taken_in'))
    expect(await takeIn(site, JSON.stringify(JSON.parse(text)), 'iman')).toEqual(refusing('record_already_taken_in'))
  })

  it('P1 is refused when a character of it was changed, or when somebody else signed it', async () => {
    const elsewhere = await openElsewhere(site, made.text)
    const text = recordOf(elsewhere, { number: 1 })
    for (const [from, to] of [
      ['"number": 1', '"number": 3'],
      [openedAt, '2026-03-01T05:31:00.000Z'],
      [breaking.told, `${breaking.told} and others`],
      ['"reason": "', '"reason": "not_a_reason '],
    ] as const)
      expect(await takeIn(site, text.replace(from, to)), to).toEqual(refusing('record_altered'))
    const { memberId } = held(
      [...(site.study.session?.registry.members.values() ?? [])].find((one) => one.login === 'ana'),
    )
    expect(await takeIn(site, recordOf(elsewhere, { by: memberId }))).toEqual(refusing('record_altered'))
    elsewhere.opened.end()
  })

  it('P1 is refused of another file, of a pack that nobody made, of nobody who is enrolled, and when it is no record', async () => {
    const elsewhere = await openElsewhere(site, made.text)
    expect(await takeIn(site, recordOf(elsewhere, { fileId: 'ab'.repeat(16) }))).toEqual(
      refusing('record_of_another_file'),
    )
    expect(await takeIn(site, recordOf(elsewhere, { packId: 'NOBODYMADETHIS' }))).toEqual(refusing('pack_unknown'))
    expect(await takeIn(site, recordOf(elsewhere, { number: 5 }))).toEqual({
      ok: false,
      refusal: { rule: 'record_number_unknown', field: 'file', values: { number: 5 } },
    })
    for (const text of ['', 'no JSON', '[]', '{"counterseal":"pack"}', made.text, 'x'.repeat(70_000)])
      expect(await takeIn(site, text)).toEqual(refusing('record_unreadable'))
    expect(await site.try('ana', { type: 'TakeInPackRecord' })).toEqual(refusing('file_not_found'))
    elsewhere.opened.end()
  })
})

describe('what happened since a pack was made', () => {
  it('B7 is said: another participant, another passphrase, another breaker, other cards; and records of it are taken in all the same', async () => {
    const other = await Site.ready({
      arms,
      members,
      settings: settingsWith({ emergency: { participantLeavesAfterBreak: true } }),
    })
    await other.order(1)
    const first = await pack(other, 'dana')
    const faults = () => other.ask({ type: 'Readiness' }).pack?.faults
    expect(faults()).toEqual([])
    await other.order(2)
    expect(faults()).toEqual(['enrolment'])
    const elsewhere = await openElsewhere(other, first.text)
    const chosen = 'another nineteen copper lanterns by the well'
    await other.act('iman', { type: 'ChangePassphrase' }, { chosen })
    other.passphrases.set('iman', chosen)
    expect(faults()).toEqual(['passphrase', 'enrolment'])
    const pi = elsewhere.opened.breaker.member
    await other.act('ana', { type: 'RemoveMember', memberId: pi, reason: 'left the site' })
    expect(faults()).toEqual(['breakers', 'enrolment'])
    await other.act('ana', { type: 'ReissueCodeCards', reason: 'after a removal' })
    expect(faults()).toEqual(['envelopes', 'breakers', 'enrolment'])
    // Somebody who was removed, with a pack and a card from before: what they signed is still on record.
    expect(await takeIn(other, recordOf(elsewhere), 'dana')).toMatchObject({ ok: true })
    expect(other.study.session?.clinic?.participants.get(2)?.left).toMatchObject({ reason: 'emergency_break' })
    elsewhere.opened.end()
    const second = await pack(other)
    expect(faults()).toEqual([])
    await expect(openElsewhere(other, second.text)).rejects.toThrow()
    const { opened } = await openElsewhere(other, second.text, 'dana')
    opened.end()
    other.study.close()
  })

  it('B7 B11 a breaker who was given new keys since is still known by the former ones', async () => {
    const other = await Site.ready({ arms, members })
    await other.order(1)
    const first = await pack(other)
    const elsewhere = await openElsewhere(other, first.text)
    const chosen = 'eleven brass kettles under the mulberry tree'
    await other.act(
      'ana',
      { type: 'ResetMember', memberId: elsewhere.opened.breaker.member, reason: 'forgotten' },
      { chosen },
    )
    const text = recordOf(elsewhere, { number: 1 })
    await other.reopen()
    expect(await takeIn(other, text)).toMatchObject({ ok: true })
    expect(other.study.session?.clinic?.participants.get(1)?.left).toBeUndefined()
    expect(other.ask({ type: 'Readiness' }).pack?.faults).toEqual(['envelopes', 'passphrase'])
    elsewhere.opened.end()
    other.study.close()
  })
})
