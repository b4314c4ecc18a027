/**
 * The trial as the demo plays it, from an empty folder to the last count: invented members, lots and participants, real
 * commands, a real file. Which dose gets which outcome is fixed, so that two runs tell the same story.
 */
import type { OutcomeKind } from '../../core/clinic/events.ts'
import type { Command } from '../../core/decide.ts'
import { type Arm, arms, type StudySettings } from '../../core/registry/settings.ts'
import { held } from '../../core/session.ts'
import { addMinutes } from '../../core/time.ts'
import type { Acted } from '../breaking.ts'
import { inventedCertificate } from '../practice/practice-certificate.ts'
import { colleagues, founder } from '../practice/practice-members.ts'
import { practiceSettings } from '../practice/practice-settings.ts'
import { inventedList } from '../practice/practice-study.ts'
import { passphraseOf, type Stage } from './stage.ts'

const pharmacist = founder.login
const checker = 'cyrus'
const qa = 'qamar'
const pi = 'iman'
const deputy = 'dana'
const theatre = 'taha'

/** The participant whose blind is broken. */
const brokenNumber = 1
const largestLot = 20_000
const fewestBatchDoses = 10
const mostBatches = 10

/** Participants in the numbers that a demo can play: every outcome has a dose, and the list stays a file of 1 MB. */
export const participantLimits = { fewest: 5, most: 50_000 }

/** The practice study's settings for a number of participants; an odd one gives the first arm one more. */
export function settingsFor(participants: number): StudySettings {
  const settings = practiceSettings()
  const { A, B } = settings.arms
  const first = Math.ceil(participants / 2)
  return {
    ...settings,
    arms: { A: { ...A, plannedCount: first }, B: { ...B, plannedCount: participants - first } },
  }
}

/** What becomes of a dose: most are given, and of each twenty one meets each of the other ends. */
export function outcomeOf(number: number): OutcomeKind {
  const exceptions: Partial<Record<number, OutcomeKind>> = { 2: 'withheld', 3: 'returned', 4: 'broken', 5: 'expired' }
  return exceptions[((number - 1) % 20) + 1] ?? 'administered'
}

/** Enrols everybody but the founder. */
export async function enrolMembers(stage: Stage): Promise<void> {
  await stage.signIn(pharmacist)
  for (const { login, name, role, passphrase } of colleagues)
    await stage.act({ type: 'EnrolMember', login, name, role }, { chosen: passphrase })
}

/** Seals the list and passes the drills. The cards are what would lie in sealed paper envelopes. */
export async function sealList(stage: Stage, participants: number): Promise<NonNullable<Acted['cards']>> {
  const madeOn = stage.clock.instant().slice(0, 10)
  const provenance = { madeBy: 'Invented statistician', method: 'Alternating, for the demo only', madeOn }
  const file = new TextEncoder().encode(inventedList(participants))
  const { cards = [] } = await stage.act({ type: 'ImportAllocationList', ...provenance }, { file })
  const code = cardOf(cards, 0)
  for (const breaker of [deputy, pi]) {
    await stage.signIn(breaker)
    await stage.act({ type: 'PassDrill', seconds: 30, code })
  }
  return cards
}

/** Vials that should stand on the shelf, by lot number: the demo's own tally, apart from any book. */
export type Shelf = Map<string, number>

/** Receives and releases lots of both products, with a tenth to spare. */
export async function stockUp(stage: Stage, settings: StudySettings): Promise<Shelf> {
  const shelf: Shelf = new Map()
  await stage.signIn(pharmacist)
  for (const product of arms) {
    let wanted = spareIncluded(settings.arms[product].plannedCount)
    for (let lot = 1; wanted > 0; lot++) {
      const vialCount = Math.min(wanted, largestLot)
      wanted -= vialCount
      shelf.set(await receive(stage, product, `${settings.arms[product].name}-${lot}`, vialCount), vialCount)
    }
  }
  await stage.signIn(qa)
  for (const lot of stage.ask({ type: 'Lots', offset: 0, limit: 200 }).rows) {
    const release = { type: 'ReleaseLot', lotId: lot.lotId, certificate: 'Invented certificate' } as const
    // Without its certificate no lot is released, whoever signs.
    await stage.refused(release, 'certificate_missing')
    await stage.act(inventedCertificate(settings, lot, stage.clock.instant().slice(0, 10), release.certificate))
    await stage.act(release)
  }
  return shelf
}

function spareIncluded(planned: number): number {
  return planned + Math.max(4, Math.ceil(planned / 10))
}

async function receive(stage: Stage, product: Arm, lotNumber: string, vialCount: number): Promise<string> {
  await stage.act({
    type: 'ReceiveLot',
    product,
    lotNumber,
    manufacturer: 'Invented manufacturer',
    // Far enough for the longest demo, whose simulated days are many.
    expiresOn: addMinutes(stage.clock.instant(), 5 * 365 * 24 * 60).slice(0, 10),
    vialCount,
    storagePlace: 'Freezer 1',
    sender: 'Invented depot',
    arrivalCelsius: '-78.5',
  })
  return lotNumber
}

/** Plays all doses, in batches, so that nobody signs in for each of them. A lot is held during the first batch. */
export async function giveDoses(
  stage: Stage,
  settings: StudySettings,
  shelf: Shelf,
  onProgress: (done: number) => void,
): Promise<void> {
  const participants = settings.arms.A.plannedCount + settings.arms.B.plannedCount
  const size = Math.max(fewestBatchDoses, Math.ceil(participants / mostBatches))
  for (let first = 1; first <= participants; first += size) {
    const numbers = Array.from({ length: Math.min(size, participants - first + 1) }, (_, index) => first + index)
    await stage.signIn(pi)
    const doses = await orderDoses(stage, settings, numbers)
    await stage.signIn(pharmacist)
    const syringes: Released[] = []
    for (const doseId of doses) syringes.push(await makeDose(stage, settings, shelf, doseId))
    if (first === 1) await holdAndAnswer(stage, held(syringes.at(-1)))
    await stage.act({ type: 'StateUse' })
    await concludeDoses(stage, settings, syringes)
    onProgress(first + numbers.length - 1)
  }
}

/** Enrols participants under the next numbers and orders a dose for each. */
export async function orderDoses(stage: Stage, settings: StudySettings, numbers: readonly number[]): Promise<string[]> {
  const answers = Object.fromEntries(
    settings.criteria.map((criterion) => [criterion.id, criterion.kind === 'inclusion' ? 'yes' : 'no'] as const),
  )
  const doses: string[] = []
  for (const [index, number] of numbers.entries()) {
    await stage.act({ type: 'EnrolParticipant', initials: '', answers })
    const surgeryAt = addMinutes(stage.clock.instant(), 120 + index)
    const ordered = await stage.act({ type: 'OrderDose', number, surgeryAt, theatre: 'Theatre 2' })
    doses.push(String(ordered.made['doseId']))
  }
  return doses
}

/** A syringe in the theatre. */
type Released = { readonly syringeId: string; readonly number: number; readonly volume: number; readonly at: string }

/** One dose from its order to the theatre: prepared, labelled, verified by a second person, handed over. */
async function makeDose(stage: Stage, settings: StudySettings, shelf: Shelf, doseId: string): Promise<Released> {
  const { dose } = settings
  const { made } = await stage.act({ type: 'StartPreparation', doseId })
  const preparationId = String(made['preparationId'])
  const { lotNumber, shelf: vialCodes } = held(stage.ask({ type: 'Preparation', doseId }).unblinded)
  const step = { type: 'RecordStep', preparationId, entered: 'scanned' } as const
  await stage.act({ ...step, step: 'take', vialCodes: [...vialCodes] })
  shelf.set(lotNumber, held(shelf.get(lotNumber)) - vialCodes.length)
  stage.clock.pass({ minutes: dose.thawMinutes })
  await stage.act({ ...step, step: 'thaw' })
  await stage.act({ ...step, step: 'draw', microlitres: dose.drawMicrolitres })
  await stage.act({ ...step, step: 'fill', microlitres: dose.finalMicrolitres })
  await stage.act({ ...step, step: 'inspect', appearanceFits: true })
  await stage.act({ ...step, step: 'sleeve' })
  await stage.act({ type: 'FinishPreparation', preparationId })
  await stage.act({ type: 'PrintLabels', doseId, reason: '' })
  const { number, syringes } = stage.ask({ type: 'Preparation', doseId }).dose
  const verify: Command = {
    type: 'VerifyDose',
    doseId,
    vialCodes: [...vialCodes],
    syringeCodes: syringes.map(({ code }) => code),
    finalMicrolitres: dose.finalMicrolitres,
    entered: 'scanned',
  }
  await stage.act(verify, { witness: { login: checker, passphrase: passphraseOf(checker) } })
  const syringeCodes = syringes.map(({ code }) => code)
  await stage.act({
    ...{ type: 'ReleaseDose', doseId, syringeCodes, entered: 'scanned' },
    receivedBy: 'Theatre nurse (invented)',
  })
  const [syringe] = syringes
  const { syringeId, volumeMicrolitres: volume } = held(syringe)
  return { syringeId, number, volume, at: stage.clock.instant() }
}

/** QA holds a lot while doses wait in the theatre: none may be given until the pharmacist has answered the notice. */
async function holdAndAnswer(stage: Stage, waiting: Released): Promise<void> {
  await stage.signIn(qa)
  const { lotId } = held(stage.ask({ type: 'Lots', offset: 0, limit: 1 }).rows[0])
  const { made } = await stage.act({ type: 'HoldLot', lotId, reason: 'Logger alarm to be explained' })
  await stage.signIn(pharmacist)
  const { syringeId, volume: volumeMicrolitres } = waiting
  const given = { type: 'RecordOutcome', syringeId, kind: 'administered', volumeMicrolitres, note: '' } as const
  await stage.refused({ ...given, at: stage.clock.instant() }, 'notice_open')
  await stage.signIn(qa)
  await stage.act({ type: 'LiftHold', lotId, reason: 'The alarm was a test of the logger' })
  await stage.signIn(pharmacist)
  await stage.act({ type: 'AnswerNotice', noticeId: String(made['noticeId']), answer: 'may_be_given' })
}

/** The theatre says what became of each syringe, once the in-use time of those that nobody used is over. */
async function concludeDoses(stage: Stage, settings: StudySettings, syringes: readonly Released[]): Promise<void> {
  stage.clock.pass({ minutes: settings.dose.inUseMinutes })
  await stage.signIn(theatre)
  for (const { syringeId, number, volume, at: releasedAt } of syringes) {
    const kind = outcomeOf(number)
    const at = kind === 'expired' ? stage.clock.instant() : addMinutes(releasedAt, 20)
    await stage.act({
      type: 'RecordOutcome',
      syringeId,
      kind,
      at,
      ...(kind === 'administered' ? { volumeMicrolitres: volume } : {}),
      ...(kind === 'withheld' ? { reason: 'transfusion' as const } : {}),
      note: kind === 'broken' ? 'Cracked at the hub' : '',
    })
  }
}

/** One emergency break with the participant's card, and its assessment. What the arm is goes nowhere. */
export async function breakBlind(stage: Stage, cards: NonNullable<Acted['cards']>): Promise<void> {
  await stage.signIn(pi)
  const { revealed, made } = await stage.act({
    type: 'BreakBlind',
    number: brokenNumber,
    reason: 'emergency_treatment',
    narrative: 'Invented emergency: the treatment decides how this participant is treated now.',
    told: 'Surgeon on call (invented)',
    code: cardOf(cards, brokenNumber),
  })
  if (revealed?.number !== brokenNumber) throw new Error('the break showed no arm')
  const assessment = 'Invented assessment: one participant, one person told, nobody else can infer more.'
  await stage.act({ type: 'AssessImpact', breakId: String(made['breakId']), assessment })
}

/** QA counts every lot and signs that its parts are the whole; what stands on the shelf is the demo's own tally. */
export async function countLots(stage: Stage, shelf: Shelf): Promise<void> {
  await stage.signIn(qa)
  for (const { lotId, lotNumber, parts } of stage.ask({ type: 'Lots', offset: 0, limit: 200 }).rows) {
    await stage.act({ type: 'CountLot', lotId, countedVials: held(shelf.get(lotNumber)), explanation: '' })
    await stage.act({ type: 'ReconcileLot', lotId, parts, note: '' })
  }
  stage.study.lock('asked')
}

/** What became of all doses, as the books of the person who is signed in say. */
export function outcomesIn(stage: Stage): { participants: number; outcomes: Partial<Record<string, number>> } {
  const limit = 200
  const outcomes: Partial<Record<string, number>> = {}
  let offset = 0
  let participants = 0
  do {
    const page = stage.ask({ type: 'Participants', offset, limit })
    participants = page.total
    for (const outcome of page.rows.flatMap((row) => row.outcomes)) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    offset += limit
  } while (offset < participants)
  return { participants, outcomes }
}

function cardOf(cards: NonNullable<Acted['cards']>, number: number): string {
  return held(cards.find((card) => card.number === number)).code
}
