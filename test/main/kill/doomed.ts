/**
 * A process that opens a study file and works on it as five people until it is killed.
 *
 * Told: one line of JSON on standard input, the path and what the practice file is made of. Says "ready" once its program
 * is loaded, and a line after every reply: `did SEQ TYPE`, and for a break `arm SEQ NUMBER ARM` once the arm is shown.
 * Lines are written at once, so that a death leaves none of them unsaid.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from '../../../src/core/decide.ts'
import type { AnswerTo } from '../../../src/core/questions.ts'
import { held } from '../../../src/core/session.ts'
import { accepted, passphraseOf } from '../../../src/main/demo/stage.ts'
import { founder } from '../../../src/main/practice/practice-members.ts'
import { Study } from '../../../src/main/study.ts'
import type { Beside } from '../../../src/main/study-tools.ts'
import { brokenNumbers, killTools, type PracticeFile } from './practice-file.ts'

type Orders = PracticeFile & { readonly path: string; readonly breaksFirst: boolean; readonly enrols: boolean }

const say = (line: string) => writeSync(1, `${line}\n`)

const tools = killTools()
const lines = createInterface(process.stdin)
// The key derivation's thread is warm before the work begins.
await tools.kdf.derive(new Uint8Array(12), new Uint8Array(16), tools.cost)
say('ready')
for await (const line of lines) await work(JSON.parse(line) as Orders)

async function work({ path, breaksFirst, enrols, codes, doseId }: Orders): Promise<void> {
  const study = accepted(await Study.open(path, tools))
  let secret: Beside = {}
  const signIn = async (login: string) => {
    study.lock('asked')
    secret = { passphrase: passphraseOf(login) }
    accepted(await study.unlock(login, passphraseOf(login)))
    say(`did ${study.head().seq} SignIn`)
  }
  const act = async (command: Command, beside: Beside = {}) => {
    const acted = accepted(await study.submit(command, { ...secret, ...beside }))
    if (acted.revealed) say(`arm ${acted.seq} ${acted.revealed.number} ${acted.revealed.arm}`)
    say(`did ${acted.seq} ${command.type}`)
    return acted.made
  }
  const breaks = async () => {
    await signIn('iman')
    for (const [index, number] of brokenNumbers.entries()) {
      const narrative = 'Invented emergency, while the process waits for its end.'
      const code = held(codes[index])
      const breaking = { type: 'BreakBlind', number, reason: 'other', narrative, told: 'Nobody', code } as const
      const made = await act(breaking)
      const breakId = String(made['breakId'])
      await act({ type: 'ShowArmAgain', breakId, code, reason: 'Invented doubt' })
      const name = 'Invented Clinician'
      const handed = await act({ ...breaking, reader: { name, office: 'Invented office' } })
      await act({ type: 'ReadArm', breakId: String(handed['breakId']), confirmation: name })
      const assessment = 'Invented assessment of an invented break.'
      await act({ type: 'AssessImpact', breakId, assessment })
    }
  }
  const pharmacy = async (round: number) => {
    await signIn(founder.login)
    const { passphrase } = secret
    const login = `deputy.${round}`
    const chosen = passphrase
    // Judging a passphrase takes longer than a whole life otherwise does; both acts bring rows of the keyring along.
    if (enrols) await act({ type: 'EnrolMember', login, name: 'Invented deputy', role: 'deputy_pi' }, { chosen })
    else if (round === 1) await act({ type: 'RemoveMember', memberId: nobodyNeeded(study), reason: 'Left the trial' })
    const { preparationId } = await act({ type: 'StartPreparation', doseId })
    const { unblinded } = accepted(study.ask({ type: 'Preparation', doseId })) as AnswerTo<'Preparation'>
    const vialCodes = [...held(unblinded).shelf]
    const at = { preparationId: String(preparationId) }
    await act({ type: 'RecordStep', ...at, step: 'take', vialCodes, entered: 'scanned' })
    await act({ type: 'AbandonPreparation', ...at, reason: 'Dropped' })
  }
  const hold = async () => {
    await signIn('qamar')
    const { rows } = accepted(study.ask({ type: 'Lots', offset: 0, limit: 1 })) as AnswerTo<'Lots'>
    const lotId = held(rows[0]).lotId
    const { noticeId } = await act({ type: 'HoldLot', lotId, reason: 'Invented alarm' })
    await act({ type: 'LiftHold', lotId, reason: 'Explained' })
    await signIn(founder.login)
    await act({ type: 'AnswerNotice', noticeId: String(noticeId), answer: 'may_be_given' })
  }
  for (let round = 1; ; round++) {
    if (breaksFirst || round > 1) await breaks()
    await pharmacy(round)
    await hold()
  }
}

/** A member whom nothing here waits for; with them go the keys of everything written from then on. */
function nobodyNeeded(study: Study): string {
  return held([...held(study.session).registry.members.values()].find(({ role }) => role === 'theatre')).memberId
}
