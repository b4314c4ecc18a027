/** What anybody sees who has the machine, the file and no key: files with sizes and bytes, entries, keyring rows. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shortHead } from '../../src/main/ledger/head.ts'
import { openLedger, type ReadableLedger } from '../../src/main/ledger/ledger.ts'
import { bytesShort, type World } from './world.ts'

/** Notes the files as they lie while the study is open. */
export function noteFiles(world: World): void {
  for (const entry of readdirSync(world.home, { recursive: true, withFileTypes: true }).sort(byPath)) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    world.note('everybody', ['file', path.slice(world.home.length), ...contentOf(world, path)])
  }
}

/** Notes entries and keyring as the file holds them. Gives the names of what is computed of sealed bytes. */
export function noteLedger(world: World): Map<string, string> {
  const names = new Map<string, string>()
  reading(world, (ledger) => {
    for (const entry of ledger.entries({ from: 1, limit: 100_000 })) {
      const { seq, at, member, meaning, session, witness, parts } = entry
      names.set(hex(entry.hash), `hash ${seq}`)
      names.set(shortHead(entry.hash, seq), `head ${seq}`)
      const sealed = [entry.previous, entry.hash, entry.signature, entry.witnessSignature]
      const boxes = parts.map(({ book, generation, box }) => [book, generation, box.length, ...bytesOf(world, box)])
      const computed = sealed.map((bytes) => (bytes === null ? null : [bytes.length, ...bytesOf(world, bytes)]))
      world.note('everybody', ['entry', seq, at, member, meaning, session, witness, boxes, computed])
    }
    for (const row of ledger.keyringRows()) world.note('everybody', ['keyring', ...Object.values(row)])
  })
  return names
}

/** With the real seal, boxes and what is computed of them are random bytes: their lengths are all there is to compare. */
function bytesOf(world: World, bytes: Uint8Array): readonly string[] {
  return world.ground.sealing === 'stand_in' ? [bytesShort(bytes)] : []
}

function contentOf(world: World, path: string): unknown[] {
  const bytes = readFileSync(path)
  if (path.endsWith('.json')) return [bytes.length, bytes.toString('utf8')]
  // The index of SQLite's log holds nothing of its own, and begins with numbers that SQLite throws itself.
  if (path.endsWith('-shm') || (path.startsWith(world.studyPath) && world.ground.sealing === 'real'))
    return [bytes.length]
  // What lies in a pack is sealed under a key of its own, whose envelopes depend on the arms: its length is all there is.
  if (path.endsWith('.counterseal-pack')) return [bytes.length, packWithoutBox(world, bytes.toString('utf8'))]
  if (path.endsWith('-wal')) return [bytes.length, bytesShort(withoutSalt(bytes))]
  return [bytes.length, ...(isSealed(world, path) ? [] : [bytesShort(bytes)])]
}

function packWithoutBox(world: World, text: string): object {
  const pack = JSON.parse(text) as { readonly box: string; readonly breakers: readonly { readonly packKey: string }[] }
  // Its keys are bound to the head, which is computed of sealed bytes.
  const breakers = pack.breakers.map((one) => ({
    ...one,
    packKey: world.ground.sealing === 'real' ? one.packKey.length : one.packKey,
  }))
  return { ...pack, breakers, box: pack.box.length }
}

/** A copy holds the boxes, too. */
function isSealed(world: World, path: string): boolean {
  return world.ground.sealing === 'real' && path.endsWith('.counterseal')
}

const logHeader = { length: 32, salt: 16 }
const frame = { header: 24, salt: 8, page: 4096 }

/** SQLite's log without the salt that SQLite throws itself, and the check sums over it: page numbers and pages remain. */
function withoutSalt(log: Buffer): Buffer {
  log.fill(0, logHeader.salt, logHeader.length)
  for (let start = logHeader.length; start < log.length; start += frame.header + frame.page)
    log.fill(0, start + frame.salt, start + frame.header)
  return log
}

function reading(world: World, read: (ledger: ReadableLedger) => void): void {
  const opening = openLedger(world.studyPath, { at: '', access: 'read' })
  if (!opening.ok) throw new Error('the study file could not be read')
  try {
    read(opening.ledger)
  } finally {
    opening.ledger.close()
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function byPath(one: { parentPath: string; name: string }, other: { parentPath: string; name: string }): number {
  return join(one.parentPath, one.name) < join(other.parentPath, other.name) ? -1 : 1
}
