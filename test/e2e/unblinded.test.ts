// Where an arm is on screen: the frame around it, and everything that keeps it from being seen, recorded or carried away.

import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { startDisplay } from '../../scripts/lib/xvfb.mjs'
import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { type Counterseal, expect, test } from './harness.ts'
import { Person } from './person.ts'
import { Piped } from './piped.ts'
import { words } from './words.ts'

test.use({ args: ['--practice'], practised: true })

/** Records every call that keeps a window out of recordings, and lets it through. */
async function listen(app: ElectronApplication): Promise<() => Promise<boolean[]>> {
  await app.evaluate(({ BrowserWindow }) => {
    const said: boolean[] = []
    Object.assign(globalThis, { said })
    for (const window of BrowserWindow.getAllWindows()) {
      const protect = window.setContentProtection.bind(window)
      window.setContentProtection = (on) => {
        said.push(on)
        protect(on)
      }
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { said: boolean[] }).said)
}

/** Signs the pharmacist in and starts a preparation; gives the arm on screen. */
async function startPreparing(counterseal: Counterseal) {
  const person = new Person(counterseal, 'en')
  await person.signIn(founder)
  await person.begin('prepare_dose')
  await person.press(person.say('dose', 'prepare.start'))
  const arm = person.page.getByRole('main').getByText('exosome', { exact: true })
  const cover = person.page.getByText(person.say('common', 'unblinded.covered'))
  await expect(arm).toBeVisible()
  return { person, arm, cover }
}

/** What lies in the clipboards: in that of the keys, and in that of the middle button. */
function clipboards({ app }: Counterseal): Promise<string[]> {
  return app.evaluate(async ({ clipboard }) => {
    const old = clipboard as unknown as { readText(type?: string): string | Promise<string> }
    return [await old.readText(), await old.readText('selection')]
  })
}

test('B3 an unblinded view is kept out of recordings for as long as it is shown, and its viewer is recorded', async ({
  counterseal,
}) => {
  const said = await listen(counterseal.app)
  const { person, arm } = await startPreparing(counterseal)
  expect(await said()).toEqual([true])
  await expect(person.page.getByText(person.say('common', 'unblinded.word'))).toHaveCount(4)
  await person.goTo('today')
  await expect(arm).toHaveCount(0)
  await expect.poll(said).toEqual([true, false])
  await person.goTo('participants')
  await person.lock()
  // Locking releases too, whatever was shown.
  expect((await said()).at(-1)).toBe(false)
  // B2: whoever saw it stands in the knowledge ledger, for the investigator to read, without the arm.
  const pi = colleagues.find(({ role }) => role === 'pi') ?? founder
  await person.signIn(pi)
  await person.goTo('knowledge')
  await expect(person.page.getByRole('row').filter({ hasText: founder.name })).toHaveCount(1)
  await expect(person.page.getByText('exosome')).toHaveCount(0)
})

test('B3 another window in front covers the view; only the space bar uncovers it', async ({
  folder,
  practiceFolder,
}) => {
  const display = await startDisplay()
  try {
    const profile = join(folder, 'profile')
    await cp(await practiceFolder(), profile, { recursive: true })
    const window = await Piped.start(folder, display.name, { args: ['--practice'] })
    await window.signIn(founder)
    const press = async (name: string) => {
      const button = `[...document.querySelectorAll('main button')].find((one) => one.textContent === ${JSON.stringify(name)})`
      await window.until(`(${button}) !== undefined`)
      await window.evaluate(`(${button}).click()`)
    }
    await press(words('en', 'work', 'task.prepare_dose.act'))
    await press(words('en', 'dose', 'prepare.start'))
    const arm = `[...document.querySelectorAll('main bdi')].filter((one) => one.textContent === 'exosome')`
    const seen = `${arm}.some((one) => one.checkVisibility({ visibilityProperty: true }))`
    const cover = JSON.stringify(words('en', 'common', 'unblinded.covered'))
    const covered = `[...document.querySelectorAll('button')].some((one) => one.textContent.startsWith(${cover}))`
    await window.until(seen)
    expect(await window.evaluate(covered)).toBe(false)
    // Another program comes to the front, as any could.
    const other = await Piped.start(join(folder, 'other'), display.name)
    await window.until(covered)
    expect(await window.evaluate(seen)).toBe(false)
    await other.close()
    await window.until('document.hasFocus()')
    for (const key of ['Escape', 'Tab', 'a']) await window.press(key)
    expect(await window.evaluate(seen)).toBe(false)
    await window.press(' ', ' ')
    await window.until(seen)
    expect(await window.close()).toBe(0)
  } finally {
    display.stop()
  }
})

test('B3 a view that nobody touches covers itself, and the time that runs stays in sight', async ({ counterseal }) => {
  const { person, arm, cover } = await startPreparing(counterseal)
  const { page } = person
  const vial = (await page.getByRole('main').locator('bdi.code').first().textContent()) ?? ''
  await person.scan(vial.replaceAll(/[^0-9A-Z]/g, '').toLowerCase())
  await expect(page.getByRole('heading', { name: person.say('dose', 'steps.thaw') })).toBeVisible()
  await expect(cover).toBeVisible({ timeout: 30_000 })
  await expect(arm).not.toBeVisible()
  const covered = page.getByRole('button').filter({ has: cover })
  await expect(covered).toContainText(person.say('dose', 'prepare.thaw_left'))
  const time = covered.locator('bdi[dir=ltr]')
  const first = await time.textContent()
  expect(first).toMatch(/^0:\d\d:\d\d$/)
  await expect(time).not.toHaveText(first ?? '')
  await expect(covered).not.toContainText('exosome')
})

test('B3 nothing of an unblinded view is copied, and the clipboards are empty once it is left', async ({
  counterseal,
}) => {
  const { person } = await startPreparing(counterseal)
  const { page } = person
  await counterseal.app.evaluate(({ clipboard }) => clipboard.clear())
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await page.getByRole('main').getByText('exosome', { exact: true }).dblclick()
  await page.keyboard.press('Control+c')
  await counterseal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.copy())
  expect(await page.evaluate(() => String(document.getSelection()))).not.toContain('exosome')
  expect((await clipboards(counterseal)).join()).not.toContain('exosome')
  // Whatever found its way there all the same goes with the view.
  await counterseal.app.evaluate(async ({ clipboard }) => {
    const old = clipboard as unknown as { writeText(text: string, type?: string): void | Promise<void> }
    await old.writeText('exosome')
    await old.writeText('exosome', 'selection')
  })
  await person.goTo('today')
  await expect.poll(() => clipboards(counterseal)).toEqual(['', ''])
})
