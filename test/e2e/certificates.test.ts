// A certificate of analysis by keyboard, in both languages: entered by QA with a slip, refused by name, corrected, released.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { colleagues, founder, type InventedMember } from '../../src/main/practice/practice-members.ts'
import { typedDay } from '../../src/renderer/moments.ts'
import { answerDialogs, expect, test } from './harness.ts'
import { byHand } from './person.ts'
import { Walk } from './walk.ts'
import { languagesToday } from './words.ts'

test.use({ args: ['--practice'], practised: true })

function memberOf(role: string): InventedMember {
  const found = colleagues.find((one) => one.role === role)
  if (found === undefined) throw new Error(`nobody is ${role}`)
  return found
}
const qa = memberOf('qa')
const lot = { arm: 'B', number: 'PL-77' } as const
/** What the certificate says, by test; the endotoxin is typed with a slip. */
const typed = {
  en: { endotoxin: '2.5', corrected: '<0.025' },
  fa: { endotoxin: '۲٫۵', corrected: '<۰٫۰۲۵' },
} as const
const named = { en: 'Endotoxin (2.5 EU/mL; <0.25)', fa: /اندوتوکسین \(\u2066۲٫۵ EU\/mL; <۰٫۲۵\u2069\)/ } as const

for (const language of languagesToday('en')) {
  test(`Q4 P16 A8 a certificate stops the release by name, is corrected and lets it through, in ${language}`, async ({
    counterseal,
    folder,
  }) => {
    const walk = new Walk(counterseal, language)
    const { page } = walk
    const { keyboard } = page
    const say = (key: string, values?: Record<string, unknown>) => walk.say('certificate', key, values)
    const enter = say('enter', { lot: lot.number })
    const correct = say('correct', { lot: lot.number })
    const release = walk.say('stock', 'acts.ReleaseLot', { lot: lot.number })
    /** By hand: whatever comes faster and ends with Enter is a scan. */
    const type = (text: string) => keyboard.type(text, byHand)
    const fillIn = async (label: string, text: string) => {
      await walk.field(label).focus()
      await type(text)
    }
    /** Chooses a word in the list of a test, by its first letters. */
    const choose = async (testId: string, word: string) => {
      await page.locator(`[data-field="results.${testId}"]`).focus()
      for (let steps = 0; steps < 4; steps += 1) {
        const chosen = await page.locator(`[data-field="results.${testId}"]`).inputValue()
        if (chosen === word) return
        await keyboard.press('ArrowDown')
      }
      throw new Error(`no such word: ${word}`)
    }
    /** Tabs to the button of the open dialog that names the act, and presses Enter. */
    const agree = async (action: string) => {
      for (let steps = 0; steps < 12; steps += 1) {
        const focused = await page.evaluate(() =>
          document.activeElement?.closest('[role=dialog]') === null ? '' : document.activeElement?.textContent?.trim(),
        )
        if (focused === action) break
        await keyboard.press('Tab')
      }
      await keyboard.press('Enter')
    }

    await walk.speak()
    await walk.signIn(founder)
    await walk.receiveLot(lot)
    await walk.becomes(qa)
    await test.step('Today leads to what is missing', async () => {
      const title = walk.say('work', 'alerts.certificate_none.title', { lot: lot.number })
      await expect(page.getByText(title)).toBeVisible()
      await walk.tabTo(walk.say('work', 'alerts.certificate_none.act'))
      await keyboard.press('Enter')
      await walk.heading(lot.number)
    })
    const picture = join(folder, 'certificate.png')
    await test.step('QA enters what it says, with its document', async () => {
      await expect(walk.button(enter)).toBeVisible()
      await walk.tabTo(enter)
      await keyboard.press('Enter')
      await expect(walk.field(say('reference'))).toBeFocused()
      await type('CoA 2026-17')
      await fillIn(say('issuer'), 'A laboratory')
      await fillIn(
        say('issuedOn'),
        typedDay(new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10), language),
      )
      await choose('sterility', 'negative')
      await choose('appearance', 'conforms')
      await page.locator('[data-field="results.endotoxin"]').focus()
      await type(typed[language].endotoxin)
      await expect(page.getByText(say('verdicts.fails'), { exact: true })).toBeVisible()
      await writeFile(picture, await page.screenshot())
      await answerDialogs(counterseal.app, picture)
      await walk.tabTo(say('document.choose'))
      await keyboard.press('Enter')
      await expect(walk.button('certificate.png')).toBeVisible()
      await walk.tabTo(enter)
      await keyboard.press('Enter')
      await expect(walk.dialog).toContainText(say('verdicts.fails'))
      await agree(enter)
      await expect(page.getByText(say('state.fails'), { exact: true }).first()).toBeVisible()
    })
    await test.step('the release is refused, and names the test', async () => {
      await walk.tabTo(walk.say('stock', 'lot.more'))
      await keyboard.press('Enter')
      await expect(page.getByRole('menuitem', { name: release })).toBeVisible()
      await page.getByRole('menuitem', { name: release }).focus()
      await keyboard.press('Enter')
      await expect(walk.field(walk.say('common', 'sign.own'), walk.dialog)).toBeFocused()
      await type(qa.passphrase)
      await agree(release)
      await expect(walk.dialog.getByRole('alert')).toContainText(named[language])
      await keyboard.press('Escape')
      await expect(walk.dialog).toBeHidden()
    })
    await test.step('a correction strikes the former out and says who, when and why', async () => {
      await walk.tabTo(correct)
      await keyboard.press('Enter')
      const endotoxin = page.locator('[data-field="results.endotoxin"]')
      await expect(endotoxin).toHaveValue(typed[language].endotoxin)
      await endotoxin.focus()
      await keyboard.press('Control+a')
      await type(typed[language].corrected)
      await fillIn(say('reason'), 'misread')
      await walk.tabTo(correct)
      await keyboard.press('Enter')
      await expect(walk.dialog).toBeVisible()
      await agree(correct)
      await expect(page.locator('del')).toContainText('CoA 2026-17')
      await expect(page.getByText('misread').first()).toBeVisible()
    })
    await test.step('the picture is shown in the window, and a copy is the same bytes', async () => {
      await walk.tabTo(say('document.show'))
      await keyboard.press('Enter')
      const shown = walk.dialog.getByRole('img', { name: say('document.alt') })
      await expect(shown).toBeVisible()
      expect(await shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100)
      await keyboard.press('Escape')
      await expect(walk.dialog).toBeHidden()
      const copy = join(folder, 'copy.png')
      await answerDialogs(counterseal.app, copy)
      await walk.tabTo(say('document.save'))
      await keyboard.press('Enter')
      await expect(page.getByText(say('document.saved'))).toBeVisible()
      expect((await readFile(copy)).equals(await readFile(picture))).toBe(true)
    })
    await test.step('QA releases the lot', async () => {
      await walk.tabTo(release)
      await keyboard.press('Enter')
      await expect(walk.dialog).toContainText('CoA 2026-17')
      await type(qa.passphrase)
      await agree(release)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(walk.say('stock', 'states.released'))
    })
  })
}
