/**
 * A process that breaks the blind of one participant, shows it again or lets a clinician read it, and is killed at a moment
 * that it is told: around the record, around the opening of the envelope, around the reply. Whatever comes out of it is said.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from '../../../src/core/decide.ts'
import { systemClock } from '../../../src/main/clock.ts'
import { Study } from '../../../src/main/study.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, type Kdf, startKdf } from '../../../src/main/vault/kdf.ts'
import { sodium } from '../../../src/main/vault/sodium.ts'
import { type BreakOrder, clinician } from './broken-off-order.ts'

const say = (line: string) => writeSync(1, `${line}\n`)
const die = () => process.kill(process.pid, 'SIGKILL')

const kdf = startKdf()
await kdf.derive(new Uint8Array(12), new Uint8Array(16), feebleKdfCostForTests())
const lines = createInterface(process.stdin)
say('ready')
for await (const line of lines) await work(JSON.parse(line) as BreakOrder)
await kdf.stop()

async function work({ what, path, login, passphrase, number, code, moment, turns }: BreakOrder): Promise<void> {
  let breaking = false
  const watched: Kdf = {
    ...kdf,
    async derive(...asked) {
      const key = await kdf.derive(...asked)
      if (breaking && moment === 'signed') die()
      if (breaking) lookAgain(10_000)
      return key
    },
  }
  const tools = { kdf: watched, dice: systemDice, cost: feebleKdfCostForTests(), clock: systemClock }
  const opened = await Study.open(path, tools)
  if (!opened.ok) throw new Error('not opened')
  const study = opened.value
  const signedIn = await study.unlock(login, passphrase)
  if (!signedIn.ok) throw new Error('not signed in')
  const told = 'Nobody'
  const narrative = 'Severe reaction, treatment depends on it.'
  const breakNow = { type: 'BreakBlind', number, reason: 'emergency_treatment', narrative, told, code } as const
  const command = await theAct()
  const { seq } = study.head()
  breaking = true

  /** Looks between any two turns of the program, once the signer's key is derived; the append is one of those turns. */
  let since = 0
  function lookAgain(left: number): void {
    const recorded = study.head().seq > seq
    if (recorded && (moment === 'recorded' || (moment === 'turns_later' && since++ >= turns))) die()
    if (left > 0) queueMicrotask(() => lookAgain(left - 1))
  }
  // The envelope's key is found in a sealed box; the commitment is reckoned once the arm lies open in memory.
  dieAfter('crypto_box_seal_open', moment === 'key_found')
  dieAfter('crypto_generichash_batch', moment === 'opened')

  // A reading asks for no passphrase, so there is no derivation to begin looking after.
  if (what === 'read') lookAgain(10_000)
  const broken = await study.submit(command, { passphrase })
  if (moment === 'answered') die()
  say(JSON.stringify(broken))
  die()

  /** The act in whose midst death comes; what it needs is done before. */
  async function theAct(): Promise<Command> {
    if (what === 'break') return breakNow
    if (what === 'again')
      return { type: 'ShowArmAgain', breakId: await brokenBefore(breakNow), code, reason: 'The team asks once more' }
    const breakId = await brokenBefore({ ...breakNow, reader: clinician })
    return { type: 'ReadArm', breakId, confirmation: clinician.name }
  }

  async function brokenBefore(before: Command): Promise<string> {
    const done = await study.submit(before, { passphrase })
    if (!done.ok) throw new Error('not broken')
    return String(done.value.made['breakId'])
  }

  function dieAfter(name: 'crypto_box_seal_open' | 'crypto_generichash_batch', here: boolean): void {
    const original = sodium[name] as (...given: never[]) => unknown
    const dying = (...given: never[]) => {
      const result = original(...given)
      // Signing opens boxes too; only what comes after the record is the envelope's.
      if (here && study.head().seq > seq) die()
      return result
    }
    Object.assign(sodium, { [name]: dying })
  }
}
