import { useTranslation } from 'react-i18next'
import { useAnswer, useStatus } from '../api.ts'
import { type ScreenName, useNavigate, usePlace } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import classes from './rail.module.css'
import { railOf } from './rail-items.ts'

/** A detail belongs to the list that it was opened from. */
const listOf: Partial<Record<ScreenName, ScreenName>> = {
  participant: 'participants',
  prepare: 'participants',
  verify: 'participants',
  syringe: 'syringes',
  lot: 'lots',
  worksheets: 'lots',
  temperature_log: 'temperature',
}

/** What this role has, with a count where something waits. */
export function Rail() {
  const { t } = useTranslation('shell')
  const place = usePlace()
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const { answer } = useAnswer<'Today'>({ type: 'Today' })
  if (role === undefined) return null
  const tasks = answer?.tasks ?? []
  const here = listOf[place.screen] ?? place.screen
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      {railOf(role).map(({ screen, icon: Icon, tasks: kinds }) => {
        const waiting = screen === 'today' ? tasks.length : tasks.filter((task) => kinds?.includes(task.kind)).length
        return (
          <button
            key={screen}
            type="button"
            className={classes.item}
            aria-current={here === screen ? 'page' : undefined}
            onClick={() => navigate({ screen })}
            title={t(`screen.${screen}`)}
          >
            <Icon size={22} stroke={1.7} aria-hidden />
            <span className={classes.label}>{t(`screen.${screen}`)}</span>
            {waiting === 0 ? null : (
              <span className={classes.count} title={t('rail.waiting', { count: waiting })}>
                <Count value={waiting} />
              </span>
            )}
          </button>
        )
      })}
    </nav>
  )
}
