/**
 * How strong a chosen passphrase is. Judged by a strength library (zxcvbn), never by rules of composition: what counts
 * is how many guesses it withstands (NIST SP 800-63B). At least twelve characters in any case.
 */
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import type { Command } from '../core/decide.ts'
import { type Refused, refuse } from '../core/result.ts'
import type { Session } from '../core/session.ts'
import type { Beside } from './study-tools.ts'

export const shortestPassphrase = 12
/** Score from 0 to 4; 3 means more than 10^8 guesses, which Argon2id makes costly. */
const enoughScore = 3

export type Strength = { readonly score: 0 | 1 | 2 | 3 | 4; readonly enough: boolean; readonly warning?: string }

let judge: Promise<ZxcvbnFactory> | undefined

/** Judges a passphrase; `words` are the person's own name and login, which an attacker tries first. */
export async function strengthOf(passphrase: string, words: readonly string[]): Promise<Strength> {
  judge ??= loadJudge()
  const known = words.flatMap((word) => [word, ...word.split(/[\s._-]+/)]).filter((word) => word.length > 1)
  const { score, feedback } = (await judge).check(passphrase.slice(0, 100), [...known, 'counterseal'])
  const long = [...passphrase].length >= shortestPassphrase
  const enough = long && score >= enoughScore
  if (enough) return { score, enough }
  return { score, enough, warning: long ? (feedback.warning ?? 'too_easy') : 'too_short' }
}

/** Why a passphrase that somebody chooses with this act will not do; nothing where it does, or none is chosen. */
export async function chosenRefused(
  session: Session,
  command: Command,
  { chosen }: Beside,
): Promise<Refused | undefined> {
  if (command.type !== 'EnrolMember' && command.type !== 'ResetMember' && command.type !== 'ChangePassphrase')
    return undefined
  const person =
    command.type === 'EnrolMember'
      ? command
      : command.type === 'ResetMember'
        ? session.registry.members.get(command.memberId)
        : session.member
  if (chosen === undefined) return refuse('passphrase_needed', { field: 'chosen' })
  const words = person === undefined ? [] : [person.login, person.name]
  return (await strengthOf(chosen, words)).enough ? undefined : refuse('passphrase_weak', { field: 'chosen' })
}

/** The dictionaries are large; they are read when somebody first chooses a passphrase, and no start waits for them. */
async function loadJudge(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Judge }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  return new Judge({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  })
}
