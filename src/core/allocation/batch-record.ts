/**
 * The batch record of one dose: every preparation of it, step by step, planned beside actual, with who did it and who
 * verified it. It names the participant, the product and the lot, so that it belongs to the unblinded file alone.
 *
 * Having it shown or printed is recorded first, in the knowledge ledger and among the prints (`TakeBatchRecord`; B2, P12).
 * Source: ICH E6(R3) 2.10.4; EU GMP annex 13 on the batch record of a manufacturing step.
 */
import { z } from 'zod'
import { type DoseRow, doseRow } from '../clinic/answers.ts'
import type { Label } from '../clinic/labels-book.ts'
import { known } from '../never.ts'
import type { Arm, StudySettings } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { held, type Session } from '../session.ts'
import type { Lot } from '../stock/lot.ts'
import type { WrittenPair } from '../stock/worksheets.ts'
import type { Both } from '../text.ts'
import { identifier } from '../text.ts'
import type { Instant } from '../time.ts'
import { mayShow } from './answers.ts'
import type { Preparation } from './book.ts'
import { sheetOf } from './steps.ts'
import { pairOf, type Step, timesOf } from './worksheet.ts'

export const BatchRecord = z.strictObject({ type: z.literal('BatchRecord'), doseId: identifier })

/** One step of a batch: what was planned, and what was done. */
export type BatchStep = {
  readonly planned: Step
  readonly instruction?: Both
  readonly done?: Preparation['steps'][number]
  /** Seconds between the step before and this one, where it is one that waits. */
  readonly waitedSeconds?: number
}

/** One preparation of a dose, whatever came of it. */
export type Batch = {
  readonly preparation: Omit<Preparation, 'steps' | 'arm' | 'lotId' | 'syringeIds'>
  readonly lot: Pick<Lot, 'lotNumber' | 'manufacturer' | 'expiresOn'>
  /** The written pair that it followed; absent where it followed the settings. */
  readonly written?: Omit<WrittenPair, 'sheets'>
  readonly steps: readonly BatchStep[]
  /** Who first printed its labels, and when. */
  readonly labelled?: { readonly at: Instant; readonly by: string }
  readonly syringes: readonly {
    readonly code: string
    readonly volumeMicrolitres: number
    readonly labels: readonly Label[]
  }[]
}

export type BatchRecordAnswer = {
  readonly dose: DoseRow
  readonly initials: string
  readonly arm: Arm
  readonly armName: string
  readonly product: StudySettings['arms']['A']['product']
  readonly batches: readonly Batch[]
}

/** The record itself, once showing this arm to this person was recorded in this sign-in. */
export function batchRecord(session: Session, doseId: string): Result<BatchRecordAnswer> {
  const clinic = held(session.clinic)
  const found = clinic.doses.get(doseId)
  if (found === undefined) return refuse('nothing_found')
  const batches = [...held(session.allocation).preparations.values()].filter((one) => one.doseId === doseId)
  const [first] = batches
  if (first === undefined) return refuse('nothing_found')
  if (!mayShow(session, found.number)) return refuse('arm_not_recorded')
  const { name: armName, product } = session.registry.settings.arms[first.arm]
  const { initials } = known(clinic.participants, found.number)
  const dose = doseRow(session, doseId)
  return accept({
    dose,
    initials,
    arm: first.arm,
    armName,
    product,
    batches: batches.map((one) => batch(session, one)),
  })
}

/** A preparation with the check that holds of it: none does from the moment that its labels were printed again. */
function checkThatHolds({ clinic }: Session, preparation: Preparation): Preparation {
  const { verified, verifiedBy, ...unchecked } = preparation
  const isPrepared = known(held(clinic).doses, preparation.doseId).state === 'prepared'
  return isPrepared && preparation.state === 'verified' ? { ...unchecked, state: 'finished' } : preparation
}

function batch(session: Session, preparation: Preparation): Batch {
  const { steps: done, arm, lotId, syringeIds, ...rest } = checkThatHolds(session, preparation)
  const stock = held(session.stock)
  const { lotNumber, manufacturer, expiresOn } = known(stock.lots, lotId)
  const pair = pairOf(preparation, stock)
  const { sheets, ...written } = pair ?? { sheets: undefined }
  const steps = sheetOf(session, preparation).map((planned, index): BatchStep => {
    const record = done[index]
    const instruction = sheets?.[arm][index]?.instruction
    const since = done[index - 1]?.at ?? rest.startedAt
    const waits = timesOf(planned, since).from !== undefined
    return {
      planned,
      ...(instruction === undefined ? {} : { instruction }),
      ...(record === undefined ? {} : { done: record }),
      ...(record === undefined || !waits
        ? {}
        : { waitedSeconds: Math.round((Date.parse(record.at) - Date.parse(since)) / 1_000) }),
    }
  })
  const { syringes } = held(session.clinic)
  const first = syringes.get(syringeIds[0] ?? '')?.timeline.find(({ what }) => what === 'LabelsPrinted')
  return {
    preparation: rest,
    lot: { lotNumber, manufacturer, expiresOn },
    ...(pair === undefined ? {} : { written: written as Omit<WrittenPair, 'sheets'> }),
    steps,
    ...(first === undefined ? {} : { labelled: { at: first.at, by: first.by } }),
    syringes: syringeIds.map((syringeId) => {
      const { code, volumeMicrolitres, labels } = known(syringes, syringeId)
      return { code, volumeMicrolitres, labels }
    }),
  }
}
