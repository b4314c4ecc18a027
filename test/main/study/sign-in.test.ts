import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketOf } from '../../../src/main/vault/attempts.ts'
import { accepted, passphraseOf, Site } from '../../support/site.ts'

let site: Site
beforeAll(async () => {
  site = await Site.found({ members: ['cyrus', 'iman', 'taha'] })
})
afterAll(() => site.study.close())

/** Logins that count apart from each other in this file: two may share the one byte they are counted by. */
function strangers(count: number): string[] {
  const taken = new Set(['ana', 'cyrus', 'iman', 'taha'].map((login) => bucketOf(login, site.study.fileId)))
  const found: string[] = []
  for (let one = 0; found.length < count; one++) {
    const bucket = bucketOf(`nobody${one}`, site.study.fileId)
    if (!taken.has(bucket)) found.push(`nobody${one}`)
    taken.add(bucket)
  }
  return found
}

describe('signing in', () => {
  it('P10 a wrong passphrase and an unknown login get the same answer, try after try, and wait the same', async () => {
    const [stranger] = strangers(1) as [string]
    const answers = async (login: string) => {
      const all: unknown[] = []
      for (let attempt = 0; attempt < 6; attempt++) {
        all.push(await site.study.unlock(login, 'not the right passphrase'))
        site.clock.wait(1)
      }
      return all
    }
    const [unknown, known] = [await answers(stranger), await answers('taha')]
    expect(known).toEqual(unknown)
    expect(known[0]).toEqual({ ok: false, refusal: { rule: 'sign_in_failed', values: { seconds: 0 } } })
    expect(site.study.session).toBeUndefined()
    site.clock.wait(10)
  })

  it('P10 waits grow with failures in a row, outlive a restart, and the right passphrase must wait too', async () => {
    const waits: number[] = []
    for (let attempt = 0; attempt < 7; attempt++) {
      const failed = await site.study.unlock('cyrus', 'not the right passphrase')
      if (!failed.ok) waits.push(Number(failed.refusal.values?.['seconds']))
      site.clock.wait((waits.at(-1) ?? 0) / 60)
    }
    expect(waits).toEqual([0, 0, 0, 2, 4, 8, 16])
    const eighth = await site.study.unlock('cyrus', 'not the right passphrase')
    expect(eighth).toMatchObject({ refusal: { rule: 'sign_in_failed', values: { seconds: 32 } } })
    await site.reopen()
    const right = await site.study.unlock('cyrus', passphraseOf('cyrus'))
    expect(right).toMatchObject({ ok: false, refusal: { rule: 'wait_before_next_try' } })
    site.clock.wait(1)
    expect(await site.study.unlock('cyrus', passphraseOf('cyrus'))).toMatchObject({ ok: true })
    site.study.lock('asked')
  })

  it('P12 tells the failed tries since the last sign-in, in the sign-in’s own entry; also those beside an act', async () => {
    await site.signIn('ana')
    await site.try(
      'ana',
      { type: 'ChangePassphrase' },
      { passphrase: 'wrong wrong wrong', chosen: passphraseOf('other') },
    )
    await site.act('ana', { type: 'RecordPrint', document: 'code_cards', reason: '' })
    site.study.lock('asked')
    await site.study.unlock('iman', 'wrong wrong wrong')
    accepted(await site.study.unlock('iman', passphraseOf('iman')))
    expect(site.last()).toMatchObject({
      meaning: 'sign_in',
      parts: [{ book: 'registry', events: [{ type: 'SignedIn', failedBefore: 2 }] }],
    })
    accepted(await site.study.unlock('ana', passphraseOf('ana')))
    expect(site.last()).toMatchObject({ parts: [{ events: [{ type: 'SignedIn', failedBefore: 0 }] }] })
    site.study.lock('asked')
  })

  it('P12 every lock is an entry, with its reason; a second sign-in ends the first', async () => {
    await site.signIn('ana')
    accepted(await site.study.unlock('iman', passphraseOf('iman')))
    const rows = accepted(site.study.trail({ limit: 3 })).rows
    expect(rows.map((row) => row.meaning)).toEqual(['sign_in', 'lock', 'sign_in'])
    site.study.lock('suspended')
    await site.signIn('ana')
    expect(accepted(site.study.trail({ limit: 2 })).rows[1]).toMatchObject({
      parts: [{ events: [{ type: 'Locked', why: 'suspended' }] }],
    })
    site.study.lock('asked')
  })

  it('B1 holds after signing in the books of the role and no others; after locking, none', async () => {
    const { stock, allocation, clinic } = await site.signIn('iman')
    expect([clinic === undefined, stock, allocation]).toEqual([false, undefined, undefined])
    site.study.lock('asked')
    expect(site.study.session).toBeUndefined()
    expect(site.study.ask({ type: 'Today' })).toEqual({ ok: false, refusal: { rule: 'signed_out' } })
    expect(await site.study.submit({ type: 'RestateSupply' })).toEqual({ ok: false, refusal: { rule: 'signed_out' } })
    expect(site.study.trail({ limit: 1 })).toEqual({ ok: false, refusal: { rule: 'signed_out' } })
  })

  it('P10 whoever locks while a passphrase is checked signs nothing any more', async () => {
    await site.signIn('ana')
    const { seq } = site.study.head()
    const acting = site.try('ana', { type: 'ReissueCodeCards', reason: 'test' })
    const changing = site.study.submit(
      { type: 'ChangePassphrase' },
      { passphrase: passphraseOf('ana'), chosen: passphraseOf('changed') },
    )
    site.study.lock('idle')
    expect(await acting).toMatchObject({ ok: false })
    expect(await changing).toMatchObject({ ok: false, refusal: { rule: 'signed_out' } })
    expect(site.study.head().seq).toBe(seq + 1)
    expect(await site.study.unlock('ana', passphraseOf('ana'))).toMatchObject({ ok: true })
    site.study.lock('asked')
  })

  it('P11 a clock set back is recorded, and order does not depend on it', async () => {
    await site.signIn('ana')
    const from = site.clock.now().toISOString()
    site.clock.set('2026-02-01T08:00:00.000Z')
    await site.act('ana', { type: 'RecordPrint', document: 'code_cards', reason: 'after' })
    const { seq, at, parts } = site.last()
    expect({ seq, at }).toEqual({ seq: site.study.head().seq, at: '2026-02-01T08:00:00.000Z' })
    expect(parts[0]?.events).toMatchObject([{ type: 'ClockSetBack', from, to: at }, { type: 'DocumentPrinted' }])
    await site.act('ana', { type: 'RecordPrint', document: 'code_cards', reason: 'later' })
    expect(site.last().parts[0]?.events).toMatchObject([{ type: 'DocumentPrinted' }])
    site.clock.set(from)
    site.clock.wait(1)
    site.study.lock('asked')
  })
})
