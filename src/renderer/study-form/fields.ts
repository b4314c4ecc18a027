/** One thing that the study states: where it stands in the settings, and how it is asked. */
export type Field = {
  readonly path: string
  readonly kind: 'line' | 'both' | 'count' | 'choice' | 'zone'
  /** What a number counts; it stands behind the number. */
  readonly unit?:
    | 'microlitres'
    | 'minutes'
    | 'seconds'
    | 'days'
    | 'vials'
    | 'syringes'
    | 'participants'
    | 'people'
    | 'times'
    | 'doses'
    | 'millimetres'
  readonly choices?: readonly string[]
  /** Written left to right in every language: numbers of registers, telephones. */
  readonly ltr?: true
  /** May stay empty; then there is no limit. */
  readonly optional?: true
  /** Long texts get room. */
  readonly long?: true
}

/** The parts of the settings, in the order in which they are asked. */
export const parts = ['study', 'arms', 'dose', 'stock', 'label', 'contact', 'emergency'] as const
export type Part = (typeof parts)[number]

/** Everything the settings state but the eligibility criteria and the tests of certificates. */
export const fields: Record<Part, readonly Field[]> = {
  study: [
    { path: 'study.registryId', kind: 'line', ltr: true },
    { path: 'study.ethicsId', kind: 'line', ltr: true },
    { path: 'study.code', kind: 'line', ltr: true },
    { path: 'study.timeZone', kind: 'zone', ltr: true },
    { path: 'study.title', kind: 'both', long: true },
    { path: 'study.sponsor', kind: 'both' },
    { path: 'study.site', kind: 'both' },
  ],
  arms: [
    { path: 'arms.A.name', kind: 'line', ltr: true },
    { path: 'arms.A.plannedCount', kind: 'count', unit: 'participants' },
    { path: 'arms.A.product', kind: 'both' },
    { path: 'arms.B.name', kind: 'line', ltr: true },
    { path: 'arms.B.plannedCount', kind: 'count', unit: 'participants' },
    { path: 'arms.B.product', kind: 'both' },
  ],
  dose: [
    { path: 'dose.vialsPerDose', kind: 'count', unit: 'vials' },
    { path: 'dose.vialMicrolitres', kind: 'count', unit: 'microlitres' },
    { path: 'dose.drawMicrolitres', kind: 'count', unit: 'microlitres' },
    { path: 'dose.finalMicrolitres', kind: 'count', unit: 'microlitres' },
    { path: 'dose.syringesPerDose', kind: 'count', unit: 'syringes' },
    { path: 'dose.thawMinutes', kind: 'count', unit: 'minutes' },
    { path: 'dose.inUseMinutes', kind: 'count', unit: 'minutes' },
    { path: 'dose.thawsAllowed', kind: 'count', unit: 'times', optional: true },
    { path: 'dose.outMinutesAllowed', kind: 'count', unit: 'minutes', optional: true },
    { path: 'lockAfterSeconds', kind: 'count', unit: 'seconds' },
  ],
  stock: [
    { path: 'alerts.expiryDays', kind: 'count', unit: 'days' },
    { path: 'alerts.fewDoses', kind: 'count', unit: 'doses' },
    { path: 'alerts.fewSpareDoses', kind: 'count', unit: 'doses' },
    { path: 'alerts.countEveryDays', kind: 'count', unit: 'days' },
  ],
  label: [
    { path: 'label.product', kind: 'both' },
    { path: 'label.form', kind: 'both' },
    { path: 'label.route', kind: 'both' },
    { path: 'label.storage', kind: 'both' },
    { path: 'label.directions', kind: 'both' },
    { path: 'labelSizes.syringe.widthMillimetres', kind: 'count', unit: 'millimetres' },
    { path: 'labelSizes.syringe.heightMillimetres', kind: 'count', unit: 'millimetres' },
    { path: 'labelSizes.bag.widthMillimetres', kind: 'count', unit: 'millimetres' },
    { path: 'labelSizes.bag.heightMillimetres', kind: 'count', unit: 'millimetres' },
  ],
  contact: [
    { path: 'contact.name', kind: 'both' },
    { path: 'contact.address', kind: 'both' },
    { path: 'contact.phone', kind: 'line', ltr: true },
    { path: 'contact.emergencyPhone', kind: 'line', ltr: true },
    { path: 'contact.investigator', kind: 'both' },
  ],
  emergency: [
    { path: 'emergency.openWith', kind: 'choice', choices: ['card', 'secret'] },
    { path: 'emergency.participantLeavesAfterBreak', kind: 'choice', choices: ['yes', 'no'] },
    { path: 'emergency.drillEveryDays', kind: 'count', unit: 'days' },
    { path: 'emergency.armShownSeconds', kind: 'count', unit: 'seconds' },
    { path: 'unblindingPeopleCount', kind: 'count', unit: 'people' },
    { path: 'emergency.permittedWhen', kind: 'both', long: true },
  ],
}

/** The paths of the inputs of a field: one, or one for each language. */
export function inputsOf(field: Field): readonly string[] {
  return field.kind === 'both' ? [`${field.path}.en`, `${field.path}.fa`] : [field.path]
}
