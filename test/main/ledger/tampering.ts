/** Hands that go around the ledger: a raw connection with the triggers taken away. */
import Database from 'better-sqlite3'

/** Alters a closed ledger through a raw connection, triggers and checks first taken away. */
export function tamper(path: string, ...statements: string[]): void {
  const database = new Database(path)
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all() as string[]
  for (const trigger of triggers) database.exec(`DROP TRIGGER ${trigger}`)
  for (const statement of statements) database.exec(statement)
  database.close()
}

/** The columns that make an entry, without its number. */
export const contentColumns =
  'at, member, meaning, session, witness, keyring, previous, hash, signature, witness_signature, registry, clinic, stock, allocation'
