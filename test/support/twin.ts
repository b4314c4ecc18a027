/**
 * One story, played in a world: the same acts at the same times by the same people, whoever has which arm.
 *
 * What is done next hangs on chance and on what blinded people may know, so two worlds that differ only in the arms play
 * the same story. Everything that blinded people are told on the way, and everything they can ask for, is noted.
 */
import type { Command } from '../../src/core/decide.ts'
import type { Question } from '../../src/core/questions.ts'
import type { Arm } from '../../src/core/registry/settings.ts'
import { held } from '../../src/core/session.ts'
import { addMinutes } from '../../src/core/time.ts'
import { openLedger } from '../../src/main/ledger/ledger.ts'
import { loadedDice } from '../../src/main/vault/dice.ts'
import { breaking } from './facts.ts'
import { chanceFrom, oneOf } from './seed.ts'
import { eligible, settingsWith } from './settings.ts'
import { HandClock, Site } from './site.ts'
import type { Person } from './trial.ts'

/** How a world is set up: who has which arm, and which product came in which lot. */
export type World = {
  readonly seed: number
  readonly arms: readonly Arm[]
  readonly lots: readonly (readonly [Arm, string])[]
  readonly stepCount: number
  /** Whether preparations may be abandoned after vials were taken. */
  readonly abandons: boolean
}

/** What was seen in a world, by person. Equal worlds give equal notes. */
export type Seen = {
  readonly notes: Map<Person, string[]>
  /** Entries and keyring rows as anybody with the file sees them, without what only randomness decides. */
  readonly outside: string[]
  /** For each number, in which statements its vials were stated. */
  readonly draws: Map<number, string>
}

/** Those who must learn no arm. */
export const blinded: readonly Person[] = ['iman', 'dana', 'taha', 'bita', 'adel', 'qamar']

const everyQuestion = ['Today', 'Settings', 'Readiness', 'AllocationList'] as const
const everyList = ['Participants', 'Syringes', 'Lots', 'Members', 'Knowledge', 'Breaks'] as const

/** Plays the story and gives what was seen. */
export async function play(world: World): Promise<Seen> {
  const settings = settingsWith({ plannedPerArm: world.arms.length / 2, dose: { inUseMinutes: 120 } })
  const dice = loadedDice(Buffer.alloc(32, world.seed & 0xff))
  const site = await Site.found({ settings, dice, clock: new HandClock() })
  const story = new Story(site, world)
  try {
    await site.seal(world.arms)
    await site.stock(world.arms.length, world.lots)
    await site.drill()
    for (let step = 0; step < world.stepCount; step++) await story.step()
    for (const person of blinded) await story.look(person)
    story.outside()
    return story.seen
  } finally {
    site.study.close()
  }
}

class Story {
  readonly seen: Seen = { notes: new Map(blinded.map((person) => [person, []])), outside: [], draws: new Map() }
  readonly #site: Site
  readonly #world: World
  readonly #chance: () => number
  #statement = 0

  constructor(site: Site, world: World) {
    this.#site = site
    this.#world = world
    this.#chance = chanceFrom(world.seed)
  }

  /** What somebody does, with what they are told. Nobody else hears of it. */
  async #act(person: Person, command: Command, witness?: Person): Promise<boolean> {
    const beside =
      witness === undefined
        ? {}
        : { witness: { login: witness, passphrase: held(this.#site.passphrases.get(witness)) } }
    const result = await this.#site.try(person, command, beside)
    if (result.ok) {
      // What a breaker is shown of the one participant is theirs to know.
      const { revealed: _, cards: __, ...told } = result.value
      this.seen.notes.get(person)?.push(JSON.stringify([command.type, told]))
    } else this.seen.notes.get(person)?.push(JSON.stringify([command.type, result.refusal]))
    return result.ok
  }

  async #clinic() {
    const session = await this.#site.signIn('ana')
    return {
      clinic: held(session.clinic),
      stock: held(session.stock),
      allocation: held(session.allocation),
      registry: session.registry,
    }
  }

  async step(): Promise<void> {
    const now = () => this.#site.clock.now().toISOString()
    this.#site.clock.wait(1 + Math.floor(this.#chance() * 9))
    const dice = this.#chance()
    const { clinic, stock, registry } = await this.#clinic()
    const number = 1 + Math.floor(this.#chance() * (clinic.participants.size + 1))
    const doses = [...clinic.doses.values()]
    const breaker = oneOf(['iman', 'dana'] as const, this.#chance)
    if (dice < 0.2) {
      await this.#act(breaker, { type: 'EnrolParticipant', initials: '', answers: eligible(this.#site.settings) })
      await this.#act(breaker, {
        type: 'OrderDose',
        number: clinic.participants.size + 1,
        surgeryAt: now(),
        theatre: 'Theatre 1',
      })
      const newest = (await this.#clinic()).clinic.participants.size
      await this.#act(breaker, {
        type: 'OrderDose',
        number: newest || 1,
        surgeryAt: addMinutes(now(), 200),
        theatre: 'Theatre 2',
      })
    } else if (dice < 0.45) {
      const waiting = [...clinic.waitingDoses]
      if (waiting.length > 0) await this.#prepare(oneOf(waiting, this.#chance))
    } else if (dice < 0.6) {
      const made = doses.filter((dose) => dose.state === 'prepared' || dose.state === 'verified')
      if (made.length > 0) await this.#handOver(oneOf(made, this.#chance).doseId)
    } else if (dice < 0.75) {
      const syringes = [...clinic.syringes.values()]
      if (syringes.length === 0) return
      const { syringeId, volumeMicrolitres } = oneOf(syringes, this.#chance)
      const kind = oneOf(
        ['administered', 'administered', 'withheld', 'returned', 'broken', 'expired'] as const,
        this.#chance,
      )
      const more = kind === 'administered' ? { volumeMicrolitres } : { reason: 'transfusion' as const }
      await this.#act('taha', { type: 'RecordOutcome', syringeId, kind, at: now(), note: 'seen', ...more })
    } else if (dice < 0.8) {
      const { lotId } = oneOf([...stock.lots.values()], this.#chance)
      await this.#hold(lotId)
    } else if (dice < 0.84) {
      const last = [...stock.vials.values()].filter((vial) => vial.state === 'on_shelf').at(-1)
      if (last !== undefined) await this.#act('ana', { type: 'WasteVial', vialCode: last.vialCode, reason: 'cracked' })
    } else if (dice < 0.89) {
      if (await this.#act('ana', { type: 'StateUse' })) this.#statement += 1
      const { lotId, onShelf } = oneOf([...(await this.#clinic()).stock.lots.values()], this.#chance)
      // Whoever counts finds what the book says, once the use is stated; before, the count is refused.
      await this.#act('qamar', { type: 'CountLot', lotId, countedVials: onShelf, explanation: '' })
    } else if (dice < 0.92) {
      const code = this.#site.cards.get(this.#chance() < 0.7 ? number : 0) ?? ''
      await this.#act(breaker, { ...breaking, number, code })
    } else if (dice < 0.95) {
      const dose = doses.find((one) => one.number === number)
      await this.#act(breaker, { type: 'CancelDose', doseId: dose?.doseId ?? 'nothing', reason: 'postponed' })
      await this.#act(breaker, { type: 'OrderDose', number, surgeryAt: addMinutes(now(), 100), theatre: 'Theatre 3' })
    } else if (dice < 0.97) {
      await this.#act(breaker, { type: 'WithdrawParticipant', number, reason: 'asked to leave' })
    } else {
      await this.#act('qamar', { type: 'RestateSupply' })
      await this.#act('taha', { type: 'EnquireArm', number, reason: 'curious' })
    }
    if (registry.openNoticeCount > 0 && this.#chance() < 0.3) await this.#answer('prepare_again')
    if (this.#chance() < 0.1) await this.look(oneOf(blinded, this.#chance))
  }

  async #prepare(doseId: string): Promise<void> {
    const { thawMinutes, drawMicrolitres, finalMicrolitres } = this.#site.settings.dose
    if (!(await this.#act('ana', { type: 'StartPreparation', doseId }))) return
    const { allocation } = await this.#clinic()
    const { preparationId, number } = held(allocation.preparations.get(held(allocation.preparationsByDose.get(doseId))))
    const shelf = this.#site.ask({ type: 'Preparation', doseId }).unblinded?.shelf ?? []
    const abandons = this.#chance() < 0.15
    const entered = 'scanned' as const
    if (abandons && !this.#world.abandons) {
      await this.#act('ana', { type: 'AbandonPreparation', preparationId, reason: 'called away' })
      return
    }
    await this.#act('ana', { type: 'RecordStep', preparationId, step: 'take', vialCodes: [...shelf], entered })
    this.seen.draws.set(number, `${this.seen.draws.get(number) ?? ''} ${this.#statement}`)
    if (abandons) {
      await this.#act('ana', { type: 'AbandonPreparation', preparationId, reason: 'dropped' })
      return
    }
    this.#site.clock.wait(thawMinutes)
    await this.#act('ana', { type: 'RecordStep', preparationId, step: 'thaw', entered })
    await this.#act('ana', { type: 'RecordStep', preparationId, step: 'draw', microlitres: drawMicrolitres, entered })
    await this.#act('ana', { type: 'RecordStep', preparationId, step: 'fill', microlitres: finalMicrolitres, entered })
    await this.#act('ana', { type: 'RecordStep', preparationId, step: 'inspect', appearanceFits: true, entered })
    await this.#act('ana', { type: 'RecordStep', preparationId, step: 'sleeve', entered })
    await this.#act('ana', { type: 'FinishPreparation', preparationId })
  }

  async #handOver(doseId: string): Promise<void> {
    await this.#act('ana', { type: 'PrintLabels', doseId, reason: '' })
    await this.#site.signIn('ana')
    await this.#act('ana', this.#site.check(doseId), 'cyrus')
    await this.#act('ana', { type: 'ReleaseDose', doseId, receivedBy: 'Nurse' })
  }

  async #hold(lotId: string): Promise<void> {
    await this.#act('qamar', { type: 'HoldLot', lotId, reason: 'temperature' })
    await this.look('taha')
    await this.#answer('may_be_given')
    const isRejected = this.#chance() < 0.1
    await this.#act('qamar', { type: isRejected ? 'RejectLot' : 'LiftHold', lotId, reason: 'as found' })
    await this.#answer(this.#chance() < 0.6 ? 'may_be_given' : 'prepare_again')
  }

  async #answer(answer: 'may_be_given' | 'prepare_again'): Promise<void> {
    const { registry } = await this.#clinic()
    const open = [...registry.notices.values()].find((notice) => notice.answeredAt === undefined)
    if (open !== undefined) await this.#act('ana', { type: 'AnswerNotice', noticeId: open.noticeId, answer })
  }

  /** Asks everything that can be asked, as this person, and reads the whole trail. */
  async look(person: Person): Promise<void> {
    const { clinic, stock } = await this.#clinic()
    const ids = {
      doses: [...clinic.doses.keys()],
      syringes: [...clinic.syringes.values()],
      lots: [...stock.lots.keys()],
      vials: [...stock.vials.keys()].slice(0, 3),
      serials: [...clinic.serials.keys()],
      numbers: [...clinic.participants.keys(), clinic.participants.size + 1],
    }
    await this.#site.signIn(person)
    const questions: Question[] = [
      ...everyQuestion.map((type) => ({ type })),
      ...everyList.map((type) => ({ type, offset: 0, limit: 200 })),
      ...ids.numbers.flatMap((number): Question[] => [
        { type: 'Participant', number },
        { type: 'ArmOf', number },
      ]),
      ...ids.doses.map((doseId): Question => ({ type: 'Preparation', doseId })),
      ...ids.syringes.map(({ syringeId }): Question => ({ type: 'Syringe', syringeId })),
      ...ids.lots.map((lotId): Question => ({ type: 'Lot', lotId })),
      ...[...ids.syringes.map(({ code }) => code), ...ids.vials, ...ids.serials, '1', 'nothing'].map(
        (text): Question => ({ type: 'Find', text }),
      ),
    ]
    const notes = held(this.seen.notes.get(person))
    for (const question of questions) notes.push(JSON.stringify([question, this.#site.study.ask(question)]))
    for (let before: number | undefined; before !== 1; ) {
      const read = this.#site.study.trail({ before, limit: 200 })
      if (!read.ok || read.value.rows.length === 0) break
      // The hash is of sealed bytes under random keys; its length is all there is to compare.
      for (const { hash, ...row } of read.value.rows) notes.push(JSON.stringify({ ...row, hash: hash.length }))
      before = read.value.rows.at(-1)?.seq
    }
  }

  /** What anybody sees who has the file and no key. */
  outside(): void {
    const opening = openLedger(this.#site.path, { at: '', access: 'read' })
    if (!opening.ok) throw new Error('not opened')
    const { ledger } = opening
    for (const entry of ledger.entries({ from: 1, limit: 100_000 })) {
      const { seq, at, member, meaning, session, witness } = entry
      const parts = entry.parts.map(({ book, generation, box }) => [book, generation, box.length])
      this.seen.outside.push(JSON.stringify({ seq, at, member, meaning, session, witness, parts }))
    }
    for (const { entry, position, member, kind, content } of ledger.keyringRows())
      this.seen.outside.push(JSON.stringify([entry, position, member, kind, content.length]))
    ledger.close()
  }
}
