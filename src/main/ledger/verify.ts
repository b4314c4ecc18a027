/**
 * Verifying the whole trail, with no key and no secret, on two threads.
 *
 * Knows: public keys and sealed content. Promises: every number, predecessor, keyring row, hash, sign-in and signature
 * of the file was checked, or the first bad entry is named.
 *
 * Signatures cost many times more than anything else, so the entries are dealt out in spans; each worker has its own
 * reading connection, takes the next span that is left, and starts from the hash stored before it, which whoever has
 * the span before compares with the one it computes.
 */
import type { BadEntry } from './diagnose.ts'
import type { Head } from './head.ts'

/** What verifying found. `entries` is the number of entries in the file, or of those found good before the bad one. */
export type Verification =
  | { readonly ok: true; readonly entries: number; readonly head: Head }
  | { readonly ok: false; readonly entries: number; readonly bad: BadEntry }
  | { readonly ok: false; readonly cancelled: true }
