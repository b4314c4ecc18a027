// The way of a dose in the hands of people with gloves and a scanner: large targets, running clocks, few interactions.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digits } from '../../src/renderer/moments.ts'
import { dosesIn, type Made, staff } from './doses-file.ts'
import { expect, test } from './harness.ts'
import { opened } from './opened.ts'
import { hindrances, smallTargets } from './targets.ts'
import type { Walk } from './walk.ts'
import { languagesToday } from './words.ts'

/** Goes to a task of a participant by its button on Today. */
async function begin(walk: Walk, kind: string, number: number): Promise<void> {
  await walk.goTo('today')
  const title = walk.say('work', `task.${kind}.title`, { number: digits(number, walk.language) })
  await walk.press(walk.say('work', `task.${kind}.act`), walk.page.getByRole('listitem').filter({ hasText: title }))
}

for (const language of languagesToday('fa')) {
  test(`every step of a dose has targets for a gloved hand, and nothing keeps anybody from it, in ${language}`, async ({
    start,
    folder,
  }) => {
    test.setTimeout(300_000)
    const { path, doses } = await dosesIn(folder, ['verified', 'labelled', 'handed_over', 'ordered'])
    const [, labelled, handedOver] = doses as [Made, Made, Made, Made]
    const running = await start()
    const walk = await opened(running, language, path, staff.pharmacist)
    const { page } = walk
    const found: string[] = []
    const pictures = process.env['COUNTERSEAL_PICTURES']
    const look = async (where: string) => {
      for (const one of await smallTargets(page)) found.push(`${where}: ${one}`)
      for (const scheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
        for (const one of await hindrances(page, { rules: scheme === 'dark' ? ['color-contrast'] : undefined }))
          found.push(`${where}, ${scheme}: ${one}`)
        if (pictures !== undefined)
          await page.screenshot({ path: join(pictures, `${where}-${language}-${scheme}.png`), animations: 'disabled' })
      }
    }
    await walk.goTo('today')
    await look('today')
    await walk.goTo('participants')
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await look('participants')
    await begin(walk, 'release_dose', 1)
    await expect(page.getByRole('heading', { name: walk.say('dose', 'hand_over.title') })).toBeVisible()
    await look('hand-over')
    await walk.scan(labelled.syringe)
    await expect(page.locator('[data-scan-answer=refused]')).toBeVisible()
    await look('wrong-participant')
    await page.keyboard.press('Escape')
    await begin(walk, 'confirm_receipt', 3)
    await expect(page.getByText(walk.say('dose', 'hand_over.receipt_title'))).toBeVisible()
    await page.getByRole('radio', { name: walk.say('dose', 'outcome.kinds.administered'), exact: true }).check()
    await look('receipt-and-outcome')
    await walk.goTo('syringes')
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await look('syringes')
    await walk.scan(handedOver.syringe)
    await expect(page.getByRole('heading', { name: walk.say('dose', 'syringe.custody') })).toBeVisible()
    await look('syringe')
    await begin(walk, 'verify_dose', 2)
    await walk.heading(walk.say('dose', 'verify.title', { number: 2 }))
    await walk.scan(labelled.vial)
    await walk.scan(labelled.syringe)
    await expect(page.getByRole('table').getByText(walk.say('dose', 'verify.agrees')).first()).toBeVisible()
    await walk.fill(walk.say('dose', 'verify.volume_field'), '10')
    await look('verify')
    await walk.scan(handedOver.syringe)
    await expect(page.locator('[data-differs=true]').first()).toBeVisible()
    await look('verify-differs')
    await begin(walk, 'prepare_dose', 4)
    await look('prepare-start')
    await walk.press(walk.say('dose', 'prepare.start'))
    await expect(page.getByText(walk.say('common', 'unblinded.word')).first()).toBeVisible()
    await look('prepare-take')
    expect(found).toEqual([])
  })
}

/** Stands where the system's program for print jobs stands. */
const printer = '#!/bin/sh\ncat > /dev/null\n'

test('L7 P15 from order to verified label it takes nine interactions beside scans', async ({ start, folder }) => {
  const { path } = await dosesIn(folder, ['ordered'])
  const programs = join(folder, 'programs')
  mkdirSync(programs)
  writeFileSync(join(programs, 'lp'), printer, { mode: 0o755 })
  const running = await start([], { PATH: `${programs}:${process.env['PATH'] ?? ''}` })
  const walk = await opened(running, 'en', path, staff.pharmacist)
  const { page } = walk
  for (const label of ['syringe', 'bag'])
    await walk.request('printers', { use: { label, printer: { way: 'zpl', name: 'Zebra', dotsPerInch: 203 } } })
  // One interaction is one press of a button, or one field filled and ended with Enter; a scan is none.
  const done: string[] = []
  const press = async (name: string, within = page.locator('body')) => {
    done.push(name)
    await walk.press(name, within)
  }
  const fill = async (label: string, text: string, within = page.locator('body')) => {
    done.push(label)
    const field = walk.field(label, within)
    await expect(field).toBeFocused()
    await page.keyboard.type(text, { delay: 60 })
    await page.keyboard.press('Enter')
  }
  const say = (key: string, values?: Record<string, unknown>) => walk.say('dose', key, values)
  const step = (name: string) => expect(page.getByRole('heading', { name: say(`steps.${name}`) })).toBeVisible()
  await press(walk.say('work', 'task.prepare_dose.act'), page.getByRole('contentinfo').or(page.locator('main footer')))
  await press(say('prepare.start'))
  const vial = ((await page.getByRole('main').locator('bdi.code').first().textContent()) ?? '').replaceAll(' ', '')
  await walk.scan(vial)
  await step('thaw')
  await walk.scan(vial)
  await step('draw')
  await press(say('prepare.draw_planned', { volume: '1.800 mL' }))
  await step('fill')
  await press(say('prepare.fill_planned', { volume: '10.000 mL' }))
  await press(say('prepare.inspect_fits'))
  await press(say('prepare.sleeve_finish'))
  // The labels go to the printer by themselves.
  await expect(page.getByText(say('labels.printed'))).toBeVisible()
  const syringes = page.getByRole('list', { name: say('person.syringes') })
  const syringe = ((await syringes.locator('bdi.code').textContent()) ?? '').replaceAll(' ', '')
  await walk.scan(syringe)
  await walk.heading(say('verify.title', { number: 1 }))
  await expect(page.getByRole('table').getByText(say('verify.agrees')).first()).toBeVisible()
  await walk.scan(vial)
  await fill(say('verify.volume_field'), '10')
  const { dialog } = walk
  await fill(walk.say('common', 'sign.own'), staff.pharmacist.passphrase, dialog)
  // The one checker of the study stands there by name.
  await expect(walk.field(walk.say('common', 'sign.secondLogin'), dialog)).toHaveValue(staff.checker.login)
  await fill(walk.say('common', 'sign.secondPassphrase'), staff.checker.passphrase, dialog)
  await walk.heading(say('participant', { number: 1 }))
  console.log(JSON.stringify({ interactions: done.length, done }))
  expect(done.length).toBeLessThanOrEqual(9)
})
