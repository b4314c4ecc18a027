import { useTranslation } from 'react-i18next'
import type { Entered, MaybeEntered } from '../../core/entered.ts'
import type { Fact } from './facts.tsx'

/** Beside an act that named codes: whether they were scanned or entered by hand (P7). */
export function EnteredMark({ entered }: MaybeEntered) {
  const { t } = useTranslation('common')
  return entered === undefined ? null : <span className="quiet"> · {t(`entered.${entered}`)}</span>
}

/** The same as a fact that is read back before it is signed. */
export function useEnteredFact(): (entered: Entered) => Fact {
  const { t } = useTranslation('common')
  return (entered) => ({ label: t('entered.label'), value: t(`entered.${entered}`) })
}
