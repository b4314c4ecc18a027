/**
 * What is printed of a study: from the answers of its books to pages. Nothing here knows an arm or a lot, except that
 * cards are made for whoever asked.
 */

import type { Occasion } from '../core/clinic/events.ts'
import type { KnowledgeRow } from '../core/clinic/knowledge.ts'
import type { Receipt } from '../core/clinic/receipts.ts'
import { readCode } from '../core/codes.ts'
import { enteredPart } from '../core/entered.ts'
import { known } from '../core/never.ts'
import type { Answers } from '../core/questions.ts'
import { held, type Session } from '../core/session.ts'
import type { Both } from '../core/text.ts'
import { breakRecord } from './documents/break-record.ts'
import { chainOfCustody } from './documents/chain-of-custody.ts'
import { codeCards } from './documents/code-cards.ts'
import type { PrintOccasion } from './documents/document.ts'
import type { PrintFonts } from './documents/fonts.ts'
import { knowledgeLedger } from './documents/knowledge-ledger.ts'
import type { PrintPage } from './documents/print-page.ts'
import { receipt } from './documents/receipt.ts'
import { recoverySheets } from './documents/recovery-sheets.ts'
import type { Sheet } from './vault/recovery.ts'

/** A document that exists once, in memory, after the act that made it. */
export type OnceDocument =
  | { readonly kind: 'code_cards'; readonly cards: readonly { readonly number: number; readonly code: string }[] }
  | { readonly kind: 'recovery_sheets'; readonly sheets: readonly Sheet[] }
  /** Two files and no paper: the sealed pack, and the page that opens it. */
  | { readonly kind: 'emergency_pack'; readonly text: string; readonly page: Uint8Array }

/** Code cards or recovery sheets. */
export function oncePage(
  document: Exclude<OnceDocument, { kind: 'emergency_pack' }>,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  if (document.kind === 'recovery_sheets') {
    const sheets = document.sheets.map(({ set, sheet, lines }) => ({
      set: set === 'recovery-allocation' ? ('allocation' as const) : ('records' as const),
      share: sheet,
      shareCount: 3,
      sharesNeeded: 2,
      lines,
    }))
    return recoverySheets(sheets, occasion, fonts)
  }
  const cards = document.cards.map(({ number, code }) => ({ participantNumber: number, code: readCode(code) }))
  return codeCards(cards, occasion, fonts)
}

/** The timeline of a syringe, for the file. */
export function custodyPage(
  answer: Answers['Syringe'],
  names: ReadonlyMap<string, string>,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const steps = answer.timeline.map(({ at, by, what, detail }) => ({
    at,
    what: wordsOf(what, detail),
    who: names.get(by) ?? by,
  }))
  const { number, code } = answer.syringe
  return chainOfCustody({ participantNumber: number, syringeCode: code, steps }, occasion, fonts)
}

/** The receipt that goes along with a dose whose receiver does not sign at the machine. */
export function receiptPage(
  session: Session,
  { doseId, code, issuedAt }: Receipt,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const { doses, syringes } = held(session.clinic)
  const { number, theatre, receivedBy = '', useBefore, syringeIds } = known(doses, doseId)
  const syringeCodes = syringeIds.map((syringeId) => known(syringes, syringeId).code)
  const handedOver = { participantNumber: number, syringeCodes, theatre, receivedBy, useBefore: held(useBefore) }
  return receipt({ ...handedOver, issuedAt, code }, occasion, fonts)
}

/** The record of a break, without the arm. */
export function breakPage(
  broken: Answers['Breaks']['rows'][number],
  names: ReadonlyMap<string, string>,
  openWith: 'card' | 'secret',
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const by = names.get(broken.by) ?? broken.by
  const { assessment, reader, office } = broken
  const nameOf = ({ to, office: outside }: { to: string; office?: string }) =>
    outside === undefined ? (names.get(to) ?? to) : to
  const read = broken.showings.find((one) => one.office !== undefined && !one.failed)
  const again = broken.showings.filter((one) => one !== read)
  return breakRecord(
    {
      ...(broken.elsewhere === undefined ? {} : { elsewhere: broken.elsewhere }),
      participantNumber: broken.number,
      entry: broken.seq,
      at: broken.at,
      requestedBy: by,
      openedBy: by,
      openedWith: broken.failed ? notOpened : openedWith[openWith],
      ...enteredPart(broken.entered),
      reason: reasons[broken.reason],
      narrative: broken.narrative,
      toldTo: [broken.told],
      ...(reader === undefined
        ? {}
        : { reader: { name: reader, office: office ?? '', ...(read === undefined ? {} : { readAt: read.at }) } }),
      shownAgain: again.map((one) => ({ at: one.at, to: nameOf(one), reason: one.note, failed: one.failed })),
      ...(assessment === undefined
        ? {}
        : { impact: { text: assessment.text, by: names.get(assessment.by) ?? assessment.by, at: assessment.at } }),
    },
    occasion,
    fonts,
  )
}

const occasions: Record<Occasion, Both> = {
  preparation: { en: 'Preparation', fa: 'آماده‌سازی' },
  verification: { en: 'Verification', fa: 'کنترل' },
  enquiry: { en: 'Enquiry', fa: 'استعلام' },
  notice: { en: 'Notice', fa: 'اعلان' },
  emergency_break: { en: 'Emergency break', fa: 'شکستن اضطراری' },
  emergency_pack: { en: 'Emergency pack', fa: 'بستهٔ اضطراری' },
  shown_again: { en: 'Shown again', fa: 'نمایش دوباره' },
  end_of_trial: { en: 'End of the trial', fa: 'پایان کارآزمایی' },
  accountability: { en: 'Accountability record', fa: 'دفتر حساب فرآورده' },
  batch_record: { en: 'Batch record', fa: 'پروندهٔ ساخت دوز' },
}

/** The knowledge ledger, for the trial's file. */
export function knowledgePage(
  rows: readonly KnowledgeRow[],
  names: ReadonlyMap<string, string>,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const lines = rows.map((row) => ({
    at: row.at,
    participantNumber: row.number,
    person: row.office === undefined ? (names.get(row.to) ?? row.to) : row.to,
    ...(row.office === undefined ? {} : { outside: { office: row.office, authorisedBy: names.get(row.by) ?? row.by } }),
    occasion: occasions[row.occasion],
    ...(row.reason === undefined ? {} : { reason: reasons[row.reason] }),
    note: row.note,
    entry: row.seq,
    flagged: row.flagged,
  }))
  return knowledgeLedger(lines, occasion, fonts)
}

const openedWith: Record<'card' | 'secret', Both> = {
  card: { en: 'Passphrase and code card', fa: 'گذرواژه و کارت کد' },
  secret: { en: 'Passphrase', fa: 'گذرواژه' },
}

const notOpened: Both = { en: 'Not opened: the code did not fit', fa: 'باز نشد: کد جور نبود' }

const reasons: Record<Answers['Breaks']['rows'][number]['reason'], Both> = {
  emergency_treatment: { en: 'Emergency treatment', fa: 'درمان اورژانس' },
  serious_adverse_event: { en: 'Serious adverse event', fa: 'عارضهٔ نامطلوب جدی' },
  regulatory: { en: 'Regulatory request', fa: 'درخواست نهاد ناظر' },
  other: { en: 'Other', fa: 'سایر' },
}

const steps: Partial<Record<string, Both>> = {
  DosePrepared: { en: 'Prepared', fa: 'آماده شد' },
  LabelsPrinted: { en: 'Label printed', fa: 'برچسب چاپ شد' },
  DoseVerified: { en: 'Verified by the second person', fa: 'فرد دوم تأیید کرد' },
  DoseReleased: { en: 'Handed over', fa: 'تحویل داده شد' },
  ReceiptConfirmed: { en: 'Signed receipt came back', fa: 'رسید امضاشده برگشت' },
  ReceiptReissued: { en: 'Another receipt made', fa: 'رسید دیگری ساخته شد' },
  SyringesDestroyed: { en: 'Destroyed', fa: 'امحا شد' },
  DoseRecalled: { en: 'Called back by a pharmacy notice', fa: 'با اعلان داروخانه فراخوانده شد' },
}

const outcomes: Record<string, Both> = {
  administered: { en: 'Administered', fa: 'تجویز شد' },
  withheld: { en: 'Withheld', fa: 'تجویز نشد' },
  returned: { en: 'Returned', fa: 'برگردانده شد' },
  broken: { en: 'Broken', fa: 'شکست' },
  expired: { en: 'Expired', fa: 'منقضی شد' },
}

function wordsOf(what: string, detail: Readonly<Record<string, string | number>>): Both {
  const words = what === 'OutcomeRecorded' ? outcomes[String(detail['outcome'])] : steps[what]
  const { en, fa } = words ?? { en: what, fa: what }
  const more = detail['receivedBy'] ?? detail['serial'] ?? detail['deviation'] ?? detail['reason'] ?? detail['note']
  return more === undefined ? { en, fa } : { en: `${en}: ${more}`, fa: `${fa}: ${more}` }
}
