import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nextStep, stepsOf } from '../../../src/core/allocation/worksheet.ts'
import { groupCode } from '../../../src/core/codes.ts'
import { held } from '../../../src/core/session.ts'
import { inventedWorksheets } from '../../../src/main/practice/practice-worksheets.ts'
import { Counter } from '../../support/counter.ts'
import { passphraseOf, Site } from '../../support/site.ts'
import { visibleText } from '../documents/print-fonts.ts'

const pages: { readonly html: string; readonly title: string }[] = []
const counter = new Counter(undefined, undefined, undefined, { print: async (page) => pages.push(page) > 0 })
const become = (login: string) => counter.send('unlock', { login, passphrase: passphraseOf(login) })
let doseId = ''
const take = (reason = 'for the unblinded file', as: 'print' | 'view' | 'save' = 'print') =>
  counter.send('document', { document: { kind: 'batch_record', doseId, reason }, as })
const last = () => {
  const trail = counter.desk.study?.trail({ limit: 1 })
  return trail?.ok ? trail.value.rows[0] : undefined
}

/** Does the steps that wait, as the worksheet plans them. */
async function follow(site: Site, preparationId: string): Promise<void> {
  for (;;) {
    const { allocation, stock, registry } = held(site.study.session)
    const preparation = held(held(allocation).preparations.get(preparationId))
    const step = nextStep(stepsOf(preparation, { stock: held(stock), registry }), preparation)
    if (step === undefined || step.name === 'label') return
    const { unblinded } = site.ask({ type: 'Preparation', doseId })
    if (step.waitMinutes !== undefined) site.clock.wait(step.waitMinutes)
    await site.act('ana', {
      type: 'RecordStep',
      preparationId,
      step: step.name,
      entered: step.name === 'take' ? 'scanned' : 'typed',
      ...(step.vials === undefined ? {} : { vialCodes: (unblinded?.shelf ?? []).slice(0, step.vials) }),
      ...(step.name === 'draw' ? { microlitres: 1_700, differenceReason: 'a bubble <was> left' } : {}),
      ...(step.name === 'fill' ? { microlitres: held(step.microlitres) } : {}),
      ...(step.name === 'inspect' ? { appearanceFits: true } : {}),
    })
  }
}

beforeAll(async () => {
  const site = await Site.ready({ arms: ['A', 'B', 'B', 'A', 'A', 'B'] })
  await site.act('ana', { type: 'WriteWorksheets', sheets: inventedWorksheets(site.settings), note: 'for this trial' })
  await site.act('qamar', { type: 'ApproveWorksheets', version: 1 })
  doseId = await site.order(1)
  const { made } = await site.act('ana', { type: 'StartPreparation', doseId })
  const preparationId = String(made['preparationId'])
  await site.act('ana', { type: 'NoteDeviation', preparationId, text: 'the door stood open' })
  await follow(site, preparationId)
  await site.act('ana', { type: 'FinishPreparation', preparationId })
  await site.handOver(doseId)
  site.study.close()
  await counter.open(site.path)
})
afterAll(() => counter.desk.close())

describe('the batch record on its way out', () => {
  it('B1 exists for nobody who does not hold the allocation book, and asking leaves no entry', async () => {
    for (const login of ['qamar', 'iman', 'taha', 'bita', 'adel', 'cyrus']) {
      await become(login)
      const before = last()?.seq
      expect(await take(), login).toMatchObject({ refusal: { rule: 'nothing_found' } })
      expect(last()?.seq, login).toBe(before)
    }
    expect(pages).toEqual([])
  })

  it('B2 P12 is on record before it is on paper, with the reason; a look counts as much as a print', async () => {
    await become('ana')
    expect(await take('  ')).toMatchObject({ ok: false, invalid: expect.anything() })
    for (const as of ['print', 'view'] as const) {
      expect(await take('monitoring visit', as)).toMatchObject({ ok: true })
      expect(last()?.parts.flatMap(({ events }) => events ?? [])).toMatchObject([
        { type: 'DocumentPrinted', document: 'batch_record' },
        { type: 'ArmShown', number: 1, occasion: 'batch_record', note: 'monitoring visit' },
      ])
    }
  })

  it('A3 L7 P15 has every step, planned beside done, who did it and who verified it, the labels and what was different', async () => {
    await become('ursa')
    expect(await take()).toMatchObject({ ok: true })
    const { html, title } = held(pages.at(-1))
    const text = visibleText(html).replace(/\s+/g, ' ')
    const { clinic, allocation } = held(counter.desk.study?.session)
    const [syringeId = ''] = held(clinic?.doses.get(doseId)).syringeIds
    const syringe = held(clinic?.syringes.get(syringeId))
    const preparation = held(allocation?.preparations.get(held(allocation.preparationsByDose.get(doseId))))
    for (const said of [
      'Participant: 001',
      'EX-1',
      ...preparation.vialCodes.map(groupCode),
      'Worksheet: version 1',
      'Prepared by: Ana',
      'CYRUS',
      'scanned',
      'اسکن‌شده',
      '1.8 mL ± 0.02 mL',
      '1.7 mL',
      'Different: a bubble <was> left',
      '10 min to 30 min',
      '۱۰ دقیقه',
      '8 times',
      'looks as the standard',
      'Reference syringe S-1',
      'the door stood open',
      'verified: CYRUS',
      'کنترل: CYRUS',
      groupCode(syringe.code),
      ...syringe.labels.map(({ serial }) => groupCode(serial)),
      '10 mL',
      '۱۰ میلی‌لیتر',
    ])
      expect(text).toContain(said)
    // What the checker compared: vials, final volume, labels.
    expect(text.match(/verified: CYRUS/g)).toHaveLength(3)
    const sheets = html.match(/<section class="page">/g)?.length ?? 0
    expect(text.match(/UNBLINDED batch record/g)).toHaveLength(sheets)
    expect(title).toBe('UNBLINDED batch record')
  })
})
