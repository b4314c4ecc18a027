/** The record of an emergency pack that was opened on another computer. Never an arm. */
import { z } from 'zod'
import { identifier, line, paragraph } from '../text.ts'
import { Instant } from '../time.ts'
import { breakReasons } from './events.ts'

/** What the page of a pack puts on record before it shows an arm; signed by whoever opened the envelope. */
export const PackRecord = z.strictObject({
  fileId: z.string().regex(/^[0-9a-f]{32}$/),
  packId: identifier,
  number: z.int().min(1).max(200_000),
  by: identifier,
  reason: z.enum(breakReasons),
  narrative: paragraph(2_000, 20),
  told: line(300, 2),
  /** By the clock of the other computer. */
  openedAt: Instant,
  /** The version of the page. */
  page: line(20),
})
export type PackRecord = z.infer<typeof PackRecord>
