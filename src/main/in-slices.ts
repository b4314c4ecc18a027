/** Long counting in the main process, in slices: windows, dialogs and clocks are served between them. */
import { setImmediate as nextTurn } from 'node:timers/promises'

/** The event loop is given back after this long. */
const sliceMilliseconds = 10

/** Takes every step, and gives the event loop back every few milliseconds. */
export async function inSlices(steps: Iterable<unknown>): Promise<void> {
  let deadline = performance.now() + sliceMilliseconds
  for (const _ of steps) {
    if (performance.now() < deadline) continue
    await nextTurn()
    deadline = performance.now() + sliceMilliseconds
  }
  // What comes next has a slice of its own.
  await nextTurn()
}
