// The way of one dose, step by step, as people walk it at the window.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCode } from '../../src/core/codes.ts'
import { typedDay, typedMoment } from '../../src/renderer/moments.ts'
import { answerDialogs, type Counterseal, expect } from './harness.ts'
import { codesOnCards, textOfPages } from './paper.ts'
import { type Account, byHand, Person } from './person.ts'
import type { Language } from './words.ts'

/** Somebody who is enrolled. */
export type Colleague = Account & { readonly name: string; readonly role: string }
/** A lot as it arrives. */
export type LotToReceive = { readonly arm: 'A' | 'B'; readonly number: string }
/** What a scanner reads: the code of a vial, and of the syringe that was made from it. */
export type Codes = { readonly vial: string; readonly syringe: string }

/** What the label says of both arms; it holds the word of neither. */
const labelProduct = { en: 'Vesicles 1e9/mL or comparator', fa: 'وزیکول یا مقایسه‌گر' }
const timeZone = 'Asia/Tehran'

/** Called at moments of which there are pictures. */
type AtMoment = (moment: 'thaw' | 'verify') => Promise<void>

/** A person who walks the whole way, from no file to a dose that was given. */
export class Walk extends Person {
  readonly running: Counterseal

  constructor(running: Counterseal, language: Language) {
    super(running, language)
    this.running = running
  }

  path(name: string): string {
    return join(this.running.folder, name)
  }

  async saveTo(name: string): Promise<string> {
    await answerDialogs(this.running.app, this.path(name))
    return this.path(name)
  }

  day(days: number): string {
    const on = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    return typedDay(on, this.language)
  }

  async fillSetting(path: string, text: string): Promise<void> {
    await this.fill(this.say('study', `field.${path.replaceAll('.', '_')}.label`), text)
  }

  async fillBoth(path: string, { en, fa }: { en: string; fa: string }): Promise<void> {
    const label = this.say('study', `field.${path.replaceAll('.', '_')}.label`)
    await this.fill(this.say('study', 'inEnglish', { label }), en)
    await this.fill(this.say('study', 'inPersian', { label }), fa)
  }

  async createStudy(founder: Colleague): Promise<void> {
    const { page } = this
    const next = () => this.press(this.say('study', 'create.next'))
    await page.getByRole('button', { name: this.say('shell', 'welcome.create') }).click()
    await this.press(this.say('study', 'create.offerTake'))
    await this.fillSetting('study.code', 'EXO-LAR')
    await next()
    await next()
    const dose = {
      'dose.vialsPerDose': '1',
      'dose.vialMicrolitres': '2000',
      'dose.drawMicrolitres': '1800',
      'dose.finalMicrolitres': this.language === 'fa' ? '۱۰۰۰۰' : '10000',
      'dose.syringesPerDose': '1',
      'dose.thawMinutes': '0',
      'dose.inUseMinutes': '240',
      lockAfterSeconds: '3600',
    }
    for (const [path, text] of Object.entries(dose)) await this.fillSetting(path, text)
    await next()
    await this.fillBoth('label.product', labelProduct)
    await this.fillBoth('label.form', { en: 'Solution', fa: 'محلول' })
    await this.fillBoth('label.route', { en: 'Intraperitoneal', fa: 'داخل صفاقی' })
    await this.fillBoth('label.storage', { en: 'Keep at 2 to 8 °C', fa: 'نگهداری در ۲ تا ۸ درجه' })
    await this.fillBoth('label.directions', { en: 'Give once', fa: 'یک بار مصرف شود' })
    await this.fillBoth('contact.name', { en: 'Trial pharmacy', fa: 'داروخانهٔ کارآزمایی' })
    await this.fillBoth('contact.address', { en: 'Tehran', fa: 'تهران' })
    await this.fillSetting('contact.phone', '+98 21 1111 1111')
    await this.fillSetting('contact.emergencyPhone', '+98 21 2222 2222')
    await page.getByRole('radio', { name: this.say('study', 'field.emergency_participantLeavesAfterBreak.no') }).check()
    await this.fillBoth('emergency.permittedWhen', {
      en: 'When treatment depends on it.',
      fa: 'وقتی درمان به آن وابسته است.',
    })
    await next()
    await this.fill(this.say('study', 'founder.name'), founder.name)
    await this.fill(this.say('study', 'founder.login'), founder.login)
    await this.choosePassphrase(founder.passphrase)
    await next()
    await expect(page.getByText(this.say('study', 'create.summaryMeaning'))).toBeVisible()
    await this.saveTo('study.counterseal')
    await this.press(this.say('study', 'create.create'))
    await this.heading(this.say('study', 'recovery.title'))
    const sheets = await this.saveTo('recovery.pdf')
    await this.press(this.say('study', 'recovery.save'))
    await page.getByLabel(this.say('study', 'recovery.kept')).check()
    expect(textOfPages(sheets).length).toBeGreaterThanOrEqual(6)
    await this.press(this.say('study', 'recovery.goOn'))
    await this.heading(this.say('work', 'today.title'))
  }

  async enrolMember(member: Colleague, founder: Account): Promise<void> {
    await this.press(this.say('registry', 'members.enrol'))
    await this.field(this.say('registry', 'members.role'), this.dialog).click()
    await this.page.getByRole('option', { name: this.say('common', `role.${member.role}`), exact: true }).click()
    await this.fill(this.say('registry', 'members.name'), member.name, this.dialog)
    await this.fill(this.say('registry', 'members.login'), member.login, this.dialog)
    await this.choosePassphrase(member.passphrase)
    await this.press(this.say('registry', 'enrol.readBack'))
    await this.fill(this.say('common', 'sign.own'), founder.passphrase)
    await this.press(this.say('registry', 'enrol.act', { name: member.name }))
    await expect(this.dialog).toHaveCount(0)
    await expect(this.page.getByRole('row').filter({ hasText: member.login })).toBeVisible()
  }

  /** Seals the list and saves the code cards; gives the code of card 0. */
  async sealList(founder: Account): Promise<string> {
    await this.goTo('list')
    const rows = Array.from({ length: 20 }, (_, index) => `${index + 1},${index % 2 === 0 ? 'exosome' : 'placebo'}`)
    await writeFile(this.path('list.csv'), `number,arm\n${rows.join('\n')}\n`)
    await this.saveTo('list.csv')
    await this.press(this.say('stock', 'list.choose'))
    await this.fill(this.say('stock', 'list.madeBy'), 'A statistician')
    await this.fill(this.say('stock', 'list.method'), 'Not random, as registered')
    await this.fill(this.say('stock', 'list.madeOn'), this.day(-3))
    await this.press(this.say('stock', 'list.check'))
    await this.sign(this.say('stock', 'list.seal_numbers', { count: 20 }), founder.passphrase)
    await this.heading(this.say('stock', 'cards.title'))
    const cards = await this.saveTo('cards.pdf')
    await this.press(this.say('dose', 'labels.save'))
    await expect(this.page.getByText(this.say('dose', 'labels.saved'))).toBeVisible()
    await this.page.getByLabel(this.say('stock', 'cards.kept')).check()
    await this.press(this.say('stock', 'cards.done'))
    const codes = codesOnCards(cards)
    expect(new Set(codes).size).toBe(21)
    return codes[0] ?? ''
  }

  async receiveLot({ arm, number }: LotToReceive): Promise<void> {
    await this.goTo('lots')
    await this.press(this.say('stock', 'lots.receive'))
    await this.field(this.say('stock', 'product')).selectOption(arm)
    await this.fill(this.say('stock', 'receive.lotNumber'), number)
    await this.fill(this.say('stock', 'receive.manufacturer'), 'A manufacturer')
    await this.fill(this.say('stock', 'receive.expiresOn'), this.day(300))
    const twelve = this.language === 'fa' ? '۱۲' : '12'
    await this.fill(this.say('stock', 'receive.announcedVials'), twelve)
    await this.fill(this.say('stock', 'receive.vialCount'), twelve)
    await this.fill(this.say('stock', 'receive.damagedVials'), this.language === 'fa' ? '۰' : '0')
    await this.field(this.say('stock', 'receive.monitor')).selectOption('yes')
    await this.fill(this.say('stock', 'receive.arrivalCelsius'), '-78.5')
    await this.fill(this.say('stock', 'receive.storagePlace'), 'Freezer 1')
    await this.fill(this.say('stock', 'receive.sender'), 'A depot')
    const record = this.say('stock', 'receive.record', { lot: number })
    await this.press(record)
    await this.sign(record)
    await this.heading(number)
  }

  async releaseLot({ number }: LotToReceive, qa: Account): Promise<void> {
    await this.goTo('lots')
    await this.page.getByRole('row').filter({ hasText: number }).click()
    const release = this.say('stock', 'acts.ReleaseLot', { lot: number })
    await this.press(release)
    await this.fill(this.say('stock', 'acts.certificate'), 'CoA 17', this.dialog)
    await this.sign(release, qa.passphrase)
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(this.say('stock', 'states.released'))
  }

  async passDrill(account: Account, card: string): Promise<void> {
    await this.becomes(account)
    await this.begin('pass_drill')
    await this.press(this.say('registry', 'drill.start'))
    await this.fill(this.say('registry', 'drill.code'), card)
    await this.fill(this.say('registry', 'drill.passphrase'), account.passphrase)
    await this.press(this.say('registry', 'drill.open'))
    await expect(this.button(this.say('registry', 'drill.start'))).toBeVisible()
  }

  /** Enrols the first participant without touching the mouse. */
  async enrolByKeyboard(): Promise<void> {
    const { keyboard } = this.page
    await keyboard.press('Control+k')
    await expect(this.dialog).toBeVisible()
    await keyboard.type(this.say('shell', 'screen.participants'), byHand)
    await keyboard.press('Enter')
    await this.heading(this.say('dose', 'participants.title'))
    const enrol = this.say('dose', 'participants.enrol', { number: 1 })
    await expect(this.button(enrol)).toBeVisible()
    await this.tabTo(enrol)
    await keyboard.press('Enter')
    await this.heading(this.say('dose', 'enrol.title', { number: 1 }))
    const first = this.page.getByRole('radio').first()
    for (let steps = 0; steps < 30 && !(await first.evaluate((one) => one === document.activeElement)); steps += 1)
      await keyboard.press('Tab')
    await expect(first).toBeFocused()
    // Four criteria of inclusion, then four of exclusion; each answer goes on to the next line.
    for (const answer of 'yyyynnnn') await keyboard.press(answer, byHand)
    await expect(this.page.getByText(this.say('dose', 'enrol.answered', { count: 8, total: 8 }))).toBeVisible()
    await this.tabTo(enrol)
    await keyboard.press('Enter')
    await expect(this.dialog).toBeVisible()
    for (let steps = 0; steps < 10; steps += 1) {
      const inDialog = await this.page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)
      const text = await this.page.evaluate(() => document.activeElement?.textContent?.trim())
      if (inDialog && text === enrol) break
      await keyboard.press('Tab')
    }
    await keyboard.press('Enter')
    await this.heading(this.say('dose', 'participant', { number: 1 }))
  }

  async orderDose(pi: Account): Promise<void> {
    const surgery = new Date(Date.now() + 3 * 3_600_000).toISOString()
    await this.fill(this.say('dose', 'order.surgery_at'), typedMoment(surgery, this.language, timeZone))
    await this.fill(this.say('dose', 'order.theatre'), 'OR 4')
    const order = this.say('dose', 'order.sign', { number: 1 })
    await this.press(order)
    await this.sign(order, pi.passphrase)
    await expect(this.page.getByText(this.say('dose', 'person.prepare_waits'))).toBeVisible()
  }

  /** Prepares the dose with a scanner; gives the code of the vial and of the syringe. */
  async prepare(at?: AtMoment): Promise<Codes> {
    const { page } = this
    await this.begin('prepare_dose')
    await this.press(this.say('dose', 'prepare.start'))
    await expect(page.getByText(this.say('common', 'unblinded.word')).first()).toBeVisible()
    const vial = readCode((await page.getByRole('main').locator('bdi.code').first().textContent()) ?? '')
    await this.scan(vial.toLowerCase())
    // The last scan goes on by itself.
    await expect(page.getByRole('heading', { name: this.say('dose', 'steps.thaw') })).toBeVisible()
    await at?.('thaw')
    await this.press(this.say('dose', 'prepare.thaw_record'))
    const actual = `${this.say('dose', 'prepare.actual')}: ${this.say('dose', 'volume_field')}`
    await this.fill(actual, this.language === 'fa' ? '۱٫۸' : '1.8')
    await this.press(this.say('dose', 'prepare.draw_record'))
    await expect(page.getByRole('heading', { name: this.say('dose', 'steps.fill') })).toBeVisible()
    await this.fill(actual, this.language === 'fa' ? '۱۰' : '10')
    await page.keyboard.press('Enter')
    // A written worksheet mixes, too.
    const mixed = this.button(this.say('dose', 'prepare.mix_record'))
    await expect(mixed.or(this.button(this.say('dose', 'prepare.inspect_fits')))).toBeVisible()
    if (await mixed.isVisible()) await mixed.click()
    await this.press(this.say('dose', 'prepare.inspect_fits'))
    await this.press(this.say('dose', 'prepare.sleeve_finish'))
    const syringes = page.getByRole('list', { name: this.say('dose', 'person.syringes') })
    const syringe = readCode((await syringes.locator('bdi.code').textContent()) ?? '')
    return { vial, syringe }
  }

  async printLabels(): Promise<string> {
    await this.press(this.say('dose', 'labels.record'))
    const labels = await this.saveTo('labels.pdf')
    await this.press(this.say('dose', 'labels.save'))
    await expect(this.page.getByText(this.say('dose', 'labels.saved'))).toBeVisible()
    return labels
  }

  async verify({ vial, syringe }: Codes, founder: Account, checker: Account, at?: AtMoment): Promise<void> {
    await this.press(this.say('dose', 'person.verify'))
    await this.heading(this.say('dose', 'verify.title', { number: 1 }))
    await this.scan(vial)
    await this.scan(syringe)
    const agrees = this.page.getByRole('table').getByText(this.say('dose', 'verify.agrees'))
    await expect(agrees.first()).toBeVisible()
    const volume = this.say('dose', 'verify.volume_field')
    await this.fill(volume, '10')
    await at?.('verify')
    const act = this.say('dose', 'verify.sign', { number: 1 })
    await this.press(act)
    const { dialog } = this
    await this.fill(this.say('common', 'sign.own'), founder.passphrase, dialog)
    // P15: whoever prepared is not the second person, whatever secret is typed.
    await this.fill(this.say('common', 'sign.secondLogin'), founder.login, dialog)
    await this.fill(this.say('common', 'sign.secondPassphrase'), founder.passphrase, dialog)
    await this.press(act, dialog)
    await expect(dialog.getByText(this.say('refusals', 'witness_is_yourself.title'))).toBeVisible()
    await this.fill(this.say('common', 'sign.secondLogin'), checker.login, dialog)
    await this.fill(this.say('common', 'sign.secondPassphrase'), checker.passphrase, dialog)
    await this.press(act, dialog)
    await expect(dialog).toBeHidden()
    await this.heading(this.say('dose', 'participant', { number: 1 }))
  }

  async handOver(syringe: string, founder: Account): Promise<void> {
    await expect(this.page.getByRole('heading', { name: this.say('dose', 'hand_over.title') })).toBeVisible()
    await this.scan(syringe)
    await this.page.getByRole('radio', { name: this.say('dose', 'hand_over.way_receipt'), exact: true }).check()
    await this.fill(this.say('dose', 'hand_over.received_by'), 'Taha Theatre')
    const act = this.say('dose', 'hand_over.sign', { name: 'Taha Theatre' })
    await this.press(act)
    await this.sign(act, founder.passphrase)
    await expect(this.page.getByRole('heading', { name: this.say('dose', 'outcome.title_plain') })).toBeVisible()
    // What was signed is gone from the screen; the focus is not gone with it.
    await expect(this.page.locator('main:focus, main :focus')).toHaveCount(1)
  }

  async recordGiven(): Promise<void> {
    await this.begin('record_outcome')
    await this.page.getByRole('radio', { name: this.say('dose', 'outcome.kinds.administered'), exact: true }).check()
    await this.fill(this.say('dose', 'outcome.volume'), '10')
    const act = this.say('dose', 'outcome.record', { outcome: this.say('dose', 'outcome.kinds.administered') })
    await this.press(act)
    await this.sign(act)
    await expect(this.page.getByText(this.say('dose', 'person.concluded'))).toBeVisible()
  }

  /** What the timelines of the participant and of the syringe hold, oldest first. */
  async timelines(): Promise<string[][]> {
    await this.goTo('participants')
    await this.page.getByRole('row').nth(1).click()
    await this.heading(this.say('dose', 'participant', { number: 1 }))
    const lines = this.page.locator('li[data-what]')
    await expect(lines.first()).toBeVisible()
    const read = () => lines.evaluateAll((found) => found.map((line) => line.getAttribute('data-what') ?? ''))
    const ofParticipant = await read()
    await this.page
      .getByRole('list', { name: this.say('dose', 'person.syringes') })
      .getByRole('button')
      .click()
    await expect(this.page.getByRole('heading', { name: this.say('dose', 'syringe.custody') })).toBeVisible()
    await expect(lines.first()).toBeVisible()
    return [ofParticipant, await read()]
  }
}
