/** What can go wrong with the file itself; see `LedgerFault`. */
export const ledgerFaultCodes = [
  /** The disk has no room. Nothing was written. */
  'disk_full',
  /** The file or its folder may not be written. Nothing was written. */
  'read_only',
  /** The file is no longer at its place, or another lies there. Nothing was written. */
  'vanished',
  /** Reading or writing failed. The ledger takes nothing more until it is opened again. */
  'disk_failed',
  /** The file is not a sound database. */
  'damaged',
  /** Somebody else appended: the expected head is not the head. Nothing was written. */
  'head_moved',
  /** The ledger was opened for reading, or an earlier fault closed it for writing. */
  'not_writable',
  /** A draft breaks the rules of the file (a book twice, a witness who is the signer). Nothing was written. */
  'draft_unfit',
  /** The database refused for another reason. */
  'refused',
] as const
/** One of the named faults of the ledger. */
export type LedgerFaultCode = (typeof ledgerFaultCodes)[number]

/** A fault of the file or the disk; thrown, caught once, numbered. Its text holds no content of any entry. */
export class LedgerFault extends Error {
  readonly code: LedgerFaultCode
  constructor(code: LedgerFaultCode, options?: { cause?: unknown }) {
    super(`ledger: ${code}`, options)
    this.name = 'LedgerFault'
    this.code = code
  }
}

/** The fault behind an error of SQLite or of the file system; a `LedgerFault` is handed back as it is. */
export function faultOf(error: unknown): LedgerFault {
  if (error instanceof LedgerFault) return error
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  return new LedgerFault(codeOf(code), { cause: error })
}

function codeOf(code: string): LedgerFaultCode {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'disk_full'
  if (code === 'SQLITE_READONLY_DBMOVED' || code === 'ENOENT') return 'vanished'
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return 'read_only'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'damaged'
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code === 'EIO') return 'disk_failed'
  return 'refused'
}
