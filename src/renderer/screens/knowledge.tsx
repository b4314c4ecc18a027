import { Badge, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import { useAnswer } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { Empty } from '../parts/empty.tsx'
import { Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, rowsOf, Table, usePaged } from '../parts/table.tsx'
import { usePeople, useSaid } from './participant-words.ts'

type Shown = Answers['Knowledge']['rows'][number]
type View = 'time' | 'person' | 'participant'
type Group = {
  readonly key: string
  readonly name: string
  readonly about: string
  readonly last: Shown
  readonly flagged: boolean
}

/** Who was shown which participant's arm, when and on what occasion. Never the arm itself. */
export function KnowledgeScreen() {
  const { t } = useTranslation('emergency')
  const navigate = useNavigate()
  const [view, setView] = useState<View>('time')
  const rows = usePaged<Shown>({ type: 'Knowledge' })
  const columns = useColumns()
  return (
    <Screen title={t('knowledge.title')} about={t('knowledge.lead')} help={t('knowledge.help')}>
      {rows.loading ? null : rows.total === 0 ? (
        <Empty title={t('knowledge.empty_title')} next={t('knowledge.empty_next')} />
      ) : (
        <Stack gap="md">
          <SegmentedControl
            value={view}
            onChange={(value) => setView(value as View)}
            data={(['time', 'person', 'participant'] as const).map((value) => ({
              value,
              label: t(`knowledge.views.${value}`),
            }))}
            style={{ alignSelf: 'flex-start' }}
          />
          {view === 'time' ? (
            <Table
              label={t('knowledge.title')}
              columns={columns}
              rows={rows}
              keyOf={(row) => row.seq}
              onOpen={(row) => navigate({ screen: 'participant', about: String(row.number) })}
              rowHeight={60}
            />
          ) : (
            <Grouped view={view} />
          )}
        </Stack>
      )}
    </Screen>
  )
}

/** The latest showings, gathered by person or by participant. */
function Grouped({ view }: { view: 'person' | 'participant' }) {
  const { t } = useTranslation('emergency')
  const people = usePeople()
  const said = useSaid()
  const { answer } = useAnswer<'Knowledge'>({ type: 'Knowledge', offset: 0, limit: 200 })
  const groups = new Map<string, Shown[]>()
  for (const shown of answer?.rows ?? []) {
    const key = view === 'person' ? shown.to : String(shown.number)
    groups.set(key, [...(groups.get(key) ?? []), shown])
  }
  const list: Group[] = [...groups].flatMap(([key, shown]) => {
    const [last] = shown
    if (last === undefined) return []
    const about =
      view === 'person'
        ? [...new Set(shown.map(({ number }) => number))]
            .sort((one, other) => one - other)
            .map(said.number)
            .join(`${t('knowledge.comma')} `)
        : [...new Set(shown.map(({ to }) => people(to)))].join(`${t('knowledge.comma')} `)
    const name = view === 'person' ? people(key) : t('dose:participant', { number: Number(key) })
    return [{ key, name, about, last, flagged: shown.some((one) => one.flagged) }]
  })
  const columns: Column<Group>[] = [
    {
      key: 'name',
      title: t(`knowledge.${view}`),
      cell: (row) => (
        <strong>
          <bdi>{row.name}</bdi>
        </strong>
      ),
      text: (row) => row.name,
    },
    {
      key: 'about',
      title: t(view === 'person' ? 'knowledge.knows_of' : 'knowledge.known_to'),
      width: 2,
      cell: (row) => <bdi title={row.about}>{row.about}</bdi>,
      text: (row) => row.about,
    },
    {
      key: 'last',
      title: t('knowledge.last'),
      cell: (row) => <Moment at={row.last.at} />,
      text: (row) => said.moment(row.last.at),
    },
    {
      key: 'flag',
      title: t('knowledge.note'),
      cell: (row) => (row.flagged ? <Flag /> : null),
      text: (row) => (row.flagged ? t('knowledge.flagged') : ''),
    },
  ]
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t(`knowledge.views.${view}`)}
      </Title>
      {(answer?.total ?? 0) > 200 ? <Text className="quiet">{t('knowledge.latest', { count: 200 })}</Text> : null}
      <Table
        label={t(`knowledge.views.${view}`)}
        columns={columns}
        rows={rowsOf(list)}
        keyOf={(row) => row.key}
        rowHeight={60}
      />
    </Stack>
  )
}

function Flag() {
  const { t } = useTranslation('emergency')
  return (
    <Badge color="red" variant="light" tt="none" size="lg">
      {t('knowledge.flagged')}
    </Badge>
  )
}

function useColumns(): Column<Shown>[] {
  const { t } = useTranslation('emergency')
  const people = usePeople()
  const said = useSaid()
  return [
    {
      key: 'at',
      title: t('when'),
      width: 1.2,
      cell: (row) => <Moment at={row.at} />,
      text: (row) => said.moment(row.at),
    },
    {
      key: 'person',
      title: t('knowledge.person'),
      width: 1.3,
      cell: (row) => (
        <strong>
          <bdi>{people(row.to)}</bdi>
        </strong>
      ),
      text: (row) => people(row.to),
    },
    {
      key: 'participant',
      title: t('knowledge.participant'),
      width: 0.7,
      cell: (row) => <Count value={row.number} />,
      text: (row) => String(row.number),
    },
    {
      key: 'occasion',
      title: t('knowledge.occasion'),
      width: 1.2,
      cell: (row) => t(`occasions.${row.occasion}`),
      text: (row) => t(`occasions.${row.occasion}`),
    },
    {
      key: 'note',
      title: t('knowledge.note'),
      width: 1.6,
      cell: (row) => (row.flagged ? <Flag /> : <bdi title={row.note}>{row.note}</bdi>),
      text: (row) => (row.flagged ? t('knowledge.flagged') : row.note),
    },
  ]
}
