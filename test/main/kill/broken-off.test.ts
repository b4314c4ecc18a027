import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { Study } from '../../../src/main/study.ts'
import { times } from '../../support/extent.ts'
import { newFolder } from '../../support/folder.ts'
import { settingsWith } from '../../support/settings.ts'
import { accepted, passphraseOf, Site } from '../../support/site.ts'
import { type BreakOrder, clinician, type Moment, type Showing } from './broken-off-order.ts'
import { Doom, type Doomed } from './doomed-process.ts'

/** Deaths between the record and the reply; beside them some come before the record, and some once the arm is out. */
const kills = times(100, 20)
const atOnce = 2
const arms = ['A', 'B', 'B', 'A', 'A', 'B'] as const
const modes = ['card', 'secret'] as const
/** Ten deaths between record and reply, one before, one after. */
const schedule: readonly Moment[] = [
  'signed',
  ...(['recorded', 'key_found', 'opened', 'answered', 'turns_later'] as const),
  ...(['recorded', 'key_found', 'opened', 'answered', 'recorded'] as const),
  'said',
]
/** What shows an arm after its break dies at the same moments; none of these is before the record. */
const laterMoments: readonly Moment[] = ['recorded', 'key_found', 'opened', 'answered', 'said']
const laterLives = times(4, 2) * laterMoments.length
const lives = (kills / 10) * schedule.length
/** Fewer turns than there are between the record and the reply. */
const mostTurns = 4

const folder = newFolder()
const doom = new Doom(join(folder, 'compiled'))
const program = new URL('./broken-off.ts', import.meta.url)

/** One file for each way of opening, with three participants. */
const sites = new Map<(typeof modes)[number], Site>()

beforeAll(async () => {
  const make = async (openWith: (typeof modes)[number]) => {
    const settings = settingsWith({ emergency: { openWith } })
    const path = join(folder, `${openWith}.counterseal`)
    const site = await Site.ready({ settings, arms, path, members: ['qamar', 'iman', 'dana'] })
    for (const number of [1, 2, 3]) await site.order(number)
    site.study.close()
    sites.set(openWith, site)
  }
  await Promise.all([...modes.map(make), process.features.typescript ? doom.warm(program) : undefined])
}, 300_000)

afterAll(() => {
  doom.end()
})

type Life = Omit<BreakOrder, 'path' | 'passphrase' | 'code'> & { readonly openWith: (typeof modes)[number] }

/** Every moment meets showing again and reading, with cards and without. */
function laterLifeOf(index: number): Life {
  const moment = held(laterMoments[index % laterMoments.length])
  const round = Math.floor(index / laterMoments.length)
  const what = held((['again', 'read'] as const)[round % 2])
  return { what, moment, openWith: held(modes[(round >> 1) % 2]), login: 'iman', number: 1 + (index % 3), turns: 0 }
}

/** How the record of each is found again. */
const recordOf: Record<Showing, { meaning: string; row: (member: string) => object }> = {
  break: { meaning: 'break', row: (to) => ({ to, occasion: 'emergency_break' }) },
  again: { meaning: 'break', row: (to) => ({ to, occasion: 'shown_again' }) },
  read: { meaning: 'act', row: (by) => ({ to: clinician.name, office: clinician.office, by }) },
}

/** Every moment meets both ways of opening, both arms, PI and deputy. */
function lifeOf(index: number): Life {
  const moment = held(schedule[index % schedule.length])
  const round = Math.floor(index / schedule.length)
  const openWith = held(modes[round % 2])
  const login = held((['iman', 'dana'] as const)[(round >> 1) % 2])
  const number = held([1, 2, 3][(index + round) % 3])
  return { what: 'break', moment, openWith, login, number, turns: round % mostTurns }
}

async function die(name: string, life: Life, doomed: Doomed) {
  const { openWith, ...told } = life
  const { what, moment, login, number } = told
  const site = held(sites.get(openWith))
  const path = join(folder, `${name}.counterseal`)
  copyFileSync(site.path, path)
  const code = site.cards.get(number) ?? ''
  const order: BreakOrder = { ...told, path, passphrase: passphraseOf(login), code }
  await doomed.hasSaid(1)
  doomed.child.stdin.write(`${JSON.stringify(order)}\n`)
  expect(await doomed.over, `${moment} of ${name}`).toEqual([null, 'SIGKILL'])
  const answer = doomed.said[1]
  if (answer !== undefined)
    expect(JSON.parse(answer)).toMatchObject({ ok: true, value: { revealed: { number, arm: arms[number - 1] } } })

  const reopened = accepted(await Study.open(path, site.tools))
  try {
    expect({ readOnly: reopened.readOnly, damage: reopened.damage }).toEqual({ readOnly: undefined, damage: undefined })
    accepted(await reopened.unlock(login, passphraseOf(login)))
    const breaks = [...(reopened.session?.clinic?.breaks.values() ?? [])]
    const member = held(reopened.session).member.memberId
    const { meaning } = held(accepted(reopened.trail({ before: reopened.head().seq, limit: 1 })).rows[0])
    const recorded = breaks.length > 0
    if (recorded) {
      expect(breaks).toMatchObject([{ number, by: member, failed: false }])
      expect(meaning).toBe(recordOf[what].meaning)
      expect(accepted(reopened.ask({ type: 'Knowledge', offset: 0, limit: 1 }))).toMatchObject({
        rows: [{ number, ...recordOf[what].row(member) }],
      })
    } else expect(meaning).toBe('sign_in')
    return { moment, said: answer !== undefined, recorded }
  } finally {
    reopened.close()
    for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${end}`, { force: true })
  }
}

// The doomed process is the source itself, which only a Node that reads TypeScript can run.
describe.runIf(process.features.typescript)('killing the program in the midst of a break', () => {
  it(`B5 leaves no arm without its entry, ${kills} times, wherever between record and reply death comes`, async () => {
    const ends: Awaited<ReturnType<typeof die>>[] = []
    const series = async (first: number) => {
      let next = doom.start(program)
      for (let one = first; one < lives; one += atOnce) {
        const doomed = next
        // The next one loads its program while this one dies and is looked at.
        if (one + atOnce < lives) next = doom.start(program)
        ends.push(await die(`break-${one}`, lifeOf(one), doomed))
      }
    }
    await Promise.all(Array.from({ length: atOnce }, (_, index) => series(index)))
    expect(ends).toHaveLength(lives)
    // Never an arm without its entry; and before the record is durable there is neither.
    expect(ends.filter(({ said, recorded }) => said && !recorded)).toEqual([])
    for (const { moment, said, recorded } of ends) {
      expect({ moment, recorded }).toEqual({ moment, recorded: moment !== 'signed' })
      expect({ moment, said }).toEqual({ moment, said: moment === 'said' })
    }
    const between = ends.filter(({ said, recorded }) => recorded && !said).length
    const after = ends.filter(({ said }) => said).length
    console.log(`killed between record and reply: ${between}; once the arm was out, and on record: ${after}`)
    expect(between).toBe(kills)
  }, 600_000)

  it(`B2 B5 nor do showing an arm again and a clinician’s reading, ${laterLives} times`, async () => {
    const ends: Awaited<ReturnType<typeof die>>[] = []
    for (let one = 0; one < laterLives; one++)
      ends.push(await die(`later-${one}`, laterLifeOf(one), doom.start(program)))
    for (const { moment, said, recorded } of ends)
      expect({ moment, said, recorded }).toEqual({ moment, said: moment === 'said', recorded: true })
  }, 600_000)
})
