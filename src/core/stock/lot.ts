/** A lot and a vial as the stock book keeps them, and what follows from how they stand. */
import type { MaybeEntered } from '../entered.ts'
import type { Arm, StudySettings } from '../registry/settings.ts'
import type { Instant, IsoDate } from '../time.ts'
import type { LotReceipt, LotState, Released } from './events.ts'

/**
 * Where a vial is. `sample` is kept apart and never dispensed (A13); `returned` went back to where it came from;
 * `missing` was not found by a count. Only what is `on_shelf` may become a dose, and nothing ever comes back to it but
 * what had been missing.
 */
export const vialStates = ['on_shelf', 'sample', 'used', 'wasted', 'returned', 'destroyed', 'missing'] as const

export type VialState = (typeof vialStates)[number]

/** From when a vial lay in a place; until the next stay, or to this day. */
export type Stay = { readonly storagePlace: string; readonly since: Instant }

/** One link of a vial's chain, from its receipt to its last movement (A2). */
export type VialMove = MaybeEntered & {
  /** The entry that recorded it. */
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly what: MovementKind
  readonly note: string
  /** Where it was carried to, or where it lay when it was overlooked. */
  readonly storagePlace?: string
  /** It was carried with everything that the book knew in its place; nobody had this vial by itself in hand. */
  readonly isOfWholePlace?: true
}

export type Vial = {
  readonly vialCode: string
  readonly lotId: string
  /** `not_received`: its code was given at receipt, and no vial bears it; it is in no part of its lot any more. */
  readonly state: VialState | 'not_received'
  /** Where it has lain, since its receipt. */
  readonly stays: readonly Stay[]
  readonly moves: readonly VialMove[]
  /** Times it has thawed while it lay in stock; being taken for a dose is one more (Q6). */
  readonly thaws: number
  /** Minutes out of its storage: between two places, and whatever a storage place was too warm (Q6). */
  readonly minutesOut: number
  /** Minutes for which its storage place was too cold. No limit counts them: QA decides on each excursion (ADR 0024). */
  readonly minutesCold: number
  /** Some of these minutes are totals of whole days: of this vial at most so many. */
  readonly ofDays: boolean
  /** The supply has been stated without it; a loss counts once. */
  readonly lost: boolean
}

export type MovementKind =
  | 'received'
  | 'certificate_entered'
  | 'certificate_corrected'
  | 'damaged'
  | 'codes_printed'
  | 'released'
  | 'held'
  | 'hold_lifted'
  | 'rejected'
  | 'counted'
  | 'reconciled'
  | 'transferred'
  | 'found'
  | 'excursion_found'
  | 'excursion_disposed'
  | 'cleared'
  | 'closed'
  | 'receipt_corrected'
  | 'never_came'
  | 'overlooked'
  | 'came_damaged'
  | 'came_sound'
  | Exclude<VialState, 'on_shelf'>

/** A count as it stands in the timeline; `first` where it was repeated. */
export type Count = { readonly counted: number; readonly expected: number; readonly first?: number }

/** A correction of what stood beside a movement: the former words stay, struck through, with who, when and why (A8). */
export type Correction = {
  readonly at: Instant
  readonly by: string
  readonly was: string
  readonly reason: string
}

export type ReceiptField =
  | 'lotNumber'
  | 'manufacturer'
  | 'expiresOn'
  | 'arrivalCelsius'
  | 'announcedVials'
  | 'vialCount'
  | 'damagedVials'

/** One thing that a receipt said, and what it says since it was corrected; an empty text where it had said nothing. */
export type ReceiptChange = {
  readonly field: ReceiptField
  readonly was: string | number
  readonly now: string | number
}

/** A signed correction of a receipt: what it changed, when, by whom and why (A8). */
export type ReceiptCorrection = {
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly reason: string
  readonly changes: readonly ReceiptChange[]
}

export type Movement = MaybeEntered & {
  /** The entry that recorded it. */
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly what: MovementKind
  /** Vials, signed: what the movement adds to the shelf. */
  readonly vials: number
  /** Vials on the shelf afterwards. */
  readonly balance: number
  readonly note: string
  readonly count?: Count
  /** Where vials were carried to. */
  readonly storagePlace?: string
  /** Vials that moved from one state to another, wherever they lay. */
  readonly moved: number
  readonly corrections?: readonly Correction[]
  /** What of the receipt was corrected. */
  readonly receipt?: readonly ReceiptChange[]
}

export type Reconciled = {
  readonly at: Instant
  readonly by: string
  readonly note: string
  readonly parts: Readonly<Record<VialState, number>>
}

export type Lot = LotReceipt & {
  readonly state: LotState
  readonly receivedAt: Instant
  readonly receivedBy: string
  /** As it stands since the last correction. */
  readonly receivedVials: number
  readonly receiptCorrections: readonly ReceiptCorrection[]
  /** Codes that were given at receipt and that no vial bears. */
  readonly neverCame: readonly string[]
  /** Vials by where they are; together they are all that were received. */
  readonly parts: Readonly<Record<VialState, number>>
  /** Vials that the statement of supply counts: those that were ever meant to become doses. */
  readonly suppliedVials: number
  /** What the latest count lacked without naming a code; negative where it found more than the book. */
  readonly unnamedDifference: number
  /** The latest signed reconciliation. */
  readonly reconciled?: Reconciled
  readonly released?: Released
  /** The entry that rejected or cleared the lot when it had been released and held: doses may have been made from it. */
  readonly rejectedAfterRelease?: number
  /** When the last vial on the shelf of a place was carried out of it: from then on nothing of the lot lies there. */
  readonly departures: readonly Stay[]
  /** QA holds the lot by an act of its own, whatever excursions there are. */
  readonly heldByQa: boolean
  /** Excursions that QA has not disposed of; while there is one, nothing is released and no hold is lifted (Q2). */
  readonly openExcursions: readonly string[]
  /** Owned by the book and grown in place; a copy for each movement would cost the square of their number. */
  readonly movements: Movement[]
}

/** The key under which a lot number is known; the same number may exist for both products. */
export function lotNumberKey(product: Arm, lotNumber: string): string {
  return `${product} ${lotNumber.toUpperCase()}`
}

/** True where the vial lies in a storage place, for doses or as a sample. */
export function isThere({ state }: Pick<Vial, 'state'>): boolean {
  return state === 'on_shelf' || state === 'sample'
}

/** True where no dose can ever come from this lot: it was rejected, cleared or closed. */
export function isOver({ state }: Pick<Lot, 'state'>): boolean {
  return state === 'rejected' || state === 'cleared' || state === 'closed'
}

/** True where a dose may come from this lot and still be in date on the day on which its in-use time ends. */
export function isDispensable(lot: Lot, endsOn: IsoDate): boolean {
  return lot.state === 'released' && lot.expiresOn >= endsOn
}

/** True where the vial has thawed, or has been out of its storage, more than the protocol lets it be for a dose (Q6). */
export function isOverLimit({ thaws, minutesOut }: Vial, { dose }: StudySettings): boolean {
  const { thawsAllowed = Number.POSITIVE_INFINITY, outMinutesAllowed = Number.POSITIVE_INFINITY } = dose
  // Being taken for a dose is a thaw as well.
  return thaws + 1 > thawsAllowed || minutesOut > outMinutesAllowed
}

/** True where the settings limit what a vial may go through. */
export function hasVialLimits({ dose }: StudySettings): boolean {
  return dose.thawsAllowed !== undefined || dose.outMinutesAllowed !== undefined
}
