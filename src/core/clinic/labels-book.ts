/**
 * What the clinic book keeps of labels: every print of every syringe, and where it is (L7).
 *
 * A serial is one print for one syringe: its label, and that of its bag. Invariant: one label of a syringe at most is valid.
 */
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { ClinicBook } from './book.ts'
import type { Syringe } from './doses-book.ts'
import type { ClinicEvent, ClinicFact, LabelEnd } from './events.ts'

/** Where a label is: `printed` is not accounted for yet; the others are ends. */
export type LabelState = 'printed' | LabelEnd

export type Label = {
  readonly serial: string
  readonly printedAt: Instant
  /** Not the label of its syringe any more. */
  readonly void: boolean
  /** Why it was printed again, where it was. */
  readonly reason: string
  readonly state: LabelState
  /** What was said of its end. */
  readonly note: string
}

/** The label that is on a syringe, or is to be. */
export function currentLabel({ labels }: Syringe): Label | undefined {
  return labels.find((label) => !label.void)
}

/** What the labels of a syringe become by a new print: the former ones are spoiled by it. */
export function reprinted(labels: readonly Label[], fresh: Label): Label[] {
  return [...labels.map((label) => (label.void ? label : { ...label, void: true, state: 'spoiled' as const })), fresh]
}

/**
 * What a recorded fact says of labels; called before the fact itself is applied. A label is applied when the second person
 * scanned it, and a later print at the hand-over or when the syringe was given: no syringe goes without its label.
 */
export function evolveLabels(clinic: ClinicBook, event: ClinicEvent, stamp: Stamp): void {
  switch (event.type) {
    case 'DoseVerified':
    case 'DoseReleased':
      for (const syringeId of known(clinic.doses, event.doseId).syringeIds) applied(clinic, syringeId)
      return
    case 'OutcomeRecorded':
      if (event.outcome.kind === 'administered') applied(clinic, event.syringeId)
      return
    case 'LabelsAccounted':
      for (const serial of event.serials) accounted(clinic, serial, event, stamp)
      return
    default:
      return
  }
}

function applied(clinic: ClinicBook, syringeId: string): void {
  if (known(clinic.syringes, syringeId).outcome !== undefined) return
  change(clinic, syringeId, (label) => !label.void && label.state === 'printed', { state: 'applied' })
}

function accounted(
  clinic: ClinicBook,
  serial: string,
  { type: what, became: state, note }: ClinicFact<'LabelsAccounted'>,
  { at, by }: Stamp,
): void {
  const syringeId = known(clinic.serials, serial)
  const voided = state === 'applied' ? {} : { void: true }
  change(clinic, syringeId, (label) => label.serial === serial, { state, note, ...voided })
  known(clinic.syringes, syringeId).timeline.push({ at, by, what, detail: { serial, became: state, note } })
}

function change(clinic: ClinicBook, syringeId: string, which: (label: Label) => boolean, to: Partial<Label>): void {
  const syringe = known(clinic.syringes, syringeId)
  const labels = syringe.labels.map((label) => (which(label) ? { ...label, ...to } : label))
  clinic.syringes.set(syringeId, { ...syringe, labels })
}
