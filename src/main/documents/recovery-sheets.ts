/**
 * Recovery sheets: the two sets of paper shares from which the books can be opened when nobody's passphrase works any
 * more. The sets are separate, so that recovering a file is never a reason to unblind.
 */
import type { Both } from '../../core/text.ts'
import { dataMatrix, symbolSvg } from './data-matrix.ts'
import { allPersianDigits } from './digits.ts'
import { framedPages, type PrintOccasion, textWidthMillimetres } from './document.ts'
import { factsCss, notice, sideBySide, signatureLine } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { breakRows, piece, rowHtml } from './rows.ts'
import { escapeText } from './text.ts'

/** Which books a set opens. */
export type RecoverySet = 'records' | 'allocation'

/** One share of a set. */
export type RecoverySheet = {
  readonly set: RecoverySet
  /** 1 to `shareCount`. */
  readonly share: number
  readonly shareCount: number
  /** How many shares together open the set. */
  readonly sharesNeeded: number
  /** The lines of the share, each grouped by four and ending in its check character. */
  readonly lines: readonly string[]
}

const title: Both = { en: 'Recovery sheet', fa: 'برگهٔ بازیابی' }

const names: Readonly<Record<RecoverySet, Both>> = {
  records: { en: 'Registry, clinic and stock books', fa: 'دفترهای ثبت، بالین و موجودی' },
  allocation: { en: 'Allocation book', fa: 'دفتر تخصیص' },
}

const opens: Readonly<Record<RecoverySet, Both>> = {
  records: {
    en: 'This set opens the registry, clinic and stock books. It does not open the allocation book and tells no treatment.',
    fa: 'این مجموعه دفترهای ثبت، بالین و موجودی را باز می‌کند. دفتر تخصیص را باز نمی‌کند و نوع هیچ درمانی را نشان نمی‌دهد.',
  },
  allocation: {
    en: 'This set opens the allocation book: whoever brings enough of its sheets together is unblinded for every participant.',
    fa: 'این مجموعه دفتر تخصیص را باز می‌کند: هر کس برگه‌های کافی آن را کنار هم بگذارد، برای همهٔ شرکت‌کنندگان از کورسازی خارج می‌شود.',
  },
}

const keeping: Readonly<Record<RecoverySet, Both>> = {
  records: {
    en:
      'Seal each sheet of the set in its own opaque envelope. Give each to a different person, in a different locked ' +
      'place outside the pharmacy. Never keep two sheets of one set together, and never photograph or copy one.',
    fa:
      'هر برگهٔ این مجموعه را در پاکت مات جداگانه‌ای مهر و موم کنید. هر یک را به شخصی دیگر و در جای قفل‌دار دیگری بیرون از ' +
      'داروخانه بسپارید. هرگز دو برگهٔ یک مجموعه را کنار هم نگذارید و از هیچ برگه‌ای عکس یا رونوشت نگیرید.',
  },
  allocation: {
    en:
      'Seal each sheet of the set in its own opaque envelope. Give each to a different person who has no part in treating ' +
      'or assessing participants, in a different locked place. Never keep two sheets of one set together, never beside the ' +
      'other set, and never photograph or copy one.',
    fa:
      'هر برگهٔ این مجموعه را در پاکت مات جداگانه‌ای مهر و موم کنید. هر یک را به شخصی دیگر که در درمان یا ارزیابی شرکت‌کنندگان ' +
      'نقشی ندارد، در جای قفل‌دار دیگری بسپارید. هرگز دو برگهٔ یک مجموعه را کنار هم یا کنار مجموعهٔ دیگر نگذارید و از هیچ ' +
      'برگه‌ای عکس یا رونوشت نگیرید.',
  },
}

const codePoints = 18
const symbolMillimetres = 34

const css = `
.set{display:flex;justify-content:space-between;font-size:14pt;line-height:9mm;font-weight:700;padding-top:2mm}
.share{display:flex;justify-content:space-between;font-size:11pt;line-height:8mm;padding-bottom:4mm}
.code{margin:8mm 0;text-align:left}
.code p{margin:0;font-size:${codePoints}pt;line-height:14mm;white-space:pre}
.code svg{display:block;width:${symbolMillimetres}mm;height:${symbolMillimetres}mm;margin:6mm 0 0}
`

/** Prints recovery sheets, one a page, set by set. */
export function recoverySheets(
  sheets: readonly RecoverySheet[],
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const sets: readonly RecoverySet[] = ['records', 'allocation']
  const place = (sheet: RecoverySheet) => sets.indexOf(sheet.set) * 100 + sheet.share
  const inOrder = [...sheets].sort((one, other) => place(one) - place(other))
  const bodies = inOrder.map((sheet) => sheetBody(sheet, fonts.measure))
  return framedPages(title, occasion, { bodies, css: factsCss + css }, fonts)
}

function sheetBody(sheet: RecoverySheet, measure: Measure): string {
  const { share, shareCount, sharesNeeded } = sheet
  const en = `Sheet ${share} of ${shareCount} · any ${sharesNeeded} of them open the set`
  const fa = `برگهٔ ${share} از ${shareCount} · هر ${sharesNeeded} برگه مجموعه را باز می‌کند`
  const area = { widthMillimetres: textWidthMillimetres, sizePoints: codePoints }
  const rows = sheet.lines.flatMap((line) => breakRows([piece(line, 700)], area, measure).rows)
  return [
    `<div class="set"><span lang="en">${escapeText(names[sheet.set].en)}</span>`,
    `<span lang="fa" dir="rtl">${escapeText(names[sheet.set].fa)}</span></div>`,
    `<div class="share"><span lang="en">${escapeText(en)}</span>`,
    `<span lang="fa" dir="rtl">${escapeText(allPersianDigits(fa))}</span></div>`,
    notice(opens[sheet.set], measure).html,
    `<div class="code">${rows.map((row) => `<p dir="ltr">${rowHtml(row)}</p>`).join('')}`,
    `${symbolSvg(dataMatrix(sheet.lines.join(' ')), 'symbol')}</div>`,
    sideBySide(keeping[sheet.set], measure).html,
    signatureLine({ en: 'Kept by', fa: 'نگهدارنده' }).html,
    signatureLine({ en: 'Handed over by', fa: 'تحویل‌دهنده' }).html,
  ].join('')
}
