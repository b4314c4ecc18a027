// Every file that the program wrote, or its system on its behalf, searched as bytes: after a whole way, after a page that
// crashed, and after the program was killed.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { openLedger } from '../../src/main/ledger/ledger.ts'
import { Keyring } from '../../src/main/vault/keyring.ts'
import { type CanaryFile, makeCanaryFile, people } from './canary-file.ts'
import { answerDialogs, type Counterseal, expect, quit, test } from './harness.ts'
import { textOfPages } from './paper.ts'
import { needle, needleOfBytes, Search } from './process-memory.ts'
import { Walk } from './walk.ts'

/** The files below a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** The names of what was found, by file. */
function foundBelow(folder: string, search: Search): Record<string, readonly string[]> {
  const found = filesIn(folder).map((file) => [relative(folder, file), [...search.in(readFileSync(file))]] as const)
  return Object.fromEntries(found.filter(([, names]) => names.length > 0))
}

/** What a file must not tell: words of any book, codes, passphrases, keys; and the arms by their names. */
function searchFor({ canaries, keys, cards }: CanaryFile): Search {
  return new Search([
    ...canaries.map(({ name, text }) => needle(name, text)),
    ...[...cards].flatMap(([number, code]) => [
      needle(`card ${number}`, code),
      needle(`card ${number}, plain`, code.replaceAll('-', '')),
    ]),
    ...Object.values(people).map(({ login, passphrase }) => needle(`passphrase of ${login}`, passphrase)),
    ...keys.map(({ name, bytes }) => needleOfBytes(name, bytes)),
  ])
}

/** The words of the arms stand in the program itself, which lies in no folder of the test but in Chromium's code cache. */
const armNames = new Search([needle('arm A', 'exosome'), needle('arm B', 'placebo')])

/** What the process says, on its standard output and of its errors. */
function listenTo({ process: running }: Counterseal): () => string {
  const said: Buffer[] = []
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk))
  return () => Buffer.concat(said).toString('latin1')
}

test('B1 B12 no file that the program leaves behind tells an arm, a lot, a passphrase or a key', async ({
  folder,
  start,
}) => {
  test.setTimeout(600_000)
  const saved = join(folder, 'saved')
  const temporary = join(folder, 'temporary')
  for (const made of [saved, temporary]) mkdirSync(made)
  const file = await makeCanaryFile(folder)
  const search = searchFor(file)
  const logs: (() => string)[] = []
  const begin = async () => {
    const running = await start([file.path, '--enable-logging=stderr'], { TMPDIR: temporary })
    logs.push(listenTo(running))
    return { running, walk: new Walk(running, 'en') }
  }

  await test.step('a dose is prepared and its labels saved, the investigator breaks a blind, the program ends', async () => {
    const { running, walk } = await begin()
    await walk.signIn(people.pharmacist)
    await walk.prepare()
    await walk.press(walk.say('dose', 'labels.record'))
    await answerDialogs(running.app, join(saved, 'labels.pdf'))
    await walk.press(walk.say('dose', 'labels.save'))
    // Setting pages takes long on a busy machine, and no test of time is this.
    await expect(walk.page.getByText(walk.say('dose', 'labels.saved'))).toBeVisible({ timeout: 60_000 })
    await walk.goTo('lots')
    await walk.becomes(people.pi)
    const code = file.cards.get(2) ?? ''
    const narrative = 'Anaphylaxis in theatre'
    const command = { type: 'BreakBlind', number: 2, reason: 'other', narrative, told: 'Dr Karimi', code }
    const broken = await walk.request('submit', { command, passphrase: people.pi.passphrase })
    expect(broken).toMatchObject({ ok: true, value: { revealed: { number: 2 } } })
    await walk.goTo('trail')
    await walk.lock()
    await quit(running)
  })
  await test.step('a page crashes while lots are on it', async () => {
    const { running, walk } = await begin()
    await walk.signIn(people.pharmacist)
    await walk.goTo('lots')
    await expect(walk.page.getByText('ZQSTOCK-EX-7741')).toBeVisible()
    const crashed = running.page.waitForEvent('crash')
    await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await crashed
    const over = new Promise((resolve) => running.process.once('exit', resolve))
    running.process.kill('SIGKILL')
    await over
  })
  await test.step('the program is killed while it shows lots', async () => {
    const { running, walk } = await begin()
    await walk.signIn(people.pharmacist)
    await walk.goTo('lots')
    await expect(walk.page.getByText('ZQSTOCK-EX-7741')).toBeVisible()
    const over = new Promise((resolve) => running.process.once('exit', resolve))
    running.process.kill('SIGKILL')
    await over
    // The write-ahead log of a killed program stays; it is searched like the rest.
    expect(existsSync(`${file.path}-wal`)).toBe(true)
  })

  await test.step('all that lies there now is searched', async () => {
    const everything = filesIn(folder)
    const bytes = everything.reduce((sum, path) => sum + statSync(path).size, 0)
    console.log(`files left behind: ${everything.length}, ${bytes} bytes`)
    expect(everything.filter((path) => path.startsWith(join(folder, 'profile'))).length).toBeGreaterThan(5)
    expect(foundBelow(folder, search)).toEqual({})
    // The arms have names that everybody may read in the settings, which are sealed: no file holds them but the code
    // of the program that Chromium keeps compiled.
    const withArms = Object.keys(foundBelow(folder, armNames)).filter((path) => !path.includes('Code Cache'))
    expect(withArms).toEqual([])
    const said = logs.map((log) => log()).join('\n')
    expect(said.length).toBeGreaterThan(0)
    expect([...search.in(Buffer.from(said, 'latin1'))]).toEqual([])
    expect(said).not.toMatch(/exosome|placebo/i)
    const labels = textOfPages(join(saved, 'labels.pdf')).join('\n')
    expect(labels).toContain('hPMSC')
    for (const { text, book } of file.canaries)
      if (book === 'stock' || book === 'allocation')
        expect(labels.replaceAll(' ', '')).not.toContain(text.replaceAll(' ', ''))
  })

  await test.step('what everybody may read in the file is found, so the search can find', () => {
    const opening = openLedger(file.path, { at: '', access: 'read' })
    if (!opening.ok) throw new Error('not opened')
    const keyring = new Keyring()
    keyring.apply(opening.ledger.keyringRows())
    opening.ledger.close()
    const login = people.pi.login
    const publicKey = keyring.byLogin(login)?.boxPublicKey ?? Buffer.alloc(0)
    const found = foundBelow(
      folder,
      new Search([needle('login', `"${login}"`), needleOfBytes('public key', publicKey)]),
    )
    expect(new Set(Object.values(found).flat())).toEqual(new Set(['login', 'public key']))
  })
})
