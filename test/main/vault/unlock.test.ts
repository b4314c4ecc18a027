import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { books } from '../../../src/core/books.ts'
import { openLedger, type WritableLedger } from '../../../src/main/ledger/ledger.ts'
import { bucketOf, waitAfter } from '../../../src/main/vault/attempts.ts'
import { feebleKdfCostForTests, passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { Unlocking } from '../../../src/main/vault/unlock.ts'
import { emptyLedger, enrol, keyringOf, passphraseOf, placed, startTools } from './people.ts'

const tools = startTools()

/** A clock that stands still until told. */
function standingClock(start = Date.parse('2026-03-01T08:00:00Z')) {
  let at = start
  return {
    now: () => new Date(at),
    monotonicMilliseconds: () => at - start,
    pass: (seconds: number) => {
      at += seconds * 1000
    },
  }
}

async function unlocking(ledger: WritableLedger = emptyLedger(), clock = standingClock()) {
  const { keyring, keys } = await keyringOf({ ana: books, quinn: ['registry'] }, tools)
  return { unlocking: new Unlocking({ log: ledger, keyring, kdf: tools.kdf, clock }), ledger, clock, keyring, keys }
}

const wrong = passphraseBytes('not the passphrase')

describe('unlocking', () => {
  it('B1 gives a member the keys of their books and no other', async () => {
    const { unlocking: door, keys } = await unlocking()
    const ana = await door.unlock('Ana.Login', passphraseOf('ana'))
    const quinn = await door.unlock('quinn.login', passphraseOf('quinn'))
    if (!ana.ok || !quinn.ok) throw new Error('not unlocked')
    expect(ana.keys.member).toBe('ana')
    expect(ana.bookKeys.books()).toEqual([...books])
    expect(ana.bookKeys.get('allocation', 1)).toEqual(keys.get('allocation', 1))
    expect(quinn.bookKeys.books()).toEqual(['registry'])
    expect(ana.weakened).toBe(true)
  })

  it('puts every secret away on locking', async () => {
    const { unlocking: door } = await unlocking()
    const ana = await door.unlock('ana.login', passphraseOf('ana'))
    if (!ana.ok) throw new Error('not unlocked')
    const key = ana.bookKeys.get('stock', 1)
    ana.lock()
    expect(key?.every((byte) => byte === 0)).toBe(true)
    expect(ana.boxSecretKey.every((byte) => byte === 0)).toBe(true)
    expect(ana.bookKeys.books()).toEqual([])
    expect(() => ana.own.sign(Buffer.from('x'))).toThrow()
  })

  it('answers an unknown login and a wrong passphrase alike', async () => {
    const { unlocking: door } = await unlocking()
    expect(await door.unlock('ana.login', wrong)).toEqual(await door.unlock('nobody', wrong))
    // The passphrase of another member does not help.
    expect(await door.unlock('ana.login', passphraseOf('quinn'))).toMatchObject({ ok: false, reason: 'not_opened' })
  })

  it('takes the same time for an unknown login and a wrong passphrase', async () => {
    const slower = { ...tools, cost: feebleKdfCostForTests({ memoryBytes: 4 * 1024 * 1024, passes: 3 }) }
    const { keyring } = await keyringOf({ ana: books }, slower)
    const times: Record<string, number[]> = { 'ana.login': [], nobody: [] }
    for (let round = 0; round < 25; round++) {
      for (const [login, taken] of Object.entries(times)) {
        const door = new Unlocking({ log: emptyLedgerOnce, keyring, kdf: tools.kdf, clock: standingClock() })
        const start = performance.now()
        await door.unlock(login, wrong)
        taken.push(performance.now() - start)
      }
    }
    const [known, unknown] = Object.values(times).map((taken) => taken.toSorted((a, b) => a - b)[12] as number)
    expect((known as number) / (unknown as number)).toBeGreaterThan(0.6)
    expect((known as number) / (unknown as number)).toBeLessThan(1.6)
  })

  it('says so when a file asks for more than is ever paid, before it pays', async () => {
    const { row } = await enrol('ana', tools)
    const dear = {
      ...row,
      content: JSON.stringify({ ...JSON.parse(row.content), cost: { memoryBytes: 2 ** 41, passes: 3 } }),
    }
    const keyring = new Keyring()
    keyring.apply(placed([dear]))
    const door = new Unlocking({ log: emptyLedger(), keyring, kdf: tools.kdf, clock: standingClock() })
    expect(await door.unlock('nobody', wrong)).toEqual({ ok: false, reason: 'kdf_above_ceiling' })
  })
})

const emptyLedgerOnce = { fileId: Buffer.alloc(16), attempts: () => [], recordAttempt: () => undefined }

describe('failures in a row', () => {
  it('P10 wait longer and longer, five minutes at most', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 1000].map(waitAfter)).toEqual([0, 0, 0, 0, 2, 4, 8, 128, 256, 300, 300])
  })

  it.each(['ana.login', 'nobody at all'])('P10 are counted, waited for and recorded: %s', async (login) => {
    const { unlocking: door, clock, ledger } = await unlocking()
    for (let failure = 1; failure <= 3; failure++) {
      expect(await door.unlock(login, wrong)).toEqual({ ok: false, reason: 'not_opened', waitSeconds: 0 })
    }
    expect(await door.unlock(login, wrong)).toEqual({ ok: false, reason: 'not_opened', waitSeconds: 2 })
    expect(await door.unlock(login, passphraseOf('ana'))).toEqual({ ok: false, reason: 'wait', waitSeconds: 2 })
    clock.pass(2)
    expect(await door.unlock(login, wrong)).toEqual({ ok: false, reason: 'not_opened', waitSeconds: 4 })
    expect(ledger.attempts()).toHaveLength(5)
    expect(ledger.attempts().every(({ opened }) => !opened)).toBe(true)
  })

  it('P10 end with a success', async () => {
    const { unlocking: door, ledger } = await unlocking()
    for (let failure = 1; failure <= 3; failure++) await door.unlock('ana.login', wrong)
    expect(await door.unlock('ana.login', passphraseOf('ana'))).toMatchObject({ ok: true })
    expect(await door.unlock('ana.login', wrong)).toMatchObject({ reason: 'not_opened', waitSeconds: 0 })
    expect(ledger.attempts().map(({ opened }) => opened)).toEqual([false, false, false, true, false])
  })

  it('P10 are remembered over a restart', async () => {
    const { unlocking: door, ledger, clock, keyring } = await unlocking()
    for (let failure = 1; failure <= 5; failure++) {
      await door.unlock('ana.login', wrong)
      clock.pass(4)
    }
    clock.pass(-4)
    const { path } = ledger
    ledger.close()
    const opened = openLedger(path, { at: clock.now().toISOString() })
    if (!opened.ok || opened.access !== 'write') throw new Error('not opened')
    const restarted = standingClock(clock.now().getTime() + 1000)
    const again = new Unlocking({ log: opened.ledger, keyring, kdf: tools.kdf, clock: restarted })
    expect(await again.unlock('ana.login', passphraseOf('ana'))).toEqual({ ok: false, reason: 'wait', waitSeconds: 3 })
    const setBack = standingClock(clock.now().getTime() - 86_400_000)
    const back = new Unlocking({ log: opened.ledger, keyring, kdf: tools.kdf, clock: setBack })
    expect(await back.unlock('ana.login', passphraseOf('ana'))).toEqual({ ok: false, reason: 'wait', waitSeconds: 4 })
    opened.ledger.close()
  })

  it('cannot be slipped past by trying many at once', async () => {
    const { unlocking: door } = await unlocking()
    const answers = await Promise.all(Array.from({ length: 8 }, () => door.unlock('ana.login', wrong)))
    expect(answers.map((answer) => (answer.ok ? '' : answer.reason))).toEqual([
      ...Array.from({ length: 4 }, () => 'not_opened'),
      ...Array.from({ length: 4 }, () => 'wait'),
    ])
  })

  it('keep nothing of what was typed but one byte', async () => {
    const { unlocking: door, ledger } = await unlocking()
    await door.unlock('my passphrase typed into the wrong field', wrong)
    const [attempt] = ledger.attempts()
    expect(JSON.stringify(attempt)).not.toContain('passphrase')
    expect(attempt?.member).toBeNull()
    expect(attempt?.bucket).toBe(bucketOf('my passphrase typed into the wrong field', ledger.fileId))
    expect(attempt?.bucket).toBeLessThan(256)
  })
})
