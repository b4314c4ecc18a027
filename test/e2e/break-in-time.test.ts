// An emergency by keyboard alone, at the speed of a person: from the unlock screen to the arm.

import type { Locator } from '@playwright/test'
import { digits } from '../../src/renderer/moments.ts'
import { type CanaryFile, makeCanaryFile, people } from './canary-file.ts'
import { expect, test } from './harness.ts'
import { Person } from './person.ts'
import { type Language, languagesToday } from './words.ts'

const mostSeconds = 60
/** Somebody who types with two fingers. */
const keyMilliseconds = 200
/** What somebody thinks before they go on to the next field. */
const thoughtMilliseconds = 1_000
const number = 2

const said: Record<Language, { narrative: string; told: string }> = {
  en: { narrative: 'Anaphylaxis in theatre', told: 'Dr Karimi' },
  fa: { narrative: 'آنافیلاکسی در اتاق عمل', told: 'دکتر کریمی' },
}

/** A person in haste, whose hands stay on the keyboard. */
class Hurried extends Person {
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: keyMilliseconds })
  }

  async key(name: string): Promise<void> {
    await this.page.keyboard.press(name, { delay: keyMilliseconds })
  }

  async think(): Promise<void> {
    await this.page.waitForTimeout(thoughtMilliseconds)
  }

  /** Goes on with Tab until this has the focus; it does, where the screen put it there. */
  async reach(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    for (let steps = 0; steps < 25; steps += 1) {
      if (await target.evaluate((one) => one === document.activeElement)) return
      await this.key('Tab')
    }
    throw new Error('Tab does not lead there')
  }

  /** Thinks, goes to a field, and types. A list may bear the same name as the field above it. */
  async fillByHand(field: Locator, text: string): Promise<void> {
    await this.think()
    await this.reach(field.and(this.page.locator('input, textarea')))
    await this.type(text)
  }
}

async function breakByKeyboard(
  person: Hurried,
  file: CanaryFile,
): Promise<{ fromSignIn: number; fromFirstKey: number }> {
  const { page, language } = person
  const words = (key: string, values?: Record<string, unknown>) => person.say('emergency', key, values)
  const first = performance.now()
  await person.reach(person.field(person.say('shell', 'unlock.login')))
  await person.type(people.pi.login)
  await person.key('Tab')
  await person.type(people.pi.passphrase)
  const signedIn = performance.now()
  await person.key('Enter')
  await person.heading(person.say('work', 'today.title'))

  await person.think()
  await person.key('Control+k')
  await expect(person.dialog).toBeVisible()
  await person.type(person.say('shell', 'screen.break').slice(0, 5))
  await person.key('Enter')
  await person.heading(words('title'))

  await person.fillByHand(person.field(words('number')), digits(number, language))
  await expect(person.button(words('go_on'))).toBeEnabled()
  await person.key('Enter')
  await person.think()
  await person.reach(page.getByRole('radio').first())
  await person.key('Space')
  await person.fillByHand(person.field(words('narrative')), said[language].narrative)
  await person.fillByHand(person.field(words('told')), said[language].told)
  await person.key('Enter')
  const code = file.cards.get(number) ?? ''
  await person.fillByHand(person.field(words('code', { number })), code.replaceAll('-', ''))
  await person.fillByHand(person.field(person.say('common', 'sign.own')), people.pi.passphrase)
  await person.key('Enter')
  await expect(page.locator('[data-unblinded] bdi').filter({ hasText: /exosome|placebo/ })).toBeVisible()
  const shown = performance.now()
  return { fromSignIn: (shown - signedIn) / 1000, fromFirstKey: (shown - first) / 1000 }
}

// A minute each; every day one of them.
for (const language of languagesToday('en')) {
  test(`B3 B6 an emergency reaches its arm by keyboard alone within ${mostSeconds} seconds of signing in, in ${language}`, async ({
    folder,
    start,
  }) => {
    const file = await makeCanaryFile(folder)
    const running = await start([file.path])
    const person = new Hurried(running, language)
    await person.speak()
    const { fromSignIn, fromFirstKey } = await breakByKeyboard(person, file)
    console.log(
      `break by keyboard, ${language}: ${fromSignIn.toFixed(1)} s from signing in, ${fromFirstKey.toFixed(1)} s from the first key`,
    )
    expect(fromSignIn).toBeLessThanOrEqual(mostSeconds)
    const arm = person.page.locator('[data-unblinded] bdi').filter({ hasText: /exosome|placebo/ })
    await expect(arm).toHaveText(file.armOf(number) === 'A' ? 'exosome' : 'placebo')
  })
}
