import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { LedgerFault, type LedgerFaultCode } from '../../../src/main/ledger/fault.ts'
import { sameHead } from '../../../src/main/ledger/head.ts'
import { createLedger, openLedger, type WritableLedger } from '../../../src/main/ledger/ledger.ts'
import { Store } from '../../../src/main/ledger/store.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { newFolder } from '../../support/folder.ts'
import { nodeForSources } from '../../support/node.ts'
import { at, doseContents, draftOf, fill, memberRow, signingPair, type Written, writtenLedger } from './written.ts'

const open: WritableLedger[] = []
afterEach(() => {
  for (const ledger of open.splice(0)) ledger.close()
})

function fresh(): Written {
  const written = writtenLedger()
  open.push(written.ledger)
  return written
}

function faultOf(act: () => unknown): LedgerFaultCode | null {
  try {
    act()
    return null
  } catch (error) {
    return error instanceof LedgerFault ? error.code : null
  }
}

function raw(path: string): Database.Database {
  return new Database(path)
}

describe('appending', () => {
  it('P5 keeps what was written, in order, with its time and its maker', () => {
    const { ledger, ...rest } = fresh()
    const [entry] = ledger.append(ledger.head(), [draftOf(rest, 2, doseContents(2))])
    const [read] = ledger.entries({ from: 2, limit: 10 })
    expect(read).toEqual(entry)
    expect(read).toMatchObject({ seq: 2, at, member: 'ana', meaning: 'act', session: 1, witness: null })
    expect(read?.parts.map((part) => part.book)).toEqual(['clinic', 'stock'])
    expect(ledger.head()).toEqual({ seq: 2, hash: entry?.hash })
    expect(ledger.entryHash(2)).toEqual(entry?.hash)
    expect(ledger.entryHash(3)).toBeNull()
  })

  it('refuses when somebody else appended in between', () => {
    const { ledger, ...rest } = fresh()
    const before = ledger.head()
    ledger.append(before, [draftOf(rest, 2, {})])
    expect(faultOf(() => ledger.append(before, [draftOf(rest, 2, {})]))).toBe('head_moved')
    expect(ledger.head().seq).toBe(2)
  })

  it('writes all of a batch or none of it', () => {
    const { ledger, path, ...rest } = fresh()
    const bad = { ...draftOf(rest, 3, {}), member: '' }
    expect(faultOf(() => ledger.append(ledger.head(), [draftOf(rest, 2, {}), bad]))).toBe('draft_unfit')
    // A keyring row that the table refuses fails in the middle of the transaction.
    const failing = {
      ...draftOf(rest, 3, {}),
      keyring: [{ ...memberRow('eve', Buffer.alloc(32)), kind: null as never }],
    }
    expect(() => ledger.append(ledger.head(), [draftOf(rest, 2, {}), failing])).toThrow()
    expect(ledger.head().seq).toBe(1)
    expect(raw(path).prepare('SELECT count(*) FROM entry').pluck().get()).toBe(1)
    expect(ledger.append(ledger.head(), [draftOf(rest, 2, {}), draftOf(rest, 3, {})]).map(({ seq }) => seq)).toEqual([
      2, 3,
    ])
  })

  it('P15 refuses a witness who is the signer', async () => {
    const { ledger, path, own, ...rest } = fresh()
    const draft = draftOf(rest, 2, {})
    expect(
      faultOf(() => ledger.append(ledger.head(), [{ ...draft, witness: { member: 'ana', sign: own.sign } }])),
    ).toBe('draft_unfit')
    const bea = signingPair(2)
    const enrolment = { ...draft, keyring: [memberRow('bea', bea.publicKey)] }
    ledger.append(ledger.head(), [enrolment, { ...draftOf(rest, 3, {}), witness: { member: 'bea', sign: bea.sign } }])
    expect(await verify(path)).toMatchObject({ ok: true, entries: 3 })
  })

  it('keeps attachments sealed, by digest', () => {
    const { ledger, ...rest } = fresh()
    const attachment = { digest: Buffer.alloc(32, 9), box: Buffer.from('sealed') }
    ledger.append(ledger.head(), [{ ...draftOf(rest, 2, {}), attachments: [attachment] }])
    expect(ledger.readAttachment(attachment.digest)).toEqual(attachment.box)
    expect(ledger.readAttachment(Buffer.alloc(32))).toBeNull()
    expect(ledger.attachmentDigests()).toEqual([attachment.digest])
  })
})

describe('the database itself', () => {
  it.each([
    "UPDATE entry SET at = 'x'",
    'DELETE FROM entry',
    "UPDATE keyring SET content = 'x'",
    'DELETE FROM keyring',
    "UPDATE meta SET created = 'x'",
    'DELETE FROM meta',
    'DELETE FROM attempt',
    'INSERT INTO entry SELECT seq + 2, at, member, meaning, session, witness, keyring, previous, hash, signature, witness_signature, registry, clinic, stock, allocation FROM entry WHERE seq = 2',
    'INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1',
    'REPLACE INTO entry SELECT * FROM entry WHERE seq = 2',
    'INSERT OR IGNORE INTO entry SELECT * FROM entry WHERE seq = 2',
    'INSERT OR REPLACE INTO keyring SELECT * FROM keyring WHERE entry = 1',
    "INSERT INTO keyring VALUES (1, 9, 'eve', 'member', '{}')",
    "INSERT OR REPLACE INTO meta VALUES (1, zeroblob(16), 'x')",
  ])('P5 refuses %s', (statement) => {
    const { ledger, path, ...rest } = fresh()
    ledger.append(ledger.head(), [draftOf(rest, 2, {})])
    ledger.recordAttempt({ at, member: null, bucket: 3, opened: false })
    const database = raw(path)
    expect(() => database.exec(statement)).toThrow(/append-only|at the end only|entry being added|UNIQUE|CHECK/)
    database.close()
  })

  it('counts what lies in each book without any key', () => {
    const { ledger, path, ...rest } = fresh()
    ledger.append(ledger.head(), [draftOf(rest, 2, doseContents(2))])
    expect(raw(path).prepare('SELECT entry, book FROM part ORDER BY 1, 2').raw().all()).toEqual([
      [1, 'registry'],
      [2, 'clinic'],
      [2, 'stock'],
    ])
  })
})

describe('opening', () => {
  it('finds everything again', () => {
    const { ledger, path, ...rest } = fresh()
    ledger.append(ledger.head(), [draftOf(rest, 2, {})])
    const head = ledger.head()
    ledger.close()
    expect(existsSync(`${path}.lock`)).toBe(false)
    const again = openLedger(path, { at })
    if (!again.ok || again.access !== 'write') throw new Error('not opened for writing')
    expect(sameHead(again.ledger.head(), head)).toBe(true)
    again.ledger.append(again.ledger.head(), [draftOf(rest, 3, {})])
    again.ledger.close()
  })

  it('refuses politely what is no ledger, is newer, or is not there', () => {
    const folder = newFolder()
    expect(openLedger(join(folder, 'none'), { at })).toEqual({ ok: false, refused: 'missing' })
    writeFileSync(join(folder, 'text'), 'not a database, but long enough to be one'.repeat(40))
    expect(openLedger(join(folder, 'text'), { at })).toEqual({ ok: false, refused: 'not_a_ledger' })
    raw(join(folder, 'other')).exec('CREATE TABLE t (a)')
    expect(openLedger(join(folder, 'other'), { at })).toEqual({ ok: false, refused: 'not_a_ledger' })
    const { ledger, path } = fresh()
    ledger.close()
    raw(path).pragma('user_version = 2')
    expect(openLedger(path, { at })).toEqual({ ok: false, refused: 'newer_format', format: 2 })
  })

  it('does not write over a file that lies there already', () => {
    const { path } = fresh()
    expect(faultOf(() => createLedger(path, { createdAt: at, fileId: Buffer.alloc(16) }))).toBe('refused')
  })

  it('tells the second process who has the file', async () => {
    const { path } = fresh()
    const source = `
      import { openLedger } from ${JSON.stringify(new URL('../../../src/main/ledger/ledger.ts', import.meta.url).href)}
      console.log(JSON.stringify(openLedger(process.argv[1], { at: '${at}' })))`
    const child = spawn(nodeForSources, ['--input-type=module', '-e', source, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    for await (const chunk of child.stdout) said += chunk
    expect(JSON.parse(said)).toMatchObject({ ok: false, refused: 'held', holder: { pid: process.pid, since: at } })
  })

  it('takes over from a process that died with the file open', () => {
    const { ledger, path, ...rest } = fresh()
    ledger.close()
    writeFileSync(`${path}.lock`, '')
    const again = openLedger(path, { at })
    expect(again).toMatchObject({ ok: true, access: 'write' })
    if (again.ok && again.access === 'write') {
      again.ledger.append(again.ledger.head(), [draftOf(rest, 2, {})])
      again.ledger.close()
    }
  })

  it('opens a ledger with a broken end for reading only', () => {
    const { ledger, path } = fresh()
    ledger.close()
    const database = raw(path)
    database.exec("DROP TRIGGER entry_no_update; UPDATE entry SET member = 'eve'")
    database.close()
    expect(openLedger(path, { at })).toMatchObject({ ok: true, access: 'read', because: 'damaged' })
  })

  it('P1 an older copy put in place of the file shows against a remembered head', () => {
    const { ledger, path, ...rest } = fresh()
    ledger.copyTo(`${path}.old`)
    ledger.append(ledger.head(), [draftOf(rest, 2, {})])
    const remembered = ledger.head()
    ledger.close()
    copyFileSync(`${path}.old`, path)
    const again = openLedger(path, { at, access: 'read' })
    if (!again.ok) throw new Error('not opened')
    expect(again.ledger.entryHash(remembered.seq)).toBeNull()
    again.ledger.close()
  })

  it('P14 copies to a file that verifies to the same head', async () => {
    const written = fresh()
    fill(written, 40)
    written.ledger.copyTo(`${written.path}.copy`)
    expect(await verify(`${written.path}.copy`)).toMatchObject({ ok: true, head: written.ledger.head() })
  })
})

describe('closing', () => {
  it('P14 leaves all of it in the file itself, also while somebody still reads beside it', async () => {
    const written = fresh()
    const reader = new Store(written.path, 'read')
    expect(reader.lastSeq()).toBe(1)
    fill(written, 12)
    const head = written.ledger.head()
    written.ledger.close()
    copyFileSync(written.path, `${written.path}.alone`)
    expect(await verify(`${written.path}.alone`)).toMatchObject({ ok: true, head })
    reader.close()
  })
})

/** Longer than the file's place is taken for granted. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 250))

describe('when the disk says no', () => {
  it('says that the file vanished, and writes nothing', async () => {
    const { ledger, path, ...rest } = fresh()
    await aMoment()
    renameSync(path, `${path}.elsewhere`)
    expect(faultOf(() => ledger.append(ledger.head(), [draftOf(rest, 2, {})]))).toBe('vanished')
    renameSync(`${path}.elsewhere`, path)
    expect(ledger.append(ledger.head(), [draftOf(rest, 2, {})])).toHaveLength(1)
  })

  it('loses nothing when the file is removed: all of it can still be copied elsewhere', async () => {
    const { ledger, path, ...rest } = fresh()
    rmSync(path)
    ledger.append(ledger.head(), [draftOf(rest, 2, {})])
    ledger.copyTo(`${path}.saved`)
    expect(await verify(`${path}.saved`)).toMatchObject({ ok: true, entries: 2, head: ledger.head() })
  })

  it('says that another file lies in its place', async () => {
    const { ledger, path, ...rest } = fresh()
    await aMoment()
    renameSync(path, `${path}.elsewhere`)
    copyFileSync(`${path}.elsewhere`, path)
    expect(faultOf(() => ledger.append(ledger.head(), [draftOf(rest, 2, {})]))).toBe('vanished')
    rmSync(path)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'opens a file in a folder that may not be written for reading, and says why',
    () => {
      const { ledger, path } = fresh()
      ledger.close()
      chmodSync(path, 0o444)
      chmodSync(dirname(path), 0o555)
      const reader = new URL('./read-only-reader.ts', import.meta.url).pathname
      const said = execFileSync(nodeForSources, [reader, path], { encoding: 'utf8' })
      expect(JSON.parse(said)).toEqual({ access: 'read', seq: 1, because: 'read_only' })
    },
  )

  it('refuses to append to a ledger that was closed or only read', () => {
    const { ledger, ...rest } = fresh()
    ledger.close()
    expect(faultOf(() => ledger.append(ledger.head(), [draftOf(rest, 2, {})]))).toBe('not_writable')
  })
})
