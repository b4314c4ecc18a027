/**
 * The steps of a dose on paper, a line each: planned beside done, when and by whom, scanned or by hand, verified by whom.
 */
import type { Batch, BatchStep } from '../../core/allocation/batch-record.ts'
import type { Step } from '../../core/allocation/worksheet.ts'
import { groupCode } from '../../core/codes.ts'
import type { Both } from '../../core/text.ts'
import { siteMoment } from './dates.ts'
import { allPersianDigits, millilitres } from './digits.ts'
import { type Block, textWidthMillimetres } from './document.ts'
import { enteredWords } from './entered-words.ts'
import type { Measure } from './fonts.ts'
import { cellRows, gapMillimetres, type ListColumn, listLine } from './list-lines.ts'

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
const none: Both = { en: '–', fa: '–' }
/** A number in the digits of each language. */
export const number = (value: number): Both => ({ en: String(value), fa: allPersianDigits(String(value)) })
/** Texts one after the other, in each language. */
export const join = (...parts: readonly Both[]): Both => ({
  en: parts.map(({ en }) => en).join(' '),
  fa: parts.map(({ fa }) => fa).join(' '),
})
/** A number with its unit; English says one of them without its s. */
const named = (value: number, unit: Both): Both =>
  join(number(value), value === 1 && unit.en.length > 3 ? { ...unit, en: unit.en.slice(0, -1) } : unit)
/** A text that both languages write alike. */
export const same = (text: string): Both => ({ en: text, fa: text })

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
/** The columns of the steps. */
export const columns: readonly (ListColumn & { readonly name: ColumnName })[] = [
  { name: 'no', millimetres: narrow.no, head: { en: 'No.', fa: 'ردیف' } },
  { name: 'step', millimetres: stepMillimetres, head: { en: 'Step', fa: 'گام' } },
  { name: 'planned', millimetres: narrow.planned, head: { en: 'Planned', fa: 'برنامه' } },
  { name: 'actual', millimetres: narrow.actual, head: { en: 'Done', fa: 'انجام‌شده' } },
  { name: 'when', millimetres: narrow.when, head: { en: 'When', fa: 'زمان' } },
  { name: 'by', millimetres: narrow.by, head: { en: 'By', fa: 'توسط' } },
]

/** What a record is printed with besides its own facts. */
export type Printing = {
  readonly names: ReadonlyMap<string, string>
  readonly timeZone: string
  readonly measure: Measure
}

/** What a step asks for. */
function plannedWords(step: Step): Both {
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
  const way = enteredWords[done.entered]
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

/** One step, with its number. */
export function stepLine(batch: Batch, step: BatchStep, index: number, printing: Printing): Block {
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
