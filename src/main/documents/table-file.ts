/**
 * A table as a file for other programs: comma-separated values (RFC 4180) in UTF-8, with a mark by which spreadsheets
 * know that it is.
 *
 * What people typed stays text. A cell that a spreadsheet would take for a formula gets an apostrophe in front, and one
 * that began with an apostrophe before that gets another, so that nothing is lost and everything can be read back.
 */

const byteOrderMark = '\uFEFF'
const takenForFormula = /^'*[=+\-@\t\r]/

/** The bytes of a table, its heads first. */
export function tableFile(heads: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const lines = [heads, ...rows].map((cells) => cells.map(cell).join(','))
  return new TextEncoder().encode(`${byteOrderMark}${lines.join('\r\n')}\r\n`)
}

function cell(text: string): string {
  const safe = takenForFormula.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
