/**
 * The account of labels: every serial that was printed was applied, spoiled or destroyed, or is still to be accounted for (L7).
 *
 * The way of a dose accounts for its labels by itself; what it leaves open is named, and said by hand. Nothing here depends
 * on an arm.
 */
import { z } from 'zod'
import { known } from '../never.ts'
import { type Page, page, paged } from '../pages.ts'
import { accept, type Result, refuse } from '../result.ts'
import { type Events, held, type Session } from '../session.ts'
import { identifier, line } from '../text.ts'
import type { ClinicBook } from './book.ts'
import type { Syringe } from './doses-book.ts'
import { labelEnds } from './events.ts'
import type { Label, LabelState } from './labels-book.ts'

export const AccountForLabels = z.strictObject({
  type: z.literal('AccountForLabels'),
  serials: z.array(identifier).min(1).max(400),
  became: z.enum(labelEnds),
  note: line(200, 0),
})
export const LabelAccount = z.strictObject({ type: z.literal('LabelAccount'), ...page })

/** Labels by what became of them; their sum is what was printed. */
export type LabelCounts = Readonly<Record<LabelState, number>> & { readonly total: number }
export type LabelAccountRow = { readonly number: number; readonly counts: LabelCounts }
/** A label that somebody has still to say something about: it is not accounted for, or spoiled and not yet destroyed. */
export type OpenLabel = Label & {
  readonly number: number
  readonly code: string
  readonly syringeId: string
  /** The valid label of a syringe that is still under way; the way of the dose accounts for it. */
  readonly inUse: boolean
}
export type LabelAccountAnswer = Page<LabelAccountRow> & {
  readonly counts: LabelCounts
  readonly open: readonly OpenLabel[]
}

/** Says what became of labels that no scan and no reprint accounts for, and of spoiled ones that were destroyed. */
export function accountForLabels(session: Session, command: z.infer<typeof AccountForLabels>): Result<Events> {
  const clinic = held(session.clinic)
  const { serials, became, note } = command
  if (new Set(serials).size < serials.length) return refuse('label_twice', { field: 'serials' })
  for (const serial of serials) {
    const syringeId = clinic.serials.get(serial)
    if (syringeId === undefined) return refuse('label_unknown', { field: 'serials' })
    const syringe = known(clinic.syringes, syringeId)
    const { state, void: voided } = held(syringe.labels.find((label) => label.serial === serial))
    const goesOn = state === 'spoiled' ? became === 'destroyed' : state === 'printed'
    if (!goesOn) return refuse('label_accounted', { field: 'serials' })
    // The valid label of a syringe in use is voided by a reprint, and applied by whoever scans it.
    const isOnVerified = syringe.state !== 'prepared' && became === 'applied'
    if (!voided && syringe.outcome === undefined && !isOnVerified) return refuse('label_in_use', { field: 'serials' })
  }
  if (became !== 'applied' && note.length < 3) return refuse('reason_missing', { field: 'note' })
  return accept({ clinic: [{ type: 'LabelsAccounted', serials, became, note }] })
}

function countsOf(labels: readonly Label[]): LabelCounts {
  const of = (state: LabelState) => labels.filter((label) => label.state === state).length
  return {
    printed: of('printed'),
    applied: of('applied'),
    spoiled: of('spoiled'),
    destroyed: of('destroyed'),
    total: labels.length,
  }
}

/** Labels of which nobody knows yet what became; they stand in the way of the close-out. */
export function unaccountedLabels(clinic: ClinicBook): number {
  return countsOf([...clinic.syringes.values()].flatMap(({ labels }) => labels)).printed
}

/** The labels of each participant who has any, and of all together. */
export function labelRows(clinic: ClinicBook): { readonly rows: LabelAccountRow[]; readonly counts: LabelCounts } {
  const byNumber = new Map<number, Label[]>()
  for (const { number, labels } of clinic.syringes.values())
    if (labels.length > 0) byNumber.set(number, [...(byNumber.get(number) ?? []), ...labels])
  const rows = [...byNumber]
    .sort(([one], [other]) => one - other)
    .map(([number, labels]) => ({ number, counts: countsOf(labels) }))
  return { rows, counts: countsOf([...byNumber.values()].flat()) }
}

/** Labels of which something is still to be said, by participant. */
export function openLabels(clinic: ClinicBook): OpenLabel[] {
  return [...clinic.syringes.values()]
    .flatMap(({ labels, number, code, syringeId, outcome }) =>
      labels.map((label) => ({ ...label, number, code, syringeId, inUse: !label.void && outcome === undefined })),
    )
    .filter(({ state }) => state === 'printed' || state === 'spoiled')
    .sort((one, other) => one.number - other.number)
}

const mostOpen = 400

export function labelAccount(session: Session, question: z.infer<typeof LabelAccount>): LabelAccountAnswer {
  const clinic = held(session.clinic)
  const { rows, counts } = labelRows(clinic)
  return { ...paged(rows, question, (row) => row), counts, open: openLabels(clinic).slice(0, mostOpen) }
}

/**
 * The label that somebody holds, by its serial as a scanner reads it or by the code of its syringe. A code alone tells no
 * print from the next: where a former one was voided, the serial is asked for.
 */
export function labelScanned(clinic: ClinicBook, code: string): Result<Syringe> {
  const bySerial = clinic.serials.get(code)
  if (bySerial !== undefined) {
    const syringe = known(clinic.syringes, bySerial)
    const isVoid = syringe.labels.some((label) => label.serial === code && label.void)
    return isVoid ? refuse('label_void') : accept(syringe)
  }
  const byCode = clinic.syringesByCode.get(code)
  if (byCode === undefined) return refuse('label_differs')
  const syringe = known(clinic.syringes, byCode)
  return syringe.labels.some((label) => label.void) ? refuse('label_unclear') : accept(syringe)
}
