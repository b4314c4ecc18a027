/**
 * The settings as somebody is typing them: every input a text, nothing lost, nothing invented.
 *
 * A draft becomes settings only when the settings' own schema takes it.
 */
import { nct06536712 } from '../../core/registry/nct06536712.ts'
import {
  type Criterion,
  contradiction,
  LabelSettings,
  noCertificateTests,
  proposed,
  StudySettings,
} from '../../core/registry/settings.ts'
import { latinDigits } from '../../core/text.ts'
import { fields, inputsOf, parts } from './fields.ts'

/** What is typed, by the path of its place in the settings; the criteria; and the tests of each product's certificate. */
export type Draft = {
  readonly texts: Readonly<Record<string, string>>
  readonly criteria: readonly Criterion[]
  readonly certificates: StudySettings['certificates']
}

/** What is wrong with an input: a key of the texts, with the numbers and names that they quote. */
export type Problem = { readonly key: string; readonly values?: Readonly<Record<string, number | string>> }

const allFields = parts.flatMap((part) => fields[part])
const countPaths = new Set(allFields.filter((field) => field.kind === 'count').map((field) => field.path))
const optionalPaths = new Set(allFields.filter((field) => field.optional === true).map((field) => field.path))
const answers: Record<string, boolean> = { yes: true, no: false }

/** Nothing typed, but what the product proposes of its own: how things are opened, and when the file locks itself. */
export const emptyDraft: Draft = {
  texts: {
    'emergency.openWith': 'card',
    'emergency.drillEveryDays': String(proposed.drillEveryDays),
    'emergency.armShownSeconds': String(proposed.armShownSeconds),
    unblindingPeopleCount: String(proposed.unblindingPeopleCount),
    lockAfterSeconds: '180',
    ...textsOf({ alerts: proposed.alerts, labelSizes: proposed.labelSizes }),
  },
  criteria: [],
  certificates: noCertificateTests,
}

/** Puts the registered facts of NCT06536712 where nothing was typed. What the registration leaves open stays empty. */
export function withRegisteredFacts(draft: Draft): Draft {
  const { study, arms, investigator, criteria } = nct06536712
  const facts = textsOf({ study, arms, contact: { investigator } })
  const typed = Object.fromEntries(Object.entries(draft.texts).filter(([, text]) => text.trim() !== ''))
  return { ...draft, texts: { ...facts, ...typed }, criteria: draft.criteria.length > 0 ? draft.criteria : criteria }
}

/** Existing settings, for changing them. */
export function draftOf(settings: StudySettings): Draft {
  const { criteria, certificates, emergency, ...rest } = settings
  const leaves = emergency.participantLeavesAfterBreak ? 'yes' : 'no'
  const texts = textsOf({ ...rest, emergency: { ...emergency, participantLeavesAfterBreak: leaves } })
  return { texts, criteria, certificates }
}

function textsOf(tree: unknown, path = ''): Record<string, string> {
  if (tree === null || typeof tree !== 'object') return { [path]: String(tree) }
  const parts = Object.entries(tree).map(([name, value]) => textsOf(value, path === '' ? name : `${path}.${name}`))
  return Object.assign({}, ...parts) as Record<string, string>
}

function typedValue(path: string, text: string): string | number | boolean {
  if (path === 'emergency.participantLeavesAfterBreak') return answers[text] ?? text
  if (!countPaths.has(path)) return text
  const digits = latinDigits(text).replace(/[\s,٬_]/g, '')
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN
}

function put(tree: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? ''
  let branch = tree
  for (const name of names) {
    branch[name] ??= {}
    branch = branch[name] as Record<string, unknown>
  }
  branch[last] = value
}

/** The settings that a draft states, or what is still wrong with it, by path. */
export function readDraft(draft: Draft): { settings?: StudySettings; problems: ReadonlyMap<string, Problem> } {
  const tree: Record<string, unknown> = { criteria: draft.criteria, certificates: draft.certificates }
  const problems = new Map<string, Problem>()
  for (const path of allFields.flatMap(inputsOf)) {
    const text = draft.texts[path] ?? ''
    if (text.trim() === '' && optionalPaths.has(path)) continue
    if (text.trim() === '') problems.set(path, { key: 'empty' })
    put(tree, path, typedValue(path, text))
  }
  const read = StudySettings.safeParse(tree)
  for (const issue of read.success ? [] : read.error.issues) {
    const path = issue.path.join('.')
    if (!problems.has(path)) problems.set(path, problemOf(issue))
  }
  const contradicting = contradictionIn(tree)
  if (contradicting !== undefined) {
    const key = `contradicts.${contradicting.replace(/^certificates\..*/, 'certificates').replaceAll('.', '_')}`
    if (!problems.has(contradicting)) problems.set(contradicting, { key })
  }
  return read.success && problems.size === 0 ? { settings: read.data, problems } : { problems }
}

/** What stands on a label in place of what nobody has typed yet. */
const untyped = { text: '—', zone: 'UTC', count: 10 }

/** The parts that labels are made of, as far as they are typed; what is missing or wrong is held open. */
export function labelSettingsOf({ texts }: Draft): LabelSettings | undefined {
  const tree: Record<string, unknown> = {}
  for (const path of allFields.flatMap(inputsOf)) {
    const [part = ''] = path.split('.')
    if (part in LabelSettings.shape && (texts[path] ?? '') !== '') put(tree, path, typedValue(path, texts[path] ?? ''))
  }
  const read = LabelSettings.safeParse(tree)
  if (read.success) return read.data
  for (const path of allFields.flatMap(inputsOf)) {
    const [part = ''] = path.split('.')
    if (!(part in LabelSettings.shape) || optionalPaths.has(path)) continue
    const wrong = read.error.issues.some(({ path: at }) => path === at.join('.') || path.startsWith(`${at.join('.')}.`))
    if (wrong) put(tree, path, heldOpen(path))
  }
  return LabelSettings.safeParse(tree).data
}

function heldOpen(path: string): string | number {
  if (path.startsWith('labelSizes.')) return Number(emptyDraft.texts[path])
  if (path === 'study.timeZone') return untyped.zone
  // How many syringes a dose has stands on every label.
  if (path === 'dose.syringesPerDose') return 1
  return countPaths.has(path) ? untyped.count : untyped.text
}

const weighed = StudySettings.pick({ arms: true, dose: true, criteria: true, certificates: true })

/** The first field that contradicts another, as soon as the parts that are weighed against each other are typed. */
function contradictionIn(tree: object): string | undefined {
  const { arms, dose, criteria, certificates } = tree as Record<string, unknown>
  const read = weighed.safeParse({ arms, dose, criteria, certificates })
  // The rule reads these four parts and no others.
  return read.success ? contradiction(read.data as StudySettings) : undefined
}

type Issue = {
  readonly code?: string
  readonly message: string
  readonly maximum?: unknown
  readonly minimum?: unknown
  readonly origin?: string
}

function problemOf(issue: Issue): Problem {
  if (issue.message === 'unreadable_characters') return { key: 'unreadable' }
  if (issue.message === 'time_zone_unknown') return { key: 'zone' }
  const number = (value: unknown) => Number(value ?? 0)
  const ofText = issue.origin === 'string'
  if (issue.code === 'too_big') return { key: ofText ? 'tooLong' : 'tooMuch', values: { most: number(issue.maximum) } }
  if (issue.code === 'too_small' && ofText) return { key: 'empty' }
  if (issue.code === 'too_small' && issue.origin !== 'array')
    return { key: 'tooLittle', values: { least: number(issue.minimum) } }
  if (issue.code === 'too_small') return { key: 'noCriteria' }
  if (issue.code === 'invalid_type') return { key: 'notANumber' }
  return { key: 'notTaken' }
}
