/** What a process that is to die in the midst of a break is told. */

/** The moments of death, in the order in which they come. */
export type Moment = 'signed' | 'recorded' | 'turns_later' | 'key_found' | 'opened' | 'answered' | 'said'

/** What shows an arm: a break, showing it again, or a clinician's reading. */
export type Showing = 'break' | 'again' | 'read'

/** What to break, and when to die. */
export type BreakOrder = {
  readonly what: Showing
  readonly path: string
  readonly login: string
  readonly passphrase: string
  readonly number: number
  readonly code: string
  readonly moment: Moment
  /** For `turns_later`: how many turns of the program after the record. */
  readonly turns: number
}

/** Who reads in place of the investigator. */
export const clinician = { name: 'Dr Sara Kazemi', office: 'Intensive care' } as const
