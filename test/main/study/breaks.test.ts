import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { type FiledEnvelope, openEnvelope } from '../../../src/main/vault/envelope.ts'
import { passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { pairOf } from '../../../src/main/vault/member-keys.ts'
import { Unlocking } from '../../../src/main/vault/unlock.ts'
import { breaking } from '../../support/facts.ts'
import { settingsWith } from '../../support/settings.ts'
import { accepted, passphraseOf, Site } from '../../support/site.ts'

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

  it.each(['scanned', 'typed'] as const)('P7 keeps whether the code of the card was %s', async (entered) => {
    await site.act('iman', { ...breakOf(3), entered })
    expect(site.ask({ type: 'Breaks', offset: 0, limit: 1 }).rows[0]).toMatchObject({ number: 3, entered })
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

  const readable = { ...breaking, reader: { name: 'Dr Sara Kazemi', office: 'Intensive care' } }
  const authorise = async (number = 1, its = site) => {
    const acted = await its.act('iman', { ...readable, number, code: its.cards.get(number) ?? '' })
    return { acted, breakId: String(acted.made['breakId']) }
  }
  const read = (breakId: string) => ({ type: 'ReadArm', breakId, confirmation: 'Sara Kazemi' }) as const
  const lastShown = () => held(site.ask({ type: 'Knowledge', offset: 0, limit: 1 }).rows[0])

  it('B2 whoever authorises a reading is told nothing of the arm; the clinician is, once, after the record of it', async () => {
    const { acted, breakId } = await authorise()
    expect(JSON.stringify(acted)).not.toMatch(/exosome|placebo|revealed|"arm"/)
    expect(acted.handOver).toMatchObject({ breakId, number: 1, reader: 'Dr Sara Kazemi' })
    const { seq } = site.study.head()
    expect(await site.try('iman', { ...read(breakId), confirmation: 'Nobody' })).toMatchObject({
      refusal: { rule: 'reader_differs' },
    })
    const { revealed } = await site.act('iman', { ...read(breakId), confirmation: 'Dr Sara Kazemi' })
    expect(revealed).toMatchObject({ arm: 'A', number: 1 })
    expect(site.study.head().seq).toBe(seq + 1)
    expect(lastShown()).toMatchObject({ to: 'Dr Sara Kazemi', number: 1, flagged: true })
    expect(await site.try('iman', read(breakId))).toMatchObject({ refusal: { rule: 'hand_over_ended' } })
  })

  it('B9 a reading of either arm leaves the same trace, and the same reply until the clinician reads', async () => {
    const seen: string[] = []
    for (const number of [1, 2]) {
      const { acted, breakId } = await authorise(number)
      const after = await site.act('iman', { ...read(breakId), confirmation: 'DSK' })
      const rows = accepted(site.study.trail({ limit: 2 })).rows.map(({ parts }) => parts)
      const told = { handOver: { ...acted.handOver, endsAt: '' }, made: acted.made, again: after.made, rows }
      seen.push(
        JSON.stringify(told)
          .replaceAll(breakId, 'BREAK')
          .replaceAll(new RegExp(`"number":${number}`, 'g'), '"number":N'),
      )
    }
    expect(seen[0]).toBe(seen[1])
  })

  it('P10 a turn ends with its minutes, with the sign-in, when it is ended, and with the next break', async () => {
    const over = { refusal: { rule: 'hand_over_ended' } }
    const late = await authorise()
    site.clock.wait(5)
    expect(await site.try('iman', read(late.breakId))).toMatchObject(over)
    const locked = await authorise()
    site.study.lock('idle')
    await site.signIn('iman')
    expect(await site.try('iman', read(locked.breakId))).toMatchObject(over)
    const ended = await authorise()
    await site.act('iman', { type: 'EndHandOver', breakId: ended.breakId })
    expect(await site.try('iman', read(ended.breakId))).toMatchObject(over)
    const former = await authorise()
    const latter = await authorise(2)
    expect(await site.try('iman', read(former.breakId))).toMatchObject(over)
    expect((await site.act('iman', { ...read(latter.breakId), confirmation: 'DSK' })).revealed?.arm).toBe('B')
    for (const { breakId } of [late, locked, ended, former])
      expect(
        site.ask({ type: 'Breaks', offset: 0, limit: 50 }).rows.find((one) => one.breakId === breakId),
      ).toMatchObject({
        reader: 'Dr Sara Kazemi',
        showings: [],
        failed: false,
      })
  })

  it('B5 a card that does not fit gives no turn, and the break stays on record as failed', async () => {
    const result = await site.try('iman', { ...readable, code: site.cards.get(2) ?? '' })
    expect(result).toMatchObject({ refusal: { rule: 'card_does_not_open' } })
    const [row] = site.ask({ type: 'Breaks', offset: 0, limit: 1 }).rows
    expect(row).toMatchObject({ failed: true })
    expect(await site.try('iman', read(held(row).breakId))).toMatchObject({ refusal: { rule: 'hand_over_ended' } })
  })

  it('B2 B5 showing again needs the card again and is a record of its own; a wrong card is on record as tried', async () => {
    const broken = await site.act('dana', breakOf(1))
    const breakId = String(broken.made['breakId'])
    const again = (code = '') => ({ type: 'ShowArmAgain', breakId, code, reason: 'The team asks once more' }) as const
    const { seq } = site.study.head()
    expect(await site.try('dana', again(site.cards.get(2)))).toMatchObject({ refusal: { rule: 'card_does_not_open' } })
    expect(lastShown()).toMatchObject({ occasion: 'emergency_break' })
    expect((await site.act('dana', again(site.cards.get(1)))).revealed).toMatchObject({ arm: 'A', number: 1 })
    expect(lastShown()).toMatchObject({ occasion: 'shown_again', note: 'The team asks once more' })
    expect(accepted(site.study.trail({ limit: 3 })).rows.map((row) => row.meaning)).toEqual(['break', 'act', 'break'])
    expect(site.study.head().seq).toBe(seq + 3)
    const { showings } = held(site.ask({ type: 'Breaks', offset: 0, limit: 1 }).rows[0])
    expect(showings.map((one) => one.failed)).toEqual([true, false])
  })

  it('B6 a drill with a card that does not fit is on record as failed, before it is refused', async () => {
    const { seq } = await site.signIn('dana').then(() => site.study.head())
    const drill = { type: 'PassDrill', seconds: 12, code: site.cards.get(1) ?? '' } as const
    expect(await site.try('dana', drill)).toMatchObject({ refusal: { rule: 'card_does_not_open', field: 'code' } })
    expect(site.study.head().seq).toBe(seq + 1)
    expect(site.last()).toMatchObject({
      meaning: 'approve',
      parts: [{ events: [{ type: 'DrillFailed', seconds: 12 }] }],
    })
  })

  it('B4 one card made anew voids that card and no other, and cannot tell another arm', async () => {
    const other = await Site.ready({ arms, members: ['qamar', 'iman', 'dana'] })
    for (const number of [1, 2]) await other.order(number)
    const { cards } = await other.act('ana', { type: 'ReissueCodeCards', reason: 'envelope lost', number: 1 })
    expect(cards?.map(({ number }) => number)).toEqual([1])
    const anew = held(cards?.[0]).code
    const open = (number: number, code = '') => other.try('iman', { ...breaking, number, code })
    expect(await open(1, other.cards.get(1))).toMatchObject({ refusal: { rule: 'card_does_not_open' } })
    expect(await open(1, anew)).toMatchObject({ ok: true, value: { revealed: { arm: 'A' } } })
    expect(await open(2, other.cards.get(2))).toMatchObject({ ok: true, value: { revealed: { arm: 'B' } } })
    // What was kept of the others still makes them anew.
    await other.act('ana', { type: 'ReissueCodeCards', reason: 'another one', number: 2 })
    const all = await other.act('ana', { type: 'ReissueCodeCards', reason: 'all of them' })
    expect(all.cards).toHaveLength(arms.length + 1)
    const third = all.cards?.find(({ number }) => number === 2)?.code
    expect(await open(2, third)).toMatchObject({ ok: true, value: { revealed: { arm: 'B' } } })
    other.study.close()
  })

  it('B11 with a reading, the participant leaves when somebody has read, and not before', async () => {
    const other = await Site.ready({
      arms,
      settings: settingsWith({ emergency: { participantLeavesAfterBreak: true } }),
      members: ['qamar', 'iman', 'dana'],
    })
    await other.order(1)
    const left = () => other.study.session?.clinic?.participants.get(1)?.left !== undefined
    const { breakId } = await authorise(1, other)
    expect(left()).toBe(false)
    await other.act('iman', { ...read(breakId), confirmation: 'DSK' })
    expect(left()).toBe(true)
    other.study.close()
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
