// The in-use time as it runs out: minutes of it, so that it is not tried every day.

import { dosesIn, type Made, staff } from './doses-file.ts'
import { type Counterseal, expect, test } from './harness.ts'
import { opened } from './opened.ts'

/** Counts the tones that the window makes from now on. */
async function tonesOf({ page }: Counterseal): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page)
  const heard: string[] = []
  devtools.on('WebAudio.audioNodeCreated', ({ node }) => {
    if (node.nodeType === 'Oscillator') heard.push(node.nodeId)
  })
  await devtools.send('WebAudio.enable')
  return heard
}

test('Q3 little time left is shown and sounds on whatever screen is open, and so does its end', async ({
  start,
  folder,
}) => {
  // Ends within the next two minutes.
  const { path, doses } = await dosesIn(folder, ['handed_over', 'verified'], 237)
  const running = await start()
  const heard = await tonesOf(running)
  const walk = await opened(running, 'en', path, staff.pharmacist)
  const { page } = walk
  const strips = (state: string) => page.locator(`[data-in-use=${state}]`)
  await walk.goTo('settings')
  await expect(strips('soon').or(strips('over'))).toHaveCount(2)
  await expect(strips('over')).toHaveCount(2, { timeout: 130_000 })
  // The warning has three tones and the end has one; whichever screen was open when either came.
  expect(heard.length % 3, 'the end sounds').toBeGreaterThan(0)
  for (const screen of ['participants', 'syringes', 'members']) {
    await walk.goTo(screen)
    await expect(strips('over').first()).toBeVisible()
  }
  // Over it, the syringe is refused by the scanner, and only its end is recorded where it would be handed over.
  await walk.goTo('participants')
  await page.getByRole('row').nth(2).click()
  await expect(page.getByText(walk.say('dose', 'person.stopped'))).toBeVisible()
  await expect(page.getByRole('heading', { name: walk.say('dose', 'hand_over.title') })).toHaveCount(0)
  await walk.scan((doses[1] as Made).syringe)
  await expect(page.locator('[data-scan-answer=refused]')).toContainText(walk.say('scan', 'in_use_over'))
})
