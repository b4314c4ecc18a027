/** What each channel does. One function for each; whatever it answers is data, whatever it throws is a fault. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Channel } from '../contract/channels.ts'
import type { Replies, SignedIn, Status } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import type { Answers } from '../core/questions.ts'
import type { Member } from '../core/registry/book.ts'
import { contradiction, type StudySettings } from '../core/registry/settings.ts'
import { accept, type Refused, type Result, refuse } from '../core/result.ts'
import type { Session } from '../core/session.ts'
import type { Desk } from './desk.ts'
import type { PrintOccasion } from './documents/document.ts'
import type { PrintPage } from './documents/print-page.ts'
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
    ask: async ({ question }) => desk.study?.ask(question) ?? refuse('no_file_open'),
    trail: async (request) => desk.study?.trail(request) ?? refuse('no_file_open'),
    document: (request) => document(desk, request),
    strength: async ({ passphrase, words }) => accept(await strengthOf(passphrase, words)),
    verify: async () => {
      const { study } = desk
      if (study === undefined) return refuse('no_file_open')
      const onProgress = (done: number, total: number) => ports.push('progress', { work: 'verifying', done, total })
      const verified = await verify(study.path, { onProgress })
      if (verified.ok) {
        const { entries, head } = verified
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
      ports.present(unblinded)
      return accept(null)
    },
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
  const { command, passphrase, witness, chosen } = request
  if (command.type === 'ChangeSettings') {
    const unfit = await labelRefused(desk, command.settings, study.practice)
    if (unfit !== undefined) return unfit
  }
  const read = readChosen(desk, request.file)
  if (!read.ok) return read
  const acted = await study.submit(command, { passphrase, witness, chosen, file: read.value })
  if (!acted.ok) return acted
  const { cards, ...submitted } = acted.value
  desk.ports.push('changed', { what: 'entries' })
  if (cards === undefined) return accept(submitted)
  return accept({ ...submitted, onceDocument: desk.keepOnce({ kind: 'code_cards', cards }) })
}

/** Settings whose labels could not be printed are refused when they are stated, not when a dose waits for its label. */
async function labelRefused(desk: Desk, settings: StudySettings, practice: boolean): Promise<Refused | undefined> {
  const { fieldThatDoesNotFit } = await import('./printouts.ts')
  const unfit = fieldThatDoesNotFit(settings, practice, await desk.ports.fonts())
  return unfit === undefined
    ? undefined
    : refuse('label_does_not_fit', { field: unfit.field, values: { line: unfit.line } })
}

/** The bytes of the file behind a token. A file far over every limit is not read; the reader refuses its first bytes. */
function readChosen(desk: Desk, token: string | undefined): Result<Uint8Array | undefined> {
  if (token === undefined) return accept(undefined)
  const path = desk.pathOf(token)
  const found = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  if (path === undefined || found === undefined) return refuse('file_not_found', { field: 'file' })
  if (found.size > largestImportBytes)
    return refuse('list_problems', { field: 'file', problems: [{ line: 0, problem: 'file_too_large' }] })
  return accept(readFileSync(path))
}

async function document(desk: Desk, request: Requests['document']): Promise<Result<Replies['document']>> {
  const session = desk.study?.session
  if (session === undefined) return refuse('signed_out')
  const pages = await pagesOf(desk, session, request)
  if (!pages.ok) return pages
  const { ports } = desk
  if (request.as === 'view') return accept({ pdf: await joined(desk, pages.value) })
  if (request.as === 'print') {
    for (const page of pages.value) if (!(await ports.print(page))) return accept({ saved: false })
    return accept({ saved: true })
  }
  const path = await ports.choosePath('pdf', `${pages.value[0]?.title ?? 'document'}.pdf`)
  if (path === undefined) return accept({ saved: false })
  writeFileSync(path, await joined(desk, pages.value))
  return accept({ saved: true })
}

async function joined(desk: Desk, pages: readonly PrintPage[]): Promise<Uint8Array> {
  const { PDFDocument } = await import('pdf-lib')
  const whole = await PDFDocument.create()
  for (const page of pages) {
    const part = await PDFDocument.load(await desk.ports.toPdf(page))
    for (const copied of await whole.copyPages(part, part.getPageIndices())) whole.addPage(copied)
  }
  return whole.save()
}

async function pagesOf(
  desk: Desk,
  session: Session,
  { document: wanted, as }: Requests['document'],
): Promise<Result<PrintPage[]>> {
  // Drawing symbols and setting pages is large work to load; it is loaded by whoever first prints.
  const { breakPage, custodyPage, firstProblem, labelPages, labelsOf, oncePage } = await import('./printouts.ts')
  const fonts = await desk.ports.fonts()
  const { settings, members } = session.registry
  const names = new Map([...members.values()].map((member) => [member.memberId, member.name]))
  const occasion = occasionOf(desk, session)
  switch (wanted.kind) {
    case 'once': {
      const once = desk.once(wanted.token)
      if (once === undefined) return refuse('nothing_found')
      if (as !== 'view') await recordPrint(desk, once.kind)
      return accept([oncePage(once, occasion, fonts)])
    }
    case 'labels': {
      const dose = session.clinic?.doses.get(wanted.doseId)
      if (dose === undefined || session.member.role !== 'pharmacist') return refuse('nothing_found')
      const answers = dose.syringeIds.map((syringeId) => desk.study?.ask({ type: 'Syringe', syringeId }))
      const syringes = answers.flatMap((one) => (one?.ok ? [one.value as Answers['Syringe']] : []))
      const labels = labelsOf(syringes[0]?.dose, syringes, settings, desk.study?.practice === true)
      if (labels.length === 0) return refuse('label_not_printed')
      if (as !== 'view' && labels.some(({ serial }) => desk.printedSerials.has(serial)))
        return refuse('reprint_needs_reason')
      const { syringe, bag } = labelPages(labels, fonts)
      if (!syringe.ok || !bag.ok)
        return refuse('label_does_not_fit', { values: { line: firstProblem(syringe, bag) ?? '' } })
      if (as !== 'view') for (const { serial } of labels) desk.printedSerials.add(serial)
      return accept([syringe.page, bag.page])
    }
    case 'chain_of_custody': {
      const asked = desk.study?.ask({ type: 'Syringe', syringeId: wanted.syringeId })
      if (asked === undefined || !asked.ok) return asked ?? refuse('signed_out')
      if (as !== 'view') await recordPrint(desk, 'chain_of_custody')
      return accept([custodyPage(asked.value as Answers['Syringe'], names, occasion, fonts)])
    }
    case 'break_record': {
      const broken = session.clinic?.breaks.get(wanted.breakId)
      if (broken === undefined) return refuse('nothing_found')
      if (as !== 'view') await recordPrint(desk, 'break_record')
      return accept([breakPage(broken, names, settings.emergency.openWith, occasion, fonts)])
    }
  }
}

/** A print is an entry before it is on paper (P12). */
async function recordPrint(
  desk: Desk,
  printed: 'code_cards' | 'recovery_sheets' | 'chain_of_custody' | 'break_record',
): Promise<void> {
  await desk.study?.submit({ type: 'RecordPrint', document: printed, reason: '' })
  desk.ports.push('changed', { what: 'entries' })
}

function occasionOf(desk: Desk, session: Session): PrintOccasion {
  const { settings } = session.registry
  return {
    practice: desk.study?.practice === true,
    trial: { registryId: settings.study.registryId, shortName: settings.study.title },
    head: desk.study?.shortHead() ?? '',
    printedAt: desk.tools.clock.now().toISOString(),
    printedBy: session.member.name,
    timeZone: settings.study.timeZone,
  }
}
