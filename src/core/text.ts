/**
 * Text that people type: trimmed, bounded, and free of characters that change what a reader sees.
 */
import { z } from 'zod'

// Control characters; the bidirectional marks, embeddings, overrides and isolates that can make one text look like another;
// what takes no room between two letters (the joiners of Persian aside); separators of lines; tags; halves of a character.
const unreadable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point.
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Surrogate}]/u

/** True where a reader sees every character that the text has. */
export function isReadable(text: string): boolean {
  return !unreadable.test(text)
}

/** An id or a code as it comes over the bridge: short, and nothing in it that a reader would not see. */
export const identifier = z
  .string()
  .max(40)
  .refine((text) => isReadable(text) && !/[\n\t]/.test(text), 'unreadable_characters')

/** The text without what a reader would not see, and how many characters that were; line feeds and tabs stay. */
export function cleaned(text: string): { readonly text: string; readonly removed: number } {
  const without = text.replace(new RegExp(unreadable, 'gu'), '')
  return { text: without, removed: [...text].length - [...without].length }
}

/** The text without such characters; for a place where nothing may be refused that was typed in an emergency. */
export function withoutUnreadable(text: string): string {
  return cleaned(text).text.trim()
}

/** One line of typed text, 1 to `maximum` characters once trimmed. */
export function line(maximum: number, minimum = 1) {
  return z
    .string()
    .trim()
    .min(minimum)
    .max(maximum)
    .refine((text) => isReadable(text) && !/[\n\t]/.test(text), 'unreadable_characters')
}

/** Several lines of typed text. */
export function paragraph(maximum: number, minimum = 1) {
  return z.string().trim().min(minimum).max(maximum).refine(isReadable, 'unreadable_characters')
}

/** A text in both of the product's languages; neither may be missing. */
export function both(maximum: number) {
  return z.strictObject({ en: line(maximum), fa: line(maximum) })
}

/** A text in English and Persian. */
export type Both = { readonly en: string; readonly fa: string }

const persianZero = 0x06f0
const arabicZero = 0x0660

/** A decimal number as Persian writes it: its digits and the point between them; everything else as it stands. */
export function persianNumber(text: string): string {
  return text
    .replace(/(\d)\.(?=\d)/g, '$1٫')
    .replace(/\d/g, (digit) => String.fromCharCode(persianZero + Number(digit)))
}

/** Persian and Arabic digits as Latin ones; everything else as it stands. */
export function latinDigits(text: string): string {
  return text.replace(/[\u06F0-\u06F9\u0660-\u0669]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= persianZero ? persianZero : arabicZero))
  })
}

/** The initials of a name, as somebody signs a line with them; a title such as `Dr.` is left out. */
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s\u200C-]+/)
    .filter((word) => /^\p{L}/u.test(word) && !/^(dr|prof|mr|mrs|ms|دکتر)\.?$/iu.test(word))
  const isLatin = words.every((word) => /^\p{Script=Latin}/u.test(word))
  return words.map((word) => [...word][0] ?? '').join(isLatin ? '' : '. ')
}
