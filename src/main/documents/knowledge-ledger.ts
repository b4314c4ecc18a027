/**
 * The knowledge ledger, for the trial's file (B2): who was shown whose arm, when, on what occasion and why. It holds no
 * arm, and there is nothing in `KnowledgeLine` that an arm could change.
 */
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { participantDigits, persianDigits } from './digits.ts'
import { a4Document, type Block, type PrintOccasion } from './document.ts'
import { fact, factsCss, notice, sideBySide } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain, type Run } from './rows.ts'

/** One showing of an arm to one person. */
export type KnowledgeLine = {
  readonly at: string
  readonly participantNumber: number
  readonly person: string
  /** Where the person is no member: the office they gave, and who authorised that they read. */
  readonly outside?: { readonly office: string; readonly authorisedBy: string }
  readonly occasion: Both
  readonly reason?: Both
  readonly note: string
  readonly entry: number
  /** Listed as blinded. */
  readonly flagged: boolean
}

const title: Both = { en: 'Knowledge ledger', fa: 'دفتر آگاهی' }

const silence: Both = {
  en: 'This list does not state any treatment, and has the same wording whatever the treatments are.',
  fa: 'این فهرست نوع درمان هیچ‌کس را بیان نمی‌کند و متن آن برای هر دو بازو یکسان است.',
}

const meaning: Both = {
  en:
    'A person marked ● is listed as blinded and knows this participant’s arm. After an emergency break this is as it must ' +
    'be; whoever judges this participant’s findings should know of it. On any other occasion it is a deviation.',
  fa:
    'کسی که با ● نشان‌دار است در شمار کورسازی‌شدگان است و بازوی این شرکت‌کننده را می‌داند. پس از شکستن اضطراری چنین است و باید ' +
    'باشد؛ داور یافته‌های این شرکت‌کننده باید آن را بداند. در هر مناسبت دیگر، انحراف است.',
}

const nobody: Both = { en: 'Nobody has been shown an arm.', fa: 'به هیچ‌کس بازویی نشان داده نشده است.' }

const notMember: Both = { en: 'not a member; authorised by', fa: 'عضو نیست؛ با اجازهٔ' }

/** Prints the knowledge ledger, oldest first. */
export function knowledgeLedger(
  lines: readonly KnowledgeLine[],
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const { measure } = fonts
  const blocks: Block[] = [
    notice(silence, measure),
    sideBySide(meaning, measure),
    ...(lines.length === 0 ? [sideBySide(nobody, measure)] : []),
    ...lines.map((line) => lineBlock(line, occasion.timeZone, measure)),
  ]
  return a4Document(title, occasion, { blocks, css: factsCss }, fonts)
}

/** Number 0 stands for every participant at once, at the end of the trial. */
const wholeList: Both = { en: 'The whole list', fa: 'همهٔ فهرست' }

function lineBlock(line: KnowledgeLine, timeZone: string, measure: Measure): Block {
  const moment = siteMoment(line.at, timeZone)
  const number = participantDigits(line.participantNumber)
  const name: Both = { en: `${moment.isoDate} ${moment.time}`, fa: moment.fa }
  const side = (language: 'en' | 'fa'): Run[] => {
    const { outside, reason, note } = line
    const isWholeList = line.participantNumber === 0
    const participant = language === 'en' ? 'Participant' : 'شرکت‌کننده'
    const whose = [plain(`\n${participant}`), language === 'en' ? piece(number.en, 700) : bold(number.fa)]
    const entry = language === 'en' ? `entry ${line.entry}` : `ثبت ${persianDigits(String(line.entry))}`
    const who = outside === undefined ? line.person : `${line.person}, ${outside.office}`
    const byWhom = outside === undefined ? [] : [plain(`(${notMember[language]} ${outside.authorisedBy})`)]
    const why = [line.occasion[language], reason?.[language], note].filter((one) => one !== undefined && one !== '')
    return [
      ...(line.flagged ? [bold('●')] : []),
      bold(who),
      ...byWhom,
      ...(isWholeList ? [plain('\n'), bold(wholeList[language])] : whose),
      plain(`· ${why.join(' · ')} · ${entry}`),
    ]
  }
  return fact(name, { en: side('en'), fa: side('fa') }, measure)
}
