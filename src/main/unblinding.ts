/** What can be said of the opening of the whole list: without a key that it was opened, with one that all of them signed. */
import { openingStatement } from '../core/closing/rules.ts'
import type { Meaning } from '../core/context.ts'
import type { RegistryBook } from '../core/registry/book.ts'
import type { ReadableLedger } from './ledger/ledger.ts'
import { signedTogether } from './ledger/together.ts'

/** The meaning by which a file says for ever, in the clear, that its list was opened. */
export const unblinds = 'unblind' satisfies Meaning

/** The first opening whose people did not all sign it, by its entry; undefined where all did. */
export function flawedOpening(ledger: ReadableLedger, registry: RegistryBook): number | undefined {
  return registry.openings.find(({ seq, by, reference, people }) => {
    const statement = openingStatement(reference, [by, ...people.map(({ memberId }) => memberId)])
    return !signedTogether(ledger, seq, { meaning: unblinds, statement }, people)
  })?.seq
}
