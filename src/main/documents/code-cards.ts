/**
 * Code cards: one sheet for each participant number, with the code that opens this one participant's emergency envelope
 * together with the passphrase of somebody who may break the blind. A card holds no arm, and the code alone opens
 * nothing.
 */
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { dataMatrix, symbolSvg } from './data-matrix.ts'
import { participantDigits } from './digits.ts'
import { bodyTopMillimetres, framedPages, type PrintOccasion, pageMarginMillimetres } from './document.ts'
import { factsCss, sideBySide, signatureLine } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { escapeText, leftToRight } from './text.ts'

/** The code of one participant number, with its check character and without separators. */
export type CodeCard = { readonly participantNumber: number; readonly code: string }

const title: Both = { en: 'Emergency code card', fa: 'کارت کد اضطراری' }

const handling: Both = {
  en:
    'Fold the lower part up over the code, then this part down, print inside. Put the sheet into an opaque envelope, seal ' +
    'it, sign and date across the flap, and write the participant number on the outside. Nobody reads the code before it ' +
    'is needed. A lost card is replaced by a new code; this one then opens nothing.',
  fa:
    'نخست بخش پایین را رو به بالا روی رمز و سپس این بخش را رو به پایین تا کنید تا نوشته در داخل بماند. برگه را در پاکت مات ' +
    'بگذارید، مهر و موم کنید، روی درز پاکت امضا و تاریخ بزنید و شمارهٔ شرکت‌کننده را روی پاکت بنویسید. هیچ‌کس پیش از نیاز رمز ' +
    'را نمی‌خواند. به جای کارت گم‌شده رمز تازه‌ای صادر می‌شود و این رمز دیگر چیزی را باز نمی‌کند.',
}

const reading: Both = {
  en:
    'Scan the square, or type the signs; spaces and dashes are not needed. The last sign is a check sign: it finds a slip ' +
    'of the finger before anything is recorded. No letter I, L, O or U occurs: 1 is one, 0 is zero.',
  fa:
    'مربع را اسکن کنید یا نویسه‌ها را بنویسید؛ فاصله و خط تیره لازم نیست. نویسهٔ آخر برای کنترل است و اشتباه در نوشتن را پیش از ' +
    'هر ثبتی نشان می‌دهد. حرف I و L و O و U در آن نیست: 1 یک است و 0 صفر.',
}

const use: Both = {
  en:
    'For an emergency only. This code and the passphrase of the principal investigator or the deputy, together, unblind ' +
    'this one participant. The code opens nothing by itself and serves no other participant. Every use is recorded.',
  fa:
    'فقط برای موقعیت اضطراری. این رمز همراه با گذرواژهٔ پژوهشگر اصلی یا جانشین او، کورسازی همین یک شرکت‌کننده را برمی‌دارد. ' +
    'رمز به‌تنهایی چیزی را باز نمی‌کند و برای هیچ شرکت‌کنندهٔ دیگری کار نمی‌کند. هر استفاده ثبت می‌شود.',
}

const damage: Both = {
  en: 'If the envelope is missing, open or damaged, tell the unblinded pharmacy at once.',
  fa: 'اگر پاکت گم شده، باز یا آسیب‌دیده است، فوراً به داروخانهٔ غیرکور خبر دهید.',
}

// A letter folded in three fits the usual long envelope.
const foldsMillimetres = [99, 198] as const
const symbolMillimetres = 26

const css = `
.fold{position:absolute;left:-${pageMarginMillimetres}mm;right:-${pageMarginMillimetres}mm;border-top:.2mm dashed #666}
.panel{position:absolute;left:0;right:0}
.number{display:flex;justify-content:space-between;align-items:baseline;line-height:17mm;font-size:13pt}
.number b{font-size:44pt;line-height:17mm}
.code{text-align:center}
.code .names{display:flex;justify-content:space-between;font-size:12pt;line-height:8mm}
.code b{display:block;font-size:26pt;line-height:20mm;word-spacing:.2em}
.code svg{display:block;width:${symbolMillimetres}mm;height:${symbolMillimetres}mm;margin:3mm auto 4mm}
.code .fact{text-align:start}
.code .fact .cell:last-child{text-align:right}
.p1{top:2mm}
.p2{top:${foldsMillimetres[0] - bodyTopMillimetres + 6}mm}
.p3{top:${foldsMillimetres[1] - bodyTopMillimetres + 3}mm}
.f1{top:${foldsMillimetres[0] - bodyTopMillimetres}mm}
.f2{top:${foldsMillimetres[1] - bodyTopMillimetres}mm}
`

/** Prints code cards in the order of their numbers. */
export function codeCards(cards: readonly CodeCard[], occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const inOrder = [...cards].sort((one, other) => one.participantNumber - other.participantNumber)
  const bodies = inOrder.map((card) => cardBody(card, fonts.measure))
  return framedPages(title, occasion, { bodies, css: factsCss + css }, fonts)
}

function cardBody(card: CodeCard, measure: Measure): string {
  const number = participantDigits(card.participantNumber)
  const numbers = [
    `<span lang="en">Participant <b>${escapeText(number.en)}</b></span>`,
    `<span lang="fa" dir="rtl">شرکت‌کننده <b>${escapeText(number.fa)}</b></span>`,
  ]
  const names = '<div class="names"><span lang="en">Emergency code</span><span lang="fa">رمز اضطراری</span></div>'
  return [
    `<div class="panel p1"><div class="number">${numbers.join('')}</div>${sideBySide(handling, measure).html}</div>`,
    '<i class="fold f1"></i>',
    `<div class="panel p2 code">${names}<b>${leftToRight(groupCode(card.code))}</b>`,
    `${symbolSvg(dataMatrix(card.code), 'symbol')}${sideBySide(reading, measure).html}</div>`,
    '<i class="fold f2"></i>',
    `<div class="panel p3">${sideBySide(use, measure).html}${sideBySide(damage, measure).html}`,
    signatureLine({ en: 'Sealed by', fa: 'مهر و موم توسط' }).html,
    signatureLine({ en: 'Opened by', fa: 'بازگشایی توسط' }).html,
    '</div>',
  ].join('')
}
