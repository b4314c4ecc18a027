// Scans as a scanner sends them, wherever somebody stands: what is taken, what is refused, and how that is said.

import { dosesIn, type Made, staff } from './doses-file.ts'
import { answerDialogs, expect, test } from './harness.ts'
import { Person } from './person.ts'
import { languages } from './words.ts'

/** Opens the file and signs somebody in. */
async function opened(person: Person, app: Parameters<typeof answerDialogs>[0], path: string): Promise<void> {
  await person.speak()
  await answerDialogs(app, path)
  await person.page.getByRole('button', { name: person.say('shell', 'welcome.open') }).click()
  await person.signIn(staff.pharmacist)
  await person.speak()
}

/** Insists that the latest scan was refused like that: in sight, in these words, and read aloud at once. */
async function refused(person: Person, kind: string, words: string): Promise<void> {
  const note = person.page.locator(`[data-scan-answer="${kind}"]`)
  await expect(note).toContainText(words)
  await expect(person.page.locator('[aria-live=assertive]', { has: note })).toHaveCount(1)
  const { width, height } = (await note.boundingBox()) ?? { width: 0, height: 0 }
  expect(width, 'it goes over the whole window').toBeGreaterThan(1000)
  expect(height).toBeGreaterThan(60)
}

/** What a scanner reads off a label: until when, which syringe, which print. */
const symbol = ({ syringe }: Made, serial: string) => `]d270032612282358\u001d91${syringe}\u001d92${serial}`

/** The serial of the label that holds. */
async function serialOf(person: Person, { syringe: search }: Made): Promise<string> {
  const reply = await person.request('ask', { question: { type: 'Syringes', offset: 0, limit: 1, search } })
  return (reply as { value: { rows: [{ serial: string }] } }).value.rows[0].serial
}

async function reprinted(person: Person, made: Made): Promise<string> {
  const command = { type: 'PrintLabels', doseId: made.doseId, reason: 'smudged' }
  expect(await person.request('submit', { command })).toMatchObject({ ok: true })
  return serialOf(person, made)
}

/** The second person compares the dose once more, with the label that is on it now. */
async function verifiedAgain(person: Person, { doseId, vial }: Made, serial: string): Promise<void> {
  const check = { vialCodes: [vial], syringeCodes: [serial], finalMicrolitres: 10_000, entered: 'scanned' }
  const { login, passphrase } = staff.checker
  const secrets = { passphrase: staff.pharmacist.passphrase, witness: { login, passphrase } }
  const reply = await person.request('submit', { command: { type: 'VerifyDose', doseId, ...check }, ...secrets })
  expect(reply).toMatchObject({ ok: true })
}

const fault = (person: Person, name: string) => person.say('scan', `fault.${name}`)

for (const language of languages) {
  test(`P7 L8 a scan is answered wherever it is made, large, in words and with a sound, in ${language}`, async ({
    start,
    folder,
  }) => {
    const { path, doses } = await dosesIn(folder, ['verified', 'labelled', 'handed_over', 'ordered'])
    const [first, second, third] = doses as [Made, Made, Made]
    const running = await start()
    const person = new Person(running, language)
    const { page } = person
    await opened(person, running.app, path)

    await test.step('garbage, parts, too much: refused where nobody asked', async () => {
      await person.scan('NOSUCHCODE??')
      await refused(person, 'unreadable', fault(person, 'unreadable'))
      await person.scan(first.syringe.slice(0, 7))
      await expect(page.locator('[data-scan-answer="partial"], [data-scan-answer="refused"]')).toBeVisible()
      await person.scan(`${first.syringe.slice(0, 11)}${first.syringe.endsWith('0') ? '1' : '0'}`)
      await refused(person, 'mistyped', fault(person, 'mistyped'))
      await person.scan('7'.repeat(5_000))
      await refused(person, 'too_long', fault(person, 'too_long'))
      await person.scan(`${first.syringe}${second.syringe}`)
      await refused(person, 'two_at_once', fault(person, 'two_at_once'))
      await page.keyboard.press('Escape')
      await expect(page.locator('[data-scan-answer]')).toHaveCount(0)
      await person.heading(person.say('work', 'today.title'))
    })

    await test.step('what nobody can see is taken out, said, and the code is taken', async () => {
      const raw = `\u202e${first.syringe.slice(0, 4)}\u200f${first.syringe.slice(4)}\u2066\u0007`
      await person.scan(raw)
      await expect(page.locator('[data-scan-answer="good"]')).toContainText(person.say('scan', 'cleaned', { count: 4 }))
      await person.heading(person.say('dose', 'syringe.title'))
    })

    await test.step('a scan in a field that did not ask is taken out of it again', async () => {
      await person.goTo('syringes')
      const search = person.field(person.say('dose', 'syringes.search'))
      await search.pressSequentially('AB', { delay: 80 })
      await person.scan(second.syringe)
      await person.heading(person.say('dose', 'syringe.title'))
      await person.goTo('syringes')
    })

    await test.step('handing over: every wrong thing is called by its name, and none is taken', async () => {
      await person.goTo('participants')
      await page.getByRole('row').nth(1).click()
      await expect(page.getByRole('heading', { name: person.say('dose', 'hand_over.title') })).toBeVisible()
      await person.scan(first.vial)
      await refused(person, 'refused', person.say('scan', 'wrong_object.lot_for_syringe'))
      await person.scan(second.syringe)
      const [mine, asked] = language === 'fa' ? ['۲', '۱'] : ['2', '1']
      await refused(person, 'refused', person.say('scan', 'wrong_participant', { number: mine, asked }))
      await person.scan(third.receipt ?? '')
      await refused(person, 'refused', person.say('scan', 'wrong_object.receipt_for_syringe'))
      await person.scan(first.syringe)
      await expect(page.locator('[data-scan-answer="good"]')).toBeVisible()
      await expect(page.getByRole('listitem').filter({ hasText: person.say('common', 'entered.scanned') })).toHaveCount(
        1,
      )
      await person.scan(first.syringe)
      await refused(person, 'refused', person.say('dose', 'prepare.code_twice'))
    })

    await test.step('a scan while something is read back leads nowhere', async () => {
      await person.press(person.say('dose', 'hand_over.sign_secret'))
      await expect(person.dialog).toBeVisible()
      await page.locator('body').focus()
      await person.page.getByRole('dialog').getByText(person.say('dose', 'hand_over.receiver_signs')).click()
      await person.scan(second.syringe)
      await refused(person, 'refused', fault(person, 'no_code_here'))
      await expect(person.dialog).toBeVisible()
    })

    await test.step('verifying: what differs is red and stops', async () => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await person.goTo('today')
      const title = person.say('work', 'task.verify_dose.title', { number: language === 'fa' ? '۲' : '2' })
      await person.press(
        person.say('work', 'task.verify_dose.act'),
        page.getByRole('listitem').filter({ hasText: title }),
      )
      await person.heading(person.say('dose', 'verify.title', { number: 2 }))
      // Two scans, one upon the other, are answered one after the other.
      await person.scan(second.vial)
      await person.scan(second.syringe)
      await expect(page.getByRole('table').getByText(person.say('dose', 'verify.agrees')).first()).toBeVisible()
      await person.scan(first.syringe)
      await expect(page.locator('[data-differs=true]').first()).toBeVisible()
      await expect(page.getByRole('alert').getByText(person.say('dose', 'verify.stop_title'))).toBeVisible()
      await person.scan(second.vial)
      await refused(person, 'refused', fault(person, 'no_code_here'))
    })

    await test.step('a receipt leads to its dose, comes back once, and never to another dose', async () => {
      await person.goTo('participants')
      await page.getByRole('row').nth(3).click()
      await expect(page.getByText(person.say('dose', 'hand_over.receipt_title'))).toBeVisible()
      await person.scan(second.vial)
      await expect(page.locator('[data-scan-answer="refused"]')).toContainText(
        person.say('refusals', 'receipt_unknown.title'),
      )
      await person.scan(third.receipt ?? '')
      await expect(page.getByText(person.say('dose', 'hand_over.receipt_title'))).toHaveCount(0)
      await expect(page.locator('li[data-what=ReceiptConfirmed]')).toBeVisible()
    })

    await test.step('L7 P15 a label printed again is verified again; at the hand-over its former one is void', async () => {
      const [former, fresh] = [await serialOf(person, first), await reprinted(person, first)]
      await person.goTo('participants')
      await page.getByRole('row').nth(1).click()
      await expect(page.getByText(person.say('dose', 'steps_wait.labelled'))).toBeVisible()
      await verifiedAgain(person, first, fresh)
      await expect(page.getByRole('heading', { name: person.say('dose', 'hand_over.title') })).toBeVisible()
      await person.scan(symbol(first, former))
      await refused(person, 'refused', person.say('scan', 'void_label'))
      await person.scan(first.syringe)
      await refused(person, 'refused', person.say('refusals', 'label_unclear.title'))
      const taken = person.button(person.say('dose', 'prepare.code_remove'))
      await expect(taken).toHaveCount(0)
      await person.scan(symbol(first, fresh))
      await expect(taken).toHaveCount(1)
    })

    await test.step('what is pasted is cleaned before it is anywhere, and that is said', async () => {
      await person.goTo('syringes')
      const search = person.field(person.say('dose', 'syringes.search'))
      await search.fill('12\u202e34\u200b')
      await expect(search).toHaveValue('1234')
      await expect(page.getByText(person.say('scan', 'typed_cleaned', { count: 2 }))).toBeVisible()
    })
  })
}

test('sounds are made by the window itself, two of one kind are the same, and each person can switch them off', async ({
  start,
  folder,
}) => {
  const { path, doses } = await dosesIn(folder, ['verified', 'labelled'])
  const [first, second] = doses as [Made, Made]
  const running = await start()
  const person = new Person(running, 'en')
  const { page } = person
  await opened(person, running.app, path)
  const devtools = await page.context().newCDPSession(page)
  const tones: string[] = []
  devtools.on('WebAudio.audioNodeCreated', ({ node }) => void tones.push(node.nodeType))
  await devtools.send('WebAudio.enable')
  const heard = async (scanned: string, kind: string): Promise<number> => {
    tones.length = 0
    await person.scan(scanned)
    await expect(page.locator(`[data-scan-answer="${kind}"]`)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.locator('[data-scan-answer]')).toHaveCount(0)
    return tones.filter((node) => node === 'Oscillator').length
  }
  // Participants 1 and 2 have one arm each.
  expect([await heard(first.syringe, 'good'), await heard(second.syringe, 'good')]).toEqual([1, 1])
  expect([await heard(`${first.syringe}?`, 'unreadable'), await heard(`${second.syringe}?`, 'unreadable')]).toEqual([
    2, 2,
  ])
  const menu = page.getByRole('banner').getByTitle('Farah Founder')
  await menu.click()
  await page.getByRole('menuitem', { name: person.say('scan', 'sound_off') }).click()
  expect([await heard(first.syringe, 'good'), await heard(`${first.syringe}?`, 'unreadable')]).toEqual([0, 0])
  await person.becomes(staff.pi)
  expect(await heard(first.syringe, 'good'), 'somebody else still hears them').toBe(1)
  await person.becomes(staff.pharmacist)
  expect(await heard(first.syringe, 'good'), 'and this person does not').toBe(0)
})
