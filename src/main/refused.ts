/** Why a file did not open: what the ledger says, as a refusal. */
import { type Refused, refuse } from '../core/result.ts'
import type { openLedger } from './ledger/ledger.ts'

/** A file that did not open. */
export function openRefused(opening: Exclude<ReturnType<typeof openLedger>, { ok: true }>): Refused {
  switch (opening.refused) {
    case 'held':
      return refuse('file_in_use', {
        values: {
          user: opening.holder?.user ?? '?',
          host: opening.holder?.host ?? '?',
          since: opening.holder?.since ?? '',
        },
      })
    case 'newer_format':
      return refuse('file_newer', { values: { format: opening.format } })
    case 'missing':
      return refuse('file_not_found')
    case 'not_a_ledger':
      return refuse('file_not_counterseal')
    case 'unreadable':
      return refuse('file_damaged')
  }
}
