/** The second person of an act: somebody else, of another role, who holds the same records and gave their own secret. */
import { type Book, booksOf, type Role } from './books.ts'
import type { Context } from './context.ts'
import type { Member } from './registry/book.ts'
import { accept, type Result, refuse } from './result.ts'
import type { Session } from './session.ts'

/** Inspectors look on and take no part; whoever holds no key of the book must not see what is signed (A5, P15). */
function mayStandBeside(role: Role, signer: Role, book: Book): boolean {
  const inspects = role === 'blinded_inspector' || role === 'unblinded_inspector'
  return role !== signer && !inspects && booksOf(role).includes(book)
}

/** The second person where they may be one; refused where nobody gave a secret, or somebody who may not. */
export function secondOf(session: Session, { witness }: Context, book: Book, only?: Role): Result<Member> {
  if (witness === undefined) return refuse('witness_needed', { field: 'witness' })
  const fits = mayStandBeside(witness.role, session.member.role, book) && (only === undefined || witness.role === only)
  return fits ? accept(witness) : refuse('witness_not_fit', { field: 'witness' })
}
