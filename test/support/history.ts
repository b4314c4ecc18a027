/**
 * Random histories of a trial in memory: long, and legal, because whatever the gate refuses does not happen.
 *
 * Each step hangs on chance and on what blinded people may know; so the same choices tell the same story whoever has
 * which arm.
 */
import { syringesBack } from '../../src/core/clinic/disposal.ts'
import type { Command } from '../../src/core/decide.ts'
import { known } from '../../src/core/never.ts'
import { spareDoses } from '../../src/core/registry/book.ts'
import type { Arm } from '../../src/core/registry/settings.ts'
import { vialsInBatch } from '../../src/core/stock/batches.ts'
import type { WrittenSheet, WrittenStep } from '../../src/core/stock/worksheets.ts'
import { addMinutes } from '../../src/core/time.ts'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import {
  card,
  certificateFor,
  drilled,
  handOver,
  listSealed,
  openNotice,
  outcome,
  plannedStep,
  receipt,
} from './facts.ts'
import { daysLog, everyMinutes, importing, logFrom, openExcursions } from './loggers.ts'
import { chanceFrom, oneOf } from './seed.ts'
import { eligible, settingsWith } from './settings.ts'
import { type Handed, type Person, Trial } from './trial.ts'

/** What a history is made of. */
export type Plot = {
  readonly seed: number
  readonly arms: readonly Arm[]
  readonly stepCount: number
  readonly vialsPerDose?: number
}

/** A history, told to its end. `told` is what PI and theatre were answered, and the supply after each step. */
export type History = { readonly trial: Trial; readonly told: readonly string[]; readonly pharmacy: readonly string[] }

/** Lives through a history; `after` is called with the trial after each step. */
export function live(plot: Plot, after: (trial: Trial) => void = () => undefined): History {
  const { vialsPerDose = 1 } = plot
  const dose = { vialsPerDose, drawMicrolitres: 1_800, syringesPerDose: 2, thawsAllowed: 2, outMinutesAllowed: 60 }
  const trial = new Trial(settingsWith({ plannedPerArm: plot.arms.length / 2, dose }))
  const history = { trial, told: [] as string[], pharmacy: [] as string[] }
  const chance = chanceFrom(plot.seed)
  listSealed(plot.arms)(trial)
  drilled(trial)
  for (let step = 0; step < plot.stepCount; step++) {
    // Sometimes a night goes by; most lots last some weeks, so that some expire on the way.
    trial.wait(chance() < 0.15 ? 700 : Math.floor(chance() * 40))
    oneStep(trial, chance, (person, command, handed) => {
      const answered = trial.try(person, command, handed)
      const said = answered.ok ? 'done' : answered.refusal.rule
      if (person === 'ana' || person === 'cyrus') history.pharmacy.push(`${command.type} ${said}`)
      else history.told.push(`${person} ${command.type} ${said} ${JSON.stringify(answered.ok ? '' : answered.refusal)}`)
      return answered.ok
    })
    history.told.push(`spare ${spareDoses(trial.books.registry)} until ${trial.books.registry.supply.until}`)
    after(trial)
  }
  return history
}

type Act = (person: Person, command: Command, handed?: Handed) => boolean

function oneStep(trial: Trial, chance: () => number, act: Act): void {
  const { clinic, stock } = trial.books
  const lots = [...stock.lots.values()]
  const number = 1 + Math.floor(chance() * (clinic.participants.size + 1))
  const dice = chance()
  if (dice < 0.06 || lots.length < 2) deliver(trial, chance, act)
  else if (dice < 0.2) {
    act('iman', { type: 'EnrolParticipant', initials: '', answers: eligible(trial.settings) })
    act('iman', { type: 'OrderDose', number, surgeryAt: trial.now, theatre: 'T' })
  } else if (dice < 0.48) prepare(trial, chance, act)
  else if (dice < 0.6) {
    const made = [...clinic.doses.values()].filter((dose) => clinic.pendingDoses.has(dose.doseId))
    if (made.length > 0) makeReady(trial, oneOf(made, chance).number, chance, act)
  } else if (dice < 0.74) {
    const made = [...clinic.pendingDoses].map((doseId) => clinic.doses.get(doseId)?.number ?? 0)
    const kind = oneOf(['administered', 'administered', 'withheld', 'returned', 'broken', 'expired'] as const, chance)
    if (made.length > 0) act('taha', outcome(trial, kind, oneOf(made, chance), chance() < 0.5 ? 0 : 1))
  } else if (dice < 0.77) watch(trial, chance, act)
  else if (dice < 0.81) {
    const { lotId } = oneOf(lots, chance)
    const type = oneOf(['HoldLot', 'HoldLot', 'LiftHold', 'LiftHold', 'RejectLot', 'EnterCertificate'] as const, chance)
    if (type === 'EnterCertificate') {
      // What fails is asked of both products; most corrections come while a lot is on hold.
      const held = lots.filter(({ state }) => state === 'held')
      const { lotNumber } = oneOf(held.length > 0 ? held : lots, chance)
      const results = chance() < 0.4 ? { endotoxin: '9' } : {}
      act('qamar', { ...certificateFor(trial, lotNumber, 'CoA', results), reason: 'as found' })
    } else act('qamar', { type, lotId, reason: 'as found' })
  } else if (dice < 0.85) {
    for (const held of lots.filter((lot) => lot.state === 'held'))
      if (chance() < 0.7) act('qamar', { type: 'LiftHold', lotId: held.lotId, reason: 'in range' })
    if (chance() < 0.3) act('ana', { type: 'ShowHeldDoses', noticeId: openNotice(trial) })
    act('ana', {
      type: 'AnswerNotice',
      noticeId: openNotice(trial),
      answer: oneOf(['may_be_given', 'prepare_again'] as const, chance),
    })
  } else if (dice < 0.94) {
    act('ana', { type: 'StateUse' })
    const { lotId } = oneOf(lots, chance)
    count(trial, lotId, chance, act)
    const { parts } = known(stock.lots, lotId)
    act('qamar', { type: 'ReconcileLot', lotId, parts, note: '' })
    if (chance() < 0.3) {
      const manufacturer = oneOf(['Works', 'Other works'], chance)
      act('qamar', { type: 'CorrectReceipt', lotId, manufacturer, reason: 'misread' })
    }
    act('qamar', { type: 'RestateSupply' })
  } else if (dice < 0.955) dispose(trial, chance, act)
  else if (dice < 0.96) writeWorksheets(trial, chance, act)
  else if (dice < 0.975) {
    act('iman', {
      type: 'CancelDose',
      doseId: clinic.participants.get(number)?.doseId ?? 'nothing',
      reason: 'postponed',
    })
    act('iman', { type: 'OrderDose', number, surgeryAt: trial.now, theatre: 'T' })
  } else {
    act('dana', {
      type: 'BreakBlind',
      number,
      reason: 'other',
      narrative: 'It was necessary to know now.',
      told: 'Ward',
      code: card,
    })
    if (chance() < 0.3) act('iman', { type: 'WithdrawParticipant', number, reason: 'asked to leave' })
  }
}

/** A logger's file comes, sometimes with a time outside of the limits; and QA decides on what waits. */
function watch(trial: Trial, chance: () => number, act: Act): void {
  const celsius = Array.from({ length: 6 }, () => (chance() < 0.15 ? -40 : chance() < 0.1 ? -95 : -78))
  const from = addMinutes(trial.now, -everyMinutes * (6 + Math.floor(chance() * 200)))
  const differs = { serial: `S-${trial.seq}` }
  const ofDays = chance() < 0.3
  const counted = [[oneOf([0, 15, 400], chance), oneOf([0, 6], chance)]] as const
  const log = ofDays ? daysLog(trial.now, counted, differs) : logFrom(from, celsius, differs)
  act(chance() < 0.5 ? 'ana' : 'qamar', { ...importing, otherLogger: true }, { log })
  for (const excursionId of openExcursions(trial)) {
    const decision = chance() < 0.85 ? 'usable' : 'rejected'
    const assessment = 'judged by stability data'
    if (chance() < 0.7) act('qamar', { type: 'DisposeExcursion', excursionId, decision, assessment })
  }
}

/** What is left over goes, by two signatures; what has come to its end is closed. */
function dispose(trial: Trial, chance: () => number, act: Act): void {
  const { stock, clinic } = trial.books
  const said = { authorisation: 'A-1', reason: 'left over' }
  const destroyed = { ...said, method: 'incineration', place: 'hospital' }
  const writtenOff = vialsInBatch(stock, undefined).length
  act('qamar', { type: 'DestroyVials', vialCount: writtenOff, ...destroyed }, { witness: 'cyrus' })
  const { lotId } = oneOf([...stock.lots.values()], chance)
  const vialCount = vialsInBatch(stock, lotId).length
  if (chance() < 0.5)
    act('qamar', { type: 'ReturnVials', lotId, vialCount, ...said, receiver: 'Depot' }, { witness: 'ana' })
  else act('qamar', { type: 'DestroyVials', lotId, vialCount, ...destroyed }, { witness: 'ana' })
  for (const lot of stock.lots.values()) act('qamar', { type: 'CloseLot', lotId: lot.lotId })
  const syringeIds = syringesBack(clinic).map((syringe) => syringe.syringeId)
  if (syringeIds.length > 0) act('ana', { type: 'DestroySyringes', syringeIds, ...destroyed }, { witness: 'cyrus' })
}

/** Lots come in pairs of the same size, as a site orders them; their days differ. */
function deliver(trial: Trial, chance: () => number, act: Act): void {
  const count = trial.books.stock.lots.size
  const vialCount = 3 + Math.floor(chance() * 14)
  for (const product of ['A', 'B'] as const) {
    const expiresOn = new Date(Date.parse(trial.now) + (2 + Math.floor(chance() * 40)) * 86_400_000)
      .toISOString()
      .slice(0, 10)
    const lotNumber = `${product}-${count}`
    if (!act('ana', { ...receipt, product, lotNumber, vialCount, expiresOn })) continue
    // What cracked on the way is found on arrival; later, whether a lot has a vial left at all hangs on the arms.
    if (chance() < 0.3)
      act('ana', {
        type: 'WasteVial',
        vialCode: trial.shelf(trial.lot(lotNumber).lotId).at(-1) ?? '',
        reason: 'cracked',
      })
    const { lotId } = trial.lot(lotNumber)
    const last = () => trial.shelf(lotId).slice(-1)
    if (chance() < 0.2) act('qamar', { type: 'PutSamplesApart', lotId, vialCodes: last(), reason: 'retention' })
    if (chance() < 0.2) {
      const countedVials = trial.shelf(lotId).length - 1
      const missing = { missing: last(), firstCountedVials: countedVials, explanation: 'looked for it twice' }
      act('qamar', { type: 'CountLot', lotId, countedVials, ...missing })
    }
    if (chance() < 0.3) carry(lotId, 'Freezer 1', chance, act)
    if (chance() < 0.2) correctReceipt(trial, lotId, chance, act)
    if (chance() < 0.95) act('ana', certificateFor(trial, lotNumber, 'CoA'))
    if (chance() < 0.9) act('qamar', { type: 'ReleaseLot', lotId, certificate: 'CoA' })
    // A whole place may be emptied at any time.
    if (chance() < 0.3) carry(lotId, oneOf(['Freezer 1', 'Freezer 2'], chance), chance, act)
  }
}

/** What was written wrongly at receipt is put right, by the pharmacist or, once the lot was released, by QA. */
function correctReceipt(trial: Trial, lotId: string, chance: () => number, act: Act): void {
  const { lots, vials } = trial.books.stock
  const { vialCodes } = known(lots, lotId)
  const last = trial.shelf(lotId).slice(-1)
  const inState = (state: string) => vialCodes.filter((code) => known(vials, code).state === state)
  const storagePlace = known(vials, vialCodes.at(-1) ?? '').stays.at(-1)?.storagePlace ?? ''
  const said = oneOf(
    [
      ...[{ neverCame: last }, { cameDamaged: last }, { overlookedVials: 2, storagePlace }],
      ...[{ neverCame: inState('missing') }, { cameSound: inState('wasted') }, { arrivalCelsius: '-71.0' }],
    ],
    chance,
  )
  const person = oneOf(['ana', 'qamar'] as const, chance)
  act(person, { type: 'CorrectReceipt', lotId, ...said, reason: 'the delivery note was read again' })
}

/** The whole place is carried to the other one, sometimes slowly; a vial may be out for an hour in all. */
function carry(lotId: string, from: string, chance: () => number, act: Act): void {
  const storagePlace = from === 'Freezer 1' ? 'Freezer 2' : 'Freezer 1'
  const minutesOut = oneOf([2, 5, 45], chance)
  const warm = { minutesOut, thawed: chance() < 0.1, reason: 'the freezer was defrosted' }
  act(oneOf(['ana', 'qamar'] as const, chance), {
    ...{ type: 'TransferVials', lotId, from, vialCodes: 'all', storagePlace },
    ...warm,
  })
}

/** Whoever counts finds what the book says, and sometimes a vial that was missing since the lot came. */
function count(trial: Trial, lotId: string, chance: () => number, act: Act): void {
  const { stock } = trial.books
  const { parts, vialCodes } = known(stock.lots, lotId)
  const missing = vialCodes.filter((vialCode) => known(stock.vials, vialCode).state === 'missing')
  const found = chance() < 0.5 ? missing : []
  const countedVials = parts.on_shelf + found.length
  const again = { firstCountedVials: countedVials, found, explanation: 'it stood behind a rack' }
  act('qamar', {
    ...{ type: 'CountLot', lotId, countedVials, explanation: '' },
    ...(found.length > 0 ? again : {}),
  })
}

/** The site writes its worksheets anew, and QA mostly agrees. */
function writeWorksheets(trial: Trial, chance: () => number, act: Act): void {
  const { A, B } = inventedWorksheets(trial.settings)
  const mix: WrittenStep = {
    name: 'mix',
    waitSeconds: 60,
    instruction: { en: `Mix ${trial.seq}`, fa: `هم‌زدن ${trial.seq}` },
  }
  const longer = (sheet: WrittenSheet) => (chance() < 0.9 ? [...sheet.slice(0, 2), mix, ...sheet.slice(2)] : sheet)
  act('ana', { type: 'WriteWorksheets', sheets: { A: longer(A), B: longer(B) }, note: 'as found' })
  if (chance() < 0.8)
    act('qamar', { type: 'ApproveWorksheets', version: Math.max(1, trial.books.stock.worksheets.length) })
}

function prepare(trial: Trial, chance: () => number, act: Act): void {
  const { clinic, allocation } = trial.books
  const [open] = allocation.openPreparations
  const preparation = open === undefined ? undefined : allocation.preparations.get(open)
  if (preparation === undefined) {
    const waiting = [...clinic.waitingDoses]
    if (waiting.length > 0) act('ana', { type: 'StartPreparation', doseId: oneOf(waiting, chance) })
    return
  }
  const { preparationId, number } = preparation
  if (chance() < 0.1) {
    act('ana', { type: 'AbandonPreparation', preparationId, reason: 'dropped' })
    return
  }
  const isOfTheLatest = trial.dose(number).doseId === preparation.doseId
  const until = chance() < 0.3 ? 1 : 30
  for (let count = isOfTheLatest ? preparation.steps.length : until; count < until; count++) {
    const command = plannedStep(trial, number)
    if (command === undefined) break
    // Mostly somebody waits until they may go on; sometimes they are called away for longer than may be.
    if (command.step === 'thaw') trial.wait(trial.settings.dose.thawMinutes + (chance() < 0.1 ? 60 : 0))
    if (command.step === 'mix') trial.wait(2)
    if (!act('ana', command)) break
  }
  if (until === 1) return
  const isFinished = act('ana', { type: 'FinishPreparation', preparationId })
  // What is finished in time for it often goes to the theatre at once.
  if (isFinished && chance() < 0.5) makeReady(trial, number, chance, act)
}

function makeReady(trial: Trial, number: number, chance: () => number, act: Act): void {
  const { doseId, state } = trial.dose(number)
  act('ana', { type: 'PrintLabels', doseId, reason: chance() < 0.2 ? 'smudged' : '' })
  if (state === 'prepared') {
    const syringes = trial.dose(number).syringeIds.map((_, index) => trial.syringe(number, index))
    act('cyrus', {
      type: 'VerifyDose',
      doseId,
      vialCodes: [...trial.preparation(number).vialCodes],
      syringeCodes: syringes.map((syringe) => syringe.code),
      finalMicrolitres: syringes.reduce((sum, syringe) => sum + syringe.volumeMicrolitres, 0),
      entered: 'scanned',
    })
  }
  act('ana', handOver(trial, number), chance() < 0.3 ? { witness: 'taha' } : {})
  if (chance() < 0.5) act('taha', outcome(trial, 'administered', number))
  const { outstandingReceipts } = trial.books.clinic
  if (outstandingReceipts.size > 0 && chance() < 0.3)
    act('ana', { type: 'ReissueReceipt', doseId: oneOf([...outstandingReceipts.keys()], chance), reason: 'lost' })
  const receipts = [...trial.books.clinic.receipts.keys()]
  if (receipts.length > 0 && chance() < 0.5)
    act('taha', {
      type: 'ConfirmReceipt',
      doseId: chance() < 0.8 ? doseId : 'nothing',
      code: oneOf(receipts, chance),
      entered: 'scanned',
    })
}
