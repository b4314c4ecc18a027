import { useTranslation } from 'react-i18next'
import { digits } from '../moments.ts'
import { useLanguage } from './language.ts'

/** A whole number in the digits of the language. */
export function Count({ value }: { value: number }) {
  return <bdi>{digits(value, useLanguage())}</bdi>
}

/** A volume in millilitres with three decimals, and the microlitres that are recorded. */
export function Volume({ microlitres }: { microlitres: number }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const three = { minimumFractionDigits: 3, maximumFractionDigits: 3 }
  return (
    <span className="nowrap">
      <bdi>{t('amount.millilitres', { volume: digits(microlitres / 1000, language, three) })}</bdi>{' '}
      <bdi className="quiet">({t('amount.microlitres', { volume: digits(microlitres, language) })})</bdi>
    </span>
  )
}
