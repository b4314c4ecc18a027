/**
 * Sealing a document that is kept beside the entries, under the key of one book.
 *
 * Knows: bytes, book keys, the file. Promises: a box opens only in its file and under its book and generation; its length
 * says no more than the power of two below which the document's stays, 64 KiB at least. The entry that names the box by
 * its digest is hashed into the chain, so another box in its place is found when it is opened.
 */
import { type Book, books } from '../../core/books.ts'
import type { BookKeys } from './book-keys.ts'
import type { Dice } from './dice.ts'
import { nonceBytes, tagBytes } from './locked-box.ts'
import { wipe } from './secret.ts'
import { sodium } from './sodium.ts'

const leastBytes = 64 * 1024

/** What binds a box to its file and book: never the same as what binds a part of an entry. */
function boundTo(fileId: string, book: Book, generation: number): Buffer {
  return Buffer.from(`counterseal document ${fileId} ${books.indexOf(book)} ${generation}`, 'utf8')
}

/** Seals a document under the newest key of a book. `fileId` is the file's id in hexadecimal. */
export function sealDocument(
  fileId: string,
  book: Book,
  bytes: Uint8Array,
  keys: BookKeys,
  dice: Dice,
): { readonly box: Buffer; readonly generation: number } {
  const generation = keys.newest(book)
  const key = keys.get(book, generation)
  if (key === undefined) throw new Error('vault: no key of that book')
  let room = leastBytes
  while (room <= bytes.length) room *= 2
  const padded = Buffer.alloc(room)
  padded.set(bytes)
  sodium.sodium_pad(padded, bytes.length, room)
  const box = Buffer.alloc(nonceBytes + room + tagBytes)
  const nonce = box.subarray(0, nonceBytes)
  dice.fill(nonce)
  const bound = boundTo(fileId, book, generation)
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box.subarray(nonceBytes), padded, bound, null, nonce, key)
  wipe(padded)
  return { box, generation }
}

/** The document again; undefined where no key of that generation is held, or the box is not right. */
export function openDocument(
  fileId: string,
  book: Book,
  generation: number,
  box: Uint8Array,
  keys: BookKeys,
): Uint8Array | undefined {
  const key = keys.get(book, generation)
  const room = box.length - nonceBytes - tagBytes
  if (key === undefined || room < 1) return undefined
  const padded = Buffer.alloc(room)
  const bound = boundTo(fileId, book, generation)
  try {
    const cipher = box.subarray(nonceBytes)
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(padded, null, cipher, bound, box.subarray(0, nonceBytes), key)
  } catch {
    return undefined
  }
  // A copy: what is handed on over the bridge takes the whole memory behind a view along.
  return new Uint8Array(padded.subarray(0, padded.lastIndexOf(0x80)))
}
