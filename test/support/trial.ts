/**
 * A trial in memory, for tests of `decide` and `evolve`: four books, one view of them for each person, time that stands
 * still, ids and codes that are counted and carry a right check character.
 *
 * Everything passes the gate: a fact is given by asking for it, so that no history is told that could not have been.
 */
import { expect } from 'vitest'
import { type Book, books, booksOf, type Role } from '../../src/core/books.ts'
import { checkCharacter } from '../../src/core/codes.ts'
import type { Context } from '../../src/core/context.ts'
import { type Command, decide } from '../../src/core/decide.ts'
import { type Answers, answer, type Question, type QuestionType } from '../../src/core/questions.ts'
import { evolveRegistry, type Member } from '../../src/core/registry/book.ts'
import type { Arm, StudySettings } from '../../src/core/registry/settings.ts'
import type { Result } from '../../src/core/result.ts'
import { type Books, type Events, emptyBooks, evolve, held, type Session } from '../../src/core/session.ts'
import { addMinutes, type Instant } from '../../src/core/time.ts'
import { settingsWith } from './settings.ts'

/** The people of the trial in memory, by login. Two pharmacists, so that one can take over from the other. */
export const people = {
  ana: 'pharmacist',
  ida: 'pharmacist',
  cyrus: 'checker',
  qamar: 'qa',
  iman: 'pi',
  dana: 'deputy_pi',
  taha: 'theatre',
  bita: 'blinded_inspector',
  ursa: 'unblinded_inspector',
  adel: 'administrator',
} as const satisfies Record<string, Role>
export type Person = keyof typeof people

/** Half past eleven in the morning at the site. */
export const morning: Instant = '2026-03-01T08:00:00.000Z'

/** What a command is handed besides the time, ids and codes. */
export type Handed = Partial<
  Pick<
    Context,
    | 'list'
    | 'log'
    | 'envelopes'
    | 'memberId'
    | 'drillOpened'
    | 'failedBreakId'
    | 'failedShowingOf'
    | 'turnOf'
    | 'pack'
    | 'packRecord'
    | 'document'
  >
> & {
  readonly witness?: Person
  /** Everybody else who opens the whole list together. */
  readonly together?: readonly Person[]
}

/** An id or code of the trial in memory: a counted body and its check character. */
export function counted(kind: string, count: number): string {
  const body = `${kind}${String(count).padStart(6, '0')}`
  return body + checkCharacter(body)
}

const envelopes = (count: number) => ({
  filed: Array.from({ length: count + 1 }, (_, number) => ({ number, envelope: { sealed: 'equally long' } })),
  kept: { opaque: true },
})

/** A trial in memory, from its birth certificate on. */
export class Trial {
  readonly books: Required<Books>
  now: Instant
  seq = 1
  #ids = 0
  #codes = 0

  constructor(settings: StudySettings = settingsWith(), now: Instant = morning) {
    this.books = emptyBooks(books) as Required<Books>
    this.now = now
    const stamp = { seq: 1, at: now, by: this.id('ana') }
    evolveRegistry(this.books.registry, { type: 'StudyFounded', practice: false, settings }, stamp)
    for (const [login, role] of Object.entries(people)) {
      const person = {
        memberId: this.id(login as Person),
        login,
        name: login.toUpperCase(),
        role,
        books: booksOf(role),
      }
      evolveRegistry(this.books.registry, { type: 'MemberEnrolled', ...person }, stamp)
    }
  }

  get settings(): StudySettings {
    return this.books.registry.settings
  }

  /** The id of a person, as long as any other id. */
  id(person: Person): string {
    const body = person.toUpperCase().replaceAll('U', 'V').replaceAll(/[IL]/g, '1').padEnd(7, '0')
    return body + checkCharacter(body)
  }

  member(person: Person): Member {
    return held(this.books.registry.members.get(this.id(person)))
  }

  /** What this person holds: the books of their role and nothing else. */
  session(person: Person): Session {
    const own = booksOf(people[person])
    const view = Object.fromEntries(own.map((book) => [book, this.books[book]])) as unknown as Books
    return { ...view, member: this.member(person), signedInSeq: 1 }
  }

  context({ witness, together, ...handed }: Handed = {}): Context {
    return {
      now: this.now,
      id: () => counted('N', ++this.#ids),
      code: () => counted('C', ++this.#codes),
      memberId: counted('M', this.seq),
      envelopes: envelopes(this.settings.arms.A.plannedCount + this.settings.arms.B.plannedCount),
      drillOpened: true,
      pack: {
        packId: counted('P', this.seq),
        breakers: ['iman', 'dana'].map((one) => this.id(one as Person)),
        pageFingerprint: 'f'.repeat(64),
      },
      ...handed,
      ...(witness === undefined ? {} : { witness: this.member(witness) }),
      ...(together === undefined
        ? {}
        : {
            together: together.map((person) => ({
              member: this.member(person),
              sign: (statement: string) => `${person} signs ${statement}`,
            })),
          }),
    }
  }

  /** What the gate answers; nothing is written. */
  decide(person: Person, command: Command, handed: Handed = {}): Result<Events> {
    return decide(this.session(person), command, this.context(handed))
  }

  /** Asks, and writes what was accepted. A refusal must leave every book as it was. */
  try(person: Person, command: Command, handed: Handed = {}): Result<Events> {
    const decided = this.decide(person, command, handed)
    if (decided.ok) this.write(person, decided.value, handed.witness)
    return decided
  }

  /** Does what the gate must accept, and gives the events. */
  act(person: Person, command: Command, handed: Handed = {}): Events {
    const decided = this.try(person, command, handed)
    expect(decided, `${person} ${command.type}`).toMatchObject({ ok: true })
    return decided.ok ? decided.value : {}
  }

  write(person: Person, events: Events, witness?: Person): void {
    const stamp = { seq: ++this.seq, at: this.now, by: this.id(person) }
    const said = witness === undefined ? stamp : { ...stamp, witness: this.id(witness) }
    for (const [book, its] of Object.entries(events) as [Book, readonly unknown[]][])
      evolve(this.books, book, its, said)
  }

  ask<Q extends QuestionType>(person: Person, question: Extract<Question, { type: Q }>): Result<Answers[Q]> {
    return answer(this.session(person), question as Question, this.now) as Result<Answers[Q]>
  }

  /** The answer to what this person may ask. */
  value<Q extends QuestionType>(person: Person, question: Extract<Question, { type: Q }>): Answers[Q] {
    const answered = this.ask<Q>(person, question)
    if (!answered.ok) throw new Error(`refused: ${answered.refusal.rule}`)
    return answered.value
  }

  /** A number of minutes goes by. */
  wait(minutes: number): this {
    this.now = addMinutes(this.now, minutes)
    return this
  }

  /** The books as they stand, to be compared with later. */
  picture(): Books {
    return structuredClone(this.books)
  }

  /** The latest dose of a participant. */
  dose(number = 1) {
    const { doseId } = held(this.books.clinic.participants.get(number))
    return held(this.books.clinic.doses.get(held(doseId)))
  }

  syringe(number = 1, index = 0) {
    return held(this.books.clinic.syringes.get(held(this.dose(number).syringeIds[index])))
  }

  preparation(number = 1) {
    const { allocation } = this.books
    return held(allocation.preparations.get(held(allocation.preparationsByDose.get(this.dose(number).doseId))))
  }

  lot(lotNumber: string) {
    return held([...this.books.stock.lots.values()].find((lot) => lot.lotNumber === lotNumber))
  }

  /** Vials of a lot that nobody has drawn. */
  shelf(lotId: string): string[] {
    const { stock, allocation } = this.books
    return [...stock.vials.values()]
      .filter((vial) => vial.lotId === lotId && vial.state === 'on_shelf' && !allocation.unstated.has(vial.vialCode))
      .map((vial) => vial.vialCode)
  }

  arm(number: number): Arm {
    return held(this.books.allocation.arms[number - 1])
  }
}
