import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import type { OpenFile, Status } from '../../../src/contract/replies.ts'
import { colleagues, founder } from '../../../src/main/practice/practice-members.ts'
import { makePracticeStudy } from '../../../src/main/practice/practice-study.ts'
import { Counter } from '../../support/counter.ts'
import { newFolder } from '../../support/folder.ts'
import { settingsWith } from '../../support/settings.ts'
import { HandClock, listOf, passphraseOf, Site, toolsWith } from '../../support/site.ts'

async function closedStudy(): Promise<string> {
  const site = await Site.found({ members: ['iman'] })
  site.study.close()
  return site.path
}
const statusOf = async (counter: Counter) => ((await counter.send('status')) as { value: Status }).value
const signIn = (counter: Counter, login = 'ana') => counter.send('unlock', { login, passphrase: passphraseOf(login) })
const print = { command: { type: 'RecordPrint', document: 'code_cards', reason: '' } }

describe('the desk', () => {
  it('founds a study, signs its founder in, and hands the recovery sheets out once', async () => {
    const counter = new Counter()
    counter.chosen = join(counter.folder, 'new.counterseal')
    const { value } = (await counter.send('choose', { purpose: 'create_study' })) as { value: { file: string } }
    const request = {
      file: value.file,
      settings: settingsWith(),
      founder: { name: 'Ana', login: 'ana', passphrase: passphraseOf('ana') },
    }
    expect(
      await counter.send('create', { ...request, founder: { ...request.founder, passphrase: 'short' } }),
    ).toMatchObject({ refusal: { rule: 'passphrase_weak' } })
    const { label } = request.settings
    const long = {
      ...request.settings,
      label: { ...label, product: { en: 'word '.repeat(30), fa: 'واژه '.repeat(30) } },
    }
    // A label that cannot be printed is refused now, and not when a dose waits for it.
    expect(await counter.send('create', { ...request, settings: long })).toMatchObject({
      refusal: { rule: 'label_does_not_fit', field: 'settings.label.product.en' },
    })
    expect(existsSync(counter.chosen)).toBe(false)
    const created = (await counter.send('create', request)) as { value: { onceDocument: string } }
    expect(await statusOf(counter)).toMatchObject({
      member: { login: 'ana', role: 'pharmacist' },
      file: { name: 'new.counterseal', practice: false },
    })
    const sheets = { document: { kind: 'once', token: created.value.onceDocument }, as: 'print' }
    expect(await counter.send('document', sheets)).toEqual({ ok: true, value: { saved: true } })
    expect(await counter.send('create', request)).toMatchObject({ refusal: { rule: 'file_exists' } })
    await counter.send('lock')
    await signIn(counter)
    expect(await counter.send('document', sheets)).toMatchObject({ refusal: { rule: 'nothing_found' } })
    counter.desk.close()
  })

  it('hands out tokens and never a path', async () => {
    const path = await closedStudy()
    const counter = new Counter()
    await counter.open(path)
    await signIn(counter)
    const said = JSON.stringify([await counter.send('status'), await counter.send('choose', { purpose: 'copy' })])
    expect(said).not.toContain(join(path, '..'))
    counter.desk.close()
    const [recent] = (await statusOf(counter)).recent
    expect(recent?.name).toBe('study.counterseal')
    expect(await counter.send('open', { file: recent?.token })).toMatchObject({ ok: true })
    counter.desk.close()
  })

  it('P12 prints nothing that could not be recorded: somebody locked while the page was being set', async () => {
    const [place, clock] = [newFolder('memory'), new HandClock()]
    let locksMeanwhile = true
    const fonts = async () => {
      if (locksMeanwhile) await counter.send('lock')
      return ordinary.desk.ports.fonts()
    }
    const ordinary = new Counter()
    const counter: Counter = new Counter(place, clock, toolsWith(clock), { fonts })
    await counter.open(await closedStudy())
    const printed = { document: { kind: 'knowledge' }, as: 'print' }
    await signIn(counter, 'iman')
    expect(await counter.send('document', printed)).toMatchObject({ refusal: { rule: 'signed_out' } })
    expect(counter.printed).toEqual([])
    locksMeanwhile = false
    await signIn(counter, 'iman')
    expect(await counter.send('document', printed)).toEqual({ ok: true, value: { saved: true } })
    expect(counter.printed).toHaveLength(1)
    counter.desk.close()
  })

  it('P10 locks after the idle time of the settings, drops keys and books, and covers the window', async () => {
    const counter = new Counter()
    await counter.open(await closedStudy())
    await signIn(counter)
    await counter.send('present', { unblinded: true })
    counter.desk.idle(179)
    expect(counter.desk.study?.session).toBeDefined()
    counter.desk.idle(180)
    expect(counter.desk.study?.session).toBeUndefined()
    expect(counter.isUnblinded).toBe(false)
    expect(await statusOf(counter)).not.toHaveProperty('settings')
    expect(await counter.send('ask', { question: { type: 'Today' } })).toEqual({
      ok: false,
      refusal: { rule: 'signed_out' },
    })
    counter.desk.close()
  })

  it('P10 an idle lock that cannot be written locks all the same, and stops nothing else', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const path = await closedStudy()
    const counter = new Counter()
    await counter.open(path)
    await signIn(counter)
    await new Promise((later) => setTimeout(later, 250))
    rmSync(path)
    counter.desk.idle(999)
    expect(counter.desk.study?.session).toBeUndefined()
    expect(log).toHaveBeenCalledOnce()
    expect(await counter.open(await closedStudy())).toMatchObject({ ok: true })
    counter.desk.close()
    log.mockRestore()
  })

  it('stays with the open file and its sign-in where another file cannot be opened', async () => {
    const counter = new Counter()
    const path = await closedStudy()
    await counter.open(path)
    await signIn(counter)
    const entries = counter.desk.study?.head().seq
    const list = join(counter.folder, 'list.csv')
    writeFileSync(list, 'number,arm\n')
    for (const [other, rule] of [
      [list, 'file_not_counterseal'],
      [join(counter.folder, 'nothing.counterseal'), 'file_not_found'],
    ] as const) {
      expect(await counter.open(other)).toMatchObject({ refusal: { rule } })
      expect(await statusOf(counter)).toMatchObject({ member: { login: 'ana' }, file: { entries } })
    }
    counter.desk.close()
  })

  it('P14 an older copy in place of the file is noticed by its remembered head; the file itself is not', async () => {
    const path = await closedStudy()
    const older = join(newFolder('memory'), 'older.counterseal')
    copyFileSync(path, older)
    const counter = new Counter()
    await counter.open(path)
    await signIn(counter)
    await counter.send('submit', print)
    counter.desk.close()
    expect(await counter.open(path)).toMatchObject({ ok: true })
    const entries = counter.desk.study?.head().seq
    counter.desk.close()
    for (const name of ['', '-wal', '-shm']) rmSync(`${path}${name}`, { force: true })
    copyFileSync(older, path)
    expect(await counter.open(path)).toEqual({
      ok: false,
      refusal: { rule: 'file_older_than_remembered', values: { entries } },
    })
    expect(counter.desk.study).toBeUndefined()
    // Another desk in the same folder remembers what the first one saw.
    expect(await new Counter(counter.folder).open(older)).toMatchObject({
      refusal: { rule: 'file_older_than_remembered' },
    })
    // Somewhere else nobody knows better.
    const elsewhere = new Counter()
    expect(await elsewhere.open(older)).toMatchObject({ ok: true })
    elsewhere.desk.close()
  })

  it('P1 a damaged file opens read-only on the workstation that knows it, and names the first bad entry', async () => {
    const path = await closedStudy()
    const counter = new Counter()
    await counter.open(path)
    await signIn(counter)
    const entries = counter.desk.study?.head().seq ?? 0
    counter.desk.close()
    const database = new Database(path)
    database.exec('DROP TRIGGER entry_no_update')
    database.prepare('UPDATE entry SET hash = zeroblob(32) WHERE seq > ?').run(entries)
    database.close()
    const opened = (await counter.open(path)) as { value: OpenFile }
    expect(opened.value).toMatchObject({ readOnly: true, damage: { seq: entries + 1, what: 'altered' } })
    expect(await counter.send('verify')).toMatchObject({ ok: true, value: { ok: false, bad: { seq: entries + 1 } } })
    expect(await signIn(counter)).toMatchObject({ refusal: { rule: 'read_only' } })
    counter.desk.close()
  })

  it('P14 copies the sealed file to a place where nothing lies, and says where not', async () => {
    const counter = new Counter()
    await counter.open(await closedStudy())
    counter.chosen = join(counter.folder, 'copy.counterseal')
    const { value } = (await counter.send('choose', { purpose: 'copy' })) as { value: { file: string } }
    expect(await counter.send('copy', { file: value.file })).toEqual({ ok: true, value: { name: 'copy.counterseal' } })
    expect(await counter.send('copy', { file: value.file })).toMatchObject({ refusal: { rule: 'file_exists' } })
    counter.desk.close()
  })

  it('B3 opens the page of the registration by its name, for whoever is signed in, and no other page', async () => {
    const counter = new Counter()
    await counter.open(await closedStudy())
    const registration = { link: 'registration' }
    expect(await counter.send('link', registration)).toMatchObject({ refusal: { rule: 'signed_out' } })
    await signIn(counter)
    expect(await counter.send('link', registration)).toEqual({ ok: true, value: { opened: true } })
    for (const link of ['https://example.com/', 'file:///etc/passwd', 'javascript:1', '', '__proto__'])
      expect(await counter.send('link', { link })).toMatchObject({ invalid: ['link'] })
    expect(await counter.send('link', { ...registration, url: 'https://example.com/' })).toHaveProperty('invalid')
    expect(counter.opened).toEqual(['https://clinicaltrials.gov/study/NCT06536712'])
    counter.desk.close()
  })

  it('says that no file is open where none is', async () => {
    const counter = new Counter()
    for (const [channel, request] of [
      ['unlock', { login: 'ana', passphrase: 'x' }],
      ['submit', print],
      ['ask', { question: { type: 'Today' } }],
      ['trail', { limit: 1 }],
      ['verify', undefined],
      ['link', { link: 'registration' }],
    ] as const)
      expect(await counter.send(channel, request)).toEqual({ ok: false, refusal: { rule: 'no_file_open' } })
    expect(await counter.send('lock')).toEqual({ ok: true, value: null })
  })

  it('imports the list by the token of a chosen file, and refuses one that is too large without reading it', async () => {
    const counter = new Counter()
    await counter.open(await closedStudy())
    await signIn(counter)
    const list = join(counter.folder, 'list.csv')
    writeFileSync(list, Buffer.alloc(3 * 1024 * 1024, ','))
    counter.chosen = list
    const { value } = (await counter.send('choose', { purpose: 'allocation_list' })) as { value: { file: string } }
    const request = {
      command: { type: 'ImportAllocationList', madeBy: 'Statistician', method: 'Permuted', madeOn: '2026-02-01' },
      passphrase: passphraseOf('ana'),
      file: value.file,
    }
    expect(await counter.send('submit', request)).toMatchObject({
      refusal: { rule: 'list_problems', problems: [{ line: 0, problem: 'file_too_large' }] },
    })
    expect(await counter.send('submit', { ...request, file: 'x' })).toMatchObject({
      refusal: { rule: 'file_not_found', field: 'file' },
    })
    writeFileSync(list, listOf(['A', 'B', 'B', 'A', 'A', 'B'], settingsWith()))
    const sealed = (await counter.send('submit', request)) as { value: { onceDocument: string } }
    expect(sealed).not.toHaveProperty('value.cards')
    // The cards exist once, in memory, until somebody locks; their printing is an entry.
    const seq = counter.desk.study?.head().seq ?? 0
    const cards = { kind: 'once', token: sealed.value.onceDocument }
    const gone = { refusal: { rule: 'nothing_found' } }
    // A look would be a copy that nobody recorded, and a dialog that was closed hands nothing out.
    expect(await counter.send('document', { document: cards, as: 'view' })).toMatchObject(gone)
    counter.chosen = undefined
    expect(await counter.send('document', { document: cards, as: 'save' })).toMatchObject({ value: { saved: false } })
    expect(await counter.send('document', { document: cards, as: 'print' })).toMatchObject({ value: { saved: true } })
    expect(counter.desk.study?.head().seq).toBe(seq + 2)
    expect(counter.printed.length).toBe(1)
    // Printed once, they are gone; another print needs new codes.
    for (const as of ['print', 'save'])
      expect(await counter.send('document', { document: cards, as })).toMatchObject(gone)
    counter.desk.close()
    // Nothing of the list is in the program's own folder, except the list itself.
    expect(readFileSync(join(counter.folder, 'workstation.json'), 'utf8')).not.toMatch(/exosome|placebo/)
  })
})

describe('the practice study', () => {
  it('is made by one call; everybody in it signs in, it says that it is for practice, and its cards open', async () => {
    const clock = new HandClock()
    const tools = toolsWith(clock)
    const counter = new Counter(newFolder('memory'), clock, tools)
    const made = await makePracticeStudy(join(counter.folder, 'practice.counterseal'), tools)
    writeFileSync(join(counter.folder, 'practice-cards.json'), JSON.stringify(made.cards))
    made.study.close()
    const opened = (await counter.send('practice', { fresh: false })) as { value: OpenFile }
    expect(opened.value).toMatchObject({ practice: true, readOnly: false })
    const invented = [founder, ...colleagues]
    expect(opened.value.practiceMembers).toEqual(invented)
    expect(opened.value.practiceCards?.length).toBe(21)
    for (const { login, passphrase, role } of invented) {
      expect(await counter.send('unlock', { login, passphrase })).toMatchObject({ ok: true, value: { login, role } })
      const today = await counter.send('ask', { question: { type: 'Today' } })
      expect(today).toMatchObject({ ok: true })
      expect(await statusOf(counter)).toMatchObject({ file: { practice: true } })
    }
    const pi = colleagues.find(({ role }) => role === 'pi')
    await counter.send('unlock', { login: pi?.login, passphrase: pi?.passphrase })
    const command = {
      type: 'BreakBlind',
      number: 1,
      reason: 'emergency_treatment',
      narrative: 'Practising what to do in an emergency.',
      told: 'Nobody',
      code: opened.value.practiceCards?.find(({ number }) => number === 1)?.code,
    }
    expect(await counter.send('submit', { command, passphrase: pi?.passphrase })).toMatchObject({
      value: { revealed: { arm: 'A' } },
    })
    counter.desk.close()
    // It is no recent file, and stays for practice after a restart.
    expect((await statusOf(counter)).recent).toEqual([])
    expect(await counter.send('practice', { fresh: false })).toMatchObject({ value: { practice: true } })
    counter.desk.close()
  })

  it('what is real shows no invented members, and no passphrase', async () => {
    const counter = new Counter()
    const opened = (await counter.open(await closedStudy())) as { value: OpenFile }
    expect(opened.value.practice).toBe(false)
    expect(opened.value).not.toHaveProperty('practiceMembers')
    expect(opened.value).not.toHaveProperty('practiceCards')
    counter.desk.close()
  })
})
