/**
 * An open study file: who is signed in, and the one way from a command to the disk and back.
 *
 * submit → `decide` against the session's books → events sealed per book → one synchronous transaction → `evolve`.
 * Knows no window and no dialog, so the screens, the demo and the tests go through the same door.
 */
import type { TrailRow } from '../contract/replies.ts'
import type { Context, Meaning } from '../core/context.ts'
import { type Command, decide, isSignature, mayDo, terms } from '../core/decide.ts'
import { type Answers, answer, type Question, type QuestionType } from '../core/questions.ts'
import type { Member } from '../core/registry/book.ts'
import type { LockReason } from '../core/registry/events.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import { type Events, held, type Session } from '../core/session.ts'
import { readingAhead } from '../core/stock/temperature-answers.ts'
import { type Act, madeBy, prepareAct } from './acts.ts'
import { type Acted, Breaking, type Found } from './breaking.ts'
import { type Founding, foundFile } from './founding.ts'
import { inSlices } from './in-slices.ts'
import { type OpenedDocument, openKept } from './kept-documents.ts'
import type { EntryDraft, KeyringRow, Sign } from './ledger/entry.ts'
import { faultOf, LedgerFault } from './ledger/fault.ts'
import { shortHead } from './ledger/head.ts'
import { openLedger, type ReadableLedger, type WritableLedger } from './ledger/ledger.ts'
import { chosenRefused } from './passphrases.ts'
import { notUnlocked, othersPresent } from './present.ts'
import { openRefused } from './refused.ts'
import { applyEvents, endSignIn, replayBooks, type SignIn, sealEvents } from './session.ts'
import { type Beside, freshCode, freshId, type StudyTools } from './study-tools.ts'
import { type TrailPage, trail } from './trail.ts'
import { flawedOpening, unblinds } from './unblinding.ts'
import { passphraseBytes } from './vault/kdf.ts'
import { Keyring, KeyringFault } from './vault/keyring.ts'
import type { Sheet } from './vault/recovery.ts'
import { createSeal } from './vault/seal.ts'
import { wipe } from './vault/secret.ts'
import { newSessionKey, sessionRow } from './vault/session-key.ts'
import { type Unlocked, Unlocking } from './vault/unlock.ts'

/** Where a file was found damaged. */
export type Damage = { readonly seq: number; readonly what: string }

/** A study file that is open, locked or signed in. */
export class Study {
  readonly path: string
  readonly practice: boolean
  /** Why nothing can be written, where that is so. */
  readonly readOnly: 'asked' | 'read_only' | 'damaged' | undefined
  readonly damage: Damage | undefined
  readonly #ledger: ReadableLedger | WritableLedger
  readonly #tools: StudyTools
  readonly #keyring: Keyring
  readonly #unlocking: Unlocking | undefined
  readonly #breaking: Breaking
  #signIn: SignIn | undefined
  #unblinded: boolean
  #lastAt: string
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(
    ledger: ReadableLedger | WritableLedger,
    keyring: Keyring,
    tools: StudyTools,
    state: { readOnly: Study['readOnly']; damage: Damage | undefined; unblinded: boolean },
  ) {
    this.path = ledger.path
    this.#ledger = ledger
    this.#tools = tools
    this.#keyring = keyring
    this.readOnly = state.readOnly
    this.damage = state.damage
    this.#unblinded = state.unblinded
    this.#breaking = new Breaking({
      act: (...asked) => this.#act(...asked),
      holds: (signIn) => this.#signIn === signIn,
      clock: tools.clock,
    })
    const [first] = ledger.entries({ from: 1, limit: 1 })
    this.practice = first?.meaning === ('found_practice' satisfies Meaning)
    const head = ledger.head().seq
    this.#lastAt = ledger.entries({ from: head, limit: 1 })[0]?.at ?? ledger.createdAt
    if (isWritable(ledger) && state.readOnly === undefined) {
      this.#unlocking = new Unlocking({ log: ledger, keyring, kdf: tools.kdf, clock: tools.clock })
    }
  }

  /** Founds a study at a path where nothing lies yet. The recovery sheets are made once and kept nowhere. */
  static async found(
    path: string,
    founding: Founding,
    tools: StudyTools,
  ): Promise<Result<{ study: Study; sheets: readonly Sheet[] }>> {
    const founded = await foundFile(path, founding, tools)
    if (!founded.ok) return founded
    const { ledger, sheets } = founded.value
    const keyring = new Keyring()
    keyring.apply(ledger.keyringRows())
    const study = new Study(ledger, keyring, tools, { readOnly: undefined, damage: undefined, unblinded: false })
    return accept({ study, sheets })
  }

  /** Opens a file, checks its chain and the signatures since the last lock. Nobody is signed in afterwards. */
  static async open(
    path: string,
    tools: StudyTools,
    options: { onProgress?: (done: number, all: number) => void } = {},
  ): Promise<Result<Study>> {
    const opening = openLedger(path, { at: tools.clock.now().toISOString() })
    if (!opening.ok) return openRefused(opening)
    const { ledger } = opening
    const keyring = new Keyring()
    let readOnly = opening.access === 'read' ? opening.because : undefined
    let damage: Damage | undefined
    let unblinded = false
    try {
      const outcome = await ledger.replay({
        keyring: (rows) => keyring.apply(rows),
        noted: { meaning: unblinds, note: () => (unblinded = true) },
        milliseconds: () => tools.clock.monotonicMilliseconds(),
        ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
      })
      if (!outcome.ok && 'bad' in outcome) {
        damage = { seq: outcome.bad.seq, what: outcome.bad.what }
        readOnly = 'damaged'
      }
      if (ledger.head().seq === 0) {
        damage = { seq: 1, what: 'removed' }
        readOnly = 'damaged'
      }
      return accept(new Study(ledger, keyring, tools, { readOnly, damage, unblinded }))
    } catch (error) {
      if (error instanceof KeyringFault) {
        damage = { seq: error.entry, what: 'altered' }
        return accept(new Study(ledger, keyring, tools, { readOnly: 'damaged', damage, unblinded }))
      }
      ledger.close()
      // A page that SQLite itself cannot read: no entry can be named, and nothing is read further.
      if (faultOf(error).code === 'damaged') return refuse('file_damaged')
      throw error
    }
  }

  /** The name of the file, without its folder. */
  get name(): string {
    return this.path.replace(/^.*[\\/]/, '')
  }

  /** The whole list was opened once: the file says so for ever, to everybody, without any key. */
  get unblinded(): boolean {
    return this.#unblinded
  }

  /** An opening of the list, by its entry, that not everybody signed who is said to have; only who is signed in can tell. */
  flawedOpening(): number | undefined {
    return this.session === undefined ? undefined : flawedOpening(this.#ledger, this.session.registry)
  }

  get fileId(): Uint8Array {
    return this.#ledger.fileId
  }

  /** The head in its printable form. */
  shortHead(): string {
    const { hash, seq } = this.#ledger.head()
    return shortHead(hash, seq)
  }

  head(): { readonly seq: number; readonly hash: Uint8Array } {
    return this.#ledger.head()
  }

  entryHash(seq: number): Uint8Array | null {
    return this.#ledger.entryHash(seq)
  }

  /** Who is signed in. */
  get session(): Session | undefined {
    return this.#signIn?.session
  }

  /** Signs a member in: replays their books and writes the sign-in, signed with the member's own key. */
  async unlock(
    login: string,
    passphrase: string,
    onProgress?: (done: number, all: number) => void,
  ): Promise<Result<Member>> {
    return this.#oneAtATime(async () => {
      if (this.#unlocking === undefined) return refuse('read_only')
      const typed = passphraseBytes(passphrase)
      const unlocked = await this.#unlocking.unlock(login, typed)
      wipe(typed)
      if (!unlocked.ok) return notUnlocked(unlocked)
      return this.#begin(unlocked, onProgress)
    })
  }

  async #begin(unlocked: Unlocked, onProgress?: (done: number, all: number) => void): Promise<Result<Member>> {
    if (this.#signIn !== undefined) this.#lockNow('asked')
    const { keys, boxSecretKey, bookKeys, own } = unlocked
    const seal = (this.#tools.seal ?? createSeal)(this.#ledger.fileId, bookKeys, this.#tools.dice)
    const books = await replayBooks(this.#writable(), bookKeys, seal, {
      milliseconds: () => this.#tools.clock.monotonicMilliseconds(),
      ...(onProgress === undefined ? {} : { onProgress }),
    })
    const member = books?.registry.members.get(keys.member)
    if (books === undefined || member === undefined) {
      unlocked.lock()
      return refuse('file_damaged')
    }
    const sessionKey = newSessionKey(this.#tools.dice)
    const session: Session = { ...books, member, signedInSeq: this.#ledger.head().seq + 1 }
    const listId = Buffer.from(this.#ledger.fileId).toString('hex')
    const signIn: SignIn = { session, keys, boxSecretKey, bookKeys, seal, sessionKey, listId }
    try {
      const failedBefore = this.#failures() - books.registry.failuresRecorded
      this.#write(
        signIn,
        { registry: [{ type: 'SignedIn', memberId: keys.member, failedBefore }] },
        { meaning: 'sign_in', session: null, sign: own.sign, keyring: [sessionRow(keys.member, sessionKey)] },
      )
      this.#signIn = signIn
      return accept(member)
    } catch (error) {
      endSignIn(signIn)
      throw error
    } finally {
      own.end()
    }
  }

  /** All failed tries, whoever made them; what no sign-in has put on record yet, the next one does (P12). */
  #failures(): number {
    return this.#writable()
      .attempts()
      .filter((attempt) => !attempt.opened).length
  }

  /** Signs the member out: writes it, then drops every key and every book. */
  lock(why: LockReason): void {
    if (this.#signIn !== undefined) this.#lockNow(why)
  }

  #lockNow(why: LockReason): void {
    const signIn = held(this.#signIn)
    this.#signIn = undefined
    this.#breaking.forget()
    try {
      const { memberId } = signIn.session.member
      this.#write(signIn, { registry: [{ type: 'Locked', memberId, why }] }, this.#bySession(signIn, 'lock'))
    } finally {
      endSignIn(signIn)
    }
  }

  /** The one door for every act. */
  async submit(command: Command, beside: Beside = {}): Promise<Result<Acted>> {
    return this.#oneAtATime(async () => {
      const signIn = this.#signIn
      if (signIn === undefined) return refuse('signed_out')
      return this.#breaking.submit(signIn, command, beside) ?? this.#act(signIn, command, beside)
    })
  }

  async #act(signIn: SignIn, command: Command, beside: Beside, found: Found = {}): Promise<Result<Acted>> {
    const { session } = signIn
    // Before anything is derived, judged or prepared: whoever may not do this learns only that.
    if (!mayDo(session, command.type)) return refuse('role_may_not')
    const weak = await chosenRefused(session, command, beside)
    if (weak !== undefined) return weak
    const present = await othersPresent(held(this.#unlocking), this.#ledger, session, command, beside)
    if (!present.ok) return present
    const others = present.value
    let own: Unlocked | undefined
    try {
      const prepared = await prepareAct(
        signIn,
        this.#keyring,
        command,
        { ...beside, head: this.shortHead() },
        this.#tools,
      )
      if (!prepared.ok) return prepared
      const act = prepared.value
      const decided = decide(session, command, { ...this.#context(act), ...others.context, ...found })
      if (!decided.ok) return decided
      if (isSignature(command.type)) {
        const signed = await this.#ownKey(session, beside.passphrase)
        if (!signed.ok) return signed
        own = signed.value
      }
      const keyring = act.rows === undefined ? accept([]) : await act.rows()
      if (!keyring.ok) return keyring
      // Somebody may have locked while a passphrase was derived.
      if (this.#signIn !== signIn) return refuse('signed_out')
      const by =
        own === undefined
          ? this.#bySession(signIn, terms[command.type].meaning)
          : { meaning: terms[command.type].meaning, session: null, sign: own.own.sign }
      const seq = this.#write(signIn, decided.value, {
        ...by,
        ...(keyring.value.length > 0 ? { keyring: keyring.value } : {}),
        ...(act.attachment === undefined ? {} : { attachments: [act.attachment] }),
        ...(others.witness === undefined ? {} : { witness: others.witness }),
      })
      act.afterwards?.()
      const { cards, packText } = act
      return accept({
        seq,
        made: madeBy(decided.value),
        ...(cards === undefined ? {} : { cards }),
        ...(packText === undefined ? {} : { packText }),
      })
    } finally {
      own?.lock()
      others.end()
    }
  }

  /** Counts, in slices, what the answer to a question about readings hangs on; any other question is ready at once. */
  async ready(question: Question): Promise<void> {
    const { session } = this
    if (session === undefined) return
    if ('importId' in question || 'excursionId' in question) await inSlices(readingAhead(session, question))
  }

  /** Asks the books of whoever is signed in. */
  ask(question: Question): Result<Answers[QuestionType]> {
    const { session } = this
    if (session === undefined) return refuse('signed_out')
    return answer(session, question, this.#now())
  }

  /** The document of a certificate, opened with the keys of whoever is signed in. */
  certificateDocument(certificateId: string): Result<OpenedDocument> {
    const signIn = this.#signIn
    if (signIn === undefined) return refuse('signed_out')
    const all = [...(signIn.session.stock?.certificates.values() ?? [])].flat()
    const kept = all.find((one) => one.certificateId === certificateId)?.document
    return kept === undefined ? refuse('nothing_found') : openKept(signIn, this.#ledger, kept)
  }

  /** Entries, newest first, with what this person's keys open. */
  trail(page: TrailPage): Result<{ rows: TrailRow[]; total: number }> {
    return this.#signIn === undefined ? refuse('signed_out') : accept(trail(this.#ledger, this.#signIn.seal, page))
  }

  /** A sealed copy of the whole file. */
  copyTo(path: string): void {
    this.#ledger.copyTo(path)
  }

  /** Signs out, if somebody is signed in, and lets the file go. */
  close(why: LockReason = 'closed'): void {
    try {
      this.lock(why)
    } finally {
      this.#ledger.close()
    }
  }

  #writable(): WritableLedger {
    if (!isWritable(this.#ledger)) throw new LedgerFault('not_writable')
    return this.#ledger
  }

  #now(): string {
    return this.#tools.clock.now().toISOString()
  }

  #bySession(signIn: SignIn, meaning: Meaning) {
    return { meaning, session: signIn.session.signedInSeq, sign: signIn.sessionKey.sign }
  }

  /** Seals, appends, and only then believes it. Returns the number of the entry. */
  #write(
    signIn: SignIn,
    events: Events,
    by: {
      meaning: Meaning
      session: number | null
      sign: Sign
      keyring?: KeyringRow[]
      witness?: EntryDraft['witness']
      attachments?: EntryDraft['attachments']
    },
  ): number {
    const ledger = this.#writable()
    const at = this.#now()
    const head = ledger.head()
    const said: Events =
      at < this.#lastAt
        ? { ...events, registry: [{ type: 'ClockSetBack', from: this.#lastAt, to: at }, ...(events.registry ?? [])] }
        : events
    const { meaning, session, sign, keyring, witness, attachments } = by
    const [entry] = ledger.append(head, [
      {
        at,
        member: signIn.keys.member,
        meaning,
        session,
        sign,
        parts: sealEvents(signIn.seal, head.seq + 1, said),
        ...(keyring === undefined ? {} : { keyring }),
        ...(witness === undefined ? {} : { witness }),
        ...(attachments === undefined ? {} : { attachments }),
      },
    ])
    const written = held(entry)
    this.#lastAt = at
    if (meaning === unblinds) this.#unblinded = true
    if (keyring !== undefined) {
      this.#keyring.apply(keyring.map((row, position) => ({ ...row, entry: written.seq, position })))
    }
    applyEvents(signIn.session, written, said)
    return written.seq
  }

  #context(act: Act): Context {
    return {
      now: this.#now(),
      id: () => freshId(this.#tools),
      code: () => freshCode(this.#tools),
      ...(act.list === undefined ? {} : { list: act.list }),
      ...(act.log === undefined ? {} : { log: act.log }),
      ...(act.envelopes === undefined ? {} : { envelopes: act.envelopes }),
      ...(act.pack === undefined ? {} : { pack: act.pack }),
      ...(act.packRecord === undefined ? {} : { packRecord: act.packRecord }),
      ...(act.document === undefined ? {} : { document: act.document }),
      ...(act.memberId === undefined ? {} : { memberId: act.memberId }),
      ...(act.drillOpened === undefined ? {} : { drillOpened: act.drillOpened }),
    }
  }

  async #ownKey(session: Session, passphrase: string | undefined): Promise<Result<Unlocked>> {
    if (passphrase === undefined || passphrase === '') return refuse('passphrase_needed', { field: 'passphrase' })
    const typed = passphraseBytes(passphrase)
    const unlocked = await held(this.#unlocking).unlock(session.member.login, typed)
    wipe(typed)
    if (unlocked.ok) return accept(unlocked)
    return unlocked.reason === 'wait' ? notUnlocked(unlocked) : refuse('passphrase_wrong', { field: 'passphrase' })
  }

  /** Acts wait for each other: between a decision and its entry nothing else may be written. */
  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work)
    // What came of it is the caller's alone: the last arm or card must not wait here for the next act.
    this.#queue = next.then(nothing, nothing)
    return next
  }
}

function nothing(): void {}

function isWritable(ledger: ReadableLedger | WritableLedger): ledger is WritableLedger {
  return 'append' in ledger
}
