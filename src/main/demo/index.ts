// The demo from the command line: one line of JSON on standard output, everything else on standard error.

import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { held } from '../../core/session.ts'
import { shortHead } from '../ledger/head.ts'
import { verify } from '../ledger/verify.ts'
import { founder } from '../practice/practice-members.ts'
import { Study } from '../study.ts'
import { systemDice } from '../vault/dice.ts'
import { chooseKdfCost, feebleKdfCostForTests, kdfFloor, startKdf } from '../vault/kdf.ts'
import { HandedClock } from './handed-clock.ts'
import { accepted, Stage } from './stage.ts'
import {
  breakBlind,
  countLots,
  enrolMembers,
  giveDoses,
  outcomesIn,
  participantLimits,
  sealList,
  settingsFor,
  stockUp,
} from './trial.ts'

/** Up to so many participants keys are derived at the cost that the product takes for every practice study. */
const mostWithFullKeys = 100

const { fewest, most } = participantLimits
const usage = `Plays a whole invented trial against a real study file, through the same commands as the screens, and prints one line
of JSON: participants, outcomes, entries, bytes, head, verified, keyDerivation, milliseconds by phase.

npm run demo -- [--participants N] [--keep FILE] [--light-keys]

  --participants N   so many participants, ${fewest} to ${most}; 20 unless told otherwise
  --keep FILE        keeps the study file at this path, where nothing may lie yet; otherwise it is removed
  --light-keys       derives keys from passphrases at a cost far below what the product ever chooses, in place of the
                     practice study's cost. Every signature derives a key anew, so above ${mostWithFullKeys} participants this is
                     done in any case; "keyDerivation" says which ("practice" or "light")
  --help             says this
`

type Options = { readonly participants: number; readonly keep: string | undefined; readonly lightKeys: boolean }

const say = (line: string) => process.stderr.write(`demo: ${line}\n`)

process.exitCode = await main(process.argv.slice(2))

async function main(given: string[]): Promise<number> {
  const options = read(given)
  if (typeof options === 'number') return options
  const folder = mkdtempSync(join(tmpdir(), 'counterseal-demo-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
  try {
    const result = await play(options.keep ?? join(folder, 'demo.counterseal'), options)
    process.stdout.write(`${JSON.stringify(result)}\n`)
    return result.verified ? 0 : 1
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  }
}

/** The options, or the exit code where there is nothing to play. */
function read(given: string[]): Options | number {
  try {
    const { values } = parseArgs({
      args: given,
      options: {
        participants: { type: 'string', default: '20' },
        keep: { type: 'string' },
        'light-keys': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      process.stderr.write(usage)
      return 0
    }
    const participants = Number(values.participants)
    if (!Number.isInteger(participants) || participants < fewest || participants > most)
      throw new Error(`--participants is a whole number from ${fewest} to ${most}`)
    // A path is named from where npm was called, not from the project's folder.
    const keep = values.keep === undefined ? undefined : resolve(process.env['INIT_CWD'] ?? process.cwd(), values.keep)
    if (keep !== undefined && existsSync(keep))
      throw new Error('the file to keep exists already, and nothing is written over it; name another one')
    return { participants, keep, lightKeys: values['light-keys'] || participants > mostWithFullKeys }
  } catch (error) {
    say(`${(error as Error).message} (--help says more)`)
    return 2
  }
}

async function play(path: string, { participants, lightKeys }: Options) {
  const milliseconds: Record<string, number> = {}
  const phase = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const value = await work()
    milliseconds[name] = Math.round(performance.now() - start)
    say(`${name} (${milliseconds[name]} ms)`)
    return value
  }
  const clock = new HandedClock('2026-03-01T05:00:00.000Z')
  const kdf = startKdf()
  const tools = {
    kdf,
    dice: systemDice,
    cost: lightKeys ? feebleKdfCostForTests() : held(chooseKdfCost(kdfFloor) ?? undefined),
    clock,
  }
  const settings = settingsFor(participants)
  let study: Study | undefined
  try {
    const founded = await phase('found', () => Study.found(path, { settings, practice: true, founder }, tools))
    study = accepted(founded).study
    const stage = new Stage(study, clock)
    await phase('members', () => enrolMembers(stage))
    const cards = await phase('list', () => sealList(stage, participants))
    const shelf = await phase('lots', () => stockUp(stage, settings))
    const onProgress = (done: number) => say(`${done} of ${participants} doses`)
    await phase('doses', () => giveDoses(stage, settings, shelf, onProgress))
    await phase('break', () => breakBlind(stage, cards))
    await phase('counts', () => countLots(stage, shelf))
    study.close()
    const before = study.head()
    const found = await phase('reopen', async () => {
      study = accepted(await Study.open(path, tools))
      if (study.head().seq !== before.seq) throw new Error('the reopened file has another head')
      const again = new Stage(study, clock)
      await again.signIn(founder.login)
      const outcomes = outcomesIn(again)
      study.lock('asked')
      return outcomes
    })
    const verified = await phase('verify', () => verify(path))
    const head = study.head()
    study.close()
    return {
      ...found,
      entries: head.seq,
      bytes: statSync(path).size,
      head: shortHead(head.hash, head.seq),
      verified: verified.ok && verified.entries === head.seq,
      keyDerivation: lightKeys ? 'light' : 'practice',
      milliseconds,
    }
  } finally {
    study?.close()
    await kdf.stop()
  }
}
