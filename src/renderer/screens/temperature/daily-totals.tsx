import { Alert, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Limits } from '../../../core/stock/temperature.ts'
import type { DeviceDay } from '../../../core/stock/temperature-events.ts'
import { timeOfMinutes } from '../../moments.ts'
import { useLanguage } from '../../parts/language.ts'
import { Day } from '../../parts/moment.tsx'
import { useCelsius } from './celsius.tsx'
import classes from './daily-totals.module.css'
import tables from './tables.module.css'

/** What a logger tells of each day: from the coldest to the warmest as a bar, and its own minutes beyond its own limits. */
export function DailyTotals({ days, limits }: { days: readonly DeviceDay[]; limits: Limits }) {
  const { t } = useTranslation('temperature')
  const { degrees } = useCelsius()
  const language = useLanguage()
  if (days.length === 0) return null
  const [low, high] = reach(days, limits)
  const clock = (time: string | undefined) => {
    const [hours = 0, minutes = 0] = (time ?? '').split(':').map(Number)
    return time === undefined ? null : (
      <div className="quiet nowrap">{t('days.at', { time: timeOfMinutes(hours * 60 + minutes, language) })}</div>
    )
  }
  const minutes = (count: number | null, alarm: string | undefined) =>
    count === null ? (
      '–'
    ) : (
      <>
        {count === 0 ? (
          <span className="quiet">{t('minutes', { count })}</span>
        ) : (
          <strong>{t('minutes', { count })}</strong>
        )}
        {alarm === undefined ? null : (
          <div>
            {t('days.alarm')}
            {clock(alarm)}
          </div>
        )}
      </>
    )
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('days.title')}
      </Title>
      <Alert color="gray" role="note" title={t('days.only')}>
        {t('days.only_more')}
      </Alert>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('days.day')}</th>
            <th scope="col">{t('days.lowest')}</th>
            <th scope="col" className={classes.range}>
              {t('days.range')}
            </th>
            <th scope="col">{t('days.highest')}</th>
            <th scope="col">{t('days.average')}</th>
            <th scope="col">{t('days.above')}</th>
            <th scope="col">{t('days.below')}</th>
            <th scope="col">{t('days.lost')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.date}>
              <td>
                <Day on={day.date} />
              </td>
              <td>
                {degrees(day.minimum)}
                {clock(day.minimumAt)}
              </td>
              <td>
                <DayBar day={day} limits={limits} low={low} high={high} />
              </td>
              <td>
                {degrees(day.maximum)}
                {clock(day.maximumAt)}
              </td>
              <td>{degrees(day.average)}</td>
              <td>{minutes(day.minutesAbove, day.alarmAboveAt)}</td>
              <td>{minutes(day.minutesBelow, day.alarmBelowAt)}</td>
              <td>
                {day.sensorLostMinutes === undefined ? (
                  '–'
                ) : (
                  <span className={day.sensorLostMinutes === 0 ? 'quiet' : ''}>
                    {t('minutes', { count: day.sensorLostMinutes })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" className="quiet">
        {t('days.range_help')}
      </Text>
    </Stack>
  )
}

type BarProps = { readonly day: DeviceDay; readonly limits: Limits; readonly low: number; readonly high: number }

/** From the coldest on the left to the warmest on the right; what lies beyond a limit is red, the mean a mark. */
function DayBar({ day: { minimum, maximum, average }, limits, low, high }: BarProps) {
  if (minimum === null || maximum === null) return <span className="quiet">–</span>
  const x = (celsius: number) => (100 * (celsius - low)) / (high - low)
  const piece = (from: number, to: number, className: string | undefined) =>
    to > from ? (
      <rect className={className} x={x(from)} width={Math.max(0.8, x(to) - x(from))} y="5" height="8" />
    ) : null
  const [from, to] = [Math.max(minimum, limits.low ?? minimum), Math.min(maximum, limits.high ?? maximum)]
  return (
    <svg className={classes.bar} viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden>
      {piece(minimum, Math.min(maximum, limits.low ?? minimum), classes.beyond)}
      {piece(from, Math.max(to, from), classes.inside)}
      {piece(Math.max(minimum, limits.high ?? maximum), maximum, classes.beyond)}
      {average === null ? null : <line className={classes.mean} x1={x(average)} x2={x(average)} y1="3" y2="15" />}
      {[limits.low, limits.high].map((limit) =>
        limit === null ? null : (
          <line key={limit} className={classes.limit} x1={x(limit)} x2={x(limit)} y1="0" y2="18" />
        ),
      )}
    </svg>
  )
}

/** From a little under the coldest to a little over the warmest, limits included. */
function reach(days: readonly DeviceDay[], limits: Limits): [number, number] {
  const all = [...days.flatMap(({ minimum, maximum }) => [minimum, maximum]), limits.low, limits.high].filter(
    (one) => one !== null,
  )
  if (all.length === 0) return [0, 1]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const room = Math.max(0.5, (high - low) * 0.05)
  return [low - room, high + room]
}
