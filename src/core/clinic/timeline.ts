/** The timelines of participants and syringes: what happened, when, by whom, in the order of the entries. */
import type { Stamp } from '../registry/book.ts'
import type { Instant } from '../time.ts'
import type { ClinicEvent } from './events.ts'

/** One line of a timeline. `what` is an event's type; `detail` names what the line quotes. */
export type TimelineRow = {
  readonly at: Instant
  readonly by: string
  readonly what: ClinicEvent['type'] | 'DoseRecalled'
  readonly detail: Readonly<Record<string, string | number>>
}

/** The line that an entry writes. */
export function row(stamp: Stamp, what: TimelineRow['what'], detail: TimelineRow['detail']): TimelineRow {
  return { at: stamp.at, by: stamp.by, what, detail }
}
