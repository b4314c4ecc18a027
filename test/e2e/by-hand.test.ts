// The whole way by hand: from no file at all to a dose that was given, and everything found again the next morning.

import { expect, quit, test } from './harness.ts'
import { sizesOfPages, textOfPages } from './paper.ts'
import { Walk } from './walk.ts'
import { languagesToday } from './words.ts'

const founder = {
  role: 'pharmacist',
  name: 'Farah Founder',
  login: 'farah',
  passphrase: 'lantern orbit walnut cathedral rain',
}
const colleagues = [
  { role: 'checker', name: 'Cyrus Checker', login: 'cyrus', passphrase: 'copper ladder moonlit bazaar seven' },
  { role: 'qa', name: 'Qamar Quality', login: 'qamar', passphrase: 'velvet anchor thirteen almond storms' },
  { role: 'pi', name: 'Iman Investigator', login: 'iman', passphrase: 'pomegranate tractor winter glass hill' },
  { role: 'deputy_pi', name: 'Dana Deputy', login: 'dana', passphrase: 'bicycle turquoise harbour eleven kites' },
] as const
const [checker, qa, pi, deputy] = colleagues
const lots = [
  { arm: 'A', number: 'REAL-EXO-4711' },
  { arm: 'B', number: 'REAL-PLA-0815' },
] as const

/** The labels have their exact sizes, and tell the syringe and neither arm nor lot. */
function checkLabels(labels: string, syringe: string): void {
  expect(sizesOfPages(labels)).toEqual(['60 × 30', '100 × 70'])
  const text = textOfPages(labels).join('\n')
  expect(text.replaceAll(' ', '')).toContain(syringe)
  for (const secret of ['exosome', 'placebo', 'اگزوزوم', 'دارونما', 'REAL', '4711', '0815'])
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
}

for (const language of languagesToday('fa')) {
  test(`a study goes by hand from an empty desk to a dose that was given, in ${language}`, async ({ start }) => {
    test.setTimeout(300_000)
    let running = await start()
    let walk = new Walk(running, language)
    await test.step('the study is created', async () => {
      await walk.speak()
      await walk.createStudy(founder)
    })
    await test.step('four members are enrolled', async () => {
      await walk.goTo('members')
      for (const member of colleagues) await walk.enrolMember(member, founder)
    })
    const card = await test.step('the list is sealed, its cards are printed', () => walk.sealList(founder))
    await test.step('two lots are received and released', async () => {
      for (const lot of lots) await walk.receiveLot(lot)
      await walk.becomes(qa)
      for (const lot of lots) await walk.releaseLot(lot, qa)
    })
    await test.step('two people pass the drill', async () => {
      await walk.passDrill(deputy, card)
      await walk.passDrill(pi, card)
    })
    await test.step('a participant is enrolled by keyboard alone, and the dose ordered', async () => {
      await walk.enrolByKeyboard()
      await walk.orderDose(pi)
    })
    await test.step('the dose is prepared, labelled, verified and handed over', async () => {
      await walk.becomes(founder)
      const codes = await walk.prepare()
      checkLabels(await walk.printLabels(), codes.syringe)
      await walk.verify(codes, founder, checker)
      await walk.handOver(codes.syringe, founder)
    })
    await test.step('it is given', async () => {
      await walk.becomes(pi)
      await walk.recordGiven()
    })
    const before = await test.step('everything stands in the timelines', () => walk.timelines())
    expect(before[0]).toContain('OutcomeRecorded')
    expect(before[1]).toContain('OutcomeRecorded')
    await quit(running)

    await test.step('the next morning everything is found again', async () => {
      running = await start()
      walk = new Walk(running, language)
      // The program remembers the language and the file.
      await expect(walk.page.locator('html')).toHaveAttribute('lang', language)
      await walk.page.getByRole('button', { name: 'study.counterseal' }).click()
      await walk.signIn(founder)
      expect(await walk.timelines()).toEqual(before)
      await walk.goTo('lots')
      const taken = walk.page.getByRole('row').filter({ hasText: lots[0].number })
      await expect(taken).toContainText(walk.say('stock', 'states.released'))
      await taken.click()
      await expect(walk.page.getByText(walk.say('stock', 'parts.drawn', { count: 1 })).first()).toBeVisible()
      await expect(walk.page.getByText(walk.say('stock', 'parts.received', { count: 12 })).first()).toBeVisible()
    })
    await quit(running)
  })
}
