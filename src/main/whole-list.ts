/** The opened list on its way out of the program: on paper, or as a table for other programs. */
import type { ListRow } from '../core/closing/answers.ts'
import type { Answers } from '../core/questions.ts'
import { accept, type Result } from '../core/result.ts'
import type { PrintOccasion } from './documents/document.ts'
import type { PrintFonts } from './documents/fonts.ts'
import type { PrintPage } from './documents/print-page.ts'
import { tableFile } from './documents/table-file.ts'
import { wholeList } from './documents/whole-list.ts'
import type { Study } from './study.ts'

/** The name of the table's file; it says what it is wherever it lies. */
export const tableName = 'UNBLINDED allocation list.csv'

const pageRows = 200

/** All rows, asked for like everything else; refused where the list was not opened in this sign-in. */
export function listRows(study: Study): Result<readonly ListRow[]> {
  const rows: ListRow[] = []
  for (;;) {
    const asked = study.ask({ type: 'WholeList', offset: rows.length, limit: pageRows })
    if (!asked.ok) return asked
    const page = asked.value as Answers['WholeList']
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= page.total) return accept(rows)
  }
}

/** The list as a table: one row for each number. */
export function listTable(rows: readonly ListRow[]): Uint8Array {
  return tableFile(
    ['number', 'enrolled', 'arm', 'product', 'lots'],
    rows.map(({ number, enrolled, armName, product, lotNumbers }) => {
      return [String(number), enrolled ? 'yes' : 'no', armName, product.en, lotNumbers.join('; ')]
    }),
  )
}

/** The list on paper, with who opened it and why. */
export function listPage(
  rows: readonly ListRow[],
  end: Answers['EndOfTrial'],
  names: ReadonlyMap<string, string>,
  occasion: PrintOccasion,
  fonts: PrintFonts,
): PrintPage {
  const [latest] = end.openings
  const people = latest?.people.map((memberId) => names.get(memberId) ?? memberId) ?? []
  return wholeList({ rows, people, reference: latest?.reference ?? '' }, occasion, fonts)
}
