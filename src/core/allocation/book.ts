/**
 * The allocation book: the sealed list and the preparations. Only the unblinded pharmacy holds its key.
 *
 * Invariant: a vial is drawn by one preparation at most, and a drawn vial never returns to the shelf.
 */
import { known, never } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Arm } from '../registry/settings.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { AllocationEvent, Provenance, StepRecord } from './events.ts'

export type Preparation = {
  readonly preparationId: string
  readonly doseId: string
  readonly number: number
  readonly arm: Arm
  readonly lotId: string
  readonly goodUntil: IsoDate
  readonly worksheets?: number
  readonly startedAt: Instant
  readonly startedBy: string
  /** The entry that started it: which settings and worksheets held is asked of this and not of the clock. */
  readonly startedSeq: number
  readonly state: 'open' | 'finished' | 'verified' | 'abandoned'
  readonly vialCodes: readonly string[]
  readonly steps: (StepRecord & { readonly seq: number; readonly at: Instant; readonly by: string })[]
  readonly deviations: { readonly at: Instant; readonly by: string; readonly text: string }[]
  readonly syringeIds: readonly string[]
  /** Who gave the syringes their codes. */
  readonly finishedBy?: string
  readonly verifiedBy?: string
  readonly verified?: { readonly at: Instant; readonly entered: 'scanned' | 'typed' }
  /** When its syringes were made, or why there are none. */
  readonly finishedAt?: Instant
  readonly abandoned?: { readonly at: Instant; readonly by: string; readonly reason: string }
}

/** A vial drawn for a preparation and not yet stated to the stock book. */
export type Draw = { readonly vialCode: string; readonly lotId: string; readonly preparationId: string }

export type AllocationBook = {
  arms: readonly Arm[]
  blocks: readonly string[]
  strata: readonly string[]
  provenance: (Provenance & { readonly at: Instant; readonly by: string }) | undefined
  kept: unknown
  readonly preparations: Map<string, Preparation>
  /** The latest preparation of each dose. */
  readonly preparationsByDose: Map<string, string>
  readonly openPreparations: Set<string>
  /** Draws since the last statement of use, by vial code. */
  readonly unstated: Map<string, Draw>
  readonly unstatedByLot: Map<string, number>
  /** Doses finished or abandoned since the last statement of use. */
  unstatedDoses: number
}

/** An allocation book before the list is sealed. */
export function emptyAllocation(): AllocationBook {
  return {
    arms: [],
    blocks: [],
    strata: [],
    provenance: undefined,
    kept: undefined,
    preparations: new Map(),
    preparationsByDose: new Map(),
    openPreparations: new Set(),
    unstated: new Map(),
    unstatedByLot: new Map(),
    unstatedDoses: 0,
  }
}

/** Applies one recorded fact. The fact was checked before it was written; here it is only insisted upon. */
export function evolveAllocation(allocation: AllocationBook, event: AllocationEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'AllocationListSealed':
      allocation.arms = event.arms
      allocation.blocks = event.blocks
      allocation.strata = event.strata
      allocation.provenance = { ...event.provenance, at: stamp.at, by: stamp.by }
      allocation.kept = event.kept
      return
    case 'EnvelopesKept':
      allocation.kept = event.kept
      return
    case 'PreparationStarted': {
      const { type: _, ...started } = event
      allocation.preparations.set(event.preparationId, {
        ...started,
        startedAt: stamp.at,
        startedBy: stamp.by,
        startedSeq: stamp.seq,
        state: 'open',
        vialCodes: [],
        steps: [],
        deviations: [],
        syringeIds: [],
      })
      allocation.preparationsByDose.set(event.doseId, event.preparationId)
      allocation.openPreparations.add(event.preparationId)
      return
    }
    case 'StepRecorded': {
      const preparation = known(allocation.preparations, event.preparationId)
      preparation.steps.push({ ...event.record, seq: stamp.seq, at: stamp.at, by: stamp.by })
      if (event.record.step === 'take' && event.record.vialCodes !== undefined)
        drawVials(allocation, preparation, event.record.vialCodes)
      return
    }
    case 'DeviationNoted':
      known(allocation.preparations, event.preparationId).deviations.push({
        at: stamp.at,
        by: stamp.by,
        text: event.text,
      })
      return
    case 'PreparationFinished':
      closePreparation(allocation, event.preparationId, {
        state: 'finished',
        syringeIds: event.syringeIds,
        finishedAt: stamp.at,
        finishedBy: stamp.by,
      })
      return
    case 'PreparationAbandoned':
      closePreparation(allocation, event.preparationId, {
        state: 'abandoned',
        abandoned: { at: stamp.at, by: stamp.by, reason: event.reason },
      })
      return
    case 'PreparationVerified': {
      const preparation = known(allocation.preparations, event.preparationId)
      allocation.preparations.set(event.preparationId, {
        ...preparation,
        state: 'verified',
        verifiedBy: event.by,
        verified: { at: stamp.at, entered: event.entered },
      })
      return
    }
    case 'UsePosted':
      allocation.unstated.clear()
      allocation.unstatedByLot.clear()
      allocation.unstatedDoses = 0
      return
    default:
      never(event)
  }
}

function drawVials(allocation: AllocationBook, preparation: Preparation, vialCodes: readonly string[]): void {
  const { preparationId, lotId } = preparation
  allocation.preparations.set(preparationId, { ...preparation, vialCodes: [...preparation.vialCodes, ...vialCodes] })
  for (const vialCode of vialCodes) allocation.unstated.set(vialCode, { vialCode, lotId, preparationId })
  allocation.unstatedByLot.set(lotId, (allocation.unstatedByLot.get(lotId) ?? 0) + vialCodes.length)
}

function closePreparation(allocation: AllocationBook, preparationId: string, changed: Partial<Preparation>): void {
  const preparation = known(allocation.preparations, preparationId)
  allocation.preparations.set(preparationId, { ...preparation, ...changed })
  allocation.openPreparations.delete(preparationId)
  if (preparation.vialCodes.length > 0) allocation.unstatedDoses += 1
}
