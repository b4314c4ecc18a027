/**
 * How strong a chosen passphrase is. Judged by a strength library (zxcvbn), never by rules of composition: what counts
 * is how many guesses it withstands (NIST SP 800-63B). At least twelve characters in any case.
 */
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

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
