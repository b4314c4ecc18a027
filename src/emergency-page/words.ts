/** The words of the page, in both languages; the same dictionaries as the application's. */
import english from '../renderer/i18n/en/page.json'
import persian from '../renderer/i18n/fa/page.json'

/** English and Persian. */
export type Language = 'en' | 'fa'

type Words = typeof english
/** The names of the words. */
export type Word = keyof Words

const words: Record<Language, Words> = { en: english, fa: persian }
const digits: Record<Language, Intl.NumberFormat> = {
  en: new Intl.NumberFormat('en', { useGrouping: false }),
  fa: new Intl.NumberFormat('fa-IR', { useGrouping: false }),
}

/** A number in the digits of the language. */
export function number(value: number, language: Language): string {
  return digits[language].format(value)
}

/** The words of a name, with what they quote. */
export function say(language: Language, word: Word, values: Readonly<Record<string, string | number>> = {}): string {
  return words[language][word].replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    return typeof value === 'number' ? number(value, language) : value
  })
}

/** The language of the system, where it is one of the two. */
export function languageAtFirst(): Language {
  return navigator.language.startsWith('fa') ? 'fa' : 'en'
}
