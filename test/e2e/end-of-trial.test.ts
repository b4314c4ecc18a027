// The end of a trial by keyboard, in both languages: what stands in the way, the lock, and the list that people open together.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from '../../src/core/decide.ts'
import type { Answers } from '../../src/core/questions.ts'
import { colleagues, founder, type InventedMember } from '../../src/main/practice/practice-members.ts'
import { typedDay } from '../../src/renderer/moments.ts'
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
const investigator = memberOf('pi')
const checker = memberOf('checker')

/** Settles whatever the practice study leaves open, as the investigator could at the screens. */
async function settle(person: Person): Promise<void> {
  const submit = (command: Command) => person.request('submit', { command })
  const asked = (await person.request('ask', { question: { type: 'Today' } })) as { value: Answers['Today'] }
  for (const { doseId, state, syringes } of asked.value.doses) {
    if (state === 'ordered') await submit({ type: 'CancelDose', doseId, reason: 'the trial ends' })
    for (const { syringeId } of syringes)
      await submit({
        type: 'RecordOutcome',
        syringeId,
        kind: 'broken',
        at: new Date().toISOString(),
        note: 'the trial ends',
      })
  }
  const listed = (await person.request('ask', { question: { type: 'Participants', offset: 0, limit: 50 } })) as {
    value: Answers['Participants']
  }
  for (const { number, doseState, left } of listed.value.rows)
    if (doseState === undefined && !left)
      await submit({ type: 'WithdrawParticipant', number, reason: 'the trial ends' })
}

for (const language of languagesToday('fa')) {
  test(`B2 P15 the trial ends by keyboard, in ${language}`, async ({ counterseal, folder }) => {
    const person = new Person(counterseal, language)
    const { page } = person
    const say = (key: string, values?: Record<string, unknown>) => person.say('closing', key, values)
    const badge = page.getByRole('banner').getByText(person.say('shell', 'unblinded'), { exact: true })
    const type = async (label: string, text: string) => {
      await person.field(label).focus()
      // By hand: whatever comes faster and ends with Enter is a scan.
      await page.keyboard.type(text, byHand)
    }
    await person.speak()

    await person.signIn(investigator)
    await person.goTo('closing')
    await expect(page.getByText(say('way.settle'))).toBeVisible()
    await expect(person.button(say('lock.readBack'))).toBeDisabled()
    await person.goTo('today')
    await settle(person)
    await person.goTo('closing')
    await expect(page.getByText(say('way.settled'))).toBeVisible()
    await type(say('lock.reference'), 'DBL-1')
    await type(say('lock.lockedOn'), typedDay(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), language))
    await expect(person.button(say('lock.readBack'))).toBeEnabled()
    await page.keyboard.press('Enter')
    await person.sign(say('lock.act'), investigator.passphrase)
    await expect(page.getByText(say('way.locked'))).toBeVisible()
    await person.goTo('participants')
    await expect(page.getByText(person.say('refusals', 'database_locked.title'))).toBeVisible()

    await person.becomes(founder)
    await expect(badge).toHaveCount(0)
    await person.goTo('closing')
    const people = page.getByRole('group')
    await type(say('open.reference'), 'SAP 9')
    await page.keyboard.press('Tab')
    await page.keyboard.type(checker.login)
    await page.keyboard.press('Tab')
    await page.keyboard.type(checker.passphrase)
    await person.fill(say('open.own', { name: founder.name }), founder.passphrase)
    await page.keyboard.press('Enter')
    await expect(page.getByText(person.say('refusals', 'investigator_missing.title'))).toBeVisible()
    // Nothing that was typed is lost; the investigator comes as the third.
    await person.press(say('open.add'))
    await person.fill(say('open.login'), investigator.login, people.nth(1))
    await person.fill(say('open.passphrase'), 'not what it is', people.nth(1))
    await page.keyboard.press('Enter')
    await expect(
      people.nth(1).getByText(person.say('refusals', 'together_wrong.title'), { exact: false }),
    ).toBeVisible()
    await person.fill(say('open.passphrase'), investigator.passphrase, people.nth(1))
    await page.keyboard.press('Enter')

    await test.step('B2 the whole list stands in the frame, and goes out only on record', async () => {
      await person.heading(say('list.title'))
      await expect(page.locator('[data-unblinded]')).toBeVisible()
      await expect(page.getByRole('row').nth(1)).toContainText(/exosome|placebo/)
      await answerDialogs(counterseal.app, join(folder, 'list.csv'))
      await person.press(say('list.saveTable'))
      await expect(page.getByText(person.say('dose', 'labels.saved'))).toBeVisible()
      const table = await readFile(join(folder, 'list.csv'), 'utf8')
      expect(table.split('\r\n')[1]).toMatch(/^1,yes,(exosome|placebo),/)
      await answerDialogs(counterseal.app, join(folder, 'list.pdf'))
      await page.getByRole('button', { name: person.say('dose', 'labels.save'), exact: true }).click()
      await expect(page.getByText(person.say('dose', 'labels.saved'))).toHaveCount(2)
      expect(textOfPages(join(folder, 'list.pdf')).join(' ')).toMatch(/UNBLINDED/)
    })
    await person.press(say('list.close'))
    await expect(badge).toBeVisible()
    await person.goTo('trail')
    await expect(page.getByText(person.say('trail', 'document.whole_list_table'), { exact: false })).toBeVisible()

    await person.lock()
    await expect(page.getByText(person.say('shell', 'unblindedText'), { exact: false })).toBeVisible()
    await person.signIn(investigator)
    await expect(badge).toBeVisible()
    await person.goTo('knowledge')
    await expect(page.getByText(person.say('emergency', 'knowledge.whole_list')).first()).toBeVisible()
    await person.goTo('break')
    await expect(page.getByText(say('broken.text', { people: '' }).slice(0, 12), { exact: false })).toBeVisible()
  })
}
