/** Study settings for tests: a small trial whose every number is easy to reckon with. */
import type { StudySettings } from '../../src/core/registry/settings.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'

/** How a test's settings differ from the ordinary ones. */
export type Difference = {
  readonly plannedPerArm?: number
  readonly dose?: Partial<StudySettings['dose']>
  readonly certificates?: Partial<StudySettings['certificates']>
  readonly alerts?: Partial<StudySettings['alerts']>
  readonly emergency?: Partial<StudySettings['emergency']>
  readonly lockAfterSeconds?: number
  readonly unblindingPeopleCount?: number
}

/** Settings of a trial with three participants for each arm; two criteria, one of each kind. */
export function settingsWith(difference: Difference = {}): StudySettings {
  const settings = practiceSettings(difference.plannedPerArm ?? 3)
  const criteria = (['inclusion', 'exclusion'] as const).flatMap((kind) =>
    settings.criteria.filter((criterion) => criterion.kind === kind).slice(0, 1),
  )
  return {
    ...settings,
    study: { ...settings.study, code: 'TEST-1' },
    criteria,
    dose: { ...settings.dose, thawMinutes: 10, ...difference.dose },
    certificates: { ...settings.certificates, ...difference.certificates },
    alerts: { ...settings.alerts, ...difference.alerts },
    emergency: { ...settings.emergency, ...difference.emergency },
    lockAfterSeconds: difference.lockAfterSeconds ?? settings.lockAfterSeconds,
    unblindingPeopleCount: difference.unblindingPeopleCount ?? settings.unblindingPeopleCount,
  }
}

/** The answers that make somebody eligible. */
export function eligible(settings: StudySettings): Record<string, 'yes' | 'no'> {
  return Object.fromEntries(settings.criteria.map(({ id, kind }) => [id, kind === 'inclusion' ? 'yes' : 'no']))
}
