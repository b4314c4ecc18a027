/**
 * Stories as data: what happens in both worlds of a pair, drawn from a seed before anything is played.
 *
 * A step says only what kind of act it is, how long after the last one, and by which chance its details are chosen. The
 * details are chosen while it is played, among what blinded people may know. So a story tells the same in both worlds,
 * and still tells something when steps are taken out of it.
 */
import type { Entered } from '../../src/core/entered.ts'
import type { Arm, StudySettings } from '../../src/core/registry/settings.ts'
import { chanceFrom } from '../support/seed.ts'
import { settingsWith } from '../support/settings.ts'

/** What happens, with how many chances in the draw. */
export const kinds = {
  enrol: 8,
  order: 3,
  cancel: 1,
  withdraw: 1,
  prepare: 9,
  abandon: 2,
  label: 2,
  account_for_labels: 2,
  verify: 2,
  hand_over: 5,
  receipt: 3,
  outcome: 6,
  hold: 2,
  answer: 3,
  settle_hold: 2,
  held_doses: 2,
  certificate: 2,
  receive: 1,
  write_worksheets: 3,
  batch_record: 2,
  waste: 2,
  state_use: 3,
  count: 2,
  reconcile: 2,
  carry: 2,
  sample: 1,
  print_codes: 1,
  log: 3,
  dispose: 3,
  destroy: 3,
  destroy_syringes: 2,
  close_lot: 1,
  correct: 1,
  correct_receipt: 2,
  open_record: 1,
  restate: 1,
  enquire: 1,
  break: 3,
  show_again: 1,
  assess: 1,
  reissue: 1,
  pack: 1,
  drill: 1,
  member: 1,
  reset: 1,
  settings: 1,
  failed_sign_in: 1,
  attempt: 5,
  copy: 1,
  reopen: 1,
  idle: 1,
  days_pass: 2,
  clock_back: 1,
  look: 3,
} as const
export type Kind = keyof typeof kinds

/** One step: its kind, the minutes that went by before it, and the seed of its details. */
export type Step = { readonly kind: Kind; readonly minutes: number; readonly roll: number }

/**
 * How the second world of a pair differs. `swapped`: every arm is the other one, and so is what each lot holds.
 * `permuted`: the arms change places between participants by chance. `totals`: they do so only where every statement of
 * use keeps the totals of every lot (B13); then QA's world is the same, too.
 */
export const variants = ['swapped', 'permuted', 'totals'] as const
export type Variant = (typeof variants)[number]

/** A lot as it is received; which product it holds is turned round where the lots are swapped. */
export type LotPlan = { readonly product: Arm; readonly lotNumber: string; readonly goodForDays: number }

/** What is set up before the story begins. Few of them, so that the files they begin from can be kept. */
export type Setting = { readonly name: string; readonly settings: StudySettings; readonly lots: readonly LotPlan[] }

/** A story, and the arms of its first world. */
export type Story = {
  readonly seed: number
  readonly variant: Variant
  readonly setting: Setting
  readonly arms: readonly Arm[]
  readonly steps: readonly Step[]
}

const perArm = 4
const far = 300

/** Lots of both products, two of each; some expire within the story, the ones of one product first. */
function lots(a: number, b: number, c: number, d: number): LotPlan[] {
  return [
    { product: 'A', lotNumber: 'LOT-1', goodForDays: a },
    { product: 'B', lotNumber: 'LOT-2', goodForDays: b },
    { product: 'B', lotNumber: 'LOT-3', goodForDays: c },
    { product: 'A', lotNumber: 'LOT-4', goodForDays: d },
  ]
}

/** The setting that every world begins from, until its own is stated. */
export const plain: Setting = {
  name: 'plain',
  settings: settingsWith({ plannedPerArm: perArm }),
  lots: lots(far, far, far, far),
}

const settings: readonly Setting[] = [
  plain,
  {
    name: 'A expires first',
    settings: settingsWith({
      plannedPerArm: perArm,
      dose: { syringesPerDose: 2, inUseMinutes: 90, thawsAllowed: 1, outMinutesAllowed: 40 },
    }),
    lots: lots(4, far, far, 40),
  },
  {
    name: 'both expire',
    settings: settingsWith({
      plannedPerArm: perArm,
      dose: { vialsPerDose: 2, thawMinutes: 25 },
      emergency: { participantLeavesAfterBreak: true },
    }),
    lots: lots(12, 9, far, far),
  },
  {
    name: 'without cards',
    settings: settingsWith({ plannedPerArm: perArm, emergency: { openWith: 'secret' } }),
    lots: lots(far, 20, 6, far),
  },
]

const leastSteps = 6
const mostSteps = 14
/** Every story begins with people to tell it about, and one about totals with something that is stated. */
const beginnings: Record<Variant, readonly Kind[]> = {
  swapped: ['enrol', 'prepare', 'enrol'],
  permuted: ['enrol', 'prepare', 'enrol'],
  totals: ['enrol', 'prepare', 'enrol', 'prepare', 'prepare', 'state_use'],
}

/** The story of a seed. */
export function storyFrom(seed: number): Story {
  const chance = chanceFrom(Math.imul(seed + 1, 0x9e3779b1))
  const variant = variants[seed % variants.length] ?? 'swapped'
  const setting = settings[Math.floor(seed / variants.length) % settings.length] as Setting
  const arms = shuffled([...Array<Arm>(perArm).fill('A'), ...Array<Arm>(perArm).fill('B')], chance)
  const count = leastSteps + Math.floor(chance() * (mostSteps - leastSteps + 1))
  const draw = Object.entries(kinds).flatMap(([kind, chances]) => Array<Kind>(chances).fill(kind as Kind))
  const steps = Array.from({ length: count }, (_, index): Step => {
    const drawn = draw[Math.floor(chance() * draw.length)] as Kind
    const minutes = 1 + Math.floor(chance() * 12)
    return { kind: beginnings[variant][index] ?? drawn, minutes, roll: Math.floor(chance() * 2 ** 32) }
  })
  return { seed, variant, setting, arms, steps }
}

/** Much of what happens in any story, in an order in which most of it succeeds, for worlds that leak on purpose. */
const eventful: readonly Kind[] = [
  ...([
    'enrol',
    'enrol',
    'enrol',
    'enrol',
    'prepare',
    'label',
    'prepare',
    'hand_over',
    'receipt',
    'outcome',
    'prepare',
  ] as const),
  ...([
    'prepare',
    'label',
    'hand_over',
    'write_worksheets',
    'prepare',
    'batch_record',
    'state_use',
    'restate',
    'count',
    'reconcile',
    'carry',
    'copy',
    'hold',
    'held_doses',
    'prepare',
  ] as const),
  ...([
    'outcome',
    'settle_hold',
    'certificate',
    'answer',
    'answer',
    'enrol',
    'prepare',
    'count',
    'carry',
    'reconcile',
    'abandon',
    'hand_over',
    'receipt',
    'label',
  ] as const),
  ...(['copy', 'break', 'label', 'break', 'assess', 'copy', 'break', 'copy', 'days_pass', 'restate'] as const),
  ...(['state_use', 'log', 'label', 'log', 'dispose', 'answer', 'log'] as const),
  ...(['correct', 'correct_receipt', 'open_record', 'prepare', 'abandon', 'prepare', 'abandon', 'state_use'] as const),
  ...(['hold', 'destroy', 'close_lot', 'answer', 'prepare', 'count', 'carry', 'destroy', 'prepare'] as const),
  ...(['abandon', 'state_use', 'close_lot', 'destroy', 'close_lot', 'destroy_syringes'] as const),
  ...(['answer', 'hand_over', 'outcome', 'hand_over', 'outcome', 'hold', 'held_doses', 'held_doses'] as const),
]

/** The desk's acts while doses wait that no statement of use has covered, after one that has covered others. */
const atTheDesk: readonly Kind[] = [
  ...(['prepare', 'prepare', 'prepare', 'prepare', 'prepare', 'state_use', 'prepare', 'prepare'] as const),
  ...(['count', 'carry', 'sample', 'reconcile', 'count', 'carry', 'count', 'hold', 'destroy', 'destroy'] as const),
  ...(['close_lot', 'destroy', 'destroy', 'close_lot'] as const),
]

/** A long story in which much happens; its details, setting and arms are drawn from the seed. */
export function eventfulStory(seed: number): Story {
  return told(seed, eventful)
}

/** A story of the desk alone, drawn alike. */
export function deskStory(seed: number): Story {
  return told(seed, atTheDesk)
}

function told(seed: number, kinds: readonly Kind[]): Story {
  const chance = chanceFrom(seed)
  const steps = kinds.map((kind) => ({ kind, minutes: 3, roll: Math.floor(chance() * 2 ** 32) }))
  return { ...storyFrom(seed), steps }
}

/** How codes come in. */
export function way(chance: () => number): Entered {
  return chance() < 0.5 ? 'scanned' : 'typed'
}

/** The other arm. */
export function other(arm: Arm): Arm {
  return arm === 'A' ? 'B' : 'A'
}

/** The same things in an order by chance. */
export function shuffled<T>(things: readonly T[], chance: () => number): T[] {
  const order = [...things]
  for (let last = order.length - 1; last > 0; last--) {
    const place = Math.floor(chance() * (last + 1))
    const [one, two] = [order[last] as T, order[place] as T]
    order[place] = one
    order[last] = two
  }
  return order
}
