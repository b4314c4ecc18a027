/**
 * The batch record of one dose on paper, for the unblinded file, in both languages: each step of the worksheet, planned
 * beside actual, when and by whom, scanned or typed; what was different; who verified what; the syringes and their labels.
 *
 * It tells an arm, so that every page says so in its title. The name of its file and of its print job tell nothing.
 */
import type { Batch, BatchRecordAnswer, BatchStep } from '../../core/allocation/batch-record.ts'
import type { Step } from '../../core/allocation/worksheet.ts'
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, millilitres, participantDigits } from './digits.ts'
import { type Block, bodyMillimetres, framedPages, type PrintOccasion, textWidthMillimetres } from './document.ts'
import { fact, factsCss, notice } from './facts.ts'
import type { Measure, PrintFonts } from './fonts.ts'
import { cellRows, gapMillimetres, type ListColumn, linesCss, listHeads, listLine } from './list-lines.ts'
import type { PrintPage } from './print-page.ts'
import { bold, piece, plain, type Run } from './rows.ts'

const title: Both = { en: 'UNBLINDED batch record', fa: 'پروندهٔ ساخت دوز، بدون کورسازی' }
const warning: Both = {
  en: 'This record shows which product this participant received. It belongs in the unblinded file of the pharmacy and nowhere else.',
  fa: 'این برگه نشان می‌دهد این شرکت‌کننده کدام فرآورده را گرفته است. جای آن فقط پروندهٔ بدون کورسازی داروخانه است.',
}

const stepNames: Readonly<Record<Step['name'], Both>> = {
  take: { en: 'Take the vials', fa: 'برداشتن ویال‌ها' },
  scan: { en: 'Scan the vials again', fa: 'اسکن دوبارهٔ ویال‌ها' },
  thaw: { en: 'Thaw', fa: 'یخ‌گشایی' },
  draw: { en: 'Draw up', fa: 'کشیدن در سرنگ' },
  fill: { en: 'Fill to volume', fa: 'رساندن به حجم' },
  mix: { en: 'Mix', fa: 'مخلوط کردن' },
  inspect: { en: 'Look at it', fa: 'بررسی ظاهر' },
  sleeve: { en: 'Sleeve', fa: 'پوشاندن سرنگ' },
  label: { en: 'Label', fa: 'برچسب' },
}
const states: Readonly<Record<Batch['preparation']['state'], Both>> = {
  open: { en: 'being prepared', fa: 'در حال آماده‌سازی' },
  finished: { en: 'finished, not verified', fa: 'پایان‌یافته، کنترل‌نشده' },
  verified: { en: 'finished and verified', fa: 'پایان‌یافته و کنترل‌شده' },
  abandoned: { en: 'abandoned', fa: 'نیمه‌کاره بسته‌شده' },
}
const ways: Readonly<Record<'scanned' | 'typed', Both>> = {
  scanned: { en: 'scanned', fa: 'اسکن‌شده' },
  typed: { en: 'typed', fa: 'تایپ‌شده' },
}
const labelStates: Readonly<Record<Batch['syringes'][number]['labels'][number]['state'], Both>> = {
  printed: { en: 'printed', fa: 'چاپ‌شده' },
  applied: { en: 'applied', fa: 'الصاق‌شده' },
  spoiled: { en: 'spoiled', fa: 'خراب‌شده' },
  destroyed: { en: 'destroyed', fa: 'معدوم‌شده' },
}
const none: Both = { en: '–', fa: '–' }
const number = (value: number): Both => ({ en: String(value), fa: allPersianDigits(String(value)) })
const join = (...parts: readonly Both[]): Both => ({
  en: parts.map(({ en }) => en).join(' '),
  fa: parts.map(({ fa }) => fa).join(' '),
})
/** A number with its unit; English says one of them without its s. */
const named = (value: number, unit: Both): Both =>
  join(number(value), value === 1 && unit.en.length > 3 ? { ...unit, en: unit.en.slice(0, -1) } : unit)
const same = (text: string): Both => ({ en: text, fa: text })

const units = {
  vials: { en: 'vials', fa: 'ویال' },
  minutes: { en: 'min', fa: 'دقیقه' },
  seconds: { en: 's', fa: 'ثانیه' },
  times: { en: 'times', fa: 'بار' },
  syringes: { en: 'syringes', fa: 'سرنگ' },
} as const satisfies Record<string, Both>

type ColumnName = 'no' | 'step' | 'planned' | 'actual' | 'when' | 'by'
const narrow = { no: 9, planned: 30, actual: 36, when: 27, by: 30 } as const
const stepMillimetres =
  textWidthMillimetres - Object.values(narrow).reduce((sum, one) => sum + one, 0) - 5 * gapMillimetres
const columns: readonly (ListColumn & { readonly name: ColumnName })[] = [
  { name: 'no', millimetres: narrow.no, head: { en: 'No.', fa: 'ردیف' } },
  { name: 'step', millimetres: stepMillimetres, head: { en: 'Step', fa: 'گام' } },
  { name: 'planned', millimetres: narrow.planned, head: { en: 'Planned', fa: 'برنامه' } },
  { name: 'actual', millimetres: narrow.actual, head: { en: 'Done', fa: 'انجام‌شده' } },
  { name: 'when', millimetres: narrow.when, head: { en: 'When', fa: 'زمان' } },
  { name: 'by', millimetres: narrow.by, head: { en: 'By', fa: 'توسط' } },
]

/** What a record is printed with besides its own facts. */
type Printing = {
  readonly names: ReadonlyMap<string, string>
  readonly timeZone: string
  readonly measure: Measure
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
      join(number(count), states[preparation.state]),
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
          en: `vials and labels ${ways[preparation.verified.entered].en}`,
          fa: `ویال و برچسب ${ways[preparation.verified.entered].fa}`,
        }),
  ]
}

/** What a step asks for. */
export function plannedWords(step: Step): Both {
  switch (step.name) {
    case 'take':
      return named(step.vials ?? 0, units.vials)
    case 'thaw': {
      const least = named(step.waitMinutes ?? 0, units.minutes)
      return step.mostMinutes === undefined
        ? least
        : join(least, {
            en: `to ${step.mostMinutes} min`,
            fa: `تا ${allPersianDigits(String(step.mostMinutes))} دقیقه`,
          })
    }
    case 'draw':
    case 'fill': {
      const planned = millilitres(step.microlitres ?? 0)
      const off = millilitres(step.toleranceMicrolitres ?? 0)
      return step.toleranceMicrolitres === undefined || step.toleranceMicrolitres === 0
        ? planned
        : { en: `${planned.en} ± ${off.en}`, fa: `${planned.fa} ± ${off.fa}` }
    }
    case 'mix':
      return step.times === undefined ? named(step.waitSeconds ?? 0, units.seconds) : named(step.times, units.times)
    case 'inspect':
      return step.standard ?? none
    case 'label':
      return named(step.syringes ?? 1, units.syringes)
    case 'scan':
    case 'sleeve':
      return none
  }
}

/** What was done, in the words of its kind. */
function actualWords({ planned, done, waitedSeconds }: BatchStep, batch: Batch): Both[] {
  if (planned.name === 'label') {
    const labels = batch.syringes.flatMap((syringe) => syringe.labels.filter((label) => !label.void))
    return labels.length === 0 ? [none] : labels.map(({ serial }) => same(groupCode(serial)))
  }
  if (done === undefined) return [{ en: 'not done', fa: 'انجام نشد' }]
  const way = ways[done.entered]
  const said: Both[] = []
  if (done.vialCodes !== undefined) said.push(...done.vialCodes.map((code) => same(groupCode(code))), way)
  else if (planned.name === 'scan') said.push({ en: `the same vials, ${way.en}`, fa: `همان ویال‌ها، ${way.fa}` })
  else if (done.microlitres !== undefined) said.push(millilitres(done.microlitres))
  else if (waitedSeconds !== undefined) said.push(waited(waitedSeconds))
  else if (planned.name === 'inspect') said.push({ en: 'looks as the standard', fa: 'مانند استاندارد' })
  else said.push({ en: 'done', fa: 'انجام شد' })
  if (done.differenceReason !== undefined)
    said.push({ en: `Different: ${done.differenceReason}`, fa: `تفاوت: ${done.differenceReason}` })
  return said
}

/** Minutes and seconds between two entries. */
function waited(seconds: number): Both {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return minutes === 0
    ? named(rest, units.seconds)
    : join(named(minutes, units.minutes), ...(rest === 0 ? [] : [named(rest, units.seconds)]))
}

/** The second person compared the vials, the final volume and the labels with the record; nothing else (P15). */
function isVerified(batch: Batch, index: number): boolean {
  const lastFill = batch.steps.findLastIndex(({ planned }) => planned.name === 'fill')
  const name = batch.steps[index]?.planned.name
  return name === 'take' || name === 'label' || index === lastFill
}

function stepLine(batch: Batch, step: BatchStep, index: number, printing: Printing): Block {
  const { names, timeZone } = printing
  const { planned, instruction, done } = step
  const bothRows = (text: Both, width: number) => [
    ...cellRows(text.en, width, printing.measure, 'en'),
    ...cellRows(text.fa, width, printing.measure, 'fa'),
  ]
  const cell = ({ name, millimetres: width }: (typeof columns)[number]): string[] => {
    switch (name) {
      case 'no':
        return cellRows(String(index + 1), width, printing.measure, 'en')
      case 'step':
        return [
          ...cellRows(stepNames[planned.name].en, width, printing.measure, 'en', true),
          ...(instruction === undefined ? [] : cellRows(instruction.en, width, printing.measure, 'en')),
          ...cellRows(stepNames[planned.name].fa, width, printing.measure, 'fa', true),
          ...(instruction === undefined ? [] : cellRows(instruction.fa, width, printing.measure, 'fa')),
        ]
      case 'planned':
        return bothRows(plannedWords(planned), width)
      case 'actual':
        return actualWords(step, batch).flatMap((said) =>
          said.en === said.fa ? cellRows(said.en, width, printing.measure, 'en') : bothRows(said, width),
        )
      case 'when': {
        const at = (planned.name === 'label' ? batch.labelled : done)?.at
        if (at === undefined) return []
        const moment = siteMoment(at, timeZone)
        return bothRows(
          { en: `${moment.isoDate} ${moment.time}`, fa: `${moment.solarDate} ${moment.persianTime}` },
          width,
        )
      }
      case 'by': {
        const doer = (planned.name === 'label' ? batch.labelled : done)?.by
        const by = doer === undefined ? [] : cellRows(names.get(doer) ?? doer, width, printing.measure, 'en')
        const { verifiedBy } = batch.preparation
        if (verifiedBy === undefined || !isVerified(batch, index)) return by
        const verifier = names.get(verifiedBy) ?? verifiedBy
        return [...by, ...bothRows({ en: `verified: ${verifier}`, fa: `کنترل: ${verifier}` }, width)]
      }
    }
  }
  return listLine(columns, columns.map(cell))
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
