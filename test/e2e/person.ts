// Somebody at the window: who finds things by their names, types, scans and signs.

import type { Locator, Page } from '@playwright/test'
import { digits } from '../../src/renderer/moments.ts'
import { fastMilliseconds } from '../../src/renderer/parts/wedge.ts'
import { type Counterseal, expect } from './harness.ts'
import { escaped, type Language, words } from './words.ts'

/** The letters of the Persian layout, by the Latin letters on the same keys. */
const persianLayout: Readonly<Record<string, string>> = Object.fromEntries(
  [...'qwertyuiopasdfghjklzxcvbnm'].map((latin, index) => [latin, 'ضصثقفغعهخحشسیبلاتنمظطزرذدئ'.charAt(index)]),
)

/**
 * Keys that a hand presses: slower than a scanner, however fast the machine is. Said of every key that has a character, since
 * of two that follow each other at once the window hears the second as part of a code.
 */
export const byHand = { delay: fastMilliseconds + 10 } as const

/** Somebody who signs in. */
export type Account = { readonly login: string; readonly passphrase: string }

/** A person at the window, who speaks one language. */
export class Person {
  readonly page: Page
  readonly language: Language

  constructor({ page }: Pick<Counterseal, 'page'>, language: Language) {
    this.page = page
    this.language = language
  }

  /** The words of a key, in the language of this person. */
  say(namespace: string, key: string, values?: Record<string, unknown>): string {
    return words(this.language, namespace, key, values)
  }

  /** Makes the window speak the language of this person. */
  async speak(): Promise<void> {
    const name = this.language === 'fa' ? 'فارسی' : 'English'
    if ((await this.page.locator('html').getAttribute('lang')) !== this.language)
      await this.page.getByRole('button', { name, exact: true }).click()
    await expect(this.page.locator('html')).toHaveAttribute('lang', this.language)
    await expect(this.page.locator('html')).toHaveAttribute('dir', this.language === 'fa' ? 'rtl' : 'ltr')
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  button(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true })
  }

  async press(name: string, within: Page | Locator = this.page): Promise<void> {
    await this.button(name, within).click()
  }

  /** A field by its label; fields of secrets have no role, so the label alone names them. A list of proposals has it too. */
  field(label: string, within: Page | Locator = this.page): Locator {
    return within.getByLabel(new RegExp(`^${escaped(label)}( \\*)?$`)).and(this.page.locator(':not([role=listbox])'))
  }

  async fill(label: string, text: string, within: Page | Locator = this.page): Promise<void> {
    await this.field(label, within).fill(text)
  }

  /** Goes to a screen by the rail. */
  async goTo(screen: string): Promise<void> {
    await this.railItem(screen).click()
    await expect(this.railItem(screen)).toHaveAttribute('aria-current', 'page')
  }

  /** An item of the rail; behind its name there may stand how many things wait. */
  railItem(screen: string): Locator {
    const rail = this.page.getByRole('navigation', { name: this.say('shell', 'rail.label') })
    return rail.getByRole('button', {
      name: new RegExp(`^${escaped(this.say('shell', `screen.${screen}`))}( [\\d۰-۹]+)?$`),
    })
  }

  /** Signs in by keyboard: the focus waits in the field of the login. */
  async signIn({ login, passphrase }: Account): Promise<void> {
    await this.tryToSignIn({ login, passphrase })
    await expect(this.page.getByRole('main')).toBeVisible()
    await expect(this.page.getByRole('navigation').locator('[aria-current=page]')).toBeVisible()
  }

  /** Types login and passphrase and presses Enter, whatever comes of it. */
  async tryToSignIn({ login, passphrase }: Account): Promise<void> {
    await this.fill(this.say('shell', 'unlock.login'), login)
    await this.fill(this.say('shell', 'unlock.passphrase'), passphrase)
    await this.page.keyboard.press('Enter')
  }

  /** Begins a task that waits on Today, for participant 1 where it is about one. */
  async begin(kind: string): Promise<void> {
    const title = this.say('work', `task.${kind}.title`, { number: digits(1, this.language) })
    const task = this.page.getByRole('listitem').filter({ hasText: title })
    await this.press(this.say('work', `task.${kind}.act`), task)
  }

  async lock(): Promise<void> {
    await this.page.keyboard.press('Control+l')
    await expect(this.field(this.say('shell', 'unlock.login'))).toBeVisible()
  }

  async becomes(account: Account): Promise<void> {
    await this.lock()
    await this.signIn(account)
  }

  /** Insists that the screen has this title. */
  async heading(title: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 }).filter({ hasText: title })).toBeVisible()
  }

  /** Types the passphrase where one is asked, and presses the button of the open dialog that names the act. */
  async sign(action: string, passphrase?: string): Promise<void> {
    if (passphrase !== undefined) await this.fill(this.say('common', 'sign.own'), passphrase, this.dialog)
    await this.press(action, this.dialog)
    await expect(this.dialog).toBeHidden()
  }

  /** Types a passphrase twice where one is chosen. */
  async choosePassphrase(passphrase: string): Promise<void> {
    await this.fill(this.say('common', 'passphrase.choose'), passphrase)
    await this.fill(this.say('common', 'passphrase.again'), passphrase)
  }

  /** Scans a code: faster than any hand, ended by Enter; where people write Persian, on a Persian keyboard's layout. */
  async scan(scanned: string): Promise<void> {
    const scanner = await this.page.context().newCDPSession(this.page)
    // When each key was pressed is said with it, so that a busy machine does not make a hand out of the scanner.
    let timestamp = Date.now() / 1000
    const press = (key: string, code: string, more: object = {}) => {
      timestamp += 0.004
      return [
        scanner.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, text: key, timestamp, ...more }),
        scanner.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, timestamp }),
      ]
    }
    const keys = [...scanned].flatMap((character) => {
      const letter = /[a-z]/i.test(character)
      const key = this.language === 'fa' && letter ? (persianLayout[character.toLowerCase()] ?? character) : character
      return press(key, letter ? `Key${character.toUpperCase()}` : /\d/.test(character) ? `Digit${character}` : '')
    })
    keys.push(...press('Enter', 'Enter', { text: '\r', windowsVirtualKeyCode: 13 }))
    await Promise.all(keys)
    await scanner.detach()
  }

  /** Asks over the bridge, as a page could that no screen of ours has written. */
  async request(channel: string, payload: object | undefined): Promise<unknown> {
    return this.page.evaluate(
      ([to, what]) => {
        const { counterseal } = window as unknown as {
          counterseal: { request(channel: string, payload: unknown): Promise<unknown> }
        }
        return counterseal.request(to, what)
      },
      [channel, payload] as const,
    )
  }

  /** Presses Tab until the button or link of this name has the focus, once the screen shows it and it can be used. */
  async tabTo(name: string, most = 60): Promise<void> {
    const target = this.page.locator('button:enabled, a[href]').filter({ hasText: exactly(name), visible: true })
    await target.first().waitFor()
    for (let steps = 0; steps < most; steps += 1) {
      const focused = await this.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
      if (focused === name) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`Tab does not lead to: ${name}`)
  }
}

/** A pattern of this text and nothing around it. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`)
}
