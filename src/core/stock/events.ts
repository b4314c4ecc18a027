/** What the stock book records: lots, vials and their movements. Never a participant, never a syringe code. */
import type { Arm } from '../registry/settings.ts'
import type { Instant, IsoDate } from '../time.ts'

export type LotReceipt = {
  readonly lotId: string
  readonly product: Arm
  readonly lotNumber: string
  readonly manufacturer: string
  readonly expiresOn: IsoDate
  readonly storagePlace: string
  readonly sender: string
  readonly arrivalCelsius: string
  readonly vialCodes: readonly string[]
}

/** What a certificate says of one test: a canonical number, with `<` or `>` where only that is known, or a word. */
export type TestResult = { readonly testId: string; readonly value: string; readonly unit: string }

export const documentKinds = ['application/pdf', 'image/png', 'image/jpeg'] as const
/** A document that is kept sealed beside the entries: the box lies in the file under its digest, the rest stands here. */
export type KeptDocument = {
  readonly name: string
  readonly mediaType: (typeof documentKinds)[number]
  readonly byteCount: number
  /** SHA-256 of the document, hexadecimal. */
  readonly fingerprint: string
  /** SHA-256 of its sealed box, hexadecimal, and the generation of the stock book's key that seals it. */
  readonly box: string
  readonly generation: number
}

export type CertificateEntry = {
  readonly certificateId: string
  readonly lotId: string
  readonly reference: string
  readonly issuer: string
  readonly issuedOn: IsoDate
  readonly results: readonly TestResult[]
  readonly document?: KeptDocument
  /** Why it takes the place of the certificate that was entered before. */
  readonly reason?: string
}

export type StockEvent =
  | ({ readonly type: 'LotReceived' } & LotReceipt)
  | ({ readonly type: 'CertificateEntered' } & CertificateEntry)
  /** `certificate` is its reference; the id is there where its values were entered, too. */
  | {
      readonly type: 'LotReleased'
      readonly lotId: string
      readonly certificate: string
      readonly certificateId?: string
    }
  | { readonly type: 'LotHeld'; readonly lotId: string; readonly reason: string }
  | { readonly type: 'LotHoldLifted'; readonly lotId: string; readonly reason: string }
  | { readonly type: 'LotRejected'; readonly lotId: string; readonly reason: string }
  | { readonly type: 'VialWasted'; readonly lotId: string; readonly vialCode: string; readonly reason: string }
  /** Vials of one lot are carried to another storage place; the shelf is the same, the temperatures are others. */
  | {
      readonly type: 'VialsTransferred'
      readonly lotId: string
      readonly vialCodes: readonly string[]
      readonly storagePlace: string
      readonly reason: string
    }
  /**
   * Vials used and wasted since the last statement, in the order of their codes and not of time. The lots are not named:
   * every vial knows its own, and so the sealed statement is equally long whatever the arms were.
   */
  | {
      readonly type: 'UseStated'
      readonly used: readonly string[]
      readonly wasted: readonly string[]
      readonly doseCount: number
    }
  | {
      readonly type: 'LotCounted'
      readonly lotId: string
      readonly countedVials: number
      readonly expectedVials: number
      readonly explanation: string
    }
  | ({ readonly type: 'VialsReturned'; readonly receiver: string } & BatchOfVials)
  | ({ readonly type: 'VialsDestroyed'; readonly method: string; readonly place: string } & BatchOfVials)
  /** Every vial of a cleared lot has come to its end; nothing is recorded of the lot any more (A12). */
  | { readonly type: 'LotClosed'; readonly lotId: string }
  /** What was written beside a movement was wrong. `seq` is the entry of the movement; its former words stay (A8). */
  | {
      readonly type: 'MovementCorrected'
      readonly lotId: string
      readonly seq: number
      readonly what: string
      readonly note: string
      readonly reason: string
    }

/**
 * Vials that leave the pharmacy together. Which and how many they are is not written: it is what the book holds, all that
 * is left of the lot or, without `lotId`, every vial that was written off. So the sealed record is equally long, and made
 * equally often, however many doses of which arm were prepared (ADR 0023).
 */
export type BatchOfVials = {
  readonly batchId: string
  readonly lotId?: string
  /** Who allowed it, in writing: the reference of the sponsor's letter, for example (21 CFR 312.59). */
  readonly authorisation: string
  readonly reason: string
}

export const lotStates = ['quarantined', 'released', 'held', 'rejected', 'cleared', 'closed'] as const
/**
 * Where a lot stands. Expiry is not a state: it is asked of the day. `cleared`: what was left of it went back or was
 * destroyed; no dose can come from it. `closed`: every one of its vials has come to its end.
 */
export type LotState = (typeof lotStates)[number]

export type Released = {
  readonly at: Instant
  readonly by: string
  readonly certificate: string
  readonly certificateId?: string
}
