/**
 * The accountability record on paper, in each of its three forms: the fields of the drug accountability record of the NCI
 * (NIH-2564), in both languages (A7). Corrections stand struck through, with who, when and why (A8).
 */
import type { InPlace, PlaceShare } from '../../core/accounts/by-place.ts'
import type { LineKind, RecordLine } from '../../core/accounts/record.ts'
import { groupCode } from '../../core/codes.ts'
import { type Both, initialsOf } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, millilitres, participantDigits } from './digits.ts'
import { type Block, bodyMillimetres, framedPages, type PrintOccasion, textWidthMillimetres } from './document.ts'
import { codesEntered } from './entered-words.ts'
import { fact, factsCss, notice } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import { cellRows, gapMillimetres, type ListColumn, linesCss, listHeads, listLine } from './list-lines.ts'
import type { PrintPage } from './print-page.ts'
import { byCorrection, nowInWords, wasInWords } from './receipt-words.ts'
import { bold } from './rows.ts'

export type RecordForm = 'stock' | 'site' | 'full'

/** What stands above the lines. */
export type RecordHead = {
  readonly institution: Both
  readonly protocol: string
  readonly title: Both
  readonly product: Both
  readonly formAndStrength: Both
  readonly dispensingArea: Both
  readonly investigator: Both
  /** Of which place the record is; a name that people gave is the same in both languages. */
  readonly storagePlace?: string | Both
}

const titles: Readonly<Record<RecordForm, Both>> = {
  stock: { en: 'Accountability record', fa: 'دفتر حساب فرآورده' },
  site: { en: 'Accountability record, site file', fa: 'دفتر حساب سرنگ‌ها، پروندهٔ مرکز' },
  full: { en: 'UNBLINDED accountability record', fa: 'دفتر حساب فرآورده، بدون کورسازی' },
}

const warning: Both = {
  en: 'This record shows which participant received which product. Give it only to those who are meant to know, and count every copy.',
  fa: 'این دفتر نشان می‌دهد هر شرکت‌کننده کدام فرآورده را گرفته است. آن را فقط به کسانی بدهید که باید بدانند و شمار نسخه‌ها را نگه دارید.',
}

/** What a line records, as it is called on paper and in tables. */
export const kindNames: Readonly<Record<LineKind, Both>> = {
  received: { en: 'Received', fa: 'تحویل‌گرفتن' },
  certificate_entered: { en: 'Certificate entered', fa: 'ثبت گواهی' },
  certificate_corrected: { en: 'Certificate corrected', fa: 'اصلاح گواهی' },
  released: { en: 'Released', fa: 'ترخیص' },
  held: { en: 'Put on hold', fa: 'توقف' },
  hold_lifted: { en: 'Hold lifted', fa: 'رفع توقف' },
  rejected: { en: 'Rejected', fa: 'رد' },
  counted: { en: 'Counted', fa: 'شمارش' },
  transferred: { en: 'Carried to another place', fa: 'انتقال به محل دیگر' },
  found: { en: 'Found again', fa: 'پیدا شد' },
  damaged: { en: 'Damaged on arrival', fa: 'آسیب‌دیده هنگام رسیدن' },
  codes_printed: { en: 'Vial codes printed', fa: 'چاپ کد ویال‌ها' },
  reconciled: { en: 'Reconciled', fa: 'تطبیق موجودی' },
  excursion_found: { en: 'Stopped by an excursion', fa: 'توقف به علت انحراف دما' },
  excursion_disposed: { en: 'Excursion decided', fa: 'تصمیم پس از انحراف دما' },
  cleared: { en: 'Lot cleared', fa: 'خالی شدن سری' },
  closed: { en: 'Lot closed', fa: 'بستن سری' },
  receipt_corrected: { en: 'Receipt corrected', fa: 'تصحیح تحویل' },
  never_came: { en: 'Never came', fa: 'هرگز نرسیده' },
  overlooked: { en: 'Overlooked at receipt', fa: 'جا‌افتاده هنگام تحویل' },
  came_damaged: { en: 'Came damaged after all', fa: 'آسیب‌دیده رسیده بود' },
  came_sound: { en: 'Came sound after all', fa: 'سالم رسیده بود' },
  sample: { en: 'Retention samples', fa: 'نمونهٔ نگهداری' },
  used: { en: 'Used', fa: 'مصرف' },
  wasted: { en: 'Written off', fa: 'حذف از موجودی' },
  returned: { en: 'Returned', fa: 'مرجوع' },
  destroyed: { en: 'Destroyed', fa: 'امحا' },
  missing: { en: 'Missing', fa: 'مفقود' },
  dispensed: { en: 'Dispensed', fa: 'برداشت برای دوز' },
  abandoned: { en: 'Taken, then given up', fa: 'برداشت و رها شدن' },
  prepared: { en: 'Prepared', fa: 'آماده شد' },
  administered: { en: 'Administered', fa: 'تجویز شد' },
  withheld: { en: 'Withheld', fa: 'تجویز نشد' },
  broken: { en: 'Broken', fa: 'آسیب دید' },
  expired: { en: 'Expired', fa: 'منقضی شد' },
}
const handedOver: Both = { en: 'Handed over', fa: 'تحویل' }

/** The name of a line's kind; a syringe that is released is handed over, a lot is not. */
export function kindName(form: RecordForm, what: LineKind): Both {
  return form === 'site' && what === 'released' ? handedOver : kindNames[what]
}

/** Where a line happened; `A > B` where vials were carried. */
export function placesInWords(places: readonly PlaceShare[]): string {
  const named = (fits: (vials: number) => boolean) =>
    places
      .filter(({ vials }) => fits(vials))
      .map(({ storagePlace }) => storagePlace)
      .join(', ')
  const [from, to] = [named((vials) => vials < 0), named((vials) => vials > 0)]
  return from !== '' && to !== '' ? `${from} > ${to}` : named(() => true)
}

type ColumnName = 'line' | 'date' | 'participant' | 'dose' | 'what' | 'quantity' | 'balance' | 'lot' | 'code' | 'by'
type Column = ListColumn & { readonly name: ColumnName }

const heads: Readonly<Record<ColumnName, Both>> = {
  line: { en: 'Line', fa: 'ردیف' },
  date: { en: 'Date', fa: 'تاریخ' },
  participant: { en: 'Participant', fa: 'شرکت‌کننده' },
  dose: { en: 'Dose', fa: 'دوز' },
  what: { en: 'Received or dispensed', fa: 'تحویل یا برداشت' },
  quantity: { en: 'Qty', fa: 'تعداد' },
  balance: { en: 'Balance', fa: 'مانده' },
  lot: { en: 'Maker and lot', fa: 'سازنده و سری' },
  code: { en: 'Syringe', fa: 'سرنگ' },
  by: { en: 'By', fa: 'ثبت' },
}
const widths: Readonly<Record<RecordForm, Partial<Record<ColumnName, number>>>> = {
  stock: { line: 9, date: 30, what: 0, quantity: 12, balance: 15, lot: 40, by: 12 },
  site: { line: 9, date: 27, participant: 19, dose: 15, what: 0, quantity: 10, balance: 13, code: 26, by: 10 },
  full: { line: 9, date: 27, participant: 19, dose: 15, what: 0, quantity: 10, balance: 13, lot: 28, by: 10 },
}

/** The columns of a form; the one without a width of its own takes what is left. */
function columnsOf(form: RecordForm): readonly Column[] {
  const named = Object.entries(widths[form]) as [ColumnName, number][]
  const taken = named.reduce((sum, [, width]) => sum + width, 0) + (named.length - 1) * gapMillimetres
  return named.map(([name, width]) => {
    return { name, head: heads[name], millimetres: width === 0 ? textWidthMillimetres - taken : width }
  })
}

/** Columns of numbers. */
const atEnd: readonly ColumnName[] = ['quantity', 'balance']

/** Prints a record: its head, then every line; the names of the columns stand on every page. */
export function accountabilityRecord(
  {
    form,
    head,
    lines,
    balance,
    names,
    place,
  }: {
    form: RecordForm
    head: RecordHead
    lines: readonly RecordLine[]
    balance: number
    names: ReadonlyMap<string, string>
    place?: InPlace
  },
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const { measure } = fonts
  const columns = columnsOf(form)
  const top = [...(form === 'full' ? [notice(warning, measure)] : []), ...headBlocks(form, head, measure)]
  const titlesOfColumns = listHeads(columns, measure, atEnd)
  const rows = lines.map((line) => lineBlock({ form, columns, line, names }, occasion.timeZone, measure))
  const end = place === undefined ? [closing(form, balance, measure)] : placeBlocks(place, measure)
  const bodies: string[] = []
  let page = [...top, titlesOfColumns]
  const height = (blocks: readonly Block[]) => blocks.reduce((sum, block) => sum + block.heightMillimetres, 0)
  for (const block of [...rows, ...end]) {
    if (height(page) + block.heightMillimetres > bodyMillimetres) {
      bodies.push(page.map(({ html }) => html).join(''))
      page = [titlesOfColumns]
    }
    page.push(block)
  }
  bodies.push(page.map(({ html }) => html).join(''))
  return framedPages(titles[form], occasion, { bodies, css: factsCss + linesCss(columns) }, fonts)
}

function headBlocks(form: RecordForm, head: RecordHead, measure: Measure): Block[] {
  const both = (name: Both, value: Both) => fact(name, { en: [bold(value.en)], fa: [bold(value.fa)] }, measure)
  const same = (name: Both, value: string) => both(name, { en: value, fa: value })
  return [
    both({ en: 'Institution', fa: 'مؤسسه' }, head.institution),
    same({ en: 'Protocol number', fa: 'شمارهٔ پروتکل' }, head.protocol),
    both({ en: 'Protocol title', fa: 'عنوان پروتکل' }, head.title),
    both({ en: 'Product', fa: 'فرآورده' }, head.product),
    both({ en: 'Form and strength', fa: 'شکل و قدرت دارویی' }, head.formAndStrength),
    ...(head.storagePlace === undefined
      ? []
      : typeof head.storagePlace === 'string'
        ? [same({ en: 'Storage place', fa: 'محل نگهداری' }, head.storagePlace)]
        : [both({ en: 'Storage place', fa: 'محل نگهداری' }, head.storagePlace)]),
    both({ en: 'Dispensing area', fa: 'محل تحویل دارو' }, head.dispensingArea),
    both({ en: 'Investigator', fa: 'پژوهشگر' }, head.investigator),
    both(
      { en: 'Record', fa: 'نوع دفتر' },
      form === 'site'
        ? { en: 'Satellite record; counted in syringes', fa: 'دفتر پیرو؛ شمارش به سرنگ' }
        : { en: 'Control record; counted in vials', fa: 'دفتر اصلی؛ شمارش به ویال' },
    ),
  ]
}

type Written = {
  readonly form: RecordForm
  readonly columns: readonly Column[]
  readonly line: RecordLine
  readonly names: ReadonlyMap<string, string>
}

function lineBlock({ form, columns, line, names }: Written, timeZone: string, measure: Measure): Block {
  const moment = siteMoment(line.at, timeZone)
  const name = kindName(form, line.what)
  const moved = form !== 'site' && line.moved !== Math.abs(line.quantity) ? line.moved : 0
  const correctedBy = (by: string, at: string, reason: string) => {
    const when = siteMoment(at, timeZone)
    return `${names.get(by) ?? by}, ${when.isoDate} ${when.time}: ${reason}`
  }
  const cell = (column: Column): string[] => {
    const rows = (text: string, language: 'en' | 'fa' = 'en') => cellRows(text, column.millimetres, measure, language)
    switch (column.name) {
      case 'line':
        return rows(String(line.line))
      case 'date':
        return [...rows(`${moment.isoDate} ${moment.time}`), ...rows(`${moment.solarDate} ${moment.persianTime}`, 'fa')]
      case 'participant': {
        if (line.participant === undefined) return []
        const { en, fa } = participantDigits(line.participant.number)
        const { initials } = line.participant
        return [...rows(initials === '' ? en : `${en} ${initials}`), ...rows(fa, 'fa')]
      }
      case 'dose':
        if (line.microlitres === undefined) return []
        return [...rows(millilitres(line.microlitres).en), ...rows(millilitres(line.microlitres).fa, 'fa')]
      case 'what':
        return [
          ...rows(moved === 0 ? name.en : `${name.en} (${moved})`),
          ...(line.entered === undefined ? [] : rows(codesEntered(line.entered).en)),
          ...rows(moved === 0 ? name.fa : `${name.fa} (${allPersianDigits(String(moved))})`, 'fa'),
          ...(line.entered === undefined ? [] : rows(codesEntered(line.entered).fa, 'fa')),
          ...line.corrections.flatMap(({ was }) => struckThrough(rows(was))),
          ...byCorrection(line.struck ?? []).flatMap((its) => [
            ...its.flatMap((one) => struckThrough(rows(wasInWords(one)))),
            ...its.slice(0, 1).flatMap(({ by, at, reason }) => rows(correctedBy(by, at, reason))),
          ]),
          ...(line.receipt ?? []).flatMap((one) => [...struckThrough(rows(wasInWords(one))), ...rows(nowInWords(one))]),
          ...(line.places.length === 0 ? [] : rows(placesInWords(line.places))),
          ...(line.note === '' ? [] : rows(line.note)),
          ...line.corrections.flatMap(({ by, at, reason }) => rows(correctedBy(by, at, reason))),
        ]
      case 'quantity':
        return line.quantity === 0 && moved > 0 ? rows('0') : rows(signed(line.quantity))
      case 'balance':
        return rows(String(line.balance))
      case 'lot':
        return line.lot === undefined ? [] : [...rows(line.lot.lotNumber), ...rows(line.lot.manufacturer)]
      case 'code':
        return line.code === undefined ? [] : rows(groupCode(line.code))
      case 'by':
        return rows(initialsOf(names.get(line.by) ?? ''))
    }
  }
  return listLine(columns, columns.map(cell), { atEnd })
}

function struckThrough(rows: readonly string[]): string[] {
  return rows.map((html) => html.replace(/^(<p[^>]*>)(.*)<\/p>$/, '$1<s>$2</s></p>'))
}

/** A quantity with its sign, as accounts write it. */
export function signed(quantity: number): string {
  return quantity > 0 ? `+${quantity}` : quantity < 0 ? `−${-quantity}` : '0'
}

function closing(form: RecordForm, balance: number, measure: Measure): Block {
  const name: Both =
    form === 'site'
      ? { en: 'Balance in syringes', fa: 'مانده به سرنگ' }
      : { en: 'Balance in vials', fa: 'مانده به ویال' }
  return fact(name, { en: [bold(String(balance))], fa: [bold(allPersianDigits(String(balance)))] }, measure)
}

/** What arrived in the place, what left it, and what lies there; samples apart (A13). */
function placeBlocks({ arrived, left, there, samples }: InPlace, measure: Measure): Block[] {
  const number = (name: Both, value: number) =>
    fact(name, { en: [bold(String(value))], fa: [bold(allPersianDigits(String(value)))] }, measure)
  return [
    number({ en: 'Arrived here, vials', fa: 'رسیده به این محل (ویال)' }, arrived),
    number({ en: 'Left here, vials', fa: 'رفته از این محل (ویال)' }, left),
    number({ en: 'Balance here, vials', fa: 'ماندهٔ این محل (ویال)' }, there),
    ...(samples === 0
      ? []
      : [number({ en: 'Retention samples here, apart', fa: 'نمونهٔ نگهداری این محل، جدا' }, samples)]),
  ]
}
