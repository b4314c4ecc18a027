import { useTranslation } from 'react-i18next'
import type { Instant, IsoDate } from '../../core/time.ts'
import { useNow } from '../api.ts'
import { clockTime, dateInBoth, dayInBoth, type InBoth, minutesUntil, zoneName } from '../moments.ts'
import { useLanguage, useTimeZone } from './language.ts'
import classes from './moment.module.css'

function BothCalendars({ both, time }: { both: InBoth; time?: string }) {
  return (
    <span className={classes.both}>
      <span className={classes.first}>
        <bdi>{both.first}</bdi>
        {time === undefined ? null : <bdi className={classes.time}>{time}</bdi>}
      </span>
      <bdi className={classes.second}>{both.second}</bdi>
    </span>
  )
}

/** A calendar day, in both calendars. */
export function Day({ on }: { on: IsoDate }) {
  return <BothCalendars both={dayInBoth(on, useLanguage())} />
}

/** An instant: relative within an hour, otherwise the site's date and time in both calendars. `plain` is never relative. */
export function Moment({ at, plain = false }: { at: Instant; plain?: boolean }) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const timeZone = useTimeZone()
  const now = useNow(10_000)
  const time = clockTime(at, language, timeZone)
  const both = dateInBoth(at, language, timeZone)
  const minutes = minutesUntil(at, now)
  const title = `${both.first} (${both.second}) ${time}, ${zoneName(timeZone, language)}`
  if (plain || Math.abs(minutes) >= 60) {
    return (
      <time dateTime={at} title={title}>
        <BothCalendars both={both} time={time} />
      </time>
    )
  }
  const relative =
    minutes === 0 || minutes === -1
      ? t('moment.now')
      : minutes > 0
        ? t('moment.in', { count: minutes })
        : t('moment.ago', { count: -minutes - 1 })
  return (
    <time dateTime={at} title={title} className="nowrap">
      {t('moment.relative', { relative, time })}
    </time>
  )
}
