/**
 * Everything that somebody can look at in the window, one place after the other: the screens of the rail, what the rows and
 * buttons of each lead to, and what the codes and numbers that they might scan open.
 *
 * No place is listed here. The rail says which screens there are, and each screen says what can be opened from it; so a
 * new screen, row, dialog or document is walked to without anybody remembering.
 */
import type { Locator } from '@playwright/test'
import { type Language, words } from '../e2e/words.ts'
import type { Behind, Window } from './window.ts'

/** What was seen at a place, in a language. */
export type Sight = { readonly place: string; readonly title: string; readonly dom: string; readonly picture: Buffer }

/** Who walks, what they might scan on the way, and the chance by which they choose what row or button to open on each screen. */
export type Walker = {
  readonly login: string
  readonly passphrase: string
  readonly scans: readonly string[]
  readonly chance: () => number
}

/** Walks through a world as one person in one language. `see` is called at every place. */
export async function walkScreens(
  window: Window,
  behind: Behind,
  walker: Walker,
  language: Language,
  see: (sight: Sight) => void,
): Promise<void> {
  const { page } = window
  const say = (namespace: string, key: string) => words(language, namespace, key)
  const look = async (place: string) => see({ place: `${language} ${place}`, ...(await window.look()) })
  await window.show(behind, language)
  await look('unlock')
  await page.getByLabel(new RegExp(`^${say('shell', 'unlock.login')}`)).fill(walker.login)
  await page.getByLabel(new RegExp(`^${say('shell', 'unlock.passphrase')}`)).fill(walker.passphrase)
  await page.keyboard.press('Enter')
  await window.until(page.getByRole('main'))
  const rail = page.getByRole('navigation', { name: say('shell', 'rail.label') }).getByRole('button')
  await window.until(rail)
  const screenCount = await rail.count()
  for (let screen = 0; screen < screenCount; screen++) {
    const name = (await rail.nth(screen).getAttribute('title')) ?? String(screen)
    await press(rail.nth(screen))
    await look(name)
    const openings = page.getByRole('main').locator('button:visible:enabled, [role=row][tabindex]:visible, [role=tab]')
    const count = await openings.count()
    if (count === 0) continue
    const opening = Math.floor(walker.chance() * count)
    await press(openings.nth(opening))
    await look(`${name}, opening ${opening}`)
    await page.keyboard.press('Escape')
  }
  for (const scan of walker.scans) {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await window.rest()
    await page.getByLabel(say('shell', 'go.label')).fill(scan)
    await page.keyboard.press('Enter')
    await look(`scan ${scan}`)
    await page.keyboard.press('Escape')
  }
  await window.rest()
  await page.keyboard.press('Control+l')
  await window.until(page.getByLabel(new RegExp(`^${say('shell', 'unlock.login')}`)))
  await look('locked')
}

/** Presses without a pointer, which would leave its place on the picture. */
function press(what: Locator): Promise<void> {
  return what.evaluate((element) => (element as HTMLElement).click())
}
