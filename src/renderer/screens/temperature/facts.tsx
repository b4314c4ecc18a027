import { useTranslation } from 'react-i18next'
import type { LoggerLook } from '../../../core/stock/temperature-answers.ts'
import type { Fact } from '../../parts/facts.tsx'
import { Moment } from '../../parts/moment.tsx'
import { useCelsius } from './celsius.tsx'

type Log = Pick<
  LoggerLook,
  'device' | 'serial' | 'from' | 'to' | 'summary' | 'limits' | 'limitsOf' | 'allowedMinutes'
> & {
  readonly dayCount?: number | undefined
}

/** What a logger file says, as facts to read back. */
export function useLogFacts(): (log: Log) => Fact[] {
  const { t } = useTranslation('temperature')
  const { degrees, limits } = useCelsius()
  return (log) => {
    const { summary } = log
    const minutes = (count: number) => t('minutes', { count: Math.round(count) })
    return [
      { label: t('look.device'), value: <bdi>{log.device === '' ? t('look.no_serial') : log.device}</bdi> },
      {
        label: t('look.serial'),
        value: log.serial === '' ? t('look.no_serial') : <bdi className="ltr">{log.serial}</bdi>,
      },
      {
        label: t('look.time'),
        value: (
          <span>
            <Moment at={log.from} plain /> – <Moment at={log.to} plain />
          </span>
        ),
      },
      log.dayCount === undefined
        ? { label: t('look.rows'), value: t('look.rows_missing', { rows: summary.rows, missing: summary.missing }) }
        : { label: t('look.days'), value: t('days.count', { count: log.dayCount }) },
      { label: t('look.lowest'), value: degrees(summary.minimum) },
      { label: t('look.highest'), value: degrees(summary.maximum) },
      {
        label: t('look.mean'),
        value: log.dayCount === undefined ? degrees(summary.meanKineticTemperature) : t('days.no_mean'),
      },
      {
        label: t('look.limits'),
        value: (
          <span>
            {limits(log.limits)}
            <br />
            <span className="quiet">{t(`look.limits_of_${log.limitsOf}`)}</span>
            {log.allowedMinutes === 0 ? null : (
              <>
                <br />
                <span className="quiet">{t('places.allowed', { count: log.allowedMinutes })}</span>
              </>
            )}
          </span>
        ),
      },
      { label: t('look.above'), value: minutes(summary.minutesAbove) },
      { label: t('look.below'), value: minutes(summary.minutesBelow) },
    ]
  }
}
