import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Status } from '../../../src/contract/replies.ts'
import { Counter } from '../../support/counter.ts'
import { locking, unblinding } from '../../support/facts.ts'
import { passphraseOf, Site } from '../../support/site.ts'

const counter = new Counter()
const list = (kind: 'whole_list' | 'whole_list_table', as: 'save' | 'print' | 'view') =>
  counter.send('document', { document: { kind }, as })
const file = async () => ((await counter.send('status')) as { value: Status }).value.file
const lastEvents = () => {
  const trail = counter.desk.study?.trail({ limit: 1 })
  return trail?.ok ? trail.value.rows[0]?.parts.flatMap(({ events }) => events ?? []) : undefined
}

beforeAll(async () => {
  const site = await Site.found({ members: ['iman'] })
  await site.seal()
  await site.act('iman', locking)
  site.study.close()
  await counter.open(site.path)
  await counter.send('unlock', { login: 'ana', passphrase: passphraseOf('ana') })
})
afterAll(() => counter.desk.close())

describe('the opened list on its way out', () => {
  it('B2 does not exist before the list was opened: nothing is printed, saved or recorded', async () => {
    const entries = (await file())?.entries
    counter.chosen = join(counter.folder, 'early.csv')
    for (const kind of ['whole_list', 'whole_list_table'] as const)
      expect(await list(kind, 'save')).toMatchObject({ refusal: { rule: 'arm_not_recorded' } })
    expect(existsSync(counter.chosen)).toBe(false)
    expect(await file()).toMatchObject({ entries, unblinded: false })
  })

  it('B2 is named UNBLINDED, and each copy is an entry before it exists', async () => {
    const together = [{ login: 'iman', passphrase: passphraseOf('iman') }]
    expect(
      await counter.send('submit', { command: unblinding, passphrase: passphraseOf('ana'), together }),
    ).toMatchObject({ ok: true })
    expect(await list('whole_list', 'print')).toMatchObject({ ok: true })
    expect(counter.printed).toEqual(['UNBLINDED allocation list'])
    expect(lastEvents()).toMatchObject([{ type: 'DocumentPrinted', document: 'whole_list' }])
    counter.chosen = undefined
    expect(await list('whole_list_table', 'save')).toEqual({ ok: true, value: { saved: false } })
    expect(lastEvents()).toMatchObject([{ type: 'DocumentPrinted', document: 'whole_list_table' }])
  })

  it('B2 tells every number and its arm as a table, which is saved and never shown', async () => {
    counter.chosen = join(counter.folder, 'list.csv')
    expect(await list('whole_list_table', 'save')).toEqual({ ok: true, value: { saved: true } })
    const lines = readFileSync(counter.chosen, 'utf8').trim().split('\r\n')
    expect(lines).toHaveLength(7)
    expect(lines[2]).toBe('2,no,placebo,Placebo,')
    for (const as of ['view', 'print'] as const)
      expect(await list('whole_list_table', as)).toMatchObject({ refusal: { rule: 'nothing_found' } })
  })

  it('P8 the file verifies, and says unblinded to whoever asks, also when nobody is signed in', async () => {
    expect(await counter.send('verify')).toMatchObject({ value: { ok: true } })
    await counter.send('lock')
    expect(await file()).toMatchObject({ unblinded: true })
    expect(await list('whole_list', 'save')).toMatchObject({ refusal: { rule: 'signed_out' } })
    await counter.send('unlock', { login: 'iman', passphrase: passphraseOf('iman') })
    expect(await list('whole_list', 'save')).toMatchObject({ refusal: { rule: 'nothing_found' } })
  })
})
