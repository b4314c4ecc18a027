/** How codes came into the record, in the words of every paper: by a scanner, or by hand (P7). */
import type { Entered } from '../../core/entered.ts'
import type { Both } from '../../core/text.ts'

/** Of one code, or of what was named before. */
export const enteredWords: Readonly<Record<Entered, Both>> = {
  scanned: { en: 'scanned', fa: 'اسکن‌شده' },
  typed: { en: 'entered by hand', fa: 'واردشده با دست' },
}

/** Of the codes of a line. */
export function codesEntered(how: Entered): Both {
  const { en, fa } = enteredWords[how]
  return { en: `codes ${en}`, fa: `کدها ${fa}` }
}
