import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readPack } from '../../../src/main/vault/pack.ts'
import { Counter } from '../../support/counter.ts'
import { newFolder } from '../../support/folder.ts'
import { passphraseOf, Site } from '../../support/site.ts'

type Made = { value: { onceDocument: string; made: { packId: string } } }

let counter: Counter
let file: string
beforeEach(async () => {
  const site = await Site.found({ members: ['iman', 'dana'] })
  await site.seal()
  site.study.close()
  counter = new Counter()
  await counter.open(site.path)
  await counter.send('unlock', { login: 'ana', passphrase: passphraseOf('ana') })
  file = join(newFolder('memory'), 'study.counterseal-pack')
  return () => counter.desk.close()
})

const make = () => counter.send('submit', { command: { type: 'MakeEmergencyPack' }, passphrase: passphraseOf('ana') })
const once = (token: string, as: string) => counter.send('document', { document: { kind: 'once', token }, as })
const refusing = (rule: string) => ({ ok: false, refusal: { rule } })

describe('the desk hands out an emergency pack', () => {
  it('B7 once, as two files side by side: the sealed pack, and the page whose digest is on record', async () => {
    const reply = (await make()) as Made
    expect(Object.keys(reply.value).sort()).toEqual(['made', 'onceDocument', 'seq'])
    counter.chosen = file
    expect(await once(reply.value.onceDocument, 'save')).toEqual({ ok: true, value: { saved: true } })
    expect(readdirSync(join(file, '..')).sort()).toEqual(['counterseal-emergency.html', 'study.counterseal-pack'])
    expect(readPack(readFileSync(file, 'utf8'))).toMatchObject({ ok: true, pack: { packId: reply.value.made.packId } })
    const digest = createHash('sha256')
      .update(readFileSync(join(file, '..', 'counterseal-emergency.html')))
      .digest('hex')
    expect(await counter.send('ask', { question: { type: 'Readiness' } })).toMatchObject({
      value: { pack: { pageFingerprint: digest } },
    })
    expect(await once(reply.value.onceDocument, 'print')).toEqual(refusing('nothing_found'))
    expect(await once(reply.value.onceDocument, 'view')).toEqual(refusing('nothing_found'))
    counter.chosen = undefined
    expect(await once(reply.value.onceDocument, 'save')).toEqual({ ok: true, value: { saved: false } })
    await counter.send('lock')
    await counter.send('unlock', { login: 'ana', passphrase: passphraseOf('ana') })
    expect(await once(reply.value.onceDocument, 'save')).toEqual(refusing('nothing_found'))
  })

  it('B7 P12 prints the sheet for the safe as often as it is asked for, and says so in the trail', async () => {
    const { value } = (await make()) as Made
    const sheet = (as: string, packId = value.made.packId) =>
      counter.send('document', { document: { kind: 'pack_sheet', packId }, as })
    expect(await sheet('print')).toEqual({ ok: true, value: { saved: true } })
    expect(counter.printed).toEqual(['Emergency pack'])
    expect(await counter.send('trail', { limit: 1 })).toMatchObject({
      value: { rows: [{ parts: [{ events: [{ type: 'DocumentPrinted', document: 'pack_sheet' }] }] }] },
    })
    expect(await sheet('print', 'nothing')).toEqual(refusing('nothing_found'))
  })

  it('B7 calls a file that is no record what it is, however large', async () => {
    const path = join(newFolder('memory'), 'large.txt')
    writeFileSync(path, Buffer.alloc(3 * 1024 * 1024, 0x20))
    counter.chosen = path
    const { value } = (await counter.send('choose', { purpose: 'pack_record' })) as { value: { file: string } }
    const taken = await counter.send('submit', { command: { type: 'TakeInPackRecord' }, file: value.file })
    expect(taken).toEqual({ ok: false, refusal: { rule: 'record_unreadable', field: 'file' } })
  })
})
