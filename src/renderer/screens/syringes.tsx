import { Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyringeRow } from '../../core/clinic/answers.ts'
import type { SyringeState } from '../../core/clinic/doses-book.ts'
import { outcomeKinds } from '../../core/clinic/events.ts'
import { groupCode } from '../../core/codes.ts'
import { useNavigate } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Empty } from '../parts/empty.tsx'
import { Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { useSaid } from './participant-words.ts'
import { SyringeStateMark } from './syringe-state.tsx'

const states: readonly SyringeState[] = ['prepared', 'verified', 'released', ...outcomeKinds, 'destroyed']

/** True while its time runs: nothing has become of it yet. */
function isWaiting({ state }: SyringeRow): boolean {
  return state === 'prepared' || state === 'verified' || state === 'released'
}

/** Every syringe, found by code or participant and filtered by state. */
export function SyringesScreen() {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const columns = useColumns()
  const [state, setState] = useState('')
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 150)
  const rows = usePaged<SyringeRow>({
    type: 'Syringes',
    ...(state === '' ? {} : { state }),
    ...(search === '' ? {} : { search }),
  })
  const filtered = state !== '' || search !== ''
  return (
    <Screen title={t('syringes.title')} help={t('syringes.help')}>
      <Stack gap="md">
        <Group align="flex-end" gap="md">
          <TextInput
            label={t('syringes.search')}
            leftSection={<IconSearch aria-hidden size={18} />}
            value={typed}
            maxLength={60}
            dir="ltr"
            w="22rem"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('syringes.state')}
            value={state}
            onChange={(event) => setState(event.currentTarget.value)}
            data={[
              { value: '', label: t('syringes.all') },
              ...states.map((one) => ({ value: one, label: t(`syringe_states.${one}`) })),
            ]}
          />
          <Text className="quiet" pb="0.6rem" role="status">
            {t('syringes.count', { count: rows.total })}
          </Text>
        </Group>
        {rows.loading ? null : rows.total === 0 ? (
          <Empty
            title={t(filtered ? 'syringes.no_match_title' : 'syringes.empty_title')}
            next={t(filtered ? 'syringes.no_match_next' : 'syringes.empty_next')}
          />
        ) : (
          <Table
            label={t('syringes.title')}
            columns={columns}
            rows={rows}
            keyOf={(row) => row.syringeId}
            onOpen={(row) => navigate({ screen: 'syringe', about: row.syringeId })}
            rowHeight={60}
          />
        )}
      </Stack>
    </Screen>
  )
}

function useColumns(): Column<SyringeRow>[] {
  const { t } = useTranslation('dose')
  const said = useSaid()
  return [
    {
      key: 'code',
      title: t('syringes.code'),
      width: 1.3,
      cell: (row) => <Code value={row.code} />,
      text: (row) => groupCode(row.code),
    },
    {
      key: 'number',
      title: t('syringes.of'),
      width: 0.8,
      cell: (row) => <Count value={row.number} />,
      text: (row) => String(row.number),
    },
    {
      key: 'state',
      title: t('syringes.state'),
      width: 1.1,
      cell: (row) => <SyringeStateMark state={row.state} />,
      text: (row) => t(`syringe_states.${row.state}`),
    },
    {
      key: 'volume',
      title: t('volume'),
      cell: (row) => <bdi>{said.volume(row.volumeMicrolitres)}</bdi>,
      text: (row) => said.volume(row.volumeMicrolitres),
    },
    {
      key: 'use_before',
      title: t('use_before'),
      width: 1.3,
      cell: (row) =>
        isWaiting(row) ? <Countdown until={row.useBefore} isSpoken={false} /> : <Moment at={row.useBefore} />,
      text: (row) => said.moment(row.useBefore),
    },
    { key: 'theatre', title: t('theatre'), cell: (row) => <bdi>{row.theatre}</bdi>, text: (row) => row.theatre },
  ]
}
