import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { Study } from '../../../src/main/study.ts'
import { type FiledEnvelope, openEnvelope } from '../../../src/main/vault/envelope.ts'
import { passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { pairOf } from '../../../src/main/vault/member-keys.ts'
import { Unlocking } from '../../../src/main/vault/unlock.ts'
import { breaking } from '../../support/facts.ts'
import { nodeForSources } from '../../support/node.ts'
import { settingsWith } from '../../support/settings.ts'
import { accepted, folder, passphraseOf, Site } from '../../support/site.ts'

const arms = ['A', 'B', 'B', 'A', 'A', 'B'] as const
let site: Site
beforeAll(async () => {
  site = await Site.ready({ arms })
  for (const number of [1, 2, 3]) await site.order(number)
  site.study.lock('asked')
})
afterAll(() => site.study.close())

const breakOf = (number: number, code = site.cards.get(number) ?? '') => ({ ...breaking, number, code })

describe('a break of the blind', () => {
  it('B5 B8 is recorded first, and then shows the arm of that participant', async () => {
    const { seq } = site.study.head()
    for (const number of [1, 2]) {
      const { revealed } = await site.act('iman', breakOf(number))
      const arm = held(arms[number - 1])
      expect(revealed).toEqual({ arm, armName: site.settings.arms[arm].name, number })
    }
    expect(site.study.head().seq).toBe(seq + 3)
    expect(site.last().meaning).toBe('break')
  })

  it('B9 two breaks, one of each arm, leave entries of the same length and the same words', async () => {
    await site.signIn('iman')
    const rows = accepted(site.study.trail({ limit: 2 })).rows.map(({ parts }) => JSON.stringify(parts))
    expect(rows[0]?.length).toBe(rows[1]?.length)
    expect(rows.join()).not.toMatch(/exosome|placebo|"arm"/i)
  })

  it('B4 with the breaker’s secret and one card, no other participant’s envelope opens', async () => {
    for (const number of [1, 3]) {
      const refused = await site.try('iman', breakOf(number, site.cards.get(2)))
      expect(refused).toEqual({ ok: false, refusal: { rule: 'card_does_not_open', field: 'code' } })
    }
    expect(site.last()).toMatchObject({ parts: [{ book: 'clinic', events: [{ type: 'BreakFailed' }] }] })
  })

  it('B4 it is arithmetic, not the program: the envelopes themselves stay shut without card, and without secret', async () => {
    const { clinic } = await site.signIn('iman')
    const keyring = new Keyring()
    const opening = openLedger(site.path, { at: '', access: 'read' })
    if (!opening.ok) throw new Error('not opened')
    keyring.apply(opening.ledger.keyringRows())
    const log = { fileId: opening.ledger.fileId, attempts: () => [], recordAttempt: () => undefined }
    const unlocking = new Unlocking({ log, keyring, kdf: site.tools.kdf, clock: site.clock })
    const list = Buffer.from(opening.ledger.fileId).toString('hex')
    const envelope = (number: number) => held(clinic?.envelopes.get(number)) as FiledEnvelope
    for (const [login, opens] of [
      ['iman', true],
      ['dana', true],
      ['ana', false],
      ['ursa', false],
    ] as const) {
      const unlocked = await unlocking.unlock(login, passphraseBytes(passphraseOf(login)))
      if (!unlocked.ok) throw new Error('not unlocked')
      const breaker = { member: unlocked.keys.member, ...pairOf(unlocked.keys, unlocked.boxSecretKey) }
      expect(openEnvelope(list, envelope(1), breaker, site.cards.get(1)).ok).toBe(opens)
      for (const [number, card] of [
        [1, undefined],
        [1, site.cards.get(2)],
        [2, site.cards.get(1)],
        [4, site.cards.get(0)],
      ] as const)
        expect(openEnvelope(list, envelope(number), breaker, card).ok).toBe(false)
      unlocked.lock()
    }
    opening.ledger.close()
  })

  it('B5 an envelope that does not open leaves the record and shows nothing', async () => {
    await site.signIn('dana')
    const { seq } = site.study.head()
    const result = await site.try('dana', breakOf(3, site.cards.get(1)))
    expect(JSON.stringify(result)).not.toMatch(/exosome|placebo|revealed/)
    const rows = accepted(site.study.trail({ limit: 2 })).rows
    expect(rows.map((row) => row.meaning)).toEqual(['act', 'break'])
    expect(site.study.head().seq).toBe(seq + 2)
    expect(site.ask({ type: 'Breaks', offset: 0, limit: 1 }).rows[0]).toMatchObject({ number: 3, failed: true })
  })

  it('B3 nobody can call a break failed that opened: what was shown stays on record', async () => {
    await site.act('iman', breakOf(3))
    const { breakId } = held(site.ask({ type: 'Breaks', offset: 0, limit: 1 }).rows[0])
    expect(await site.try('iman', { type: 'ReportFailedBreak', breakId })).toMatchObject({
      refusal: { rule: 'break_unknown' },
    })
    expect(site.ask({ type: 'Knowledge', offset: 0, limit: 1 }).rows[0]).toMatchObject({
      number: 3,
      occasion: 'emergency_break',
    })
  })

  it('P10 B5 whoever locks between the record and the opening sees nothing', async () => {
    await site.signIn('iman')
    const { seq } = site.study.head()
    const breakingNow = site.try('iman', breakOf(1))
    while (site.study.head().seq === seq) await new Promise((turn) => setImmediate(turn))
    site.study.lock('idle')
    const result = await breakingNow
    if (result.ok) expect(result.value.revealed).toBeDefined()
    else expect(result.refusal.rule).toBe('signed_out')
  })

  it('B5 killed right after the record is durable: the break is in the file, and no arm came out', async () => {
    site.study.lock('asked')
    const copy = join(folder(), 'copy.counterseal')
    site.study.copyTo(copy)
    const doomed = join(import.meta.dirname, 'broken-off.ts')
    const child = spawn(nodeForSources, [doomed, copy, passphraseOf('iman'), site.cards.get(2) ?? ''], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
    const [, signal] = await once(child, 'close')
    expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: '' })
    const reopened = accepted(await Study.open(copy, site.tools))
    accepted(await reopened.unlock('iman', passphraseOf('iman')))
    const { rows } = accepted(reopened.trail({ limit: 2 }))
    expect(rows.map((row) => row.meaning)).toEqual(['sign_in', 'break'])
    expect(reopened.session?.clinic?.breaks.size).toBeGreaterThan(0)
    reopened.close()
  })

  it('B11 takes the participant out of the trial where the protocol says so, and only when it opened', async () => {
    const other = await Site.ready({
      settings: settingsWith({ emergency: { participantLeavesAfterBreak: true } }),
      members: ['qamar', 'iman', 'dana'],
    })
    for (const number of [1, 2]) await other.order(number)
    const left = () => [1, 2].map((number) => other.study.session?.clinic?.participants.get(number)?.left !== undefined)
    await other.try('iman', { ...breaking, number: 1, code: other.cards.get(2) ?? '' })
    expect(left()).toEqual([false, false])
    await other.act('iman', { ...breaking, number: 1, code: other.cards.get(1) ?? '' })
    expect(left()).toEqual([true, false])
    other.study.close()
  })

  it('B1 without cards the secret alone opens, and it is the program that opens one at a time', async () => {
    const settings = settingsWith({ emergency: { openWith: 'secret' } })
    const other = await Site.found({ settings, members: ['qamar', 'iman', 'dana'] })
    const { cards } = await other.seal(arms)
    expect(cards).toBeUndefined()
    await other.stock()
    await other.drill()
    await other.order(1)
    expect((await other.act('iman', { ...breaking, code: '' })).revealed?.arm).toBe('A')
    other.study.close()
  })
})
