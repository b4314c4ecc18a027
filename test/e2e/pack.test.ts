// The break works when this computer does not: a pack is made here, opened elsewhere, and its record comes back (B7).

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { Elsewhere } from './elsewhere.ts'
import { answerDialogs, type Counterseal, expect, test } from './harness.ts'
import { textOfPages } from './paper.ts'
import { type Account, Person } from './person.ts'

test.use({ args: ['--practice'], practised: true })

function member(login: string): Account {
  const found = [founder, ...colleagues].find((one) => one.login === login)
  if (found === undefined) throw new Error('nobody has that login')
  return found
}

/** The codes of the cards, as they would be read from paper. */
function cardsIn(folder: string): Map<number, string> {
  const cards = JSON.parse(readFileSync(join(folder, 'profile', 'practice-cards.json'), 'utf8')) as {
    number: number
    code: string
  }[]
  return new Map(cards.map(({ number, code }) => [number, code]))
}

/** Makes a pack, saves it with its page, prints its sheet; gives what was saved. */
async function makePack(person: Person, { app, folder }: Counterseal, account: Account) {
  const pack = join(folder, 'stick.counterseal-pack')
  await person.goTo('readiness')
  await person.press(person.say('pack', 'make'))
  await person.fill(person.say('common', 'sign.own'), account.passphrase, person.dialog)
  await person.press(person.say('pack', 'make_sign'), person.dialog)
  await expect(person.dialog.getByText(person.say('pack', 'save_text'))).toBeVisible()
  await answerDialogs(app, pack)
  await person.press(person.say('pack', 'save'), person.dialog)
  await expect(person.dialog.getByText(person.say('pack', 'saved'))).toBeVisible()
  const sheet = join(folder, 'sheet.pdf')
  await answerDialogs(app, sheet)
  await person.press(person.say('dose', 'labels.save'), person.dialog)
  await expect(person.dialog.getByText(person.say('dose', 'labels.saved'), { exact: true })).toBeVisible({
    timeout: 40_000,
  })
  await person.press(person.say('pack', 'done'), person.dialog)
  await expect(person.dialog).toBeHidden()
  return { pack, sheet, page: join(folder, 'counterseal-emergency.html') }
}

test('B7 B4 B5 B9 a pack made here opens one participant elsewhere, and its record comes back as the break that it was', async ({
  start,
  folder,
}) => {
  const cards = cardsIn(folder)
  const card = (number: number) => cards.get(number) ?? ''
  const pi = member('iman')

  const running = await start()
  const person = new Person(running, 'en')
  await person.speak()
  await person.signIn(pi)
  const { pack, sheet, page } = await makePack(person, running, pi)

  await test.step('the digest on paper is that of the page that was saved', () => {
    const digest = createHash('sha256').update(readFileSync(page)).digest('hex')
    const text = textOfPages(sheet).join(' ').replaceAll(/\s+/g, '')
    expect(text).toContain(digest)
    expect(text).toContain('certutil')
    expect(readFileSync(page)).toEqual(readFileSync('out/main/counterseal-emergency.html'))
  })
  await running.app.close()

  const elsewhere = await Elsewhere.open(folder, page)
  await test.step('nothing but a whole pack and the right passphrase opens it', async () => {
    const text = readFileSync(pack, 'utf8')
    writeFileSync(join(folder, 'half.counterseal-pack'), text.slice(0, text.length / 2))
    writeFileSync(join(folder, 'other.txt'), 'something else')
    await elsewhere.choose(join(folder, 'other.txt'))
    await elsewhere.wrong('not_a_pack')
    await elsewhere.choose(join(folder, 'half.counterseal-pack'))
    await elsewhere.wrong('pack_damaged')
    await elsewhere.choose(pack)
    await elsewhere.signIn('iman', 'not the passphrase of anybody')
    await elsewhere.wrong('passphrase_wrong')
    await elsewhere.signIn('iman', pi.passphrase)
  })
  await test.step('another participant’s card opens nothing, and leaves no record', async () => {
    await elsewhere.reasons('1')
    await elsewhere.title('card_title', { number: 1 })
    await elsewhere.card(card(1).replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))
    await elsewhere.wrong('card_mistyped')
    for (const other of [0, 2, 3]) {
      await elsewhere.card(card(other))
      await elsewhere.wrong('card_wrong')
    }
  })
  await elsewhere.card(card(1))
  await elsewhere.title('record_title')
  const show = elsewhere.page.getByRole('button', { name: elsewhere.say('arm_act', { number: 1 }) })
  await test.step('the arm waits for the record', async () => {
    await expect(show).toBeDisabled()
    expect(await elsewhere.page.locator('body').textContent()).not.toMatch(/exosome|placebo/)
    await elsewhere.page.keyboard.press('Enter')
    await expect(show).toBeEnabled()
    await expect.poll(() => readdirSync(elsewhere.downloads).filter((name) => name.endsWith('-record'))).toHaveLength(1)
  })
  await expect(show).toBeFocused()
  await elsewhere.page.keyboard.press('Enter')
  await expect(elsewhere.page.locator('.arm')).toHaveText('exosome')
  await expect(elsewhere.page.getByText(elsewhere.say('unblinded'), { exact: true })).toBeVisible()
  await elsewhere.page.keyboard.press('Tab')
  await elsewhere.page.keyboard.press('Tab')
  await elsewhere.page.getByRole('button', { name: elsewhere.say('cover') }).press('Enter')
  await elsewhere.title('done_title', { number: 1 })
  expect(await elsewhere.page.locator('html').innerHTML()).not.toMatch(/class="arm"|>exosome</)
  await test.step('it asked nothing of any network', async () => {
    expect((await elsewhere.asked()).filter((url) => !url.startsWith('blob:'))).toEqual([
      new URL(`file://${page}`).href,
    ])
  })
  const [name = ''] = readdirSync(elsewhere.downloads).filter((one) => one.endsWith('-record'))
  const record = join(elsewhere.downloads, name)
  expect(readFileSync(record, 'utf8')).not.toMatch(/exosome|placebo/)
  await elsewhere.close()

  const again = await start()
  const back = new Person(again, 'en')
  await back.speak()
  await back.signIn(pi)
  await back.goTo('break')
  const takeIn = async (file: string) => {
    await answerDialogs(again.app, file)
    await back.press(back.say('pack', 'take_in'))
    await back.press(back.say('pack', 'take_in_choose'), back.dialog)
  }
  await takeIn(pack)
  await expect(back.dialog.getByText(back.say('refusals', 'record_unreadable.title'))).toBeVisible()
  await back.press(back.say('common', 'back'), back.dialog)
  await takeIn(record)
  await back.heading(back.say('emergency', 'record_of', { number: 1 }))
  await expect(back.page.getByText('Bleeding after surgery, treatment depends on it')).toBeVisible()
  await back.goTo('knowledge')
  await expect(
    back.page.getByRole('row').filter({ hasText: back.say('emergency', 'occasions.emergency_pack') }),
  ).toHaveCount(1)
  await back.goTo('break')
  await takeIn(record)
  await expect(back.dialog.getByText(back.say('refusals', 'record_already_taken_in.title'))).toBeVisible()
  await back.page.keyboard.press('Escape')
  await expect(back.dialog).toBeHidden()
})

test('B7 B6 the pack is rehearsed in Persian with card 0, which tells nothing of anybody', async ({
  start,
  folder,
}) => {
  const running = await start()
  const person = new Person(running, 'fa')
  await person.speak()
  const pharmacist = member(founder.login)
  await person.signIn(pharmacist)
  const { pack, page } = await makePack(person, running, pharmacist)
  await running.app.close()
  const elsewhere = await Elsewhere.open(folder, page)
  await elsewhere.speak('fa')
  await elsewhere.choose(pack)
  await elsewhere.signIn('dana', member('dana').passphrase)
  await elsewhere.title('why_title')
  await expect(elsewhere.page.getByText(elsewhere.say('practice'))).toBeVisible()
  await elsewhere.page.getByRole('button', { name: elsewhere.say('rehearse') }).press('Enter')
  await elsewhere.title('rehearse_title')
  await elsewhere.card(cardsIn(folder).get(0) ?? '')
  await elsewhere.title('rehearsed_title')
  expect(readdirSync(elsewhere.downloads).filter((name) => name.endsWith('-record'))).toEqual([])
  await elsewhere.close()
})
