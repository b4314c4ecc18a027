/**
 * The sheet that lies in the safe beside an emergency pack (B7): what the pack is, how it is used where this computer does
 * not work, and the digest of its page, so that somebody can tell the true page from another. It holds no secret.
 */
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, persianDigits } from './digits.ts'
import { a4Document, type Block, type PrintOccasion } from './document.ts'
import { fact, factsCss, notice, sideBySide, signatureLine } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, type Run } from './rows.ts'
import { escapeText, leftToRight } from './text.ts'

/** An emergency pack as it is known in the clinic book, and the telephone number to call. */
export type PackOnPaper = {
  readonly packId: string
  /** ISO instant in UTC at which it was made. */
  readonly at: string
  readonly enrolledCount: number
  /** SHA-256 of the page, in hexadecimal. */
  readonly pageFingerprint: string
  readonly phone: string
}

const title: Both = { en: 'Emergency pack', fa: 'بستهٔ اضطراری' }

const what: Both = {
  en: 'For an emergency in which the study’s computer does not work. Opens one envelope, with passphrase and code card.',
  fa: 'برای موقعیت اضطراری که رایانهٔ مطالعه کار نمی‌کند. یک پاکت را با گذرواژه و کارت کد باز می‌کند.',
}

const steps: readonly Both[] = [
  {
    en: '1. Take the code card of this one participant; leave the others sealed.',
    fa: '۱. فقط کارت کد همین شرکت‌کننده را بردارید؛ بقیه بسته بمانند.',
  },
  {
    en: '2. Copy both files of the pack to any computer with Firefox, Chrome or Edge. No network is needed: switch it off.',
    fa: '۲. هر دو فایل بسته را روی رایانه‌ای با فایرفاکس، کروم یا اج کپی کنید. شبکه لازم نیست: آن را قطع کنید.',
  },
  {
    en: '3. Compute the digest of the page as below. If it is not the one on this sheet, do not open the page.',
    fa: '۳. چکیدهٔ صفحه را مانند پایین حساب کنید. اگر با این برگه یکی نیست، صفحه را باز نکنید.',
  },
  {
    en: '4. Open the page, choose the pack, give your login and passphrase, and follow the steps: who, why, code card.',
    fa: '۴. صفحه را باز و بسته را انتخاب کنید، نام کاربری و گذرواژه را بدهید و گام‌ها را دنبال کنید: چه کسی، چرا، کارت کد.',
  },
  {
    en: '5. Save the record that the page signs. It holds no treatment. Only then is the treatment shown, for a short time.',
    fa: '۵. رکوردی را که صفحه امضا می‌کند ذخیره کنید؛ نوع درمان در آن نیست. پس از آن نوع درمان زمان کوتاهی نشان داده می‌شود.',
  },
  {
    en: '6. When the study’s computer works again, take the record in there: Readiness, emergency pack. Keep the opened envelope.',
    fa: '۶. وقتی رایانهٔ مطالعه دوباره کار کرد، رکورد را آنجا وارد کنید: آمادگی، بستهٔ اضطراری. پاکت بازشده را نگه دارید.',
  },
]

const keeping: Both = {
  en: 'Keep the stick with this sheet, apart from the cards. Count the sealed cards every day: an opened one without a record is a broken blind.',
  fa: 'حافظه را با این برگه و جدا از کارت‌ها نگه دارید. پاکت‌های بستهٔ کارت را هر روز بشمارید: پاکت بازشدهٔ بی‌رکورد یعنی شکستن کورسازی.',
}

const file = 'counterseal-emergency.html'
const commands: readonly (readonly [string, string])[] = [
  ['Windows', `certutil -hashfile ${file} SHA256`],
  ['PowerShell', `Get-FileHash ${file}`],
  ['macOS', `shasum -a 256 ${file}`],
  ['Linux', `sha256sum ${file}`],
]
const groupsOfDigest = 8
const digestRowMillimetres = 8
const commandMillimetres = 6

const css = `
.digest{margin:0;font-size:14pt;line-height:${digestRowMillimetres}mm;font-weight:700;text-align:center;direction:ltr;white-space:pre}
.command{display:flex;gap:4mm;height:${commandMillimetres}mm;line-height:${commandMillimetres}mm;direction:ltr;text-align:left}
.command b{width:26mm}
`

/** Prints the sheet of a pack. */
export function packSheet(pack: PackOnPaper, occasion: PrintOccasion, fonts: PrintFonts): PrintPage {
  const { measure } = fonts
  const made = siteMoment(pack.at, occasion.timeZone)
  const id = groupCode(pack.packId)
  const enrolled = String(pack.enrolledCount)
  const blocks: Block[] = [
    notice(what, measure),
    same({ en: 'Emergency number', fa: 'شمارهٔ اضطراری' }, [piece(pack.phone, 700)], measure),
    same({ en: 'Pack', fa: 'بسته' }, [piece(id, 700)], measure),
    fact({ en: 'Made at', fa: 'زمان ساخت' }, { en: [bold(made.en)], fa: [bold(made.fa)] }, measure),
    fact(
      { en: 'Participants enrolled then', fa: 'شرکت‌کنندگان ثبت‌نام‌شده تا آن زمان' },
      { en: [piece(enrolled, 700)], fa: [bold(allPersianDigits(enrolled))] },
      measure,
    ),
    ...steps.map((step) => sideBySide({ en: step.en, fa: persianDigits(step.fa) }, measure)),
    digest(pack.pageFingerprint),
    ...commands.map(command),
    sideBySide(keeping, measure),
    signatureLine({ en: 'Put into the safe by', fa: 'در گاوصندوق گذاشته توسط' }),
  ]
  return a4Document(title, occasion, { blocks, css: factsCss + css }, fonts)
}

function same(name: Both, value: readonly Run[], measure: Measure): Block {
  return fact(name, { en: value, fa: value }, measure)
}

/** The digest in two rows of eight groups, as people compare it: four characters at a time. */
function digest(fingerprint: string): Block {
  const groups = fingerprint.match(/.{1,4}/g) ?? []
  const rows = [groups.slice(0, groupsOfDigest), groups.slice(groupsOfDigest)]
  const html = rows.map((row) => `<p class="digest">${leftToRight(row.join(' '))}</p>`).join('')
  const names = `<div class="fact open"><span lang="en">SHA-256 of ${file}</span><span lang="fa" dir="rtl">چکیدهٔ SHA-256 صفحه</span></div>`
  return { heightMillimetres: rows.length * digestRowMillimetres + 8, html: names + html }
}

function command([system, line]: readonly [string, string]): Block {
  const html = `<div class="command"><b>${escapeText(system)}</b>${leftToRight(line)}</div>`
  return { heightMillimetres: commandMillimetres, html }
}
