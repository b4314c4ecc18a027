/** What a decision is handed from outside the core: the time, fresh ids and codes, and what the vault prepared. */
import type { FiledEnvelope } from './clinic/events.ts'
import type { PackRecord } from './clinic/pack-record.ts'
import type { Member } from './registry/book.ts'
import type { Arm } from './registry/settings.ts'
import type { KeptDocument } from './stock/events.ts'
import type { ReadLog } from './stock/logger-import.ts'
import type { Instant } from './time.ts'

/** An allocation list that was read strictly and matches the settings. */
export type ReadList = {
  readonly arms: readonly Arm[]
  readonly blocks: readonly string[]
  readonly strata: readonly string[]
  readonly fingerprint: string
}

/** Somebody at the same machine who has given their own secret, and signs what they agree to once the rule says yes. */
export type Present = {
  readonly member: Member
  /** Their signature over a statement, bound to this file and to its last entry. */
  sign(statement: string): string
}

export type Context = {
  readonly now: Instant
  /** The second person at the same machine, who has given their own secret. */
  readonly witness?: Member
  /** Everybody else who opens the whole list together with the person who is signed in. */
  readonly together?: readonly Present[]
  /** A fresh random id; all ids are equally long. */
  id(): string
  /** A fresh random code with its check character, for a vial, a syringe or a label. */
  code(): string
  readonly list?: ReadList
  /** The file of a temperature logger that was read strictly. */
  readonly log?: ReadLog
  /** Envelopes made by the vault for this act: opaque, equally long for both arms. */
  readonly envelopes?: { readonly filed: readonly FiledEnvelope[]; readonly kept: unknown }
  /** The id that a member who is being enrolled will have; their keys were made under it. */
  readonly memberId?: string
  /** A document that was read from a file and sealed for this act. */
  readonly document?: KeptDocument
  /** The dummy envelope was opened with the breaker's own secret and card, just now. */
  readonly drillOpened?: boolean
  /** The emergency pack that was made for this act: whom it lets in, and the digest of the page that goes with it. */
  readonly pack?: { readonly packId: string; readonly breakers: readonly string[]; readonly pageFingerprint: string }
  /** A record of an opened pack whose signature holds, and the mark by which it is known again. */
  readonly packRecord?: { readonly record: PackRecord; readonly mark: string }
  /** The break that was just recorded and whose envelope did not open; the vault says so, nobody else can. */
  readonly failedBreakId?: string
  /** The break whose showing was just recorded and whose envelope did not open. */
  readonly failedShowingOf?: string
  /** The break for which a clinician's turn is open in this sign-in, since a little while. */
  readonly turnOf?: string
}

/** What the act means, in the clear, beside the sealed parts; it says the same for both arms. */
export const meanings = [
  'found',
  'found_practice',
  'sign_in',
  'lock',
  'act',
  'approve',
  'seal_list',
  'release_lot',
  'hold_lot',
  'lift_hold',
  'reject_lot',
  'dispose_excursion',
  'count',
  'put_apart',
  'reconcile',
  'order',
  'verify',
  'hand_over',
  'answer_notice',
  'break',
  'assess',
  'lock_database',
  'unlock_database',
  'unblind',
  'return_vials',
  'destroy',
  'close_lot',
  'close_out',
  'correct',
  'write_worksheets',
] as const
export type Meaning = (typeof meanings)[number]
