import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrailRow } from '../../../src/contract/replies.ts'
import { accepted, passphraseOf } from '../../../src/main/demo/stage.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { founder } from '../../../src/main/practice/practice-members.ts'
import { Study } from '../../../src/main/study.ts'
import { times } from '../../support/extent.ts'
import { newFolder } from '../../support/folder.ts'
import { Doom } from './doomed-process.ts'
import { killTools, makePracticeFile, type PracticeFile } from './practice-file.ts'

const kills = times(200, 40)
const atOnce = 2
/** Opening checks the chain every time, and the signatures since the last sign-out; of every so many files all of them. */
const everySignatureOf = 4
/** Death comes after so many replies at most, and so many milliseconds later at most. */
const mostReplies = 24
const longestWait = 12

const folder = newFolder()
const template = join(folder, 'template.counterseal')
const tools = killTools()
const doom = new Doom(join(folder, 'compiled'))
const program = new URL('./doomed.ts', import.meta.url)
let practice: PracticeFile

beforeAll(async () => {
  const [made] = await Promise.all([makePracticeFile(template), doom.warm(program)])
  practice = made
}, 300_000)

afterAll(async () => {
  doom.end()
  await tools.kdf.stop()
})

/** Numbers that look random and come again for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 0x1_0000_0000
  }
}

/** What is found on the disk after a death, beside what was said before it. */
type Remains = { lastSaid: number; armsSaid: number; unsaid: number }

/** Which event may not be in the file without another one, in the same entry. */
const inseparable: Readonly<Record<string, readonly string[]>> = {
  BlindBroken: ['ArmShown'],
  PreparationStarted: ['ArmShown'],
  PreparationAbandoned: ['LossCounted'],
  LotHeld: ['NoticeRaised'],
  NoticeAnswered: ['NoticePassed'],
}

// The doomed process is the source itself, which only a Node that reads TypeScript can run.
describe.runIf(process.features.typescript)('killing the program while people work', () => {
  it(`P1 B5 leaves all of a command or none of it, and never an arm without its entry, ${kills} times`, async () => {
    const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1_000_000))
    console.log(`kill test of commands: KILL_SEED=${seed}`)
    const random = numbersFrom(seed)
    const lives = Array.from({ length: kills }, () => ({
      replies: Math.floor(random() * mostReplies),
      wait: random() * longestWait,
      breaksFirst: random() < 0.7,
      enrols: random() < 0.1,
    }))
    const remains: Remains[] = []
    const series = async (first: number) => {
      let next = doom.start(program)
      for (let one = first; one < kills; one += atOnce) {
        const doomed = next
        await doomed.hasSaid(1)
        const path = join(folder, `${one}.counterseal`)
        copyFileSync(template, path)
        const { replies, wait, breaksFirst, enrols } = lives[one] as (typeof lives)[number]
        doomed.child.stdin.write(`${JSON.stringify({ ...practice, path, breaksFirst, enrols })}\n`)
        await doomed.hasSaid(1 + replies)
        await pause(wait)
        doomed.child.kill('SIGKILL')
        await doomed.over
        // The next one loads its program while the remains of this one are looked at.
        if (one + atOnce < kills) next = doom.start(program)
        remains.push(await lookAt(path, doomed.said.slice(1), one % (atOnce * everySignatureOf) < atOnce))
        for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`, { force: true })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, (_, index) => series(index)))
    const sum = (of: keyof Remains) => remains.reduce((all, one) => all + one[of], 0)
    console.log(`arms shown before death: ${sum('armsSaid')}; on the disk and not yet said: ${sum('unsaid')}`)
    // Otherwise nobody was at work when death came, and nothing was proven.
    expect(sum('armsSaid')).toBeGreaterThan(kills)
    expect(remains).toHaveLength(kills)
  }, 600_000)
})

async function lookAt(path: string, said: readonly string[], everySignature: boolean): Promise<Remains> {
  const study = accepted(await Study.open(path, tools))
  try {
    expect({ readOnly: study.readOnly, damage: study.damage }).toEqual({ readOnly: undefined, damage: undefined })
    const found = study.head().seq
    if (everySignature) expect(await verify(path, { threads: 1 })).toMatchObject({ ok: true, entries: found })
    accepted(await study.unlock(founder.login, passphraseOf(founder.login)))
    const { rows } = accepted(study.trail({ before: found + 1, limit: found }))
    for (const row of rows) expectWhole(row)
    const done = said.filter((line) => line.startsWith('did ')).map((line) => Number(line.split(' ')[1]))
    const lastSaid = Math.max(templateHead(rows), ...done)
    // What was answered is there, and what is there beyond it is one act at most, or a sign-out and the act after it.
    expect(found).toBeGreaterThanOrEqual(lastSaid)
    expect(found).toBeLessThanOrEqual(lastSaid + 2)
    const arms = said.filter((line) => line.startsWith('arm ')).map((line) => line.split(' ').slice(1))
    for (const [seq, number, arm] of arms) {
      // Whatever was shown, by a break, once more or to a clinician, its entry is there.
      const shown = study.session?.clinic?.shown.find((one) => one.seq === Number(seq))
      expect(shown).toMatchObject({ number: Number(number) })
      expect(rows.find((row) => row.seq === Number(seq))?.meaning).toBe(shown?.office === undefined ? 'break' : 'act')
      expect(study.session?.allocation?.arms[Number(number) - 1]).toBe(arm)
    }
    await expectKeysOfMembers(study)
    return { lastSaid, armsSaid: arms.length, unsaid: found - lastSaid }
  } finally {
    study.close()
  }
}

/** The entries that the file was copied with. */
function templateHead(rows: readonly TrailRow[]): number {
  return rows.filter((row) => row.at < new Date(startedAt).toISOString()).length
}

const startedAt = Date.now()

function expectWhole(row: TrailRow): void {
  const events = row.parts.flatMap((part) => part.events ?? [])
  // A break for a clinician shows nothing; their reading is an entry of its own.
  const types = events.map((event) => ('reader' in event ? 'BreakForReader' : event.type))
  expect(types.length).toBeGreaterThan(0)
  for (const type of types) expect(types).toEqual(expect.arrayContaining([...(inseparable[type] ?? [])]))
}

/** Whoever is enrolled has keys: the last one can sign in, and holds what their role holds. */
async function expectKeysOfMembers(study: Study): Promise<void> {
  const last = [...(study.session?.registry.members.values() ?? [])].at(-1)
  if (last === undefined || !last.login.startsWith('deputy.')) return
  accepted(await study.unlock(last.login, passphraseOf(founder.login)))
  expect(study.session?.clinic).toBeDefined()
  expect(study.session?.allocation).toBeUndefined()
}
