/**
 * The emergency pack: one sealed file that lets a breaker open envelopes on another computer (B7, ADR 0017).
 *
 * Knows: breakers' keyring rows, filed envelopes, what the page must say. Promises: without a breaker's passphrase the
 * file tells logins, member ids and how large it is in blocks; with one, it holds what the clinic book holds of the
 * envelopes, each of which still needs its card.
 *
 * How: one box under a random key, padded to equal blocks and bound to everything that stands beside it in the clear; the
 * key in a sealed box for each breaker; and each breaker's secrets as their passphrase keeps them in the file.
 */
import type { Both } from '../../core/text.ts'
import type { Dice } from './dice.ts'
import type { FiledEnvelope } from './envelope.ts'
import { lockBytes, unlockBytes } from './locked-box.ts'
import { type MemberKeys, memberAsJson, memberIn, openBoxSecret, openOwnKey, pairOf } from './member-keys.ts'
import { type BoxPair, openSealed, sealToKey } from './sealed-box.ts'
import { fromText, secret, toText, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** The only format there is so far. */
const format = 1
const mark = '{"counterseal":"pack"'
const keyBytes = 32
/** What lies in the box is padded to a multiple of this. */
export const packBlockBytes = 16 * 1024

/** What the page says and opens. */
export type PackContent = {
  readonly practice: boolean
  readonly study: { readonly code: string; readonly title: Both }
  readonly armNames: { readonly A: string; readonly B: string }
  readonly permittedWhen: Both
  readonly emergencyPhone: string
  /** How long an arm stays on the screen. */
  readonly armShownSeconds: number
  /** Numbers of the participants enrolled when it was made. */
  readonly enrolled: readonly number[]
  readonly envelopes: readonly FiledEnvelope[]
}

/** What stands in the clear, and to which the box is bound. */
export type PackHead = {
  /** The study file's id; the envelopes are bound to it too. */
  readonly fileId: string
  readonly packId: string
  readonly madeAt: string
  /** The short head of the ledger when the pack was made. */
  readonly head: string
}

/** A pack as it was read; nothing in it is open. */
export type Pack = PackHead & {
  readonly breakers: readonly { readonly keys: MemberKeys; readonly packKey: Buffer }[]
  readonly box: Buffer
}

/** Why a file cannot be used as a pack: another kind of file, a later format, or a part of a pack. */
export type PackUnread = 'not_a_pack' | 'newer' | 'damaged'

/** Makes a pack for these breakers. Gives the file's text. */
export function makePack(head: PackHead, breakers: readonly MemberKeys[], content: PackContent, dice: Dice): string {
  const key = secret(keyBytes)
  dice.fill(key)
  const text = Buffer.from(JSON.stringify(content), 'utf8')
  const padded = Buffer.alloc((Math.floor(text.length / packBlockBytes) + 1) * packBlockBytes)
  padded.set(text)
  sodium.sodium_pad(padded, text.length, packBlockBytes)
  const purpose = purposeOf(head)
  const pack = {
    counterseal: 'pack',
    format,
    ...headOf(head),
    breakers: breakers.map((keys) => ({
      member: keys.member,
      ...memberAsJson(keys),
      packKey: toText(sealToKey(key, keys.boxPublicKey, purpose, dice)),
    })),
    box: toText(lockBytes(padded, key, purpose, dice)),
  }
  wipe(key, padded, text)
  return JSON.stringify(pack)
}

/** Reads a pack's text. */
export function readPack(text: string): { ok: true; pack: Pack } | { ok: false; why: PackUnread } {
  // An editor may have put a mark of the byte order in front.
  const plain = text.replace(/^\uFEFF/, '').trim()
  if (!plain.startsWith(mark)) return { ok: false, why: 'not_a_pack' }
  const read = parsed(plain)
  if (typeof read?.format === 'number' && read.format > format) return { ok: false, why: 'newer' }
  const head = read === null ? null : headIn(read)
  const box = fromText(read?.box)
  if (read === null || head === null || box === null || !Array.isArray(read.breakers))
    return { ok: false, why: 'damaged' }
  const breakers = read.breakers.map((one: Record<string, unknown>) => {
    const keys = typeof one.member === 'string' ? memberIn(one.member, one) : null
    const packKey = fromText(one.packKey)
    return keys === null || packKey === null ? null : { keys, packKey }
  })
  const readable = breakers.filter((one) => one !== null)
  if (readable.length === 0 || readable.length < breakers.length) return { ok: false, why: 'damaged' }
  return { ok: true, pack: { ...head, breakers: readable, box } }
}

/** A pack that its breaker opened, and their two secrets, until `end`. The envelopes in it are shut. */
export type OpenedPack = {
  readonly content: PackContent
  readonly breaker: { readonly member: string } & BoxPair
  sign(message: Uint8Array): Uint8Array
  end(): void
}

/** Opens a pack with the key derived from a breaker's passphrase. */
export function openPack(
  pack: Pack,
  login: string,
  key: Uint8Array,
): { ok: true; opened: OpenedPack } | { ok: false; why: 'passphrase_wrong' | 'damaged' } {
  const found = pack.breakers.find(({ keys }) => keys.login === login)
  const boxSecretKey = found === undefined ? null : openBoxSecret(found.keys, key)
  const own = found === undefined ? null : openOwnKey(found.keys, key)
  if (found === undefined || boxSecretKey === null || own === null) return { ok: false, why: 'passphrase_wrong' }
  const end = () => {
    own.end()
    wipe(boxSecretKey)
  }
  const pair = pairOf(found.keys, boxSecretKey)
  const content = contentOf(pack, found.packKey, pair)
  if (content === null) {
    end()
    return { ok: false, why: 'damaged' }
  }
  return { ok: true, opened: { content, breaker: { member: found.keys.member, ...pair }, sign: own.sign, end } }
}

function contentOf(pack: Pack, packKey: Buffer, pair: BoxPair): PackContent | null {
  const purpose = purposeOf(pack)
  const key = openSealed(packKey, pair, purpose)
  const padded = key === null ? null : unlockBytes(pack.box, key, purpose)
  if (key !== null) wipe(key)
  const end = padded === null ? -1 : padded.lastIndexOf(0x80)
  if (padded === null || end < 0) return null
  const content = JSON.parse(padded.toString('utf8', 0, end)) as PackContent
  wipe(padded)
  return content
}

function headOf({ fileId, packId, madeAt, head }: PackHead): PackHead {
  return { fileId, packId, madeAt, head }
}

function purposeOf(head: PackHead): string {
  return JSON.stringify(['counterseal pack', format, head.fileId, head.packId, head.madeAt, head.head])
}

function headIn({ fileId, packId, madeAt, head }: Partial<Record<keyof PackHead, unknown>>): PackHead | null {
  const texts = [fileId, packId, madeAt, head]
  return texts.every((text) => typeof text === 'string') ? ({ fileId, packId, madeAt, head } as PackHead) : null
}

type Read = Partial<Record<'format' | 'breakers' | 'box' | keyof PackHead, unknown>>

function parsed(text: string): Read | null {
  try {
    return JSON.parse(text) as Read
  } catch {
    return null
  }
}
