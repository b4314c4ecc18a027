/**
 * Text on its way to paper. Whatever people typed is treated as text alone: it can neither become markup nor change
 * the order in which other text is read.
 */

// Marks, embeddings, overrides and isolates of the bidirectional algorithm, and the byte-order mark. The joiners
// U+200C and U+200D stay: Persian needs them.
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point.
const controls = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029]+/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The text without control characters and without characters that reorder their surroundings. Line feeds stay. */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(directionMarks, '').replace(controls, ' ')
}

/** The text as HTML that shows exactly its printable characters. */
export function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A code, number or telephone number, kept left to right and in one piece inside text of either direction. */
export function leftToRight(text: string): string {
  return `<bdi dir="ltr" class="piece">${escapeText(text)}</bdi>`
}
