import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '../../../src/core/decide.ts'
import { LedgerFault } from '../../../src/main/ledger/fault.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { Study } from '../../../src/main/study.ts'
import { newFolder } from '../../support/folder.ts'
import { nodeForSources } from '../../support/node.ts'
import { accepted, passphraseOf, Site } from '../../support/site.ts'

const print: Command = { type: 'RecordPrint', document: 'code_cards', reason: 'again' }
let site: Site
beforeAll(async () => {
  site = await Site.found({ members: ['cyrus', 'iman'] })
  await site.act('ana', print)
})
afterAll(() => site.study.close())

/** A copy of the study file, closed, in a folder of its own. */
function copied(): string {
  const path = join(newFolder('memory'), 'copy.counterseal')
  site.study.copyTo(path)
  return path
}

/** Changes a closed file behind the program's back, triggers out of the way. */
function tamper(path: string, sql: string, ...values: unknown[]): void {
  const database = new Database(path)
  const triggers = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all() as string[]
  for (const name of triggers) database.exec(`DROP TRIGGER ${name}`)
  database.prepare(sql).run(...values)
  database.close()
}

describe('a study file', () => {
  it('P14 a copy verifies to the same head, and opens by the same passphrases', async () => {
    const path = copied()
    const verified = await verify(path)
    if (!verified.ok) throw new Error('the copy does not verify')
    expect(verified.head.seq).toBe(site.study.head().seq)
    expect(Buffer.compare(verified.head.hash, site.study.head().hash)).toBe(0)
    const copy = accepted(await Study.open(path, site.tools))
    expect(copy.shortHead()).toBe(site.study.shortHead())
    accepted(await copy.unlock('iman', passphraseOf('iman')))
    copy.close()
  })

  it('P14 a copy is never written over a file', () => {
    const path = join(newFolder('memory'), 'taken.counterseal')
    writeFileSync(path, 'something else')
    expect(() => site.study.copyTo(path)).toThrow(LedgerFault)
    expect(statSync(path).size).toBe(14)
  })

  it('is found only where nothing lies yet, and leaves what lies there', async () => {
    const path = join(newFolder('memory'), 'taken.counterseal')
    writeFileSync(path, 'something else')
    const founder = { name: 'Ana', login: 'ana', passphrase: passphraseOf('ana') }
    await expect(Study.found(path, { settings: site.settings, practice: false, founder }, site.tools)).rejects.toThrow(
      LedgerFault,
    )
    expect(statSync(path).size).toBe(14)
  })

  it('opens for one process at a time: the second is told who has it', async () => {
    const refused = await Study.open(site.path, site.tools)
    expect(refused).toMatchObject({ ok: false, refusal: { rule: 'file_in_use' } })
    if (refused.ok) return
    expect(String(refused.refusal.values?.['host']).length).toBeGreaterThan(0)
    const other = join(import.meta.dirname, 'second-process.ts')
    const child = spawn(nodeForSources, [other, site.path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    await once(child, 'close')
    expect(JSON.parse(said)).toEqual(refused)
  })

  it('that is missing, no database, or another program’s is refused by name', async () => {
    const place = newFolder('memory')
    const text = join(place, 'text.counterseal')
    writeFileSync(text, 'number,arm\n1,exosome\n'.repeat(100))
    const empty = join(place, 'empty.counterseal')
    writeFileSync(empty, '')
    const foreign = join(place, 'foreign.counterseal')
    const database = new Database(foreign)
    database.exec('CREATE TABLE t (a)')
    database.close()
    const rules: string[] = []
    for (const path of [join(place, 'missing.counterseal'), text, empty, foreign]) {
      const opened = await Study.open(path, site.tools)
      rules.push(opened.ok ? 'opened' : opened.refusal.rule)
    }
    expect(rules).toEqual(['file_not_found', 'file_not_counterseal', 'file_not_counterseal', 'file_not_counterseal'])
  })

  it('of a newer format is refused politely and left alone', async () => {
    const path = copied()
    const database = new Database(path)
    database.pragma('user_version = 9')
    database.close()
    expect(await Study.open(path, site.tools)).toEqual({
      ok: false,
      refusal: { rule: 'file_newer', values: { format: 9 } },
    })
  })
})

describe('a damaged file', () => {
  const damages: [string, string, unknown[], { seq: number; what: string }][] = [
    [
      'a sealed part altered',
      'UPDATE entry SET registry = zeroblob(length(registry)) WHERE seq = 3',
      [],
      { seq: 3, what: 'altered' },
    ],
    [
      'a time altered',
      "UPDATE entry SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2",
      [],
      { seq: 2, what: 'altered' },
    ],
    ['an entry removed', 'DELETE FROM entry WHERE seq = 4', [], { seq: 4, what: 'removed' }],
    [
      'a key swapped',
      "UPDATE keyring SET content = '{}' WHERE entry = 3 AND position = 0",
      [],
      { seq: 3, what: 'altered' },
    ],
    [
      'the last entry altered',
      'UPDATE entry SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM entry)',
      [],
      { seq: 0, what: 'altered' },
    ],
  ]

  it.each(damages)(
    'P1 with %s opens read-only, names the first bad entry, and takes nothing',
    async (_, sql, values, bad) => {
      const path = copied()
      tamper(path, sql, ...values)
      const study = accepted(await Study.open(path, site.tools))
      expect(study.readOnly).toBe('damaged')
      expect(study.damage).toEqual(bad.seq === 0 ? { ...bad, seq: site.study.head().seq } : bad)
      expect(await study.unlock('ana', passphraseOf('ana'))).toMatchObject({ refusal: { rule: 'read_only' } })
      expect(await study.submit(print)).toMatchObject({ refusal: { rule: 'signed_out' } })
      // A copy for those who look into it is still to be had.
      const copy = join(newFolder('memory'), 'evidence.counterseal')
      study.copyTo(copy)
      expect(await verify(copy)).toMatchObject({ ok: false })
      study.close()
    },
  )

  it('P1 with its middle overwritten is read-only or refused, and never repaired in place', async () => {
    const path = copied()
    const { size } = statSync(path)
    const database = new Database(path)
    database.close()
    const { openSync, writeSync, closeSync } = await import('node:fs')
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(4_096, 0xee), 0, 4_096, Math.floor(size / 8_192) * 4_096)
    closeSync(file)
    const opened = await Study.open(path, site.tools)
    if (opened.ok) {
      expect(opened.value.readOnly).toBe('damaged')
      opened.value.close()
    } else expect(['file_damaged', 'file_not_counterseal']).toContain(opened.refusal.rule)
  })
})

describe('when the disk fails', () => {
  it('a file that vanishes is said to have, nothing is written elsewhere, and all of it is still to be had', async () => {
    const path = copied()
    const study = accepted(await Study.open(path, site.tools))
    accepted(await study.unlock('ana', passphraseOf('ana')))
    const { seq } = study.head()
    renameSync(path, `${path}.moved`)
    // The place is looked at anew a moment after the last look.
    await new Promise((later) => setTimeout(later, 250))
    await expect(study.submit(print)).rejects.toMatchObject({ code: 'vanished' })
    expect(study.head().seq).toBe(seq)
    expect(existsSync(path)).toBe(false)
    expect(study.ask({ type: 'Today' })).toMatchObject({ ok: true })
    expect(() => study.lock('asked')).toThrow(LedgerFault)
    expect(study.session).toBeUndefined()
    study.close()
    renameSync(`${path}.moved`, path)
    expect(await verify(path)).toMatchObject({ ok: true })
  })

  it('P10 a lock that cannot be written locks all the same', async () => {
    const path = copied()
    const study = accepted(await Study.open(path, site.tools))
    accepted(await study.unlock('ana', passphraseOf('ana')))
    await new Promise((later) => setTimeout(later, 250))
    rmSync(path)
    expect(() => study.lock('idle')).toThrow(LedgerFault)
    expect(study.session).toBeUndefined()
    expect(study.ask({ type: 'Today' })).toMatchObject({ refusal: { rule: 'signed_out' } })
    study.close()
  })

  const place = '/dev/shm'
  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && existsSync(place)
  it.skipIf(!canMount)(
    'a full disk refuses the act, writes nothing, and takes the next one when there is room (needs a small disk of its own, and so root)',
    async () => {
      const { execFileSync } = await import('node:child_process')
      const small = join(newFolder('memory'), 'small')
      mkdirSync(small)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=9m', 'tmpfs', small])
      try {
        const path = join(small, 'study.counterseal')
        const whole = copied()
        copyFileSync(whole, path)
        const study = accepted(await Study.open(path, site.tools))
        accepted(await study.unlock('ana', passphraseOf('ana')))
        const filler = join(small, 'filler')
        writeFileSync(filler, '')
        const { appendFileSync } = await import('node:fs')
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(4_096))
        } catch {
          // Full.
        }
        let refused: unknown
        const long: Command = { ...print, reason: 'x'.repeat(200) }
        for (let act = 0; refused === undefined && act < 20_000; act++) {
          const { seq } = study.head()
          try {
            accepted(await study.submit(long))
          } catch (error) {
            refused = error
            expect(study.head().seq).toBe(seq)
          }
        }
        expect(refused).toMatchObject({ code: 'disk_full' })
        const { seq } = study.head()
        rmSync(filler)
        accepted(await study.submit(print))
        expect(study.head().seq).toBe(seq + 1)
        study.close()
        expect(await verify(path)).toMatchObject({ ok: true, entries: seq + 2 })
      } finally {
        execFileSync('umount', ['-l', small])
      }
    },
  )

  const isRoot = process.getuid?.() === 0
  it.skipIf(isRoot)(
    'a read-only folder opens the file for reading only, and says so (root may write everywhere)',
    async () => {
      const { chmodSync } = await import('node:fs')
      const path = copied()
      chmodSync(path, 0o444)
      chmodSync(join(path, '..'), 0o555)
      const study = accepted(await Study.open(path, site.tools))
      expect(study.readOnly).toBe('read_only')
      expect(await study.unlock('ana', passphraseOf('ana'))).toMatchObject({ refusal: { rule: 'read_only' } })
      study.close()
      chmodSync(join(path, '..'), 0o755)
    },
  )
})
