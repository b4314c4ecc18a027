/**
 * Hands documents out: to the window, to a printer, or to a place that the user chooses. Whatever leaves is an entry
 * before it is on paper (P12), and what tells an arm is one before it is seen (B2).
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Replies } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import { knowledge } from '../core/clinic/knowledge.ts'
import { labelRows, openLabels } from '../core/clinic/labels.ts'
import { type Command, mayDo } from '../core/decide.ts'
import type { Answers } from '../core/questions.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import type { Session } from '../core/session.ts'
import type { WantedRecord } from './accountability.ts'
import type { Desk } from './desk.ts'
import type { PrintOccasion } from './documents/document.ts'
import type { PrintPage } from './documents/print-page.ts'
import { joined } from './joined-pages.ts'
import type { OnceDocument } from './printouts.ts'

/** The name of the page that opens a pack; printed on the sheet. */
const pageName = 'counterseal-emergency.html'

/** Hands out one document as it is asked for. */
export async function handOut(desk: Desk, request: Requests['document']): Promise<Result<Replies['document']>> {
  const session = desk.study?.session
  if (session === undefined) return refuse('signed_out')
  const once = request.document.kind === 'once' ? desk.once(request.document.token) : undefined
  if (once?.kind === 'emergency_pack') return request.as === 'save' ? savePack(desk, once) : refuse('nothing_found')
  if (request.document.kind === 'certificate') return keptDocument(desk, request.document.certificateId, request.as)
  if (request.document.kind === 'whole_list_table') return saveTable(desk, request.as)
  if (request.document.kind === 'labels' || request.document.kind === 'label_zpl') {
    const { handOutLabels, handOutZpl } = await import('./label-printing.ts')
    const { document, as } = request
    return document.kind === 'labels'
      ? handOutLabels(desk, session, document, as)
      : handOutZpl(desk, session, document, as)
  }
  if (isTable(request.document)) return saveRecord(desk, wantedRecord(request.document), request.as)
  const pages = await pagesOf(desk, session, { document: request.document, as: request.as })
  if (!pages.ok) return pages
  if (request.as === 'view') return accept({ pdf: await joined(desk.ports, pages.value) })
  const saved = await (request.as === 'print' ? printed(desk, pages.value) : savedAs(desk, pages.value))
  const { document: wanted } = request
  // Code cards are on paper once; whoever needs another makes new ones, and the former open nothing any more.
  if (saved && wanted.kind === 'once' && desk.once(wanted.token)?.kind === 'code_cards') desk.forgetOnce(wanted.token)
  return accept({ saved })
}

async function printed(desk: Desk, pages: readonly PrintPage[]): Promise<boolean> {
  for (const page of pages) if (!(await desk.ports.print(page))) return false
  return true
}

/** Writes bytes where the user says; false where they change their mind. */
async function savedTo(desk: Desk, purpose: 'table' | 'kept', name: string, bytes: Uint8Array): Promise<boolean> {
  const path = await desk.ports.choosePath(purpose, name)
  if (path !== undefined) writeFileSync(path, bytes)
  return path !== undefined
}

async function savedAs(desk: Desk, pages: readonly PrintPage[]): Promise<boolean> {
  const path = await desk.ports.choosePath('pdf', `${pages[0]?.title ?? 'document'}.pdf`)
  if (path === undefined) return false
  writeFileSync(path, await joined(desk.ports, pages))
  return true
}

/** Two files side by side: the sealed pack where the user said, and the page that opens it in the same folder. */
async function savePack(
  desk: Desk,
  { text, page }: Extract<OnceDocument, { kind: 'emergency_pack' }>,
): Promise<Result<Replies['document']>> {
  const suggested = (desk.study?.name ?? 'study').replace(/\.counterseal$/, '')
  const path = await desk.ports.choosePath('pack', `${suggested}.counterseal-pack`)
  if (path === undefined) return accept({ saved: false })
  writeFileSync(path, text)
  // The folder is the user's choice; a page of that name in it can only be an earlier one of ours.
  writeFileSync(join(dirname(path), pageName), page)
  return accept({ saved: true })
}

/** The opened list as a table, for the programs of those who analyse it. It is saved and never shown. */
async function saveTable(desk: Desk, as: Requests['document']['as']): Promise<Result<Replies['document']>> {
  const { study } = desk
  if (study === undefined || as !== 'save') return refuse('nothing_found')
  const { listRows, listTable, tableName } = await import('./whole-list.ts')
  const rows = listRows(study)
  if (!rows.ok) return rows
  const recorded = await recordPrint(desk, 'whole_list_table', as)
  if (!recorded.ok) return recorded
  return accept({ saved: await savedTo(desk, 'table', tableName, listTable(rows.value)) })
}

/** A certificate's document as it was taken in: looked at in the window, or saved outside of the file, which is on record. */
async function keptDocument(
  desk: Desk,
  certificateId: string,
  as: Requests['document']['as'],
): Promise<Result<Replies['document']>> {
  const { study } = desk
  if (study === undefined) return refuse('no_file_open')
  if (as === 'print') return refuse('nothing_found')
  const opened = study.certificateDocument(certificateId)
  if (!opened.ok) return opened
  const { bytes, document } = opened.value
  if (as === 'view') return accept({ kept: { bytes, mediaType: document.mediaType } })
  const recorded = await recordPrint(desk, 'certificate', as)
  if (!recorded.ok) return recorded
  return accept({ saved: await savedTo(desk, 'kept', document.name, bytes) })
}

type Wanted = Requests['document']['document']

type RecordKind = `${WantedRecord['form']}_record`
type WantedTable = Extract<Wanted, { kind: `${RecordKind}_table` }>

function isTable(wanted: Wanted): wanted is WantedTable {
  return wanted.kind.endsWith('_record_table')
}

/** Which accountability record is wanted, on paper or as a table. */
function wantedRecord(wanted: WantedTable | Extract<Wanted, { kind: RecordKind }>): WantedRecord {
  switch (wanted.kind) {
    case 'stock_record':
    case 'stock_record_table':
      return { form: 'stock', product: wanted.product, ...placeIn(wanted) }
    case 'full_record':
    case 'full_record_table':
      return { form: 'full', product: wanted.product, ...placeIn(wanted) }
    case 'site_record':
    case 'site_record_table':
      return { form: 'site' }
  }
}

function placeIn({ storagePlace }: { readonly storagePlace?: string | undefined }) {
  return storagePlace === undefined ? {} : { storagePlace }
}

/** The accountability record as a table. It is saved and never shown; what was saved is on record first (B2, P12). */
async function saveRecord(
  desk: Desk,
  wanted: WantedRecord,
  as: Requests['document']['as'],
): Promise<Result<Replies['document']>> {
  const { study } = desk
  const session = study?.session
  if (study === undefined || session === undefined || as !== 'save') return refuse('nothing_found')
  const { recordTable, recordTableName, wholeRecord } = await import('./accountability.ts')
  const record = wholeRecord(study, wanted)
  if (!record.ok) return record
  const recorded = await recordPrint(desk, `${wanted.form}_record_table`, as)
  if (!recorded.ok) return recorded
  return accept({
    saved: await savedTo(
      desk,
      'table',
      recordTableName(wanted.form),
      recordTable(wanted, record.value, session.registry),
    ),
  })
}

type PagesWanted = Omit<Requests['document'], 'document'> & {
  document: Wanted
}

async function pagesOf(
  desk: Desk,
  session: Session,
  { document: wanted, as }: PagesWanted,
): Promise<Result<PrintPage[]>> {
  // Drawing symbols and setting pages is large work to load; it is loaded by whoever first prints.
  const { breakPage, custodyPage, knowledgePage, oncePage } = await import('./printouts.ts')
  const { packSheet } = await import('./documents/pack-sheet.ts')
  const fonts = await desk.ports.fonts()
  const { settings, members } = session.registry
  const names = new Map([...members.values()].map((member) => [member.memberId, member.name]))
  const occasion = occasionOf(desk, session)
  switch (wanted.kind) {
    case 'once': {
      const once = desk.once(wanted.token)
      if (once === undefined || once.kind === 'emergency_pack') return refuse('nothing_found')
      // A look would be a copy that nobody recorded.
      if (as === 'view' && once.kind === 'code_cards') return refuse('nothing_found')
      const recorded = await recordPrint(desk, once.kind, as)
      if (!recorded.ok) return recorded
      return accept([oncePage(once, occasion, fonts)])
    }
    case 'label_account': {
      const { clinic } = session
      if (clinic === undefined) return refuse('nothing_found')
      const { labelAccountPage } = await import('./documents/label-account.ts')
      const recorded = await recordPrint(desk, 'label_account', as)
      return recorded.ok
        ? accept([labelAccountPage(labelRows(clinic), openLabels(clinic), occasionOf(desk, session), fonts)])
        : recorded
    }
    case 'chain_of_custody': {
      const asked = desk.study?.ask({ type: 'Syringe', syringeId: wanted.syringeId })
      if (asked === undefined || !asked.ok) return asked ?? refuse('signed_out')
      const recorded = await recordPrint(desk, 'chain_of_custody', as)
      if (!recorded.ok) return recorded
      return accept([custodyPage(asked.value as Answers['Syringe'], names, occasion, fonts)])
    }
    case 'receipt': {
      // Its code stands on the paper alone; once it has come back there is nothing to print.
      const issued = session.clinic?.receipts.get(session.clinic.outstandingReceipts.get(wanted.doseId) ?? '')
      if (issued === undefined || !mayDo(session, 'ReleaseDose')) return refuse('nothing_found')
      const { receiptPage } = await import('./printouts.ts')
      const page = receiptPage(session, issued, occasion, fonts)
      const recorded = await recordPrint(desk, 'receipt', as)
      return recorded.ok ? accept([page]) : recorded
    }
    case 'pack_sheet': {
      const pack = session.clinic?.packs.get(wanted.packId)
      if (pack === undefined) return refuse('nothing_found')
      const recorded = await recordPrint(desk, 'pack_sheet', as)
      if (!recorded.ok) return recorded
      return accept([packSheet({ ...pack, phone: settings.contact.emergencyPhone }, occasion, fonts)])
    }
    case 'break_record': {
      const broken = session.clinic?.breaks.get(wanted.breakId)
      if (broken === undefined) return refuse('nothing_found')
      const recorded = await recordPrint(desk, 'break_record', as)
      if (!recorded.ok) return recorded
      return accept([breakPage(broken, names, settings.emergency.openWith, occasion, fonts)])
    }
    case 'whole_list': {
      const { study } = desk
      if (study === undefined) return refuse('signed_out')
      const { listPage, listRows } = await import('./whole-list.ts')
      const rows = listRows(study)
      if (!rows.ok) return rows
      const end = study.ask({ type: 'EndOfTrial' })
      if (!end.ok) return end
      // Even a look at these pages is as good as a copy.
      const recorded = await recordPrint(desk, 'whole_list', 'print')
      if (!recorded.ok) return recorded
      return accept([listPage(rows.value, end.value as Answers['EndOfTrial'], names, occasionOf(desk, session), fonts)])
    }
    case 'vial_codes': {
      const lot = session.stock?.lots.get(wanted.lotId)
      if (lot === undefined || !mayDo(session, 'PrintVialCodes')) return refuse('nothing_found')
      const { vialCodeSheets } = await import('./documents/vial-codes.ts')
      const sheets = vialCodeSheets(lot.vialCodes, occasion, fonts)
      if (as === 'view') return accept([sheets])
      const { lotId, reason } = wanted
      const recorded = await desk.study?.submit({ type: 'PrintVialCodes', lotId, reason })
      desk.ports.push('changed', { what: 'entries' })
      return recorded?.ok === true ? accept([sheets]) : (recorded ?? refuse('no_file_open'))
    }
    case 'vials_certificate':
    case 'syringes_certificate': {
      const { syringesCertificate, vialsCertificate } = await import('./accountability.ts')
      const certificate = wanted.kind === 'vials_certificate' ? vialsCertificate : syringesCertificate
      const page = certificate(session, wanted.batchId, occasion, fonts)
      if (!page.ok) return page
      const recorded = await recordPrint(desk, wanted.kind, as)
      return recorded.ok ? accept([page.value]) : recorded
    }
    case 'batch_record': {
      const { study } = desk
      if (study === undefined || !mayDo(session, 'TakeBatchRecord')) return refuse('nothing_found')
      const { doseId, reason } = wanted
      // A look at it is as good as a copy: whoever has it before them is on record first, whatever they do with it.
      const recorded = await study.submit({ type: 'TakeBatchRecord', doseId, reason })
      desk.ports.push('changed', { what: 'entries' })
      if (!recorded.ok) return recorded
      const record = study.ask({ type: 'BatchRecord', doseId })
      if (!record.ok) return record
      const { batchRecordPages } = await import('./documents/batch-record.ts')
      return accept([batchRecordPages(record.value as Answers['BatchRecord'], names, occasionOf(desk, session), fonts)])
    }
    case 'stock_record':
    case 'site_record':
    case 'full_record': {
      const { study } = desk
      if (study === undefined) return refuse('signed_out')
      const { recordPage, wholeRecord } = await import('./accountability.ts')
      const of = wantedRecord(wanted)
      const record = wholeRecord(study, of)
      if (!record.ok) return record
      // Even a look at the pages that tell arms is as good as a copy.
      const recorded = await recordPrint(desk, wanted.kind, of.form === 'full' ? 'print' : as)
      if (!recorded.ok) return recorded
      return accept([recordPage(of, record.value, session.registry, occasionOf(desk, session), fonts)])
    }
    case 'labels':
    case 'label_zpl':
    case 'certificate':
    case 'whole_list_table':
    case 'stock_record_table':
    case 'site_record_table':
    case 'full_record_table':
      return refuse('nothing_found')
    case 'knowledge': {
      if (session.clinic === undefined) return refuse('nothing_found')
      const recorded = await recordPrint(desk, 'knowledge', as)
      if (!recorded.ok) return recorded
      return accept([knowledgePage(knowledge(session), names, occasion, fonts)])
    }
  }
}

/** A print is an entry before it is on paper (P12); what cannot be recorded is not printed. A look is none. */
async function recordPrint(
  desk: Desk,
  printed: Extract<Command, { type: 'RecordPrint' }>['document'],
  as: Requests['document']['as'],
): Promise<Result<unknown>> {
  if (as === 'view') return accept(undefined)
  const recorded = await desk.study?.submit({ type: 'RecordPrint', document: printed, reason: '' })
  desk.ports.push('changed', { what: 'entries' })
  return recorded ?? refuse('no_file_open')
}

function occasionOf(desk: Desk, session: Session): PrintOccasion {
  const { settings } = session.registry
  return {
    practice: desk.study?.practice === true,
    unblinded: desk.study?.unblinded === true,
    trial: { registryId: settings.study.registryId, shortName: settings.study.title },
    head: desk.study?.shortHead() ?? '',
    printedAt: desk.tools.clock.now().toISOString(),
    printedBy: session.member.name,
    timeZone: settings.study.timeZone,
  }
}
