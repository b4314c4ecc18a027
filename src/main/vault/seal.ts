/**
 * Sealing an act's share in a book.
 *
 * Knows: values, book keys, the place an entry will have. Promises: what is sealed is padded to equal blocks, so that
 * two contents that fill the same blocks give boxes of the same length; a box opens only in its file, at its number, in
 * its book, under its generation of the key.
 *
 * A box is 24 bytes of random nonce, then XChaCha20-Poly1305 of the padded JSON text.
 */
import { type Book, books } from '../../core/books.ts'
import { newBox, type Part } from '../ledger/entry.ts'
import type { BookKeys } from './book-keys.ts'
import { type Dice, systemDice } from './dice.ts'
import { nonceBytes, tagBytes } from './locked-box.ts'
import { wipe } from './secret.ts'
import { sodium } from './sodium.ts'

/** Contents are padded to a multiple of this, in bytes; at least one byte of padding is always there. */
export const blockBytes = 256

/** Contents whose length would tell a product, by the number of its tests, fill larger blocks; in bytes. */
export const largeBlockBytes = 8_192

/** Where a part belongs: the number of its entry and the book. */
export type Slot = { readonly seq: number; readonly book: Book }

/** Seals and opens parts with the keys of one session. */
export interface Seal {
  /**
   * Seals a JSON value under the newest key of the book, padded to a multiple of `block` bytes, `blockBytes` unless it
   * is told. @throws where no key of that book is held
   */
  seal(slot: Slot, content: unknown, block?: number): Part
  /** The value again; undefined where no key of that book and generation is held. @throws where the box is not right */
  open(book: Book, seq: number, generation: number, box: Uint8Array): unknown
  /** Puts the working memory away. The keys are the session's. */
  wipe(): void
}

/** The length of a box that holds a text of so many bytes. */
export function boxLength(contentBytes: number, block = blockBytes): number {
  return nonceBytes + paddedLength(contentBytes, block) + tagBytes
}

/** The length of a text after padding. */
export function paddedLength(contentBytes: number, block = blockBytes): number {
  return (Math.floor(contentBytes / block) + 1) * block
}

const boundBytes = 32
const startingBuffer = 64 * blockBytes

/** The seal of a file, for a session that holds these keys. */
export function createSeal(fileId: Uint8Array, keys: BookKeys, dice: Dice = systemDice): Seal {
  let plain = ownMemory(startingBuffer)
  // What a box is bound to; file id and layout stay, number, book and generation are written for each box.
  const bound = Buffer.alloc(boundBytes)
  bound.set(fileId.subarray(0, 16), 0)
  const views = new Map<number, Buffer>()
  const nonces = dice === systemDice ? drawnAhead(dice) : dice

  const bind = (slot: Slot, generation: number): void => {
    bound.writeUInt32BE(Math.floor(slot.seq / 0x1_0000_0000), 16)
    bound.writeUInt32BE(slot.seq >>> 0, 20)
    bound.writeUInt32BE(books.indexOf(slot.book), 24)
    bound.writeUInt32BE(generation, 28)
  }
  const room = (length: number): Buffer => {
    if (length > plain.length) {
      wipe(plain)
      plain = ownMemory(length * 2)
      views.clear()
    }
    // Most boxes have one of a few lengths; making the view anew each time costs more than looking it up.
    const known = views.get(length)
    if (known !== undefined) return known
    const view = plain.subarray(0, length)
    if (views.size < 64) views.set(length, view)
    return view
  }

  return {
    seal(slot, content, block = blockBytes) {
      const generation = keys.newest(slot.book)
      const key = keys.get(slot.book, generation)
      if (key === undefined) throw new Error('vault: no key of that book')
      const text = JSON.stringify(content)
      // A character takes three bytes of UTF-8 at most, so the text is written once and measured by writing it.
      room(paddedLength(text.length * 3, block))
      const length = plain.write(text)
      const padded = room(paddedLength(length, block))
      sodium.sodium_pad(padded, length, block)
      const box = newBox(generation, nonceBytes + padded.length + tagBytes)
      const nonce = box.subarray(0, nonceBytes)
      nonces.fill(nonce)
      bind(slot, generation)
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box.subarray(nonceBytes), padded, bound, null, nonce, key)
      return { book: slot.book, generation, box }
    },
    open(book, seq, generation, box) {
      const key = keys.get(book, generation)
      if (key === undefined) return undefined
      const padded = room(box.length - nonceBytes - tagBytes)
      bind({ seq, book }, generation)
      const cipher = box.subarray(nonceBytes)
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(padded, null, cipher, bound, box.subarray(0, nonceBytes), key)
      return JSON.parse(padded.toString('utf8', 0, contentEnd(padded)))
    },
    wipe() {
      wipe(plain)
    },
  }
}

/** Random bytes drawn by the page: a nonce is no secret, and asking the system for each costs more than sealing. */
function drawnAhead(dice: Dice): Pick<Dice, 'fill'> {
  const page = Buffer.alloc(128 * nonceBytes)
  let used = page.length
  return {
    fill(bytes) {
      if (used === page.length) {
        dice.fill(page)
        used = 0
      }
      page.copy(bytes, 0, used, used + nonceBytes)
      used += nonceBytes
    },
  }
}

function ownMemory(bytes: number): Buffer {
  return Buffer.allocUnsafeSlow(bytes)
}

/** Where the padding begins: a byte 0x80 and then zeros. The tag was checked, so there is nothing to hide in time. */
function contentEnd(padded: Uint8Array): number {
  let end = padded.length - 1
  while (end > 0 && padded[end] === 0) end--
  if (padded[end] !== 0x80) throw new Error('vault: padding is not right')
  return end
}
