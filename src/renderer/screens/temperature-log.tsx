import { Button, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import type { Curve } from '../../core/stock/curve.ts'
import type { EpisodeRow } from '../../core/stock/temperature-answers.ts'
import { request, useAnswer } from '../api.ts'
import { useBack } from '../navigation.tsx'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { usePeople, useSaid } from './participant-words.ts'
import { useCelsius } from './temperature/celsius.tsx'
import { TemperatureChart } from './temperature/chart.tsx'
import { Compared } from './temperature/compared.tsx'
import { DailyTotals } from './temperature/daily-totals.tsx'
import { useLogFacts } from './temperature/facts.tsx'
import { TouchedLots } from './temperature/touched-lots.tsx'
import { useSummary } from './temperature/words.ts'

/** One logger file as it was recorded: the curve, the numbers, the times outside and the lots that lay there. */
export function TemperatureLogScreen({ about }: { about?: string }) {
  const { t } = useTranslation('temperature')
  const { answer, refusal } = useAnswer<'LoggerImport'>(
    about === undefined ? undefined : { type: 'LoggerImport', importId: about },
  )
  if (answer !== undefined) return <Log answer={answer} />
  return (
    <Screen title={t('title')} help={t('log.help')}>
      {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
    </Screen>
  )
}

function Log({ answer }: { answer: Answers['LoggerImport'] }) {
  const { t } = useTranslation(['temperature', 'common'])
  const back = useBack()
  const people = usePeople()
  const facts = useLogFacts()
  const summary = useSummary()
  const [shown, setShown] = useState<{ from: number; to: number }>()
  const { row, compared, days, excursions, fromMinutes, toMinutes } = answer
  const { importId } = row
  const lots = excursions.map((one) => ({
    ...one,
    state: one.lotState,
    decision: one.disposed?.decision ?? ('waits' as const),
  }))
  return (
    <Screen
      title={t('log.title', { place: row.storagePlace })}
      about={<Moment at={row.from} plain />}
      help={t('log.help')}
      actions={
        <Button variant="default" onClick={back}>
          {t('common:back')}
        </Button>
      }
    >
      <Stack gap="lg">
        {row.daily === undefined ? (
          <TemperatureChart
            name={importId}
            whole={{ from: fromMinutes, to: toMinutes }}
            zone={row.zone}
            limits={row.limits}
            summary={summary(row)}
            shown={shown}
            load={async (window) => {
              const reply = await request('ask', { question: { type: 'LoggerCurve', importId, ...window } })
              return reply.ok ? (reply.value as Curve) : undefined
            }}
          />
        ) : (
          <DailyTotals days={days} limits={row.limits} />
        )}
        <TouchedLots lots={lots} />
        {row.daily === undefined ? (
          <Episodes
            importId={importId}
            onShow={({ fromMinutes: from, toMinutes: to }) => {
              const room = Math.max(30, (to - from) / 2)
              setShown({ from: from - room, to: to + room })
            }}
          />
        ) : (
          <Episodes importId={importId} ofDays />
        )}
        <Facts
          facts={[
            ...facts(row),
            {
              label: t('look.recorded'),
              value: (
                <span>
                  {people(row.by)}, <Moment at={row.at} plain />
                </span>
              ),
            },
            {
              label: t('look.fingerprint'),
              value: (
                <bdi className="code" style={{ whiteSpace: 'normal', wordBreak: 'break-all' }}>
                  {row.fingerprint}
                </bdi>
              ),
            },
          ]}
        />
        <Compared days={compared} />
      </Stack>
    </Screen>
  )
}

type EpisodesProps = { readonly importId: string; readonly ofDays?: true; onShow?(episode: EpisodeRow): void }

/** The times outside of the limits. Opening one shows it in the chart, where there is one. */
function Episodes({ importId, ofDays, onShow }: EpisodesProps) {
  const { t } = useTranslation('temperature')
  const said = useSaid()
  const { degrees } = useCelsius()
  const rows = usePaged<EpisodeRow>({ type: 'LoggerEpisodes', importId })
  const lots = (row: EpisodeRow) =>
    row.lots.length === 0 ? t('episodes.no_lots') : row.lots.map(({ lotNumber }) => lotNumber).join(', ')
  const minutes = (row: EpisodeRow) =>
    `${t('minutes', { count: row.minutes })}${row.isExcursion ? '' : ` (${t('episodes.allowed')})`}`
  const columns: Column<EpisodeRow>[] = [
    {
      key: 'from',
      title: t('episodes.from'),
      width: 1.5,
      cell: (row) => <Moment at={row.from} plain />,
      text: (row) => said.moment(row.from),
    },
    {
      key: 'to',
      title: t('episodes.to'),
      width: 1.5,
      cell: (row) => <Moment at={row.to} plain />,
      text: (row) => said.moment(row.to),
    },
    {
      key: 'side',
      title: t('episodes.side'),
      cell: (row) => t(`side.${row.side}`),
      text: (row) => t(`side.${row.side}`),
    },
    { key: 'minutes', title: t('episodes.minutes'), cell: minutes, text: minutes },
    {
      key: 'extreme',
      title: t('episodes.extreme'),
      cell: (row) => degrees(row.extreme),
      text: (row) => degrees(row.extreme),
    },
    { key: 'lots', title: t('episodes.lots'), width: 1.5, cell: (row) => <bdi>{lots(row)}</bdi>, text: lots },
  ]
  if (rows.loading) return null
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t(ofDays === undefined ? 'episodes.title' : 'episodes.days_title')}
      </Title>
      {rows.total === 0 ? (
        <Text className="quiet">{t(ofDays === undefined ? 'episodes.none' : 'episodes.days_none')}</Text>
      ) : (
        <Table
          label={t('episodes.title')}
          columns={columns}
          rows={rows}
          keyOf={(row) => `${row.fromMinutes} ${row.side}`}
          {...(onShow === undefined ? {} : { onOpen: onShow })}
          rowHeight={68}
          height={`${Math.min(320, 46 + 68 * rows.total)}px`}
        />
      )}
    </Stack>
  )
}
