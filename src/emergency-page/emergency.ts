/**
 * What the page does, without a word and without an element: from a pack's text to one arm, by the vault's own code.
 *
 * Promises: the card is tried before anything is signed, and the arm is unlocked only by `openArm`, which needs the text
 * of the record that was signed.
 */
import type { BreakReason } from '../core/clinic/events.ts'
import { openEnvelope, whyItStaysShut } from '../main/vault/envelope.ts'
import { judgeKdfCost, passphraseBytes } from '../main/vault/kdf.ts'
import { type OpenedPack, openPack, type Pack } from '../main/vault/pack.ts'
import { signRecord } from '../main/vault/pack-record.ts'
import { wipe } from '../main/vault/secret.ts'
import { sodium } from './sodium.ts'
import type { Word } from './words.ts'

declare const PAGE_VERSION: string

/** Number 0 is the dummy of the drills. */
export const dummyNumber = 0
const dummyArm = 'drill'

/** Why and for whom. */
export type Reasons = {
  readonly number: number
  readonly reason: BreakReason
  readonly narrative: string
  readonly told: string
}

type Opening = { readonly ok: true; readonly opened: OpenedPack } | { readonly ok: false; readonly word: Word }

/** Opens the pack with a passphrase; this takes a second or some, on purpose. */
export function openWith(pack: Pack, login: string, typed: string): Opening {
  const { wrapping } = pack.breakers.find(({ keys }) => keys.login === login)?.keys ?? {}
  if (wrapping === undefined) return { ok: false, word: 'passphrase_wrong' }
  const { memoryBytes, passes } = wrapping.cost
  if (judgeKdfCost(wrapping.cost) === 'above_ceiling') return { ok: false, word: 'pack_damaged' }
  const key = new Uint8Array(32)
  const passphrase = passphraseBytes(typed)
  try {
    const { crypto_pwhash_ALG_ARGON2ID13: algorithm } = sodium
    sodium.crypto_pwhash(key, passphrase, wrapping.salt, passes, memoryBytes, algorithm)
  } catch {
    return { ok: false, word: 'no_memory' }
  } finally {
    wipe(passphrase)
  }
  const found = openPack(pack, login, key)
  wipe(key)
  if (found.ok) return found
  return { ok: false, word: found.why === 'damaged' ? 'pack_damaged' : 'passphrase_wrong' }
}

/** True where the pack holds an envelope of that number. */
export function hasEnvelope(opened: OpenedPack, number: number): boolean {
  return opened.content.envelopes.some((one) => one.number === String(number))
}

function envelopeOf(opened: OpenedPack, number: number) {
  return opened.content.envelopes.find((one) => one.number === String(number))
}

/** What is wrong with the card for that envelope; undefined where it fits. What the envelope holds stays locked. */
export function wrongWithCard(pack: Pack, opened: OpenedPack, number: number, typed: string): Word | undefined {
  const filed = envelopeOf(opened, number)
  if (filed === undefined) return 'number_unknown'
  switch (whyItStaysShut(pack.fileId, filed, opened.breaker, typed)) {
    case null:
      return undefined
    case 'card_missing':
    case 'card_mistyped':
      return 'card_mistyped'
    case 'card_wrong':
      return 'card_wrong'
    default:
      return 'envelope_shut'
  }
}

/** True where card 0 opens the dummy envelope: the pack works with this passphrase. */
export function rehearsed(pack: Pack, opened: OpenedPack, typed: string): boolean {
  return armWith(pack, opened, dummyNumber, typed) === dummyArm
}

/** Signs the record of what is about to be opened. It is as long whatever the envelope holds: nobody has looked. */
export function signedRecord(pack: Pack, opened: OpenedPack, reasons: Reasons, openedAt: string): string {
  const { fileId, packId } = pack
  const by = opened.breaker.member
  return signRecord({ fileId, packId, by, openedAt, page: PAGE_VERSION, ...reasons }, (message) => opened.sign(message))
}

/** The name of the arm, once the record of it was signed. */
export function openArm(pack: Pack, opened: OpenedPack, recorded: Recorded): string | undefined {
  const arm = armWith(pack, opened, recorded.number, recorded.code)
  return arm === 'A' || arm === 'B' ? opened.content.armNames[arm] : undefined
}

/** What was signed, and saved by whoever signed it. */
export type Recorded = { readonly number: number; readonly code: string; readonly text: string }

function armWith(pack: Pack, opened: OpenedPack, number: number, typed: string): string | undefined {
  const filed = envelopeOf(opened, number)
  if (filed === undefined) return undefined
  const answer = openEnvelope(pack.fileId, filed, opened.breaker, typed)
  return answer.ok ? answer.arm : undefined
}
