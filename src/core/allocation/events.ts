/** What the allocation book records: the sealed list, and which participant's dose came from which vial. */
import type { Entered } from '../entered.ts'
import type { Arm } from '../registry/settings.ts'
import type { IsoDate } from '../time.ts'

export type Provenance = {
  /** Who made the list. */
  readonly madeBy: string
  /** How it was made, in the words of its maker. */
  readonly method: string
  readonly madeOn: string
  /** SHA-256 of the imported file, hexadecimal. The file itself is not kept. */
  readonly fingerprint: string
}

export const stepNames = ['take', 'scan', 'thaw', 'draw', 'fill', 'mix', 'inspect', 'sleeve'] as const
/** The kinds of steps that are recorded, the same for both arms (Q7). `fill`: diluted to a volume. */
export type StepName = (typeof stepNames)[number]

export type StepRecord = {
  readonly step: StepName
  readonly vialCodes?: readonly string[]
  readonly microlitres?: number
  /** Why the actual differs from the planned. */
  readonly differenceReason?: string
  readonly entered: Entered
}

export type AllocationEvent =
  | {
      readonly type: 'AllocationListSealed'
      /** One letter for each number from 1 on. */
      readonly arms: readonly Arm[]
      /** As the list's maker named them, one for each number; empty where the list has none. */
      readonly blocks: readonly string[]
      readonly strata: readonly string[]
      readonly provenance: Provenance
      /** What a later breaker's envelope is made from; opaque. */
      readonly kept: unknown
    }
  | { readonly type: 'EnvelopesKept'; readonly kept: unknown }
  | {
      readonly type: 'PreparationStarted'
      readonly preparationId: string
      readonly doseId: string
      readonly number: number
      readonly arm: Arm
      readonly lotId: string
      /** The last day of the statement of supply under which it was started, the same for both arms. */
      readonly goodUntil: IsoDate
      /** The version of the written worksheets that it follows; absent where it follows the settings. */
      readonly worksheets?: number
    }
  | { readonly type: 'StepRecorded'; readonly preparationId: string; readonly record: StepRecord }
  | { readonly type: 'DeviationNoted'; readonly preparationId: string; readonly text: string }
  | { readonly type: 'PreparationFinished'; readonly preparationId: string; readonly syringeIds: readonly string[] }
  | { readonly type: 'PreparationAbandoned'; readonly preparationId: string; readonly reason: string }
  | {
      readonly type: 'PreparationVerified'
      readonly preparationId: string
      readonly by: string
      readonly entered: Entered
    }
  /** Every draw before this entry has been stated to the stock book. */
  | { readonly type: 'UsePosted' }
