import { useTranslation } from 'react-i18next'
import type { LoggerImportRow } from '../../../core/stock/temperature-answers.ts'
import { useSaid } from '../participant-words.ts'
import { named, useCelsius } from './celsius.tsx'

/** What a curve says, in sentences, for whoever does not see it. */
export function useSummary() {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  const { degrees, limits } = useCelsius()
  return ({
    storagePlace,
    from,
    to,
    summary,
    limits: its,
  }: Pick<LoggerImportRow, 'storagePlace' | 'from' | 'to' | 'summary' | 'limits'>) =>
    t('chart.summary', {
      place: named(storagePlace),
      from: said.moment(from),
      to: said.moment(to),
      rows: said.count(summary.rows),
      missing: said.count(summary.missing),
      lowest: degrees(summary.minimum),
      highest: degrees(summary.maximum),
      limits: limits(its),
      above: said.count(Math.round(summary.minutesAbove)),
      below: said.count(Math.round(summary.minutesBelow)),
    })
}
