/**
 * The batch record of one dose on paper, for the unblinded file, in both languages: each step of the worksheet, planned
 * beside actual, when and by whom, scanned or typed; what was different; who verified what; the syringes and their labels.
 *
 * It tells an arm, so that every page says so in its title. The name of its file and of its print job tell nothing.
 */
import type { Batch, BatchRecordAnswer } from '../../core/allocation/batch-record.ts'
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { columns, join, number, type Printing, same, stepLine } from './batch-steps.ts'
import { siteMoment } from './dates.ts'
import { millilitres, participantDigits } from './digits.ts'
import { type Block, bodyMillimetres, framedPages, type PrintOccasion } from './document.ts'
import { enteredWords } from './entered-words.ts'
import { fact, factsCss, notice } from './facts.ts'
import type { PrintFonts } from './fonts.ts'
import { linesCss, listHeads } from './list-lines.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain, type Run } from './rows.ts'

const title: Both = { en: 'UNBLINDED batch record', fa: 'پروندهٔ ساخت دوز، بدون کورسازی' }
const warning: Both = {
  en: 'This record shows which product this participant received. It belongs in the unblinded file of the pharmacy and nowhere else.',
  fa: 'این برگه نشان می‌دهد این شرکت‌کننده کدام فرآورده را گرفته است. جای آن فقط پروندهٔ بدون کورسازی داروخانه است.',
}

const states: Readonly<Record<Batch['preparation']['state'], Both>> = {
  open: { en: 'being prepared', fa: 'در حال آماده‌سازی' },
  finished: { en: 'finished, not verified', fa: 'پایان‌یافته، کنترل‌نشده' },
  verified: { en: 'finished and verified', fa: 'پایان‌یافته و کنترل‌شده' },
  abandoned: { en: 'abandoned', fa: 'نیمه‌کاره بسته‌شده' },
}
const labelStates: Readonly<Record<Batch['syringes'][number]['labels'][number]['state'], Both>> = {
  printed: { en: 'printed', fa: 'چاپ‌شده' },
  applied: { en: 'applied', fa: 'الصاق‌شده' },
  spoiled: { en: 'spoiled', fa: 'ضایع‌شده' },
  destroyed: { en: 'destroyed', fa: 'معدوم‌شده' },
}
/** Prints the record; each preparation of the dose begins on a page of its own. */
export function batchRecordPages(
  record: BatchRecordAnswer,
  names: ReadonlyMap<string, string>,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const printing: Printing = { names, timeZone: occasion.timeZone, measure: fonts.measure }
  const bodies = record.batches.flatMap((batch, index) => batchBodies(record, batch, index + 1, printing))
  return framedPages(title, occasion, { bodies, css: factsCss + linesCss(columns) }, fonts)
}

function batchBodies(record: BatchRecordAnswer, batch: Batch, count: number, printing: Printing): string[] {
  const heads = listHeads(columns, printing.measure)
  const height = (blocks: readonly Block[]) => blocks.reduce((sum, { heightMillimetres }) => sum + heightMillimetres, 0)
  const bodies: string[] = []
  let page: Block[] = [notice(warning, printing.measure), ...headFacts(record, batch, count, printing), heads]
  const finish = () => {
    bodies.push(page.map(({ html }) => html).join(''))
    page = []
  }
  const add = (block: Block, top: readonly Block[]) => {
    if (height(page) + block.heightMillimetres > bodyMillimetres) {
      finish()
      page = [...top]
    }
    page.push(block)
  }
  for (const [index, step] of batch.steps.entries()) add(stepLine(batch, step, index, printing), [heads])
  for (const block of endFacts(batch, printing)) add(block, [])
  finish()
  return bodies
}

function headFacts(
  record: BatchRecordAnswer,
  batch: Batch,
  count: number,
  { names, timeZone, measure }: Printing,
): Block[] {
  const both = (name: Both, value: Both) => fact(name, { en: [bold(value.en)], fa: [bold(value.fa)] }, measure)
  const runs = (name: Both, value: readonly Run[]) => fact(name, { en: value, fa: value }, measure)
  const { preparation, lot, written } = batch
  const participant = participantDigits(record.dose.number)
  // A name is one piece, so that a Latin one does not turn a Persian line around.
  const who = (name: Both, memberId: string, at: string, more: Both = { en: '', fa: '' }) => {
    const moment = siteMoment(at, timeZone)
    const person = piece(names.get(memberId) ?? memberId, 700)
    const rest = ({ en, fa }: Both) => ({ en: en === '' ? [] : [plain(en)], fa: fa === '' ? [] : [plain(fa)] })
    return fact(
      name,
      { en: [person, plain(moment.en), ...rest(more).en], fa: [person, plain(moment.fa), ...rest(more).fa] },
      measure,
    )
  }
  const sheet: Both =
    written === undefined
      ? { en: 'made from the study settings', fa: 'برگرفته از تنظیمات مطالعه' }
      : join({ en: 'version', fa: 'نسخهٔ' }, number(written.version))
  const people = new Set([
    preparation.startedBy,
    ...batch.steps.flatMap(({ done }) => (done === undefined ? [] : [done.by])),
  ])
  return [
    both(
      { en: 'Participant', fa: 'شرکت‌کننده' },
      record.initials === ''
        ? participant
        : { en: `${participant.en} ${record.initials}`, fa: `${participant.fa} ${record.initials}` },
    ),
    both({ en: 'Product', fa: 'فرآورده' }, join(record.product, same(`\u2013 ${record.armName}`))),
    runs({ en: 'Lot, manufacturer, expiry', fa: 'سری ساخت، سازنده، انقضا' }, [
      piece(lot.lotNumber, 700),
      piece(lot.manufacturer),
      piece(lot.expiresOn),
    ]),
    runs(
      { en: 'Vials', fa: 'ویال‌ها' },
      preparation.vialCodes.map((code) => piece(groupCode(code), 700)),
    ),
    both(
      { en: 'Preparation of this dose', fa: 'نوبت آماده‌سازی این دوز' },
      join(number(count), same('·'), states[preparation.state]),
    ),
    both({ en: 'Worksheet', fa: 'برگهٔ کار' }, sheet),
    ...(written === undefined
      ? []
      : [who({ en: 'Worksheet written by', fa: 'نویسندهٔ برگهٔ کار' }, written.by, written.at)]),
    ...(written?.approved === undefined
      ? []
      : [who({ en: 'Worksheet approved by', fa: 'تأیید برگهٔ کار' }, written.approved.by, written.approved.at)]),
    who({ en: 'Started by', fa: 'آغازکننده' }, preparation.startedBy, preparation.startedAt),
    runs(
      { en: 'Prepared by', fa: 'آماده‌کننده' },
      [...people].map((memberId) => piece(names.get(memberId) ?? memberId, 700)),
    ),
    preparation.verifiedBy === undefined || preparation.verified === undefined
      ? both({ en: 'Verified by', fa: 'کنترل‌کننده' }, { en: 'not verified', fa: 'کنترل نشده' })
      : who({ en: 'Verified by', fa: 'کنترل‌کننده' }, preparation.verifiedBy, preparation.verified.at, {
          en: `vials and labels ${enteredWords[preparation.verified.entered].en}`,
          fa: `ویال و برچسب ${enteredWords[preparation.verified.entered].fa}`,
        }),
  ]
}

/** Where a label is, and that it is not the one of its syringe any more. */
function labelWords({ state, void: isVoid }: Batch['syringes'][number]['labels'][number]): Both {
  const { en, fa } = labelStates[state]
  return isVoid ? { en: `void, ${en}`, fa: `باطل، ${fa}` } : { en, fa }
}

/** What was different, the syringes with their labels, and why the preparation was given up. */
function endFacts({ preparation, syringes }: Batch, { names, timeZone, measure }: Printing): Block[] {
  const blocks: Block[] = []
  const said = (name: Both, at: string, by: string, text: string) => {
    const moment = siteMoment(at, timeZone)
    const who = names.get(by) ?? by
    return fact(
      name,
      { en: [plain(moment.en), piece(who), bold(text)], fa: [plain(moment.fa), piece(who), bold(text)] },
      measure,
    )
  }
  for (const { at, by, text } of preparation.deviations)
    blocks.push(said({ en: 'Deviation', fa: 'تفاوت یادداشت‌شده' }, at, by, text))
  if (preparation.deviations.length === 0)
    blocks.push(
      fact(
        { en: 'Deviations', fa: 'تفاوت‌های یادداشت‌شده' },
        { en: [plain('none noted')], fa: [plain('ثبت نشده')] },
        measure,
      ),
    )
  for (const { code, volumeMicrolitres, labels } of syringes) {
    const volume = millilitres(volumeMicrolitres)
    const serials = (language: 'en' | 'fa') =>
      labels.flatMap((label): Run[] => [piece(groupCode(label.serial)), plain(`(${labelWords(label)[language]})`)])
    blocks.push(
      fact(
        { en: 'Syringe, volume, label serials', fa: 'سرنگ، حجم، شمارهٔ برچسب‌ها' },
        {
          en: [piece(groupCode(code), 700), bold(volume.en), ...serials('en')],
          fa: [piece(groupCode(code), 700), bold(volume.fa), ...serials('fa')],
        },
        measure,
      ),
    )
  }
  const { abandoned } = preparation
  if (abandoned !== undefined)
    blocks.push(said({ en: 'Abandoned', fa: 'نیمه‌کاره بسته‌شده' }, abandoned.at, abandoned.by, abandoned.reason))
  return blocks
}
