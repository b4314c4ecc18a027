import type { Submitted } from '../../contract/replies.ts'

/** The arm of one participant while it is on screen. It is kept in this one place alone, and taken out of it at the end. */
export type Revelation = { readonly number: number; readonly breakId: string; armName: string | undefined }

/** What the shell handed out, as the screen keeps it. */
export function revelationOf(revealed: NonNullable<Submitted['revealed']>, breakId: string): Revelation {
  return { number: revealed.number, breakId, armName: revealed.armName }
}
