/** What each channel does. One function for each; whatever it answers is data, whatever it throws is a fault. */
import { readFileSync, statSync } from 'node:fs'
import type { Channel } from '../contract/channels.ts'
import type { Replies, SignedIn, Status } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import { mayDo } from '../core/decide.ts'
import type { Member } from '../core/registry/book.ts'
import { contradiction, registrationAddress, type StudySettings } from '../core/registry/settings.ts'
import { accept, type Refused, type Result, refuse } from '../core/result.ts'
import { type ReadLog, weighingAhead } from '../core/stock/logger-import.ts'
import { loggerLook } from '../core/stock/temperature-answers.ts'
import type { Desk } from './desk.ts'
import { handOut } from './handing-out.ts'
import { inSlices } from './in-slices.ts'
import { documentTooLarge, largestDocumentBytes } from './kept-documents.ts'
import { shortHead } from './ledger/head.ts'
import { verify } from './ledger/verify.ts'
import { strengthOf } from './passphrases.ts'
import { Study } from './study.ts'

export type Handlers = { [C in Channel]: (request: Requests[C]) => Promise<Result<Replies[C]>> }

const largestImportBytes = 2 * 1024 * 1024

/** The handlers of one desk. */
export function handlersOf(desk: Desk): Handlers {
  const { ports } = desk
  return {
    status: async () => accept(status(desk)),
    choose: async ({ purpose }) => {
      const suggested = purpose === 'copy' ? (desk.study?.name ?? '') : 'study.counterseal'
      const path = await ports.choosePath(purpose, suggested)
      return accept(path === undefined ? {} : { file: desk.token(path), name: path.replace(/^.*[\\/]/, '') })
    },
    create: (request) => create(desk, request),
    open: async ({ file }) => {
      const path = desk.pathOf(file)
      return path === undefined ? refuse('file_not_found') : desk.open(path)
    },
    practice: ({ fresh }) => desk.openPractice(fresh),
    close: async () => {
      desk.close()
      return accept(null)
    },
    unlock: async ({ login, passphrase }) => {
      if (desk.study === undefined) return refuse('no_file_open')
      const onProgress = (done: number, total: number) => ports.push('progress', { work: 'opening', done, total })
      const unlocked = await desk.study.unlock(login, passphrase, onProgress)
      if (unlocked.ok) desk.remember()
      return unlocked.ok ? accept(signedIn(unlocked.value)) : unlocked
    },
    lock: async () => {
      desk.lock('asked')
      return accept(null)
    },
    submit: (request) => submit(desk, request),
    ask: async ({ question }) => {
      await desk.study?.ready(question)
      return desk.study?.ask(question) ?? refuse('no_file_open')
    },
    trail: async (request) => desk.study?.trail(request) ?? refuse('no_file_open'),
    document: (request) => handOut(desk, request),
    logger: (request) => logger(desk, request),
    stop: async () => {
      desk.stopReading()
      return accept(null)
    },
    labels: async (request) => {
      const { previewLabels } = await import('./label-printing.ts')
      return previewLabels(desk, request)
    },
    printers: async ({ use }) => {
      if (use !== undefined) desk.chooseLabelPrinter(use.label, use.printer)
      const used = { syringe: desk.labelPrinter('syringe'), bag: desk.labelPrinter('bag') }
      return accept({ installed: await ports.printers(), raw: ports.sendsRaw, used })
    },
    strength: async ({ passphrase, words }) => accept(await strengthOf(passphrase, words)),
    verify: async () => {
      const { study } = desk
      if (study === undefined) return refuse('no_file_open')
      const onProgress = (done: number, total: number) => ports.push('progress', { work: 'verifying', done, total })
      const verified = await (desk.tools.verify ?? verify)(study.path, { onProgress })
      if (verified.ok) {
        const { entries, head } = verified
        // Signatures that stand inside a sealed part; whoever is signed in holds the key to see them.
        const flawed = study.flawedOpening()
        if (flawed !== undefined)
          return accept({ ok: false, entries, shortHead: study.shortHead(), bad: { seq: flawed, what: 'altered' } })
        return accept({ ok: true, entries, shortHead: shortHead(head.hash, head.seq) })
      }
      if ('cancelled' in verified) return refuse('no_file_open')
      const { seq, what } = verified.bad
      return accept({ ok: false, entries: verified.entries, shortHead: study.shortHead(), bad: { seq, what } })
    },
    copy: async ({ file }) => {
      const path = desk.pathOf(file)
      if (desk.study === undefined) return refuse('no_file_open')
      if (path === undefined) return refuse('file_not_found')
      if (statSync(path, { throwIfNoEntry: false }) !== undefined) return refuse('file_exists', { field: 'file' })
      desk.study.copyTo(path)
      return accept({ name: path.replace(/^.*[\\/]/, '') })
    },
    present: async ({ unblinded }) => {
      desk.present(unblinded)
      return accept(null)
    },
    link: async ({ link }) => {
      const settings = desk.study?.session?.registry.settings
      if (settings === undefined) return refuse(desk.study === undefined ? 'no_file_open' : 'signed_out')
      const address = { registration: registrationAddress(settings) }[link]
      return address === undefined ? refuse('nothing_found') : accept({ opened: await ports.openLink(address) })
    },
    camera: async ({ open }) => {
      if (!open) {
        desk.camera.close()
        return accept(null)
      }
      const session = desk.study?.session
      return session === undefined
        ? refuse(desk.study === undefined ? 'no_file_open' : 'signed_out')
        : desk.camera.open(session)
    },
    frame: (picture) => desk.camera.read(desk.study?.session, picture),
  }
}

function status(desk: Desk): Status {
  const { version, runtime, startWith } = desk.ports
  const { study } = desk
  const session = study?.session
  return {
    version,
    runtime,
    recent: desk.recent(),
    ...(startWith === undefined ? {} : { startWith }),
    ...(study === undefined ? {} : { file: desk.file(study) }),
    ...(session === undefined
      ? {}
      : {
          member: signedIn(session.member),
          settings: session.registry.settings,
          lockAfterSeconds: session.registry.settings.lockAfterSeconds,
        }),
  }
}

function signedIn({ memberId, login, name, role }: Member): SignedIn {
  return { memberId, login, name, role }
}

async function create(desk: Desk, request: Requests['create']): Promise<Result<Replies['create']>> {
  const path = desk.pathOf(request.file)
  if (path === undefined) return refuse('file_not_found')
  const field = contradiction(request.settings)
  if (field !== undefined) return refuse('settings_contradict', { field: `settings.${field}` })
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return refuse('file_exists', { field: 'file' })
  const { founder, settings } = request
  const unfit = await labelRefused(desk, settings, false)
  if (unfit !== undefined) return unfit
  const founded = await Study.found(path, { settings, practice: false, founder }, desk.tools)
  if (!founded.ok) return founded
  const { study, sheets } = founded.value
  desk.adopt(study)
  const unlocked = await study.unlock(founder.login, founder.passphrase)
  if (!unlocked.ok) return unlocked
  return accept({ onceDocument: desk.keepOnce({ kind: 'recovery_sheets', sheets }) })
}

async function submit(desk: Desk, request: Requests['submit']): Promise<Result<Replies['submit']>> {
  const { study } = desk
  if (study === undefined) return refuse('no_file_open')
  const { command, passphrase, witness, together, chosen } = request
  // Whoever may not change the settings learns only that, and nothing of what they asked for.
  if (command.type === 'ChangeSettings' && study.session !== undefined && mayDo(study.session, command.type)) {
    const unfit = await labelRefused(desk, command.settings, study.practice)
    if (unfit !== undefined) return unfit
  }
  const log = await logOf(desk, request)
  if (log !== undefined && !log.ok) return log
  const read = command.type === 'ImportTemperatures' ? accept(undefined) : readChosen(desk, request.file, command)
  if (!read.ok) return read
  const fileName = request.file === undefined ? undefined : desk.pathOf(request.file)?.replace(/^.*[\\/]/, '')
  const page = command.type === 'MakeEmergencyPack' ? await desk.ports.emergencyPage() : undefined
  const { seq } = study.head()
  const acted = await study.submit(command, {
    passphrase,
    witness,
    together,
    chosen,
    file: read.value,
    fileName,
    log: log?.value,
    page,
  })
  // What was tried and failed is on record too: a break that did not open, a drill, a showing.
  if (study.head().seq !== seq) desk.ports.push('changed', { what: 'entries' })
  if (!acted.ok) return acted
  const { cards, packText, ...submitted } = acted.value
  if (packText !== undefined && page !== undefined)
    return accept({ ...submitted, onceDocument: desk.keepOnce({ kind: 'emergency_pack', text: packText, page }) })
  if (cards === undefined) return accept(submitted)
  return accept({ ...submitted, onceDocument: desk.keepOnce({ kind: 'code_cards', cards }) })
}

/** What is in the logger's file that this command takes in. It is not read for somebody who may not. */
async function logOf(desk: Desk, { command, file }: Requests['submit']): Promise<Result<ReadLog> | undefined> {
  const session = desk.study?.session
  if (command.type !== 'ImportTemperatures' || file === undefined || session === undefined) return undefined
  return mayDo(session, command.type) ? desk.readLog(file) : undefined
}

/** A look at a logger's file before it is recorded. */
async function logger(desk: Desk, request: Requests['logger']): Promise<Result<Replies['logger']>> {
  const session = desk.study?.session
  if (session === undefined) return refuse(desk.study === undefined ? 'no_file_open' : 'signed_out')
  if (!mayDo(session, 'ImportTemperatures')) return refuse('role_may_not')
  const { file, from, to, columns, ...asked } = request
  const log = await desk.readLog(file)
  if (!log.ok) return log
  const command = { type: 'ImportTemperatures', ...asked } as const
  await inSlices(weighingAhead(session, command, log.value))
  // Somebody may have locked meanwhile.
  if (desk.study?.session !== session) return refuse('signed_out')
  const now = desk.tools.clock.now().toISOString()
  return loggerLook(session, command, { log: log.value, now }, { from, to, columns })
}

/** Settings whose labels could not be printed are refused when they are stated, not when a dose waits for its label. */
async function labelRefused(desk: Desk, settings: StudySettings, practice: boolean): Promise<Refused | undefined> {
  const { said, unfitLines } = await import('./labels/of-study.ts')
  const [unfit] = unfitLines(settings, practice, await desk.ports.fonts())
  return unfit === undefined
    ? undefined
    : refuse('label_does_not_fit', { field: `settings.${unfit.field}`, values: said(unfit) })
}

/** The bytes of the file behind a token. A file far over every limit is not read; the reader refuses its first bytes. */
function readChosen(
  desk: Desk,
  token: string | undefined,
  command: Requests['submit']['command'],
): Result<Uint8Array | undefined> {
  if (token === undefined) return accept(undefined)
  const path = desk.pathOf(token)
  const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  if (path === undefined || found === undefined) return refuse('file_not_found', { field: 'file' })
  if (command.type === 'EnterCertificate')
    return found.size > largestDocumentBytes ? documentTooLarge() : accept(readFileSync(path))
  if (found.size > largestImportBytes && command.type === 'TakeInPackRecord')
    return refuse('record_unreadable', { field: 'file' })
  if (found.size > largestImportBytes)
    return refuse('list_problems', { field: 'file', problems: [{ line: 0, problem: 'file_too_large' }] })
  return accept(readFileSync(path))
}
