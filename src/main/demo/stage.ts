/**
 * The stage of the demo: one study file, a clock that is handed on, and people who sign in, act and ask.
 *
 * Every act goes through `Study.submit`, every question through `Study.ask`: the door that the screens use.
 */
import type { Command } from '../../core/decide.ts'
import type { AnswerTo, Question } from '../../core/questions.ts'
import type { RefusalName } from '../../core/refusals.ts'
import type { Result } from '../../core/result.ts'
import { held } from '../../core/session.ts'
import type { Acted } from '../breaking.ts'
import { colleagues, founder } from '../practice/practice-members.ts'
import type { Study } from '../study.ts'
import type { Beside } from '../study-tools.ts'
import type { HandedClock } from './handed-clock.ts'

/** What an act takes of the simulated time. */
const secondsPerAct = 5

/** A study file with people before it. */
export class Stage {
  readonly study: Study
  readonly clock: HandedClock
  /** The passphrase of whoever is signed in; signatures ask for it again. */
  #secret: Beside = {}

  constructor(study: Study, clock: HandedClock) {
    this.study = study
    this.clock = clock
  }

  /** Signs the last person out and another one in. */
  async signIn(login: string): Promise<void> {
    this.clock.pass({ seconds: secondsPerAct })
    this.study.lock('asked')
    const passphrase = passphraseOf(login)
    accepted(await this.study.unlock(login, passphrase))
    this.#secret = { passphrase }
  }

  /** Acts, with the passphrase where the act is a signature. */
  async act(command: Command, beside: Beside = {}): Promise<Acted> {
    return accepted(await this.#submit(command, beside))
  }

  /** Tries what a rule must refuse. */
  async refused(command: Command, rule: RefusalName): Promise<void> {
    const result = await this.#submit(command, {})
    const said = result.ok ? 'accepted' : result.refusal.rule
    if (said !== rule) throw new Error(`${command.type} was to be refused as ${rule}, and was: ${said}`)
  }

  #submit(command: Command, beside: Beside): Promise<Result<Acted>> {
    this.clock.pass({ seconds: secondsPerAct })
    return this.study.submit(command, { ...this.#secret, ...beside })
  }

  /** Asks the books of whoever is signed in. */
  ask<Q extends Question>(question: Q): AnswerTo<Q['type']> {
    return accepted(this.study.ask(question)) as AnswerTo<Q['type']>
  }
}

/** The passphrase of one of the invented members. */
export function passphraseOf(login: string): string {
  return held([founder, ...colleagues].find((one) => one.login === login)).passphrase
}

/** The value of what must not be refused. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
