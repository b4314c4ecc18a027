/**
 * The SQL of the ledger: one SQLite database, write-ahead log, every commit synchronised with the disk.
 *
 * Knows: tables, triggers, rows. Promises: the database itself refuses to change or remove an entry or a keyring row,
 * and takes a new entry only at the end (without that, `INSERT OR REPLACE` would walk around the other two).
 *
 * Layout: the parts of an entry stand in its own row, one column for each book, instead of in a table of their own.
 * A commit then touches one leaf of one tree, and opening reads one row for an entry and joins nothing. Each such cell
 * is four bytes of generation followed by the box. The view `part` shows them one by one.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { books } from '../../core/books.ts'
import type { Attachment, PlacedKeyringRow } from './entry.ts'

/** 'Csea' in the header of the database: tells the file from any other SQLite database. */
export const applicationId = 0x43736561
/** The format written today; a newer one is refused. */
export const format = 1
/** Bytes of the random name of a file. */
export const fileIdBytes = 16

const busyMilliseconds = 250
/** The log is carried over into the database after a thousand pages of four kibibytes. */
const logBytes = 4_200_000
const cacheKibibytes = 16_000

const bookColumns = books.join(', ')
const schema = `
  CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    file BLOB NOT NULL CHECK (length(file) = ${fileIdBytes}),
    created TEXT NOT NULL
  ) STRICT;
  CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    member TEXT NOT NULL,
    meaning TEXT NOT NULL,
    session INTEGER,
    witness TEXT,
    keyring BLOB,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    witness_signature BLOB,
    ${books.map((book) => `${book} BLOB`).join(', ')}
  ) STRICT;
  CREATE TABLE keyring (
    entry INTEGER NOT NULL,
    position INTEGER NOT NULL,
    member TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (entry, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE attachment (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, box BLOB NOT NULL) STRICT;
  CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, member TEXT, bucket INTEGER NOT NULL, opened INTEGER NOT NULL
  ) STRICT;
  CREATE VIEW part (entry, book, box) AS
    ${books.map((book) => `SELECT seq, '${book}', substr(${book}, 5) FROM entry WHERE ${book} IS NOT NULL`).join(' UNION ALL ')};

  CREATE TRIGGER meta_once BEFORE INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta)
    BEGIN SELECT RAISE(ABORT, 'meta is append-only'); END;
  CREATE TRIGGER entry_in_order BEFORE INSERT ON entry
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
    BEGIN SELECT RAISE(ABORT, 'an entry is added at the end only'); END;
  CREATE TRIGGER keyring_in_order BEFORE INSERT ON keyring
    WHEN NEW.entry IS NOT (SELECT max(seq) FROM entry)
      OR NEW.position IS NOT (SELECT count(*) FROM keyring WHERE entry = NEW.entry)
    BEGIN SELECT RAISE(ABORT, 'a keyring row belongs to the entry being added'); END;
  CREATE TRIGGER attachment_once BEFORE INSERT ON attachment
    WHEN EXISTS (SELECT 1 FROM attachment WHERE digest = NEW.digest OR id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'an attachment is kept once'); END;
  CREATE TRIGGER attempt_in_order BEFORE INSERT ON attempt
    WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM attempt)
    BEGIN SELECT RAISE(ABORT, 'an attempt is added at the end only'); END;
  ${['meta', 'entry', 'keyring', 'attachment', 'attempt'].map(refuseChange).join('\n')}
`

function refuseChange(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (act) => `CREATE TRIGGER ${table}_no_${act.toLowerCase()} BEFORE ${act} ON ${table}
        BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
    )
    .join('\n')
}

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

const texts = 'seq, at, member, meaning, session, witness'
const byteColumns = ['keyring', 'previous', 'hash', 'signature', 'witness_signature', ...books]
const fields = `${texts}, keyring, previous, hash, signature, witness_signature`
/** The place of the first column of bytes in an `EntryRow`. */
const firstBytes = 6

/** Writes an empty ledger to a place where nothing may lie yet. */
export function createStore(path: string, fileId: Uint8Array, createdAt: string): void {
  closeSync(openSync(path, 'wx', 0o600))
  const database = new Database(path, { timeout: busyMilliseconds })
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma(`application_id = ${applicationId}`)
    database.pragma(`user_version = ${format}`)
    database.transaction(() => {
      database.exec(schema)
      database.prepare('INSERT INTO meta VALUES (1, ?, ?)').run(fileId, createdAt)
    })()
  } finally {
    database.close()
  }
  syncFolder(dirname(path))
}

/** A new file is on the disk only once its folder is; where folders cannot be synchronised (Windows) the system does it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Gives the write-ahead log the size that it will have anyway, before the first commit. A commit that makes its file
 * longer waits for the file system's own records too, and takes two to three times as long as one that does not.
 * What is written here belongs to a transaction that is taken back, so neither SQLite nor a crash ever sees it.
 */
function growLog(database: Database.Database, path: string): void {
  database.pragma('cache_size = 10')
  try {
    database.exec('BEGIN IMMEDIATE')
    database.prepare('INSERT INTO attachment (digest, box) VALUES (zeroblob(0), zeroblob(?))').run(logBytes)
  } catch {
    // A disk without that room may still have room for an entry; and what cannot be written at all shows with the first.
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK')
    database.pragma(`cache_size = -${cacheKibibytes}`)
  }
  syncFile(`${path}-wal`)
}

/** Best effort: the first commit would do it. */
function syncFile(path: string): void {
  try {
    const handle = openSync(path, 'r+')
    fsyncSync(handle)
    closeSync(handle)
  } catch {
    // The log is made when it is first needed.
  }
}

const connection = { fileMustExist: true, timeout: busyMilliseconds }
/** Two bytes of the header say that a database has a write-ahead log; one that is only looked at in memory has none. */
const logMarks = { start: 18, end: 20, without: 1 }

/** A connection for reading. In a folder that may not be written, SQLite cannot read a log, so the file is read whole. */
function openToRead(path: string): Database.Database {
  const database = new Database(path, { ...connection, readonly: true })
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return database
  } catch (error) {
    database.close()
    const code = String((error as { code?: unknown }).code)
    if (!/^SQLITE_(CANTOPEN|READONLY)/.test(code) || existsSync(`${path}-wal`)) throw error
    const image = readFileSync(path)
    image.fill(logMarks.without, logMarks.start, logMarks.end)
    return new Database(image, { readonly: true })
  }
}

/** What the header of a database says about itself. */
export type Identity = { readonly applicationId: number; readonly format: number }

/** One connection to the database; reading only unless opened for writing. */
export class Store {
  readonly #database: Database.Database
  readonly #whole: Reading
  readonly #content: Reading
  readonly #keyringRows: Database.Statement<[number, number]>
  readonly #insertEntry: Database.Statement<unknown[]>
  readonly #insertKeyring: Database.Statement<unknown[]>
  readonly #insertAttachment: Database.Statement<unknown[]>
  readonly #writeBatch: (batch: Batch) => void

  /** @throws an error of SQLite where the file is missing, no database or not a ledger's */
  constructor(path: string, access: 'read' | 'write') {
    this.#database = access === 'read' ? openToRead(path) : new Database(path, { ...connection, readonly: false })
    try {
      if (access === 'write') {
        this.#database.pragma('journal_mode = WAL')
        this.#database.pragma('synchronous = FULL')
        this.#database.pragma('fullfsync = 1')
        this.#database.pragma('checkpoint_fullfsync = 1')
        growLog(this.#database, path)
      }
      const places = [...fields.split(','), ...books].map(() => '?').join(', ')
      this.#whole = this.#reading(byteColumns)
      this.#content = this.#reading(['hash', ...books])
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

  /** The last entry with that meaning, or 0. */
  lastWithMeaning(meaning: string): number {
    const sql = 'SELECT seq FROM entry WHERE meaning = ? ORDER BY seq DESC LIMIT 1'
    return (this.#prepare<[string]>(sql).pluck().get(meaning) as number | undefined) ?? 0
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
    if (this.#database.open) this.#database.close()
  }
}
