// Every screen of the program, also those that lie behind the rail: nothing on them keeps anybody from working.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { digits } from '../../src/renderer/moments.ts'
import { dosesIn, type Made, staff } from './doses-file.ts'
import { answerDialogs, expect, test } from './harness.ts'
import { hindrances } from './targets.ts'
import { Walk } from './walk.ts'
import { languages } from './words.ts'

/** Every screen of the program, by its own list; a new one fails here until somebody says how it is reached. */
const screens = [
  ...(/screens = \[([^\]]*)\]/
    .exec(readFileSync(join(import.meta.dirname, '../../src/renderer/navigation.tsx'), 'utf8'))?.[1]
    ?.matchAll(/'(\w+)'/g) ?? []),
].map(([, name = '']) => name)

for (const language of languages) {
  test(`axe finds nothing serious on any of the screens that lie behind the rail, in ${language}`, async ({
    start,
    folder,
  }) => {
    test.setTimeout(400_000)
    const { path, doses } = await dosesIn(folder, ['handed_over', 'labelled', 'ordered'])
    const [handedOver, labelled] = doses as [Made, Made]
    const running = await start()
    const person = new Walk(running, language)
    const { page } = person
    await person.speak()
    await answerDialogs(running.app, path)
    await page.getByRole('button', { name: person.say('shell', 'welcome.open') }).click()
    const begin = async (kind: string, number: number) => {
      await person.goTo('today')
      const title = person.say('work', `task.${kind}.title`, { number: digits(number, language) })
      const task = page.getByRole('listitem').filter({ hasText: title })
      await person.press(person.say('work', `task.${kind}.act`), task)
    }
    const scan = async (code: string) => {
      await person.goTo('today')
      await person.scan(code)
    }
    /** How each screen that is not on the rail is reached, and what shows that it is there. */
    const behind: Record<string, readonly [go: () => Promise<unknown>, shows: Locator]> = {
      participant: [() => scan('0001'), page.getByText(person.say('dose', 'hand_over.receipt_title'))],
      syringe: [
        () => scan(handedOver.syringe),
        page.getByRole('heading', { name: person.say('dose', 'syringe.custody') }),
      ],
      vial: [() => scan(labelled.vial), page.getByRole('heading', { level: 1 }).locator('bdi.code')],
      verify: [() => begin('verify_dose', 2), page.getByRole('table')],
      prepare: [() => begin('prepare_dose', 3), person.button(person.say('dose', 'prepare.start'))],
      worksheets: [
        async () => {
          await person.goTo('lots')
          await person.press(person.say('stock', 'worksheets'))
        },
        page.getByRole('heading', { level: 1, name: person.say('worksheet', 'title') }),
      ],
      lot: [
        async () => {
          await person.goTo('lots')
          await page.getByRole('row').nth(1).click()
        },
        page.getByRole('heading', { level: 1 }).filter({ hasText: 'REAL' }),
      ],
    }
    await person.signIn(staff.pharmacist)
    await person.speak()
    const rail = await page
      .getByRole('navigation', { name: person.say('shell', 'rail.label') })
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.getAttribute('title') ?? ''))
    // temperature.test.ts makes what the first one needs and looks at it, access.test.ts looks at the second; the others follow.
    const elsewhere = ['temperature_log', 'break', 'inspection', 'held_doses']
    const reached = (name: string) =>
      behind[name] !== undefined || elsewhere.includes(name) || rail.includes(person.say('shell', `screen.${name}`))
    expect(screens.length).toBeGreaterThan(20)
    expect(screens.filter((name) => !reached(name))).toEqual([])
    const found = new Map<string, string>()
    const look = async (name: string) => {
      for (const scheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
        for (const one of await hindrances(page, { rules: scheme === 'dark' ? ['color-contrast'] : undefined }))
          found.set(one, `${name}, ${scheme}`)
      }
    }
    for (const [name, [go, shows]] of Object.entries(behind)) {
      await go()
      await expect(shows.first(), name).toBeVisible()
      await page.keyboard.press('Escape')
      await look(name)
    }
    await person.becomes(staff.inspector)
    await person.speak()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look('inspection')
    // A lot on hold stops every dose, and the pharmacist may see which of them came from it.
    await person.becomes(staff.qa)
    const lots = (await person.request('ask', { question: { type: 'Lots', offset: 0, limit: 1 } })) as {
      readonly value: { readonly rows: readonly { readonly lotId: string }[] }
    }
    const hold = { type: 'HoldLot', lotId: lots.value.rows[0]?.lotId, reason: 'a crack was seen' }
    expect(await person.request('submit', { command: hold, passphrase: staff.qa.passphrase })).toMatchObject({
      ok: true,
    })
    await person.becomes(staff.pharmacist)
    const notice = person.say('work', 'task.answer_notice.title')
    await person.press(
      person.say('work', 'task.answer_notice.act'),
      page.getByRole('listitem').filter({ hasText: notice }),
    )
    await person.press(person.say('work', 'held.open'), person.dialog)
    await person.press(person.say('work', 'held.show'))
    await expect(page.getByText(person.say('common', 'unblinded.word')).first()).toBeVisible()
    await look('held_doses')
    expect([...found]).toEqual([])
  })
}
