// The one door to the world outside: the page of the trial's registration.

import { founder } from '../../src/main/practice/practice-members.ts'
import { expect, test } from './harness.ts'
import { Person } from './person.ts'
import { languages } from './words.ts'

test.use({ args: ['--practice'], practised: true })

test('B3 the registration opens in the browser of the system by its name, and a page can name no other', async ({
  counterseal,
}) => {
  const { app, page } = counterseal
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened, browser: true })
    shell.openExternal = async (address) => {
      opened.push(address)
      if (!(globalThis as unknown as { browser: boolean }).browser) throw new Error('there is no browser')
    }
  })
  const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  const address = 'https://clinicaltrials.gov/study/NCT06536712'
  let count = 0
  for (const language of languages) {
    const person = new Person(counterseal, language)
    await person.speak()
    if (count === 0) await person.signIn(founder)
    await person.speak()
    const open = person.button(person.say('common', 'link.registration'))
    await person.goTo('settings')
    await open.click()
    await expect.poll(opened).toEqual(Array(++count).fill(address))
    await page.getByTitle(person.say('shell', 'frame.you', { name: founder.name })).click()
    await page.getByRole('menuitem', { name: person.say('shell', 'about.title') }).click()
    await person.dialog.getByRole('button', { name: person.say('common', 'link.registration') }).click()
    await expect.poll(opened).toEqual(Array(++count).fill(address))
    await page.keyboard.press('Escape')
    await expect(person.dialog).toBeHidden()
  }
  const person = new Person(counterseal, 'fa')
  for (const link of [address, 'https://example.com/', 'file:///etc/passwd', 'registration '])
    expect(await person.request('link', { link })).toMatchObject({ ok: false, invalid: ['link'] })
  expect((await opened()).length).toBe(count)
  // Where there is no browser, the address can be read.
  await app.evaluate(() => Object.assign(globalThis, { browser: false }))
  await person.press(person.say('common', 'link.registration'))
  await expect(page.getByText(person.say('common', 'link.failed'))).toContainText(address)
})
