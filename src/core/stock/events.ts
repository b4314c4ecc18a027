/** What the stock book records: lots, vials and their movements. Never a participant, never a syringe code. */
import type { Arm } from '../registry/settings.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { TemperatureEvent } from './temperature-events.ts'

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
  | TemperatureEvent
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

export const lotStates = ['quarantined', 'released', 'held', 'rejected'] as const
/** Where a lot stands. Expiry is not a state: it is asked of the day. */
export type LotState = (typeof lotStates)[number]

export type Released = {
  readonly at: Instant
  readonly by: string
  readonly certificate: string
  readonly certificateId?: string
}
