import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { books } from '../../../src/core/books.ts'
import type { EntryHeader, PlacedKeyringRow } from '../../../src/main/ledger/entry.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { threadedFrom } from '../../../src/main/ledger/pages.ts'
import type { OpenedPart, Replay } from '../../../src/main/ledger/replay.ts'
import { BookKeys } from '../../../src/main/vault/book-keys.ts'
import { createSeal } from '../../../src/main/vault/seal.ts'
import { newFolder } from '../../support/folder.ts'
import { tamper } from './tampering.ts'
import { at, doseContents, fill, type Written, writtenLedger } from './written.ts'

const sizes = [
  ['here', 150],
  ['with a thread beside', threadedFrom + 600],
] as const

const made = new Map<number, Written>()

/** A closed ledger of so many entries: written once, copied for every test. */
function filled(entries: number): Written {
  const written = made.get(entries) ?? writtenLedger()
  if (!made.has(entries)) {
    fill(written, entries)
    written.ledger.close()
    made.set(entries, written)
  }
  const path = join(newFolder(), 'copy.counterseal')
  copyFileSync(written.path, path)
  return { ...written, path }
}

async function replay(path: string, asked: Replay) {
  const opened = openLedger(path, { at, access: 'read' })
  if (!opened.ok) throw new Error('not opened')
  return opened.ledger.replay(asked).finally(() => opened.ledger.close())
}

describe.each(sizes)('replaying %s', (_, entries) => {
  it('gives every entry in order, opened', async () => {
    const { path, seal } = filled(entries)
    const seen: [EntryHeader, readonly OpenedPart[]][] = []
    const keyring: PlacedKeyringRow[] = []
    const progress: number[] = []
    const outcome = await replay(path, {
      open: { books, part: seal.open },
      apply: (header, opened) => seen.push([header, opened]),
      keyring: (rows) => keyring.push(...rows),
      onProgress: (done) => progress.push(done),
    })
    expect(outcome).toMatchObject({ ok: true, head: { seq: entries } })
    expect(seen.map(([header]) => header.seq)).toEqual(Array.from({ length: entries }, (_, index) => index + 1))
    expect(seen[56]).toEqual([
      { seq: 57, at, member: 'ana', meaning: 'act', session: 1, witness: null },
      (['clinic', 'stock'] as const).map((book) => ({ book, content: doseContents(57)[book] })),
    ])
    expect(keyring.map(({ kind }) => kind)).toEqual(['member', 'session'])
    expect(progress.at(-1)).toBe(entries)
  })

  it('P1 stops at an altered entry and gives nothing from it on', async () => {
    const { path } = filled(entries)
    tamper(path, `UPDATE entry SET meaning = 'other' WHERE seq = ${entries - 30}`)
    const seen: number[] = []
    const outcome = await replay(path, { apply: ({ seq }) => seen.push(seq) })
    expect(outcome).toMatchObject({ ok: false, bad: { seq: entries - 30, what: 'altered', detail: 'hash' } })
    expect(seen.at(-1)).toBe(entries - 31)
  })

  it('P1 stops at a removed entry', async () => {
    const { path } = filled(entries)
    tamper(path, `DELETE FROM entry WHERE seq = ${entries - 30}`)
    expect(await replay(path, {})).toMatchObject({ ok: false, bad: { seq: entries - 30, what: 'removed' } })
  })

  it('B1 gives a reader nothing of the books they hold no key of', async () => {
    const { path, keys, ledger } = filled(entries)
    const clinicOnly = new BookKeys()
    const key = keys.get('clinic', 1)
    if (key === undefined) throw new Error('no key')
    clinicOnly.add('clinic', 1, key)
    const seal = createSeal(ledger.fileId, clinicOnly)
    const seen = new Set<string>()
    await replay(path, {
      open: { books, part: seal.open },
      apply: (_, opened) => {
        for (const { book } of opened) seen.add(book)
      },
    })
    expect([...seen]).toEqual(['clinic'])
  })

  it('goes on after a head that was reached before', async () => {
    const { path } = filled(entries)
    const opened = openLedger(path, { at, access: 'read' })
    if (!opened.ok) throw new Error('not opened')
    const hash = opened.ledger.entryHash(10)
    opened.ledger.close()
    if (hash === null) throw new Error('no entry')
    const seen: number[] = []
    expect(await replay(path, { after: { seq: 10, hash }, apply: ({ seq }) => seen.push(seq) })).toMatchObject({
      ok: true,
    })
    expect(seen[0]).toBe(11)
    expect(seen).toHaveLength(entries - 10)
  })

  it('gives the event loop back', async () => {
    const { path, seal } = filled(entries)
    let longest = 0
    let turns = 0
    let last = performance.now()
    let watching = true
    const turn = () => {
      turns++
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
      if (watching) setImmediate(turn)
    }
    setImmediate(turn)
    await replay(path, { open: { books, part: seal.open }, apply: () => undefined })
    watching = false
    // The time limit is measured by the benchmark on a quiet machine; here it must only not be one long block.
    if (entries > threadedFrom) expect(turns).toBeGreaterThan(3)
    expect(longest).toBeLessThan(1000)
  })
})

describe('a replay', () => {
  it('names the entry whose box was sealed for another place', async () => {
    const written = writtenLedger()
    const head = written.ledger.head()
    const part = written.seal.seal({ seq: 99, book: 'stock' }, 'elsewhere')
    written.ledger.append(head, [
      { at, member: 'ana', meaning: 'act', session: 1, parts: [part], sign: written.session.sign },
    ])
    const asked = { open: { books, part: written.seal.open }, apply: () => undefined }
    expect(await written.ledger.replay(asked)).toMatchObject({
      ok: false,
      bad: { seq: 2, what: 'altered', detail: 'box' },
    })
    // What was found damaged takes no more entries.
    expect(() => written.ledger.append(written.ledger.head(), [])).toThrow('not_writable')
    written.ledger.close()
  })

  it('lets an error of whoever applies the entries through', async () => {
    const written = writtenLedger()
    const asked = {
      apply: () => {
        throw new Error('evolve: unknown event')
      },
    }
    await expect(written.ledger.replay(asked)).rejects.toThrow('unknown event')
    written.ledger.close()
  })
})
