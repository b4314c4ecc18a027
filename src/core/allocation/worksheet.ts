/**
 * The worksheet: the steps of a preparation with their planned amounts. A pair that the site has written and QA approved
 * (`stock/worksheets.ts`), or else what follows from the settings and from nothing else.
 *
 * Both arms have the same steps, waits and amounts (Q7): the settings know of no arm, and a written pair was accepted
 * only because its two sheets agree.
 */
import { known } from '../never.ts'
import { type RegistryBook, settingsBefore } from '../registry/book.ts'
import type { StudySettings } from '../registry/settings.ts'
import type { StockBook } from '../stock/book.ts'
import { type WrittenPair, withoutWords } from '../stock/worksheets.ts'
import type { Both } from '../text.ts'
import { addMinutes, type Instant } from '../time.ts'
import type { Preparation } from './book.ts'
import type { StepName } from './events.ts'

export type Step = {
  /** `label` is done by finishing the preparation and printing the labels; every other step is recorded by itself. */
  readonly name: StepName | 'label'
  /** Vials to take and scan. */
  readonly vials?: number | undefined
  /** Minutes to wait from the end of the step before, and how many they may be at most. */
  readonly waitMinutes?: number | undefined
  readonly mostMinutes?: number | undefined
  /** How mixing is done: so often, or so long. */
  readonly times?: number | undefined
  readonly waitSeconds?: number | undefined
  /** Planned volume of the step, and by how much it may be off without a reason. */
  readonly microlitres?: number | undefined
  readonly toleranceMicrolitres?: number | undefined
  /** What the syringe must look like. */
  readonly standard?: Both | undefined
  readonly syringes?: number | undefined
}

/** The steps of every preparation of a study that has written no worksheets, in their order. */
export function worksheet({ dose }: Pick<StudySettings, 'dose'>): readonly Step[] {
  return [
    { name: 'take', vials: dose.vialsPerDose },
    { name: 'thaw', waitMinutes: dose.thawMinutes },
    { name: 'draw', microlitres: dose.drawMicrolitres },
    { name: 'fill', microlitres: dose.finalMicrolitres },
    { name: 'inspect' },
    { name: 'sleeve' },
  ]
}

/** What both sheets of a written pair have in common, which is everything but their words. */
export function commonSteps({ sheets }: Pick<WrittenPair, 'sheets'>): readonly Step[] {
  return sheets.A.map(withoutWords)
}

type Followed = Pick<Preparation, 'worksheets' | 'startedSeq'>
type Known = { readonly registry: RegistryBook; readonly stock: StockBook }

/** The written pair that a preparation follows; undefined where it follows the settings. */
export function pairOf({ worksheets }: Followed, stock: StockBook): WrittenPair | undefined {
  return worksheets === undefined
    ? undefined
    : known(new Map(stock.worksheets.map((one) => [one.version, one])), worksheets)
}

/** The steps of a preparation: those of the version in force at its start, or of the settings as they were then. */
export function stepsOf(preparation: Followed, { registry, stock }: Known): readonly Step[] {
  const pair = pairOf(preparation, stock)
  return pair === undefined ? worksheet(settingsBefore(registry, preparation.startedSeq)) : commonSteps(pair)
}

/** The step that a preparation waits for, or undefined when all are done. */
export function nextStep(steps: readonly Step[], { steps: done }: Pick<Preparation, 'steps'>): Step | undefined {
  return steps[done.length]
}

/** From when until when a step may be recorded, by what was recorded before it: no clock of a window has a part in it. */
export function timesOf(step: Step, since: Instant): { readonly from?: Instant; readonly until?: Instant } {
  const { waitMinutes, waitSeconds, mostMinutes } = step
  const wait = waitMinutes ?? (waitSeconds === undefined ? undefined : waitSeconds / 60)
  return {
    ...(wait === undefined ? {} : { from: addMinutes(since, wait) }),
    ...(mostMinutes === undefined ? {} : { until: addMinutes(since, mostMinutes) }),
  }
}

/** When the step before was recorded, or when the preparation began. */
export function sinceWhen({ steps, startedAt }: Pick<Preparation, 'steps' | 'startedAt'>): Instant {
  return steps.at(-1)?.at ?? startedAt
}

/** The common volume shared out over the syringes of a dose; the remainder goes to the first ones, a microlitre each. */
export function volumePerSyringe(finalMicrolitres: number, syringeCount: number): number[] {
  const each = Math.floor(finalMicrolitres / syringeCount)
  const remainder = finalMicrolitres - each * syringeCount
  return Array.from({ length: syringeCount }, (_, index) => each + (index < remainder ? 1 : 0))
}
