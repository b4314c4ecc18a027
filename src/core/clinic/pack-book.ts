/** The emergency packs of a study, as the clinic book knows them: that one was made, by whom, and for whom. */
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { ClinicFact } from './events.ts'

type Made = ClinicFact<'EmergencyPackMade'>

/** A pack that was made: one sealed file for another computer. */
export type EmergencyPack = Omit<Made, 'type'> & { readonly seq: number; readonly at: Instant; readonly by: string }

/** Notes that a pack was made. */
export function packMade(packs: Map<string, EmergencyPack>, event: Made, { seq, at, by }: Stamp): void {
  const { type: _, ...made } = event
  packs.set(event.packId, { ...made, seq, at, by })
}
