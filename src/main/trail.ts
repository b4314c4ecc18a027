/** The trail as somebody signed in sees it: every entry, and of its parts what their keys open. */
import type { TrailRow } from '../contract/replies.ts'
import type { Book } from '../core/books.ts'
import type { ReadableLedger } from './ledger/ledger.ts'
import type { Seal } from './vault/seal.ts'

/** So many entries before this one; the newest without. */
export type TrailPage = { readonly before?: number | undefined; readonly limit: number }

/** Entries, newest first. Of the allocation book only the kinds of its events. */
export function trail(
  ledger: ReadableLedger,
  seal: Seal,
  { before, limit }: TrailPage,
): { rows: TrailRow[]; total: number } {
  const total = ledger.head().seq
  const last = Math.min(total, (before ?? total + 1) - 1)
  const from = Math.max(1, last - limit + 1)
  if (last < 1) return { rows: [], total }
  const rows = ledger.entries({ from, limit: last - from + 1 }).map(
    (entry): TrailRow => ({
      seq: entry.seq,
      at: entry.at,
      member: entry.member,
      meaning: entry.meaning,
      ...(entry.witness === null ? {} : { witness: entry.witness }),
      hash: Buffer.from(entry.hash).toString('hex'),
      parts: entry.parts.map(({ book, generation, box }) => {
        const events = seal.open(book, entry.seq, generation, box)
        return events === undefined ? { book } : { book, events: readable(book, events as { type: string }[]) }
      }),
    }),
  )
  return { rows: rows.reverse(), total }
}

/** Events as the trail shows them: scalars only, and nothing of the allocation book but the kind. */
function readable(book: Book, events: readonly { readonly type: string }[]): { type: string }[] {
  return events.map((event) =>
    book === 'allocation'
      ? { type: event.type }
      : (Object.fromEntries(Object.entries(event).filter(([, value]) => typeof value !== 'object')) as {
          type: string
        }),
  )
}
