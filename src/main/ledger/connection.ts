/**
 * How the ledger's file is opened: to write with every commit on the disk, or to read from wherever it lies.
 *
 * Knows: SQLite's settings. Promises: a commit that returned is on the disk, and waits for no more than it must.
 */
import { existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import Database from 'better-sqlite3'

/** What every connection is opened with: never a new file, and no long wait for another's transaction. */
export const connection = { fileMustExist: true, timeout: 250 }
/** The log is carried over into the database after a thousand pages of four kibibytes. */
const logBytes = 4_200_000
const cacheKibibytes = 16_000

/** A connection for writing. */
export function openToWrite(path: string): Database.Database {
  const database = new Database(path, connection)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('fullfsync = 1')
    database.pragma('checkpoint_fullfsync = 1')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Gives the write-ahead log the size that it will have anyway, before the first commit. A commit that makes its file
 * longer waits for the file system's own records too, and takes two to three times as long as one that does not.
 * What is written here belongs to a transaction that is taken back, so neither SQLite nor a crash ever sees it.
 */
export function growLog(database: Database.Database, path: string): void {
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
  // The log may be gone already, with a ledger that was closed again at once.
  syncBeside(`${path}-wal`).catch(() => undefined)
}

/** Carries the log over into the database, as far as readers allow; what stays there is safe all the same. */
export function carryOver(database: Database.Database): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // A disk that is full or gone: the log still holds every commit.
  }
}

/** Beside everything else: if the first commit comes before it is done, that one waits for it. */
async function syncBeside(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Two bytes of the header say that a database has a write-ahead log; one that is only looked at in memory has none. */
const logMarks = { start: 18, end: 20, without: 1 }

/** A connection for reading. In a folder that may not be written, SQLite cannot read a log, so the file is read whole. */
export function openToRead(path: string): Database.Database {
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
