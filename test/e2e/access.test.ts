// Whoever uses the screens: by eye, by ear, by keyboard, in either language, in either light, on a small window, enlarged.

import type { Page } from '@playwright/test'
import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { type Counterseal, expect, test } from './harness.ts'
import { Person } from './person.ts'
import { hindrances } from './targets.ts'
import { languages } from './words.ts'

test.use({ args: ['--practice'], practised: true })

const looked = ['pharmacist', 'qa', 'pi', 'theatre', 'blinded_inspector'] as const
const people = [founder, ...colleagues].filter(({ role }) => looked.some((one) => one === role))

async function resize({ app, page }: Counterseal, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const)
  await expect.poll(() => page.evaluate(() => [window.innerWidth, window.innerHeight])).toEqual([width, height])
}

async function zoom({ app }: Counterseal, factor: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, by) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(by), factor)
}

/** Things that stick out sideways of what scrolls or cuts them off. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    const found = root.scrollWidth > root.clientWidth ? ['the page scrolls sideways'] : []
    // A table scrolls by itself where it has more columns than there is room for.
    for (const element of document.querySelectorAll<HTMLElement>('main button, main input, main h1, header button')) {
      const { left, right, width } = element.getBoundingClientRect()
      if (element.closest('[role=grid]') !== null) continue
      if (width > 1 && (left < -1 || right > root.clientWidth + 1)) found.push(element.outerHTML.slice(0, 120))
    }
    return found
  })
}

/** Every screen of the rail, one after the other. */
async function eachScreen(person: Person, look: (screen: string) => Promise<void>): Promise<void> {
  const rail = person.page.getByRole('navigation', { name: person.say('shell', 'rail.label') })
  for (const item of await rail.getByRole('button').all()) {
    const screen = (await item.getAttribute('title')) ?? ''
    await item.click()
    await expect(item).toHaveAttribute('aria-current', 'page')
    await expect(person.page.getByRole('heading', { level: 1 })).toBeVisible()
    await look(screen)
  }
}

for (const language of languages) {
  test(`nobody is kept from working on any screen, in ${language}, light and dark`, async ({ counterseal }) => {
    test.setTimeout(400_000)
    const person = new Person(counterseal, language)
    const { page } = person
    await person.speak()
    await expect(page.getByText(person.say('shell', 'unlock.members'))).toBeVisible()
    // The same hindrance in the frame of many screens is one.
    const found = new Map<string, string>()
    const note = async (where: string, rules?: string[]) => {
      for (const one of await hindrances(page, { rules })) found.set(one, where)
    }
    await note('unlock')
    for (const member of people) {
      await person.signIn(member)
      await person.speak()
      for (const scheme of ['dark', 'light'] as const) {
        await person.press(person.say('common', `scheme.${scheme}`))
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
        await eachScreen(person, async (screen) => {
          // In the dark only the colours are others.
          await note(`${member.role}, ${screen}, ${scheme}`, scheme === 'dark' ? ['color-contrast'] : undefined)
        })
      }
      await person.lock()
    }
    expect([...found]).toEqual([])
  })

  test(`what is to be done is in sight on a small window, and nothing is cut off when enlarged, in ${language}`, async ({
    counterseal,
  }) => {
    const person = new Person(counterseal, language)
    const { page } = person
    await person.speak()
    const found: string[] = []
    for (const member of people) {
      await resize(counterseal, 1280, 720)
      await person.signIn(member)
      await person.speak()
      await eachScreen(person, async (screen) => {
        for (const button of await page.getByRole('main').locator('footer').getByRole('button').all()) {
          const box = await button.boundingBox()
          const seen =
            box !== null && box.y >= 0 && box.y + box.height <= 720 && box.x >= 0 && box.x + box.width <= 1280
          if (!seen) found.push(`${member.role}, ${screen}: ${await button.textContent()} is out of sight`)
        }
      })
      await zoom(counterseal, 2)
      await eachScreen(person, async (screen) => {
        for (const one of await cutOff(page)) found.push(`${member.role}, ${screen}, at 200 %: ${one}`)
      })
      await zoom(counterseal, 1)
      await person.lock()
    }
    expect(found).toEqual([])
  })
}
