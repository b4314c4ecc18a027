/**
 * How each step of a story is played. What is done hangs on chance and on what blinded people may know: that a dose
 * waits, that a lot is held, when the program lets the pharmacist go on. Never on an arm.
 */
import { writeFileSync } from 'node:fs'
import { syringesBack } from '../../src/core/clinic/disposal.ts'
import type { Dose } from '../../src/core/clinic/doses-book.ts'
import { labelEnds, outcomeKinds } from '../../src/core/clinic/events.ts'
import { openLabels } from '../../src/core/clinic/labels.ts'
import { currentLabel } from '../../src/core/clinic/labels-book.ts'
import { known } from '../../src/core/never.ts'
import { type Arm, arms, inUseEndsOn } from '../../src/core/registry/settings.ts'
import { dosesPerStatement } from '../../src/core/stock/commands.ts'
import { isDispensable, isOverLimit } from '../../src/core/stock/lot.ts'
import { addMinutes } from '../../src/core/time.ts'
import { breaking } from '../support/facts.ts'
import { csvOf, fridgeTagText } from '../support/loggers.ts'
import { chanceFrom, oneOf } from '../support/seed.ts'
import { eligible } from '../support/settings.ts'
import type { Person } from '../support/trial.ts'
import { closeLot, correct, destroy, destroySyringes, openRecord } from './disposal-steps.ts'
import { anyCommand, look } from './looks.ts'
import { correctReceipt } from './receipt-steps.ts'
import { type Kind, type Step, type Story, way } from './story.ts'
import { batchRecord, stepThatWaits, writeWorksheets } from './worksheet-steps.ts'
import { blindedPeople, type World } from './world.ts'

type Chance = () => number
type Play = (world: World, chance: Chance, story: Story) => Promise<unknown>

const day = 24 * 60

/** Plays one step. */
export async function playStep(world: World, step: Step, story: Story): Promise<void> {
  world.clock.wait(step.minutes)
  await plays[step.kind](world, chanceFrom(step.roll), story)
}

const breaker = (chance: Chance) => oneOf(['iman', 'dana'] as const, chance)

/** A number that may or may not have been handed out. */
const anyNumber = (world: World, chance: Chance) =>
  1 + Math.floor(chance() * (world.books.clinic.participants.size + 1))

/** One of them, or nothing that exists. */
const anyOf = (ids: Iterable<string>, chance: Chance) => oneOf([...ids, 'nothing'], () => chance() ** 2)

function dosesIn(world: World, ...states: Dose['state'][]): string[] {
  return [...world.books.clinic.doses.values()]
    .filter(({ state }) => states.includes(state))
    .map(({ doseId }) => doseId)
}

function lotsIn(world: World, ...states: string[]): string[] {
  return [...world.books.stock.lots.values()].filter(({ state }) => states.includes(state)).map(({ lotId }) => lotId)
}

/** Every label is scanned, or one of them wrongly; the receiver signs, or a receipt goes along. */
async function release(world: World, doseId: string, chance: Chance): Promise<void> {
  const { syringeIds } = known(world.books.clinic.doses, doseId)
  const waiting = syringeIds
    .map((syringeId) => known(world.books.clinic.syringes, syringeId))
    .filter(({ outcome: ended }) => ended === undefined)
  const scanned = waiting.map(({ code, labels }) => labels.find((label) => !label.void)?.serial ?? code)
  const syringeCodes = scanned.slice(chance() < 0.1 ? 1 : 0)
  const asked = {
    type: 'ReleaseDose',
    doseId,
    syringeCodes,
    entered: oneOf(['scanned', 'typed'] as const, chance),
  } as const
  if (chance() < 0.4) {
    const login = oneOf(['taha', 'iman', 'qamar', 'bita'] as const, chance)
    await world.act('ana', asked, { witness: login })
    return
  }
  await world.act('ana', { ...asked, receivedBy: 'Nurse' })
  const as = oneOf(['view', 'save', 'print'] as const, chance)
  await world.tell(oneOf(['ana', 'taha'] as const, chance), 'document', { document: { kind: 'receipt', doseId }, as })
}

/** A receipt comes back, of any dose and in any state; sometimes it was lost before. */
async function receipt(world: World, chance: Chance): Promise<void> {
  const { outstandingReceipts, receipts } = world.books.clinic
  const outstanding = [...outstandingReceipts.keys()]
  if (outstanding.length > 0 && chance() < 0.4)
    await world.act('ana', { type: 'ReissueReceipt', doseId: oneOf(outstanding, chance), reason: 'lost on the way' })
  const code = anyOf(receipts.keys(), chance)
  const doseId = chance() < 0.8 ? (receipts.get(code)?.doseId ?? 'nothing') : anyOf(outstanding, chance)
  const who = oneOf(['ana', 'taha', 'iman'] as const, chance)
  await world.act(who, { type: 'ConfirmReceipt', doseId, code, entered: oneOf(['scanned', 'typed'] as const, chance) })
}

const plays: Record<Kind, Play> = {
  enrol,
  order: (world, chance) => order(world, breaker(chance), anyNumber(world, chance), chance),
  async cancel(world, chance) {
    const doseId = anyOf(dosesIn(world, 'ordered'), chance)
    await world.act(breaker(chance), { type: 'CancelDose', doseId, reason: 'postponed' })
  },
  withdraw: (world, chance) =>
    world.act(breaker(chance), {
      type: 'WithdrawParticipant',
      number: anyNumber(world, chance),
      reason: 'asked to leave',
    }),
  prepare: (world, chance) => prepare(world, chance, false),
  abandon: (world, chance) => prepare(world, chance, true),
  async label(world, chance) {
    const doseId = anyOf(dosesIn(world, 'prepared', 'verified', 'released'), chance)
    await world.act('ana', { type: 'PrintLabels', doseId, reason: oneOf(['', 'smudged'], chance) })
    const as = oneOf(['view', 'save', 'print'] as const, chance)
    await world.tell('ana', 'document', { document: { kind: 'labels', doseId }, as })
  },
  async account_for_labels(world, chance) {
    // Somebody may name any label, also one that is in use or accounted for.
    const open = openLabels(world.books.clinic).filter(({ inUse }) => !inUse || chance() < 0.2)
    const serials = open.slice(0, 1 + Math.floor(chance() * 3)).map(({ serial }) => serial)
    const became = oneOf(labelEnds, chance)
    const note = oneOf(['', 'torn', 'shredded'], chance)
    await world.act('ana', {
      type: 'AccountForLabels',
      serials: serials.length > 0 ? serials : ['nothing'],
      became,
      note,
    })
    const as = oneOf(['view', 'save', 'print'] as const, chance)
    await world.tell(oneOf(blindedPeople, chance), 'document', { document: { kind: 'label_account' }, as })
  },
  async verify(world, chance) {
    const doseId = dosesIn(world, 'prepared')[0]
    if (doseId !== undefined) await verify(world, doseId, oneOf(['right', 'vials', 'codes', 'volume'] as const, chance))
  },
  async hand_over(world, chance) {
    const doses = dosesIn(world, 'prepared', 'verified')
    if (doses.length === 0) return
    const doseId = oneOf(doses, chance)
    await world.act('ana', { type: 'PrintLabels', doseId, reason: '' })
    await world.tell('ana', 'document', { document: { kind: 'labels', doseId }, as: 'print' })
    await verify(world, doseId, 'right')
    await release(world, doseId, chance)
  },
  receipt: (world, chance) => receipt(world, chance),
  outcome,
  async hold(world, chance) {
    await hold(world, chance)
    if (chance() < 0.5) await look(world, 'taha', Math.floor(chance() * 2 ** 32))
  },
  async answer(world, chance) {
    if (world.books.registry.openNoticeCount === 0 && chance() < 0.7) await hold(world, chance)
    const open = [...world.books.registry.notices.values()].find(({ answeredAt }) => answeredAt === undefined)
    const answer = oneOf(['may_be_given', 'prepare_again', 'prepare_again'] as const, chance)
    await world.act('ana', { type: 'AnswerNotice', noticeId: open?.noticeId ?? 'nothing', answer })
  },
  async settle_hold(world, chance) {
    if (lotsIn(world, 'held').length === 0 && chance() < 0.7) await hold(world, chance)
    const lotId = anyOf(lotsIn(world, 'held'), chance)
    const type = chance() < 0.7 ? 'LiftHold' : 'RejectLot'
    await world.act('qamar', { type, lotId, reason: 'as found' })
  },
  async held_doses(world, chance) {
    if (world.books.registry.openNoticeCount === 0) await hold(world, chance)
    const open = [...world.books.registry.notices.values()].find(({ answeredAt }) => answeredAt === undefined)
    await world.act('ana', { type: 'ShowHeldDoses', noticeId: open?.noticeId ?? 'nothing' })
    await world.tell('ana', 'ask', { question: { type: 'HeldDoses' } })
  },
  certificate: (world, chance) => certify(world, anyOf(world.books.stock.lots.keys(), chance), chance),
  async receive(world, chance) {
    const before = world.books.stock.lots.size
    const product = oneOf(arms, chance)
    await world.receive({ product, lotNumber: `LOT-${before + 1}`, goodForDays: oneOf([2, 30, 300], chance) })
    const lotId = anyOf(lotsIn(world, 'quarantined'), chance)
    if (chance() < 0.8) await certify(world, lotId, chance)
    const type = chance() < 0.8 ? 'ReleaseLot' : 'RejectLot'
    await (type === 'ReleaseLot'
      ? world.act('qamar', { type, lotId, certificate: 'CoA 2' })
      : world.act('qamar', { type, lotId, reason: 'as found' }))
  },
  write_worksheets: writeWorksheets,
  batch_record: batchRecord,
  async waste(world, chance) {
    // The last vials of a lot are never reached by a preparation, so any world would find them on the shelf.
    const [vialCode = ''] = lastOf(world, oneOf([...world.books.stock.lots.keys()], chance))
    await world.act('ana', { type: 'WasteVial', vialCode, entered: way(chance), reason: 'cracked' })
  },
  async state_use(world, chance) {
    // A statement covers several doses, so somebody must have made them.
    const few = () => world.books.allocation.unstatedDoses < dosesPerStatement
    for (let more = chance() < 0.6 ? 5 : 0; more > 0 && few(); more--) await prepare(world, chance, chance() < 0.15)
    if ((await world.act('ana', { type: 'StateUse' })).ok) world.statementCount += 1
  },
  async count(world, chance) {
    await count(world, oneOf([...world.books.stock.lots.keys()], chance), chance)
  },
  async reconcile(world, chance) {
    const lotId = oneOf([...world.books.stock.lots.keys()], chance)
    if (chance() < 0.7) await count(world, lotId, chance)
    const { parts } = known(world.books.stock.lots, lotId)
    const other = chance() < 0.2 ? { ...parts, wasted: parts.wasted + 1 } : parts
    await world.act('qamar', { type: 'ReconcileLot', lotId, parts: other, note: '' })
  },
  async carry(world, chance) {
    const { lotId, vialCodes: codes } = oneOf([...world.books.stock.lots.values()], chance)
    // Whoever carries knows where the lot lies; where that is may hang on the product.
    const from = known(world.books.stock.vials, codes.at(-1) ?? '').stays.at(-1)?.storagePlace ?? ''
    const storagePlace = from === 'Hall' ? 'Cellar' : 'Hall'
    // A single vial, or the whole place; the last ones are never reached by a preparation.
    const vialCodes = chance() < 0.3 ? lastOf(world, lotId) : 'all'
    await world.act(oneOf(['ana', 'qamar'] as const, chance), {
      ...{ type: 'TransferVials', lotId, from, vialCodes, entered: way(chance), storagePlace },
      ...{ minutesOut: oneOf([3, 20, 60], chance), thawed: chance() < 0.2, reason: 'the freezer was defrosted' },
    })
  },
  async sample(world, chance) {
    const lotId = oneOf([...world.books.stock.lots.keys()], chance)
    await world.act('qamar', {
      ...{ type: 'PutSamplesApart', lotId, vialCodes: lastOf(world, lotId), entered: way(chance), reason: 'retention' },
    })
  },
  async print_codes(world, chance) {
    const who = oneOf(['ana', 'qamar'] as const, chance)
    const lotId = anyOf(world.books.stock.lots.keys(), chance)
    const as = oneOf(['view', 'save', 'print'] as const, chance)
    await world.tell(who, 'document', {
      document: { kind: 'vial_codes', lotId, reason: oneOf(['', 'torn'], chance) },
      as,
    })
  },
  log: takeInLog,
  async dispose(world, chance) {
    const waiting = () =>
      [...world.books.stock.temperatures.excursions.values()]
        .filter(({ disposed }) => disposed === undefined)
        .map(({ excursionId }) => excursionId)
    if (waiting().length === 0 && chance() < 0.9) await takeInLog(world, chance)
    for (const excursionId of [...waiting(), 'nothing']) {
      const decision = chance() < 0.8 ? 'usable' : 'rejected'
      const assessment = 'judged by its stability data'
      await world.act('qamar', { type: 'DisposeExcursion', excursionId, decision, assessment })
    }
  },
  async destroy(world, chance, story) {
    // What a lot in use has left goes only once the use is stated and the lot is held.
    if (chance() < 0.4) await plays.state_use(world, chance, story)
    if (chance() < 0.4) await hold(world, chance)
    if (chance() < 0.5) await plays.waste(world, chance, story)
    await destroy(world, chance)
  },
  async destroy_syringes(world, chance) {
    if (syringesBack(world.books.clinic).length === 0) {
      await prepare(world, chance, false)
      const out = [...world.books.clinic.syringes.values()].filter((one) => one.outcome === undefined)
      for (const { syringeId } of out.slice(0, 2))
        await world.act('ana', { type: 'RecordOutcome', syringeId, kind: 'broken', at: world.now(), note: 'dropped' })
    }
    await destroySyringes(world, chance)
  },
  close_lot: closeLot,
  correct,
  correct_receipt: correctReceipt,
  open_record: openRecord,
  restate: (world, chance) => world.act(oneOf(['qamar', 'ana'] as const, chance), { type: 'RestateSupply' }),
  enquire: (world, chance) =>
    world.act(oneOf(['ana', 'ursa'] as const, chance), {
      type: 'EnquireArm',
      number: anyNumber(world, chance),
      reason: 'asked by the sponsor',
    }),
  async break(world, chance) {
    const number = anyNumber(world, chance)
    const right = chance() < 0.6
    const code = right ? number : oneOf([0, number + 1], chance)
    const mistyped = !right && chance() < 0.3
    const who = breaker(chance)
    const card = { number, code: mistyped ? 'MISTYPED' : (world.cards.get(code) ?? '') }
    if (chance() < 0.3) await breakForAReader(world, who, card, chance)
    else await world.act(who, { ...breaking, ...card })
    if (chance() < 0.4) await look(world, 'taha', Math.floor(chance() * 2 ** 32))
  },
  async show_again(world, chance) {
    const broken = [...world.books.clinic.breaks.values()]
    const { breakId, number } = broken.length > 0 ? oneOf(broken, chance) : { breakId: 'nothing', number: 0 }
    const code = world.cards.get(chance() < 0.7 ? number : number + 1) ?? ''
    const reason = 'the physician on call asked again'
    await world.act(breaker(chance), { type: 'ShowArmAgain', breakId, code, reason })
  },
  assess: (world, chance) =>
    world.act(breaker(chance), {
      type: 'AssessImpact',
      breakId: anyOf(world.books.clinic.breaks.keys(), chance),
      assessment: 'The participant goes on as planned, and nobody else was told.',
    }),
  async reissue(world, chance) {
    const one = chance() < 0.5 ? { number: anyNumber(world, chance) } : {}
    const { value } = await world.act('ana', { type: 'ReissueCodeCards', reason: 'an envelope was lost', ...one })
    const token = value?.['onceDocument']
    const as = oneOf(['view', 'print'] as const, chance)
    if (token !== undefined) await world.tell('ana', 'document', { document: { kind: 'once', token }, as })
  },
  async pack(world, chance) {
    const who = oneOf(['ana', 'iman', 'dana'] as const, chance)
    const { value } = await world.act(who, { type: 'MakeEmergencyPack' })
    const token = value?.['onceDocument']
    if (token !== undefined) await world.tell(who, 'document', { document: { kind: 'once', token }, as: 'save' })
    const document = { kind: 'pack_sheet', packId: String(madeIn(value, 'packId')) }
    await world.tell(who, 'document', { document, as: oneOf(['view', 'print'] as const, chance) })
  },
  drill: (world, chance) =>
    world.act(breaker(chance), {
      type: 'PassDrill',
      seconds: 40,
      code: world.cards.get(chance() < 0.7 ? 0 : 1) ?? '',
    }),
  async member(world, chance) {
    const login = `newcomer${world.books.registry.members.size}`
    const role = oneOf(['theatre', 'deputy_pi', 'qa', 'blinded_inspector'] as const, chance)
    const chosen = `Xk4vuq9Tz${login.slice(-2)}7q`
    const { value } = await world.act('ana', { type: 'EnrolMember', login, name: 'Newcomer', role }, { chosen })
    const memberId = String(madeIn(value, 'memberId'))
    if (chance() < 0.5) await world.act('ana', { type: 'RemoveMember', memberId, reason: 'left the site' })
  },
  async reset(world, chance) {
    const login = oneOf(['taha', 'dana', 'bita'] as const, chance)
    const memberId = world.books.registry.logins.get(login) ?? 'nothing'
    const chosen = `Xk4vuq9Tz${Math.floor(chance() * 1_000)}`
    const changes = chance() < 0.5
    const { ok } = changes
      ? await world.act(login, { type: 'ChangePassphrase' }, { chosen })
      : await world.act('ana', { type: 'ResetMember', memberId, reason: 'forgotten' }, { chosen })
    if (ok) world.passphrases.set(login, chosen)
  },
  async settings(world, chance) {
    const { settings } = world
    const inUseMinutes = settings.dose.inUseMinutes + oneOf([0, 10], chance)
    await world.act('ana', {
      type: 'ChangeSettings',
      settings: { ...settings, dose: { ...settings.dose, inUseMinutes } },
      reason: 'the protocol was amended',
    })
  },
  async failed_sign_in(world, chance) {
    const tries = 1 + Math.floor(chance() * 4)
    const login = oneOf(['taha', 'iman', 'nobody'], chance)
    for (let one = 0; one < tries; one++) {
      const reply = await world.send('unlock', { login, passphrase: 'not the passphrase of anybody' })
      world.note('everybody', ['unlock', login, reply])
    }
  },
  async attempt(world, chance, story) {
    // QA knows what the lots hold; it may try what it likes only where its own world is the same.
    const people = story.variant === 'totals' ? blindedPeople : blindedPeople.filter((person) => person !== 'qamar')
    const person = oneOf(people, chance)
    const command = anyCommand(world, chance)
    if (command !== undefined) await world.act(person, command)
  },
  async copy(world, chance) {
    const person = oneOf([...blindedPeople, 'ana'] as const, chance)
    const chosen = await world.tell(person, 'choose', { purpose: 'copy' })
    await world.tell(person, 'copy', { file: chosen.value?.['file'] ?? 'nothing' })
  },
  async reopen(world) {
    await world.close()
    world.note('everybody', ['status', await world.send('status')])
    await world.openStudy()
  },
  async idle(world) {
    world.counter.desk.idle(world.settings.lockAfterSeconds)
    world.note('everybody', ['status', await world.send('status')])
  },
  async days_pass(world, chance) {
    world.clock.wait(day * (1 + Math.floor(chance() * 12)))
    const doseId = dosesIn(world, 'prepared', 'verified', 'released')[0]
    if (doseId !== undefined && chance() < 0.5) await outcome(world, chance)
    if (chance() < 0.6) await world.act('ana', { type: 'RestateSupply' })
  },
  async clock_back(world, chance) {
    world.clock.set(addMinutes(world.now(), -(1 + Math.floor(chance() * 90))))
    await order(world, breaker(chance), anyNumber(world, chance), chance)
  },
  look: (world, chance) =>
    look(
      world,
      oneOf(
        blindedPeople.filter((one) => one !== 'qamar'),
        chance,
      ),
      chance() * 2 ** 32,
    ),
}

/** The breaker authorises and stays blind; a clinician reads on a turn of their own, or does not come. */
async function breakForAReader(
  world: World,
  who: Person,
  card: { readonly number: number; readonly code: string },
  chance: Chance,
): Promise<void> {
  const reader = { name: 'Clinician', office: 'Intensive care' }
  const { value } = await world.act(who, { ...breaking, ...card, reader })
  const breakId = String(madeIn(value, 'breakId'))
  const reads = { type: 'ReadArm', breakId, confirmation: reader.name } as const
  await world.act(who, chance() < 0.7 ? reads : { type: 'EndHandOver', breakId })
}

/** The last vial of a lot on the shelf, as the stock book has it; in a list as long as there is none. */
function lastOf(world: World, lotId: string): string[] {
  const { lots, vials } = world.books.stock
  return [known(lots, lotId).vialCodes.findLast((code) => known(vials, code).state === 'on_shelf') ?? 'nothing']
}

/** Whoever counts finds what the book says, or one vial less, or one that had been missing; then they count again. */
async function count(world: World, lotId: string, chance: Chance): Promise<void> {
  const { lots, vials } = world.books.stock
  const { parts, vialCodes } = known(lots, lotId)
  const lost = vialCodes.filter((code) => known(vials, code).state === 'missing').slice(0, 1)
  const missing = chance() < 0.3 ? lastOf(world, lotId) : []
  const found = chance() < 0.3 ? lost : []
  const countedVials = Math.max(0, parts.on_shelf - missing.length + found.length)
  const named = {
    firstCountedVials: countedVials,
    missing,
    found,
    entered: way(chance),
    explanation: 'looked for it twice',
  }
  const command = { type: 'CountLot', lotId, countedVials, explanation: '' } as const
  const counted = await world.act('qamar', command)
  if (!counted.ok) await world.act('qamar', { ...command, ...named })
}

/**
 * Somebody enters what the certificate of a lot says, or corrects it. What may be missing or fail is asked of both
 * products, so that the same is refused whichever the lot holds.
 */
async function certify(world: World, lotId: string, chance: Chance): Promise<void> {
  const person = oneOf(['qamar', 'ana'] as const, chance)
  const lot = world.books.stock.lots.get(lotId) ?? { lotId, product: 'A' as const }
  const { results, ...certificate } = world.certificateFor(lot, 'CoA 2')
  const { endotoxin: _, ...incomplete } = results
  const failing = { ...results, sterility: 'positive' }
  const said = oneOf([results, results, results, incomplete, failing], chance)
  const chosen = chance() < 0.5 ? (await world.tell(person, 'choose', { purpose: 'certificate' })).value : undefined
  const file = chosen === undefined ? {} : { file: String(chosen['file']) }
  const reason = oneOf(['', 'misread'], chance)
  const reply = await world.act(person, { ...certificate, results: said, reason }, file)
  const certificateId = String(madeIn(reply.value, 'certificateId'))
  const as = oneOf(['view', 'save'] as const, chance)
  await world.tell(person, 'document', { document: { kind: 'certificate', certificateId }, as })
}

/** Excursions stand behind such a hold. */
function hold(world: World, chance: Chance) {
  const lotId = anyOf(lotsIn(world, 'released'), chance)
  const reason = oneOf(['temperature', 'a question of the manufacturer'], chance)
  return world.act('qamar', { type: 'HoldLot', lotId, reason })
}

/** The logger of a place is read out, looked at and taken in; a lot names the place, since places tell what they keep. */
async function takeInLog(world: World, chance: Chance): Promise<void> {
  const { storagePlace } = oneOf([...world.books.stock.lots.values()], chance)
  const limits = { lowTenths: -900, highTenths: -600, allowedMinutes: oneOf([0, 0, 10], chance) }
  if (chance() < 0.9) await world.act('qamar', { type: 'StatePlaceLimits', storagePlace, ...limits })
  const celsius = Array.from({ length: 6 }, () => oneOf([-78, -78, -78.4, -77, -40, -95, null], chance))
  const begun = oneOf([30, 30, 30, 30, 3_000, 20], chance)
  const days = Array.from({ length: 3 }, () => [oneOf([0, 0, 12, 800], chance), oneOf([0, 0, 0, 7], chance)] as const)
  const readOutAt = addMinutes(world.now(), -oneOf([0, 0, 4_000], chance))
  const isOfDays = chance() < 0.3
  writeFileSync(
    world.loggerPath,
    isOfDays ? fridgeTagText(readOutAt, days) : csvOf(addMinutes(world.now(), -begun), celsius),
  )
  const person = oneOf(['ana', 'qamar'] as const, chance)
  const chosen = await world.tell(person, 'choose', { purpose: 'logger' })
  const file = String(chosen.value?.['file'] ?? 'nothing')
  const asked = {
    storagePlace,
    clock: oneOf(['site', 'site', 'site', 'utc'] as const, chance),
    otherLogger: chance() < 0.5,
  }
  await world.tell(person, 'logger', { file, ...asked, columns: 200 })
  await world.act(person, { type: 'ImportTemperatures', ...asked }, { file })
  if (chance() < 0.5) await look(world, 'taha', Math.floor(chance() * 2 ** 32))
}

function madeIn(value: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return (value?.['made'] as Record<string, unknown> | undefined)?.[name] ?? 'nothing'
}

/** People come, and mostly a dose is ordered for them. */
async function enrol(world: World, chance: Chance): Promise<void> {
  const who = breaker(chance)
  const right = eligible(world.settings)
  const answers = chance() < 0.9 ? right : Object.fromEntries(Object.keys(right).map((id) => [id, 'no' as const]))
  const count = chance() < 0.4 ? 2 : 1
  for (let one = 0; one < count; one++) {
    await world.act(who, { type: 'EnrolParticipant', initials: oneOf(['', 'AB'], chance), answers })
    const number = world.books.clinic.participants.size
    if (chance() < 0.85) await order(world, who, number || 1, chance)
  }
}

function order(world: World, who: Person, number: number, chance: Chance) {
  const surgeryAt = addMinutes(world.now(), 60 + Math.floor(chance() * 300))
  return world.act(who, { type: 'OrderDose', number, surgeryAt, theatre: `Theatre ${1 + Math.floor(chance() * 3)}` })
}

/** The pharmacist goes on at the earliest moment that the program allows: a wait for one arm only would show. */
async function prepare(world: World, chance: Chance, abandons: boolean): Promise<void> {
  if (dosesIn(world, 'ordered').length === 0) await enrol(world, chance)
  const doseId = anyOf(dosesIn(world, 'ordered'), chance)
  const lots = arms.map((arm) => lotFor(world, arm)).join(' ')
  const started = await world.act('ana', { type: 'StartPreparation', doseId })
  if (!started.ok) return
  const preparationId = String(madeIn(started.value, 'preparationId'))
  const { dose } = world.settings
  const abandon = (reason: string) => world.act('ana', { type: 'AbandonPreparation', preparationId, reason })
  if (abandons && chance() < 0.4) {
    await abandon('called away')
    return
  }
  const record = async (more: object = {}) => {
    const step = stepThatWaits(world, preparationId)
    if (step === undefined || step.name === 'label') return false
    await untilAllowed(world, doseId)
    const recorded = { type: 'RecordStep', preparationId, step: step.name, entered: 'scanned', ...more } as const
    return (await world.act('ana', recorded)).ok
  }
  if (!(await record({ vialCodes: vialsFor(world, preparationId, abandons) }))) return
  const { number } = known(world.books.clinic.doses, doseId)
  world.draws.set(number, `${world.draws.get(number) ?? ''} ${world.statementCount} ${lots} ${abandons}`)
  if (chance() < 0.1) await world.act('ana', { type: 'NoteDeviation', preparationId, text: 'the door stood open' })
  if (abandons) {
    await abandon('dropped')
    return
  }
  const finalMicrolitres = dose.finalMicrolitres - (chance() < 0.1 ? 100 : 0)
  const waits = () => (stepThatWaits(world, preparationId)?.name ?? 'label') !== 'label'
  const volumes = { draw: dose.drawMicrolitres, fill: finalMicrolitres } as const
  let done = true
  while (done && waits()) {
    const name = stepThatWaits(world, preparationId)?.name
    const { vialCodes } = known(world.books.allocation.preparations, preparationId)
    done = await record({
      ...(name === 'draw' || name === 'fill' ? { microlitres: volumes[name], differenceReason: 'as read' } : {}),
      ...(name === 'scan' ? { vialCodes: [...vialCodes] } : {}),
      ...(name === 'inspect' ? { appearanceFits: true } : {}),
    })
  }
  // What cannot go on stays open: a vial that is wasted after all was not taken from where the wasted ones are.
  if (done) await world.act('ana', { type: 'FinishPreparation', preparationId })
}

/**
 * The pharmacist may take any vial of the lot. Here those that will be used come from the front and those that will be
 * wasted from the middle, so that which codes are used and wasted is the same wherever their numbers are (B13).
 */
function vialsFor(world: World, preparationId: string, isWasted: boolean): string[] {
  const { stock, allocation } = world.books
  const { lotId } = known(allocation.preparations, preparationId)
  const all = [...stock.vials.values()].filter((vial) => vial.lotId === lotId)
  return all
    .slice(isWasted ? Math.floor(all.length / 2) : 0)
    .filter((vial) => vial.state === 'on_shelf' && !allocation.unstated.has(vial.vialCode))
    .map((vial) => vial.vialCode)
    .slice(0, world.settings.dose.vialsPerDose)
}

async function untilAllowed(world: World, doseId: string): Promise<void> {
  const asked = await world.tell('ana', 'ask', { question: { type: 'Preparation', doseId } })
  const { waitEndsAt } = (asked.value?.['preparation'] ?? {}) as { waitEndsAt?: string }
  if (waitEndsAt === undefined) return
  const minutes = (Date.parse(waitEndsAt) - Date.parse(world.now())) / 60_000
  if (minutes > 0) world.clock.wait(minutes)
}

/** The lot that a preparation for this arm would draw from now: B13's premise is about lots, so it must be known. */
function lotFor(world: World, arm: Arm): string {
  const { books, settings } = world
  const endsOn = inUseEndsOn(settings, world.now())
  const [first] = [...books.stock.lots.values()]
    .filter((lot) => lot.product === arm && isDispensable(lot, endsOn))
    .filter(({ vialCodes }) => vialCodes.some((code) => !isOverLimit(known(books.stock.vials, code), settings)))
    .sort((one, other) => (one.expiresOn < other.expiresOn ? -1 : one.expiresOn > other.expiresOn ? 1 : 0))
  return first?.lotId ?? '-'
}

async function verify(world: World, doseId: string, how: 'right' | 'vials' | 'codes' | 'volume'): Promise<void> {
  const { clinic, allocation } = world.books
  const syringes = known(clinic.doses, doseId).syringeIds.map((syringeId) => known(clinic.syringes, syringeId))
  const { vialCodes } = known(allocation.preparations, known(allocation.preparationsByDose, doseId))
  const total = syringes.reduce((sum, { volumeMicrolitres }) => sum + volumeMicrolitres, 0)
  const command = {
    type: 'VerifyDose',
    doseId,
    vialCodes: how === 'vials' ? [] : [...vialCodes],
    syringeCodes: how === 'codes' ? [] : syringes.map((one) => currentLabel(one)?.serial ?? one.code),
    finalMicrolitres: how === 'volume' ? total + 1 : total,
    entered: 'scanned',
  } as const
  if (how === 'volume') await world.act('cyrus', command)
  else await world.act('ana', command, { witness: 'cyrus' })
}

async function outcome(world: World, chance: Chance): Promise<void> {
  const waiting = [...world.books.clinic.syringes.values()].filter((one) => one.outcome === undefined)
  const [syringe] = waiting.length > 0 ? [oneOf(waiting, chance)] : [...world.books.clinic.syringes.values()]
  const kind = chance() < 0.5 ? 'administered' : oneOf(outcomeKinds, chance)
  const volume = { volumeMicrolitres: syringe?.volumeMicrolitres ?? 1_000 }
  await world.act(oneOf(['taha', 'ana', 'iman'] as const, chance), {
    type: 'RecordOutcome',
    syringeId: syringe?.syringeId ?? 'nothing',
    kind,
    at: world.now(),
    note: 'as seen',
    ...(chance() < 0.5 ? { entered: 'scanned' as const } : {}),
    ...(kind === 'administered' && chance() < 0.3 ? { deviation: 'surgery went on for longer' } : {}),
    ...(kind === 'administered' ? volume : { reason: 'transfusion' as const }),
  })
}
