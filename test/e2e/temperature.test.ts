// A logger's file on its way: chosen by dialog, looked at, recorded; the lots that lay there are stopped until QA signs.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digits } from '../../src/renderer/moments.ts'
import { answerDialogs, type Counterseal, expect, test } from './harness.ts'
import { byHand, Person } from './person.ts'
import { pharmacist, quality, watchedLots, watchedStudyIn } from './study-file.ts'
import { hindrances } from './targets.ts'
import { type Language, languages } from './words.ts'

const ultraLow = join(import.meta.dirname, '../fixtures/loggers/berlinger_fridgetag_UL_100800001215.txt')
const fridge = join(import.meta.dirname, '../fixtures/loggers/berlinger_fridgetag2_130400191544.txt')
const { place } = watchedLots

async function open(running: Counterseal, path: string, language: Language): Promise<Person> {
  const person = new Person(running, language)
  await person.speak()
  await answerDialogs(running.app, path)
  await person.page.getByRole('button', { name: person.say('shell', 'welcome.open') }).click()
  await person.signIn(pharmacist)
  return person
}

/** Begins an import of this file for the place of the lots. */
async function choose(running: Counterseal, person: Person, path: string): Promise<void> {
  await answerDialogs(running.app, path)
  await person.goTo('temperature')
  await person.press(person.say('temperature', 'import'))
  await person.press(person.say('temperature', 'new.choose'))
}

for (const language of languages)
  test(`Q2 A15 the export of a logger is read whole and stops the lots that lay there, in ${language}`, async ({
    counterseal,
    folder,
  }) => {
    const person = await open(counterseal, await watchedStudyIn(folder), language)
    const { page } = person
    const say = (key: string, values?: Record<string, unknown>) => person.say('temperature', key, values)
    const main = page.getByRole('main')
    await choose(counterseal, person, ultraLow)
    // Nothing is recorded yet; what recording would do is said first.
    await expect(main).toContainText(say('look.rows_missing', { rows: 841, missing: 6 }))
    await expect(page.getByRole('alert')).toContainText(say('look.touched', { count: 2 }))
    await expect(page.getByRole('alert')).toContainText(say('look.notice'))
    await expect(page.getByRole('group', { name: say('chart.label') }).locator('path')).not.toHaveCount(0)
    await expect(main).toContainText(say('compared.differs', { count: 2 }))
    await person.press(say('new.record', { place }))

    await person.heading(say('log.title', { place }))
    const chart = page.getByRole('group', { name: say('chart.label') })
    await expect(chart.locator('path')).not.toHaveCount(0)
    await expect(main).toContainText(say('look.rows_missing', { rows: 841, missing: 6 }))
    // A reading is read by keyboard: the first one that the arrows come to is that in the middle.
    await chart.focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('status').filter({ hasText: '°C' })).toContainText(digits(15.5, language))
    for (let times = 0; times < 4; times++) await page.keyboard.press('+', byHand)
    await expect(page.getByRole('button', { name: say('chart.whole') })).toBeEnabled()
    await page.keyboard.press('Home')
    await expect(page.getByRole('button', { name: say('chart.whole') })).toBeDisabled()
    await expect(main).toContainText(say('lots.waits'))
    expect(await hindrances(page)).toEqual([])

    await page.getByRole('button', { name: say('lots.open', { lot: watchedLots.released }) }).click()
    await expect(main).toContainText(person.say('stock', 'states.held'))
    await expect(main).toContainText(say('excursions.open'))

    await person.becomes(quality)
    await person.goTo('lots')
    await page.getByRole('row').filter({ hasText: watchedLots.released }).click()
    await person.press(say('excursions.dispose'))
    await person.dialog.getByRole('radio', { name: say('dispose.usable') }).check()
    await person.fill(say('dispose.assessment'), 'Stable for a week at -10 °C, report 7', person.dialog)
    await person.sign(say('dispose.sign_usable', { lot: watchedLots.released }), quality.passphrase)
    await expect(main).toContainText(person.say('stock', 'states.released'))
    await person.goTo('lots')
    await page.getByRole('row').filter({ hasText: watchedLots.quarantined }).click()
    await expect(main).toContainText(say('excursions.open'))
    await expect(
      page.getByRole('button', { name: person.say('stock', 'acts.ReleaseLot', { lot: watchedLots.quarantined }) }),
    ).toHaveCount(0)
  })

for (const language of languages)
  test(`Q2 A15 totals of days are shown as days and not as a curve, and stop the lots that lay there, in ${language}`, async ({
    counterseal,
    folder,
  }) => {
    const person = await open(counterseal, await watchedStudyIn(folder), language)
    const { page } = person
    const say = (key: string, values?: Record<string, unknown>) => person.say('temperature', key, values)
    const main = page.getByRole('main')
    const days = page.getByRole('table').filter({ hasText: say('days.average') })
    await choose(counterseal, person, fridge)
    await expect(main).toContainText(say('days.only'))
    await expect(page.getByRole('alert')).toContainText(say('look.touched', { count: 2 }))
    await expect(main).toContainText(say('days.only_more'))
    await expect(days.getByRole('row')).toHaveCount(5)
    await expect(page.getByRole('group', { name: say('chart.label') })).toHaveCount(0)
    await expect(main).toContainText(say('days.no_mean'))
    await person.press(say('new.record_days', { place }))

    await person.heading(say('log.title', { place }))
    await expect(days.getByRole('row').nth(1)).toContainText(digits(20.8, language))
    await expect(days.getByRole('row').nth(1)).toContainText(say('minutes', { count: 8 }))
    await expect(page.getByRole('group', { name: say('chart.label') })).toHaveCount(0)
    await expect(main).toContainText(say('episodes.days_title'))
    expect(await hindrances(page)).toEqual([])
    await page.getByRole('button', { name: say('lots.open', { lot: watchedLots.released }) }).click()
    await expect(main).toContainText(person.say('stock', 'states.held'))
    await expect(main).toContainText(say('days.in_full'))
  })

test('Q2 a long file can be left while it is read, and nothing of it is there', async ({ counterseal, folder }) => {
  const person = await open(counterseal, await watchedStudyIn(folder), 'en')
  const { page } = person
  const say = (key: string) => person.say('temperature', key)
  const path = join(folder, 'long.csv')
  // As large as is read at all: three million readings.
  const start = Date.parse('2018-01-01T00:00:00.000Z')
  const day = (of: number) => {
    const date = new Date(start + of * 86_400_000).toISOString().slice(0, 10)
    return Array.from({ length: 1_440 }, (_, minute) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
      return `${date} ${time},-75.0\n`
    }).join('')
  }
  await writeFile(path, `time,temperature\n${Array.from({ length: 1_900 }, (_, of) => day(of)).join('')}`)
  // Pressed in the same moment in which the first percent is shown.
  await page.evaluate((stop) => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('[role=progressbar]') === null) return
      observer.disconnect()
      for (const button of document.querySelectorAll('button')) if (button.textContent === stop) button.click()
      document.documentElement.dataset['stopped'] = 'true'
    }).observe(document.body, { childList: true, subtree: true })
  }, say('new.stop'))
  await choose(counterseal, person, path)
  await expect(page.locator('html[data-stopped=true]')).toBeAttached()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await expect(page.getByRole('main')).toContainText(say('look.nothing'))
  await person.press(say('new.leave'))
  await expect(page.getByRole('main')).toContainText(say('imports.empty'))
})

test('Q2 a file that is not whole is refused with its lines, and a place is watched by the logger it had', async ({
  counterseal,
  folder,
}) => {
  const person = await open(counterseal, await watchedStudyIn(folder), 'en')
  const { page } = person
  const say = (key: string, values?: Record<string, unknown>) => person.say('temperature', key, values)
  const path = join(folder, 'log.csv')
  const rows = (first: string) => `time,temperature\n${first}\n2024-01-01 00:10,-78.1\n`
  await writeFile(path, rows('2024-01-01 00:05,-78,4'))
  await choose(counterseal, person, path)
  await expect(page.getByRole('main')).toContainText(person.say('refusals', 'line_problems.log_decimal_comma'))
  await expect(person.button(say('new.record', { place }))).toBeDisabled()
  await writeFile(path, rows('2024-01-01 00:05,-78.4'))
  await page.getByRole('button', { name: 'log.csv' }).click()
  await expect(page.getByRole('main')).toContainText(person.say('refusals', 'place_without_limits.title'))
  await answerDialogs(counterseal.app, ultraLow)
  await page.getByRole('button', { name: 'log.csv' }).click()
  await expect(page.getByRole('alert')).toContainText(say('look.touched', { count: 2 }))
  await person.press(say('new.record', { place }))
  await person.heading(say('log.title', { place }))
  // The same file once more: its readings are recorded already.
  await choose(counterseal, person, ultraLow)
  await expect(page.getByRole('main')).toContainText('are recorded already')
  await expect(person.button(say('new.record', { place }))).toBeDisabled()
})

test('Q2 a file may be dropped on the window, and then it is like one from the dialog', async ({
  counterseal,
  folder,
}) => {
  const person = await open(counterseal, await watchedStudyIn(folder), 'en')
  const { page } = person
  const say = (key: string, values?: Record<string, unknown>) => person.say('temperature', key, values)
  await person.goTo('temperature')
  await person.press(say('import'))
  const place = await page.getByText(say('new.drop')).boundingBox()
  // As the system does it: the page gets a file whose path it is not told.
  const system = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await system.send('Input.dispatchDragEvent', {
      type,
      x: (place?.x ?? 0) + 5,
      y: (place?.y ?? 0) + 5,
      data: { items: [], files: [ultraLow], dragOperationsMask: 1 },
    })
  }
  await expect(page.getByRole('button', { name: 'berlinger_fridgetag_UL_100800001215.txt' })).toBeVisible()
  await expect(page.getByRole('main')).toContainText(say('look.rows_missing', { rows: 841, missing: 6 }))
})
