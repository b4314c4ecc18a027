/** Receipts of hand-overs as the clinic book knows them. Invariant: at most one of a dose is outstanding. */
import { known } from '../never.ts'
import type { Instant } from '../time.ts'
import type { ClinicBook } from './book.ts'

/** A receipt that went along with a dose on paper. */
export type Receipt = {
  readonly code: string
  readonly doseId: string
  readonly number: number
  readonly state: 'outstanding' | 'confirmed' | 'void'
  readonly issuedAt: Instant
}

/** A receipt goes along; one that went before of the same dose is void. */
export function issueReceipt(clinic: ClinicBook, doseId: string, code: string, issuedAt: Instant): void {
  voidReceipt(clinic, doseId)
  const { number } = known(clinic.doses, doseId)
  clinic.receipts.set(code, { code, doseId, number, state: 'outstanding', issuedAt })
  clinic.outstandingReceipts.set(doseId, code)
}

/** The receipt came back. */
export function confirmed(clinic: ClinicBook, code: string): void {
  const receipt = known(clinic.receipts, code)
  clinic.receipts.set(code, { ...receipt, state: 'confirmed' })
  clinic.outstandingReceipts.delete(receipt.doseId)
}

/** Nobody waits for the receipt of this dose any more: another one goes along, or the dose was called back. */
export function voidReceipt(clinic: ClinicBook, doseId: string): void {
  const code = clinic.outstandingReceipts.get(doseId)
  if (code === undefined) return
  clinic.receipts.set(code, { ...known(clinic.receipts, code), state: 'void' })
  clinic.outstandingReceipts.delete(doseId)
}
