/** What may be given before a test asks: facts of a trial, each brought about by the people whose work it is. */
import { nextStep, sinceWhen, stepsOf, timesOf } from '../../src/core/allocation/worksheet.ts'
import type { Command } from '../../src/core/decide.ts'
import type { Arm } from '../../src/core/registry/settings.ts'
import type { WrittenSheets } from '../../src/core/stock/worksheets.ts'
import { addMinutes } from '../../src/core/time.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import { eligible } from './settings.ts'
import { counted, type Person, type Trial } from './trial.ts'

/** A proper code card; whether it opens is the vault's to say. */
export const card = counted('CARD', 1)

/** Something that happened in a trial. */
export type Fact = (trial: Trial) => void

/** The list of three and three that most tests work with. */
export const usualArms: readonly Arm[] = ['A', 'B', 'B', 'A', 'A', 'B']

/** The list is in custody. */
export function listSealed(arms: readonly Arm[] = usualArms): Fact {
  return (trial) => {
    const none = arms.map(() => '')
    const list = { arms, blocks: none, strata: none, fingerprint: 'f'.repeat(64) }
    const command = {
      type: 'ImportAllocationList',
      madeBy: 'Statistician',
      method: 'Permuted',
      madeOn: '2026-02-01',
    } as const
    trial.act('ana', command, { list })
  }
}

/** A lot as it is received, where a test does not say otherwise. */
export const receipt = {
  type: 'ReceiveLot',
  product: 'A',
  lotNumber: 'EX-1',
  manufacturer: 'Manufacturer',
  expiresOn: '2026-12-31',
  vialCount: 5,
  storagePlace: 'Freezer 1',
  sender: 'Depot',
  arrivalCelsius: '-78.5',
} as const

export type Receipt = { product?: Arm; lotNumber?: string; expiresOn?: string; vialCount?: number }

/** A lot that came in and waits in quarantine. */
export const lotReceived =
  (differs: Receipt = {}): Fact =>
  (trial) => {
    trial.act('ana', { ...receipt, ...differs })
  }

/** A certificate that holds everything that is asked of a lot's product; results may differ. */
export function certificateFor(trial: Trial, lotNumber: string = receipt.lotNumber, reference = 'CoA 1', results = {}) {
  const certificate = inventedCertificate(trial.settings, trial.lot(lotNumber), trial.now.slice(0, 10), reference)
  return { ...certificate, results: { ...certificate.results, ...results } }
}

/** A certificate came with a lot; results may differ from good ones. */
export const certified =
  (lotNumber: string = receipt.lotNumber, results: Readonly<Record<string, string>> = {}): Fact =>
  (trial) => {
    trial.act('qamar', certificateFor(trial, lotNumber, 'CoA 1', results))
  }

/** A lot that QA released. */
export const lotReleased =
  (differs: Receipt = {}): Fact =>
  (trial) => {
    lotReceived(differs)(trial)
    certified(differs.lotNumber)(trial)
    const { lotId } = trial.lot(differs.lotNumber ?? receipt.lotNumber)
    trial.act('qamar', { type: 'ReleaseLot', lotId, certificate: 'CoA 1' })
  }

/** One lot of each product, released. */
export const stocked =
  (vialCount = 5): Fact =>
  (trial) => {
    lotReleased({ product: 'A', lotNumber: 'EX-1', vialCount })(trial)
    lotReleased({ product: 'B', lotNumber: 'PL-1', vialCount })(trial)
  }

export const lotHeld =
  (lotNumber = 'EX-1'): Fact =>
  (trial) => {
    trial.act('qamar', { type: 'HoldLot', lotId: trial.lot(lotNumber).lotId, reason: 'temperature' })
  }

export const holdLifted =
  (lotNumber = 'EX-1'): Fact =>
  (trial) => {
    trial.act('qamar', { type: 'LiftHold', lotId: trial.lot(lotNumber).lotId, reason: 'in range' })
  }

export const lotRejected =
  (lotNumber = 'EX-1'): Fact =>
  (trial) => {
    trial.act('qamar', { type: 'RejectLot', lotId: trial.lot(lotNumber).lotId, reason: 'out of range' })
  }

/** The notice that is open, if only one is. */
export function openNotice(trial: Trial): string {
  return [...trial.books.registry.notices.values()].find((notice) => notice.answeredAt === undefined)?.noticeId ?? ''
}

export const noticeAnswered =
  (answer: 'may_be_given' | 'prepare_again'): Fact =>
  (trial) => {
    trial.act('ana', { type: 'AnswerNotice', noticeId: openNotice(trial), answer })
  }

/** Two people may break the blind, each with a drill behind them. */
export const drilled: Fact = (trial) => {
  for (const breaker of ['iman', 'dana'] as const) trial.act(breaker, { type: 'PassDrill', seconds: 30, code: card })
}

/** List, lots and drills: participants may come. */
export const ready: Fact = (trial) => {
  listSealed()(trial)
  stocked()(trial)
  drilled(trial)
}

export const enrolled =
  (count = 1): Fact =>
  (trial) => {
    for (let one = 0; one < count; one++)
      trial.act('iman', { type: 'EnrolParticipant', initials: '', answers: eligible(trial.settings) })
  }

export const ordered =
  (number = 1): Fact =>
  (trial) => {
    trial.act('iman', { type: 'OrderDose', number, surgeryAt: addMinutes(trial.now, 120), theatre: 'Theatre 2' })
  }

export const cancelled =
  (number = 1): Fact =>
  (trial) => {
    trial.act('iman', { type: 'CancelDose', doseId: trial.dose(number).doseId, reason: 'postponed' })
  }

export const withdrawn =
  (number = 1): Fact =>
  (trial) => {
    trial.act('iman', { type: 'WithdrawParticipant', number, reason: 'asked to leave' })
  }

export const started =
  (number = 1, by: Person = 'ana'): Fact =>
  (trial) => {
    trial.act(by, { type: 'StartPreparation', doseId: trial.dose(number).doseId })
  }

/** The vials that the open preparation of a participant would take. */
export function nextVials(trial: Trial, number = 1): string[] {
  return trial.shelf(trial.preparation(number).lotId).slice(0, trial.settings.dose.vialsPerDose)
}

export const taken =
  (number = 1, by: Person = 'ana'): Fact =>
  (trial) => {
    const { preparationId } = trial.preparation(number)
    const vialCodes = nextVials(trial, number)
    trial.act(by, { type: 'RecordStep', preparationId, step: 'take', vialCodes, entered: 'scanned' })
  }

/** Every step after the vials were taken. */
export const steps =
  (number = 1, by: Person = 'ana'): Fact =>
  (trial) => {
    const { preparationId } = trial.preparation(number)
    const { drawMicrolitres, finalMicrolitres, thawMinutes } = trial.settings.dose
    const record = (step: 'thaw' | 'draw' | 'fill' | 'inspect' | 'sleeve', more: object = {}) =>
      trial.act(by, { type: 'RecordStep', preparationId, step, entered: 'typed', ...more })
    trial.wait(thawMinutes)
    record('thaw')
    record('draw', { microlitres: drawMicrolitres })
    record('fill', { microlitres: finalMicrolitres })
    record('inspect', { appearanceFits: true })
    record('sleeve')
  }

export const finished =
  (number = 1, by: Person = 'ana'): Fact =>
  (trial) => {
    trial.act(by, { type: 'FinishPreparation', preparationId: trial.preparation(number).preparationId })
  }

export const abandoned =
  (number = 1): Fact =>
  (trial) => {
    const { preparationId } = trial.preparation(number)
    trial.act('ana', { type: 'AbandonPreparation', preparationId, reason: 'dropped' })
  }

export const prepared =
  (number = 1, by: Person = 'ana'): Fact =>
  (trial) => {
    for (const fact of [started, taken, steps, finished]) fact(number, by)(trial)
  }

export const labelled =
  (number = 1): Fact =>
  (trial) => {
    trial.act('ana', { type: 'PrintLabels', doseId: trial.dose(number).doseId, reason: '' })
  }

/** What a checker must scan and read for a dose to be verified. */
export function rightCheck(trial: Trial, number = 1) {
  const { doseId, syringeIds } = trial.dose(number)
  const syringes = syringeIds.map((_, index) => trial.syringe(number, index))
  return {
    type: 'VerifyDose' as const,
    doseId,
    vialCodes: [...trial.preparation(number).vialCodes],
    syringeCodes: syringes.map((syringe) => syringe.code),
    finalMicrolitres: syringes.reduce((sum, syringe) => sum + syringe.volumeMicrolitres, 0),
    entered: 'scanned' as const,
  }
}

export const verified =
  (number = 1): Fact =>
  (trial) => {
    trial.act('cyrus', rightCheck(trial, number))
  }

/** The hand-over as it would be asked now: every label that waits scanned, a receipt to go along. */
export function handOver(trial: Trial, number = 1) {
  const { doseId, syringeIds } = trial.dose(number)
  const syringeCodes = syringeIds.flatMap((_, index) => {
    const { code, outcome: ended, labels } = trial.syringe(number, index)
    // The label that holds names its print; a bare code would be unclear once another print was void.
    return ended === undefined ? [labels.find((label) => !label.void)?.serial ?? code] : []
  })
  return { type: 'ReleaseDose' as const, doseId, syringeCodes, entered: 'scanned' as const, receivedBy: 'Nurse' }
}

export const released =
  (number = 1): Fact =>
  (trial) => {
    trial.act('ana', handOver(trial, number))
  }

/** Prepared, labelled, verified and handed over. */
export const handedOver =
  (number = 1): Fact =>
  (trial) => {
    for (const fact of [prepared, labelled, verified, released]) fact(number)(trial)
  }

/** An outcome as it would be recorded now, in the words that its kind asks for. */
export function outcome(
  trial: Trial,
  kind: 'administered' | 'withheld' | 'returned' | 'broken' | 'expired',
  number = 1,
  index = 0,
) {
  const { syringeId, volumeMicrolitres } = trial.syringe(number, index)
  const more =
    kind === 'administered' ? { volumeMicrolitres } : kind === 'withheld' ? { reason: 'transfusion' as const } : {}
  return { type: 'RecordOutcome' as const, syringeId, kind, at: trial.now, note: 'as seen', ...more }
}

export const ended =
  (kind: Parameters<typeof outcome>[1], number = 1, index = 0): Fact =>
  (trial) => {
    if (kind === 'expired') trial.wait(trial.settings.dose.inUseMinutes)
    trial.act('taha', outcome(trial, kind, number, index))
  }

export const breaking = {
  type: 'BreakBlind',
  number: 1,
  reason: 'emergency_treatment',
  narrative: 'Severe reaction, treatment depends on it.',
  told: 'The intensive care physician',
  code: card,
} as const

/** A clinician who is no member and reads in place of the investigator. */
export const reader = { name: 'Dr. Sara Kazemi', office: 'Intensive care' } as const

/** The blind of a participant is to be broken for a clinician; the breaker stays blind. */
export const authorised =
  (number = 1): Fact =>
  (trial) => {
    trial.act('iman', { ...breaking, number, reader })
  }

export const broken =
  (number = 1): Fact =>
  (trial) => {
    trial.act('iman', { ...breaking, number })
  }

export const locking = { type: 'LockDatabase', reference: 'DBL-1', lockedOn: '2026-03-01', note: '' } as const

export const databaseLocked: Fact = (trial) => {
  trial.act('iman', locking)
}

export const unblinding = { type: 'UnblindTrial', reference: 'Statistical analysis plan, section 9' } as const

/** The whole list was opened by the pharmacist with these people. */
export const listOpened =
  (...together: readonly Person[]): Fact =>
  (trial) => {
    trial.act('ana', unblinding, { together })
  }

export const minutesLater =
  (minutes: number): Fact =>
  (trial) => {
    trial.wait(minutes)
  }

/** A pair of worksheets was written and approved; by its own sheets, or the invented ones for the settings. */
export const worksheetsApproved =
  (sheets?: WrittenSheets): Fact =>
  (trial) => {
    const pair = sheets ?? inventedWorksheets(trial.settings)
    trial.act('ana', { type: 'WriteWorksheets', sheets: pair, note: 'for this trial' })
    trial.act('qamar', { type: 'ApproveWorksheets', version: trial.books.stock.worksheets.length })
  }

/** Does a step of an open preparation as its worksheet plans it, at the earliest moment that is allowed. */
export function plannedStep(trial: Trial, number = 1): Extract<Command, { type: 'RecordStep' }> | undefined {
  const preparation = trial.preparation(number)
  const steps = stepsOf(preparation, trial.books)
  const next = nextStep(steps, preparation)
  if (next === undefined || next.name === 'label') return undefined
  return {
    type: 'RecordStep',
    preparationId: preparation.preparationId,
    step: next.name,
    place: preparation.steps.length + 1,
    entered: 'scanned',
    ...(next.vials === undefined ? {} : { vialCodes: nextVials(trial, number).slice(0, next.vials) }),
    ...(next.name === 'scan' ? { vialCodes: [...preparation.vialCodes] } : {}),
    ...(next.microlitres === undefined ? {} : { microlitres: next.microlitres }),
    ...(next.name === 'inspect' ? { appearanceFits: true } : {}),
  }
}

/** Every step that waits, by the worksheet of the preparation, until all are done or `until` is the next one. */
export const stepsAsPlanned =
  (number = 1, until?: string): Fact =>
  (trial) => {
    for (;;) {
      const command = plannedStep(trial, number)
      if (command === undefined || command.step === until) return
      const preparation = trial.preparation(number)
      const next = nextStep(stepsOf(preparation, trial.books), preparation)
      const { from = trial.now } = next === undefined ? {} : timesOf(next, sinceWhen(preparation))
      if (from > trial.now) trial.now = from
      trial.act('ana', command)
    }
  }
