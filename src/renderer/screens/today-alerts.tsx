import { Button, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Alert } from '../../core/alerts.ts'
import { useStatus } from '../api.ts'
import { digits } from '../moments.ts'
import { type Place, useNavigate } from '../navigation.tsx'
import { useBoth, useLanguage } from '../parts/language.ts'
import { useSaid } from './participant-words.ts'
import classes from './today.module.css'

/** The screen on which an alert is answered. */
export function placeOfAlert(alert: Alert): Place {
  switch (alert.kind) {
    case 'stock_few':
      return { screen: 'lots' }
    case 'spare_few':
      return { screen: 'readiness' }
    case 'tests_unstated':
      return { screen: 'settings' }
    default:
      return { screen: 'lot', about: alert.about }
  }
}

/** What the stock asks for: what it is, what to do about it, and the way there. */
export function Alerts({ alerts }: { alerts: readonly Alert[] }) {
  const { t } = useTranslation('work')
  const navigate = useNavigate()
  const words = useAlertWords()
  if (alerts.length === 0) return null
  return (
    <section aria-label={t('alerts.title')}>
      <Title order={2} size="h4" className={classes.heading}>
        {t('alerts.title')}
      </Title>
      <ul className={classes.rows}>
        {alerts.map((alert) => (
          <li key={`${alert.kind} ${alert.about}`} className={classes.untimed} data-alert={alert.kind}>
            <div>
              <Text fw={600}>{words(alert, 'title')}</Text>
              <Text size="sm" className="quiet">
                {words(alert, 'why')}
              </Text>
            </div>
            <Button variant="default" onClick={() => navigate(placeOfAlert(alert))}>
              {words(alert, 'act')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** An alert in words, with its lot, day, product and number. */
export function useAlertWords(): (alert: Alert, part: 'title' | 'why' | 'act') => string {
  const { t } = useTranslation('work')
  const language = useLanguage()
  const both = useBoth()
  const said = useSaid()
  const settings = useStatus()?.settings
  return (alert, part) => {
    const values: Record<string, string> = {}
    if ('lotNumber' in alert) values['lot'] = alert.lotNumber
    if ('on' in alert && alert.on !== undefined) values['on'] = said.day(alert.on)
    if ('doses' in alert) values['doses'] = digits(alert.doses, language)
    if ((alert.kind === 'stock_few' || alert.kind === 'tests_unstated') && settings !== undefined)
      values['product'] = both(settings.arms[alert.about].product)
    return t(`alerts.${alert.kind}.${part}`, values)
  }
}
