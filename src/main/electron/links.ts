// The one door to the world outside: a page of a list, opened in the browser of the system because somebody asked for it.

import { shell } from 'electron'

/** Pages that may be opened. What stands where a number is asked for is a number, so nothing can be said by an address. */
const KNOWN = [/^https:\/\/clinicaltrials\.gov\/study\/NCT\d{8}$/]

/** Opens a page of the list; false where the system has nothing to open it with. Any other address is a fault. */
export async function openLink(address: string): Promise<boolean> {
  if (!KNOWN.some((known) => known.test(address))) throw new Error('This is no page that may be opened.')
  return shell.openExternal(address).then(
    () => true,
    () => false,
  )
}
