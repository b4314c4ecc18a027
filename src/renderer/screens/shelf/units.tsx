import { Badge, Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LotRow } from '../../../core/stock/answers.ts'
import type { VialState } from '../../../core/stock/lot.ts'
import type { UnitRow } from '../../../core/stock/vial-answers.ts'
import { onPushed, request } from '../../api.ts'
import { useNavigate } from '../../navigation.tsx'
import { Code } from '../../parts/code.tsx'
import { Moment } from '../../parts/moment.tsx'
import { type Column, Table, usePaged } from '../../parts/table.tsx'
import { usePeople, useSaid } from '../participant-words.ts'

type UnitsProps = { readonly lot: LotRow; readonly state: VialState | undefined; onClose(): void }

/** The vials behind one number of a lot: which, since when, by whom, and why. */
export function UnitsDialog({ lot, state, onClose }: UnitsProps) {
  const { t } = useTranslation('shelf')
  return (
    <Modal
      opened={state !== undefined}
      onClose={onClose}
      size="72rem"
      title={
        state === undefined ? '' : t('units.title', { state: t(`stock:vial_states.${state}`), lot: lot.lotNumber })
      }
    >
      {state === undefined ? null : <Units lotId={lot.lotId} state={state} />}
    </Modal>
  )
}

function Units({ lotId, state }: { lotId: string; state: VialState }) {
  const { t } = useTranslation('shelf')
  const navigate = useNavigate()
  const columns = useUnitColumns()
  const rows = usePaged<UnitRow>({ type: 'LotUnits', lotId, state })
  if (!rows.loading && rows.total === 0) return <Text className="quiet">{t('units.none')}</Text>
  return (
    <Table
      label={t(`stock:vial_states.${state}`)}
      columns={columns}
      rows={rows}
      keyOf={(row) => row.code}
      onOpen={(row) => navigate({ screen: 'vial', about: row.code })}
      rowHeight={60}
    />
  )
}

function useUnitColumns(): Column<UnitRow>[] {
  const { t } = useTranslation('shelf')
  const people = usePeople()
  const said = useSaid()
  return [
    {
      key: 'code',
      title: t('units.code'),
      width: 1.4,
      cell: (row) => (
        <>
          <Code value={row.code} /> <UnitMarks unit={row} />
        </>
      ),
      text: (row) => row.code,
    },
    {
      key: 'what',
      title: t('units.what'),
      width: 1,
      cell: (row) => t(`stock:movements.${row.last.what}`),
      text: (row) => t(`stock:movements.${row.last.what}`),
    },
    {
      key: 'when',
      title: t('units.when'),
      width: 1.2,
      cell: (row) => <Moment at={row.last.at} plain />,
      text: (row) => said.moment(row.last.at),
    },
    {
      key: 'who',
      title: t('units.who'),
      width: 1,
      cell: (row) => <bdi>{people(row.last.by)}</bdi>,
      text: (row) => people(row.last.by),
    },
    {
      key: 'why',
      title: t('units.why'),
      width: 1.4,
      cell: (row) => (
        <Text span lineClamp={2}>
          <bdi>{row.last.note}</bdi>
        </Text>
      ),
      text: (row) => row.last.note,
    },
    {
      key: 'place',
      title: t('units.place'),
      width: 1,
      cell: (row) => <bdi>{row.storagePlace}</bdi>,
      text: (row) => row.storagePlace,
    },
  ]
}

/** What stands in the way of using a vial that lies on the shelf. */
export function UnitMarks({ unit }: { unit: Pick<UnitRow, 'overLimit' | 'drawn' | 'state'> }) {
  const { t } = useTranslation('shelf')
  return (
    <>
      {unit.overLimit && unit.state === 'on_shelf' ? (
        <Badge color="red" variant="light" tt="none">
          {t('vial.over')}
        </Badge>
      ) : null}
      {unit.drawn ? (
        <Badge color="teal" variant="outline" tt="none">
          {t('vial.drawn')}
        </Badge>
      ) : null}
    </>
  )
}

const pageRows = 200

/** All vials of a lot in one state, however many; undefined until they are here. */
export function useAllUnits(lotId: string, state: VialState): readonly UnitRow[] | undefined {
  const [units, setUnits] = useState<readonly UnitRow[]>()
  useEffect(() => {
    let round = 0
    const fetch = async () => {
      round += 1
      const mine = round
      const all: UnitRow[] = []
      for (let total = 1; all.length < total; ) {
        const question = { type: 'LotUnits' as const, lotId, state, offset: all.length, limit: pageRows }
        const reply = await request('ask', { question })
        if (mine !== round || !reply.ok) return
        const page = reply.value as { rows: readonly UnitRow[]; total: number }
        all.push(...page.rows)
        total = page.rows.length === 0 ? all.length : page.total
      }
      setUnits(all)
    }
    void fetch()
    const stop = onPushed('changed', () => void fetch())
    return () => {
      round += 1
      stop()
    }
  }, [lotId, state])
  return units
}
