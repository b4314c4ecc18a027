/** What the stock book records: lots, vials and their movements. Never a participant, never a syringe code. */
import type { MaybeEntered } from '../entered.ts'
import type { Arm } from '../registry/settings.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { TemperatureEvent } from './temperature-events.ts'
import type { WrittenSheets } from './worksheets.ts'

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
  /** Vials on the delivery note; what it names and the package did not hold was never in the balance. */
  readonly announcedVials?: number
  /** Those of the codes whose vials came damaged; they were written off on arrival. */
  readonly damagedCodes?: readonly string[]
  /** Whether the package held a device that recorded its temperature; `missing`: it was announced and not there. */
  readonly monitor?: Monitor
}

export const monitors = ['yes', 'no', 'missing'] as const
/** What became of the temperature monitor of a package. */
export type Monitor = (typeof monitors)[number]

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
  /** Both products' worksheets, in one entry: there is a pair or none (ADR 0026). */
  | {
      readonly type: 'WorksheetsWritten'
      readonly version: number
      readonly sheets: WrittenSheets
      readonly note: string
    }
  | { readonly type: 'WorksheetsApproved'; readonly version: number }
  /** The settings were changed in the same entry, so that they contradict it. */
  | { readonly type: 'WorksheetsVoided'; readonly version: number }
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
  | ({
      readonly type: 'VialWasted'
      readonly lotId: string
      readonly vialCode: string
      readonly reason: string
    } & MaybeEntered)
  /**
   * Vials of one lot are carried to another storage place; the shelf is the same, the temperatures are others. `all` is
   * whatever the stock book knows to lie in the place: a list of codes would be as long as the shelf is full, and so the
   * sealed entry would tell how much of which product has been used.
   */
  | ({
      readonly type: 'VialsTransferred'
      readonly lotId: string
      readonly from: string
      readonly vialCodes: 'all' | readonly string[]
      readonly storagePlace: string
      /** Minutes between the two places. */
      readonly minutesOut: number
      /** They thawed on the way. */
      readonly thawed: boolean
      readonly reason: string
    } & MaybeEntered)
  /** Retention samples, apart from what may become a dose (A13). */
  | ({
      readonly type: 'SamplesPutApart'
      readonly lotId: string
      readonly vialCodes: readonly string[]
      readonly reason: string
    } & MaybeEntered)
  | { readonly type: 'VialCodesPrinted'; readonly lotId: string; readonly reason: string }
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
  /** A count of version 0.1.0: a difference without codes. */
  | {
      readonly type: 'LotCounted'
      readonly lotId: string
      readonly countedVials: number
      readonly expectedVials: number
      readonly explanation: string
    }
  /**
   * A count of the shelf. It says how it differs from the book and not what the book holds, so that the entry is equally
   * long however much of the lot has been used.
   */
  | ({
      readonly type: 'ShelfCounted'
      readonly lotId: string
      /** Vials of the book that were not found. */
      readonly missing: readonly string[]
      /** Vials that an earlier count had missed and that are there again. */
      readonly found: readonly string[]
      /** Vials on the shelf that the book does not expect there. */
      readonly surplusVials: number
      /** By how much the first count differed from the book, where there were two. */
      readonly firstDifference?: number
      readonly explanation: string
    } & MaybeEntered)
  /** QA signed that the parts sum to the whole; the parts are those of the book at this entry. */
  | { readonly type: 'LotReconciled'; readonly lotId: string; readonly note: string }
  | ({ readonly type: 'VialsReturned'; readonly receiver: string } & BatchOfVials)
  | ({ readonly type: 'VialsDestroyed'; readonly method: string; readonly place: string } & BatchOfVials)
  /** Every vial of a cleared lot has come to its end; nothing is recorded of the lot any more (A12). */
  | { readonly type: 'LotClosed'; readonly lotId: string }
  /**
   * What was written at receipt was wrong. Only what changes is here; the former values follow from the book and stay,
   * struck through (A8). A vial that was overlooked gets a code, and the code of one that never came stays its own.
   */
  | ({
      readonly type: 'ReceiptCorrected'
      readonly lotId: string
      readonly lotNumber?: string
      readonly manufacturer?: string
      readonly expiresOn?: IsoDate
      readonly arrivalCelsius?: string
      readonly announcedVials?: number
      readonly overlooked?: readonly string[]
      /** Where the overlooked ones lie. */
      readonly storagePlace?: string
      readonly neverCame?: readonly string[]
      readonly cameDamaged?: readonly string[]
      readonly cameSound?: readonly string[]
      readonly reason: string
    } & MaybeEntered)
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
