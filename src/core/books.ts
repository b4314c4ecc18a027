/**
 * The four books, the roles, and which role holds the key of which book.
 *
 * Knows: names only. Promises: what a role may read is decided by this one table; there is no other.
 * Source: ICH E6(R3) 4.1.1 (a role without the key cannot learn an arm).
 */
export const books = ['registry', 'clinic', 'stock', 'allocation'] as const
/** One of the four books of the ledger. */
export type Book = (typeof books)[number]

export const roles = [
  'pharmacist',
  'checker',
  'qa',
  'pi',
  'deputy_pi',
  'theatre',
  'blinded_inspector',
  'unblinded_inspector',
  'administrator',
] as const
/** What a member does in the trial. A member has exactly one role; a second duty is a second login. */
export type Role = (typeof roles)[number]

const booksByRole: Record<Role, readonly Book[]> = {
  pharmacist: ['registry', 'clinic', 'stock', 'allocation'],
  checker: ['registry', 'clinic', 'stock', 'allocation'],
  qa: ['registry', 'stock'],
  pi: ['registry', 'clinic'],
  deputy_pi: ['registry', 'clinic'],
  theatre: ['registry', 'clinic'],
  blinded_inspector: ['registry', 'clinic'],
  unblinded_inspector: ['registry', 'clinic', 'stock', 'allocation'],
  administrator: ['registry'],
}

/** The books whose keys a role holds. */
export function booksOf(role: Role): readonly Book[] {
  return booksByRole[role]
}

/** True where the role can never learn an arm from the file: it lacks the allocation book's key. */
export function isBlinded(role: Role): boolean {
  return !booksByRole[role].includes('allocation')
}

/** The roles in whose work codes are scanned: of vials, syringes, receipts and cards. */
const scanning: readonly Role[] = ['pharmacist', 'checker', 'qa', 'pi', 'deputy_pi', 'theatre']

/** True where the role's work asks for codes, so that they may be read with the camera. */
export function readsCodes(role: Role): boolean {
  return scanning.includes(role)
}

/** True where the role may break the blind of one participant in an emergency. */
export function mayBreak(role: Role): boolean {
  return role === 'pi' || role === 'deputy_pi'
}
