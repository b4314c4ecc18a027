// The words of the interface, as the screens say them: the same dictionaries, the same formats.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInstance, type i18n } from 'i18next'
import { isFull } from '../support/extent.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../src/renderer/i18n')

/** The languages of the interface. */
export const languages = ['en', 'fa'] as const

/** Both languages before a release; every day the one of what takes long and is the same way in the other. */
export function languagesToday(everyDay: Language): readonly Language[] {
  return isFull ? languages : [everyDay]
}
/** A language of the interface. */
export type Language = (typeof languages)[number]

const speakers = new Map<Language, i18n>()

function speakerOf(language: Language): i18n {
  const known = speakers.get(language)
  if (known !== undefined) return known
  const files = readdirSync(join(folder, language)).filter((file) => file.endsWith('.json'))
  const words = Object.fromEntries(
    files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, language, file), 'utf8'))]),
  )
  const made = createInstance()
  void made.init({
    resources: { [language]: words },
    lng: language,
    fallbackLng: false,
    ns: Object.keys(words),
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  speakers.set(language, made)
  return made
}

/** What the interface says under a key. A key that does not exist is a mistake of the test, and is thrown. */
export function words(
  language: Language,
  namespace: string,
  key: string,
  values: Record<string, unknown> = {},
): string {
  const speaker = speakerOf(language)
  if (!speaker.exists(`${namespace}:${key}`, values)) throw new Error(`no words: ${language} ${namespace}:${key}`)
  return speaker.t(`${namespace}:${key}`, values)
}

/** Text as it is looked for in a page: exactly, whatever signs stand in it. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
