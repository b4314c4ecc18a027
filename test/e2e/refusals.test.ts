// What bad input gets: a refusal that names the rule beside its field, nothing stored, nothing typed lost. And what
// nobody may see when nobody looks.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answerDialogs, type Counterseal, expect, idleFor, test } from './harness.ts'
import { Person } from './person.ts'
import { foundedIn, pharmacist } from './study-file.ts'

/** Opens the file of a study by the welcome screen. */
async function open(running: Counterseal, path: string): Promise<Person> {
  const person = new Person(running, 'en')
  await answerDialogs(running.app, path)
  await person.page.getByRole('button', { name: person.say('shell', 'welcome.open') }).click()
  await expect(person.page.getByRole('heading', { name: 'founded.counterseal' })).toBeVisible()
  return person
}

async function entries(person: Person): Promise<number> {
  const reply = (await person.request('status', undefined)) as { value: { file: { entries: number } } }
  return reply.value.file.entries
}

test('a list with many problems shows every one by its line, and nothing is stored', async ({
  counterseal,
  folder,
}) => {
  const person = await open(counterseal, await foundedIn(folder))
  const { page } = person
  await person.signIn(pharmacist)
  await person.goTo('list')
  const rows = [
    'number,arm',
    '1,exosome',
    '1,placebo',
    '2,exosom',
    ',placebo',
    '4,',
    '0,exosome',
    '5,=1+1',
    '',
    '7,placebo',
  ]
  const path = join(folder, 'list.csv')
  await writeFile(path, `\ufeff${rows.join('\r\n')}\r\n`)
  await answerDialogs(counterseal.app, path)
  const before = await entries(person)
  await person.press(person.say('stock', 'list.choose'))
  await person.fill(person.say('stock', 'list.madeBy'), 'A statistician')
  await person.fill(person.say('stock', 'list.method'), 'By hand')
  await person.fill(person.say('stock', 'list.madeOn'), '2026-01-02')
  await person.press(person.say('stock', 'list.check'))
  await expect(page.getByRole('alert')).toContainText(person.say('refusals', 'list_problems.title'))
  const problems: [string, string, Record<string, unknown>?][] = [
    ['3', 'number_duplicate', { number: 1 }],
    ['4', 'arm_unknown'],
    ['5', 'number_missing'],
    ['6', 'arm_missing'],
    ['7', 'number_not_whole'],
    ['8', 'formula_cell'],
    ['9', 'row_empty'],
  ]
  await expect(page.getByText(person.say('stock', 'list.problems', { count: problems.length }))).toBeVisible()
  for (const [line, problem, values] of problems) {
    const row = page.getByRole('row').filter({ hasText: person.say('refusals', `line_problems.${problem}`, values) })
    await expect(row.getByRole('gridcell').first()).toHaveText(line)
  }
  // What was typed is still there, and the file holds not one entry more.
  await expect(person.field(person.say('stock', 'list.madeBy'))).toHaveValue('A statistician')
  expect(await entries(person)).toBe(before)
  await writeFile(path, Buffer.from('number,arm\n1,exosome\n', 'utf16le'))
  await person.press(person.say('stock', 'list.check'))
  await expect(page.getByText(person.say('refusals', 'line_problems.file_utf16'))).toBeVisible()
  expect(await entries(person)).toBe(before)
})

test('P10 a wrong passphrase and an unknown login get the same sentence', async ({ counterseal, folder }) => {
  const person = await open(counterseal, await foundedIn(folder))
  const said: string[] = []
  for (const login of [pharmacist.login, 'nobody']) {
    await person.tryToSignIn({ login, passphrase: 'not the right passphrase' })
    const alert = person.page.getByRole('alert')
    await expect(alert).toContainText(person.say('refusals', 'sign_in_failed.title'))
    said.push((await alert.textContent()) ?? '')
    await expect(person.field(person.say('shell', 'unlock.login'))).toHaveValue(login)
    await person.fill(person.say('shell', 'unlock.passphrase'), '')
  }
  expect(said[0]).toBe(said[1])
  await person.signIn(pharmacist)
})

test('a weak passphrase is refused beside its field, and the name typed before stays', async ({
  counterseal,
  folder,
}) => {
  const person = await open(counterseal, await foundedIn(folder))
  await person.signIn(pharmacist)
  await person.goTo('members')
  await person.press(person.say('registry', 'members.enrol'))
  await person.field(person.say('registry', 'members.role'), person.dialog).click()
  await person.page.getByRole('option', { name: person.say('common', 'role.checker'), exact: true }).click()
  await person.fill(person.say('registry', 'members.name'), 'Cyrus Checker', person.dialog)
  await person.fill(person.say('registry', 'members.login'), 'cyrus', person.dialog)
  await person.choosePassphrase('cyrus cyrus 1')
  await expect(person.page.getByText(person.say('common', 'passphrase.notEnough'))).toBeVisible()
  await person.press(person.say('registry', 'enrol.readBack'))
  await person.fill(person.say('common', 'sign.own'), pharmacist.passphrase)
  await person.press(person.say('registry', 'enrol.act', { name: 'Cyrus Checker' }))
  const chosen = person.field(person.say('common', 'passphrase.choose'))
  await expect(person.page.getByText(person.say('refusals', 'passphrase_weak.title'))).toBeVisible()
  await expect(chosen).toBeFocused()
  await expect(chosen).toHaveAttribute('aria-invalid', 'true')
  await expect(person.field(person.say('registry', 'members.name'), person.dialog)).toHaveValue('Cyrus Checker')
  await expect(chosen).toHaveValue('cyrus cyrus 1')
})

test('Q1 a lot that is expired when it comes is refused beside its date, and nothing typed is lost', async ({
  counterseal,
  folder,
}) => {
  const person = await open(counterseal, await foundedIn(folder))
  await person.signIn(pharmacist)
  await person.goTo('lots')
  await person.press(person.say('stock', 'lots.receive'))
  await person.field(person.say('stock', 'product')).selectOption('A')
  const typed: Record<string, string> = {
    lotNumber: 'EX-1',
    manufacturer: 'A manufacturer',
    expiresOn: '2020-01-01',
    announcedVials: '12',
    vialCount: '12',
    damagedVials: '0',
    arrivalCelsius: '-78.5',
    storagePlace: 'Freezer 1',
    sender: 'A depot',
  }
  for (const [name, text] of Object.entries(typed)) await person.fill(person.say('stock', `receive.${name}`), text)
  await person.field(person.say('stock', 'receive.monitor')).selectOption('yes')
  const record = person.say('stock', 'receive.record', { lot: 'EX-1' })
  await person.press(record)
  await person.press(record, person.dialog)
  await expect(person.dialog).toBeHidden()
  const date = person.field(person.say('stock', 'receive.expiresOn'))
  await expect(person.page.getByText(person.say('refusals', 'lot_expired.title'))).toBeVisible()
  await expect(date).toHaveAttribute('aria-invalid', 'true')
  await expect(date).toBeFocused()
  for (const [name, text] of Object.entries(typed))
    await expect(person.field(person.say('stock', `receive.${name}`))).toHaveValue(text)
})

test('locking leaves nothing of the study to read, neither when asked nor when nobody is there', async ({
  counterseal,
  folder,
}) => {
  const person = await open(counterseal, await foundedIn(folder))
  const { page } = person
  const remains = () => page.evaluate(() => document.documentElement.outerHTML)
  await person.signIn(pharmacist)
  await person.goTo('members')
  await expect(page.getByRole('row').filter({ hasText: pharmacist.name })).toBeVisible()
  await person.lock()
  expect(await remains()).not.toContain(pharmacist.name)
  expect(await remains()).not.toContain('NCT06536712')
  const refused = await person.request('ask', { question: { type: 'Members', offset: 0, limit: 10 } })
  expect(refused).toMatchObject({ ok: false, refusal: { rule: 'signed_out' } })

  await person.signIn(pharmacist)
  await person.goTo('settings')
  await expect(page.getByText('NCT06536712').first()).toBeVisible()
  // Nobody has touched the machine for as long as the settings allow.
  await idleFor(counterseal.app, 31)
  await expect(person.field(person.say('shell', 'unlock.login'))).toBeVisible()
  expect(await remains()).not.toContain('NCT06536712')
  await idleFor(counterseal.app, 0)
})
