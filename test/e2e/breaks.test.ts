// The emergency by keyboard alone: a clinician reads while the investigator stays blind, and an arm is shown once more.

import { colleagues, founder, type InventedMember } from '../../src/main/practice/practice-members.ts'
import { expect, test } from './harness.ts'
import { textOfPages } from './paper.ts'
import { byHand } from './person.ts'
import { Walk } from './walk.ts'
import { type Language, languages } from './words.ts'

test.use({ args: ['--practice'], practised: true })

const clinician = {
  en: { name: 'Dr Sara Kazemi', office: 'Intensive care' },
  fa: { name: 'دکتر سارا کاظمی', office: 'مراقبت ویژه' },
}
const narrative = {
  en: 'Anaphylaxis after surgery, treatment depends on it.',
  fa: 'آنافیلاکسی پس از جراحی، درمان به آن بستگی دارد.',
}
/** The invented list alternates; number 1 has this arm. */
const armOfOne = 'exosome'

function member(role: string): InventedMember {
  const found = colleagues.find((one) => one.role === role)
  if (found === undefined) throw new Error(`nobody is ${role}`)
  return found
}

/** Somebody who breaks a blind without a mouse. */
class Breaker extends Walk {
  async cardOf(number: number): Promise<string> {
    const reply = (await this.request('status', undefined)) as {
      value: { file: { practiceCards: { number: number; code: string }[] } }
    }
    return reply.value.file.practiceCards.find((card) => card.number === number)?.code ?? ''
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text)
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key, byHand)
  }

  async focusOn(label: string): Promise<void> {
    await expect(this.field(label)).toBeFocused()
  }

  /** From anywhere to the card: who, why, and who reads. */
  async comesToTheCard(number: number, reads: 'self' | 'clinician'): Promise<void> {
    const { language } = this
    await this.keys('Control+b')
    await this.heading(this.say('emergency', 'title'))
    await this.focusOn(this.say('emergency', 'number'))
    await this.type(String(number))
    await expect(this.button(this.say('emergency', 'go_on'))).toBeEnabled()
    await this.keys('Enter')
    await expect(
      this.page.getByRole('radio', { name: this.say('emergency', 'reasons.emergency_treatment') }),
    ).toBeFocused()
    await this.keys('Space', 'Tab')
    await this.focusOn(this.say('emergency', 'narrative'))
    await this.type(narrative[language])
    await this.keys('Tab')
    if (reads === 'clinician') {
      await this.keys('ArrowDown', 'Tab')
      await this.focusOn(this.say('emergency', 'reads.reader'))
      await this.type(clinician[language].name)
      await this.keys('Tab')
      await this.type(clinician[language].office)
    } else {
      await this.keys('Tab')
      await this.focusOn(this.say('emergency', 'told'))
      await this.type(clinician[language].name)
    }
    await this.keys('Enter')
    await this.focusOn(this.say('emergency', 'code', { number }))
  }

  async opensWith(code: string, passphrase: string): Promise<void> {
    await this.type(code)
    await this.keys('Tab')
    await this.type(passphrase)
    await this.keys('Enter')
  }

  /** No word of an arm stands anywhere in the window. */
  async seesNoArm(): Promise<void> {
    expect(await this.page.evaluate(() => document.documentElement.innerHTML)).not.toMatch(/exosome|placebo/i)
  }

  get arm() {
    return this.page.locator('[data-unblinded]')
  }
}

async function signedIn(running: ConstructorParameters<typeof Walk>[0], language: Language): Promise<Breaker> {
  const breaker = new Breaker(running, language)
  await breaker.speak()
  await breaker.signIn(member('pi'))
  return breaker
}

for (const language of languages) {
  test(`B2 B8 a clinician reads on a turn of their own, and the investigator stays blind, in ${language}`, async ({
    counterseal,
  }) => {
    const breaker = await signedIn(counterseal, language)
    const { page } = breaker
    const { name, office } = clinician[language]
    const names = { reader: name, office }
    await breaker.comesToTheCard(1, 'clinician')
    await expect(page.getByText(breaker.say('emergency', 'infer.lead'))).toBeVisible()
    await breaker.opensWith(await breaker.cardOf(1), member('pi').passphrase)
    await breaker.heading(breaker.say('emergency', 'turn.hand_title', names))
    await breaker.seesNoArm()
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'turn.title', names))
    await breaker.focusOn(breaker.say('emergency', 'turn.confirm', names))
    await breaker.seesNoArm()
    await breaker.type('Somebody Else')
    await breaker.keys('Enter')
    await expect(page.getByText(breaker.say('refusals', 'reader_differs.title'))).toBeVisible()
    await breaker.keys('Control+a')
    await breaker.type(name)
    await breaker.keys('Enter')
    await expect(breaker.arm).toContainText(armOfOne)
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'turn.back_title'))
    await breaker.seesNoArm()
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'record_of', { number: 1 }))
    await expect(page.getByText(breaker.say('emergency', 'reads.fact_value', names))).toBeVisible()
    await breaker.goTo('knowledge')
    await expect(page.getByRole('row').filter({ hasText: name })).toContainText(
      breaker.say('emergency', 'knowledge.flagged'),
    )
    await expect(page.getByRole('row').nth(1).getByRole('strong')).not.toContainText(member('pi').name)
    const saved = await breaker.saveTo('knowledge.pdf')
    await breaker.press(breaker.say('dose', 'labels.save'))
    await expect(page.getByText(breaker.say('dose', 'labels.saved'))).toBeVisible()
    const text = textOfPages(saved).join('\n')
    expect(text).toContain(member('pi').name)
    await test.step('the pharmacist sees that it happened, and not what it was', async () => {
      await breaker.becomes(founder)
      await expect(page.getByText(breaker.say('work', 'breaks.silence'))).toBeVisible()
      await breaker.seesNoArm()
    })
  })

  test(`B8 a turn that nobody takes leaves a record that says so, in ${language}`, async ({ counterseal }) => {
    const breaker = await signedIn(counterseal, language)
    await breaker.comesToTheCard(1, 'clinician')
    await breaker.opensWith(await breaker.cardOf(1), member('pi').passphrase)
    await breaker.heading(breaker.say('emergency', 'turn.hand_title', { reader: clinician[language].name }))
    await breaker.tabTo(breaker.say('emergency', 'turn.cancel'))
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'record_of', { number: 1 }))
    await expect(breaker.page.getByText(breaker.say('emergency', 'not_read'))).toBeVisible()
    await breaker.seesNoArm()
  })

  test(`B2 B5 an arm that was covered is gone, and showing it again is another entry, in ${language}`, async ({
    counterseal,
  }) => {
    const breaker = await signedIn(counterseal, language)
    const { page } = breaker
    const card = await breaker.cardOf(1)
    await breaker.comesToTheCard(1, 'self')
    await breaker.opensWith(card, member('pi').passphrase)
    await expect(breaker.arm).toContainText(armOfOne)
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'after_title', { number: 1 }))
    await breaker.seesNoArm()
    await breaker.tabTo(breaker.say('emergency', 'open_record'))
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'record_of', { number: 1 }))
    const showAgain = async (code: string) => {
      await breaker.tabTo(breaker.say('emergency', 'again.begin'))
      await breaker.keys('Enter')
      await breaker.field(breaker.say('emergency', 'again.reason')).focus()
      await breaker.type('The team must be sure of it.')
      await breaker.keys('Tab')
      await breaker.type(code)
      await breaker.field(breaker.say('common', 'sign.own'), breaker.dialog).focus()
      await breaker.type(member('pi').passphrase)
      await breaker.keys('Enter')
    }
    await showAgain(await breaker.cardOf(2))
    await expect(page.getByText(breaker.say('refusals', 'card_does_not_open.title'))).toBeVisible()
    await breaker.keys('Escape')
    await expect(page.getByText(/The team must be sure/)).toHaveCount(1)
    await showAgain(card)
    await expect(breaker.arm).toContainText(armOfOne)
    await breaker.keys('Enter')
    await breaker.heading(breaker.say('emergency', 'after_title', { number: 1 }))
    await breaker.goTo('knowledge')
    await expect(page.getByText(breaker.say('emergency', 'occasions.shown_again')).first()).toBeVisible()
  })
}
