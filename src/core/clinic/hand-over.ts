/**
 * Handing a verified dose over: every syringe named once more, and a receiver who signs.
 *
 * Promises: what is handed over is what was verified, within its in-use time. The receiver signs with their own secret, or
 * a receipt goes along on paper; until its code has come back, it is outstanding. A receipt stands for one hand-over of one
 * dose, and comes back once. Nothing here knows an arm or a lot.
 */
import { z } from 'zod'
import type { Role } from '../books.ts'
import { readCode } from '../codes.ts'
import type { Context } from '../context.ts'
import { entered } from '../entered.ts'
import { readScan } from '../label-symbol.ts'
import { known } from '../never.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import type { ClinicBook } from './book.ts'
import type { Dose } from './doses-book.ts'
import { labelScanned } from './labels.ts'

export const ReleaseDose = z.strictObject({
  type: z.literal('ReleaseDose'),
  doseId: identifier,
  /** The codes of the labels as they were scanned at the hand-over. */
  syringeCodes: z.array(identifier).max(10),
  entered,
  /** Who takes it along with a receipt; absent where the receiver signs with their own secret. */
  receivedBy: line(80, 2).optional(),
})
export const ConfirmReceipt = z.strictObject({
  type: z.literal('ConfirmReceipt'),
  doseId: identifier,
  code: identifier,
  entered,
})
export const ReissueReceipt = z.strictObject({
  type: z.literal('ReissueReceipt'),
  doseId: identifier,
  reason: line(200, 3),
})

/** Who may receive a dose with their own secret: whoever may say what became of it, the pharmacy aside. */
export const receivers: readonly Role[] = ['theatre', 'pi', 'deputy_pi']

export function releaseDose(session: Session, command: z.infer<typeof ReleaseDose>, context: Context): Result<Events> {
  const clinic = held(session.clinic)
  const dose = clinic.doses.get(command.doseId)
  if (dose === undefined) return refuse('dose_unknown', { field: 'doseId' })
  if (dose.state === 'prepared') return refuse('dose_not_verified', { field: 'doseId' })
  if (dose.state !== 'verified') return refuse('dose_not_prepared', { field: 'doseId' })
  if (clinic.participants.get(dose.number)?.left !== undefined) return refuse('participant_left', { field: 'doseId' })
  if (session.registry.openNoticeCount > 0) return refuse('notice_open')
  if (context.now >= held(dose.useBefore)) return refuse('in_use_time_over', { field: 'doseId' })
  const named: string[] = []
  for (const code of command.syringeCodes) {
    const label = labelScanned(clinic, readScan(code))
    if (!label.ok) return refuse(label.refusal.rule, { field: 'syringeCodes' })
    named.push(label.value.syringeId)
  }
  if (named.sort().join() !== syringesWaiting(clinic, dose).sort().join())
    return refuse('label_differs', { field: 'syringeCodes' })
  const released = { type: 'DoseReleased', doseId: dose.doseId, entered: command.entered } as const
  const { witness } = context
  if (witness !== undefined) {
    if (!receivers.includes(witness.role)) return refuse('receiver_not_fit', { field: 'witness' })
    return accept({ clinic: [{ ...released, receivedBy: witness.name, receiver: witness.memberId }] })
  }
  const { receivedBy } = command
  if (receivedBy === undefined) return refuse('receiver_missing', { field: 'receivedBy' })
  return accept({ clinic: [{ ...released, receivedBy, receiptCode: context.code() }] })
}

/** The syringes of a dose that nothing has become of yet. */
function syringesWaiting(clinic: ClinicBook, dose: Dose): string[] {
  return dose.syringeIds.filter((syringeId) => known(clinic.syringes, syringeId).outcome === undefined)
}

/** The signed receipt has come back: its code completes the hand-over. That it comes late changes nothing of what was. */
export function confirmReceipt(session: Session, command: z.infer<typeof ConfirmReceipt>): Result<Events> {
  const { doses, receipts } = held(session.clinic)
  if (!doses.has(command.doseId)) return refuse('dose_unknown', { field: 'doseId' })
  const code = readCode(command.code)
  const receipt = receipts.get(code)
  if (receipt === undefined) return refuse('receipt_unknown', { field: 'code' })
  if (receipt.doseId !== command.doseId)
    return refuse('receipt_of_another_dose', { field: 'code', values: { number: receipt.number } })
  if (receipt.state === 'void') return refuse('receipt_void', { field: 'code' })
  if (receipt.state === 'confirmed') return refuse('receipt_confirmed', { field: 'code' })
  const { doseId, entered: how } = command
  return accept({ clinic: [{ type: 'ReceiptConfirmed', doseId, receiptCode: code, entered: how }] })
}

/** A receipt that was lost: the former one becomes void, whoever finds it. */
export function reissueReceipt(
  session: Session,
  { doseId, reason }: z.infer<typeof ReissueReceipt>,
  context: Context,
): Result<Events> {
  const { doses, outstandingReceipts } = held(session.clinic)
  if (!doses.has(doseId)) return refuse('dose_unknown', { field: 'doseId' })
  if (!outstandingReceipts.has(doseId)) return refuse('receipt_not_outstanding', { field: 'doseId' })
  return accept({ clinic: [{ type: 'ReceiptReissued', doseId, receiptCode: context.code(), reason }] })
}
