/**
 * The certificate of what was destroyed or went back: under whose authority, how, where, why, and the two who signed it,
 * with name, time and meaning (A5, P8). That of syringes holds no lot and no arm, and is the same for both.
 */
import { groupCode } from '../../core/codes.ts'
import type { Entered } from '../../core/entered.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, participantDigits, persianDigits } from './digits.ts'
import { a4Document, type Block, type PrintOccasion } from './document.ts'
import { codesEntered } from './entered-words.ts'
import { fact, factsCss, longText, sideBySide } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain, type Run } from './rows.ts'

/** Somebody who signed, and as what. */
export type Signed = { readonly name: string; readonly role: Both }

/** Vials of one lot, or the syringes of one participant, with their codes. */
export type CertifiedPart =
  | {
      readonly lotNumber: string
      readonly product: Both
      readonly manufacturer: string
      readonly expiresOn: string
      readonly codes: readonly string[]
    }
  | { readonly participantNumber: number; readonly codes: readonly string[] }

export type Certified = {
  readonly what: 'vials_destroyed' | 'vials_returned' | 'syringes_destroyed'
  readonly at: string
  readonly entry: number
  readonly authorisation: string
  readonly reason: string
  readonly method?: string
  readonly place?: string
  readonly receiver?: string
  readonly parts: readonly CertifiedPart[]
  /** How the units were named, where they were named one by one. */
  readonly entered?: Entered
  readonly signer: Signed
  readonly witness: Signed
}

const titles: Readonly<Record<Certified['what'], Both>> = {
  vials_destroyed: { en: 'Certificate of destruction', fa: 'گواهی امحا' },
  vials_returned: { en: 'Certificate of return', fa: 'گواهی مرجوعی' },
  syringes_destroyed: { en: 'Certificate of destruction, syringes', fa: 'گواهی امحای سرنگ' },
}

const statements: Readonly<Record<Certified['what'], Both>> = {
  vials_destroyed: {
    en: 'The vials below were destroyed. Two people counted them, and each signed with a secret of their own.',
    fa: 'ویال‌های زیر امحا شد. دو نفر آن‌ها را شمردند و هر یک با رمز خود امضا کرد.',
  },
  vials_returned: {
    en: 'The vials below went back. Two people counted them, and each signed with a secret of their own.',
    fa: 'ویال‌های زیر مرجوع شد. دو نفر آن‌ها را شمردند و هر یک با رمز خود امضا کرد.',
  },
  syringes_destroyed: {
    en: 'The syringes below had come back and were destroyed. This certificate states no treatment; it has the same wording for both arms.',
    fa: 'سرنگ‌های زیر که بازگشته بودند امحا شد. این گواهی نوع درمان را بیان نمی‌کند و متن آن برای هر دو بازو یکسان است.',
  },
}

const meanings: Readonly<Record<Certified['what'], Both>> = {
  vials_destroyed: { en: 'destruction', fa: 'امحا' },
  vials_returned: { en: 'return', fa: 'مرجوع کردن' },
  syringes_destroyed: { en: 'destruction', fa: 'امحا' },
}

const codesInBlock = 24

/** Prints the certificate of one batch. */
export function destructionCertificate(certified: Certified, occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const { measure } = fonts
  const { what, method, place, receiver } = certified
  const same = (name: Both, value: string | undefined) =>
    value === undefined ? [] : [fact(name, { en: [bold(value)], fa: [bold(value)] }, measure)]
  const count = certified.parts.reduce((sum, { codes }) => sum + codes.length, 0)
  const unit: Both = what === 'syringes_destroyed' ? { en: 'Syringes', fa: 'سرنگ' } : { en: 'Vials', fa: 'ویال' }
  const blocks: Block[] = [
    sideBySide(statements[what], measure),
    ...same({ en: 'Authorisation', fa: 'مجوز' }, certified.authorisation),
    ...same({ en: 'Returned to', fa: 'مرجوع به' }, receiver),
    ...same({ en: 'Method', fa: 'روش' }, method),
    ...same({ en: 'Place', fa: 'محل' }, place),
    ...longText({ en: 'Reason', fa: 'دلیل' }, certified.reason, measure),
    fact(unit, { en: [bold(String(count))], fa: [bold(allPersianDigits(String(count)))] }, measure),
    ...certified.parts.flatMap((part) => partBlocks(part, measure)),
    ...(certified.entered === undefined ? [] : [enteredFact(codesEntered(certified.entered), measure)]),
    signature({ en: 'Signed by', fa: 'امضاکننده' }, certified.signer, certified, occasion, measure),
    signature({ en: 'Second person', fa: 'نفر دوم' }, certified.witness, certified, occasion, measure),
    fact(
      { en: 'Ledger entry', fa: 'شمارهٔ ثبت' },
      { en: [piece(String(certified.entry), 700)], fa: [bold(persianDigits(String(certified.entry)))] },
      measure,
    ),
  ]
  return a4Document(titles[what], occasion, { blocks, css: factsCss }, fonts)
}

function enteredFact({ en, fa }: Both, measure: Measure): Block {
  return fact({ en: 'Entered', fa: 'شیوهٔ ورود' }, { en: [bold(en)], fa: [bold(fa)] }, measure)
}

function partBlocks(part: CertifiedPart, measure: Measure): Block[] {
  const codes = part.codes.map((code) => piece(groupCode(code)))
  const blocks: Block[] = [named(part, measure)]
  for (let start = 0; start < codes.length; start += codesInBlock) {
    const some = codes.slice(start, start + codesInBlock)
    blocks.push(fact({ en: 'Codes', fa: 'کدها' }, { en: some, fa: some }, measure))
  }
  return blocks
}

function named(part: CertifiedPart, measure: Measure): Block {
  if ('participantNumber' in part) {
    const { en, fa } = participantDigits(part.participantNumber)
    return fact({ en: 'Participant', fa: 'شرکت‌کننده' }, { en: [bold(en)], fa: [bold(fa)] }, measure)
  }
  const side = (language: 'en' | 'fa'): Run[] => [
    piece(part.lotNumber, 700),
    plain(`· ${part.product[language]} · ${part.manufacturer} · ${language === 'en' ? 'expires' : 'انقضا'}`),
    piece(part.expiresOn),
  ]
  return fact({ en: 'Lot', fa: 'سری' }, { en: side('en'), fa: side('fa') }, measure)
}

/** Who signed, as what, when, and what the signature means (P8). */
function signature(
  name: Both,
  { name: who, role }: Signed,
  { at, what }: Certified,
  { timeZone }: PrintOccasion,
  measure: Measure,
): Block {
  const moment = siteMoment(at, timeZone)
  const meaning = meanings[what]
  return fact(
    name,
    {
      en: [bold(who), plain(`(${role.en}), ${moment.en}; meaning of the signature: ${meaning.en}`)],
      fa: [bold(who), plain(`(${role.fa})، ${moment.fa}؛ معنای امضا: ${meaning.fa}`)],
    },
    measure,
  )
}
