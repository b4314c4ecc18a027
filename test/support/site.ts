/**
 * A site with a real study file: members, list and lots, made through the same door as everything else. The key
 * derivation is feeble, so that signing in takes no time; the clock is moved by hand.
 */
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Command } from '../../src/core/decide.ts'
import type { Answers, Question, QuestionType } from '../../src/core/questions.ts'
import type { StudySettings } from '../../src/core/registry/settings.ts'
import type { Result } from '../../src/core/result.ts'
import { held, type Session } from '../../src/core/session.ts'
import { addMinutes } from '../../src/core/time.ts'
import type { Acted } from '../../src/main/breaking.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import { Study } from '../../src/main/study.ts'
import type { Beside, StudyTools } from '../../src/main/study-tools.ts'
import type { Clock } from '../../src/main/vault/attempts.ts'
import { type Dice, systemDice } from '../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, type Kdf, startKdf } from '../../src/main/vault/kdf.ts'
import { newFolder } from './folder.ts'
import { eligible, settingsWith } from './settings.ts'
import { morning, type Person, people } from './trial.ts'

/** A clock that is moved by hand; both of its faces move together unless only the calendar is set. */
export class HandClock implements Clock {
  #now: number
  #monotonic = 0

  constructor(at = morning) {
    this.#now = Date.parse(at)
  }

  now(): Date {
    return new Date(this.#now)
  }

  monotonicMilliseconds(): number {
    return this.#monotonic
  }

  /** Time goes by. */
  wait(minutes: number): void {
    this.#now += minutes * 60_000
    this.#monotonic += minutes * 60_000
  }

  /** Somebody sets the calendar; no time goes by. */
  set(at: string): void {
    this.#now = Date.parse(at)
  }
}

let kdf: Kdf | undefined

/** Tools for a study in tests. The thread that derives keys is one for all tests of a file. */
export function toolsWith(clock: Clock = new HandClock(), dice: Dice = systemDice): StudyTools {
  kdf ??= startKdf()
  return { kdf, dice, cost: feebleKdfCostForTests(), clock }
}

/** A passphrase that withstands guessing, and that nobody else has. */
export function passphraseOf(login: string): string {
  return `${login} keeps nineteen copper lanterns by the well`
}

/** An allocation list as somebody would hand it in. */
export function listOf(arms: readonly ('A' | 'B')[], settings: StudySettings): Uint8Array {
  const rows = arms.map((arm, index) => `${index + 1},${settings.arms[arm].name}`)
  return new TextEncoder().encode(`number,arm\n${rows.join('\n')}\n`)
}

/** How a site is set up. */
export type Setup = {
  readonly settings?: StudySettings
  readonly clock?: HandClock
  readonly dice?: Dice
  readonly path?: string
  readonly members?: readonly Person[]
}

/** The value of what must have been accepted. */
export function accepted<T>(result: Result<T>): T {
  expect(result).toMatchObject({ ok: true })
  if (!result.ok) throw new Error(`refused: ${result.refusal.rule}`)
  return result.value
}

const founder: Person = 'ana'

/** A study file, its people and their passphrases. */
export class Site {
  study: Study
  readonly clock: HandClock
  readonly tools: StudyTools
  readonly path: string
  readonly settings: StudySettings
  /** Code cards by number, as they came out last. */
  cards = new Map<number, string>()
  readonly passphrases = new Map<string, string>()

  private constructor(study: Study, clock: HandClock, tools: StudyTools, settings: StudySettings) {
    this.study = study
    this.clock = clock
    this.tools = tools
    this.path = study.path
    this.settings = settings
  }

  /** Founds a study and enrols its members; nobody is signed in afterwards. */
  static async found(setup: Setup = {}): Promise<Site> {
    const clock = setup.clock ?? new HandClock()
    const tools = toolsWith(clock, setup.dice)
    const settings = setup.settings ?? settingsWith()
    const path = setup.path ?? join(newFolder('memory'), 'study.counterseal')
    const passphrase = passphraseOf(founder)
    const founding = { settings, practice: false, founder: { name: 'Ana', login: founder, passphrase } }
    const { study } = accepted(await Study.found(path, founding, tools))
    const site = new Site(study, clock, tools, settings)
    site.passphrases.set(founder, passphrase)
    for (const login of setup.members ?? (Object.keys(people) as Person[]))
      if (login !== founder) await site.enrol(login)
    study.lock('asked')
    return site
  }

  /** A founded study with its list sealed, two lots released and the drills passed. */
  static async ready(setup: Setup & { arms?: readonly ('A' | 'B')[]; vials?: number } = {}): Promise<Site> {
    const site = await Site.found(setup)
    await site.seal(setup.arms)
    await site.stock(setup.vials)
    await site.drill()
    return site
  }

  async enrol(login: Person): Promise<void> {
    const passphrase = passphraseOf(login)
    this.passphrases.set(login, passphrase)
    const command = { type: 'EnrolMember', login, name: login.toUpperCase(), role: people[login] } as const
    await this.act(founder, command, { chosen: passphrase })
  }

  async seal(arms: readonly ('A' | 'B')[] = ['A', 'B', 'B', 'A', 'A', 'B']): Promise<Acted> {
    const command = {
      type: 'ImportAllocationList',
      madeBy: 'Statistician',
      method: 'Permuted',
      madeOn: '2026-02-01',
    } as const
    const acted = await this.act(founder, command, { file: listOf(arms, this.settings) })
    this.cards = new Map(acted.cards?.map(({ number, code }) => [number, code]))
    return acted
  }

  async stock(
    vialCount = 6,
    lots: readonly (readonly ['A' | 'B', string])[] = [
      ['A', 'EX-1'],
      ['B', 'PL-1'],
    ],
  ): Promise<void> {
    const made: string[] = []
    for (const [product, lotNumber] of lots) {
      const { made: ids } = await this.act(founder, {
        type: 'ReceiveLot',
        product,
        lotNumber,
        manufacturer: 'Manufacturer',
        expiresOn: '2026-12-31',
        vialCount,
        storagePlace: 'Freezer 1',
        sender: 'Depot',
        arrivalCelsius: '-78.5',
      })
      made.push(String(ids['lotId']))
    }
    for (const [index, lotId] of made.entries()) {
      const product = lots[index]?.[0] ?? 'A'
      const issuedOn = this.clock.now().toISOString().slice(0, 10)
      await this.act('qamar', inventedCertificate(this.settings, { lotId, product }, issuedOn, 'CoA 1'))
      await this.act('qamar', { type: 'ReleaseLot', lotId, certificate: 'CoA 1' })
    }
  }

  async drill(): Promise<void> {
    for (const login of ['iman', 'dana'] as const)
      await this.act(login, { type: 'PassDrill', seconds: 30, code: this.cards.get(0) ?? '' })
  }

  /** Signs somebody in, unless they are already. */
  async signIn(login: string): Promise<Session> {
    if (this.study.session?.member.login !== login)
      accepted(await this.study.unlock(login, this.passphrases.get(login) ?? passphraseOf(login)))
    return held(this.study.session)
  }

  /** Submits as this person, with their own passphrase, and says what came of it. */
  async try(login: string, command: Command, beside: Beside = {}): Promise<Result<Acted>> {
    await this.signIn(login)
    return this.study.submit(command, { passphrase: this.passphrases.get(login) ?? passphraseOf(login), ...beside })
  }

  /** Does what must be accepted. */
  async act(login: string, command: Command, beside: Beside = {}): Promise<Acted> {
    return accepted(await this.try(login, command, beside))
  }

  ask<Q extends QuestionType>(question: Extract<Question, { type: Q }>): Answers[Q] {
    return accepted(this.study.ask(question as Question)) as Answers[Q]
  }

  /** A participant comes, and a dose is ordered. Gives the dose's id. */
  async order(number: number): Promise<string> {
    await this.act('iman', { type: 'EnrolParticipant', initials: '', answers: eligible(this.settings) })
    const surgeryAt = addMinutes(this.clock.now().toISOString(), 120)
    return String(
      (await this.act('iman', { type: 'OrderDose', number, surgeryAt, theatre: 'Theatre 2' })).made['doseId'],
    )
  }

  /** The pharmacist makes a dose, to the last step. */
  async prepare(doseId: string): Promise<string> {
    const { made } = await this.act(founder, { type: 'StartPreparation', doseId })
    const preparationId = String(made['preparationId'])
    const { dose } = this.settings
    const shelf = this.ask({ type: 'Preparation', doseId }).unblinded?.shelf ?? []
    const record = (step: 'take' | 'thaw' | 'draw' | 'fill' | 'inspect' | 'sleeve', more: object = {}) =>
      this.act(founder, { type: 'RecordStep', preparationId, step, entered: 'scanned', ...more })
    await record('take', { vialCodes: shelf.slice(0, dose.vialsPerDose) })
    this.clock.wait(dose.thawMinutes)
    await record('thaw')
    await record('draw', { microlitres: dose.drawMicrolitres })
    await record('fill', { microlitres: dose.finalMicrolitres })
    await record('inspect', { appearanceFits: true })
    await record('sleeve')
    await this.act(founder, { type: 'FinishPreparation', preparationId })
    return preparationId
  }

  /** What the second person must scan; the pharmacist is signed in. */
  check(doseId: string) {
    const { clinic, allocation } = held(this.study.session)
    const dose = held(clinic?.doses.get(doseId))
    const preparation = held(allocation?.preparations.get(held(allocation.preparationsByDose.get(doseId))))
    const syringes = dose.syringeIds.map((syringeId) => held(clinic?.syringes.get(syringeId)))
    return {
      type: 'VerifyDose' as const,
      doseId,
      vialCodes: [...preparation.vialCodes],
      syringeCodes: syringes.map(({ code }) => code),
      finalMicrolitres: syringes.reduce((sum, { volumeMicrolitres }) => sum + volumeMicrolitres, 0),
      entered: 'scanned' as const,
    }
  }

  /** Labels, the second person's verification at the same machine, and the hand-over. */
  async handOver(doseId: string): Promise<void> {
    await this.act(founder, { type: 'PrintLabels', doseId, reason: '' })
    const witness = { login: 'cyrus', passphrase: passphraseOf('cyrus') }
    await this.act(founder, this.check(doseId), { witness })
    const { syringeCodes } = this.check(doseId)
    await this.act(founder, { type: 'ReleaseDose', doseId, syringeCodes, entered: 'scanned', receivedBy: 'Nurse' })
  }

  /** Closes the file and opens it again, as after a restart of the program. */
  async reopen(): Promise<Study> {
    this.study.close()
    this.study = accepted(await Study.open(this.path, this.tools))
    return this.study
  }

  /** The newest entry as the person signed in reads it in the trail. */
  last() {
    return held(accepted(this.study.trail({ limit: 1 })).rows[0])
  }
}
