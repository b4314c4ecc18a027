import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Requests } from '../../../src/contract/requests.ts'
import type { DisposalAnswer } from '../../../src/core/accounts/disposal.ts'
import type { Command } from '../../../src/core/decide.ts'
import { held } from '../../../src/core/session.ts'
import { Counter } from '../../support/counter.ts'
import { receipt } from '../../support/facts.ts'
import { passphraseOf, Site } from '../../support/site.ts'
import { visibleText } from '../documents/print-fonts.ts'

type Document = Requests['document']['document']
const pages: string[] = []
const counter = new Counter(undefined, undefined, undefined, {
  print: async ({ html }) => pages.push(html) > 0,
})
const document = (wanted: Document, as: 'save' | 'print' | 'view' = 'print') =>
  counter.send('document', { document: wanted, as })
const become = (login: string) => counter.send('unlock', { login, passphrase: passphraseOf(login) })
const secretOf = (login: string) => ({ login, passphrase: passphraseOf(login) })
const submit = (login: string, command: Command, witness?: string) =>
  counter.send('submit', {
    command,
    passphrase: passphraseOf(login),
    ...(witness === undefined ? {} : { witness: secretOf(witness) }),
  })
const last = () => {
  const trail = counter.desk.study?.trail({ limit: 1 })
  return trail?.ok ? trail.value.rows[0] : undefined
}
const events = () => last()?.parts.flatMap((part) => part.events ?? [])
/** The cells of each line of a table, its heads first. */
const rowsOf = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell = '']) => cell))

const said = { authorisation: 'SP-2026-14', reason: 'warm on arrival', method: 'incineration', place: 'Hospital' }
let lotId = ''

beforeAll(async () => {
  const site = await Site.ready({ arms: ['A', 'B', 'B', 'A', 'A', 'B'] })
  const doseId = await site.order(1)
  await site.prepare(doseId)
  await site.handOver(doseId)
  const [syringeId = ''] = held(site.study.session?.clinic?.doses.get(doseId)).syringeIds
  await site.act('taha', {
    type: 'RecordOutcome',
    syringeId,
    kind: 'returned',
    at: site.clock.now().toISOString(),
    note: '',
  })
  const bad = await site.act('qamar', { ...receipt, lotNumber: 'EX-9', sender: '=cmd|calc', vialCount: 4 })
  lotId = String(bad.made['lotId'])
  await site.act('qamar', { type: 'RejectLot', lotId, reason: 'warm on arrival' })
  site.study.close()
  await counter.open(site.path)
})
afterAll(() => counter.desk.close())

describe('destruction, by two secrets', () => {
  const destroying = (): Command => ({ type: 'DestroyVials', lotId, vialCount: 4, ...said })

  it('A5 P9 is refused without a second person, with a wrong secret of theirs, and with somebody who may not', async () => {
    await become('qamar')
    const { entries } = held(counter.desk.study && counter.desk.file(counter.desk.study))
    expect(await submit('qamar', destroying())).toMatchObject({ refusal: { rule: 'witness_needed' } })
    expect(await submit('qamar', destroying(), 'iman')).toMatchObject({ refusal: { rule: 'witness_not_fit' } })
    expect(
      await counter.send('submit', {
        command: destroying(),
        passphrase: passphraseOf('qamar'),
        witness: { login: 'ana', passphrase: passphraseOf('qamar') },
      }),
    ).toMatchObject({ refusal: { rule: 'witness_wrong' } })
    expect(await submit('cyrus', destroying(), 'ana')).toMatchObject({ refusal: { rule: 'passphrase_wrong' } })
    expect(held(counter.desk.study && counter.desk.file(counter.desk.study)).entries).toBe(entries)
  })

  it('A5 P8 is one entry that both signed, and its certificate names both', async () => {
    expect(await submit('qamar', destroying(), 'ana')).toMatchObject({ ok: true })
    const { registry } = held(counter.desk.study?.session)
    expect(last()).toMatchObject({ meaning: 'destroy', witness: registry.logins.get('ana') })
    const { value } = (await counter.send('ask', { question: { type: 'Disposal' } })) as { value: DisposalAnswer }
    const batchId = held(value.vials?.batches[0]).batchId
    expect(await document({ kind: 'vials_certificate', batchId })).toMatchObject({ ok: true })
    expect(events()).toMatchObject([{ type: 'DocumentPrinted', document: 'vials_certificate' }])
    expect(pages.at(-1)).toMatch(/QAMAR[\s\S]*Ana/)
    expect(await counter.send('verify')).toMatchObject({ value: { ok: true } })
    for (const blinded of ['iman', 'taha', 'bita', 'adel']) {
      await become(blinded)
      expect(await document({ kind: 'vials_certificate', batchId })).toMatchObject({
        refusal: { rule: 'nothing_found' },
      })
    }
  })

  it('A5 B12 syringes: the blinded print their certificate, QA does not, and it names no lot', async () => {
    await become('ana')
    const { value } = (await counter.send('ask', { question: { type: 'Disposal' } })) as { value: DisposalAnswer }
    const syringeIds = held(value.syringes).back.map(({ syringeId }) => syringeId)
    expect(syringeIds).toHaveLength(1)
    expect(await submit('ana', { type: 'DestroySyringes', syringeIds, ...said }, 'taha')).toMatchObject({ ok: true })
    await become('bita')
    const after = (await counter.send('ask', { question: { type: 'Disposal' } })) as { value: DisposalAnswer }
    expect(after.value).not.toHaveProperty('vials')
    const batchId = held(after.value.syringes?.batches[0]).batchId
    expect(await document({ kind: 'syringes_certificate', batchId })).toMatchObject({ ok: true })
    expect(pages.at(-1)).not.toMatch(/EX-1|PL-1|EX-9|exosomes|Placebo<|Manufacturer/)
    await become('qamar')
    expect(await document({ kind: 'syringes_certificate', batchId })).toMatchObject({
      refusal: { rule: 'nothing_found' },
    })
  })
})

describe('the accountability record on its way out', () => {
  it('A6 P2 QA saves one product as a table with as many rows as the record has lines', async () => {
    await become('qamar')
    const question = { type: 'StockRecord', product: 'A', offset: 0, limit: 200 }
    const asked = (await counter.send('ask', { question })) as { value: { total: number } }
    counter.chosen = join(counter.folder, 'stock.csv')
    expect(await document({ kind: 'stock_record_table', product: 'A' }, 'save')).toEqual({
      ok: true,
      value: { saved: true },
    })
    expect(events()).toMatchObject([{ type: 'DocumentPrinted', document: 'stock_record_table' }])
    const [heads = [], ...rows] = rowsOf(counter.chosen)
    expect(rows).toHaveLength(asked.value.total)
    expect(heads).toEqual(
      expect.arrayContaining([
        'institution',
        'protocol number',
        'line',
        'quantity',
        'balance',
        'manufacturer',
        'lot',
        'recorder initials',
      ]),
    )
    expect(heads).not.toContain('participant')
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => heads.length))
  })

  it('P2 a sender that looks like a formula stays text, and loses nothing', () => {
    const [heads = [], ...rows] = rowsOf(held(counter.chosen))
    const notes = rows.map((row) => row[heads.indexOf('note')])
    expect(notes).toContain(`"'=cmd|calc"`)
    // What leaves the shelf is negative, and no formula either.
    expect(rows.map((row) => row[heads.indexOf('quantity')])).toContain(`"'-4"`)
  })

  it('A6 QA saves and prints the record of one storage place', async () => {
    await become('qamar')
    const wanted = { product: 'A', storagePlace: 'Freezer 1' } as const
    const asked = (await counter.send('ask', {
      question: { type: 'StockRecord', ...wanted, offset: 0, limit: 200 },
    })) as { value: { total: number; place: { arrived: number; left: number; there: number } } }
    counter.chosen = join(counter.folder, 'place.csv')
    expect(await document({ kind: 'stock_record_table', ...wanted }, 'save')).toMatchObject({ ok: true })
    const [heads = [], ...rows] = rowsOf(counter.chosen)
    expect(rows).toHaveLength(asked.value.total)
    const column = (name: string) => rows.map((row) => row[heads.indexOf(name)])
    expect(new Set(column('record of storage place'))).toEqual(new Set(['Freezer 1']))
    expect(new Set(column('storage place'))).toEqual(new Set(['Freezer 1']))
    expect(await document({ kind: 'stock_record', ...wanted })).toMatchObject({ ok: true })
    const printed = visibleText(pages.at(-1) ?? '').replace(/\s+/g, ' ')
    const { arrived, left, there } = asked.value.place
    expect(arrived - left).toBe(there)
    for (const words of ['Storage place: Freezer 1', `Arrived here, vials: ${arrived}`, `Left here, vials: ${left}`])
      expect(printed).toContain(words)
    expect(printed).toContain(`Balance here, vials: ${there}`)
  })

  it('A6 B12 the site’s record has participants and syringes, and no lot', async () => {
    await become('taha')
    counter.chosen = join(counter.folder, 'site.csv')
    expect(await document({ kind: 'site_record_table' }, 'save')).toEqual({ ok: true, value: { saved: true } })
    const text = readFileSync(counter.chosen, 'utf8')
    expect(rowsOf(counter.chosen)).toHaveLength(5)
    expect(text).not.toMatch(/EX-1|PL-1|EX-9|Manufacturer|hPMSC-derived exosomes,/)
    for (const kind of ['stock_record', 'full_record'] as const)
      expect(await document({ kind, product: 'A' })).toMatchObject({ refusal: { rule: 'nothing_found' } })
    expect(await document({ kind: 'site_record' })).toMatchObject({ ok: true })
    expect(pages.at(-1)).toContain('Satellite record')
  })

  it('B2 the full one does not exist before it was opened on record in this sign-in: nothing is shown, printed or saved', async () => {
    await become('ana')
    counter.chosen = join(counter.folder, 'early.csv')
    const before = last()?.seq
    expect(await document({ kind: 'full_record', product: 'A' })).toMatchObject({
      refusal: { rule: 'arm_not_recorded' },
    })
    expect(await document({ kind: 'full_record_table', product: 'A' }, 'save')).toMatchObject({
      refusal: { rule: 'arm_not_recorded' },
    })
    expect(existsSync(counter.chosen)).toBe(false)
    expect(last()?.seq).toBe(before)
    await become('qamar')
    expect(await submit('qamar', { type: 'OpenRecord', reason: 'curious' })).toMatchObject({
      refusal: { rule: 'role_may_not' },
    })
  })

  it('B2 that it was opened stands in the knowledge ledger first; every look at its pages and every file is an entry', async () => {
    await become('ana')
    expect(await submit('ana', { type: 'OpenRecord', reason: 'monitoring visit' })).toMatchObject({ ok: true })
    expect(events()).toMatchObject([{ type: 'RecordShown', note: 'monitoring visit' }])
    const { shown } = held(counter.desk.study?.session?.clinic)
    expect(shown.at(-1)).toMatchObject({ number: 0, occasion: 'accountability' })
    expect(await document({ kind: 'full_record', product: 'A' }, 'view')).toMatchObject({ ok: true })
    expect(events()).toMatchObject([{ type: 'DocumentPrinted', document: 'full_record' }])
    counter.chosen = join(counter.folder, 'full.csv')
    expect(await document({ kind: 'full_record_table', product: 'A' }, 'save')).toMatchObject({
      value: { saved: true },
    })
    const [heads = [], ...rows] = rowsOf(counter.chosen)
    const dispensed = rows.find((row) => row.includes('Dispensed'))
    expect(dispensed?.[heads.indexOf('participant')]).toBe('1')
    expect(dispensed?.[heads.indexOf('lot')]).toBe('EX-1')
    // A later sign-in must open it again.
    await become('cyrus')
    await become('ana')
    expect(await document({ kind: 'full_record', product: 'A' })).toMatchObject({
      refusal: { rule: 'arm_not_recorded' },
    })
  })
})
