/**
 * The tables and triggers of a ledger, and how its file begins.
 *
 * Knows: the layout. Promises: the database itself refuses to change or remove anything, and takes new rows only at
 * the end (without that, `INSERT OR REPLACE` would walk around the other two).
 */
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { books } from '../../core/books.ts'
import { connection } from './connection.ts'

/** 'Csea' in the header of the database: tells the file from any other SQLite database. */
export const applicationId = 0x43736561
/** The format written today; a newer one is refused. */
export const format = 1
/** Bytes of the random name of a file. */
export const fileIdBytes = 16

/** The meaning of the entry that ends a session: at each of them the head was signed and everything before checked. */
export const checkpointMeaning = 'lock'

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
  CREATE INDEX checkpoint ON entry (seq) WHERE meaning = '${checkpointMeaning}';
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

/** Writes an empty ledger to a place where nothing may lie yet. */
export function createStore(path: string, fileId: Uint8Array, createdAt: string): void {
  closeSync(openSync(path, 'wx', 0o600))
  const database = new Database(path, connection)
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
