// QA's desk by keyboard: a lot that came with damaged vials, was carried, is counted with a difference, and reconciled.

import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { digits } from '../../src/renderer/moments.ts'
import { expect, test } from './harness.ts'
import { textOfPages } from './paper.ts'
import { byHand } from './person.ts'
import { Walk } from './walk.ts'
import { languagesToday } from './words.ts'

const [, qa] = colleagues
const lot = 'REAL-EXO-4711'

test.use({ practised: true, args: ['--practice'] })

for (const language of languagesToday('en')) {
  test(`A10 A11 A13 a lot is received, carried, counted and reconciled by keyboard, in ${language}`, async ({
    counterseal,
  }) => {
    const walk = new Walk(counterseal, language)
    const { page } = walk
    const { keyboard } = page
    const number = (value: number) => digits(value, language)
    const shelf = (key: string, values?: Record<string, unknown>) => walk.say('shelf', key, values)
    const act = async (name: string) => {
      await walk.tabTo(name)
      await keyboard.press('Enter')
    }
    const sign = async (name: string, passphrase?: string) => {
      await expect(walk.dialog).toBeVisible()
      if (passphrase !== undefined) {
        await expect(walk.field(walk.say('common', 'sign.own'), walk.dialog)).toBeFocused()
        // As fast as a hand; faster is a scanner.
        await keyboard.type(passphrase, byHand)
        await keyboard.press('Enter')
      } else await act(name)
      await expect(walk.dialog).toBeHidden()
    }
    /** An act of the lot's menu, which opens upwards. */
    const choose = async (key: string) => {
      await act(walk.say('stock', 'lot.more'))
      const name = walk.say('stock', `acts.${key}`, { lot })
      await expect(page.getByRole('menuitem', { name, exact: true })).toBeVisible()
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
      for (let steps = 0; steps < 12 && (await focused()) !== name; steps++) await keyboard.press('ArrowDown')
      await keyboard.press('Enter')
    }

    await walk.speak()
    await walk.signIn(founder)

    await test.step('the package holds less than the delivery note says, and a contradiction is named at once', async () => {
      await walk.goTo('lots')
      await act(walk.say('stock', 'lots.receive'))
      await walk.field(walk.say('stock', 'product')).selectOption('A')
      const typed = {
        lotNumber: lot,
        manufacturer: 'A manufacturer',
        expiresOn: walk.day(300),
        announcedVials: number(8),
        vialCount: number(9),
        damagedVials: number(1),
        arrivalCelsius: '-78.5',
        sender: 'A depot',
      }
      for (const [name, text] of Object.entries(typed)) await walk.fill(walk.say('stock', `receive.${name}`), text)
      const values = { counted: number(9), announced: number(8) }
      await expect(page.getByText(walk.say('refusals', 'counted_above_announced.title', values))).toBeVisible()
      await walk.fill(walk.say('stock', 'receive.vialCount'), number(7))
      const sum = { announced: 8, missing: 1, counted: 7, damaged: 1, stored: 6 }
      await expect(page.getByText(shelf('receipt.sum_missing', sum))).toBeVisible()
      await walk.field(walk.say('stock', 'receive.monitor')).selectOption('missing')
      await walk.fill(walk.say('stock', 'receive.storagePlace'), 'Freezer 7')
      await keyboard.press('Tab')
      await act(walk.say('stock', 'receive.record', { lot }))
      await sign(walk.say('stock', 'receive.record', { lot }))
      await walk.heading(lot)
      await expect(walk.button(walk.say('stock', 'parts.wasted', { count: 1 }))).toBeVisible()
    })

    const codes = await test.step('L4 the codes are printed, and name neither lot nor product', async () => {
      const path = await walk.saveTo('codes.pdf')
      await act(walk.say('stock', 'acts.PrintVialCodes'))
      await expect(walk.dialog).toBeVisible()
      await act(walk.say('dose', 'labels.save'))
      await expect(page.getByText(walk.say('dose', 'labels.saved'))).toBeVisible()
      await keyboard.press('Escape')
      await expect(walk.dialog).toBeHidden()
      const text = textOfPages(path).join('\n')
      // The title of the trial, which stands on every document, names the substance that is tested.
      for (const secret of [lot, '4711', 'Freezer', 'hPMSC', 'placebo', 'دارونما'])
        expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
      const { value } = (await walk.request('ask', { question: { type: 'Lots', offset: 0, limit: 9 } })) as {
        value: { rows: { lotId: string; lotNumber: string }[] }
      }
      const lotId = value.rows.find((row) => row.lotNumber === lot)?.lotId
      const question = { type: 'LotUnits', lotId, state: 'on_shelf', offset: 0, limit: 9 }
      const units = (await walk.request('ask', { question })) as { value: { rows: { code: string }[] } }
      const found = units.value.rows.map(({ code }) => code)
      expect(found.length).toBe(6)
      const printed = text.replace(/\s/g, '')
      for (const code of found) for (const group of code.match(/.{1,4}/g) ?? []) expect(printed).toContain(group)
      return found
    })

    await test.step('everything in the freezer is carried to another one', async () => {
      await choose('TransferVials')
      await walk.heading(shelf('transfer.title', { lot }))
      await walk.fill(shelf('transfer.to'), 'Freezer 8')
      await keyboard.press('Tab')
      await walk.fill(shelf('transfer.minutes'), number(4))
      await walk.fill(walk.say('stock', 'acts.reason'), 'defrosting')
      await keyboard.press('Enter')
      await sign(shelf('transfer.record', { count: 6 }))
      await expect(page.getByText('Freezer 8').first()).toBeVisible()
    })

    const open = async () => {
      await walk.goTo('lots')
      await page.getByRole('row').filter({ hasText: lot }).click()
      await walk.heading(lot)
    }
    await walk.becomes(qa as NonNullable<typeof qa>)
    await open()
    await test.step('five are on the shelf, twice; the sixth is named by what was scanned', async () => {
      await choose('CountLot')
      await walk.heading(shelf('count.title', { lot }))
      // Blind: the six that are expected stand nowhere.
      await expect(page.getByRole('main')).not.toContainText(number(6))
      await keyboard.type(number(5), byHand)
      await keyboard.press('Enter')
      await expect(page.getByText(shelf('count.differs', { counted: 5, expected: 6, difference: 1 }))).toBeVisible()
      await expect(walk.field(shelf('count.second'))).toBeFocused()
      await keyboard.type(number(5), byHand)
      await keyboard.press('Enter')
      await expect(page.getByText(shelf('count.stands', { counted: 5, expected: 6, difference: 1 }))).toBeVisible()
      for (const code of codes.slice(0, 5)) await walk.scan(code)
      await act(shelf('naming.rest', { count: 1 }))
      const sum = { expected: 6, missing: 1, found: 0, surplus: 0, counted: 5 }
      await expect(page.getByText(shelf('count.sum', sum))).toBeVisible()
      await walk.fill(shelf('count.explanation'), 'not in any rack, nor in the basket')
      await act(shelf('count.record', { lot }))
      await sign(shelf('count.record', { lot }), qa?.passphrase)
      await expect(walk.button(walk.say('stock', 'parts.missing', { count: 1 }))).toBeVisible()
    })

    await test.step('A11 the parts make the whole, each leads to its vials, and QA signs it', async () => {
      await choose('ReconcileLot')
      await walk.heading(shelf('reconcile.title', { lot }))
      await act(shelf('reconcile.parts.missing'))
      await expect(walk.dialog.getByRole('row').filter({ hasText: 'not in any rack' })).toBeVisible()
      await keyboard.press('Escape')
      await expect(walk.dialog).toBeHidden()
      await act(shelf('reconcile.record', { lot }))
      await sign(shelf('reconcile.record', { lot }), qa?.passphrase)
      await expect(page.getByText(walk.say('stock', 'movements.reconciled'), { exact: true })).toBeVisible()
    })

    await test.step('A2 a scan leads to the vial and its whole chain', async () => {
      await walk.scan(codes[5] ?? '')
      await walk.heading(shelf('vial.title'))
      for (const what of ['received', 'transferred', 'missing'])
        await expect(page.getByText(walk.say('stock', `movements.${what}`), { exact: true }).first()).toBeVisible()
      await expect(page.getByText('Freezer 7').first()).toBeVisible()
      await act(shelf('vial.open_lot', { lot }))
      await walk.heading(lot)
    })
  })
}
