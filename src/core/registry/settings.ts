/**
 * The study settings: everything about the trial that the site states and the product must not invent.
 *
 * Units stand in the names. Both arms share every number here: what differs by arm is only the arm's name and its product.
 * Source: the registration of the trial; ICH E6(R3) 2.10.4; (EU) 536/2014 annex VI for the label texts.
 */
import { z } from 'zod'
import { both, line } from '../text.ts'
import { addMinutes, dayOf, type Instant, type IsoDate, isTimeZone } from '../time.ts'

export const arms = ['A', 'B'] as const
/** One of the two arms. One letter each, so that both take the same room wherever they are sealed. */
export type Arm = (typeof arms)[number]
export const Arm = z.enum(arms)

export const Criterion = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  kind: z.enum(['inclusion', 'exclusion']),
  text: both(400),
})
/** One criterion of the protocol's eligibility checklist. */
export type Criterion = z.infer<typeof Criterion>

const ArmSettings = z.strictObject({
  /** The word that the allocation list uses for this arm. */
  name: line(40),
  /** The product of this arm, as the unblinded pharmacy calls it. */
  product: both(120),
  plannedCount: z.int().min(1).max(100_000),
})

export const StudySettings = z.strictObject({
  study: z.strictObject({
    registryId: line(40),
    ethicsId: line(60),
    code: line(16),
    title: both(300),
    sponsor: both(120),
    site: both(120),
    timeZone: z.string().refine(isTimeZone, 'time_zone_unknown'),
  }),
  arms: z.strictObject({ A: ArmSettings, B: ArmSettings }),
  dose: z.strictObject({
    vialsPerDose: z.int().min(1).max(20),
    vialMicrolitres: z.int().min(10).max(1_000_000),
    /** Taken from the vials, for each dose. */
    drawMicrolitres: z.int().min(10).max(10_000_000),
    /** Common volume of each dose once filled up; the same for both arms. */
    finalMicrolitres: z.int().min(10).max(10_000_000),
    syringesPerDose: z.int().min(1).max(10),
    thawMinutes: z.int().min(0).max(1_440),
    inUseMinutes: z.int().min(5).max(10_080),
  }),
  label: z.strictObject({
    /** Substance and strength together with the comparator, on both arms (L2). */
    product: both(160),
    form: both(80),
    route: both(80),
    storage: both(120),
    directions: both(160),
  }),
  contact: z.strictObject({
    name: both(120),
    address: both(200),
    phone: line(40),
    emergencyPhone: line(40),
    investigator: both(120),
  }),
  criteria: z.array(Criterion).min(1).max(40),
  emergency: z.strictObject({
    /** How a break is opened: the breaker's secret and the participant's code card, or the secret alone. */
    openWith: z.enum(['card', 'secret']),
    permittedWhen: both(600),
    participantLeavesAfterBreak: z.boolean(),
  }),
  lockAfterSeconds: z.int().min(30).max(3_600),
})
/** The study settings. Volumes in microlitres, times in minutes unless the name says otherwise. */
export type StudySettings = z.infer<typeof StudySettings>

/** What the parts of the settings must say together. Returns the path of the first field that contradicts another. */
export function contradiction(settings: StudySettings): string | undefined {
  const { dose, arms: both } = settings
  if (both.A.name.toLowerCase() === both.B.name.toLowerCase()) return 'arms.B.name'
  if (dose.drawMicrolitres > dose.vialsPerDose * dose.vialMicrolitres) return 'dose.drawMicrolitres'
  if (dose.finalMicrolitres < dose.drawMicrolitres) return 'dose.finalMicrolitres'
  if (new Set(settings.criteria.map((criterion) => criterion.id)).size !== settings.criteria.length) return 'criteria'
  return undefined
}

/**
 * The day on which the in-use time of a dose started now would end. Stock that expires before it is not used for either
 * arm, so that no expiry date can shorten the use of one arm's doses (Q3).
 */
export function inUseEndsOn({ dose, study }: StudySettings, now: Instant): IsoDate {
  return dayOf(addMinutes(now, dose.thawMinutes + dose.inUseMinutes), study.timeZone)
}

/** Participants planned for both arms together. */
export function plannedTotal(settings: StudySettings): number {
  return settings.arms.A.plannedCount + settings.arms.B.plannedCount
}
