/**
 * The desk: which file is open, what the dialogs handed out, what exists once in memory, what the workstation remembers.
 *
 * One study file at a time. Everything that a request may reach passes through here or through the study itself.
 */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import type { OpenFile, Replies } from '../contract/replies.ts'
import type { LabelPrinter } from '../contract/requests.ts'
import type { LockReason } from '../core/registry/events.ts'
import type { LabelKind } from '../core/registry/settings.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import { held } from '../core/session.ts'
import type { ReadLog } from '../core/stock/logger-import.ts'
import { Camera } from './camera/camera.ts'
import { report } from './faults.ts'
import { LedgerFault } from './ledger/fault.ts'
import { verify } from './ledger/verify.ts'
import type { Ports } from './ports.ts'
import { colleagues, founder } from './practice/practice-members.ts'
import { makePracticeStudy, type PracticeCard } from './practice/practice-study.ts'
import type { OnceDocument } from './printouts.ts'
import { Study } from './study.ts'
import { freshToken, type StudyTools } from './study-tools.ts'
import { chooseKdfCost, kdfFloor } from './vault/kdf.ts'
import { hex, Workstation } from './workstation.ts'

const practiceName = 'practice.counterseal'
const practiceCardsName = 'practice-cards.json'

/** The desk of one running program. */
export class Desk {
  readonly ports: Ports
  readonly tools: StudyTools
  readonly camera: Camera
  readonly #workstation: Workstation
  readonly #chosen = new Map<string, string>()
  readonly #once = new Map<string, OnceDocument>()
  /** Labels that were sent to paper or to a file, by kind and serial; a second time needs a reprint, which voids them (L7). */
  readonly printedSerials = new Set<string>()
  #study: Study | undefined
  #verification: OpenFile['verification']
  #log: { readonly mark: string; readonly read: Promise<Result<ReadLog>>; readonly stop: AbortController } | undefined
  #verifying: AbortController | undefined
  #practiceCards: readonly PracticeCard[] = []

  constructor(ports: Ports, tools: StudyTools) {
    this.ports = ports
    this.tools = tools
    this.camera = new Camera(tools.clock, ports.codes)
    this.#workstation = new Workstation(join(ports.folder, 'workstation.json'))
  }

  get study(): Study | undefined {
    return this.#study
  }

  /** Hands out a token for a path, so that no path crosses the bridge. */
  token(path: string): string {
    for (const [token, known] of this.#chosen) if (known === path) return token
    const token = freshToken(this.tools)
    this.#chosen.set(token, path)
    return token
  }

  /** The path behind a token that was handed out. */
  pathOf(token: string): string | undefined {
    return this.#chosen.get(token)
  }

  /** A token for a file that was dropped on the window; the path comes from the preload, and the page never sees it. */
  dropped(path: unknown): Result<Replies['choose']> {
    if (typeof path !== 'string' || !isAbsolute(path) || !existsSync(path)) return refuse('file_not_found')
    return accept({ file: this.token(path), name: basename(path) })
  }

  /** What is in a logger's file. It is read once for the look at it and for its recording. */
  async readLog(token: string): Promise<Result<ReadLog>> {
    const path = this.pathOf(token)
    const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
    if (path === undefined || found === undefined) return refuse('file_not_found', { field: 'file' })
    const mark = `${path} ${found.mtimeMs} ${found.size}`
    if (this.#log?.mark !== mark) {
      this.stopReading()
      const stop = new AbortController()
      const log = { mark, stop, read: this.#readLog(path, stop.signal) }
      this.#log = log
      // What went wrong once is tried again.
      log.read.catch(() => {
        if (this.#log === log) this.#log = undefined
      })
    }
    return this.#log.read
  }

  async #readLog(path: string, signal: AbortSignal): Promise<Result<ReadLog>> {
    // The readers are loaded by whoever first has a file to read.
    const { readLogFile } = await import('./imports/temperature/read-file.ts')
    return readLogFile(path, this.tools.clock.now(), { signal, reached: this.#progress('importing') })
  }

  /** Forgets the logger's file; where it is still being read, that ends. Nothing of it was stored. */
  stopReading(): void {
    this.#log?.stop.abort()
    this.#log = undefined
  }

  recent() {
    return this.#workstation.recent().map(({ path, openedAt }) => ({
      token: this.token(path),
      name: path.replace(/^.*[\\/]/, ''),
      openedAt,
    }))
  }

  /** Keeps a document that exists once, and hands out its token. */
  keepOnce(document: OnceDocument): string {
    const token = freshToken(this.tools)
    this.#once.set(token, document)
    return token
  }

  /** A document that was handed out is gone: another one needs new codes, which void these. */
  forgetOnce(token: string): void {
    this.#once.delete(token)
  }

  once(token: string): OnceDocument | undefined {
    return this.#once.get(token)
  }

  /** Opens a study file in place of the one that is open, which stays open where this one cannot be. */
  async open(path: string): Promise<Result<OpenFile>> {
    // One file is opened once at a time.
    if (this.#study?.path === path) this.close()
    const opened = await Study.open(path, this.tools, { onProgress: this.#progress('opening') })
    if (!opened.ok) return opened
    const study = opened.value
    const remembered = this.#workstation.headOf(study.fileId)
    // A damaged file says itself what is wrong with it, and must stay open to be looked into.
    if (study.damage === undefined && remembered !== undefined && !holds(study, remembered)) {
      study.close()
      return refuse('file_older_than_remembered', { values: { entries: remembered.seq } })
    }
    return accept(this.adopt(study))
  }

  /** Takes a study that was just opened or founded, in place of the one that is open. */
  adopt(study: Study): OpenFile {
    this.close()
    this.#adopt(study)
    return this.file(study)
  }

  #adopt(study: Study): void {
    this.#study = study
    if (!study.practice) this.#workstation.opened(study.path, this.tools.clock.now().toISOString())
    this.remember()
    void this.#verifyInBackground(study)
  }

  /** Opens the practice study; makes it where there is none, or anew where asked. */
  async openPractice(fresh: boolean): Promise<Result<OpenFile>> {
    const path = join(this.ports.folder, practiceName)
    const cardsPath = join(this.ports.folder, practiceCardsName)
    this.close()
    if (fresh || !existsSync(path) || !existsSync(cardsPath)) {
      for (const name of ['', '-wal', '-shm', '.lock']) rmSync(`${path}${name}`, { force: true })
      const cost = held(chooseKdfCost(kdfFloor) ?? undefined)
      const made = await makePracticeStudy(path, { ...this.tools, cost }, this.#progress('opening'))
      writeFileSync(cardsPath, JSON.stringify(made.cards))
      made.study.close()
    }
    this.#practiceCards = JSON.parse(readFileSync(cardsPath, 'utf8')) as PracticeCard[]
    return this.open(path)
  }

  /** Signs out, with every key and every document that existed once, and remembers the head. */
  lock(why: LockReason): void {
    if (this.#study?.session === undefined) return
    this.#once.clear()
    this.stopReading()
    this.camera.close()
    this.present(false)
    try {
      this.#study.lock(why)
    } catch (error) {
      // It is locked all the same; nobody asked who could be told that the entry of it is missing.
      if (why === 'asked') throw error
      report(error, this.tools.dice)
    } finally {
      this.remember()
      this.ports.push('changed', { what: 'status' })
    }
  }

  close(): void {
    this.#verifying?.abort()
    this.#verification = undefined
    this.#once.clear()
    this.stopReading()
    const study = this.#study
    if (study === undefined) return
    this.camera.close()
    this.present(false)
    try {
      study.lock('closed')
      this.remember()
    } catch (error) {
      // A file on a full or lost disk must not keep the next one from opening.
      report(error, this.tools.dice)
    } finally {
      this.#study = undefined
      study.close()
    }
  }

  /** The window shows something that tells an arm, or does so no longer. */
  present(unblinded: boolean): void {
    this.camera.presents(unblinded)
    this.ports.present(unblinded)
  }

  /** Where labels of a kind go on this machine. */
  labelPrinter(label: LabelKind): LabelPrinter {
    return this.#workstation.labelPrinter(label)
  }

  chooseLabelPrinter(label: LabelKind, printer: LabelPrinter): void {
    this.#workstation.chooseLabelPrinter(label, printer)
  }

  /** Notes the head, so that an older copy in place of this file is noticed. */
  remember(): void {
    const study = this.#study
    if (study !== undefined && study.damage === undefined) this.#workstation.saw(study.fileId, study.head())
  }

  /** Called with the seconds for which nobody touched the machine. */
  idle(seconds: number): void {
    const session = this.#study?.session
    if (session !== undefined && seconds >= session.registry.settings.lockAfterSeconds) this.lock('idle')
  }

  file(study: Study): OpenFile {
    const session = study.session
    return {
      name: study.name,
      practice: study.practice,
      unblinded: study.unblinded,
      shortHead: study.shortHead(),
      entries: study.head().seq,
      readOnly: study.readOnly !== undefined,
      ...(study.damage === undefined ? {} : { damage: study.damage }),
      ...(study.practice ? { practiceMembers: [founder, ...colleagues], practiceCards: this.#practiceCards } : {}),
      ...(session === undefined ? {} : { studyCode: session.registry.settings.study.code }),
      ...(this.#verification === undefined ? {} : { verification: this.#verification }),
    }
  }

  /** Checks every signature of the file on two threads, while people work. Its chain was checked when it was opened. */
  async #verifyInBackground(study: Study): Promise<void> {
    const verifying = new AbortController()
    this.#verifying = verifying
    const total = study.head().seq
    const say = (verification: OpenFile['verification']) => {
      if (verifying.signal.aborted || this.#study !== study) return
      this.#verification = verification
      this.ports.push('changed', { what: 'status' })
    }
    this.#verification = { state: 'running', done: 0, total }
    const what = study.damage === undefined ? 'signatures' : 'everything'
    try {
      const verified = await (this.tools.verify ?? verify)(study.path, { signal: verifying.signal, what })
      if (!verified.ok && 'cancelled' in verified) return
      say({ state: verified.ok ? 'good' : 'bad', done: verified.entries, total })
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      say({ state: 'bad', done: 0, total })
    }
  }

  #progress(work: 'opening' | 'importing') {
    return (done: number, total: number) => this.ports.push('progress', { work, done, total })
  }
}

/** True where the file still holds the entry that this workstation saw last. */
function holds(study: Study, remembered: { readonly seq: number; readonly hash: string }): boolean {
  if (remembered.seq === 0) return true
  const hash = study.entryHash(remembered.seq)
  return hash !== null && hex(hash) === remembered.hash
}
