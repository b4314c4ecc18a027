/** The accountability record and the certificates on their way out of the program: on paper, or as a table. */
import type { RecordLine, RecordPage } from '../core/accounts/record.ts'
import type { Role } from '../core/books.ts'
import { enteredPart } from '../core/entered.ts'
import { known } from '../core/never.ts'
import type { RegistryBook } from '../core/registry/book.ts'
import type { Arm, StudySettings } from '../core/registry/settings.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import type { Session } from '../core/session.ts'
import type { Correction } from '../core/stock/lot.ts'
import { type Both, initialsOf } from '../core/text.ts'
import {
  accountabilityRecord,
  kindName,
  placesInWords,
  type RecordForm,
  type RecordHead,
} from './documents/accountability.ts'
import { siteMoment } from './documents/dates.ts'
import { type Certified, destructionCertificate, type Signed } from './documents/destruction.ts'
import { millilitres } from './documents/digits.ts'
import type { PrintOccasion } from './documents/document.ts'
import { codesEntered } from './documents/entered-words.ts'
import type { PrintFonts } from './documents/fonts.ts'
import type { PrintPage } from './documents/print-page.ts'
import { nowInWords, wasInWords } from './documents/receipt-words.ts'
import { tableFile } from './documents/table-file.ts'
import type { Study } from './study.ts'

/** Which record: of one product, everywhere or in one storage place, or the site's of its syringes. */
export type WantedRecord =
  | { readonly form: 'stock' | 'full'; readonly product: Arm; readonly storagePlace?: string }
  | { readonly form: 'site' }

/** Every line of a record, and the balance after the last. */
export type WholeRecord = Pick<RecordPage, 'balance' | 'place'> & { readonly lines: readonly RecordLine[] }

const pageRows = 200

/** All lines, asked for like everything else; refused where the record was not opened in this sign-in. */
export function wholeRecord(study: Study, wanted: WantedRecord): Result<WholeRecord> {
  const lines: RecordLine[] = []
  for (;;) {
    const page = { offset: lines.length, limit: pageRows }
    const asked =
      wanted.form === 'site'
        ? study.ask({ type: 'SiteRecord', ...page })
        : study.ask({ type: wanted.form === 'stock' ? 'StockRecord' : 'FullRecord', ...asOf(wanted), ...page })
    if (!asked.ok) return asked
    const { rows, total, balance, place } = asked.value as RecordPage
    lines.push(...rows)
    if (rows.length === 0 || lines.length >= total)
      return accept({ lines, balance, ...(place === undefined ? {} : { place }) })
  }
}

function asOf({ product, storagePlace }: Exclude<WantedRecord, { form: 'site' }>) {
  return { product, ...(storagePlace === undefined ? {} : { storagePlace }) }
}

/** The name of the table's file. The one that tells arms says so wherever it lies; no name tells a product. */
export function recordTableName(form: RecordForm): string {
  const names = {
    stock: 'Accountability record.csv',
    site: 'Accountability record, site file.csv',
    full: 'UNBLINDED accountability record.csv',
  }
  return names[form]
}

/** What the head says where no single place was asked for. */
const everyPlace: Both = { en: 'all places', fa: 'همهٔ محل‌ها' }

function headOf({ study, arms, dose, label, contact }: StudySettings, wanted: WantedRecord): RecordHead {
  const vial = millilitres(dose.vialMicrolitres)
  return {
    institution: {
      en: `${study.sponsor.en}, ${study.site.en}`,
      fa: `${study.sponsor.fa}، ${study.site.fa}`,
    },
    protocol: `${study.code} · ${study.registryId} · ${study.ethicsId}`,
    title: study.title,
    product: wanted.form === 'site' ? label.product : arms[wanted.product].product,
    formAndStrength: { en: `${label.form.en}; ${vial.en} a vial`, fa: `${label.form.fa}؛ هر ویال ${vial.fa}` },
    dispensingArea: contact.name,
    investigator: contact.investigator,
    ...(wanted.form === 'site' ? {} : { storagePlace: wanted.storagePlace ?? everyPlace }),
  }
}

const formNames: Readonly<Record<RecordForm, string>> = {
  stock: 'control record, vials',
  site: 'satellite record, syringes',
  full: 'control record, vials, with participants',
}

/** The record as a table: its head as columns of their own, so that each row says by itself what it is of. */
export function recordTable(
  wanted: WantedRecord,
  { lines }: WholeRecord,
  { settings, members }: RegistryBook,
): Uint8Array {
  const head = headOf(settings, wanted)
  const { timeZone } = settings.study
  const nameOf = (memberId: string) => members.get(memberId)?.name ?? memberId
  const rows = lines.map((line): string[] => {
    const moment = siteMoment(line.at, timeZone)
    const by = (one: Pick<Correction, 'by' | 'at' | 'reason'>) =>
      `corrected by ${nameOf(one.by)}, ${one.at}: ${one.reason}`
    const corrections = line.corrections.map((one) => `${one.was} (${by(one)})`)
    const struck = (line.struck ?? []).map((one) => `${wasInWords(one)} (${by(one)})`)
    return [
      head.institution.en,
      head.protocol,
      head.title.en,
      head.product.en,
      head.formAndStrength.en,
      head.dispensingArea.en,
      head.investigator.en,
      formNames[wanted.form],
      ...(wanted.form === 'site' ? [] : [wanted.storagePlace ?? everyPlace.en]),
      String(line.line),
      line.at,
      `${moment.isoDate} ${moment.time} ${moment.offset}`,
      ...(wanted.form === 'stock' ? [] : [String(line.participant?.number ?? ''), line.participant?.initials ?? '']),
      ...(wanted.form === 'stock' ? [] : [String(line.microlitres ?? '')]),
      kindName(wanted.form, line.what).en,
      String(line.quantity),
      String(line.moved),
      line.entered === undefined ? '' : codesEntered(line.entered).en,
      String(line.balance),
      ...(wanted.form === 'site' ? [] : [placesInWords(line.places)]),
      ...(wanted.form === 'site'
        ? [line.code ?? '']
        : [line.lot?.manufacturer ?? '', line.lot?.lotNumber ?? '', line.lot?.expiresOn ?? '']),
      initialsOf(nameOf(line.by)),
      nameOf(line.by),
      [...(line.receipt ?? []).map((one) => `${wasInWords(one)} > ${nowInWords(one)}`), line.note]
        .filter((words) => words !== '')
        .join('; '),
      [...corrections, ...struck].join('; '),
      String(line.seq),
    ]
  })
  return tableFile(tableHeads(wanted.form), rows)
}

function tableHeads(form: RecordForm): string[] {
  return [
    ...['institution', 'protocol number', 'protocol title', 'product', 'form and strength', 'dispensing area'],
    ...['investigator', 'record'],
    ...(form === 'site' ? [] : ['record of storage place']),
    ...['line', 'time (UTC)', 'time at the site'],
    ...(form === 'stock' ? [] : ['participant', 'initials', 'dose (microlitres)']),
    ...['received or dispensed', 'quantity', 'units moved', 'codes', 'balance'],
    ...(form === 'site' ? [] : ['storage place']),
    ...(form === 'site' ? ['syringe'] : ['manufacturer', 'lot', 'expiry']),
    ...['recorder initials', 'recorder', 'note', 'struck through', 'ledger entry'],
  ]
}

/** The record on paper. */
export function recordPage(
  wanted: WantedRecord,
  { lines, balance, place }: WholeRecord,
  { settings, members }: RegistryBook,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const names = new Map([...members.values()].map(({ memberId, name }) => [memberId, name]))
  const { form } = wanted
  const record = { form, head: headOf(settings, wanted), lines, balance, names }
  return accountabilityRecord({ ...record, ...(place === undefined ? {} : { place }) }, occasion, fonts)
}

const roleNames: Readonly<Record<Role, Both>> = {
  pharmacist: { en: 'pharmacist', fa: 'داروساز' },
  checker: { en: 'checker', fa: 'کنترل‌کننده' },
  qa: { en: 'quality assurance', fa: 'تضمین کیفیت' },
  pi: { en: 'principal investigator', fa: 'پژوهشگر اصلی' },
  deputy_pi: { en: 'deputy investigator', fa: 'جانشین پژوهشگر' },
  theatre: { en: 'theatre', fa: 'اتاق عمل' },
  blinded_inspector: { en: 'inspector', fa: 'بازرس' },
  unblinded_inspector: { en: 'inspector', fa: 'بازرس' },
  administrator: { en: 'administrator', fa: 'مدیر' },
}

function signedBy({ members }: RegistryBook, memberId: string | undefined): Signed {
  const member = members.get(memberId ?? '')
  return member === undefined
    ? { name: '–', role: { en: '–', fa: '–' } }
    : { name: member.name, role: roleNames[member.role] }
}

/** The certificate of a batch of vials, for whoever holds the stock book. */
export function vialsCertificate(
  { stock, registry }: Session,
  batchId: string,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): Result<PrintPage> {
  const batch = stock?.batches.get(batchId)
  if (stock === undefined || batch === undefined) return refuse('nothing_found')
  const { kind, at, seq, authorisation, reason, method, place, receiver, by, witness } = batch
  const certified: Certified = {
    what: kind === 'returned' ? 'vials_returned' : 'vials_destroyed',
    at,
    entry: seq,
    authorisation,
    reason,
    ...(method === undefined ? {} : { method }),
    ...(place === undefined ? {} : { place }),
    ...(receiver === undefined ? {} : { receiver }),
    parts: batch.lots.map(({ lotId, vialCodes }) => {
      const { lotNumber, product, manufacturer, expiresOn } = known(stock.lots, lotId)
      return { lotNumber, product: registry.settings.arms[product].product, manufacturer, expiresOn, codes: vialCodes }
    }),
    signer: signedBy(registry, by),
    witness: signedBy(registry, witness),
  }
  return accept(destructionCertificate(certified, occasion, fonts))
}

/** The certificate of a batch of syringes, for whoever holds the clinic book; it knows of no lot. */
export function syringesCertificate(
  { clinic, registry }: Session,
  batchId: string,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): Result<PrintPage> {
  const batch = clinic?.batches.get(batchId)
  if (clinic === undefined || batch === undefined) return refuse('nothing_found')
  const { at, seq, authorisation, reason, method, place, by, witness } = batch
  const syringes = batch.syringeIds.map((syringeId) => known(clinic.syringes, syringeId))
  const parts = [...Map.groupBy(syringes, ({ number }) => number)].map(([participantNumber, its]) => {
    return { participantNumber, codes: its.map(({ code }) => code) }
  })
  const certified: Certified = {
    what: 'syringes_destroyed',
    ...enteredPart(batch.entered),
    ...{ at, entry: seq, authorisation, reason, method, place, parts },
    signer: signedBy(registry, by),
    witness: signedBy(registry, witness),
  }
  return accept(destructionCertificate(certified, occasion, fonts))
}
