// The end of a lot by keyboard, in both languages: destroyed by two signatures, its certificate, and the record of it.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from '../../src/core/decide.ts'
import { colleagues, founder, type InventedMember } from '../../src/main/practice/practice-members.ts'
import { digits } from '../../src/renderer/moments.ts'
import { answerDialogs, expect, test } from './harness.ts'
import { textOfPages } from './paper.ts'
import { byHand, Person } from './person.ts'
import { languagesToday } from './words.ts'

test.use({ args: ['--practice'], practised: true })

function memberOf(role: string): InventedMember {
  const found = colleagues.find((one) => one.role === role)
  if (found === undefined) throw new Error(`nobody is ${role}`)
  return found
}
const qa = memberOf('qa')
const investigator = memberOf('pi')
const inspector = { login: 'bita', passphrase: 'velvet harbour candle mountain seven' }

for (const language of languagesToday('fa')) {
  test(`A5 A7 A8 a rejected lot is destroyed by two people, by keyboard, in ${language}`, async ({
    counterseal,
    folder,
  }) => {
    const person = new Person(counterseal, language)
    const { page } = person
    const say = (key: string, values?: Record<string, unknown>) => person.say('accounts', key, values)
    const submit = async (command: Command, more: object = {}) => {
      const reply = (await person.request('submit', { command, ...more })) as {
        ok: boolean
        value: { made: Record<string, string> }
      }
      expect(reply).toMatchObject({ ok: true })
      return reply.value.made
    }
    const type = async (label: string, text: string) => {
      await person.field(label).focus()
      // By hand: whatever comes faster and ends with Enter is a scan.
      await page.keyboard.type(text, byHand)
    }
    const choose = async (key: string) => {
      await page.getByRole('radio', { name: say(`parts.${key}`), exact: true }).focus()
      await page.keyboard.press('Space', byHand)
    }
    const sign = async (login: string, passphrase: string) => {
      await person.fill(person.say('common', 'sign.own'), qa.passphrase, person.dialog)
      await person.fill(person.say('common', 'sign.secondLogin'), login, person.dialog)
      await person.fill(person.say('common', 'sign.secondPassphrase'), passphrase, person.dialog)
      await page.keyboard.press('Enter')
    }
    await person.speak()

    await person.signIn(founder)
    await submit(
      { type: 'EnrolMember', login: inspector.login, name: 'Bita Blind', role: 'blinded_inspector' },
      { passphrase: founder.passphrase, chosen: inspector.passphrase },
    )
    await person.becomes(qa)
    const { lotId = '' } = await submit({
      type: 'ReceiveLot',
      product: 'B',
      lotNumber: 'PL-0999',
      manufacturer: 'Placebo Works',
      expiresOn: '2031-12-31',
      vialCount: 7,
      storagePlace: 'Freezer 2',
      sender: 'Depo',
      arrivalCelsius: '-71',
    })
    await submit({ type: 'RejectLot', lotId, reason: 'warm on arrival' }, { passphrase: qa.passphrase })

    await person.goTo('accounts')
    await choose('disposal')
    await person.button(say('disposal.settle_lot', { lot: 'PL-0999' })).focus()
    await page.keyboard.press('Enter')
    await type(say('form.vialCount'), digits(6, language))
    await type(say('form.authorisation'), 'SP-2026-14')
    await type(say('form.method'), 'Incineration')
    await type(say('form.place'), 'Hospital incinerator')
    await expect(person.button(say('form.read_back'))).toBeDisabled()
    await type(say('form.reason'), 'warm on arrival')
    await page.keyboard.press('Enter')
    await expect(person.dialog.getByText('SP-2026-14')).toBeVisible()

    // An investigator must not see a lot; six were counted where the book has seven.
    await sign(investigator.login, investigator.passphrase)
    await expect(
      person.dialog.getByText(person.say('refusals', 'witness_not_fit.title'), { exact: false }),
    ).toBeVisible()
    await sign(founder.login, founder.passphrase)
    const counted = person.say('refusals', 'batch_differs.title', {
      counted: digits(6, language),
      expected: digits(7, language),
    })
    await expect(page.getByText(counted, { exact: false })).toBeVisible()
    await expect(person.field(say('form.vialCount'))).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(digits(7, language), byHand)
    await page.keyboard.press('Enter')
    await sign(founder.login, founder.passphrase)
    await expect(page.getByText(say('disposal.destroyed', { count: 7 }))).toBeVisible()

    await answerDialogs(counterseal.app, join(folder, 'certificate.pdf'))
    await person.button(person.say('dose', 'labels.save')).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText(person.say('dose', 'labels.saved'))).toBeVisible()
    const certificate = textOfPages(join(folder, 'certificate.pdf')).join(' ')
    for (const words of ['SP-2026-14', 'PL-0999', 'Hospital incinerator', qa.name, founder.name])
      expect(certificate).toContain(words)

    await test.step('A8 the record shows it; what was written wrongly is struck through', async () => {
      await choose('record')
      await page.getByRole('radio', { name: language === 'en' ? 'Placebo' : 'دارونما' }).focus()
      await page.keyboard.press('Space', byHand)
      await page.getByRole('grid').focus()
      const received = page.getByRole('row').filter({ hasText: 'Depo' }).filter({ hasText: 'PL-0999' })
      await expect(received).toBeVisible()
      const place = Number(await received.getAttribute('aria-rowindex'))
      for (let row = 2; row < place; row += 1) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await type(say('correct.note'), 'Depot North')
      await type(person.say('common', 'reason'), 'misread')
      await person.sign(say('correct.act'), qa.passphrase)
      await expect(page.locator('s').filter({ hasText: 'Depo' })).toBeVisible()
      await page.getByRole('grid').focus()
      await page.keyboard.press('End')
      await expect(page.getByText(person.say('stock', 'movements.cleared'))).toBeVisible()
      await answerDialogs(counterseal.app, join(folder, 'record.pdf'))
      await person.button(person.say('dose', 'labels.save')).focus()
      await page.keyboard.press('Enter')
      await expect(page.getByText(person.say('dose', 'labels.saved'))).toBeVisible()
      const record = textOfPages(join(folder, 'record.pdf')).join(' ')
      for (const words of ['Depot North', 'misread', 'PL-0999', 'Placebo Works', 'Control record'])
        expect(record).toContain(words)
      await answerDialogs(counterseal.app, join(folder, 'record.csv'))
      await person.button(say('record.save_table')).focus()
      await page.keyboard.press('Enter')
      await expect(page.getByText(person.say('dose', 'labels.saved'))).toHaveCount(2)
      expect(await readFile(join(folder, 'record.csv'), 'utf8')).toContain('Depo (corrected by')
    })

    await test.step('A12 the lot is closed, and what is left stands in the way', async () => {
      await choose('close_out')
      await person.button(say('close.close_lot', { lot: 'PL-0999' })).focus()
      await page.keyboard.press('Enter')
      await person.sign(say('close.close_lot', { lot: 'PL-0999' }), qa.passphrase)
      await expect(page.getByText('PL-0999')).toHaveCount(0)
      await expect(page.getByText(say('close.who'))).toBeVisible()
    })

    await test.step('B12 a blinded inspector starts from questions, and is led only to what their keys open', async () => {
      await person.becomes(inspector)
      await person.heading(say('inspection.title'))
      await expect(page.getByText(say('inspection.sealed')).first()).toBeVisible()
      const question = page.getByRole('listitem').filter({ hasText: say('inspection.account.question') })
      await question.getByRole('button').focus()
      await page.keyboard.press('Enter')
      await person.heading(say('title'))
      await expect(page.getByText(say('record.empty_site'))).toBeVisible()
      await expect(page.getByText(/PL-|EX-/)).toHaveCount(0)
    })
  })
}
