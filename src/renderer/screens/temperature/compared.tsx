import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ComparedDay } from '../../../core/stock/device-comparison.ts'
import { Day } from '../../parts/moment.tsx'
import { useSaid } from '../participant-words.ts'
import classes from './tables.module.css'

/** What the logger counted itself beside what its readings say; nothing where it counts nothing. */
export function Compared({ days }: { days: readonly ComparedDay[] }) {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  if (days.length === 0) return null
  const differing = days.filter(({ deviceMinutes, ourMinutes }) => deviceMinutes !== ourMinutes).length
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('compared.title')}
      </Title>
      <Text>{differing === 0 ? t('compared.agrees') : t('compared.differs', { count: differing })}</Text>
      {differing === 0 ? null : <Text className="quiet">{t('compared.why')}</Text>}
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('compared.day')}</th>
            <th scope="col">{t('compared.side')}</th>
            <th scope="col" className={classes.number}>
              {t('compared.device')}
            </th>
            <th scope="col" className={classes.number}>
              {t('compared.ours')}
            </th>
            <th scope="col" className={classes.number}>
              {t('compared.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, side, deviceMinutes, ourMinutes }) => {
            const difference = ourMinutes - deviceMinutes
            return (
              <tr key={`${date}${side}`} data-differs={difference !== 0}>
                <td>
                  <Day on={date} />
                </td>
                <td>{t(`side.${side}`)}</td>
                <td className={classes.number}>{t('minutes', { count: deviceMinutes })}</td>
                <td className={classes.number}>{t('minutes', { count: ourMinutes })}</td>
                <td className={classes.number}>
                  {difference === 0 ? (
                    <span className="quiet">{t('compared.same')}</span>
                  ) : (
                    <strong>
                      <bdi dir="ltr">
                        {difference > 0 ? '+' : '−'}
                        {said.count(Math.abs(difference))}
                      </bdi>
                    </strong>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Stack>
  )
}
