/**
 * One of the two worlds of a pair: a desk with a study file, the people at it, and everything that is seen there.
 *
 * Time, ids and randomness are handed in, and what is asked goes over the bridge's dispatcher. With the seal's stand-in
 * two worlds that differ only in who has which arm must agree in every byte, chain, signatures and file included.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { books as allBooks, type Book, isBlinded } from '../../src/core/books.ts'
import type { Command } from '../../src/core/decide.ts'
import type { Arm, StudySettings } from '../../src/core/registry/settings.ts'
import { type Books, emptyBooks, evolve, held } from '../../src/core/session.ts'
import { addMinutes, dayOf } from '../../src/core/time.ts'
import { openFonts, type PrintFonts } from '../../src/main/documents/fonts.ts'
import type { Ports } from '../../src/main/ports.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import type { StudyTools } from '../../src/main/study-tools.ts'
import { loadedDice } from '../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, type Kdf } from '../../src/main/vault/kdf.ts'
import { createSeal, type Seal } from '../../src/main/vault/seal.ts'
import { sodium } from '../../src/main/vault/sodium.ts'
import { type Beside, createStandInSeal } from '../../src/main/vault/stand-in-seal.ts'
import { Counter } from '../support/counter.ts'
import { newFolder } from '../support/folder.ts'
import { HandClock, listOf, passphraseOf } from '../support/site.ts'
import { morning, type Person, people } from '../support/trial.ts'
import { type LotPlan, other, plain, type Setting } from './story.ts'

/** Which seal a world is played with. */
export type Sealing = 'stand_in' | 'real'

/** What makes a world: who has which arm, whether the lots are swapped, and what both worlds of a pair share. */
export type Ground = {
  readonly setting: Setting
  readonly arms: readonly Arm[]
  readonly lotsAreSwapped: boolean
  readonly sealing: Sealing
}

/** A reply of the bridge as data. */
export type Reply = {
  readonly ok: boolean
  readonly value?: Readonly<Record<string, unknown>>
  readonly refusal?: { readonly rule: string }
}

/** What travels beside a command. */
export type Along = {
  readonly witness?: Person
  readonly chosen?: string
  readonly file?: string
  /** Instead of the signer's own. */
  readonly passphrase?: string
}

/** Who sees something: a person, everybody who has the file, the paper or the machine, or whoever holds a book's key. */
export type Onlooker = Person | Book | 'everybody'

/** Everybody whose role lacks the allocation book. */
export const blindedPeople = (Object.keys(people) as Person[]).filter((person) => isBlinded(people[person]))

type Recorded = { seq: number; book: Book; generation: number; text: string; at: string }
/** A study file to begin from, with what lies beside it. */
export type Beginning = {
  readonly file: Uint8Array
  readonly workstation: Uint8Array
  readonly records: readonly Recorded[]
  readonly cards: ReadonlyMap<number, string>
  readonly at: string
}

/** One place for every world of a process, one after the other, so that no path differs. */
const place = newFolder('memory')
const listPath = join(place, 'list.csv')
/** The document of every certificate; nothing about it tells a product. */
const documentPath = join(place, 'certificate.pdf')
writeFileSync(documentPath, `%PDF-1.7\n${'A page of a certificate. '.repeat(4_000)}`)

/** How a world is opened: where other than usual, so that two can be open at once; and with which ports of its own. */
export type Opening = { readonly home?: string; readonly ports?: Partial<Ports> }

let fonts: Promise<PrintFonts> | undefined
/** The measures of the real fonts. Their bytes are the same on every page and are left out. */
function measures(): Promise<PrintFonts> {
  const files = join(import.meta.dirname, '../../node_modules/@fontsource/vazirmatn/files')
  fonts ??= openFonts(files).then((opened) => ({ ...opened, css: '' }))
  return fonts
}

let blankPdf: Promise<Uint8Array> | undefined
function blank(): Promise<Uint8Array> {
  blankPdf ??= PDFDocument.create({ updateMetadata: false }).then((made) => {
    made.addPage([100, 100])
    return made.save()
  })
  return blankPdf
}

/** Derives on this thread: a second one would only make the order of things a matter of luck. */
const kdf: Kdf = {
  derive(passphrase, salt, { memoryBytes, passes }) {
    const key = Buffer.alloc(32)
    sodium.crypto_pwhash(key, passphrase, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13)
    return Promise.resolve(key)
  },
  stop: () => Promise.resolve(),
}

const membersBy = new Map<Sealing, Beginning>()
const beginnings = new Map<string, Beginning>()
/** Files to begin from that are kept; each takes some two hundred kilobytes. */
const mostBeginnings = 600

/** A world to play in. End it with `close`. */
export class World {
  readonly ground: Ground
  readonly counter: Counter
  readonly clock: HandClock
  /** The four books as they truly are, so that the story can be told. Nobody in the world holds these. */
  readonly books: Required<Books>
  readonly notes = new Map<Onlooker, string[]>([['everybody', []]])
  readonly cards: Map<number, string>
  /** Whom the program showed the arm of which numbers: a breaker who broke a blind. */
  readonly shown = new Map<Person, Set<number>>()
  /** For each number, from which lots its vials came or would have come, and in which statement of use they were stated. */
  readonly draws = new Map<number, string>()
  statementCount = 0
  readonly passphrases = new Map<string, string>()
  readonly tokens: string[] = []
  /** Where the program and its user keep everything; nothing else writes here. */
  readonly home: string
  readonly studyPath: string
  /** Where the logger that was read out last has left its file. */
  readonly loggerPath: string
  readonly #records: Recorded[] = []
  readonly #beside: Beside = new Map()
  #sealCount = 0
  #savedCount = 0

  private constructor(
    ground: Ground,
    seed: number,
    beginning?: Beginning,
    { home = 'home', ports = {} }: Opening = {},
  ) {
    this.ground = ground
    this.home = join(place, home)
    this.studyPath = join(this.home, 'study.counterseal')
    this.loggerPath = join(this.home, 'logger.csv')
    rmSync(this.home, { recursive: true, force: true })
    mkdirSync(this.home)
    writeFileSync(this.loggerPath, '')
    if (beginning !== undefined) {
      writeFileSync(this.studyPath, beginning.file)
      writeFileSync(join(this.home, 'workstation.json'), beginning.workstation)
    }
    this.clock = new HandClock(beginning?.at ?? morning)
    this.books = emptyBooks(allBooks) as Required<Books>
    this.cards = new Map(beginning?.cards ?? [])
    for (const record of beginning?.records ?? []) this.#take(record)
    const dice = loadedDice(seedBytes(seed))
    const tools: StudyTools = {
      kdf,
      dice,
      cost: feebleKdfCostForTests(),
      clock: this.clock,
      seal: (...parts) => this.#watched(parts),
      verify: async () => {
        const head = held(this.counter.desk.study).head()
        return { ok: true, entries: head.seq, head }
      },
    }
    this.counter = new Counter(this.home, this.clock, tools, {
      fonts: measures,
      choosePath: async (purpose, suggested) => {
        this.note('everybody', ['choose', purpose, suggested])
        return this.#pathFor(purpose, suggested)
      },
      toPdf: async ({ title, html }) => {
        this.note('everybody', ['page', title, this.#seenOf(title, html)])
        return blank()
      },
      print: async ({ title, html }, printer) => {
        this.note('everybody', ['print', title, this.#seenOf(title, html), printer])
        return true
      },
      picture: async ({ title, html }, dotsPerInch) => {
        this.note('everybody', ['picture', title, this.#seenOf(title, html), dotsPerInch])
        return { width: 1, height: 1, grey: Uint8Array.of(0) }
      },
      printers: async () => [],
      sendRaw: async (printer, job) => {
        this.note('everybody', ['raw', printer, job])
        return true
      },
      present: (unblinded) => this.note('everybody', ['present', unblinded]),
      push: (event, value) => this.note('everybody', ['push', event, value]),
      ...ports,
    })
  }

  /** A world with its list sealed, its lots released and its drills passed; the seed throws its dice from here on. */
  static async open(ground: Ground, seed: number, opening: Opening = {}): Promise<World> {
    return World.#from(await beginningOf(ground), ground, seed, opening)
  }

  static async #from(beginning: Beginning, ground: Ground, seed: number, opening: Opening = {}): Promise<World> {
    const world = new World(ground, seed, beginning, opening)
    await world.openStudy()
    return world
  }

  /** A study from its birth certificate on, with its members and nothing else: the same in every world. */
  static async withMembers(sealing: Sealing): Promise<Beginning> {
    const world = new World({ setting: plain, arms: [], lotsAreSwapped: false, sealing }, 0)
    await world.#found()
    return world.#ended()
  }

  /** Begins every world from members that were enrolled elsewhere; enrolling them takes longer than all that follows. */
  static beginWith(sealing: Sealing, members: Beginning): void {
    membersBy.set(sealing, members)
  }

  /** What follows up to where stories begin. */
  static async withStock(members: Beginning, ground: Ground): Promise<Beginning> {
    const world = await World.#from(members, ground, 1)
    await world.#setUp()
    return world.#ended()
  }

  async #ended(): Promise<Beginning> {
    await must(this.send('close'))
    return {
      file: readFileSync(this.studyPath),
      workstation: readFileSync(join(this.home, 'workstation.json')),
      records: this.#records,
      cards: this.cards,
      at: this.now(),
    }
  }

  get settings(): StudySettings {
    return this.books.registry.settings
  }

  now(): string {
    return this.clock.now().toISOString()
  }

  /** Which product a lot of a plan holds in this world. */
  productOf({ product }: Pick<LotPlan, 'product'>): Arm {
    return this.ground.lotsAreSwapped ? other(product) : product
  }

  /** Adds to what somebody has seen. */
  note(onlooker: Onlooker, what: unknown): void {
    const notes = this.notes.get(onlooker) ?? []
    this.notes.set(onlooker, notes)
    notes.push(JSON.stringify(what, (_, value: unknown) => (value instanceof Uint8Array ? bytesShort(value) : value)))
  }

  /** Over the bridge, noted by nobody. */
  async send(channel: string, request?: unknown): Promise<Reply> {
    return (await this.counter.send(channel, request)) as Reply
  }

  /** Over the bridge, as this person; they see the reply. */
  async tell(person: Person, channel: string, request?: unknown): Promise<Reply> {
    if (!(await this.signIn(person))) return { ok: false }
    const reply = await this.send(channel, request)
    this.note(person, [channel, request, reply])
    if (typeof reply.value?.['file'] === 'string') this.tokens.push(reply.value['file'])
    return reply
  }

  /**
   * What everybody may see of a page. One that says in its title that it is unblinded, handed to a holder of the allocation
   * book, tells the arm to whoever was shown it on record; that it was made, its title and its file are everybody's.
   */
  #seenOf(title: string, html: string): string {
    const holdsList = this.counter.desk.study?.session?.allocation !== undefined
    return holdsList && title.startsWith('UNBLINDED ') ? '' : html
  }

  /** Signs somebody in, unless they are already. False where they are kept waiting. */
  async signIn(person: Person): Promise<boolean> {
    if (this.counter.desk.study?.session?.member.login === person) return true
    const reply = await this.send('unlock', { login: person, passphrase: this.passphraseOf(person) })
    this.note(person, ['unlock', reply])
    return reply.ok
  }

  passphraseOf(login: string): string {
    return this.passphrases.get(login) ?? passphraseOf(login)
  }

  /** Submits as this person, with their own passphrase. */
  async act(person: Person, command: Command, along: Along = {}): Promise<Reply> {
    const { witness, chosen, file } = along
    const reply = await this.tell(person, 'submit', {
      command,
      passphrase: along.passphrase ?? this.passphraseOf(person),
      ...(witness === undefined ? {} : { witness: { login: witness, passphrase: this.passphraseOf(witness) } }),
      ...(chosen === undefined ? {} : { chosen }),
      ...(file === undefined ? {} : { file }),
    })
    const { revealed, onceDocument } = reply.value ?? {}
    if (revealed !== undefined) {
      const numbers = this.shown.get(person) ?? new Set()
      this.shown.set(person, numbers.add((revealed as { number: number }).number))
    }
    if (typeof onceDocument === 'string') this.#keep(onceDocument)
    return reply
  }

  #keep(token: string): void {
    this.tokens.push(token)
    const document = this.counter.desk.once(token)
    if (document?.kind !== 'code_cards') return
    for (const { number, code } of document.cards) this.cards.set(number, code)
  }

  /** Opens the study file by the user's choice, and waits until what goes on beside it is over. */
  async openStudy(): Promise<void> {
    const chosen = await must(this.send('choose', { purpose: 'open_study' }))
    const reply = await this.send('open', { file: chosen.value?.['file'] })
    await new Promise(setImmediate)
    this.note('everybody', ['open', reply])
  }

  /** Notes what is sealed in the file, for whoever holds the key of its book and reads more than the program shows. */
  noteContents(): void {
    for (const { seq, book, text } of this.#records) this.note(book, ['content', seq, hidingEnvelopes(text)])
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.send('close')
  }

  async #found(): Promise<void> {
    const founder = { name: 'Ana', login: 'ana', passphrase: passphraseOf('ana') }
    const { settings } = this.ground.setting
    await must(this.send('create', { file: await this.#choose('create_study'), settings, founder }))
    for (const [login, role] of Object.entries(people)) {
      if (login === founder.login) continue
      const enrol = { type: 'EnrolMember', login, name: login.toUpperCase(), role } as const
      await must(this.act('ana', enrol, { chosen: passphraseOf(login) }))
    }
  }

  async #setUp(): Promise<void> {
    const { settings, lots } = this.ground.setting
    writeFileSync(listPath, listOf(this.ground.arms, settings))
    await must(this.act('ana', { type: 'ChangeSettings', settings, reason: 'as agreed' }))
    const seal = {
      type: 'ImportAllocationList',
      madeBy: 'Statistician',
      method: 'Permuted',
      madeOn: '2026-02-01',
    } as const
    await must(this.act('ana', seal, { file: await this.#choose('allocation_list') }))
    for (const plan of lots) await must(this.receive(plan))
    for (const lot of this.books.stock.lots.values()) {
      await must(this.act('qamar', this.certificateFor(lot)))
      await must(this.act('qamar', { type: 'ReleaseLot', lotId: lot.lotId, certificate: 'CoA 1' }))
    }
    for (const breaker of ['iman', 'dana'] as const)
      await must(this.act(breaker, { type: 'PassDrill', seconds: 30, code: this.cards.get(0) ?? '' }))
  }

  async #choose(purpose: 'create_study' | 'allocation_list'): Promise<string> {
    return (await must(this.send('choose', { purpose }))).value?.['file'] as string
  }

  /** A certificate with everything that is asked of the lot's product. */
  certificateFor(lot: { readonly lotId: string; readonly product: Arm }, reference = 'CoA 1') {
    return inventedCertificate(this.settings, lot, this.now().slice(0, 10), reference)
  }

  /** The pharmacist receives a lot as planned. */
  receive(plan: LotPlan): Promise<Reply> {
    const { lotNumber, goodForDays } = plan
    return this.act('ana', {
      type: 'ReceiveLot',
      product: this.productOf(plan),
      lotNumber,
      manufacturer: 'Manufacturer',
      expiresOn: dayOf(addMinutes(this.now(), goodForDays * 24 * 60), this.settings.study.timeZone),
      vialCount: 16 * this.settings.dose.vialsPerDose,
      // Where something is kept tells what it is; equally long, for a place is no secret of a participant.
      storagePlace: { A: 'Freezer 1', B: 'Cabinet 2' }[this.productOf(plan)],
      sender: 'Depot',
      arrivalCelsius: '-78.5',
    })
  }

  #pathFor(purpose: Parameters<Ports['choosePath']>[0], suggested: string): string {
    if (purpose === 'open_study' || purpose === 'create_study') return this.studyPath
    if (purpose === 'allocation_list') return listPath
    if (purpose === 'certificate') return documentPath
    if (purpose === 'logger') return this.loggerPath
    this.#savedCount += 1
    return join(this.home, `${this.#savedCount} ${suggested}`)
  }

  #watched([fileId, keys, dice]: Parameters<typeof createSeal>): Seal {
    const seal =
      this.ground.sealing === 'real'
        ? createSeal(fileId, keys, dice)
        : createStandInSeal(seedBytes(++this.#sealCount), this.#beside, keys)
    return {
      ...seal,
      seal: (slot, content, block) => {
        const part = seal.seal(slot, content, block)
        this.#take({ ...slot, generation: part.generation, text: JSON.stringify(content), at: this.now() })
        return part
      },
    }
  }

  /** Keeps what was sealed, and applies it to the books as they truly are. */
  #take(record: Recorded): void {
    const { seq, book, generation, text, at } = record
    this.#records.push(record)
    this.#beside.set(`${seq} ${book} ${generation}`, text)
    evolve(this.books, book, JSON.parse(text) as unknown[], { seq, at, by: '' })
  }
}

async function beginningOf(ground: Ground): Promise<Beginning> {
  const { setting, arms, lotsAreSwapped, sealing } = ground
  const members = membersBy.get(sealing) ?? (await World.withMembers(sealing))
  membersBy.set(sealing, members)
  const name = [setting.name, arms.join(''), lotsAreSwapped, sealing].join(' ')
  const known = beginnings.get(name)
  if (known !== undefined) return known
  const made = await World.withStock(members, ground)
  if (beginnings.size >= mostBeginnings) beginnings.clear()
  beginnings.set(name, made)
  return made
}

/**
 * An envelope's arm and its commitment are bytes that no key of a book opens, and that depend on the arm by being made
 * from it. What there is to see of them without the card is their length.
 */
function hidingEnvelopes(text: string): unknown {
  return JSON.parse(text, function (this: object, name, value: unknown) {
    const isEnvelope = 'commitment' in this && 'ways' in this
    return isEnvelope && (name === 'arm' || name === 'commitment') ? String(value).length : value
  })
}

async function must(reply: Promise<Reply>): Promise<Reply> {
  const { ok, ...rest } = await reply
  if (!ok) throw new Error(`the world could not be set up: ${JSON.stringify(rest)}`)
  return { ok, ...rest }
}

function seedBytes(seed: number): Buffer {
  const bytes = Buffer.alloc(32)
  bytes.writeUInt32BE(seed >>> 0)
  return bytes
}

/** Bytes are compared by their length and their digest. */
export function bytesShort(bytes: Uint8Array): string {
  return `${bytes.length} bytes ${createHash('sha256').update(bytes).digest('hex')}`
}
