/** What can be asked of the allocation book: sealing the list, preparing, verifying; and the rules that answer. */
import { z } from 'zod'
import type { ClinicBook } from '../clinic/book.ts'
import { supplyGate } from '../clinic/commands.ts'
import type { Dose } from '../clinic/doses-book.ts'
import type { ClinicEvent, Occasion } from '../clinic/events.ts'
import { labelScanned } from '../clinic/labels.ts'
import type { Context } from '../context.ts'
import { entered } from '../entered.ts'
import { known } from '../never.ts'
import { inUseEndsOn, inUseUntil, plannedTotal } from '../registry/settings.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { hasVialLimits, isDispensable, isOverLimit, type Lot, type Vial } from '../stock/lot.ts'
import { pairInForce } from '../stock/worksheets.ts'
import { identifier, line } from '../text.ts'
import { IsoDate } from '../time.ts'
import type { Preparation } from './book.ts'
import { openPreparation, sameCodes, sheetOf } from './steps.ts'
import { nextStep, volumePerSyringe } from './worksheet.ts'

const id = identifier
const code = identifier
const microlitres = z.int().min(0).max(10_000_000)

export const ImportAllocationList = z.strictObject({
  type: z.literal('ImportAllocationList'),
  madeBy: line(120, 2),
  method: line(300, 2),
  madeOn: IsoDate,
})
export const StartPreparation = z.strictObject({ type: z.literal('StartPreparation'), doseId: id })
export const ResumePreparation = z.strictObject({ type: z.literal('ResumePreparation'), preparationId: id })
export const NoteDeviation = z.strictObject({
  type: z.literal('NoteDeviation'),
  preparationId: id,
  text: line(400, 3),
})
export const FinishPreparation = z.strictObject({ type: z.literal('FinishPreparation'), preparationId: id })
export const AbandonPreparation = z.strictObject({
  type: z.literal('AbandonPreparation'),
  preparationId: id,
  reason: line(400, 3),
})
export const VerifyDose = z.strictObject({
  type: z.literal('VerifyDose'),
  doseId: id,
  vialCodes: z.array(code).max(20),
  /** The labels as they were scanned: serials, or the bare codes of labels that carry nothing else. */
  syringeCodes: z.array(code).max(10),
  finalMicrolitres: microlitres,
  entered,
})
export const EnquireArm = z.strictObject({
  type: z.literal('EnquireArm'),
  number: z.int().min(1).max(200_000),
  reason: line(400, 3),
})

export const TakeBatchRecord = z.strictObject({ type: z.literal('TakeBatchRecord'), doseId: id, reason: line(400, 3) })

/** Takes custody of a list that somebody else made. It is sealed once, and never shown again. */
export function importAllocationList(
  session: Session,
  command: z.infer<typeof ImportAllocationList>,
  context: Context,
): Result<Events> {
  if (held(session.allocation).provenance !== undefined) return refuse('list_already_sealed')
  if (context.list === undefined) return refuse('list_missing', { field: 'file' })
  const { fingerprint, ...list } = context.list
  if (list.arms.length !== plannedTotal(session.registry.settings))
    return refuse('list_totals_differ', { field: 'file' })
  const { filed, kept } = held(context.envelopes)
  const { madeBy, method, madeOn } = command
  const { openWith } = session.registry.settings.emergency
  return accept({
    clinic: [{ type: 'EnvelopesFiled', envelopes: filed, openWith, numberCount: list.arms.length }],
    allocation: [{ type: 'AllocationListSealed', ...list, provenance: { madeBy, method, madeOn, fingerprint }, kept }],
  })
}

/** Vials of a lot that are on the shelf in truth: the stock book's, less what was drawn since the last statement. */
export function vialsAvailable(session: Session, lot: Lot): number {
  return lot.parts.on_shelf - (held(session.allocation).unstatedByLot.get(lot.lotId) ?? 0)
}

/** True where a dose may be made from this vial now: it is there, and within the limits of thaws and of minutes out (Q6). */
export function isUsable(session: Session, vial: Vial): boolean {
  const isFree = vial.state === 'on_shelf' && !held(session.allocation).unstated.has(vial.vialCode)
  return isFree && !isOverLimit(vial, session.registry.settings)
}

function usableVials(session: Session, lot: Lot): number {
  if (!hasVialLimits(session.registry.settings)) return vialsAvailable(session, lot)
  const { vials } = held(session.stock)
  return lot.vialCodes.filter((vialCode) => isUsable(session, known(vials, vialCode))).length
}

/** Reveals this participant's arm to the pharmacist, which is recorded, and picks the lot that expires first. */
export function startPreparation(
  session: Session,
  command: z.infer<typeof StartPreparation>,
  context: Context,
): Result<Events> {
  const allocation = held(session.allocation)
  const waiting = waitingDose(held(session.clinic), command.doseId)
  if (!waiting.ok) return waiting
  const dose = waiting.value
  // An order may have been cancelled and made anew meanwhile: nobody gets vials for one participant twice at a time.
  for (const open of allocation.openPreparations)
    if (known(allocation.preparations, open).number === dose.number) return refuse('preparation_open')
  if (session.registry.openNoticeCount > 0) return refuse('notice_open')
  const supplied = supplyGate(session, context)
  if (!supplied.ok) return supplied
  const arm = allocation.arms[dose.number - 1]
  if (arm === undefined) return refuse('list_not_sealed')
  const lot = firstToExpire(session, arm, context)
  // The statement of supply says that there is one, whatever the arm; if not, the shelf must be counted.
  if (lot === undefined) return refuse('stock_disagrees')
  const worksheets = pairInForce(held(session.stock).worksheets)?.version
  const preparationId = context.id()
  return accept({
    clinic: [shown(dose.number, session.member.memberId, 'preparation')],
    allocation: [
      {
        type: 'PreparationStarted',
        preparationId,
        doseId: dose.doseId,
        number: dose.number,
        arm,
        lotId: lot.lotId,
        goodUntil: held(session.registry.supply.until),
        ...(worksheets === undefined ? {} : { worksheets }),
      },
    ],
  })
}

/** Shows an open preparation again, after a lock or to a colleague who takes over. */
export function resumePreparation(session: Session, command: z.infer<typeof ResumePreparation>): Result<Events> {
  const found = openPreparation(session, command.preparationId)
  if (!found.ok) return found
  return accept({ clinic: [shown(found.value.number, session.member.memberId, 'preparation')] })
}

export function noteDeviation(session: Session, command: z.infer<typeof NoteDeviation>): Result<Events> {
  const found = openPreparation(session, command.preparationId)
  if (!found.ok) return found
  const { preparationId, text } = command
  return accept({ allocation: [{ type: 'DeviationNoted', preparationId, text }] })
}

/** Makes the syringes known. Their codes are random and bound to the participant, never to the stock (L4, L8). */
export function finishPreparation(
  session: Session,
  command: z.infer<typeof FinishPreparation>,
  context: Context,
): Result<Events> {
  const found = openPreparation(session, command.preparationId)
  if (!found.ok) return found
  const preparation = found.value
  if (session.registry.openNoticeCount > 0) return refuse('notice_open')
  const waits = nextStep(sheetOf(session, preparation), preparation)?.name ?? 'label'
  if (waits !== 'label') return refuse('steps_not_done')
  const waiting = waitingDose(held(session.clinic), preparation.doseId)
  if (!waiting.ok) return waiting
  const { dose } = session.registry.settings
  const final = preparation.steps.findLast((step) => step.step === 'fill')?.microlitres ?? dose.finalMicrolitres
  const drawnAt = preparation.steps.find((step) => step.step === 'draw')?.at ?? context.now
  // One common limit for both arms (Q3). Lots that expire sooner were never offered, so no arm can shorten it.
  const useBefore = inUseUntil(session.registry.settings, drawnAt)
  if (context.now >= useBefore) return refuse('in_use_time_over')
  const syringes = volumePerSyringe(final, dose.syringesPerDose).map((volumeMicrolitres) => ({
    syringeId: context.id(),
    code: context.code(),
    volumeMicrolitres,
  }))
  const { preparationId, doseId } = preparation
  return accept({
    clinic: [{ type: 'DosePrepared', doseId, syringes, useBefore }],
    allocation: [
      { type: 'PreparationFinished', preparationId, syringeIds: syringes.map((syringe) => syringe.syringeId) },
    ],
  })
}

/** What was taken from the freezer does not go back; it is counted as a loss, as if it had hit both arms. */
export function abandonPreparation(session: Session, command: z.infer<typeof AbandonPreparation>): Result<Events> {
  const found = openPreparation(session, command.preparationId)
  if (!found.ok) return found
  const { preparationId, reason } = command
  const taken = found.value.vialCodes.length > 0
  return accept({
    allocation: [{ type: 'PreparationAbandoned', preparationId, reason }],
    ...(taken ? { registry: [{ type: 'LossCounted' as const, doses: 1 }] } : {}),
  })
}

/** A second person, with their own secret, scans the vials and the labels and reads the volume (P15). */
export function verifyDose(session: Session, command: z.infer<typeof VerifyDose>, context: Context): Result<Events> {
  const verifier = context.witness ?? session.member
  if (verifier.role !== 'checker' && verifier.role !== 'pharmacist') return refuse('role_may_not')
  const clinic = held(session.clinic)
  const allocation = held(session.allocation)
  const dose = clinic.doses.get(command.doseId)
  if (dose === undefined) return refuse('dose_unknown', { field: 'doseId' })
  if (dose.state !== 'prepared') return refuse('dose_not_prepared', { field: 'doseId' })
  if (!dose.labelled) return refuse('label_not_printed', { field: 'doseId' })
  const preparation = known(allocation.preparations, known(allocation.preparationsByDose, dose.doseId))
  if (preparers(preparation).has(verifier.memberId)) return refuse('checker_is_preparer')
  if (!sameCodes(command.vialCodes, preparation.vialCodes)) return refuse('vial_differs', { field: 'vialCodes' })
  const printed = dose.syringeIds.map((syringeId) => known(clinic.syringes, syringeId))
  const scanned: string[] = []
  for (const code of command.syringeCodes) {
    const label = labelScanned(clinic, code)
    if (!label.ok) return refuse(label.refusal.rule, { field: 'syringeCodes' })
    scanned.push(label.value.syringeId)
  }
  if (!sameCodes(scanned, dose.syringeIds)) return refuse('label_differs', { field: 'syringeCodes' })
  const total = printed.reduce((sum, syringe) => sum + syringe.volumeMicrolitres, 0)
  if (command.finalMicrolitres !== total) return refuse('volume_differs', { field: 'finalMicrolitres' })
  if (context.now >= held(dose.useBefore)) return refuse('in_use_time_over', { field: 'doseId' })
  const { preparationId } = preparation
  return accept({
    clinic: [
      { type: 'DoseVerified', doseId: dose.doseId, by: verifier.memberId },
      shown(dose.number, verifier.memberId, 'verification'),
    ],
    allocation: [{ type: 'PreparationVerified', preparationId, by: verifier.memberId, entered: command.entered }],
  })
}

/** Shows the arm of one participant to somebody who holds the key already; that they looked is recorded (B2). */
export function enquireArm(session: Session, command: z.infer<typeof EnquireArm>): Result<Events> {
  if (!held(session.clinic).participants.has(command.number)) return refuse('participant_unknown', { field: 'number' })
  return accept({ clinic: [shown(command.number, session.member.memberId, 'enquiry', command.reason)] })
}

/** Records that this person has the batch record of a dose before them or on paper, and why; only then it is made (B2, P12). */
export function takeBatchRecord(session: Session, command: z.infer<typeof TakeBatchRecord>): Result<Events> {
  const dose = held(session.clinic).doses.get(command.doseId)
  if (dose === undefined) return refuse('dose_unknown', { field: 'doseId' })
  const { preparationsByDose, openPreparations } = held(session.allocation)
  const latest = preparationsByDose.get(dose.doseId)
  if (latest === undefined) return refuse('preparation_unknown', { field: 'doseId' })
  if (openPreparations.has(latest)) return refuse('preparation_open', { field: 'doseId' })
  return accept({
    clinic: [shown(dose.number, session.member.memberId, 'batch_record', command.reason)],
    registry: [{ type: 'DocumentPrinted', document: 'batch_record', reason: '' }],
  })
}

/** Everybody who put a hand to a preparation, also where one took over from another; none of them may verify it. */
export function preparers({ startedBy, finishedBy, steps, deviations }: Preparation): Set<string> {
  const hands = [...steps, ...deviations].map(({ by }) => by)
  return new Set([startedBy, ...hands, ...(finishedBy === undefined ? [] : [finishedBy])])
}

function shown(number: number, to: string, occasion: Occasion, note = ''): ClinicEvent {
  return { type: 'ArmShown', number, to, occasion, note }
}

function waitingDose(clinic: ClinicBook, doseId: string): Result<Dose> {
  const dose = clinic.doses.get(doseId)
  if (dose === undefined) return refuse('dose_unknown', { field: 'doseId' })
  if (dose.state !== 'ordered') return refuse('dose_not_waiting', { field: 'doseId' })
  if (clinic.participants.get(dose.number)?.left !== undefined) return refuse('participant_left', { field: 'doseId' })
  return accept(dose)
}

/** First expired, first out, among the lots that stay in date until the in-use time of a dose started now would end. */
function firstToExpire(session: Session, arm: Preparation['arm'], context: Context): Lot | undefined {
  const { settings } = session.registry
  const endsOn = inUseEndsOn(settings, context.now)
  return [...held(session.stock).lots.values()]
    .filter((lot) => lot.product === arm && isDispensable(lot, endsOn))
    .filter((lot) => usableVials(session, lot) >= settings.dose.vialsPerDose)
    .sort((one, other) => (one.expiresOn < other.expiresOn ? -1 : one.expiresOn > other.expiresOn ? 1 : 0))[0]
}
