/**
 * What waits for a person to do it, from the books they hold and the terms of each command.
 *
 * Nothing is kept of a task: it is there as long as the books say so, and gone once they do not.
 */
import { mayBreak } from './books.ts'
import { breakersNeeded, nextNumber, supplyGate } from './clinic/commands.ts'
import { type Dose, stoppedBy } from './clinic/doses-book.ts'
import { hindrances } from './closing/rules.ts'
import type { Context } from './context.ts'
import { type CommandType, terms } from './decide.ts'
import { known } from './never.ts'
import type { RefusalName } from './refusals.ts'
import { breakersOf, drillDueAt, readyBreakers } from './registry/book.ts'
import { inUseEndsOn, plannedTotal } from './registry/settings.ts'
import { held, type Session } from './session.ts'
import { certificateState } from './stock/certificate.ts'
import { dosesPerStatement } from './stock/commands.ts'
import type { Lot } from './stock/lot.ts'
import { pairThatWaits } from './stock/worksheets.ts'
import { addDays, type Instant } from './time.ts'

/** One thing that waits for this person, most urgent first. `about` identifies the object that it opens. */
export type Task = {
  readonly kind:
    | 'seal_list'
    | 'receive_lot'
    | 'release_lot'
    | 'dispose_excursion'
    | 'enrol_breaker'
    | 'pass_drill'
    | 'answer_notice'
    | 'ask_pharmacy'
    | 'enrol_participant'
    | 'order_dose'
    | 'prepare_dose'
    | 'finish_preparation'
    | 'print_labels'
    | 'verify_dose'
    | 'release_dose'
    | 'record_outcome'
    | 'confirm_receipt'
    | 'assess_impact'
    | 'state_use'
    | 'restate_supply'
    | 'lock_database'
    | 'approve_worksheets'
  readonly about: string
  /** When it should be done; absent where no time is set. */
  readonly dueAt?: Instant
  readonly number?: number
}

/** Days before a drill is overdue from which it waits to be held again. */
const drillWaitsDays = 14

/** What of a dose decides who has to do something about it. */
type DoseAtWork = Pick<Dose, 'doseId' | 'number' | 'surgeryAt' | 'useBefore' | 'state' | 'labelled'> & {
  readonly preparationOpen?: boolean
}

/** What waits for this person: notices first, then doses as they come, then what the study still lacks. */
export function tasks(session: Session, doses: readonly DoseAtWork[], now: Instant): Task[] {
  const may = (command: CommandType) => terms[command].roles.includes(session.member.role)
  const found: Task[] = []
  for (const notice of session.registry.notices.values()) {
    if (notice.answeredAt !== undefined) continue
    found.push({ kind: may('AnswerNotice') ? 'answer_notice' : 'ask_pharmacy', about: notice.noticeId })
  }
  for (const dose of doses) {
    const hasLeft = session.clinic?.participants.get(dose.number)?.left !== undefined
    const task = doseTask(dose, may, stoppedBy(dose, hasLeft, now) !== undefined)
    if (task !== undefined) found.push(task)
  }
  const { clinic } = session
  if (clinic !== undefined && may('ConfirmReceipt'))
    for (const doseId of clinic.outstandingReceipts.keys())
      found.push({ kind: 'confirm_receipt', about: doseId, number: known(clinic.doses, doseId).number })
  found.push(...setupTasks(session, may, now))
  return found.slice(0, 200)
}

function doseTask(dose: DoseAtWork, may: (command: CommandType) => boolean, stopped: boolean): Task | undefined {
  const { doseId: about, number: of, surgeryAt, useBefore } = dose
  if (dose.state === 'ordered' && may('StartPreparation')) {
    const kind = dose.preparationOpen === true ? 'finish_preparation' : 'prepare_dose'
    return { kind, about, number: of, dueAt: surgeryAt }
  }
  const due = useBefore === undefined ? {} : { dueAt: useBefore }
  if (stopped) return may('RecordOutcome') ? { kind: 'record_outcome', about, number: of, ...due } : undefined
  if (dose.state === 'prepared') {
    if (!dose.labelled && may('PrintLabels')) return { kind: 'print_labels', about, number: of, ...due }
    if (may('VerifyDose')) return { kind: 'verify_dose', about, number: of, ...due }
  }
  if (dose.state === 'verified' && may('ReleaseDose')) return { kind: 'release_dose', about, number: of, ...due }
  if (dose.state === 'released' && may('RecordOutcome')) return { kind: 'record_outcome', about, number: of, ...due }
  return undefined
}

function setupTasks(session: Session, may: (command: CommandType) => boolean, now: Instant): Task[] {
  const { registry, clinic, stock, allocation, member } = session
  const found: Task[] = []
  const sealed = clinic !== undefined && clinic.numberCount > 0
  if (clinic !== undefined && !sealed && may('ImportAllocationList')) found.push({ kind: 'seal_list', about: '' })
  if (stock !== undefined) {
    const lots = [...stock.lots.values()]
    const products = new Set(lots.filter((one) => one.state !== 'rejected').map((one) => one.product))
    if (products.size < 2 && may('ReceiveLot')) found.push({ kind: 'receive_lot', about: '' })
    if (may('ReleaseLot')) {
      // What keeps a lot from its release is an alert; here is what only waits for the signature.
      const isReady = (one: Lot) =>
        ['not_asked', 'fits'].includes(certificateState(stock, registry.settings, one)) &&
        one.openExcursions.length === 0
      for (const one of lots)
        if (one.state === 'quarantined' && isReady(one)) found.push({ kind: 'release_lot', about: one.lotId })
    }
    if (may('DisposeExcursion')) {
      for (const one of lots)
        if (one.openExcursions.length > 0) found.push({ kind: 'dispose_excursion', about: one.lotId })
    }
    if (may('ApproveWorksheets') && pairThatWaits(stock.worksheets) !== undefined)
      found.push({ kind: 'approve_worksheets', about: '' })
    const { until } = registry.supply
    if (until !== undefined && until < inUseEndsOn(registry.settings, now) && may('RestateSupply'))
      found.push({ kind: 'restate_supply', about: '' })
  }
  if (breakersOf(registry).length < breakersNeeded && may('EnrolMember') && clinic !== undefined)
    found.push({ kind: 'enrol_breaker', about: '' })
  if (sealed && mayBreak(member.role)) {
    const dueAt = drillDueAt(registry, known(registry.members, member.memberId))
    if (dueAt === undefined) found.push({ kind: 'pass_drill', about: '' })
    else if (addDays(now, drillWaitsDays) >= dueAt) found.push({ kind: 'pass_drill', about: '', dueAt })
  }
  if (clinic !== undefined && mayBreak(member.role)) {
    for (const broken of clinic.breaks.values())
      if (broken.assessment === undefined && !broken.failed)
        found.push({ kind: 'assess_impact', about: broken.breakId, number: broken.number })
    for (const one of clinic.participants.values())
      if (one.doseId === undefined && one.left === undefined)
        found.push({ kind: 'order_dose', about: String(one.number), number: one.number })
    if (enrolmentBlocker(session, now) === undefined) found.push({ kind: 'enrol_participant', about: '' })
  }
  // Everybody who was planned has come and gone: the same moment for both arms.
  if (clinic !== undefined && may('LockDatabase') && registry.databaseLock === undefined)
    if (clinic.participants.size >= plannedTotal(registry.settings) && hindrances(session).length === 0)
      found.push({ kind: 'lock_database', about: '' })
  if (allocation !== undefined && allocation.unstatedDoses >= dosesPerStatement && may('StateUse'))
    found.push({ kind: 'state_use', about: '' })
  return found
}

/** The first thing that still keeps enrolment closed. */
export function enrolmentBlocker(session: Session, now: Instant): RefusalName | undefined {
  const clinic = held(session.clinic)
  if (session.registry.databaseLock !== undefined) return 'database_locked'
  if (clinic.numberCount === 0) return 'list_not_sealed'
  if (readyBreakers(session.registry, now).length < breakersNeeded) return 'breakers_not_ready'
  const gate = supplyGate(session, { now } as Context)
  if (!gate.ok) return gate.refusal.rule
  return nextNumber(clinic) > clinic.numberCount ? 'numbers_used_up' : undefined
}
