/**
 * Worksheets written by the site: the ordered steps of a preparation, one list for each product, kept as a pair.
 *
 * Knows: what a step says. Promises: a pair that is accepted is the same for both products in everything but the words
 * of its instructions, so that nobody who watches, waits or holds the syringe can tell them apart (Q7, ADR 0026).
 *
 * Invariant of a sheet: vials are taken, thawed, drawn from, made up to volume, sleeved, labelled, in this order.
 */
import { z } from 'zod'
import { arms, type StudySettings } from '../registry/settings.ts'
import type { LineProblem } from '../result.ts'
import { both } from '../text.ts'
import type { Instant } from '../time.ts'

/** What a step asks of its vials, volumes and times, and the words of its instruction. */
const words = { instruction: both(300) }
const volume = {
  microlitres: z.int().min(1).max(10_000_000),
  /** The read volume may be off by so much without a reason. */
  toleranceMicrolitres: z.int().min(0).max(1_000_000),
}
export const WrittenStep = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('take'), vials: z.int().min(1).max(20), ...words }),
  /** Every vial that was taken is scanned once more. */
  z.strictObject({ name: z.literal('scan'), ...words }),
  z.strictObject({
    name: z.literal('thaw'),
    /** Least time since the step before. */
    waitMinutes: z.int().min(1).max(1_440),
    /** Most time since the step before; after it, what thaws is not used. No limit where it is not stated. */
    mostMinutes: z.int().min(1).max(2_880).optional(),
    ...words,
  }),
  z.strictObject({ name: z.literal('draw'), ...volume, ...words }),
  /** Diluted to a volume, what was drawn included. */
  z.strictObject({ name: z.literal('fill'), ...volume, ...words }),
  /** Either so many times or so long. */
  z.strictObject({
    name: z.literal('mix'),
    times: z.int().min(1).max(1_000).optional(),
    waitSeconds: z.int().min(1).max(3_600).optional(),
    ...words,
  }),
  /** Looked at beside a standard, which is one for both products. */
  z.strictObject({ name: z.literal('inspect'), standard: both(300), ...words }),
  z.strictObject({ name: z.literal('sleeve'), ...words }),
  z.strictObject({ name: z.literal('label'), syringes: z.int().min(1).max(10), ...words }),
])
export type WrittenStep = z.infer<typeof WrittenStep>

export const mostSteps = 30
const WrittenSheet = z.array(WrittenStep).min(1).max(mostSteps).readonly()
/** The steps of one product, in their order. */
export type WrittenSheet = z.infer<typeof WrittenSheet>

export const WrittenSheets = z.strictObject({ A: WrittenSheet, B: WrittenSheet })
/** One sheet for each product. */
export type WrittenSheets = z.infer<typeof WrittenSheets>

/** A pair as it stands in the stock book. It is in force from QA's approval until the next one is approved. */
export type WrittenPair = {
  readonly version: number
  readonly sheets: WrittenSheets
  /** What is different from the version before, in the writer's words. */
  readonly note: string
  readonly at: Instant
  readonly by: string
  readonly approved?: { readonly at: Instant; readonly by: string }
  /** The settings were changed so that they contradict it. */
  readonly voidedAt?: Instant
}

/** A step as a pair has it in common: everything but the words. */
export function withoutWords<S extends { readonly instruction: unknown }>({ instruction: _, ...step }: S) {
  return step
}

/** Steps that come in this order, whatever comes between them. */
const inOrder: readonly WrittenStep['name'][] = ['take', 'thaw', 'draw', 'fill', 'sleeve', 'label']
const needed: readonly WrittenStep['name'][] = ['take', 'draw', 'fill', 'inspect', 'sleeve', 'label']

/** What is wrong with one sheet by itself, by step; `line` is the place of the step, 0 the sheet as a whole. */
export function problemsOf(sheet: WrittenSheet): LineProblem[] {
  const found: LineProblem[] = []
  for (const name of needed)
    if (!sheet.some((step) => step.name === name)) found.push({ line: 0, problem: `no_${name}` })
  let reached = 0
  let volumeMicrolitres = 0
  for (const [index, step] of sheet.entries()) {
    const line = index + 1
    const rank = inOrder.indexOf(step.name)
    if (index === 0 && step.name !== 'take') found.push({ line, problem: 'starts_without_vials' })
    else if (rank >= 0 && rank < reached) found.push({ line, problem: `after_${inOrder[reached] ?? 'take'}` })
    else if (rank < 0 && reached >= inOrder.indexOf('sleeve')) found.push({ line, problem: 'after_sleeve' })
    else if (step.name === 'label' && line < sheet.length) found.push({ line, problem: 'label_not_last' })
    reached = Math.max(reached, rank)
    if (step.name === 'thaw' && step.mostMinutes !== undefined && step.mostMinutes <= step.waitMinutes)
      found.push({ line, problem: 'most_below_least' })
    if (step.name === 'mix' && (step.times === undefined) === (step.waitSeconds === undefined))
      found.push({ line, problem: 'mix_how' })
    if (step.name === 'draw') volumeMicrolitres += step.microlitres
    if (step.name === 'fill' && step.microlitres < volumeMicrolitres)
      found.push({ line, problem: 'volume_below_before' })
    if (step.name === 'fill') volumeMicrolitres = Math.max(volumeMicrolitres, step.microlitres)
    if ((step.name === 'draw' || step.name === 'fill') && step.toleranceMicrolitres >= step.microlitres)
      found.push({ line, problem: 'tolerance_above_volume' })
  }
  const lastInspection = sheet.findLastIndex(({ name }) => name === 'inspect')
  const changedLast = sheet.findLastIndex(({ name }) => name === 'fill' || name === 'mix')
  if (lastInspection >= 0 && lastInspection < changedLast)
    found.push({ line: lastInspection + 1, problem: 'inspected_too_early' })
  return found
}

/**
 * In what the two sheets differ that somebody could notice, by step: everything that a step states but its words. What a
 * step will state one day is compared without anybody remembering it.
 */
export function differencesOf({ A, B }: WrittenSheets): LineProblem[] {
  const found: LineProblem[] = []
  for (let index = 0; index < Math.max(A.length, B.length); index++) {
    const [one, other] = [A[index], B[index]]
    const line = index + 1
    if (one === undefined || other === undefined)
      found.push({ line, problem: one === undefined ? 'only_in_B' : 'only_in_A' })
    else if (one.name !== other.name) found.push({ line, problem: 'name', values: { a: one.name, b: other.name } })
    else {
      const [facts, others]: Record<string, unknown>[] = [withoutWords(one), withoutWords(other)]
      for (const key of new Set([...Object.keys(facts ?? {}), ...Object.keys(others ?? {})])) {
        const [a, b] = [facts?.[key], others?.[key]]
        if (JSON.stringify(a) !== JSON.stringify(b))
          found.push({ line, problem: key, values: { a: said(a), b: said(b) } })
      }
    }
  }
  return found
}

function said(value: unknown): string | number {
  return typeof value === 'number' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : '–'
}

/** Amounts of a sheet that the study settings state otherwise, at the last step of their kind. */
export function contradictionsOf(sheet: WrittenSheet, { dose }: Pick<StudySettings, 'dose'>): LineProblem[] {
  const sum = (amount: (step: WrittenStep) => number) => sheet.reduce((total, step) => total + amount(step), 0)
  const last = (name: WrittenStep['name']) => sheet.findLast((step) => step.name === name)
  const fill = last('fill')
  const label = last('label')
  const stated = [
    ['take', 'vials_per_dose', sum((step) => (step.name === 'take' ? step.vials : 0)), dose.vialsPerDose],
    ['thaw', 'thaw_minutes', sum((step) => (step.name === 'thaw' ? step.waitMinutes : 0)), dose.thawMinutes],
    ['draw', 'draw_volume', sum((step) => (step.name === 'draw' ? step.microlitres : 0)), dose.drawMicrolitres],
    ['fill', 'final_volume', fill?.name === 'fill' ? fill.microlitres : 0, dose.finalMicrolitres],
    ['label', 'syringe_count', label?.name === 'label' ? label.syringes : 0, dose.syringesPerDose],
  ] as const
  return stated
    .filter(([, , here, there]) => here !== there)
    .map(([name, problem, here, there]) => ({
      line: sheet.findLastIndex((step) => step.name === name) + 1,
      problem,
      values: { here, there },
    }))
}

/** Everything that keeps a pair from being accepted, in the order in which it is refused. */
export function hindrancesOf(sheets: WrittenSheets, settings: Pick<StudySettings, 'dose'>) {
  return {
    problems: { A: problemsOf(sheets.A), B: problemsOf(sheets.B) },
    differences: differencesOf(sheets),
    contradictions: { A: contradictionsOf(sheets.A, settings), B: contradictionsOf(sheets.B, settings) },
  }
}

/** The pair that preparations follow from now on; undefined where they follow the settings alone. */
export function pairInForce(pairs: readonly WrittenPair[]): WrittenPair | undefined {
  const latest = pairs.findLast(({ approved }) => approved !== undefined)
  return latest?.voidedAt === undefined ? latest : undefined
}

/** The pair that waits for QA: the newest, unless it was approved or voided. */
export function pairThatWaits(pairs: readonly WrittenPair[]): WrittenPair | undefined {
  const newest = pairs.at(-1)
  return newest?.approved === undefined && newest?.voidedAt === undefined ? newest : undefined
}

/** The pairs that a change of the settings ends: those in force or waiting that say otherwise. */
export function contradicted(pairs: readonly WrittenPair[], settings: Pick<StudySettings, 'dose'>): WrittenPair[] {
  return [pairInForce(pairs), pairThatWaits(pairs)].filter(
    (pair): pair is WrittenPair =>
      pair !== undefined && arms.some((arm) => contradictionsOf(pair.sheets[arm], settings).length > 0),
  )
}
