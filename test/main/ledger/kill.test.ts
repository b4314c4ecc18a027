import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { times } from '../../support/extent.ts'
import { newFolder } from '../../support/folder.ts'
import { at, writtenLedger } from './written.ts'

const kills = times(200, 40)
const batchEntries = 3
const atOnce = 2

/** Numbers that look random and come again for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 0x1_0000_0000
  }
}

const compiled = newFolder()
const appender = new URL('./appender.ts', import.meta.url).pathname

/** Starts a process that appends, waits until it said the word and for a moment more, and kills it. */
async function killOnce(path: string, word: 'ready' | 'committed', milliseconds: number): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [appender, path, '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Many starts: what was compiled for one is kept for the next.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  const ended = once(child, 'exit')
  const { stdout } = child
  if (stdout === null) throw new Error('no output')
  const said = new Promise<void>((resolve) => {
    let words = ''
    stdout.on('data', (chunk) => {
      words += chunk
      if (words.includes(word)) resolve()
    })
  })
  await Promise.race([said, ended.then(() => Promise.reject(new Error('ended by itself')))])
  await pause(milliseconds)
  child.kill('SIGKILL')
  await ended
}

/** One file that outlives its writers; after each death it is whole. */
async function series(times: number, random: () => number): Promise<number> {
  const { ledger, path } = writtenLedger()
  ledger.close()
  for (let time = 0; time < times; time++) {
    // Every second one dies around its first commit, the others in the flow of the later ones.
    await killOnce(path, time % 2 === 0 ? 'ready' : 'committed', random() * 12)
    const opened = openLedger(path, { at })
    if (!opened.ok || opened.access !== 'write') throw new Error(`not opened after death ${time}`)
    expect((opened.ledger.head().seq - 1) % batchEntries).toBe(0)
    opened.ledger.close()
  }
  const verification = await verify(path)
  expect(verification).toMatchObject({ ok: true })
  return verification.ok ? verification.entries : 0
}

// Its deaths on one runtime are proof enough; the other runtime's tests do not repeat them.
describe.runIf(process.features.typescript)('killing the process while it writes', () => {
  it(`leaves all of a batch or none of it, ${kills} times`, async () => {
    const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1_000_000))
    console.log(`kill test: KILL_SEED=${seed}`)
    const random = numbersFrom(seed)
    const entries = await Promise.all(Array.from({ length: atOnce }, () => series(kills / atOnce, random)))
    // Otherwise every process died before it wrote anything, and nothing was proven.
    for (const count of entries) expect(count).toBeGreaterThan(kills / atOnce)
  }, 600_000)
})
