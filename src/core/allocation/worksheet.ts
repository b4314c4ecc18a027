/**
 * The worksheet: the steps of a preparation with their planned amounts, made from the settings and from nothing else.
 *
 * It takes no arm, so both arms have the same steps, waits and amounts by construction (Q7).
 */
import type { StudySettings } from '../registry/settings.ts'
import { type StepName, stepNames } from './events.ts'

export type Step = {
  readonly name: StepName
  /** Vials to take and scan. */
  readonly vials?: number
  /** Minutes to wait from the end of the step before. */
  readonly waitMinutes?: number
  /** Planned volume of the step. */
  readonly microlitres?: number
}

/** The steps of every preparation of this study, in their order. */
export function worksheet(settings: StudySettings): readonly Step[] {
  const { dose } = settings
  const planned: Record<StepName, Omit<Step, 'name'>> = {
    take: { vials: dose.vialsPerDose },
    thaw: { waitMinutes: dose.thawMinutes },
    draw: { microlitres: dose.drawMicrolitres },
    fill: { microlitres: dose.finalMicrolitres },
    inspect: {},
    sleeve: {},
  }
  return stepNames.map((name) => ({ name, ...planned[name] }))
}

/** The common volume shared out over the syringes of a dose; the remainder goes to the first ones, a microlitre each. */
export function volumePerSyringe(finalMicrolitres: number, syringeCount: number): number[] {
  const each = Math.floor(finalMicrolitres / syringeCount)
  const remainder = finalMicrolitres - each * syringeCount
  return Array.from({ length: syringeCount }, (_, index) => each + (index < remainder ? 1 : 0))
}
