/**
 * An entry: one signed act with one sealed part for each book it touches.
 *
 * Knows: the shape of an entry and the bytes that its hash and its signatures cover. Promises: the encoding is
 * unambiguous (every field has a fixed length or states it), and it covers sealed content only, so that anybody can
 * verify the trail without being able to read a word of it.
 *
 * Invariants: `previous` is the hash of the entry before; a book occurs at most once; the witness is not the signer.
 */
import { hash as oneShotHash } from 'node:crypto'
import { type Book, books } from '../../core/books.ts'

/** A book's share of an act: sealed content under the key of that generation (1, 2, …) of the book's key. */
export type Part = { readonly book: Book; readonly generation: number; readonly box: Uint8Array }

/** What a keyring row says; see `vault/keyring.ts` for the content of each kind. */
export const keyringKinds = ['member', 'rewrap', 'grant', 'session', 'removed', 'recovery'] as const
/** One kind of keyring row. */
export type KeyringKind = (typeof keyringKinds)[number]

/** A row of the keyring as an entry introduces it: whom it is about, what it says, and the details as JSON text. */
export type KeyringRow = { readonly member: string; readonly kind: KeyringKind; readonly content: string }

/** A keyring row in its place: the entry that introduced it and its position (0, 1, …) in that entry. */
export type PlacedKeyringRow = KeyringRow & { readonly entry: number; readonly position: number }

/** What an entry says in the open: who did what kind of thing when. `at` is UTC, ISO 8601 with milliseconds. */
export type EntryHeader = {
  readonly seq: number
  readonly at: string
  readonly member: string
  readonly meaning: string
  /** The number of the sign-in entry whose session key signed; null where the member's own key did. */
  readonly session: number | null
  /** The second person, where the act asks for one. */
  readonly witness: string | null
}

/** A whole entry as it stands in the file. */
export type Entry = EntryHeader & {
  /** SHA-256 over the keyring rows that this entry introduces; null where it introduces none. */
  readonly keyring: Uint8Array | null
  readonly previous: Uint8Array
  readonly hash: Uint8Array
  readonly signature: Uint8Array
  readonly witnessSignature: Uint8Array | null
  readonly parts: readonly Part[]
}

/** Signs the bytes it is handed with an Ed25519 key: 64 bytes. */
export type Sign = (message: Uint8Array) => Uint8Array

/** A sealed file kept beside the entries; an entry refers to it by its digest, the SHA-256 of the box. */
export type Attachment = { readonly digest: Uint8Array; readonly box: Uint8Array }

/** An entry before it has a number: everything the writer decides. Parts are sealed for the number it will get. */
export type EntryDraft = {
  readonly at: string
  readonly member: string
  readonly meaning: string
  readonly session: number | null
  readonly parts: readonly Part[]
  readonly keyring?: readonly KeyringRow[]
  readonly attachments?: readonly Attachment[]
  readonly sign: Sign
  readonly witness?: { readonly member: string; readonly sign: Sign }
}

/** Bytes of SHA-256. */
export const hashBytes = 32
const textOfBytes = 'binary'
/** The hash before the first entry. */
export const noHash: Uint8Array = new Uint8Array(hashBytes)

/** SHA-256; Node's one-shot call, measured faster than libsodium's on entries of this size. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return oneShotHash('sha256', bytes, 'buffer')
}

/** What is stored and digested of a part: four bytes of generation, then the box. */
export function cellOf(part: Part): Buffer {
  const { box, generation } = part
  if (box.byteOffset === generationBytes && box.buffer.byteLength === generationBytes + box.length) {
    // Made by `newBox`, most likely: then the cell is there already.
    const cell = Buffer.from(box.buffer, 0, box.buffer.byteLength)
    if (cell.readUInt32BE(0) === generation) return cell
  }
  const cell = Buffer.allocUnsafeSlow(generationBytes + box.length)
  cell.writeUInt32BE(generation, 0)
  cell.set(box, generationBytes)
  return cell
}

/** Room for a box, lying in its cell, so that `cellOf` need not copy it. */
export function newBox(generation: number, length: number): Buffer {
  const cell = Buffer.allocUnsafeSlow(generationBytes + length)
  cell.writeUInt32BE(generation, 0)
  return cell.subarray(generationBytes)
}

/** Bytes before the box in a stored part. */
export const generationBytes = 4

/** A stored part taken apart again; a view, not a copy. */
export function partOf(book: Book, cell: Buffer): Part {
  return { book, generation: cell.readUInt32BE(0), box: cell.subarray(generationBytes) }
}

const entryDomain = 'counterseal entry 1'
const keyringDomain = 'counterseal keyring 1'
const signatureDomain = Buffer.from('counterseal signature 1\0', 'latin1')
const witnessDomain = Buffer.from('counterseal witness 1\0', 'latin1')
const longestHeader = 64 * 1024
const absent = 0xffff_ffff

/** The fields that the hash covers beside file id and parts. */
export type HashedFields = EntryHeader & { readonly keyring: Uint8Array | null }

/**
 * Computes the hashes of entries, one after the other, in one buffer that is kept.
 * The first bytes (domain and file id) are the same for every entry and written once.
 */
export class EntryHasher {
  readonly #buffer = Buffer.allocUnsafeSlow(longestHeader)
  readonly #start: number

  constructor(fileId: Uint8Array) {
    this.#start = this.#buffer.write(entryDomain, 0, 'latin1')
    this.#buffer.set(fileId, this.#start)
    this.#start += fileId.length
  }

  /** The hash of an entry whose parts are given as stored (generation and box), one place for each book. */
  hash(fields: HashedFields, previous: Uint8Array, cells: readonly (Uint8Array | null)[]): Uint8Array {
    const buffer = this.#buffer
    let at = writeNumber(buffer, fields.seq, this.#start)
    buffer.set(previous, at)
    at = writeText(buffer, fields.at, at + hashBytes)
    at = writeText(buffer, fields.member, at)
    at = writeText(buffer, fields.meaning, at)
    at = writeNumber(buffer, fields.session ?? 0, at)
    at = fields.witness === null ? writeAbsent(buffer, at) : writeText(buffer, fields.witness, at)
    if (fields.keyring === null) buffer[at++] = 0
    else {
      buffer[at++] = 1
      buffer.set(fields.keyring, at)
      at += hashBytes
    }
    for (let place = 0; place < cells.length; place++) {
      const cell = cells[place]
      if (cell === null || cell === undefined) continue
      at = writeText(buffer, books[place] as string, at)
      // A digest as text of one byte a character is made in less than half the time that a buffer takes.
      at += buffer.write(oneShotHash('sha256', cell, textOfBytes), at, textOfBytes)
    }
    // A new object each time: hashes are kept.
    return Buffer.from(oneShotHash('sha256', buffer.subarray(0, at), textOfBytes), textOfBytes)
  }
}

/** A number below 2^53 in eight bytes. */
function writeNumber(buffer: Buffer, value: number, at: number): number {
  buffer.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at)
  return buffer.writeUInt32BE(value >>> 0, at + 4)
}

function writeAbsent(buffer: Buffer, at: number): number {
  return buffer.writeUInt32BE(absent, at)
}

/** A text as its length in bytes and its UTF-8 bytes; short ASCII, the usual case, without a native call. */
function writeText(buffer: Buffer, text: string, at: number): number {
  const length = text.length
  let end = at + 4
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code > 127) {
      const written = buffer.write(text, at + 4, 'utf8')
      buffer.writeUInt32BE(written, at)
      return at + 4 + written
    }
    buffer[end++] = code
  }
  buffer.writeUInt32BE(length, at)
  return end
}

/** The digest of the keyring rows that one entry introduces. */
export function keyringDigest(rows: readonly KeyringRow[]): Uint8Array {
  const texts = [keyringDomain, ...rows.flatMap((row) => [row.member, row.kind, row.content])]
  const parts = texts.flatMap((text) => {
    const bytes = Buffer.from(text, 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return sha256(Buffer.concat(parts))
}

/** Where the hash stands in what the member signs. */
export const signedHashAt = signatureDomain.length

/** What the member signs: the hash of the entry and the meaning of the act. */
export function signedMessage(hash: Uint8Array, meaning: string): Buffer {
  return messageOf(signatureDomain, hash, meaning)
}

/** What the witness signs; never the same bytes as the member signs. */
export function witnessedMessage(hash: Uint8Array, meaning: string): Buffer {
  return messageOf(witnessDomain, hash, meaning)
}

function messageOf(domain: Buffer, hash: Uint8Array, meaning: string): Buffer {
  const message = Buffer.allocUnsafeSlow(domain.length + hash.length + Buffer.byteLength(meaning))
  message.set(domain, 0)
  message.set(hash, domain.length)
  message.write(meaning, domain.length + hash.length)
  return message
}
