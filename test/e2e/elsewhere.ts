// Another computer, on which the application was never installed: one page, opened from a file.

import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test'
import { type Language, words } from './words.ts'

const script = fileURLToPath(new URL('bare-window.mjs', import.meta.url))

/** A person at another computer, with the page open, who uses the keyboard alone. */
export class Elsewhere {
  readonly app: ElectronApplication
  readonly page: Page
  readonly downloads: string
  readonly complaints: string[] = []
  #language: Language = 'en'

  private constructor(app: ElectronApplication, page: Page, downloads: string) {
    this.app = app
    this.page = page
    this.downloads = downloads
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text())
    })
  }

  /** Opens the page of that file. */
  static async open(folder: string, file: string): Promise<Elsewhere> {
    await mkdir(folder, { recursive: true })
    const downloads = await mkdtemp(join(folder, 'elsewhere-'))
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env as Record<string, string>
    const app = await _electron.launch({
      args: [script, `--user-data-dir=${join(downloads, 'profile')}`, '--disable-gpu'],
      env: { ...env, PAGE_URL: pathToFileURL(file).href, DOWNLOADS: downloads },
      chromiumSandbox: process.getuid?.() !== 0,
    })
    const page = await app.firstWindow()
    page.setDefaultTimeout(15_000)
    const opened = new Elsewhere(app, page, downloads)
    await expect(page.locator('h1')).toBeVisible()
    return opened
  }

  say(key: string, values?: Record<string, unknown>): string {
    return words(this.#language, 'page', key, values)
  }

  async speak(language: Language): Promise<void> {
    await this.page.getByRole('button', { name: language === 'fa' ? 'فارسی' : 'English' }).press('Enter')
    this.#language = language
    await expect(this.page.locator('html')).toHaveAttribute('dir', language === 'fa' ? 'rtl' : 'ltr')
  }

  async title(key: string, values?: Record<string, unknown>): Promise<void> {
    await expect(this.page.locator('h1')).toHaveText(this.say(key, values))
  }

  /** What is said to be wrong. */
  async wrong(key: string): Promise<void> {
    await expect(this.page.getByRole('alert')).toHaveText(this.say(key))
  }

  async choose(pack: string): Promise<void> {
    await expect(this.page.getByLabel(this.say('pack_file'))).toBeFocused()
    await this.page.getByLabel(this.say('pack_file')).setInputFiles(pack)
  }

  /** Login by its first letters, Tab, passphrase, Enter. */
  async signIn(login: string, passphrase: string): Promise<void> {
    await this.title('sign_title')
    const { keyboard } = this.page
    await this.page.getByLabel(this.say('login')).focus()
    await keyboard.type(login)
    await keyboard.press('Tab')
    await keyboard.press('Control+a')
    await keyboard.type(passphrase)
    await keyboard.press('Enter')
  }

  /** Number, reason, what happened, who is told; then on to the card. */
  async reasons(number: string): Promise<void> {
    const { keyboard } = this.page
    await this.title('why_title')
    await expect(this.page.getByLabel(this.say('number'), { exact: true })).toBeFocused()
    await keyboard.type(number)
    await keyboard.press('Tab')
    await keyboard.press('ArrowDown')
    await keyboard.press('Tab')
    await keyboard.type('Bleeding after surgery, treatment depends on it')
    await keyboard.press('Tab')
    await keyboard.type('Dr Ward, surgeon on call')
    await keyboard.press('Enter')
  }

  /** Types the code of a card in the field that has the focus, in place of what stood there. */
  async card(code: string): Promise<void> {
    const { keyboard } = this.page
    await keyboard.press('Control+a')
    await keyboard.type(code)
    await keyboard.press('Enter')
  }

  /** What it asked for since it was opened. */
  async asked(): Promise<string[]> {
    return this.app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  }

  async close(): Promise<void> {
    expect(this.complaints, 'the page complained of nothing').toEqual([])
    await this.app.close()
  }
}
