import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Answers } from '../../../src/core/questions.ts'
import { held } from '../../../src/core/session.ts'
import { inventedCertificate } from '../../../src/main/practice/practice-certificate.ts'
import { Counter } from '../../support/counter.ts'
import { receipt } from '../../support/facts.ts'
import { passphraseOf, Site } from '../../support/site.ts'

const megabyte = 1024 * 1024
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** A PDF that occurs nowhere else, so that its bytes can be looked for. */
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100_000)])

type Said = { ok: boolean; value: Record<string, unknown>; refusal?: { rule: string; field?: string } }

/** A study with a lot in quarantine, open at a counter. */
async function counterWithLot(): Promise<{ counter: Counter; lotId: string; path: string }> {
  const site = await Site.found({ members: ['cyrus', 'qamar', 'iman'] })
  const { made } = await site.act('ana', receipt)
  site.study.close()
  const counter = new Counter()
  await counter.open(site.path)
  return { counter, lotId: String(made['lotId']), path: site.path }
}

const signIn = (counter: Counter, login: string) =>
  counter.send('unlock', { login, passphrase: passphraseOf(login) }) as Promise<Said>

/** Enters the certificate of a lot with a document of these bytes, as QA. */
async function enterWith(counter: Counter, lotId: string, bytes: Uint8Array, more: object = {}): Promise<Said> {
  await signIn(counter, 'qamar')
  counter.chosen = join(counter.folder, 'certificate of analysis.pdf')
  writeFileSync(counter.chosen, bytes)
  const { value } = (await counter.send('choose', { purpose: 'certificate' })) as Said
  const { settings } = held(counter.desk.study?.session).registry
  const certificate = inventedCertificate(settings, { lotId, product: 'A' }, '2026-02-20')
  return (await counter.send('submit', { command: { ...certificate, ...more }, file: value['file'] })) as Said
}

const look = (counter: Counter, certificateId: unknown, as = 'view') =>
  counter.send('document', { document: { kind: 'certificate', certificateId }, as }) as Promise<Said>

describe('the document of a certificate', () => {
  it('B1 is kept sealed in the file, and comes back as it was to whoever holds the stock book', async () => {
    const { counter, lotId, path } = await counterWithLot()
    const entered = await enterWith(counter, lotId, pdf)
    expect(entered).toMatchObject({ ok: true })
    const { certificateId } = entered.value['made'] as Record<string, string>
    const asked = (await counter.send('ask', { question: { type: 'Lot', lotId } })) as { value: Answers['Lot'] }
    expect(asked.value.certificates[0]?.document).toMatchObject({
      name: 'certificate of analysis.pdf',
      mediaType: 'application/pdf',
      byteCount: pdf.length,
      fingerprint: createHash('sha256').update(pdf).digest('hex'),
    })
    for (const login of ['qamar', 'ana', 'cyrus']) {
      await signIn(counter, login)
      const { value } = await look(counter, certificateId)
      const kept = value['kept'] as { bytes: Uint8Array; mediaType: string }
      expect(Buffer.from(kept.bytes).equals(pdf), login).toBe(true)
      // What is handed on is as large as the document, and holds nothing beside it.
      expect(kept.bytes.buffer.byteLength).toBe(pdf.length)
    }
    await signIn(counter, 'iman')
    expect(await look(counter, certificateId)).toMatchObject({ refusal: { rule: 'nothing_found' } })
    counter.desk.close()
    const file = Buffer.concat([path, `${path}-wal`].filter((one) => existsSync(one)).map((one) => readFileSync(one)))
    expect(file.includes(pdf.subarray(0, 64))).toBe(false)
    expect(file.includes(pdf.subarray(50_000, 50_064))).toBe(false)
    expect(file.includes('certificate of analysis')).toBe(false)
  })

  it('P12 is saved outside of the file only once that is on record, and never printed', async () => {
    const { counter, lotId } = await counterWithLot()
    const { certificateId } = (await enterWith(counter, lotId, pdf)).value['made'] as Record<string, string>
    const before = counter.desk.study?.head().seq ?? 0
    counter.chosen = join(counter.folder, 'copy.pdf')
    expect(await look(counter, certificateId, 'save')).toEqual({ ok: true, value: { saved: true } })
    expect(readFileSync(counter.chosen).equals(pdf)).toBe(true)
    expect(counter.desk.study?.head().seq).toBe(before + 1)
    expect(await look(counter, certificateId, 'print')).toMatchObject({ refusal: { rule: 'nothing_found' } })
    counter.desk.close()
  })

  it('is told by its content: what is no PDF, PNG or JPEG is refused, whatever its name, and nothing is recorded', async () => {
    const { counter, lotId } = await counterWithLot()
    await signIn(counter, 'qamar')
    const before = counter.desk.study?.head().seq ?? 0
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('MZ not a picture'),
      Buffer.from('<svg onload="x"/>'),
      png.subarray(1),
    ])
      expect(await enterWith(counter, lotId, bytes)).toMatchObject({
        refusal: { rule: 'document_kind_unknown', field: 'file' },
      })
    expect(await enterWith(counter, lotId, Buffer.concat([png, Buffer.alloc(8 * megabyte)]))).toMatchObject({
      refusal: { rule: 'document_too_large', field: 'file', values: { megabytes: 8 } },
    })
    const attempts = 5
    // Signing in again is all that was written meanwhile.
    expect((counter.desk.study?.head().seq ?? 0) - before).toBeLessThanOrEqual(2 * attempts)
    expect(
      await enterWith(counter, lotId, Buffer.concat([png, Buffer.alloc(8 * megabyte - png.length)])),
    ).toMatchObject({
      ok: true,
    })
    counter.desk.close()
  })

  it('P1 is shown no more once its box was exchanged for another one, or taken out', async () => {
    const { counter, lotId } = await counterWithLot()
    const first = (await enterWith(counter, lotId, pdf)).value['made'] as Record<string, string>
    const other = Buffer.concat([png, randomBytes(1_000)])
    const second = (await enterWith(counter, lotId, other, { reason: 'another scan' })).value['made'] as Record<
      string,
      string
    >
    const forged = join(counter.folder, 'forged.counterseal')
    held(counter.desk.study).copyTo(forged)
    counter.desk.close()
    const database = new Database(forged)
    for (const trigger of ['attachment_no_update', 'attachment_no_delete']) database.exec(`DROP TRIGGER ${trigger}`)
    const boxes = database.prepare('SELECT id, box FROM attachment ORDER BY id').all() as { id: number; box: Buffer }[]
    database.prepare('UPDATE attachment SET box = ? WHERE id = ?').run(boxes[1]?.box, boxes[0]?.id)
    database.prepare('DELETE FROM attachment WHERE id = ?').run(boxes[1]?.id)
    database.close()
    const elsewhere = new Counter()
    expect(await elsewhere.open(forged)).toMatchObject({ ok: true })
    expect(await signIn(elsewhere, 'qamar')).toMatchObject({ ok: true })
    for (const { certificateId } of [first, second])
      expect(await look(elsewhere, certificateId)).toMatchObject({ refusal: { rule: 'document_damaged' } })
    elsewhere.desk.close()
  })

  it('B12 takes the same room in the file whatever its size, up to the next power of two', async () => {
    const { counter, lotId, path } = await counterWithLot()
    for (const [index, size] of [9, 40_000, 65_000, 66_000].entries())
      await enterWith(counter, lotId, Buffer.concat([png, Buffer.alloc(size)]), { reason: `scan ${index}` })
    counter.desk.close()
    const database = new Database(path, { readonly: true })
    const lengths = database.prepare('SELECT length(box) FROM attachment ORDER BY id').pluck().all()
    database.close()
    const [room, twice] = [64 * 1024 + 40, 128 * 1024 + 40]
    expect(lengths).toEqual([room, room, room, twice])
  })
})

describe('the entry of a certificate', () => {
  it('B12 is as long for a product with many tests as for one with few', async () => {
    const site = await Site.ready()
    const entries = site.study.head().seq
    site.study.close()
    const database = new Database(site.path, { readonly: true })
    const lengths = database.prepare('SELECT length(stock) FROM entry WHERE length(stock) > 8000').pluck().all()
    database.close()
    expect(entries).toBeGreaterThan(0)
    expect(lengths).toHaveLength(2)
    expect(lengths[0]).toBe(lengths[1])
  })
})
