// The display of the end-to-end tests: a private virtual one, so that windows neither disturb nor are disturbed.

import { startDisplay } from '../../scripts/lib/xvfb.mjs'

/** Starts the display, which every test then inherits, and gives the function that ends it. */
export default async function display() {
  if (process.platform !== 'linux' || process.env.COUNTERSEAL_TEST_ON_SCREEN !== undefined) return () => {}
  const started = await startDisplay()
  process.env.DISPLAY = started.name
  return started.stop
}
