// Worksheets: written as a pair and approved, followed with scanner and space bar alone, and on paper in the end.

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { readCode } from '../../src/core/codes.ts'
import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { answerDialogs, expect, test } from './harness.ts'
import { textOfPages } from './paper.ts'
import { byHand, Person } from './person.ts'
import { hindrances, smallTargets } from './targets.ts'
import { languagesToday } from './words.ts'

test.use({ args: ['--practice'], practised: true })

const qa = colleagues.find(({ role }) => role === 'qa') ?? founder
const step = (person: Person, name: string) =>
  person.page
    .getByRole('main')
    .getByRole('heading', { level: 2, name: person.say('dose', `steps.${name}`), exact: true })

/** What keeps somebody with gloves from working here. */
async function inTheWay(page: Page): Promise<string[]> {
  return [...(await hindrances(page)), ...(await smallTargets(page))]
}

/** Opens the preparation that waits, or goes on with it. */
async function open(person: Person, how: 'start' | 'resume'): Promise<void> {
  await person.begin(how === 'start' ? 'prepare_dose' : 'finish_preparation')
  await person.press(person.say('dose', `prepare.${how}`))
  await expect(person.page.getByText(person.say('common', 'unblinded.word')).first()).toBeVisible()
}

/** Takes the vial that lies in front. */
async function take(person: Person): Promise<void> {
  const vial = readCode((await person.page.getByRole('main').locator('bdi.code').first().textContent()) ?? '')
  await person.scan(vial.toLowerCase())
  await expect(step(person, 'thaw')).toBeVisible()
}

/** Waits for the minute to be over. What tells an arm covers itself when nobody touches it; a touch keeps it in sight. */
async function untilThawed(person: Person): Promise<void> {
  let height = 5
  await expect(async () => {
    height = height === 5 ? 9 : 5
    await person.page.mouse.move(640, height)
    await expect(person.button(person.say('dose', 'prepare.thaw_record'))).toBeEnabled({ timeout: 1_000 })
  }).toPass({ timeout: 90_000 })
}

/** Presses the space bar once the button of the step has the focus. */
async function space(page: Page): Promise<void> {
  await expect(page.locator('footer button:focus:enabled')).toBeVisible({ timeout: 90_000 })
  await page.keyboard.press('Space', byHand)
}

for (const language of languagesToday('en'))
  test(`P7 Q6 every step is done with the scanner and the space bar alone, over a crash in the middle of the thaw; the batch record says so in the window and on paper, in ${language}`, async ({
    start,
  }) => {
    const first = await start()
    const before = new Person(first, language)
    await before.speak()
    await before.signIn(founder)
    await open(before, 'start')
    await take(before)
    await expect(before.button(before.say('dose', 'prepare.thaw_wait'))).toBeDisabled()
    const said = await before.page.getByText(before.say('dose', 'prepare.thaw_left')).first().textContent()
    const gone = new Promise((resolve) => first.process.once('exit', resolve))
    first.process.kill('SIGKILL')
    await gone
    const counterseal = await start()
    const person = new Person(counterseal, language)
    const { page } = person
    await person.speak()
    await person.signIn(founder)
    await open(person, 'resume')
    await expect(step(person, 'thaw')).toBeVisible()
    // Its end stands where it stood, however long the program was gone.
    expect(await page.getByText(person.say('dose', 'prepare.thaw_left')).first().textContent()).toBe(said)
    await untilThawed(person)
    for (const next of ['draw', 'fill', 'mix', 'inspect', 'sleeve']) {
      await space(page)
      await expect(step(person, next)).toBeVisible()
      expect(await inTheWay(page), next).toEqual([])
    }
    await space(page)
    await expect(person.button(person.say('dose', 'labels.record'))).toBeVisible()

    const paper = join(counterseal.folder, 'record.pdf')
    await answerDialogs(counterseal.app, paper)
    await person.press(person.say('dose', 'prepare.open_participant'))
    await person.press(person.say('dose', 'person.more'))
    await page.getByRole('menuitem', { name: person.say('dose', 'batch.act') }).click()
    await person.press(person.say('dose', 'batch.save'), person.dialog)
    await expect(person.dialog).toContainText(person.say('refusals', 'reason_missing.title'))
    await person.fill(person.say('dose', 'reason'), 'for the unblinded file', person.dialog)
    await person.press(person.say('dose', 'batch.save'), person.dialog)
    await expect(person.dialog.getByText(person.say('dose', 'labels.saved'))).toBeVisible()
    const text = textOfPages(paper).join(' ').replace(/\s+/g, ' ')
    for (const said of ['UNBLINDED batch record', 'PRACTICE-EX-01', '1.8 mL', '8 times', 'not verified', founder.name])
      expect(text).toContain(said)
    // In the window it stands in the frame of what tells an arm, and is on record once more.
    await person.press(person.say('dose', 'batch.view'), person.dialog)
    await expect(person.dialog.locator('[data-drawn]')).toBeAttached()
    await expect(person.dialog.getByText(person.say('common', 'unblinded.word')).first()).toBeVisible()
    expect(await inTheWay(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(person.dialog).toHaveCount(0)
    await expect(page.locator('[data-unblinded]')).toHaveCount(0)
    await person.goTo('knowledge')
    await expect(page.getByText(person.say('emergency', 'occasions.batch_record'))).toHaveCount(2)
  })

for (const [language, scheme] of [
  ['en', 'light'],
  ['fa', 'dark'],
] as const) {
  test(`Q7 a pair that differs is not signed: the step is named; once alike, it is signed, and QA puts it in force, in ${language}`, async ({
    counterseal,
  }) => {
    const person = new Person(counterseal, language)
    const { page } = person
    await page.emulateMedia({ colorScheme: scheme })
    await person.speak()
    const write = person.say('worksheet', 'write', { version: 2 })
    await person.signIn(founder)
    await person.goTo('lots')
    await person.press(person.say('stock', 'worksheets'))
    await person.press(write)
    const readBack = person.button(person.say('worksheet', 'read_back', { version: 2 }))
    const row = page.getByRole('main').getByRole('listitem').nth(1)
    await person.fill(person.say('worksheet', 'note'), 'held longer')
    await page.getByLabel(person.say('worksheet', 'together')).press('Space', byHand)
    await row.getByRole('button').first().press('Enter')
    await row.getByLabel(person.say('worksheet', 'amount.mostMinutes')).first().fill('30')
    await expect(row).toContainText(person.say('worksheet', 'what.mostMinutes'))
    await expect(readBack).toBeDisabled()
    expect(await inTheWay(page)).toEqual([])
    // Nothing is lost by looking elsewhere.
    await person.goTo('today')
    await person.goTo('lots')
    await person.press(person.say('stock', 'worksheets'))
    await expect(row).toContainText(person.say('worksheet', 'what.mostMinutes'))
    await person.press(person.say('worksheet', 'make_alike.A'), row)
    await expect(row).not.toContainText(person.say('worksheet', 'what.mostMinutes'))
    // By keyboard alone: the step moves, and moves back.
    const kind = row.getByLabel(person.say('worksheet', 'kind')).first()
    await row.getByRole('button').first().press('Enter')
    await kind.press('Alt+ArrowDown')
    await expect(readBack).toBeDisabled()
    const moved = page.getByRole('main').getByRole('listitem').nth(2)
    await moved.getByLabel(person.say('worksheet', 'kind')).first().press('Alt+ArrowUp')
    await page.getByLabel(person.say('worksheet', 'together')).check()
    await expect(readBack).toBeEnabled()
    await readBack.press('Enter')
    await person.sign(person.say('worksheet', 'sign', { version: 2 }), founder.passphrase)
    await expect(page.getByText(person.say('worksheet', 'waits', { version: 2 }))).toBeVisible()

    await person.becomes(qa)
    await person.begin('approve_worksheets')
    const approve = person.say('worksheet', 'approve', { version: 2 })
    expect(await inTheWay(page)).toEqual([])
    await person.press(approve)
    await person.sign(approve, qa.passphrase)
    await expect(page.getByText(person.say('worksheet', 'in_force', { version: 2 }))).toBeVisible()
  })
}
