import { Badge, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core'
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
import { DocumentButtons } from './prepare-labels.tsx'

type Shown = Answers['Knowledge']['rows'][number]
type View = 'time' | 'person' | 'participant'
type Gathered = {
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
    <Screen
      title={t('knowledge.title')}
      about={t('knowledge.lead')}
      help={t('knowledge.help')}
      {...(rows.total === 0
        ? {}
        : { actions: <DocumentButtons document={{ kind: 'knowledge' }} print={t('knowledge.print')} /> })}
    >
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
          <Group gap="sm" wrap="nowrap">
            <Flag />
            <Text size="sm">{t('knowledge.flag_means')}</Text>
          </Group>
          {view === 'time' ? (
            <Table
              label={t('knowledge.title')}
              columns={columns}
              rows={rows}
              keyOf={(row) => `${row.seq} ${row.to}`}
              onOpen={(row) => row.number > 0 && navigate({ screen: 'participant', about: String(row.number) })}
              rowHeight={92}
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
  const knower = useKnower()
  const said = useSaid()
  const { answer } = useAnswer<'Knowledge'>({ type: 'Knowledge', offset: 0, limit: 200 })
  const groups = new Map<string, Shown[]>()
  for (const shown of answer?.rows ?? []) {
    const key = view === 'person' ? keyOf(shown) : String(shown.number)
    groups.set(key, [...(groups.get(key) ?? []), shown])
  }
  const list: Gathered[] = [...groups].flatMap(([key, shown]) => {
    const [last] = shown
    if (last === undefined) return []
    const about =
      view === 'person'
        ? [...new Set(shown.map(({ number }) => number))]
            .sort((one, other) => one - other)
            .map((number) => (number === 0 ? t('knowledge.whole_list') : said.number(number)))
            .join(`${t('knowledge.comma')} `)
        : [...new Set(shown.map(knower))].join(`${t('knowledge.comma')} `)
    const participant = key === '0' ? t('knowledge.whole_list') : t('dose:participant', { number: Number(key) })
    const name = view === 'person' ? knower(last) : participant
    return [{ key, name, about, last, flagged: shown.some((one) => one.flagged) }]
  })
  const columns: Column<Gathered>[] = [
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

/** One person, member or not; a typed name is never taken for a member. */
function keyOf({ to, office }: Shown): string {
  return office === undefined ? to : `${to}, ${office}`
}

/** Who was shown it: a member by name, or a clinician by name and office. */
function useKnower(): (shown: Shown) => string {
  const { t } = useTranslation('emergency')
  const people = usePeople()
  return ({ to, office }) => (office === undefined ? people(to) : t('knowledge.reader', { name: to, office }))
}

function Flag() {
  const { t } = useTranslation('emergency')
  return (
    <Badge color="gray" variant="outline" tt="none" size="lg" style={{ flexShrink: 0 }}>
      {t('knowledge.flagged')}
    </Badge>
  )
}

function useColumns(): Column<Shown>[] {
  const { t } = useTranslation('emergency')
  const people = usePeople()
  const knower = useKnower()
  const said = useSaid()
  const occasion = (row: Shown) =>
    row.reason === undefined
      ? t(`occasions.${row.occasion}`)
      : t('knowledge.occasion_why', { occasion: t(`occasions.${row.occasion}`), why: t(`reasons.${row.reason}`) })
  const note = (row: Shown) =>
    row.office === undefined ? row.note : t('knowledge.authorised', { name: people(row.by) })
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
        <Stack gap={2} align="flex-start">
          <strong>
            <bdi title={knower(row)}>{knower(row)}</bdi>
          </strong>
          {row.flagged ? <Flag /> : null}
        </Stack>
      ),
      text: (row) => (row.flagged ? `${knower(row)} (${t('knowledge.flagged')})` : knower(row)),
    },
    {
      key: 'participant',
      title: t('knowledge.participant'),
      width: 0.7,
      cell: (row) => (row.number === 0 ? t('knowledge.whole_list') : <Count value={row.number} />),
      text: (row) => (row.number === 0 ? t('knowledge.whole_list') : String(row.number)),
    },
    {
      key: 'occasion',
      title: t('knowledge.occasion'),
      width: 1.6,
      cell: (row) => <span title={occasion(row)}>{occasion(row)}</span>,
      text: occasion,
    },
    {
      key: 'note',
      title: t('knowledge.note'),
      width: 1.6,
      cell: (row) => <bdi title={note(row)}>{note(row)}</bdi>,
      text: note,
    },
  ]
}
