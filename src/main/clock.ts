/** The clocks of the shell: what the calendar says, and one that nobody can set. Tests and the demo hand in their own. */
import type { Clock } from './vault/attempts.ts'

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMilliseconds: () => performance.now(),
}
