// The practice study: one click away, marked as what it is, and for each role as large as its keys.

import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { expect, test } from './harness.ts'
import { byHand, Person } from './person.ts'

test.use({ args: ['--practice'] })

/** What there is for each role, in the order of the rail. */
const rails: Record<string, readonly string[]> = {
  pharmacist:
    'today participants syringes lots temperature accounts list readiness knowledge closing trail members settings'.split(
      ' ',
    ),
  checker: 'today participants syringes lots temperature accounts readiness knowledge trail members settings'.split(
    ' ',
  ),
  qa: 'today lots temperature accounts trail members settings'.split(' '),
  pi: 'today participants syringes accounts break readiness knowledge closing trail members settings'.split(' '),
  deputy_pi: 'today participants syringes accounts break readiness knowledge closing trail members settings'.split(' '),
  theatre: 'today participants syringes accounts trail members settings'.split(' '),
  administrator: 'today trail members settings'.split(' '),
}
/** What somebody who is blinded must never read: what tells a lot. */
const ofLots = ['PRACTICE-EX', 'PRACTICE-PL', 'Freezer', 'Invented manufacturer', 'Invented depot']

test('opens at once, and lets everybody in with one click and Enter, as far as their role goes', async ({
  counterseal,
}) => {
  const person = new Person(counterseal, 'en')
  const { page } = person
  await expect(page.getByRole('heading', { name: person.say('shell', 'unlock.members') })).toBeVisible()
  for (const member of [founder, ...colleagues]) {
    await page.getByRole('button', { name: member.login }).click()
    await page.keyboard.press('Enter')
    await person.heading(person.say('work', 'today.title'))
    await test.step(`${member.role} has its own rail`, async () => {
      const rail = page.getByRole('navigation', { name: person.say('shell', 'rail.label') })
      const names = (rails[member.role] ?? []).map((screen) => person.say('shell', `screen.${screen}`))
      const found = await rail
        .getByRole('button')
        .evaluateAll((items) => items.map((item) => item.getAttribute('title')))
      expect(found).toEqual(names)
      await expect(page.getByRole('banner').getByText(person.say('shell', 'practice'), { exact: true })).toBeVisible()
    })
    await person.lock()
  }
})

test.describe('once it is made', () => {
  test.use({ practised: true })

  test('B1 shows the investigator no stock, no lot and no arm of anybody, on any screen', async ({ counterseal }) => {
    const person = new Person(counterseal, 'en')
    const { page } = person
    const pi = colleagues.find(({ role }) => role === 'pi')
    if (pi === undefined) throw new Error('there is no investigator')
    await person.signIn(pi)
    for (const screen of rails.pi ?? []) {
      await person.goTo(screen)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForTimeout(150)
      const text = await page.evaluate(() => document.documentElement.innerHTML)
      for (const secret of ofLots) expect(text, `${screen}: ${secret}`).not.toContain(secret)
      // The words of the arms are part of the study and stand in its settings; nowhere else.
      if (screen !== 'settings') expect(text, screen).not.toMatch(/exosome|placebo/i)
    }
    await person.goTo('participants')
    await page.getByRole('row').nth(1).click()
    await person.heading(person.say('dose', 'participant', { number: 1 }))
    const text = await page.evaluate(() => document.documentElement.innerHTML)
    for (const secret of [...ofLots, 'exosome', 'placebo'])
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
    // What has no place in the rail has none behind the bridge either.
    const questions = [
      { type: 'Lots', offset: 0, limit: 10 },
      { type: 'ArmOf', number: 1 },
    ]
    const refused = await Promise.all(questions.map((question) => person.request('ask', { question })))
    for (const reply of refused) expect(reply).toMatchObject({ ok: false })
  })

  test('B13 shows quality assurance stock and no participant, not even by its number', async ({ counterseal }) => {
    const person = new Person(counterseal, 'en')
    const { page } = person
    const qa = colleagues.find(({ role }) => role === 'qa')
    if (qa === undefined) throw new Error('there is no quality assurance')
    await person.signIn(qa)
    await expect(person.railItem('lots')).toBeVisible()
    await expect(person.railItem('participants')).toHaveCount(0)
    await page.keyboard.press('Control+k')
    await expect(page.getByLabel(person.say('shell', 'go.label'))).toBeFocused()
    await page.keyboard.type('1', byHand)
    await page.keyboard.press('Enter')
    await expect(page.getByText(person.say('shell', 'go.nothing'))).toBeVisible()
  })
})
