/**
 * Breaks the blind of participant 2 in a process that is killed as soon as the record of it is on the disk: before the
 * envelope is opened, and before anything could be shown.
 */
import { systemClock } from '../../../src/main/clock.ts'
import { Study } from '../../../src/main/study.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, type Kdf, startKdf } from '../../../src/main/vault/kdf.ts'

const [path, passphrase, code] = process.argv.slice(2) as [string, string, string]
const kdf = startKdf()
let seq = Number.POSITIVE_INFINITY

/** Looks between any two turns of the program, once the signer's key is derived; the append is one of those turns. */
function lookAgain(turns: number): void {
  if (study.head().seq > seq) process.kill(process.pid, 'SIGKILL')
  if (turns > 0) queueMicrotask(() => lookAgain(turns - 1))
}
const watched: Kdf = {
  ...kdf,
  async derive(...asked) {
    const key = await kdf.derive(...asked)
    lookAgain(10_000)
    return key
  },
}
const tools = { kdf: watched, dice: systemDice, cost: feebleKdfCostForTests(), clock: systemClock }
const opened = await Study.open(path, tools)
if (!opened.ok) throw new Error('not opened')
const study = opened.value
const signedIn = await study.unlock('iman', passphrase)
if (!signedIn.ok) throw new Error('not signed in')
seq = study.head().seq
const command = {
  type: 'BreakBlind',
  number: 2,
  reason: 'emergency_treatment',
  narrative: 'Severe reaction, treatment depends on it.',
  told: 'The intensive care physician',
  code,
} as const
process.stdout.write(JSON.stringify(await study.submit(command, { passphrase })))
