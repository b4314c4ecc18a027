/**
 * Emergency envelopes: one for each allocation number, to be opened by those who may break the blind.
 *
 * Knows: numbers, arms, breakers' public keys, code cards. Promises: an envelope looks the same for every arm; with code
 * cards, a breaker's secret and the card of that very number are both needed, and neither alone opens anything; nobody
 * can be shown two different arms for one number.
 *
 * How: a random key locks the arm, padded, together with the opening of a commitment to number and arm. The key goes to
 * each breaker in a sealed box; with cards, it is locked under the card's code first. An envelope is opened only if what
 * it holds fits the commitment, and an envelope made anew (a lost card) keeps the commitment it had.
 */

import { keyOfCard, newCardCode, readCardCode } from './card-code.ts'
import type { Dice } from './dice.ts'
import { lockBytes, unlockBytes } from './locked-box.ts'
import { type BoxPair, openSealed, sealToKey } from './sealed-box.ts'
import { fromText, type Secret, secret, toText, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** How the key of an envelope reaches a breaker: with the code card of that number, or by the breaker's secret alone. */
export type EnvelopeMode = 'card' | 'secret'

/** Somebody who may break the blind. */
export type Breaker = { readonly member: string; readonly boxPublicKey: Uint8Array }

/** The way of one breaker into one envelope: its key, sealed to them. */
export type Way = { readonly member: string; readonly sealed: string }

/** What the clinic book keeps of an envelope; JSON of the same length for every arm. Bytes are base64url. */
export type FiledEnvelope = {
  readonly number: string
  readonly mode: EnvelopeMode
  readonly commitment: string
  readonly arm: string
  readonly ways: readonly Way[]
}

/** What the allocation book keeps, to let in a later breaker or to make the envelope anew. */
export type KeptEnvelope = {
  readonly number: string
  readonly mode: EnvelopeMode
  readonly opening: string
  /** With cards, the envelope's key locked under the card's code; without, the key. */
  readonly key: string
}

/** The code for one number's card. Printed, then forgotten. */
export type Card = { readonly number: string; readonly code: string }

/** Arms by allocation number, from the sealed list. */
export type ArmOfNumber = { readonly number: string; readonly arm: string }

/** Envelopes in their three destinations, in the order of the numbers given. `cards` is empty without cards. */
export type Envelopes = {
  readonly filed: FiledEnvelope[]
  readonly kept: KeptEnvelope[]
  readonly cards: Card[]
}

/** Why an envelope stayed shut. */
export type EnvelopeRefusal =
  /** There is no way in for this person. */
  | 'not_addressed'
  /** The person's secret does not open their way. */
  | 'secret_wrong'
  /** A card is needed and none was given. */
  | 'card_missing'
  /** The check character does not fit: a slip in typing. */
  | 'card_mistyped'
  /** A proper code, of another number or from before the card was replaced. */
  | 'card_wrong'
  /** What the envelope holds does not fit its commitment. */
  | 'envelope_altered'

const keyBytes = 32
const openingBytes = 32
/** Every arm's name is padded to this many bytes. */
export const armBytes = 64

/** Makes an envelope for each number. `list` is the id of the sealed list, to which each is bound. */
export function makeEnvelopes(
  list: string,
  arms: readonly ArmOfNumber[],
  breakers: readonly Breaker[],
  mode: EnvelopeMode,
  dice: Dice,
): Envelopes {
  return collect(
    arms.map((one) => {
      const opening = secret(openingBytes)
      dice.fill(opening)
      const made = makeOne(list, one, opening, breakers, mode, dice)
      wipe(opening)
      return made
    }),
  )
}

/** Makes envelopes anew, where a card was lost or the way of opening changes: new keys and cards, the same commitments. */
export function reissueEnvelopes(
  list: string,
  arms: readonly ArmOfNumber[],
  kept: readonly KeptEnvelope[],
  breakers: readonly Breaker[],
  mode: EnvelopeMode,
  dice: Dice,
): Envelopes {
  return collect(
    arms.map((one) => {
      const opening = fromText(kept.find(({ number }) => number === one.number)?.opening, openingBytes)
      if (opening === null) throw new Error('vault: no envelope was kept for that number')
      const made = makeOne(list, one, opening, breakers, mode, dice)
      wipe(opening)
      return made
    }),
  )
}

/** The ways for a later breaker into envelopes that were kept, by number. Needs no card, and opens none. */
export function regrant(
  list: string,
  kept: readonly KeptEnvelope[],
  breaker: Breaker,
  dice: Dice,
): { number: string; way: Way }[] {
  return kept.map(({ number, key }) => {
    const bytes = fromText(key)
    if (bytes === null) throw new Error('vault: a kept envelope cannot be read')
    const way = wayFor(breaker, bytes, purposeOf(list, number), dice)
    wipe(bytes)
    return { number, way }
  })
}

/** Opens one envelope. The caller has recorded that it is about to. */
export function openEnvelope(
  list: string,
  filed: FiledEnvelope,
  breaker: Opener,
  code?: string,
): { ok: true; arm: string } | { ok: false; reason: EnvelopeRefusal } {
  const found = keyOf(list, filed, breaker, code)
  if (!found.ok) return found
  const { key } = found
  const purpose = purposeOf(list, filed.number)
  const content = unlockBytes(fromText(filed.arm) ?? Buffer.alloc(0), key, purpose)
  wipe(key)
  if (content === null) return refused('envelope_altered')
  const fits = toText(commitmentOf(purpose, content)) === filed.commitment
  const arm = fits ? armIn(content) : null
  wipe(content)
  return arm === null ? refused('envelope_altered') : { ok: true, arm }
}

/** Whether the person's secret and the card would open an envelope; what it holds stays locked. Null where they would. */
export function whyItStaysShut(
  list: string,
  filed: FiledEnvelope,
  breaker: Opener,
  code?: string,
): EnvelopeRefusal | null {
  const found = keyOf(list, filed, breaker, code)
  if (!found.ok) return found.reason
  wipe(found.key)
  return null
}

/** Somebody who may break the blind, with the secret that is theirs. */
type Opener = { readonly member: string } & BoxPair

function keyOf(
  list: string,
  filed: FiledEnvelope,
  breaker: Opener,
  code?: string,
): { ok: true; key: Secret } | { ok: false; reason: EnvelopeRefusal } {
  const purpose = purposeOf(list, filed.number)
  const ways = filed.ways.filter(({ member }) => member === breaker.member)
  if (ways.length === 0) return refused('not_addressed')
  const typed = code === undefined || code.trim() === '' ? undefined : readCardCode(code)
  if (filed.mode === 'card' && typed === undefined) return refused('card_missing')
  if (filed.mode === 'card' && typed === null) return refused('card_mistyped')
  // A breaker who was given new keys has a way for the former ones too.
  const sent = ways
    .map((way) => openSealed(fromText(way.sealed) ?? Buffer.alloc(0), breaker, purpose))
    .find((one) => one !== null)
  if (sent === undefined || sent === null) return refused('secret_wrong')
  const key = filed.mode === 'card' ? withCard(sent, typed as string, purpose) : sent
  if (filed.mode === 'card') wipe(sent)
  return key === null ? refused('card_wrong') : { ok: true, key }
}

function refused(reason: EnvelopeRefusal): { ok: false; reason: EnvelopeRefusal } {
  return { ok: false, reason }
}

type Made = { filed: FiledEnvelope; kept: KeptEnvelope; card: Card | null }

function makeOne(
  list: string,
  { number, arm }: ArmOfNumber,
  opening: Uint8Array,
  breakers: readonly Breaker[],
  mode: EnvelopeMode,
  dice: Dice,
): Made {
  const purpose = purposeOf(list, number)
  const content = secret(armBytes + openingBytes)
  writeArm(arm, content.subarray(0, armBytes))
  content.set(opening, armBytes)
  const key = secret(keyBytes)
  dice.fill(key)
  const locked = lockBytes(content, key, purpose, dice)
  const code = mode === 'card' ? newCardCode(dice) : null
  const sent = code === null ? Buffer.from(key) : lockedByCard(key, code, purpose, dice)
  const made: Made = {
    filed: {
      number,
      mode,
      commitment: toText(commitmentOf(purpose, content)),
      arm: toText(locked),
      ways: breakers.map((breaker) => wayFor(breaker, sent, purpose, dice)),
    },
    kept: { number, mode, opening: toText(opening), key: toText(sent) },
    card: code === null ? null : { number, code },
  }
  wipe(content, key, sent)
  return made
}

function collect(made: readonly Made[]): Envelopes {
  return {
    filed: made.map(({ filed }) => filed),
    kept: made.map(({ kept }) => kept),
    cards: made.flatMap(({ card }) => (card === null ? [] : [card])),
  }
}

function wayFor(breaker: Breaker, sent: Uint8Array, purpose: string, dice: Dice): Way {
  return { member: breaker.member, sealed: toText(sealToKey(sent, breaker.boxPublicKey, purpose, dice)) }
}

function lockedByCard(key: Uint8Array, code: string, purpose: string, dice: Dice): Buffer {
  const cardKey = keyOfCard(readCardCode(code) as string)
  const locked = lockBytes(key, cardKey, purpose, dice)
  wipe(cardKey)
  return locked
}

function withCard(sent: Uint8Array, code: string, purpose: string): Secret | null {
  const cardKey = keyOfCard(code)
  const key = unlockBytes(sent, cardKey, purpose)
  wipe(cardKey)
  return key
}

function purposeOf(list: string, number: string): string {
  return JSON.stringify(['counterseal envelope', list, number])
}

/** Binding: what it was made of cannot be found twice. Hiding: the opening is random and stays locked in. */
function commitmentOf(purpose: string, content: Uint8Array): Buffer {
  const commitment = Buffer.alloc(32)
  const purposeHash = Buffer.alloc(32)
  sodium.crypto_generichash(purposeHash, Buffer.from(`commitment ${purpose}`, 'utf8'))
  sodium.crypto_generichash_batch(commitment, [purposeHash, content])
  return commitment
}

function writeArm(arm: string, room: Buffer): void {
  const length = Buffer.byteLength(arm)
  if (length === 0 || length >= armBytes) throw new Error('vault: the name of an arm is too long')
  sodium.sodium_pad(room, room.write(arm), armBytes)
}

function armIn(content: Buffer): string | null {
  if (content.length !== armBytes + openingBytes) return null
  const end = content.subarray(0, armBytes).lastIndexOf(0x80)
  return end > 0 ? content.toString('utf8', 0, end) : null
}
