// Takes a picture of every screen and state of labels, worksheets and the way of a dose: both languages, light and dark.
// `npm run pictures -- --dose DIR` writes them there, for whoever looks at them; none of them is kept.

import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { say } from '../../scripts/lib/sh.mjs'
import { colleagues, founder } from '../../src/main/practice/practice-members.ts'
import { digits } from '../../src/renderer/moments.ts'
import { dosesIn, staff } from './doses-file.ts'
import { answerDialogs, expect, launch, quit } from './harness.ts'
import { opened } from './opened.ts'
import { makePracticeFiles } from './study-file.ts'
import { Walk } from './walk.ts'

const qa = colleagues.find(({ role }) => role === 'qa')
/** A program in the place of the system's for print jobs, so that label printers can be chosen. */
const printer = '#!/bin/sh\ncat > /dev/null\n'
/** Ten minutes and fewer are little; these doses were drawn so long ago that four hours are nearly, or surely, over. */
const drawnMinutesAgo = { soon: 232, over: 242 }

/** Somebody with a camera. */
class Pictures {
  count = 0

  constructor(walk, folder) {
    this.walk = walk
    this.folder = folder
  }

  async take(name) {
    const { page, language } = this.walk
    await expect(page.locator('h1').first()).toBeAttached()
    for (const scheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
      await page.evaluate(() => document.fonts.ready)
      await page.waitForTimeout(150)
      await page.screenshot({ path: join(this.folder, `${name}-${language}-${scheme}.png`), animations: 'disabled' })
      this.count += 1
    }
  }

  /** A scan, and how it was answered. */
  async scanned(code, name, answer) {
    await this.walk.scan(code)
    await expect(this.walk.page.locator(answer ? `[data-scan-answer=${answer}]` : '[data-scan-answer]')).toBeVisible()
    await this.take(name)
    await this.walk.page.keyboard.press('Escape')
  }
}

async function begin(walk, kind, number) {
  await walk.goTo('today')
  const title = walk.say('work', `task.${kind}.title`, { number: digits(number, walk.language) })
  await walk.press(walk.say('work', `task.${kind}.act`), walk.page.getByRole('listitem').filter({ hasText: title }))
}

/** The settings of labels, worksheets written and approved, and a preparation by them, in the practice study. */
async function worksheetsAndPreparation(running, language, folder) {
  const walk = new Walk(running, language)
  const { page } = walk
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 720))
  await walk.speak()
  const pictures = new Pictures(walk, folder)
  const t = (key, values) => walk.say('worksheet', key, values)
  await walk.signIn(founder)
  await walk.goTo('settings')
  await page.getByRole('button', { name: walk.say('registry', 'settings.change') }).click()
  await page.getByRole('tab', { name: walk.say('study', 'part.label') }).click()
  await expect(page.getByRole('img').first()).toBeVisible()
  await pictures.take('settings-labels-fields')
  await page.getByRole('img').last().scrollIntoViewIfNeeded()
  await pictures.take('settings-labels-preview')
  await walk.fillBoth('label.storage', {
    en: 'Keep at 2 to 8 °C away from light, never shake it, never freeze it again and give it slowly',
    fa: 'در دمای ۲ تا ۸ درجه و دور از نور نگه دارید، هرگز تکان ندهید، دوباره منجمد نکنید و آهسته بدهید',
  })
  await expect(page.getByText(walk.say('study', 'preview.unfit')).first()).toBeVisible()
  await page.getByText(walk.say('study', 'preview.unfit')).first().scrollIntoViewIfNeeded()
  await pictures.take('settings-labels-unfit')
  await page.locator('[aria-invalid=true]').first().scrollIntoViewIfNeeded()
  await pictures.take('settings-labels-refused')
  await page.getByRole('button', { name: walk.say('registry', 'settings.leave') }).click()

  await walk.goTo('lots')
  await walk.press(walk.say('stock', 'worksheets'))
  await pictures.take('worksheets-in-force')
  await walk.press(t('write', { version: 2 }))
  await pictures.take('worksheet-editor')
  const row = page.getByRole('main').getByRole('listitem').nth(1)
  await page.getByLabel(t('together')).press('Space')
  await row.getByRole('button').first().press('Enter')
  await row.getByLabel(t('amount.mostMinutes')).first().fill('30')
  await expect(row).toContainText(t('what.mostMinutes'))
  await pictures.take('worksheet-differs')
  await walk.press(t('make_alike.A'), row)
  await page.getByLabel(t('together')).check()
  const inspect = page.getByRole('main').getByRole('listitem').nth(5)
  await inspect.getByRole('button').first().press('Enter')
  await pictures.take('worksheet-open-step')
  await inspect
    .getByRole('button', { name: t('remove') })
    .first()
    .click()
  await pictures.take('worksheet-problem')
  await walk.press(t('leave'))
  await walk.press(t('write', { version: 2 }))
  await row.getByRole('button').first().press('Enter')
  await row.getByLabel(t('amount.mostMinutes')).first().fill('30')
  await walk.fill(t('note'), language === 'fa' ? 'نخستین برگه‌ها' : 'The first pair')
  const version = 2
  await walk.press(t('read_back', { version }))
  await pictures.take('worksheet-sign')
  await walk.sign(t('sign', { version }), founder.passphrase)
  await expect(page.getByText(t('waits', { version }))).toBeVisible()
  await pictures.take('worksheet-waits')
  await walk.becomes(qa)
  await walk.begin('approve_worksheets')
  await pictures.take('worksheet-approve')
  await walk.press(t('approve', { version }))
  await pictures.take('worksheet-approve-sign')
  await walk.sign(t('approve', { version }), qa.passphrase)
  await expect(page.getByText(t('in_force', { version }))).toBeVisible()
  await pictures.take('worksheet-in-force')

  const d = (key, values) => walk.say('dose', key, values)
  const step = (name) =>
    expect(
      page.getByRole('main').getByRole('heading', { level: 2, name: d(`steps.${name}`), exact: true }),
    ).toBeVisible()
  await walk.becomes(founder)
  await walk.begin('prepare_dose')
  await pictures.take('prepare-gate')
  await walk.press(d('prepare.start'))
  await expect(page.getByText(walk.say('common', 'unblinded.word')).first()).toBeVisible()
  await pictures.take('prepare-1-take')
  const vial = (await page.getByRole('main').locator('bdi.code').first().textContent()).replaceAll(' ', '')
  await pictures.scanned('NOSUCHCODE??', 'prepare-scan-unreadable', 'unreadable')
  await pictures.scanned(vial.slice(0, 7), 'prepare-scan-partial')
  await pictures.scanned(`${vial.slice(0, 11)}${vial.endsWith('0') ? '1' : '0'}`, 'prepare-scan-mistyped', 'mistyped')
  await walk.fill(d('prepare.code_field'), 'ABC')
  await page.keyboard.press('Enter')
  await pictures.take('prepare-typed-wrong')
  await walk.fill(d('prepare.code_field'), '')
  await walk.scan(vial)
  await step('thaw')
  await pictures.take('prepare-2-thaw-runs')
  await page.evaluate(() => window.dispatchEvent(new Event('blur')))
  await pictures.take('prepare-covered')
  await page.keyboard.press('Space')
  await walk.press(d('prepare.deviation'))
  await pictures.take('prepare-deviation')
  await walk.fill(
    d('prepare.deviation_title'),
    language === 'fa' ? 'برچسب ویال خط‌خورده بود' : 'The vial was scratched',
    walk.dialog,
  )
  await walk.press(d('prepare.deviation_record'), walk.dialog)
  await expect(walk.dialog).toBeHidden()
  await expect(async () => {
    await page.mouse.move(640, 5 + Math.floor(Math.random() * 9))
    await expect(walk.button(d('prepare.thaw_record'))).toBeEnabled({ timeout: 1_000 })
  }).toPass({ timeout: 100_000 })
  await pictures.take('prepare-2-thaw-over')
  await pictures.scanned('NOSUCHCODE??', 'prepare-thaw-wrong-vial')
  await walk.press(d('prepare.thaw_record'))
  await step('draw')
  await pictures.take('prepare-3-draw')
  const actual = `${d('prepare.actual')}: ${d('volume_field')}`
  await walk.fill(actual, language === 'fa' ? '۱٫۲' : '1.2')
  await page.keyboard.press('Enter')
  await pictures.take('prepare-3-draw-differs')
  await walk.fill(actual, '')
  await page.locator('main footer button').last().click()
  await step('fill')
  await pictures.take('prepare-4-fill')
  await page.locator('main footer button').last().click()
  await step('mix')
  await pictures.take('prepare-5-mix')
  await walk.press(d('prepare.mix_record'))
  await step('inspect')
  await pictures.take('prepare-6-inspect')
  await walk.press(d('prepare.inspect_differs'))
  await pictures.take('prepare-abandon')
  await page.keyboard.press('Escape')
  await walk.press(d('prepare.inspect_fits'))
  await step('sleeve')
  await pictures.take('prepare-7-sleeve')
  await walk.press(d('prepare.sleeve_finish'))
  await expect(walk.button(d('labels.record'))).toBeVisible()
  await pictures.take('prepare-8-finished')
  await walk.press(d('labels.record'))
  await expect(walk.button(d('labels.print'))).toBeVisible()
  await pictures.take('prepare-9-labels')
  await walk.press(d('prepare.open_participant'))
  await walk.press(d('person.more'))
  await pictures.take('participant-menu')
  await page.getByRole('menuitem', { name: d('batch.act') }).click()
  await pictures.take('batch-record-dialog')
  await walk.fill(d('reason'), 'ab', walk.dialog)
  await walk.press(d('batch.save'), walk.dialog)
  await pictures.take('batch-record-refused')
  await answerDialogs(running.app, join(folder, `batch-record-${language}.pdf`))
  await walk.fill(d('reason'), language === 'fa' ? 'برای پروندهٔ بدون کورسازی' : 'for the unblinded file', walk.dialog)
  await walk.press(d('batch.save'), walk.dialog)
  await expect(walk.dialog.getByText(d('labels.saved'))).toBeVisible()
  await pictures.take('batch-record-saved')
  await walk.press(d('batch.view'), walk.dialog)
  await expect(page.locator('[data-drawn]')).toBeAttached()
  await pictures.take('batch-record-in-the-window')
  await page.keyboard.press('Escape')
  return pictures.count
}

/** Labels, printers, verification, hand-over, receipt, syringe and account, in a study whose doses stand at every step. */
async function wayOfADose(running, language, path, doses, folder) {
  const [first, second, third, , fifth] = doses
  const walk = await opened(running, language, path, staff.pharmacist)
  const { page } = walk
  const pictures = new Pictures(walk, folder)
  const d = (key, values) => walk.say('dose', key, values)
  await walk.goTo('today')
  await pictures.take('today')
  await pictures.scanned(first.syringe, 'scan-good', 'good')
  await walk.goTo('today')
  await pictures.scanned('7'.repeat(900), 'scan-too-long', 'too_long')
  await pictures.scanned(`${first.syringe}${second.syringe}`, 'scan-two-at-once', 'two_at_once')
  await walk.goTo('participants')
  await pictures.take('participants')
  await walk.goTo('syringes')
  await pictures.take('syringes')
  // The label of the fifth dose is printed again, so that its former one is void.
  const reply = await walk.request('ask', {
    question: { type: 'Syringes', offset: 0, limit: 1, search: fifth.syringe },
  })
  const { serial } = reply.value.rows[0]
  await walk.scan(fifth.syringe)
  await expect(page.getByRole('heading', { name: d('syringe.custody') })).toBeVisible()
  await page.keyboard.press('Escape')
  await walk.press(d('printers.open'))
  await pictures.take('printers')
  await page
    .getByRole('combobox')
    .first()
    .or(walk.dialog.locator('input[aria-haspopup=listbox]').first())
    .first()
    .click()
  await pictures.take('printers-choice')
  await page.keyboard.press('Escape')
  if ((await walk.dialog.count()) === 0) await walk.press(d('printers.open'))
  await walk.press(d('printers.show'), walk.dialog)
  await expect(walk.dialog.getByRole('img').first()).toBeVisible()
  await walk.dialog.getByRole('img').first().scrollIntoViewIfNeeded()
  await pictures.take('zpl-syringe-203')
  await walk.dialog.getByText(walk.say('study', 'labelWords.label.bag'), { exact: true }).click()
  await walk.dialog.getByText(d('printers.dpi', { dpi: digits(300, language) }), { exact: true }).click()
  await walk.press(d('printers.show'), walk.dialog)
  await expect(walk.dialog.getByRole('img').first()).toBeVisible()
  await walk.dialog.getByRole('img').first().scrollIntoViewIfNeeded()
  await pictures.take('zpl-bag-300')
  await page.keyboard.press('Escape')
  await walk.press(d('labels.again'))
  await pictures.take('labels-again')
  await walk.fill(d('reason'), language === 'fa' ? 'جوهر پخش شده بود' : 'smudged', walk.dialog)
  await walk.press(d('labels.again_record'), walk.dialog)
  await expect(walk.dialog).toBeHidden()
  await pictures.take('syringe-reprinted')
  const voided = `]d270032612282358\u001d91${fifth.syringe}\u001d92${serial}`
  await pictures.scanned(voided, 'scan-void')
  await walk.goTo('accounts')
  await page.getByText(walk.say('accounts', 'parts.labels'), { exact: true }).click()
  await expect(page.getByRole('checkbox').first()).toBeVisible()
  await pictures.take('labels-account')
  await page.getByRole('checkbox').first().check()
  await walk.press(walk.say('accounts', 'labels.say'))
  await pictures.take('labels-account-say')
  await page.keyboard.press('Escape')

  await begin(walk, 'verify_dose', 2)
  await walk.heading(d('verify.title', { number: 2 }))
  await pictures.take('verify-1-empty')
  await walk.scan(second.vial)
  await walk.scan(second.syringe)
  await expect(page.getByRole('table').getByText(d('verify.agrees')).first()).toBeVisible()
  await pictures.take('verify-2-scanned')
  await walk.fill(d('verify.volume_field'), language === 'fa' ? '۱۰' : '10')
  await pictures.take('verify-3-complete')
  await walk.press(d('verify.sign', { number: 2 }))
  await pictures.take('verify-4-sign')
  await walk.fill(walk.say('common', 'sign.own'), staff.pharmacist.passphrase, walk.dialog)
  await walk.fill(walk.say('common', 'sign.secondLogin'), staff.pharmacist.login, walk.dialog)
  await walk.fill(walk.say('common', 'sign.secondPassphrase'), staff.pharmacist.passphrase, walk.dialog)
  await walk.press(d('verify.sign', { number: 2 }), walk.dialog)
  await expect(walk.dialog.getByText(walk.say('refusals', 'witness_is_yourself.title'))).toBeVisible()
  await pictures.take('verify-5-same-person')
  await page.keyboard.press('Escape')
  await walk.press(d('verify.start_again'))
  await walk.scan(second.vial)
  await walk.scan(first.syringe)
  await expect(page.locator('[data-differs=true]').first()).toBeVisible()
  await pictures.take('verify-differs')
  await page.keyboard.press('Escape')
  await begin(walk, 'verify_dose', 5)
  await pictures.scanned(fifth.syringe, 'verify-unclear-label')
  await pictures.scanned(voided, 'verify-void-label')

  await begin(walk, 'release_dose', 1)
  await expect(page.getByRole('heading', { name: d('hand_over.title') })).toBeVisible()
  await pictures.take('hand-over-1')
  await pictures.scanned(first.vial, 'hand-over-vial')
  await pictures.scanned(second.syringe, 'hand-over-wrong-participant')
  await pictures.scanned(voided, 'hand-over-void')
  await walk.scan(first.syringe)
  await expect(page.getByRole('listitem').filter({ hasText: walk.say('common', 'entered.scanned') })).toHaveCount(1)
  await pictures.take('hand-over-2-scanned')
  await walk.press(d('hand_over.sign_secret'))
  await pictures.take('hand-over-3-secret')
  await page.keyboard.press('Escape')
  await page.getByRole('radio', { name: d('hand_over.way_receipt'), exact: true }).check()
  await walk.fill(d('hand_over.received_by'), language === 'fa' ? 'نسرین پرستار' : 'Nasrin Nurse')
  await pictures.take('hand-over-4-receipt')
  await page.locator('main footer button').last().click()
  await pictures.take('hand-over-5-receipt-sign')
  await page.keyboard.press('Escape')
  await begin(walk, 'confirm_receipt', 3)
  await expect(page.getByText(d('hand_over.receipt_title'))).toBeVisible()
  await pictures.take('receipt-outstanding')
  await walk.press(d('hand_over.receipt_again'))
  await pictures.take('receipt-lost')
  await page.keyboard.press('Escape')
  await answerDialogs(running.app, join(folder, `receipt-${language}.pdf`))
  await walk.press(d('labels.save'))
  await expect(page.getByText(d('labels.saved'))).toBeVisible()
  for (const kind of ['administered', 'withheld']) {
    await page.getByRole('radio', { name: d(`outcome.kinds.${kind}`), exact: true }).check()
    await pictures.take(`outcome-${kind}`)
  }
  await walk.scan(third.receipt)
  await expect(page.getByText(d('hand_over.receipt_title'))).toHaveCount(0)
  await pictures.take('receipt-back')
  await page.keyboard.press('Escape')
  await walk.goTo('today')
  await walk.scan(third.syringe)
  await expect(page.getByRole('heading', { name: d('syringe.custody') })).toBeVisible()
  await page.keyboard.press('Escape')
  await pictures.take('syringe-custody')
  await answerDialogs(running.app, join(folder, `custody-${language}.pdf`))
  await walk.press(d('labels.save'), page.locator('main footer')).catch(() => undefined)
  return pictures.count
}

/** Doses whose in-use time is nearly over, or over. */
async function inUse(running, language, path, doses, folder, state) {
  const walk = await opened(running, language, path, staff.pharmacist)
  const { page } = walk
  const pictures = new Pictures(walk, folder)
  await walk.goTo('today')
  await expect(page.locator(`[data-in-use=${state}]`).first()).toBeVisible()
  await pictures.take(`in-use-${state}-today`)
  for (const screen of ['participants', 'syringes', 'members']) {
    await walk.goTo(screen)
    await pictures.take(`in-use-${state}-${screen}`)
  }
  await walk.goTo('participants')
  await page.getByRole('row').nth(2).click()
  const title = state === 'over' ? 'outcome.title_plain' : 'hand_over.title'
  await expect(page.getByRole('heading', { name: walk.say('dose', title) })).toBeVisible()
  await pictures.take(`in-use-${state}-hand-over`)
  await pictures.scanned(doses[1].syringe, `in-use-${state}-scanned`)
  await walk.goTo('today')
  await walk.scan(doses[0].syringe)
  await expect(page.getByRole('heading', { name: walk.say('dose', 'syringe.custody') })).toBeVisible()
  await page.keyboard.press('Escape')
  await pictures.take(`in-use-${state}-syringe`)
  await page.getByRole('radio', { name: walk.say('dose', 'outcome.kinds.administered'), exact: true }).check()
  await pictures.take(`in-use-${state}-outcome`)
  if (state === 'over') await begin(walk, 'record_outcome', 3)
  else await begin(walk, 'verify_dose', 3)
  await pictures.take(`in-use-${state}-verify`)
  return pictures.count
}

/** Every picture in one language, into a folder. */
export async function dosePictures(language, folder) {
  await mkdir(folder, { recursive: true })
  const only = process.env['COUNTERSEAL_PICTURES_OF']
  const made = await mkdtemp(join(tmpdir(), 'counterseal-pictures-'))
  const programs = join(made, 'programs')
  await mkdir(programs)
  await writeFile(join(programs, 'lp'), printer)
  await chmod(join(programs, 'lp'), 0o755)
  const inFolder = async (name, use, args = []) => {
    if (only !== undefined && !only.split(',').includes(name)) return
    const own = join(made, name)
    await mkdir(own)
    const start = async () => {
      const running = await launch(own, args, { PATH: `${programs}:${process.env['PATH'] ?? ''}` })
      return running
    }
    let running
    try {
      const count = await use(own, async () => (running = await start()))
      say(`${language}, ${name}: ${count} pictures`)
      await quit(running)
    } catch (error) {
      say(`${language}, ${name}: ${error.stack}`)
      await running?.page.screenshot({ path: join(folder, `FAILED-${name}-${language}.png`) }).catch(() => undefined)
      running?.process.kill('SIGKILL')
    }
  }
  try {
    await inFolder('way', async (own, start) => {
      const { path, doses } = await dosesIn(own, ['verified', 'labelled', 'handed_over', 'ordered', 'labelled'])
      return wayOfADose(await start(), language, path, doses, folder)
    })
    for (const [state, minutes] of Object.entries(drawnMinutesAgo))
      await inFolder(state, async (own, start) => {
        const { path, doses } = await dosesIn(own, ['handed_over', 'verified', 'labelled'], minutes)
        return inUse(await start(), language, path, doses, folder, state)
      })
    await inFolder(
      'worksheets',
      async (own, start) => {
        await mkdir(join(own, 'profile'))
        await makePracticeFiles(join(own, 'profile'))
        return worksheetsAndPreparation(await start(), language, folder)
      },
      ['--practice'],
    )
  } finally {
    await rm(made, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}
