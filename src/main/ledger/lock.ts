/**
 * One writer at a time, and the second is told who the first one is.
 *
 * Knows: a small SQLite database beside the ledger, `FILE.lock`. Promises: the lock lives exactly as long as the
 * process that holds it. What holds it is an open write transaction, which the system ends with the process; the row
 * in it, committed before, tells everybody else who that is. Removed on a clean close, harmless if left behind.
 */
import { rmSync, statSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import Database from 'better-sqlite3'

/** Who has the ledger open for writing: machine, user, process, and since when (UTC, ISO 8601). */
export type Holder = { readonly host: string; readonly user: string; readonly pid: number; readonly since: string }

/** A lock that is held; releasing it twice does nothing. */
export type Lock = { release(): void }

const attemptCount = 5

/** Takes the lock, or tells who has it; `holder` is null where that cannot be read at this moment. */
export function takeLock(ledgerPath: string, since: string): { lock: Lock } | { holder: Holder | null } {
  const path = `${ledgerPath}.lock`
  for (let attempt = 0; attempt < attemptCount; attempt++) {
    const database = new Database(path, { timeout: 0 })
    try {
      const place = fileAt(path)
      announce(database, since)
      database.exec('BEGIN IMMEDIATE')
      // Between opening and locking, the last holder may have removed the file: then this lock holds nobody off.
      if (place !== null && place === fileAt(path)) return { lock: held(database, path) }
      database.close()
    } catch (error) {
      const busy = String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')
      const holder = busy ? readHolder(database) : null
      database.close()
      if (!busy) throw error
      return { holder }
    }
  }
  return { holder: null }
}

function announce(database: Database.Database, since: string): void {
  database.pragma('journal_mode = DELETE')
  database.exec('BEGIN IMMEDIATE')
  database.exec(`CREATE TABLE IF NOT EXISTS holder (
    one INTEGER PRIMARY KEY CHECK (one = 1), host TEXT, user TEXT, pid INTEGER, since TEXT
  ) STRICT`)
  database
    .prepare('INSERT OR REPLACE INTO holder VALUES (1, ?, ?, ?, ?)')
    .run(hostname(), userName(), process.pid, since)
  database.exec('COMMIT')
}

function readHolder(database: Database.Database): Holder | null {
  try {
    return (database.prepare('SELECT host, user, pid, since FROM holder').get() as Holder | undefined) ?? null
  } catch {
    return null
  }
}

function held(database: Database.Database, path: string): Lock {
  return {
    release() {
      if (!database.open) return
      // Removed while still held, so that nobody can take the lock of a file that is about to go.
      if (process.platform !== 'win32') rmSync(path, { force: true })
      database.close()
      if (process.platform === 'win32') rmSync(path, { force: true })
    },
  }
}

function fileAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}

/** A system without an account for this process has no name to tell. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
