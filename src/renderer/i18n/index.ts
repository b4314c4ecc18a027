import { createInstance, type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['en', 'fa'] as const
/** English and Persian: equals, switchable at any time. */
export type Language = (typeof languages)[number]

type Words = Record<string, unknown>
const files = import.meta.glob<Words>('./*/*.json', { eager: true, import: 'default' })

/** Every word of the interface, in both languages, by namespace. */
const resources: Record<string, Record<string, Words>> = {}
for (const [path, words] of Object.entries(files)) {
  const [, language = '', namespace = ''] = /^\.\/(\w+)\/([\w-]+)\.json$/.exec(path) ?? []
  resources[language] ??= {}
  resources[language][namespace] = words
}

/** The one instance that all screens speak through. */
export const i18n: I18n = createInstance()

const remembered = 'counterseal.language'

function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}

/** The language of the screen now. */
export function languageNow(): Language {
  return isLanguage(i18n.language) ? i18n.language : 'en'
}

/** The direction in which a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'fa' ? 'rtl' : 'ltr'
}

/** Starts with the language last used at this desk, or the system's. */
export function startI18n(): void {
  const system = navigator.language.startsWith('fa') ? 'fa' : 'en'
  const last = localStorage.getItem(remembered)
  void i18n.use(initReactI18next).init({
    resources,
    lng: isLanguage(last) ? last : system,
    fallbackLng: false,
    defaultNS: 'common',
    ns: Object.keys(resources.en ?? {}),
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
    // A value that is not known is left out; its placeholder is never shown.
    missingInterpolationHandler: () => '',
  })
  applyToDocument()
  i18n.on('languageChanged', applyToDocument)
}

function applyToDocument(): void {
  const language = languageNow()
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

/** Switches the language and keeps it, for this person where one is signed in. */
export function switchLanguage(language: Language, login?: string): void {
  localStorage.setItem(remembered, language)
  if (login !== undefined) localStorage.setItem(`${remembered}.${login}`, language)
  void i18n.changeLanguage(language)
}

/** The language that this person chose at this desk before. */
export function languageOf(login: string): Language | undefined {
  const last = localStorage.getItem(`${remembered}.${login}`)
  return isLanguage(last) ? last : undefined
}
