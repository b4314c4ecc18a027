import { useTranslation } from 'react-i18next'
import type { Both } from '../../core/text.ts'
import { useStatus } from '../api.ts'
import { type Language, languageNow } from '../i18n/index.ts'

/** The language of the screen; the screen is drawn anew when it is switched. */
export function useLanguage(): Language {
  useTranslation()
  return languageNow()
}

/** The site's time zone; until a study is open, the zone of this machine. */
export function useTimeZone(): string {
  const settings = useStatus()?.settings
  return settings?.study.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** A text of the study in the language of the screen. */
export function useBoth(): (text: Both) => string {
  const language = useLanguage()
  return (text) => text[language]
}
