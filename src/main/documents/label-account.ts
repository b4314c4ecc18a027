/** The account of labels, for the file: printed = applied + spoiled + destroyed, for each participant and in all (L7). */
import type { LabelAccountRow, LabelCounts, OpenLabel } from '../../core/clinic/labels.ts'
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, participantDigits, persianDigits } from './digits.ts'
import { a4Document, type Block, type PrintOccasion } from './document.ts'
import { fact, factsCss, sideBySide } from './facts.ts'
import type { PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain, type Run } from './rows.ts'

const lead: Both = {
  en: 'A serial stands for one print of a syringe label and its bag label. Printed = applied + spoiled + destroyed + not accounted for.',
  fa: 'هر شمارهٔ سریال یک بار چاپ برچسب سرنگ و برچسب کیسهٔ آن است. چاپ‌شده = الصاق‌شده + ضایع‌شده + معدوم‌شده + تعیین‌تکلیف‌نشده.',
}

const states = [
  ['applied', { en: 'applied', fa: 'الصاق‌شده' }],
  ['spoiled', { en: 'spoiled', fa: 'ضایع‌شده' }],
  ['destroyed', { en: 'destroyed', fa: 'معدوم‌شده' }],
  ['printed', { en: 'not accounted for', fa: 'تعیین‌تکلیف‌نشده' }],
] as const

/** Prints the account as it stands. */
export function labelAccountPage(
  { rows, counts }: { readonly rows: readonly LabelAccountRow[]; readonly counts: LabelCounts },
  open: readonly OpenLabel[],
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const { measure } = fonts
  const named = (number: number): Both => {
    const digits = participantDigits(number)
    return { en: `Participant ${digits.en}`, fa: `شرکت‌کننده ${digits.fa}` }
  }
  const blocks: Block[] = [
    sideBySide(lead, measure),
    fact({ en: 'In all', fa: 'در مجموع' }, equation(counts), measure),
    ...rows.map((row) => fact(named(row.number), equation(row.counts), measure)),
    ...open.map((label) => fact(named(label.number), ofLabel(label, occasion), measure)),
  ]
  return a4Document({ en: 'Account of labels', fa: 'حساب برچسب‌ها' }, occasion, { blocks, css: factsCss }, fonts)
}

function equation(counts: LabelCounts): { en: Run[]; fa: Run[] } {
  const side = (language: 'en' | 'fa'): Run[] => {
    const digits = (count: number) => (language === 'fa' ? allPersianDigits(String(count)) : String(count))
    const parts = states.map(([state, name]) => `${digits(counts[state])} ${name[language]}`)
    const printed = language === 'fa' ? 'چاپ‌شده' : 'printed'
    return [bold(`${digits(counts.total)} ${printed}`), plain(`= ${parts.join(' + ')}`)]
  }
  return { en: side('en'), fa: side('fa') }
}

function ofLabel(label: OpenLabel, { timeZone }: PrintOccasion): { en: Run[]; fa: Run[] } {
  const at = siteMoment(label.printedAt, timeZone)
  const state = states.find(([name]) => name === label.state)?.[1] ?? { en: '', fa: '' }
  const codes = [piece(groupCode(label.code), 700), plain('·'), piece(groupCode(label.serial))]
  const reason = label.reason === '' ? '' : ` (${label.reason})`
  return {
    en: [...codes, plain(`${state.en}, printed ${at.en}${reason}`)],
    fa: [...codes, plain(`${state.fa}، چاپ ${at.fa}${persianDigits(reason)}`)],
  }
}
