import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { Refusal } from '../../core/result.ts'
import type { LotRow } from '../../core/stock/answers.ts'
import { useAnswer, useStatus, useSubmit } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Empty } from '../parts/empty.tsx'
import { useBoth } from '../parts/language.ts'
import { Day } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { BalanceBar, LotStateMark } from './lot-balance.tsx'
import { ReceiveScreen } from './lots-receive.tsx'
import { useSaid } from './participant-words.ts'

/** The lots of both products with their state and balance; receiving, and stating what was used. */
export function LotsScreen() {
  const { t } = useTranslation('stock')
  const status = useStatus()
  const navigate = useNavigate()
  const columns = useColumns()
  const rows = usePaged<LotRow>({ type: 'Lots' })
  const [receiving, setReceiving] = useState(false)
  const role = status?.member?.role
  const may = (command: keyof typeof terms) => role !== undefined && terms[command].roles.includes(role)
  if (receiving && status?.settings !== undefined) {
    return (
      <ReceiveScreen
        settings={status.settings}
        onLeave={() => setReceiving(false)}
        onDone={(lotId) => {
          setReceiving(false)
          notifications.show({ message: t('receive.done') })
          if (lotId !== undefined) navigate({ screen: 'lot', about: lotId })
        }}
      />
    )
  }
  return (
    <Screen
      title={t('lots.title')}
      about={t('lots.count', { count: rows.total })}
      help={t('lots.help')}
      actions={
        <Group gap="sm" align="flex-start">
          <Button variant="default" onClick={() => navigate({ screen: 'worksheets' })}>
            {t('worksheets')}
          </Button>
          {may('StateUse') && rows.total > 0 ? <StateUse /> : null}
        </Group>
      }
      {...(may('ReceiveLot')
        ? { primary: <Button onClick={() => setReceiving(true)}>{t('lots.receive')}</Button> }
        : {})}
    >
      {rows.loading ? null : rows.total === 0 ? (
        <Empty
          title={t('lots.empty_title')}
          next={<span style={{ whiteSpace: 'pre-line' }}>{t('lots.empty_next')}</span>}
        />
      ) : (
        <Table
          label={t('lots.title')}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.lotId}
          onOpen={(row) => navigate({ screen: 'lot', about: row.lotId })}
          rowHeight={68}
        />
      )}
    </Screen>
  )
}

/** Tells the stock book what was used; says when that is due. */
function StateUse() {
  const { t } = useTranslation('stock')
  const { submit, busy } = useSubmit()
  const { answer } = useAnswer<'Today'>({ type: 'Today' })
  const [came, setCame] = useState<Refusal | 'done'>()
  const due = answer?.tasks.some((task) => task.kind === 'state_use') === true
  const state = async () => {
    const reply = await submit({ type: 'StateUse' })
    setCame(reply.ok ? 'done' : 'refusal' in reply ? reply.refusal : undefined)
  }
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button variant={due ? 'light' : 'default'} onClick={state} loading={busy} title={t('use.why')}>
          {t('use.state')}
        </Button>
        {due ? <Text className="quiet">{t('use.due')}</Text> : null}
      </Group>
      {came === undefined ? null : came === 'done' ? (
        <Alert color="teal">{t('use.done')}</Alert>
      ) : (
        <RefusalNote refusal={came} />
      )}
    </Stack>
  )
}

function useColumns(): Column<LotRow>[] {
  const { t } = useTranslation('stock')
  const both = useBoth()
  const said = useSaid()
  const settings = useStatus()?.settings
  const product = (row: LotRow) => (settings === undefined ? '' : both(settings.arms[row.product].product))
  return [
    {
      key: 'lot',
      title: t('lot_number'),
      width: 1.3,
      cell: (row) => <bdi className="ltr nowrap">{row.lotNumber}</bdi>,
      text: (row) => row.lotNumber,
    },
    { key: 'product', title: t('product'), width: 1.7, cell: product, text: product },
    {
      key: 'state',
      title: t('state'),
      cell: (row) => <LotStateMark state={row.state} expired={row.expired} />,
      text: (row) => t(row.expired ? 'states.expired' : `states.${row.state}`),
    },
    {
      key: 'expires',
      title: t('expires'),
      width: 1.1,
      cell: (row) => <Day on={row.expiresOn} />,
      text: (row) => said.day(row.expiresOn),
    },
    {
      key: 'balance',
      title: t('balance'),
      width: 1.6,
      cell: (row) => <BalanceBar lot={row} />,
      text: (row) => `${row.available} / ${row.receivedVials}`,
    },
    {
      key: 'place',
      title: t('place'),
      width: 1.3,
      cell: (row) =>
        row.nowIn.map((place) => (
          <div key={place}>
            <bdi>{place}</bdi>
          </div>
        )),
      text: (row) => row.nowIn.join(', '),
    },
  ]
}
