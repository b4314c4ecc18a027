// What somebody with a debugger would find in the running program: live in the engines, and forgotten anywhere.

import { join } from 'node:path'
import { type CanaryFile, makeCanaryFile, people } from './canary-file.ts'
import { type Counterseal, expect, test } from './harness.ts'
import { type Account, Person } from './person.ts'
import { heapOfPage, heapOfShell, mayLookInto, needle, processesOf, Search, searched } from './process-memory.ts'

/** What the investigator's role has, in the order of the rail. */
const screens = 'today participants syringes break readiness knowledge trail members settings'.split(' ')

/** What was found, apart: words that a book holds, and bytes that open something. */
type Found = { readonly words: string[]; readonly secrets: string[] }

/** Looks for everything that a file hides. */
class Looking {
  readonly #running: Counterseal
  readonly #search: Search
  readonly #wordNames: ReadonlySet<string>
  readonly mayLook: boolean

  constructor(running: Counterseal, { canaries, keys }: CanaryFile) {
    this.#running = running
    this.#wordNames = new Set(canaries.map(({ name }) => name))
    this.#search = new Search([
      ...canaries.map(({ name, text }) => needle(name, text)),
      ...keys.map(({ name, bytes }) => ({ name, written: [bytes] })),
      ...Object.values(people).map(({ login, passphrase }) => needle(`passphrase of ${login}`, passphrase)),
    ])
    this.mayLook = mayLookInto(this.#pid)
  }

  get #pid(): number {
    return this.#running.process.pid ?? 0
  }

  #sorted(found: Iterable<string>): Found {
    const names = [...found].sort()
    const isWord = (name: string) => this.#wordNames.has(name)
    return { words: names.filter(isWord), secrets: names.filter((name) => !isWord(name)) }
  }

  /** What is alive in the shell's engine. */
  async inShell(): Promise<Found> {
    const { app, folder } = this.#running
    return this.#sorted(this.#search.in(await heapOfShell(app, join(folder, 'shell.heapsnapshot'))))
  }

  /** What is alive in the page's engine. */
  async inPage(): Promise<Found> {
    return this.#sorted(this.#search.in(await heapOfPage(this.#running.page)))
  }

  /** What lies in the memory of one kind of process, alive or not; of all of them where no kind is named. */
  inMemory(...kinds: string[]): Found & { bytes: number } {
    const looked = processesOf(this.#pid)
      .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
      .map(({ pid }) => searched(pid, this.#search))
    return {
      ...this.#sorted(new Set(looked.flatMap(({ found }) => [...found]))),
      bytes: looked.reduce((sum, { bytes }) => sum + bytes, 0),
    }
  }
}

/** Types login and passphrase key by key, so that no tool of the test ever sends either as a whole. */
async function typeAccount(person: Person, { login, passphrase }: Account): Promise<void> {
  const { keyboard } = person.page
  await person.field(person.say('shell', 'unlock.login')).focus()
  await keyboard.type(login)
  await person.field(person.say('shell', 'unlock.passphrase')).focus()
  await keyboard.type(passphrase)
}

async function signIn(person: Person, account: Account): Promise<void> {
  await typeAccount(person, account)
  await person.page.keyboard.press('Enter')
  await person.heading(person.say('work', 'today.title'))
}

async function walkThrough(person: Person, places: readonly string[]): Promise<void> {
  for (const screen of places) {
    await person.goTo(screen)
    await expect(person.page.getByRole('heading', { level: 1 })).toBeVisible()
    await person.page.waitForTimeout(100)
  }
}

const ofBooks = ({ words }: Found, ...books: string[]) =>
  words.filter((name) => books.some((book) => name.startsWith(book)))
/** What tells an arm, or leads to one. */
const unblinding = (found: Found) => [
  ...ofBooks(found, 'stock', 'allocation'),
  ...found.secrets.filter((name) => /stock|allocation|farah|cyrus|qamar/.test(name)),
]

test('B1 B4 B12 no memory of the program holds an arm, a lot or a key that is not for whoever is signed in', async ({
  folder,
  start,
}) => {
  test.setTimeout(600_000)
  const file = await makeCanaryFile(folder)
  const running = await start([file.path])
  const person = new Person(running, 'en')
  const looking = new Looking(running, file)
  // Where the system forbids to read another process (another user's, or a hardened kernel), the engines are looked into.
  const memories = looking.mayLook ? (...kinds: string[]) => looking.inMemory(...kinds) : undefined
  console.log(`the memory of the processes may ${memories === undefined ? 'not ' : ''}be read here`)

  await test.step('what is typed is found while it stands there, so the search can find', async () => {
    await typeAccount(person, people.pi)
    expect((await looking.inPage()).secrets).toEqual(['passphrase of iman'])
    if (memories !== undefined) expect(memories('renderer').secrets).toContain('passphrase of iman')
    await person.page.keyboard.press('Enter')
    await person.heading(person.say('work', 'today.title'))
  })

  await test.step('with the investigator signed in, nothing of stock and allocation is anywhere', async () => {
    await walkThrough(person, screens)
    await person.goTo('participants')
    await person.page.getByRole('row').nth(2).click()
    await person.heading(person.say('dose', 'participant', { number: 2 }))
    const shell = await looking.inShell()
    const page = await looking.inPage()
    expect({ shell: unblinding(shell), page: unblinding(page) }).toEqual({ shell: [], page: [] })
    expect(shell.secrets).toEqual([])
    // Otherwise nobody had read anything.
    expect(ofBooks(shell, 'registry', 'clinic').length).toBeGreaterThan(8)
    expect(ofBooks(page, 'registry', 'clinic').length).toBeGreaterThan(4)
    const memory = memories?.()
    if (memory === undefined) return
    console.log(`investigator: ${memory.words.length} words of their own books in ${memory.bytes} bytes of memory`)
    expect(unblinding(memory)).toEqual([])
    const own = ['key of the clinic book', 'key of the registry book', 'receiving secret of iman']
    expect(memory.secrets.filter((name) => !name.startsWith('passphrase'))).toEqual(own)
  })

  const lockedHoldsNothing = async () => {
    await person.lock()
    expect({ shell: await looking.inShell(), page: await looking.inPage() }).toEqual({
      shell: { words: [], secrets: [] },
      page: { words: [], secrets: [] },
    })
    if (memories === undefined) return
    const { words, secrets } = memories('main')
    const ofPage = memories('renderer')
    // Strings cannot be overwritten, only let go; these are what the engines have not yet written over (SECURITY.md).
    console.log(`locked: let go and not yet overwritten: shell ${words.length}, page ${ofPage.words.length} words;`)
    console.log(`locked: passphrases let go in the page: ${ofPage.secrets.length}`)
    expect(secrets).toEqual([])
    expect(ofPage.secrets.filter((name) => !name.startsWith('passphrase'))).toEqual([])
  }
  await test.step('locked, nothing of any book is alive, and no key is left', lockedHoldsNothing)

  await test.step('with the pharmacist signed in, the same search finds it all', async () => {
    await signIn(person, people.pharmacist)
    await walkThrough(person, ['lots', 'list', 'trail'])
    expect(ofBooks(await looking.inShell(), 'stock', 'allocation').length).toBeGreaterThan(15)
    expect(ofBooks(await looking.inPage(), 'stock').length).toBeGreaterThan(2)
    const secrets = memories?.('main').secrets
    if (secrets !== undefined)
      expect(secrets).toEqual(expect.arrayContaining(['key of the allocation book', 'key of the stock book']))
  })
  await test.step('locked again, nothing of any book is alive, and no key is left', lockedHoldsNothing)

  await test.step('nor does the investigator inherit anything from the pharmacist', async () => {
    await signIn(person, people.pi)
    await walkThrough(person, ['trail'])
    expect({ shell: unblinding(await looking.inShell()), page: unblinding(await looking.inPage()) }).toEqual({
      shell: [],
      page: [],
    })
  })
  await test.step('after a break the keys of all envelopes, of the opened one too, are nowhere', async () => {
    const code = file.cards.get(2)
    const command = {
      type: 'BreakBlind',
      number: 2,
      reason: 'other',
      narrative: 'Anaphylaxis in theatre',
      told: 'Dr K',
    }
    const broken = await person.request('submit', { command: { ...command, code }, passphrase: people.pi.passphrase })
    expect(broken).toMatchObject({ ok: true, value: { revealed: { number: 2, arm: file.armOf(2) } } })
    expect((await looking.inShell()).secrets).toEqual([])
    if (memories === undefined) return
    expect(memories().secrets.filter((name) => name.startsWith('envelope'))).toEqual([])
  })
})
