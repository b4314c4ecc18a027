import { useTranslation } from 'react-i18next'
import type { TrailRow } from '../../contract/replies.ts'
import { groupCode } from '../../core/codes.ts'
import { clockTime, dateInBoth, digits } from '../moments.ts'
import { useLanguage, useTimeZone } from '../parts/language.ts'
import { useName } from '../parts/person.tsx'

type Event = Readonly<Record<string, unknown>> & { readonly type: string }
type Words = { readonly readable: readonly string[]; readonly sealed: readonly string[] }

/** Ids of members that an event quotes; they are shown as names. */
const people = new Set(['memberId', 'by', 'to'])
/** Values that stand for words of ours. */
const named: Readonly<Record<string, string>> = {
  role: 'common:role',
  why: 'trail:why',
  answer: 'trail:answer',
  document: 'trail:document',
  occasion: 'trail:occasion',
  entered: 'common:entered',
  became: 'trail:labelEnd',
}

/** An entry in words: what this person's keys open, and the books that stay sealed for them. */
export function useTrailWords(): (row: TrailRow) => Words {
  const { t } = useTranslation(['trail', 'common'])
  const language = useLanguage()
  const timeZone = useTimeZone()
  const nameOf = useName()
  const said = (name: string, value: unknown): string => {
    if (typeof value === 'number') return digits(value, language)
    const text = String(value)
    if (people.has(name)) return nameOf(text)
    if (named[name] !== undefined) return t(`${named[name]}.${text}`)
    if (name.endsWith('Code')) return groupCode(text)
    if (/^\d{4}-\d{2}-\d{2}T/.test(text))
      return `${dateInBoth(text, language, timeZone).first} ${clockTime(text, language, timeZone)}`
    return text
  }
  const wordsOf = (event: Event): string => {
    const values: Record<string, string> = {}
    // A clinician who read is no member: there the name stands as it was typed.
    const outside = event.type === 'ArmShown' && event['office'] !== undefined
    for (const [name, value] of Object.entries(event))
      if (name !== 'type') values[name] = outside && name === 'to' ? String(value) : said(name, value)
    const forReader = event.type === 'BlindBroken' && event['office'] !== undefined
    const key = outside ? 'ArmRead' : forReader ? 'BlindBrokenForReader' : event.type
    const words = t(`event.${key}`, values)
    return event['entered'] === undefined ? words : t('entered', { words, entered: values['entered'] })
  }
  return ({ parts }) => ({
    readable: parts.flatMap(({ events }) => (events ?? []).map((event) => wordsOf(event as Event))),
    sealed: parts.flatMap(({ book, events }) => (events === undefined ? [t(`common:book.${book}`)] : [])),
  })
}
