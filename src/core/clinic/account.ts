/**
 * The site's account of its syringes: made, given, come back, destroyed. Participants and doses, never a lot and never an
 * arm; a syringe stays in the balance until it was given or destroyed, and what came back stays there, set apart (A9).
 */
import { known } from '../never.ts'
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { ClinicBook } from './book.ts'
import type { SyringeState } from './doses-book.ts'
import type { ClinicEvent } from './events.ts'

export type SyringeLine = {
  readonly seq: number
  readonly at: Instant
  readonly by: string
  readonly what: Exclude<SyringeState, 'verified'>
  readonly syringeId: string
  readonly number: number
  /** Syringes that the line adds to the balance. */
  readonly quantity: 1 | 0 | -1
  readonly balance: number
  readonly microlitres: number
  readonly note: string
}

type Said = Pick<SyringeLine, 'what' | 'quantity' | 'microlitres'> & { readonly note?: string }

/** Writes the lines of one recorded fact; called before the fact itself is applied. */
export function account(clinic: ClinicBook, event: ClinicEvent, stamp: Stamp): void {
  const add = (syringeId: string, number: number, said: Said) => {
    const balance = (clinic.account.at(-1)?.balance ?? 0) + said.quantity
    const { seq, at, by } = stamp
    clinic.account.push({ note: '', ...said, seq, at, by, syringeId, number, balance })
  }
  const of = (syringeId: string) => known(clinic.syringes, syringeId)
  switch (event.type) {
    case 'DosePrepared': {
      const { number } = known(clinic.doses, event.doseId)
      for (const { syringeId, volumeMicrolitres } of event.syringes)
        add(syringeId, number, { what: 'prepared', quantity: 1, microlitres: volumeMicrolitres })
      return
    }
    case 'DoseReleased':
      for (const syringeId of known(clinic.doses, event.doseId).syringeIds) {
        const { outcome, number, volumeMicrolitres } = of(syringeId)
        if (outcome !== undefined) continue
        add(syringeId, number, {
          what: 'released',
          quantity: 0,
          microlitres: volumeMicrolitres,
          note: event.receivedBy,
        })
      }
      return
    case 'OutcomeRecorded': {
      const { number, volumeMicrolitres } = of(event.syringeId)
      const { kind, note: noted, deviation, volumeMicrolitres: given } = event.outcome
      const note = [noted, deviation ?? ''].filter((words) => words !== '').join('; ')
      const quantity = kind === 'administered' ? -1 : 0
      add(event.syringeId, number, { what: kind, quantity, microlitres: given ?? volumeMicrolitres, note })
      return
    }
    case 'DosesRecalled':
      for (const doseId of clinic.pendingDoses)
        for (const syringeId of known(clinic.doses, doseId).syringeIds) {
          const { outcome, number, volumeMicrolitres } = of(syringeId)
          if (outcome === undefined)
            add(syringeId, number, { what: 'withheld', quantity: 0, microlitres: volumeMicrolitres })
        }
      return
    case 'SyringesDestroyed':
      for (const syringeId of event.syringeIds) {
        const { number, volumeMicrolitres } = of(syringeId)
        add(syringeId, number, {
          what: 'destroyed',
          quantity: -1,
          microlitres: volumeMicrolitres,
          note: event.authorisation,
        })
      }
      return
    default:
      return
  }
}
