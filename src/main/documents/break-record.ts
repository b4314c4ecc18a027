/**
 * The record of an emergency break, for the participant's file (B10). It says everything about the break except what it
 * showed, and its text is the same for both arms (B9): there is nothing in `BreakOfBlind` that an arm could change.
 */
import { groupCode } from '../../core/codes.ts'
import type { MaybeEntered } from '../../core/entered.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { participantDigits, persianDigits } from './digits.ts'
import { a4Document, type Block, type PrintOccasion } from './document.ts'
import { enteredWords } from './entered-words.ts'
import { fact, factsCss, longText, notice, signatureLine } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain, type Run } from './rows.ts'

/** A break of the blind, without its result; `entered` says how the code of the card came in (P7). */
export type BreakOfBlind = MaybeEntered & {
  readonly participantNumber: number
  /** The number of the entry in the ledger. */
  readonly entry: number
  /** ISO instant in UTC at which the record was written. */
  readonly at: string
  readonly requestedBy: string
  readonly openedBy: string
  /** How it was opened, for example with passphrase and code card. */
  readonly openedWith: Both
  readonly reason: Both
  readonly narrative: string
  /** The people who were told, by name or office. */
  readonly toldTo: readonly string[]
  /** Opened on another computer, by an emergency pack: when, by that computer's clock, and which pack. */
  readonly elsewhere?: { readonly openedAt: string; readonly packId: string }
  /** The clinician who was to read the arm while whoever opened it stays blind. */
  readonly reader?: { readonly name: string; readonly office: string; readonly readAt?: string }
  /** Every time it was shown once more, or was tried to be. */
  readonly shownAgain: readonly {
    readonly at: string
    readonly to: string
    readonly reason: string
    readonly failed: boolean
  }[]
  readonly impact?: { readonly text: string; readonly by: string; readonly at: string }
}

const title: Both = { en: 'Record of an emergency unblinding', fa: 'گزارش رفع کورسازی اضطراری' }

const silence: Both = {
  en: 'This record does not state the treatment. It has the same wording whatever the treatment was. Do not write the treatment on it.',
  fa: 'این گزارش نوع درمان را بیان نمی‌کند و متن آن برای هر دو بازو یکسان است. نوع درمان را روی آن ننویسید.',
}

const unread: Both = {
  en: 'Not read: the break was authorised, and nobody was shown anything',
  fa: 'خوانده نشد: شکستن کورسازی مجاز شد و به هیچ‌کس چیزی نشان داده نشد',
}

const stayedBlind: Both = {
  en: 'Stays blind; authorised the reading and did not see it',
  fa: 'کور مانده است؛ اجازهٔ خواندن را داده و خود ندیده است',
}

const pending: Both = { en: 'Not yet recorded', fa: 'هنوز ثبت نشده است' }

/** Prints the record of a break. */
export function breakRecord(record: BreakOfBlind, occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const { measure } = fonts
  const number = participantDigits(record.participantNumber)
  const told = record.toldTo.join(', ')
  const blocks: Block[] = [
    notice(silence, measure),
    fact({ en: 'Participant', fa: 'شرکت‌کننده' }, { en: [bold(number.en)], fa: [bold(number.fa)] }, measure),
    ...openedAt(record, occasion.timeZone, measure),
    same({ en: 'Requested by', fa: 'درخواست‌کننده' }, record.requestedBy, measure),
    ...whoBlocks(record, occasion, measure),
    written({ en: 'Opened with', fa: 'شیوهٔ بازگشایی' }, record.openedWith, measure),
    ...(record.entered === undefined
      ? []
      : [written({ en: 'Code of the card', fa: 'کد کارت' }, enteredWords[record.entered], measure)]),
    written({ en: 'Reason', fa: 'دلیل' }, record.reason, measure),
    same({ en: 'Told to', fa: 'به اطلاع' }, told === '' ? '–' : told, measure),
    fact({ en: 'Ledger entry', fa: 'شمارهٔ ثبت' }, entryRuns(record.entry), measure),
    ...longText({ en: 'Account', fa: 'شرح' }, record.narrative, measure),
    ...record.shownAgain.flatMap((one) => againBlocks(one, occasion, measure)),
    ...impactBlocks(record, occasion, measure),
    signatureLine(
      record.reader === undefined ? { en: 'Opened by', fa: 'بازگشاینده' } : { en: 'Read by', fa: 'خواننده' },
    ),
    signatureLine({ en: 'Principal investigator', fa: 'پژوهشگر اصلی' }),
  ]
  return a4Document(title, occasion, { blocks, css: factsCss }, fonts)
}

function openedAt({ at, elsewhere }: BreakOfBlind, timeZone: string, measure: Measure): Block[] {
  if (elsewhere === undefined) return [momentFact({ en: 'Opened at', fa: 'زمان بازگشایی' }, at, timeZone, measure)]
  const pack = groupCode(elsewhere.packId)
  return [
    momentFact(
      { en: 'Opened at, by the other computer', fa: 'زمان بازگشایی، به ساعت رایانهٔ دیگر' },
      elsewhere.openedAt,
      timeZone,
      measure,
    ),
    fact({ en: 'Emergency pack', fa: 'بستهٔ اضطراری' }, { en: [piece(pack, 700)], fa: [piece(pack, 700)] }, measure),
    momentFact({ en: 'Taken into the file at', fa: 'زمان ورود به پرونده' }, at, timeZone, measure),
  ]
}

/** Who opened it; or, where a clinician was to read it, who authorised that, who read it and when. */
function whoBlocks(record: BreakOfBlind, occasion: PrintOccasion, measure: Measure): Block[] {
  const { reader, openedBy } = record
  if (reader === undefined) return [same({ en: 'Opened by', fa: 'بازگشایی توسط' }, openedBy, measure)]
  const readBy: Both = { en: 'Read by', fa: 'خوانده‌شده توسط' }
  return [
    same({ en: 'Authorised by', fa: 'با اجازهٔ' }, openedBy, measure),
    written({ en: 'The authorising investigator', fa: 'پژوهشگر اجازه‌دهنده' }, stayedBlind, measure),
    same({ en: 'To be read by', fa: 'برای خواندن توسط' }, `${reader.name}, ${reader.office}`, measure),
    reader.readAt === undefined
      ? written(readBy, unread, measure)
      : same(readBy, `${reader.name}, ${reader.office}`, measure),
    ...(reader.readAt === undefined
      ? []
      : [momentFact({ en: 'Read at', fa: 'زمان خواندن' }, reader.readAt, occasion.timeZone, measure)]),
  ]
}

function againBlocks(shown: BreakOfBlind['shownAgain'][number], occasion: PrintOccasion, measure: Measure): Block[] {
  const name: Both = shown.failed
    ? { en: 'Showing again was tried; the code did not fit', fa: 'تلاش برای نمایش دوباره؛ کد جور نبود' }
    : { en: 'Shown again at', fa: 'نمایش دوباره در' }
  return [
    momentFact(name, shown.at, occasion.timeZone, measure),
    same({ en: 'To', fa: 'به' }, shown.to, measure),
    ...(shown.reason === '' ? [] : [same({ en: 'Why', fa: 'دلیل' }, shown.reason, measure)]),
  ]
}

function impactBlocks(record: BreakOfBlind, occasion: PrintOccasion, measure: Measure): Block[] {
  const name: Both = { en: 'Impact assessment', fa: 'ارزیابی پیامد' }
  if (record.impact === undefined) return [written(name, pending, measure)]
  return [
    ...longText(name, record.impact.text, measure),
    same({ en: 'Assessed by', fa: 'ارزیابی توسط' }, record.impact.by, measure),
    momentFact({ en: 'Assessed at', fa: 'زمان ارزیابی' }, record.impact.at, occasion.timeZone, measure),
  ]
}

function written(name: Both, value: Both, measure: Measure): Block {
  return fact(name, { en: [bold(value.en)], fa: [bold(persianDigits(value.fa))] }, measure)
}

/** What people wrote in one language alone; it stands on both sides as it was written. */
function same(name: Both, value: string, measure: Measure): Block {
  return fact(name, { en: [bold(value)], fa: [bold(value)] }, measure)
}

function entryRuns(entry: number): { readonly en: readonly Run[]; readonly fa: readonly Run[] } {
  return { en: [piece(String(entry), 700)], fa: [bold(persianDigits(String(entry)))] }
}

function momentFact(name: Both, at: string, timeZone: string, measure: Measure): Block {
  const moment = siteMoment(at, timeZone)
  const en = [piece(`${moment.isoDate} ${moment.time}`, 700), plain(`(${moment.city}, ${moment.offset})`)]
  return fact(name, { en, fa: [bold(moment.fa)] }, measure)
}
