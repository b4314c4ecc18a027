/**
 * The receipt that goes along with a dose: what was taken over, until when it may be used, a line to sign on, and a code
 * that is scanned when the paper comes back. It names neither an arm nor a lot.
 */
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { dataMatrix, symbolSvg } from './data-matrix.ts'
import { siteMoment } from './dates.ts'
import { participantDigits } from './digits.ts'
import { a4Document, type Block, type PrintOccasion } from './document.ts'
import { fact, factsCss, notice, sideBySide, signatureLine } from './facts.ts'
import type { PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain } from './rows.ts'
import { leftToRight } from './text.ts'

/** A dose that was handed over, as its receipt names it. */
export type HandedOver = {
  readonly participantNumber: number
  readonly syringeCodes: readonly string[]
  readonly theatre: string
  readonly receivedBy: string
  /** ISO instants in UTC. */
  readonly useBefore: string
  readonly issuedAt: string
  readonly code: string
}

const title: Both = { en: 'Receipt of a dose', fa: 'رسید دوز' }

const use: Both = {
  en: 'Sign when you take the syringes over, and give this paper back to the pharmacy: its code completes the hand-over.',
  fa: 'هنگام تحویل‌گرفتن سرنگ‌ها امضا کنید و این برگه را به داروخانه برگردانید: کد آن تحویل را کامل می‌کند.',
}
const limit: Both = {
  en: 'Do not give after the use-before time.',
  fa: 'پس از مهلت مصرف تزریق نشود.',
}

const symbolMillimetres = 26
const codeMillimetres = 48

const css = `
.code{height:${codeMillimetres}mm;text-align:center}
.code b{display:block;font-size:18pt;line-height:12mm;word-spacing:.2em}
.code svg{display:block;width:${symbolMillimetres}mm;height:${symbolMillimetres}mm;margin:4mm auto 2mm}
`

/** Prints the receipt of one hand-over. */
export function receipt(handedOver: HandedOver, occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const { measure } = fonts
  const number = participantDigits(handedOver.participantNumber)
  const same = (text: string) => ({ en: [plain(text)], fa: [plain(text)] })
  const at = (instant: string) => {
    const moment = siteMoment(instant, occasion.timeZone)
    return { en: [bold(moment.en)], fa: [bold(moment.fa)] }
  }
  const codes = handedOver.syringeCodes.map((code) => piece(groupCode(code), 700))
  const code: Block = {
    heightMillimetres: codeMillimetres,
    html: `<div class="code">${symbolSvg(dataMatrix(handedOver.code), 'symbol')}<b>${leftToRight(groupCode(handedOver.code))}</b></div>`,
  }
  const blocks = [
    fact({ en: 'Participant', fa: 'شرکت‌کننده' }, { en: [bold(number.en)], fa: [bold(number.fa)] }, measure),
    fact({ en: 'Syringes', fa: 'سرنگ‌ها' }, { en: codes, fa: codes }, measure),
    fact({ en: 'Use before', fa: 'مصرف پیش از' }, at(handedOver.useBefore), measure),
    fact({ en: 'Theatre', fa: 'اتاق عمل' }, same(handedOver.theatre), measure),
    fact({ en: 'Handed over', fa: 'زمان تحویل' }, at(handedOver.issuedAt), measure),
    fact({ en: 'Received by', fa: 'تحویل‌گیرنده' }, same(handedOver.receivedBy), measure),
    notice(limit, measure),
    sideBySide(use, measure),
    signatureLine({ en: 'Received', fa: 'تحویل گرفتم' }),
    code,
  ]
  return a4Document(title, occasion, { blocks, css: factsCss + css }, fonts)
}
