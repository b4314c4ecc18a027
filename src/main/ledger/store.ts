/**
 * The statements of the ledger: one SQLite database, write-ahead log, every commit synchronised with the disk.
 *
 * Knows: rows. Promises: a batch is written whole or not at all.
 *
 * Layout: the parts of an entry stand in its own row, one column for each book, instead of in a table of their own.
 * A commit then touches one leaf of one tree, and opening reads one row for an entry and joins nothing. Each such cell
 * is four bytes of generation followed by the box. The view `part` shows them one by one.
 */
import type Database from 'better-sqlite3'
import { books } from '../../core/books.ts'
import { carryOver, growLog, openToRead, openToWrite } from './connection.ts'
import type { Attachment, PlacedKeyringRow } from './entry.ts'
import { checkpointMeaning } from './schema.ts'

type EntryRowFields = [
  seq: number,
  at: string,
  member: string,
  meaning: string,
  session: number | null,
  witness: string | null,
]
type EntryRowCells = (Buffer | null)[]
/** An entry as its row holds it: the fields, then one cell for each book, in the order of `books`. */
export type EntryRow = [
  ...EntryRowFields,
  keyring: Buffer | null,
  previous: Buffer,
  hash: Buffer,
  signature: Buffer,
  witnessSignature: Buffer | null,
  ...cells: EntryRowCells,
]
/** The place of the first book's cell in an `EntryRow`. */
export const firstCell = 11

/** An `EntryRow` that was checked elsewhere, read for its content. */
export type ContentRow = [...EntryRowFields, keyring: null, previous: null, hash: Buffer, null, null, ...EntryRowCells]

/** An `EntryRow` whose chain was checked elsewhere, read for its signatures. */
export type SignedRow = [
  ...EntryRowFields,
  keyring: null,
  previous: null,
  hash: Buffer,
  signature: Buffer,
  witnessSignature: Buffer | null,
  ...cells: null[],
]

type Reading = { fields: Database.Statement<[number, number]>; bytes: Database.Statement<[number, number]> }

/** One block for the bytes of all rows is several times quicker to read than one for each; the rows hold views of it. */
function readRows({ fields, bytes }: Reading, from: number, limit: number): unknown[][] {
  const rows = fields.all(from, limit) as unknown[][]
  if (rows.length === 0) return []
  const block = bytes.get(from, limit) as Buffer
  let place = 0
  for (const row of rows) {
    for (let column = firstBytes; column < row.length; column++) {
      const length = row[column]
      if (typeof length !== 'number') continue
      row[column] = block.subarray(place, place + length)
      place += length
    }
  }
  return rows
}

/** A recorded try to unlock; `bucket` is the one-byte mark of the typed login, see `vault/unlock.ts`. */
export type Attempt = {
  readonly at: string
  readonly member: string | null
  readonly bucket: number
  readonly opened: boolean
}

/** Everything one transaction writes. */
export type Batch = {
  readonly rows: readonly EntryRow[]
  readonly keyring: readonly PlacedKeyringRow[]
  readonly attachments: readonly Attachment[]
}

const bookColumns = books.join(', ')
const texts = 'seq, at, member, meaning, session, witness'
const byteColumns = ['keyring', 'previous', 'hash', 'signature', 'witness_signature', ...books]
const fields = `${texts}, keyring, previous, hash, signature, witness_signature`
/** The place of the first column of bytes in an `EntryRow`. */
const firstBytes = 6

/** What the header of a database says about itself. */
export type Identity = { readonly applicationId: number; readonly format: number }

/** One connection to the database; reading only unless opened for writing. */
export class Store {
  readonly #database: Database.Database
  readonly #path: string
  #logIsReady = false
  readonly #whole: Reading
  readonly #content: Reading
  readonly #signed: Reading
  readonly #keyringRows: Database.Statement<[number, number]>
  readonly #insertEntry: Database.Statement<unknown[]>
  readonly #insertKeyring: Database.Statement<unknown[]>
  readonly #insertAttachment: Database.Statement<unknown[]>
  readonly #writeBatch: (batch: Batch) => void

  /** @throws an error of SQLite where the file is missing, no database or not a ledger's */
  constructor(path: string, access: 'read' | 'write') {
    this.#path = path
    this.#database = access === 'read' ? openToRead(path) : openToWrite(path)
    try {
      const places = [...fields.split(','), ...books].map(() => '?').join(', ')
      this.#whole = this.#reading(byteColumns)
      this.#content = this.#reading(['hash', ...books])
      this.#signed = this.#reading(['hash', 'signature', 'witness_signature'])
      this.#keyringRows = this.#prepare(
        'SELECT entry, position, member, kind, content FROM keyring WHERE entry BETWEEN ? AND ? ORDER BY entry, position',
      )
      this.#insertEntry = this.#prepare(`INSERT INTO entry (${fields}, ${bookColumns}) VALUES (${places})`)
      this.#insertKeyring = this.#prepare('INSERT INTO keyring VALUES (?, ?, ?, ?, ?)')
      this.#insertAttachment = this.#prepare('INSERT INTO attachment (digest, box) VALUES (?, ?)')
      this.#writeBatch = this.#database.transaction((batch: Batch) => this.#writeAll(batch)).immediate
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  #prepare<Parameters extends unknown[]>(sql: string): Database.Statement<Parameters> {
    return this.#database.prepare<Parameters>(sql)
  }

  /** Application and format as the header of any SQLite database states them. */
  static identify(path: string): Identity {
    const database = openToRead(path)
    try {
      return {
        applicationId: database.pragma('application_id', { simple: true }) as number,
        format: database.pragma('user_version', { simple: true }) as number,
      }
    } finally {
      database.close()
    }
  }

  meta(): { fileId: Buffer; createdAt: string } {
    const row = this.#prepare('SELECT file, created FROM meta').raw().get() as [Buffer, string] | undefined
    if (row === undefined) throw Object.assign(new Error('no meta row'), { code: 'SQLITE_CORRUPT' })
    return { fileId: row[0], createdAt: row[1] }
  }

  /** Statements that read rows: fields with the lengths of the wanted columns, and the bytes of all of them at once. */
  #reading(wanted: readonly string[]): Reading {
    const lengths = byteColumns.map((column) => (wanted.includes(column) ? `length(${column})` : 'NULL'))
    const bytes = wanted.map((column) => `coalesce(${column}, x'')`)
    return {
      fields: this.#prepare<[number, number]>(
        `SELECT ${texts}, ${lengths} FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?`,
      ).raw(),
      bytes: this.#prepare<[number, number]>(
        `SELECT CAST(group_concat(bytes, '') AS BLOB) FROM (
          SELECT ${bytes.join(' || ')} AS bytes FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?
        )`,
      ).pluck(),
    }
  }

  /** Up to `limit` entries from `from` on, in order. */
  rows(from: number, limit: number): EntryRow[] {
    return readRows(this.#whole, from, limit) as EntryRow[]
  }

  /** The same without what only checking needs: keyring digest, predecessor and signatures are null. */
  contentRows(from: number, limit: number): ContentRow[] {
    return readRows(this.#content, from, limit) as ContentRow[]
  }

  /** The same with nothing but what signatures need. */
  signedRows(from: number, limit: number): SignedRow[] {
    return readRows(this.#signed, from, limit) as SignedRow[]
  }

  lastRow(): EntryRow | undefined {
    return this.#prepare(`SELECT ${fields}, ${bookColumns} FROM entry ORDER BY seq DESC LIMIT 1`).raw().get() as
      | EntryRow
      | undefined
  }

  lastSeq(): number {
    return this.#prepare('SELECT coalesce(max(seq), 0) FROM entry').pluck().get() as number
  }

  hashOf(seq: number): Buffer | null {
    return (
      (this.#prepare<[number]>('SELECT hash FROM entry WHERE seq = ?').pluck().get(seq) as Buffer | undefined) ?? null
    )
  }

  /** The place of something that no writer ever put there: an entry below 1, keyring rows of no entry; null if none. */
  stray(): number | null {
    const entry = this.#prepare('SELECT min(seq) FROM entry').pluck().get() as number | null
    if (entry !== null && entry < 1) return entry
    const sql = 'SELECT entry FROM keyring WHERE entry < 1 OR entry > (SELECT coalesce(max(seq), 0) FROM entry) LIMIT 1'
    return (this.#prepare(sql).pluck().get() as number | undefined) ?? null
  }

  /** The last checkpoint, or 0. */
  lastCheckpoint(): number {
    // The meaning stands in the text, for SQLite takes the index of the checkpoints only then.
    const sql = `SELECT coalesce(max(seq), 0) FROM entry WHERE meaning = '${checkpointMeaning}'`
    return this.#prepare(sql).pluck().get() as number
  }

  /** The keyring rows of the entries from `first` to `last`, in order. */
  keyring(first: number, last: number): PlacedKeyringRow[] {
    return this.#keyringRows.all(first, last) as PlacedKeyringRow[]
  }

  attachment(digest: Uint8Array): Buffer | null {
    const sql = 'SELECT box FROM attachment WHERE digest = ?'
    return (this.#prepare<[Uint8Array]>(sql).pluck().get(digest) as Buffer | undefined) ?? null
  }

  attachmentDigests(): Buffer[] {
    return this.#prepare('SELECT digest FROM attachment ORDER BY id').pluck().all() as Buffer[]
  }

  attempts(): Attempt[] {
    const rows = this.#prepare('SELECT at, member, bucket, opened FROM attempt ORDER BY id').all() as (Omit<
      Attempt,
      'opened'
    > & { opened: number })[]
    return rows.map((row) => ({ ...row, opened: row.opened === 1 }))
  }

  recordAttempt(attempt: Attempt): void {
    this.#prepare<unknown[]>(
      'INSERT INTO attempt VALUES ((SELECT coalesce(max(id), 0) + 1 FROM attempt), ?, ?, ?, ?)',
    ).run(attempt.at, attempt.member, attempt.bucket, attempt.opened ? 1 : 0)
  }

  /** Makes the commits to come quick; see `growLog`. Does nothing the second time. */
  prepareLog(): void {
    if (this.#logIsReady || !this.#database.open) return
    this.#logIsReady = true
    growLog(this.#database, this.#path)
  }

  /** All of it or none; on the disk when it returns. A lone entry needs no transaction around its one statement. */
  write(batch: Batch): void {
    const [only] = batch.rows
    if (only !== undefined && batch.rows.length + batch.keyring.length + batch.attachments.length === 1) {
      this.#insertEntry.run(only)
    } else this.#writeBatch(batch)
  }

  #writeAll(batch: Batch): void {
    let placed = 0
    for (const row of batch.rows) {
      this.#insertEntry.run(row)
      // The rows of an entry must follow it before the next entry comes: the trigger looks at the last one.
      for (; batch.keyring[placed]?.entry === row[0]; placed++) {
        const { entry, position, member, kind, content } = batch.keyring[placed] as PlacedKeyringRow
        this.#insertKeyring.run(entry, position, member, kind, content)
      }
    }
    for (const { digest, box } of batch.attachments) this.#insertAttachment.run(digest, box)
  }

  /** A copy of the whole database, as it stands now, at a place where nothing lies yet. */
  copyTo(path: string): void {
    this.#prepare<[string]>('VACUUM INTO ?').run(path)
  }

  close(): void {
    if (!this.#database.open) return
    // While somebody still reads beside it, SQLite would leave the log for later; the file alone is what people copy.
    if (!this.#database.readonly) carryOver(this.#database)
    this.#database.close()
  }
}
