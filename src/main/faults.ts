/** Faults: what neither a rule nor a malformed request explains. Caught once, numbered, and said without any content. */
import type { Fault } from '../contract/replies.ts'
import { type Refused, refuse } from '../core/result.ts'
import { LedgerFault, type LedgerFaultCode } from './ledger/fault.ts'
import { freshFaultNumber } from './study-tools.ts'
import type { Dice } from './vault/dice.ts'

/** Faults of the file that a person can do something about; nothing was written. */
const answered: Partial<Record<LedgerFaultCode, Refused>> = {
  disk_full: refuse('disk_full'),
  read_only: refuse('file_not_writable'),
  vanished: refuse('file_not_found'),
  damaged: refuse('file_damaged'),
  head_moved: refuse('file_changed_elsewhere'),
  not_writable: refuse('read_only'),
}

/** The refusal that says what happened to the file, where there is one. */
export function refusalOf(error: unknown): Refused | undefined {
  return error instanceof LedgerFault ? answered[error.code] : undefined
}

/** Numbers a fault and logs where it came from. The log gets the name and the places in the code, never a message. */
export function report(error: unknown, dice: Dice): Fault {
  const number = freshFaultNumber(dice)
  const kind = error instanceof LedgerFault ? 'file' : 'program'
  const name = error instanceof LedgerFault ? error.message : error instanceof Error ? error.name : typeof error
  // The message is cut out first: a line of it may look like a place.
  const places = error instanceof Error ? (error.stack ?? '').replace(error.message, '').split('\n') : []
  console.error(`Fault ${number} (${name})\n${places.filter((line) => /^\s+at /.test(line)).join('\n')}`)
  return { number, kind }
}
