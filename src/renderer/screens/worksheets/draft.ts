/** A pair of worksheets as it is being typed: texts, until they can be read as steps. */
import { type Arm, arms, type StudySettings } from '../../../core/registry/settings.ts'
import type { LineProblem } from '../../../core/result.ts'
import {
  contradictionsOf,
  differencesOf,
  problemsOf,
  type WrittenSheets,
  WrittenStep,
} from '../../../core/stock/worksheets.ts'
import { type Both, latinDigits } from '../../../core/text.ts'
import { readVolume } from '../prepare-volume.tsx'

export const stepNames = ['take', 'scan', 'thaw', 'draw', 'fill', 'mix', 'inspect', 'sleeve', 'label'] as const
export type StepName = (typeof stepNames)[number]

/** What each kind of step states in numbers, in the order in which it is asked. */
export const amountsOf = {
  take: ['vials'],
  scan: [],
  thaw: ['waitMinutes', 'mostMinutes'],
  draw: ['microlitres', 'toleranceMicrolitres'],
  fill: ['microlitres', 'toleranceMicrolitres'],
  mix: ['times', 'waitSeconds'],
  inspect: [],
  sleeve: [],
  label: ['syringes'],
} as const satisfies Record<StepName, readonly string[]>
export type AmountName = (typeof amountsOf)[StepName][number]

export type DraftStep = {
  readonly name: StepName
  readonly amounts: Readonly<Partial<Record<AmountName, string>>>
  readonly standard: Both
  readonly instruction: Both
}
/** `together`: what changes both products alike is typed once. */
export type Draft = { readonly [arm in Arm]: readonly DraftStep[] } & {
  readonly note: string
  readonly together: boolean
}

const isVolume = (name: AmountName) => name === 'microlitres' || name === 'toleranceMicrolitres'

/** The steps of a pair as texts. */
export function draftOf({ A, B }: WrittenSheets): Draft {
  return { A: A.map(draftStep), B: B.map(draftStep), note: '', together: true }
}

function draftStep(step: WrittenStep): DraftStep {
  const amounts: Partial<Record<AmountName, string>> = {}
  for (const name of amountsOf[step.name]) {
    const value = (step as Partial<Record<AmountName, number>>)[name]
    if (value !== undefined) amounts[name] = String(isVolume(name) ? value / 1000 : value)
  }
  return {
    name: step.name,
    amounts,
    standard: step.name === 'inspect' ? step.standard : noWords,
    instruction: step.instruction,
  }
}

const noWords: Both = { en: '', fa: '' }

/** A step with nothing typed but the words that are proposed for its kind. */
export function newStep(name: StepName, instruction: Both): DraftStep {
  return { name, amounts: {}, standard: noWords, instruction }
}

function readAmount(name: AmountName, typed: string): number | string | undefined {
  if (typed.trim() === '') return undefined
  if (isVolume(name)) return readVolume(typed) ?? typed
  const digits = latinDigits(typed.trim())
  return /^\d{1,6}$/.test(digits) ? Number(digits) : typed
}

/** Whatever could be read of a step; what could not stays a text and is compared as one. */
function loose({ name, amounts, standard, instruction }: DraftStep) {
  const read = Object.fromEntries(
    amountsOf[name]
      .map((one) => [one, readAmount(one, amounts[one] ?? '')] as const)
      .filter(([, value]) => value !== undefined),
  )
  return { name, ...read, ...(name === 'inspect' ? { standard } : {}), instruction } as WrittenStep
}

/** The step as it will be written; undefined while something of it is missing. */
export function readStep(step: DraftStep): WrittenStep | undefined {
  const parsed = WrittenStep.safeParse(loose(step))
  return parsed.success ? parsed.data : undefined
}

/** Amounts that are missing or unreadable, and words that are missing, of one step. */
export function gapsOf(step: DraftStep): string[] {
  const parsed = WrittenStep.safeParse(loose(step))
  return parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))]
}

/** What a draft says so far, and everything that still keeps it from being signed. */
export type Reading = {
  readonly sheets?: WrittenSheets
  readonly differences: readonly LineProblem[]
  readonly problems: Readonly<Record<Arm, readonly LineProblem[]>>
  readonly openCount: number
}

/** Reads a draft against the settings: live, at every key. */
export function readDraft(draft: Draft, settings: Pick<StudySettings, 'dose'>): Reading {
  const sheets = { A: draft.A.map(loose), B: draft.B.map(loose) }
  const differences = differencesOf(sheets)
  const gaps = arms.reduce((sum, arm) => sum + draft[arm].filter((step) => gapsOf(step).length > 0).length, 0)
  const problemsWith = (arm: Arm) =>
    gaps > 0 ? [] : [...problemsOf(sheets[arm]), ...contradictionsOf(sheets[arm], settings)]
  const problems = { A: problemsWith('A'), B: problemsWith('B') }
  const openCount = gaps + differences.length + problems.A.length + problems.B.length
  return { ...(openCount === 0 ? { sheets } : {}), differences, problems, openCount }
}

/** Changes the steps of this product, or of both while they are changed together. */
function withSteps(draft: Draft, arm: Arm, change: (steps: readonly DraftStep[]) => readonly DraftStep[]): Draft {
  return draft.together ? { ...draft, A: change(draft.A), B: change(draft.B) } : { ...draft, [arm]: change(draft[arm]) }
}

/** Another step after a place; -1 puts it first. */
export function addStep(draft: Draft, arm: Arm, after: number, step: DraftStep): Draft {
  return withSteps(draft, arm, (steps) => [...steps.slice(0, after + 1), step, ...steps.slice(after + 1)])
}

export function removeStep(draft: Draft, arm: Arm, place: number): Draft {
  return withSteps(draft, arm, (steps) => steps.filter((_, index) => index !== place))
}

/** Moves a step one place up or down; at the end of its list it stays. */
export function moveStep(draft: Draft, arm: Arm, place: number, by: -1 | 1): Draft {
  return withSteps(draft, arm, (steps) => {
    const step = steps[place]
    if (step === undefined || place + by < 0 || place + by >= steps.length) return steps
    const moved = steps.filter((_, index) => index !== place)
    return [...moved.slice(0, place + by), step, ...moved.slice(place + by)]
  })
}

/** Changes what a step states. The words of an instruction are each product's own. */
export function changeStep(draft: Draft, arm: Arm, place: number, change: Partial<DraftStep>): Draft {
  const { instruction, ...common } = change
  const put = (steps: readonly DraftStep[], what: Partial<DraftStep>) =>
    steps.map((step, index) => (index === place ? { ...step, ...what } : step))
  const made = withSteps(draft, arm, (steps) => put(steps, common))
  return instruction === undefined ? made : { ...made, [arm]: put(made[arm], { instruction }) }
}

/** Makes a step of the other product state what this one states; its words stay where it is of the same kind. */
export function makeAlike(draft: Draft, arm: Arm, place: number): Draft {
  const other: Arm = arm === 'A' ? 'B' : 'A'
  const step = draft[arm][place]
  if (step === undefined) return { ...draft, [other]: draft[other].filter((_, index) => index !== place) }
  const former = draft[other][place]
  const instruction = former?.name === step.name ? former.instruction : step.instruction
  const steps = [...draft[other].slice(0, place), { ...step, instruction }, ...draft[other].slice(place + 1)]
  return { ...draft, [other]: steps }
}
