/**
 * The ledger: an append-only, hash-chained, signed list of sealed acts in one file.
 *
 * Knows: entries, the keyring's rows, the head, attachments, tries to unlock. Knows nothing of the trial and holds no
 * key. Promises: what `append` returned is on the disk; a batch is there whole or not at all; after a fault the file is
 * as it was before.
 *
 * Invariants: entry n follows entry n − 1 and names its hash; only the holder of the lock appends.
 */
import { existsSync, statSync } from 'node:fs'
import { books } from '../../core/books.ts'
import {
  cellOf,
  type Entry,
  type EntryDraft,
  EntryHasher,
  keyringDigest,
  noHash,
  type Part,
  type PlacedKeyringRow,
  partOf,
  signedMessage,
  witnessedMessage,
} from './entry.ts'
import { faultOf, LedgerFault } from './fault.ts'
import { type Head, sameHead } from './head.ts'
import { type Holder, type Lock, takeLock } from './lock.ts'
import { type Replay, type ReplayOutcome, replayStore } from './replay.ts'
import { applicationId, createStore, format } from './schema.ts'
import { type Attempt, type EntryRow, firstCell, Store } from './store.ts'

/** A ledger that can be read. Handed to everything that has no business writing. */
export interface ReadableLedger {
  readonly path: string
  /** Sixteen random bytes, the file's name in every hash and every seal. */
  readonly fileId: Uint8Array
  readonly createdAt: string
  /** The last entry this ledger knows of. */
  head(): Head
  /** The hash of an entry; null where there is none of that number. A remembered head is compared with this. */
  entryHash(seq: number): Uint8Array | null
  /** A page of entries in order, `limit` at most. */
  entries(page: { from: number; limit: number }): Entry[]
  /** The keyring rows that entries after `after` introduced, in order. */
  keyringRows(after?: number): PlacedKeyringRow[]
  /** The sealed box of an attachment; null where the ledger has none of that digest. */
  readAttachment(digest: Uint8Array): Uint8Array | null
  attachmentDigests(): Uint8Array[]
  /** Reads all entries in order, checks the chain, opens what can be opened; see `Replay`. */
  replay(replay: Replay): Promise<ReplayOutcome>
  /** A copy of the whole file at a place where nothing lies yet; it verifies to the same head. */
  copyTo(path: string): void
  close(): void
}

/** A ledger that also takes entries. One place of the application holds this. */
export interface WritableLedger extends ReadableLedger {
  /**
   * Adds entries after the expected head, in one transaction: all or none, on the disk when it returns.
   * Parts must have been sealed for the numbers the entries get: expected head plus 1, plus 2, …
   * @throws LedgerFault; nothing was written then, and the head is where it was
   */
  append(expected: Head, drafts: readonly EntryDraft[]): Entry[]
  /** The recorded tries to unlock, oldest first. */
  attempts(): Attempt[]
  /** Records a try to unlock, on the disk when it returns. @throws LedgerFault */
  recordAttempt(attempt: Attempt): void
}

/** Why a file that could be opened takes no entries. */
export type ReadOnlyReason = 'asked' | 'read_only' | 'damaged'

/** Why a file was not opened at all. */
export type OpenRefusal =
  | { readonly ok: false; readonly refused: 'held'; readonly holder: Holder | null }
  | { readonly ok: false; readonly refused: 'newer_format'; readonly format: number }
  | { readonly ok: false; readonly refused: 'missing' | 'not_a_ledger' | 'unreadable' }

/** What opening gives: a ledger to write, one to read (and why), or a refusal. */
export type Opening =
  | { readonly ok: true; readonly access: 'write'; readonly ledger: WritableLedger }
  | { readonly ok: true; readonly access: 'read'; readonly ledger: ReadableLedger; readonly because: ReadOnlyReason }
  | OpenRefusal

/** What a new ledger is made of: what the clock and the dice decide. */
export type Creation = { readonly createdAt: string; readonly fileId: Uint8Array }

/**
 * Writes an empty ledger and opens it. Its first entry, the birth certificate, is for the caller to append.
 * @throws LedgerFault; `refused` where something lies at the path already
 */
export function createLedger(path: string, creation: Creation): WritableLedger {
  try {
    createStore(path, creation.fileId, creation.createdAt)
    const opened = openLedger(path, { at: creation.createdAt })
    if (!opened.ok || opened.access !== 'write') throw new LedgerFault('refused')
    return opened.ledger
  } catch (error) {
    throw faultOf(error)
  }
}

/**
 * Opens a ledger. What it looks at is the header, the tables and the last entry; the chain is checked by `replay`, all
 * signatures by `verify`. A ledger whose end is broken opens for reading only.
 * `at` is the time the lock is taken (UTC, ISO 8601).
 */
export function openLedger(path: string, options: { at: string; access?: 'write' | 'read' }): Opening {
  if (!existsSync(path)) return { ok: false, refused: 'missing' }
  try {
    const identity = Store.identify(path)
    if (identity.applicationId !== applicationId) return { ok: false, refused: 'not_a_ledger' }
    if (identity.format > format) return { ok: false, refused: 'newer_format', format: identity.format }
  } catch (error) {
    return { ok: false, refused: faultOf(error).code === 'damaged' ? 'not_a_ledger' : 'unreadable' }
  }
  if (options.access === 'read') return openForReading(path, 'asked')
  return openForWriting(path, options.at)
}

function openForReading(path: string, because: ReadOnlyReason): Opening {
  try {
    return { ok: true, access: 'read', because, ledger: new OpenLedger(path, null) }
  } catch {
    return { ok: false, refused: 'unreadable' }
  }
}

function openForWriting(path: string, at: string): Opening {
  let taken: ReturnType<typeof takeLock>
  try {
    taken = takeLock(path, at)
  } catch {
    return openForReading(path, 'read_only')
  }
  if (!('lock' in taken)) return { ok: false, refused: 'held', holder: taken.holder }
  try {
    const ledger = new OpenLedger(path, taken.lock)
    if (ledger.endIsSound()) return { ok: true, access: 'write', ledger }
    ledger.close()
    return openForReading(path, 'damaged')
  } catch (error) {
    taken.lock.release()
    return openForReading(path, faultOf(error).code === 'read_only' ? 'read_only' : 'damaged')
  }
}

const longestName = 256
const lookMilliseconds = 200

class OpenLedger implements WritableLedger {
  readonly path: string
  readonly fileId: Uint8Array
  readonly createdAt: string
  readonly #store: Store
  readonly #lock: Lock | null
  readonly #hasher: EntryHasher
  readonly #place: string | null
  #head: Head
  #writable: boolean
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(path: string, lock: Lock | null) {
    this.path = path
    this.#lock = lock
    this.#store = new Store(path, lock === null ? 'read' : 'write')
    try {
      const meta = this.#store.meta()
      this.fileId = meta.fileId
      this.createdAt = meta.createdAt
      this.#hasher = new EntryHasher(meta.fileId)
      const seq = this.#store.lastSeq()
      this.#head = { seq, hash: this.#store.hashOf(seq) ?? noHash }
      this.#place = placeOf(path)
      this.#writable = lock !== null
      // In a turn of its own: opening must not keep anybody waiting for what the first commit needs.
      if (this.#writable) setImmediate(() => this.#store.prepareLog()).unref()
    } catch (error) {
      this.#store.close()
      throw error
    }
  }

  /** True where the last entry is what its hash says and follows the one before. */
  endIsSound(): boolean {
    const row = this.#store.lastRow()
    if (row === undefined) return true
    const before = this.#store.hashOf(row[0] - 1) ?? noHash
    const hash = this.#hasher.hash(fieldsOf(row), before, row.slice(firstCell) as (Buffer | null)[])
    return Buffer.compare(hash, row[8]) === 0 && Buffer.compare(before, row[7]) === 0
  }

  head(): Head {
    return this.#head
  }

  entryHash(seq: number): Uint8Array | null {
    return this.#store.hashOf(seq)
  }

  entries(page: { from: number; limit: number }): Entry[] {
    return this.#store.rows(page.from, page.limit).map(entryOf)
  }

  keyringRows(after = 0): PlacedKeyringRow[] {
    return this.#store.keyring(after + 1, Number.MAX_SAFE_INTEGER)
  }

  readAttachment(digest: Uint8Array): Uint8Array | null {
    return this.#store.attachment(digest)
  }

  attachmentDigests(): Uint8Array[] {
    return this.#store.attachmentDigests()
  }

  async replay(replay: Replay): Promise<ReplayOutcome> {
    const outcome = await replayStore(this.#store, this.path, this.fileId, replay)
    if (!outcome.ok && 'bad' in outcome) this.#writable = false
    return outcome
  }

  attempts(): Attempt[] {
    return this.#store.attempts()
  }

  recordAttempt(attempt: Attempt): void {
    this.#write(() => this.#store.recordAttempt(attempt))
  }

  append(expected: Head, drafts: readonly EntryDraft[]): Entry[] {
    if (!this.#writable) throw new LedgerFault('not_writable')
    if (!sameHead(expected, this.#head)) throw new LedgerFault('head_moved')
    const entries: Entry[] = []
    const rows: EntryRow[] = []
    let head = this.#head
    for (const draft of drafts) {
      const row = this.#rowOf(draft, head)
      rows.push(row)
      entries.push(entryOf(row))
      head = { seq: row[0], hash: row[8] }
    }
    const keyring = drafts.flatMap((draft, index) =>
      (draft.keyring ?? []).map((row, position) => ({ ...row, entry: this.#head.seq + 1 + index, position })),
    )
    const attachments = drafts.flatMap((draft) => draft.attachments ?? [])
    if (rows.length === 0) return []
    this.#write(() => this.#store.write({ rows, keyring, attachments }))
    this.#head = head
    return entries
  }

  #rowOf(draft: EntryDraft, head: Head): EntryRow {
    insistFit(draft)
    const keyring = draft.keyring?.length ? Buffer.from(keyringDigest(draft.keyring)) : null
    const cells = books.map((book) => {
      const part = draft.parts.find((one) => one.book === book)
      return part === undefined ? null : cellOf(part)
    })
    const { at, member, meaning, session } = draft
    const witness = draft.witness?.member ?? null
    const fields = { seq: head.seq + 1, at, member, meaning, session, witness, keyring }
    const hash = this.#hasher.hash(fields, head.hash, cells)
    const signature = draft.sign(signedMessage(hash, meaning))
    const witnessed = draft.witness?.sign(witnessedMessage(hash, meaning))
    return [
      fields.seq,
      at,
      member,
      meaning,
      session,
      witness,
      keyring,
      asBuffer(head.hash),
      asBuffer(hash),
      asBuffer(signature),
      witnessed === undefined ? null : asBuffer(witnessed),
      ...cells,
    ]
  }

  /** Runs a write; whatever goes wrong leaves as a fault, and a failing disk closes the ledger for writing. */
  #write(write: () => void): void {
    if (!this.#writable) throw new LedgerFault('not_writable')
    // An unlinked file can still be written on most systems; what is written there is lost.
    if (!this.#isInPlace()) throw new LedgerFault('vanished')
    try {
      this.#store.prepareLog()
      write()
    } catch (error) {
      const fault = faultOf(error)
      // Whether a write that failed half-way reached the disk is known only after the next opening.
      if (fault.code === 'disk_failed' || fault.code === 'damaged') this.#writable = false
      throw fault
    }
  }

  /**
   * Whether the file is where it was opened. In a rapid series of writes this is asked now and then only: it costs as
   * much as a signature. What was written to a file just lost is not: `copyTo` still finds all of it.
   */
  #isInPlace(): boolean {
    const now = performance.now()
    if (now - this.#lookedAt < lookMilliseconds) return true
    if (placeOf(this.path) !== this.#place) return false
    this.#lookedAt = now
    return true
  }

  copyTo(path: string): void {
    if (existsSync(path)) throw new LedgerFault('refused')
    try {
      this.#store.copyTo(path)
    } catch (error) {
      throw faultOf(error)
    }
  }

  close(): void {
    this.#writable = false
    this.#store.close()
    this.#lock?.release()
  }
}

function placeOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}

function insistFit(draft: EntryDraft): void {
  const named = [draft.at, draft.member, draft.meaning, draft.witness?.member ?? '-']
  const fit =
    named.every((text) => text.length > 0 && text.length <= longestName) &&
    draft.witness?.member !== draft.member &&
    new Set(draft.parts.map((part) => part.book)).size === draft.parts.length &&
    draft.parts.every((part) => Number.isInteger(part.generation) && part.generation > 0)
  if (!fit) throw new LedgerFault('draft_unfit')
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The hashed fields of a stored row. */
function fieldsOf(row: EntryRow) {
  const [seq, at, member, meaning, session, witness, keyring] = row
  return { seq, at, member, meaning, session, witness, keyring }
}

/** A stored row as an entry; its boxes are views of the row's cells. */
function entryOf(row: EntryRow): Entry {
  const parts: Part[] = []
  books.forEach((book, place) => {
    const cell = row[firstCell + place] as Buffer | null
    if (cell !== null) parts.push(partOf(book, cell))
  })
  const [, , , , , , , previous, hash, signature, witnessSignature] = row
  return { ...fieldsOf(row), previous, hash, signature, witnessSignature, parts }
}
