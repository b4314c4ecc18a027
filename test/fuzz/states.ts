/** The states in which the bridge is tried: a desk without a file, a locked file, and a sign-in of every role. */
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { held } from '../../src/core/session.ts'
import { makePracticeStudy } from '../../src/main/practice/practice-study.ts'
import { hex } from '../../src/main/workstation.ts'
import { Counter } from '../support/counter.ts'
import { newFolder } from '../support/folder.ts'
import { HandClock, passphraseOf, Site, toolsWith } from '../support/site.ts'
import { type Person, people } from '../support/trial.ts'
import type { Words } from './messages.ts'

/** No file, a file that nobody is signed in to, or somebody's login. */
export type State = 'no file' | 'locked' | Person
/** Every state, in the order in which they are tried. */
export const states: readonly State[] = ['no file', 'locked', ...(Object.keys(people) as Person[])]

/** A study that has been worked with, and what its people, doses and codes are called. */
export type Material = {
  readonly path: string
  readonly practice: string
  readonly words: Words
  readonly now: string
}

/** Makes the study once: a dose given, a dose prepared, a dose ordered, a participant whose blind was broken. */
export async function makeMaterial(): Promise<Material> {
  const site = await Site.ready()
  const doses: string[] = []
  for (const number of [1, 2, 3]) doses.push(await site.order(number))
  const [given = '', prepared = ''] = doses
  await site.prepare(given)
  await site.handOver(given)
  const preparations = [await site.prepare(prepared)]
  const { made } = await site.act('iman', {
    type: 'BreakBlind',
    number: 1,
    reason: 'emergency_treatment',
    narrative: 'A break for the test of the bridge.',
    told: 'Nobody',
    code: site.cards.get(1) ?? '',
  })
  await site.signIn('ana')
  const session = held(site.study.session)
  const { clinic, stock, registry } = session
  const lots = [...(stock?.lots.keys() ?? [])]
  const words: Words = {
    login: Object.keys(people),
    passphrase: Object.keys(people).map(passphraseOf),
    chosen: [passphraseOf('somebody new')],
    memberId: [...registry.members.keys()],
    number: [0, 1, 2, 3, 4],
    doseId: doses,
    lotId: lots,
    lotIds: lots,
    preparationId: preparations,
    breakId: Object.values(made),
    syringeId: [...(clinic?.syringes.keys() ?? [])],
    syringeCodes: [...(clinic?.syringes.values() ?? [])].map(({ code }) => code),
    vialCode: [...(stock?.vials.keys() ?? [])],
    vialCodes: [...(stock?.vials.keys() ?? [])],
    code: [...site.cards.values(), ...(stock?.vials.keys() ?? [])],
    settings: [registry.settings],
    criteria: registry.settings.criteria.map(({ id }) => id),
    timeZone: ['Asia/Tehran', 'Mars/Olympus'],
    expiresOn: ['2026-12-31', '2020-01-01', '2026-02-30'],
    madeOn: ['2026-02-01'],
    surgeryAt: ['2026-03-01T12:00:00.000Z', '2026-03-01T07:00:00.000Z'],
    arrivalCelsius: ['-78.5'],
    limit: [1, 10, 200],
    offset: [0, 5],
    width: [2, 2, 3],
    height: [2],
    grey: [new Uint8Array(4), new Uint8Array(4), new Uint8Array(1)],
  }
  site.study.close()
  const place = newFolder('memory')
  const practice = join(place, 'practice.counterseal')
  const { study, cards } = await makePracticeStudy(practice, toolsWith(site.clock))
  study.close()
  writeFileSync(join(place, 'practice-cards.json'), JSON.stringify(cards))
  return { path: site.path, practice: place, words, now: site.clock.now().toISOString() }
}

/** How things stand: the head of the open file's record, and everything else that a message could change. */
export type Picture = { readonly head: string | undefined; readonly rest: string }

/** A desk over a copy of the study, brought back into one state whenever a message has led out of it. */
export class Desk {
  readonly state: State
  readonly #material: Material
  counter: Counter
  words: Words

  private constructor(material: Material, state: State) {
    this.state = state
    this.#material = material
    this.counter = new Counter(newFolder('memory'), new HandClock(material.now))
    this.words = this.#lay()
  }

  /** A desk in this state. */
  static async in(state: State, material: Material): Promise<Desk> {
    const desk = new Desk(material, state)
    if (!(await desk.#enter())) throw new Error(`this state cannot be entered: ${state}`)
    return desk
  }

  get #path(): string {
    return join(this.counter.folder, 'study.counterseal')
  }

  /** Where a new study or a copy goes. */
  get #free(): string {
    return join(this.counter.folder, 'new.counterseal')
  }

  /** Lays the files, and hands out tokens for them. */
  #lay(): Words {
    const { folder: place, desk } = this.counter
    copyFileSync(this.#material.path, this.#path)
    for (const name of ['practice.counterseal', 'practice-cards.json'])
      copyFileSync(join(this.#material.practice, name), join(place, name))
    const list = join(place, 'list.csv')
    writeFileSync(list, 'number,arm\n1,exosome\n2,placebo\n')
    const files = [this.#path, this.#free, list, join(place, 'nothing.counterseal')]
    const once = desk.keepOnce({ kind: 'code_cards', cards: [] })
    return { ...this.#material.words, file: files.map((file) => desk.token(file)), token: [once] }
  }

  /** Goes back into the state. Whoever can no longer sign in has been removed, and the study begins anew. */
  async comeHome(): Promise<void> {
    // The waits after failed tries are over.
    this.counter.clock.wait(120)
    if (!this.#isAtHome() && !(await this.#enter())) {
      this.end()
      this.counter = new Counter(newFolder('memory'), new HandClock(this.#material.now))
      this.words = this.#lay()
      if (!(await this.#enter())) throw new Error(`this state cannot be entered again: ${this.state}`)
    }
    // Nothing lies where the next copy goes.
    rmSync(this.#free, { force: true })
    // Whoever may have the camera has it, so that pictures are looked at.
    await this.counter.send('camera', { open: true })
  }

  #isAtHome(): boolean {
    const { study } = this.counter.desk
    if (this.state === 'no file') return study === undefined
    const login = study?.session?.member.login
    return study?.path === this.#path && login === (this.state === 'locked' ? undefined : this.state)
  }

  async #enter(): Promise<boolean> {
    const { desk } = this.counter
    if (this.state === 'no file') {
      desk.close()
      return true
    }
    if (desk.study?.path !== this.#path && !(await desk.open(this.#path)).ok) return false
    desk.lock('asked')
    return this.state === 'locked' || (await held(desk.study).unlock(this.state, passphraseOf(this.state))).ok
  }

  /** Everything that a message must not change unless its answer is a value. */
  picture(): Picture {
    const { desk, isUnblinded, opened, printed } = this.counter
    const head = desk.study?.head()
    const session = desk.study?.session
    return {
      head: head === undefined ? undefined : `${head.seq} ${hex(head.hash)}`,
      rest: JSON.stringify({
        path: desk.study?.path,
        member: session?.member.memberId,
        settings: session?.registry.settings,
        recent: desk.recent().map(({ name }) => name),
        isUnblinded,
        camera: desk.camera.isOpenFor(desk.study?.session),
        opened: opened.length,
        printed: printed.length,
      }),
    }
  }

  end(): void {
    this.counter.desk.close()
    rmSync(this.counter.folder, { recursive: true, force: true })
  }
}
