/**
 * The study settings: everything about the trial that the site states and the product must not invent.
 *
 * Units stand in the names. Both arms share every number here: what differs by arm is only the arm's name and its product.
 * Source: the registration of the trial; ICH E6(R3) 2.10.4; (EU) 536/2014 annex VI for the label texts.
 */
import { z } from 'zod'
import { both, line } from '../text.ts'
import { addMinutes, dayOf, type Instant, type IsoDate, isTimeZone, wholeMinute } from '../time.ts'
import { CertificateTests, contradictoryTest } from './certificate-tests.ts'

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

/** A label's size in whole millimetres, from the smallest on which anything could be read to the widest usual roll. */
function labelSize(leastWidth: number, leastHeight: number) {
  return z.strictObject({
    widthMillimetres: z.int().min(leastWidth).max(210),
    heightMillimetres: z.int().min(leastHeight).max(300),
  })
}

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
    /** Times a vial may thaw, the one for its dose among them; no limit where it is not stated. */
    thawsAllowed: z.int().min(1).max(20).optional(),
    /** Minutes a vial may be out of its storage, thawing for its dose aside; no limit where it is not stated. */
    outMinutesAllowed: z.int().min(0).max(100_000).optional(),
  }),
  label: z.strictObject({
    /** Substance and strength together with the comparator, on both arms (L2). */
    product: both(160),
    form: both(80),
    route: both(80),
    storage: both(120),
    directions: both(160),
  }),
  /** The sizes of the labels that lie in the printer. */
  labelSizes: z.strictObject({ syringe: labelSize(25, 15), bag: labelSize(50, 40) }),
  contact: z.strictObject({
    name: both(120),
    address: both(200),
    phone: line(40),
    emergencyPhone: line(40),
    investigator: both(120),
  }),
  criteria: z.array(Criterion).min(1).max(40),
  /** What each product's certificate of analysis must hold; a product without tests is released on its reference. */
  certificates: z.strictObject({ A: CertificateTests, B: CertificateTests }),
  /** From when on the stock asks for attention. */
  alerts: z.strictObject({
    /** Days before a lot expires. */
    expiryDays: z.int().min(1).max(365),
    /** Doses of one product that the stock still gives; below it, the pharmacy and QA are told. */
    fewDoses: z.int().min(0).max(10_000),
    /** Spare doses; below it, those who order doses are told. */
    fewSpareDoses: z.int().min(0).max(10_000),
    /** Days after which the shelf of a lot is to be counted again. */
    countEveryDays: z.int().min(1).max(365),
  }),
  emergency: z.strictObject({
    /** How a break is opened: the breaker's secret and the participant's code card, or the secret alone. */
    openWith: z.enum(['card', 'secret']),
    permittedWhen: both(600),
    participantLeavesAfterBreak: z.boolean(),
    /** A breaker's drill is due again after so many days; while it is overdue they do not count as ready (B6). */
    drillEveryDays: z.int().min(1).max(730),
    /** How long an arm stays on screen after a break; showing it again is another entry. */
    armShownSeconds: z.int().min(10).max(600),
  }),
  /** People who must open the whole list together at the end of the trial, each with their own secret. */
  unblindingPeopleCount: z.int().min(2).max(6),
  lockAfterSeconds: z.int().min(30).max(3_600),
})
/** The study settings. Volumes in microlitres, times in minutes unless the name says otherwise. */
export type StudySettings = z.infer<typeof StudySettings>

/**
 * The smallest print on a label, in points. European Commission, guideline on the readability of the labelling (2009):
 * at least 7 points, which it measures in Times New Roman, whose small letters are 0.448 of their size high. Those of
 * Vazirmatn are 0.528 of it (1082 of 2048 units): at 6.5 points they stand as high as those of Times at 7.6.
 */
export const leastLabelPoints = 6.5

/** The two labels of a syringe: its own, and that of the bag around it. */
export const labelKinds = ['syringe', 'bag'] as const
export type LabelKind = (typeof labelKinds)[number]

export const LabelSettings = StudySettings.pick({
  study: true,
  arms: true,
  dose: true,
  label: true,
  labelSizes: true,
  contact: true,
})
/** The parts of the settings that labels are made of. */
export type LabelSettings = z.infer<typeof LabelSettings>

/** What the product proposes where a site has said nothing else yet. */
export const proposed = {
  drillEveryDays: 180,
  armShownSeconds: 60,
  unblindingPeopleCount: 2,
  labelSizes: {
    syringe: { widthMillimetres: 60, heightMillimetres: 30 },
    bag: { widthMillimetres: 100, heightMillimetres: 70 },
  },
  alerts: { expiryDays: 30, fewDoses: 3, fewSpareDoses: 2, countEveryDays: 30 },
} as const

/** No test is stated for either product; the product proposes tests but never states one of its own accord. */
export const noCertificateTests: StudySettings['certificates'] = { A: [], B: [] }

/** Settings as a file states them. Files of version 0.1.0 lack what came later; there the product's proposal holds. */
export function completed(stated: StudySettings): StudySettings {
  const { unblindingPeopleCount, labelSizes, drillEveryDays, armShownSeconds, alerts } = proposed
  return {
    ...stated,
    emergency: { ...stated.emergency, ...missing(stated.emergency, { drillEveryDays, armShownSeconds }) },
    ...missing(stated, { unblindingPeopleCount, labelSizes, alerts, certificates: noCertificateTests }),
  }
}

/** What the object does not have of its own. */
function missing<P extends object>(stated: object, proposals: P): Partial<P> {
  return Object.fromEntries(Object.entries(proposals).filter(([name]) => !(name in stated))) as Partial<P>
}

/** What the parts of the settings must say together. Returns the path of the first field that contradicts another. */
export function contradiction(settings: StudySettings): string | undefined {
  const { dose, arms: both } = settings
  if (both.A.name.toLowerCase() === both.B.name.toLowerCase()) return 'arms.B.name'
  if (dose.drawMicrolitres > dose.vialsPerDose * dose.vialMicrolitres) return 'dose.drawMicrolitres'
  if (dose.finalMicrolitres < dose.drawMicrolitres) return 'dose.finalMicrolitres'
  if (new Set(settings.criteria.map((criterion) => criterion.id)).size !== settings.criteria.length) return 'criteria'
  for (const arm of arms) {
    const place = contradictoryTest(settings.certificates[arm])
    if (place !== undefined) return `certificates.${arm}.${place}`
  }
  return undefined
}

/**
 * The day on which the in-use time of a dose started now would end. Stock that expires before it is not used for either
 * arm, so that no expiry date can shorten the use of one arm's doses (Q3).
 */
export function inUseEndsOn({ dose, study }: StudySettings, now: Instant): IsoDate {
  return dayOf(addMinutes(now, dose.thawMinutes + dose.inUseMinutes), study.timeZone)
}

/** How long before the end of its in-use time a dose is sounded and shown on every screen, in minutes; the same for both arms. */
export const inUseWarnings = [15, 5] as const

/** Until when a dose that was drawn then may be used: one limit for both arms (Q3), the whole minute that its label says. */
export function inUseUntil({ dose }: StudySettings, drawnAt: Instant): Instant {
  return wholeMinute(addMinutes(drawnAt, dose.inUseMinutes))
}

/** The address of the trial's public registration; undefined where the registry is not one the program knows. */
export function registrationAddress({ study }: StudySettings): string | undefined {
  return /^NCT\d{8}$/.test(study.registryId) ? `https://clinicaltrials.gov/study/${study.registryId}` : undefined
}

/** Participants planned for both arms together. */
export function plannedTotal(settings: Pick<StudySettings, 'arms'>): number {
  return settings.arms.A.plannedCount + settings.arms.B.plannedCount
}
