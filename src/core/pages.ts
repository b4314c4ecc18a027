/** Lists come in pages: what asks for one, what one is, and how it is cut. */
import { z } from 'zod'

/** Which rows of a list are wanted: so many, from this place on. */
export const page = { offset: z.int().min(0).max(1_000_000), limit: z.int().min(1).max(200) }

/** Some rows of a list, and how many there are in all. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number }

/** The rows that are wanted, made from what they stand for. */
export function paged<From, Row>(
  all: readonly From[],
  { offset, limit }: { offset: number; limit: number },
  toRow: (from: From) => Row,
): Page<Row> {
  return { rows: all.slice(offset, offset + limit).map(toRow), total: all.length }
}
