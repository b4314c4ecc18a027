/** How a code came into the record: by a scanner, or by hand (P7). */
import { z } from 'zod'

/** A set of codes was scanned only where every one of them was; one that was typed or ticked makes it `typed`. */
export const entered = z.enum(['scanned', 'typed'])
export type Entered = z.infer<typeof entered>

/** What an event carries of it: nothing where no code was named, or where it was recorded before this was kept. */
export type MaybeEntered = { readonly entered?: Entered }

/** The part of an event that says how its codes were entered. */
export function enteredPart(how: Entered | undefined): MaybeEntered {
  return how === undefined ? {} : { entered: how }
}
