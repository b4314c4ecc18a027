import { Badge, Button, Stack, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { LoggerImportRow, StoragePlaceRow } from '../../core/stock/temperature-answers.ts'
import { useAnswer, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { Empty } from '../parts/empty.tsx'
import { Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { useSaid } from './participant-words.ts'
import { useCelsius } from './temperature/celsius.tsx'
import { ImportLog } from './temperature/import-log.tsx'
import { LimitsDialog } from './temperature/limits-dialog.tsx'
import classes from './temperature/tables.module.css'

/** The storage places with their limits, and every logger file that was recorded. */
export function TemperatureScreen() {
  const { t } = useTranslation(['temperature', 'common'])
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const { answer } = useAnswer<'StoragePlaces'>({ type: 'StoragePlaces', offset: 0, limit: 200 })
  const rows = usePaged<LoggerImportRow>({ type: 'LoggerImports' })
  const columns = useColumns()
  const [importing, setImporting] = useState(false)
  const places = answer?.rows ?? []
  const mayImport = role !== undefined && terms.ImportTemperatures.roles.includes(role)
  if (importing)
    return (
      <ImportLog
        places={places}
        onLeave={() => setImporting(false)}
        onDone={(importId, held) => {
          setImporting(false)
          notifications.show({ message: t(held ? 'new.done_held' : 'new.done') })
          navigate({ screen: 'temperature_log', about: importId })
        }}
      />
    )
  return (
    <Screen
      title={t('title')}
      about={t('lead')}
      help={t('help')}
      {...(mayImport && places.length > 0
        ? { primary: <Button onClick={() => setImporting(true)}>{t('import')}</Button> }
        : {})}
    >
      {answer === undefined || rows.loading ? null : places.length === 0 ? (
        <Empty title={t('places.none')} next={t('places.none_next')} />
      ) : (
        <Stack gap="lg">
          <Places places={places} />
          {rows.total === 0 ? (
            <Empty title={t('imports.empty')} next={t('imports.empty_next')} />
          ) : (
            <Stack gap="xs">
              <Title order={2} size="h4">
                {t('imports.count', { count: rows.total })}
              </Title>
              <Table
                label={t('imports.title')}
                columns={columns}
                rows={rows}
                keyOf={(row) => row.importId}
                onOpen={(row) => navigate({ screen: 'temperature_log', about: row.importId })}
                rowHeight={72}
                height={`${Math.min(420, 46 + 72 * rows.total)}px`}
              />
            </Stack>
          )}
        </Stack>
      )}
    </Screen>
  )
}

function Places({ places }: { places: readonly StoragePlaceRow[] }) {
  const { t } = useTranslation('temperature')
  const { limits } = useCelsius()
  const role = useStatus()?.member?.role
  const [stating, setStating] = useState<StoragePlaceRow>()
  const mayState = role !== undefined && terms.StatePlaceLimits.roles.includes(role)
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('places.title')}
      </Title>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('places.place')}</th>
            <th scope="col">{t('places.lots')}</th>
            <th scope="col">{t('places.limits')}</th>
            <th scope="col">{t('places.until')}</th>
            {mayState ? <th aria-label={t('places.state')} /> : null}
          </tr>
        </thead>
        <tbody>
          {places.map((place) => (
            <tr key={place.storagePlace}>
              <td>
                <bdi>{place.storagePlace}</bdi>
              </td>
              <td>
                <Count value={place.lotCount} />
              </td>
              <td>
                {place.limits === undefined ? (
                  <span className="quiet">{t('places.device_limits')}</span>
                ) : (
                  <span>
                    {limits(place.limits.limits)}
                    {place.limits.allowedMinutes === 0 ? null : (
                      <span className="quiet"> · {t('places.allowed', { count: place.limits.allowedMinutes })}</span>
                    )}
                  </span>
                )}
              </td>
              <td>
                {place.lastImportTo === undefined ? (
                  <span className="quiet">{t('places.never')}</span>
                ) : (
                  <Moment at={place.lastImportTo} plain />
                )}
              </td>
              {mayState ? (
                <td className={classes.number}>
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={t('places.state_of', { place: place.storagePlace })}
                    onClick={() => setStating(place)}
                  >
                    {t('places.state')}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {stating === undefined ? null : <LimitsDialog place={stating} onClose={() => setStating(undefined)} />}
    </Stack>
  )
}

function useColumns(): Column<LoggerImportRow>[] {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  const { degrees } = useCelsius()
  const minutes = ({ summary }: LoggerImportRow) =>
    (['above', 'below'] as const)
      .map((side) => [side, side === 'above' ? summary.minutesAbove : summary.minutesBelow] as const)
      .filter(([, count]) => count > 0)
      .map(([side, count]) => `${t('minutes', { count: Math.round(count) })} ${t(`side.${side}`)}`)
  const outside = (row: LoggerImportRow) => minutes(row).join(', ') || t('imports.inside')
  const range = ({ summary }: LoggerImportRow) =>
    t('places.between', { low: degrees(summary.minimum), high: degrees(summary.maximum) })
  const state = (row: LoggerImportRow) =>
    row.openExcursionCount > 0
      ? t('imports.open', { count: row.openExcursionCount })
      : row.excursionCount > 0
        ? t('imports.decided')
        : '–'
  return [
    {
      key: 'place',
      title: t('imports.place'),
      width: 0.9,
      cell: (row) => <bdi>{row.storagePlace}</bdi>,
      text: (row) => row.storagePlace,
    },
    {
      key: 'time',
      title: t('imports.time'),
      width: 1.8,
      cell: (row) => <Moment at={row.from} plain />,
      text: (row) => `${said.moment(row.from)} – ${said.moment(row.to)}`,
    },
    {
      key: 'logger',
      title: t('imports.logger'),
      width: 1.3,
      cell: (row) => <bdi className="ltr">{row.serial || row.device || '–'}</bdi>,
      text: (row) => row.serial,
    },
    {
      key: 'readings',
      title: t('imports.readings'),
      width: 0.7,
      cell: (row) =>
        row.dayCount === undefined ? <Count value={row.summary.rows} /> : t('days.count', { count: row.dayCount }),
      text: (row) => (row.dayCount === undefined ? String(row.summary.rows) : t('days.count', { count: row.dayCount })),
    },
    { key: 'range', title: t('imports.range'), width: 1.4, cell: range, text: range },
    { key: 'outside', title: t('imports.outside'), width: 1.5, cell: outside, text: outside },
    {
      key: 'state',
      title: t('imports.excursions'),
      width: 1.3,
      cell: (row) =>
        row.openExcursionCount > 0 ? (
          <Badge color="red" variant="light" tt="none" size="lg">
            {state(row)}
          </Badge>
        ) : (
          state(row)
        ),
      text: state,
    },
  ]
}
