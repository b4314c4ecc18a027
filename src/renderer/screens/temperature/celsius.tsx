import { useTranslation } from 'react-i18next'
import type { Limits } from '../../../core/stock/temperature.ts'
import { digits } from '../../moments.ts'
import { useLanguage } from '../../parts/language.ts'

/** Keeps a minus and its number together in a sentence that runs the other way. */
function isolated(text: string): string {
  return `\u2066${text}\u2069`
}

/** A name in its own direction, for a sentence that quotes it. */
export function named(name: string): string {
  return `\u2068${name}\u2069`
}

/** Degrees and limits as text, in the digits of the language. */
export function useCelsius() {
  const { t } = useTranslation('temperature')
  const language = useLanguage()
  const degrees = (value: number | null) =>
    value === null
      ? '–'
      : isolated(
          t('celsius', {
            degrees: digits(value, language, { minimumFractionDigits: 1, maximumFractionDigits: 2 }),
          }),
        )
  const limits = ({ low, high }: Limits) => {
    if (low === null) return t('places.at_most', { high: degrees(high) })
    if (high === null) return t('places.at_least', { low: degrees(low) })
    return t('places.between', { low: degrees(low), high: degrees(high) })
  }
  return { degrees, limits }
}
