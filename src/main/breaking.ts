/**
 * Breaking the blind: whatever opens an emergency envelope stands here once.
 *
 * The record first, durable; the envelope second (B5). A code that opens nothing is recorded as such. A clinician's turn
 * is kept in memory for a few minutes, as the card's code and never as an arm, and goes with the sign-in.
 */
import type { Submitted } from '../contract/replies.ts'
import type { Context } from '../core/context.ts'
import type { Command } from '../core/decide.ts'
import { known } from '../core/never.ts'
import type { Arm } from '../core/registry/settings.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import { held } from '../core/session.ts'
import { addMinutes } from '../core/time.ts'
import { openFor } from './acts.ts'
import type { SignIn } from './session.ts'
import type { Beside } from './study-tools.ts'
import type { Clock } from './vault/attempts.ts'

/** What the program itself found out just before, and nobody can say of their own accord. */
export type Found = Pick<Context, 'failedBreakId' | 'failedShowingOf' | 'turnOf'>

/** What an act hands back once: for the caller's eyes, kept nowhere. */
export type Acted = Omit<Submitted, 'onceDocument'> & {
  readonly cards?: readonly { readonly number: number; readonly code: string }[]
  /** The text of an emergency pack. */
  readonly packText?: string
}

/** What a break needs of the study: the door for acts, and whether the same person is still signed in. */
export type Door = {
  act(signIn: SignIn, command: Command, beside: Beside, found?: Found): Promise<Result<Acted>>
  holds(signIn: SignIn): boolean
  readonly clock: Clock
}

/** A clinician's turn: whose envelope, and the code that opens it. */
type Turn = {
  readonly signIn: SignIn
  readonly breakId: string
  readonly number: number
  readonly code: string
  readonly endsMilliseconds: number
  readonly timer: ReturnType<typeof setTimeout>
}

type Asked<T extends Command['type']> = Extract<Command, { type: T }>

/** How long a clinician's turn waits for them. */
const turnMinutes = 5

/** Breaks, drills and showings of one study file. */
export class Breaking {
  readonly #door: Door
  #turn: Turn | undefined

  constructor(door: Door) {
    this.#door = door
  }

  /** Does what opens an envelope; undefined for every other command. */
  submit(signIn: SignIn, command: Command, beside: Beside): Promise<Result<Acted>> | undefined {
    switch (command.type) {
      case 'BreakBlind':
        return this.#break(signIn, command, beside)
      case 'ShowArmAgain':
        return this.#showAgain(signIn, command, beside)
      case 'ReadArm':
        return this.#read(signIn, command)
      case 'EndHandOver':
        return this.#endHandOver(signIn, command)
      case 'PassDrill':
        return this.#drill(signIn, command, beside)
      default:
        return undefined
    }
  }

  /** Forgets the clinician's turn, and the code with it. */
  forget(): void {
    if (this.#turn !== undefined) clearTimeout(this.#turn.timer)
    this.#turn = undefined
  }

  async #break(signIn: SignIn, command: Asked<'BreakBlind'>, beside: Beside): Promise<Result<Acted>> {
    this.forget()
    const { number, code, reader } = command
    const recorded = await this.#door.act(signIn, command, beside)
    if (!recorded.ok) return recorded
    const breakId = String(recorded.value.made['breakId'])
    const failed = { command: { type: 'ReportFailedBreak', breakId }, found: { failedBreakId: breakId } } as const
    const opened = await this.#opened(signIn, number, code, failed)
    if (!opened.ok) return opened
    if (reader === undefined) return this.#revealed(signIn, recorded.value, number, opened.value)
    // The envelope was tried and is shut again: what waits for the clinician is the code and not the arm.
    const { clock } = this.#door
    const timer = setTimeout(() => this.forget(), turnMinutes * 60_000)
    timer.unref()
    const endsMilliseconds = clock.monotonicMilliseconds() + turnMinutes * 60_000
    this.#turn = { signIn, breakId, number, code, endsMilliseconds, timer }
    const endsAt = addMinutes(clock.now().toISOString(), turnMinutes)
    return accept({
      ...recorded.value,
      handOver: { breakId, number, reader: reader.name, office: reader.office, endsAt },
    })
  }

  async #showAgain(signIn: SignIn, command: Asked<'ShowArmAgain'>, beside: Beside): Promise<Result<Acted>> {
    const { breakId, code } = command
    const recorded = await this.#door.act(signIn, command, beside)
    if (!recorded.ok) return recorded
    const { number } = known(held(signIn.session.clinic).breaks, breakId)
    const opened = await this.#opened(signIn, number, code, failedShowing(breakId))
    return opened.ok ? reveal(signIn, recorded.value, number, opened.value) : opened
  }

  async #read(signIn: SignIn, command: Asked<'ReadArm'>): Promise<Result<Acted>> {
    const turn = this.#turnOf(signIn)
    const recorded = await this.#door.act(signIn, command, {}, turn === undefined ? {} : { turnOf: turn.breakId })
    if (!recorded.ok || turn === undefined) return recorded
    this.forget()
    const opened = await this.#opened(signIn, turn.number, turn.code, failedShowing(turn.breakId))
    return opened.ok ? this.#revealed(signIn, recorded.value, turn.number, opened.value) : opened
  }

  async #endHandOver(signIn: SignIn, command: Asked<'EndHandOver'>): Promise<Result<Acted>> {
    const turn = this.#turnOf(signIn)
    const ended = await this.#door.act(signIn, command, {}, turn === undefined ? {} : { turnOf: turn.breakId })
    if (ended.ok) this.forget()
    return ended
  }

  /** A drill that opened nothing is written as one, and then refused. */
  async #drill(signIn: SignIn, command: Asked<'PassDrill'>, beside: Beside): Promise<Result<Acted>> {
    const held = await this.#door.act(signIn, command, beside)
    if (!held.ok) return held
    const { registry, member } = signIn.session
    const failed = known(registry.members, member.memberId).failedDrill?.seq === held.value.seq
    return failed ? refuse('card_does_not_open', { field: 'code' }) : held
  }

  #turnOf(signIn: SignIn): Turn | undefined {
    const turn = this.#turn
    if (turn === undefined) return undefined
    if (turn.signIn === signIn && this.#door.clock.monotonicMilliseconds() < turn.endsMilliseconds) return turn
    this.forget()
    return undefined
  }

  /** Opens an envelope whose opening is on the disk already, and records where it stays shut. */
  async #opened(
    signIn: SignIn,
    number: number,
    code: string,
    failed: { readonly command: Command; readonly found: Found },
  ): Promise<Result<Arm>> {
    const arm = openFor(signIn, number, code)
    if (arm === undefined) {
      await this.#door.act(signIn, failed.command, {}, failed.found)
      return refuse('card_does_not_open', { field: 'code' })
    }
    // Somebody locked between the record and the opening: nothing is shown any more.
    return this.#door.holds(signIn) ? accept(arm) : refuse('signed_out')
  }

  /** Hands the arm out; the participant leaves where the protocol says so (B11), now that somebody reads it. */
  async #revealed(signIn: SignIn, acted: Acted, number: number, arm: Arm): Promise<Result<Acted>> {
    if (signIn.session.registry.settings.emergency.participantLeavesAfterBreak) {
      // Refused where the participant had left before; then there is nothing to do.
      await this.#door.act(signIn, { type: 'WithdrawParticipant', number, reason: 'emergency_break' }, {})
    }
    return reveal(signIn, acted, number, arm)
  }
}

function failedShowing(breakId: string): { readonly command: Command; readonly found: Found } {
  return { command: { type: 'ReportFailedShowing', breakId }, found: { failedShowingOf: breakId } }
}

function reveal(signIn: SignIn, acted: Acted, number: number, arm: Arm): Result<Acted> {
  const { name: armName } = signIn.session.registry.settings.arms[arm]
  return accept({ ...acted, revealed: { arm, armName, number } })
}
