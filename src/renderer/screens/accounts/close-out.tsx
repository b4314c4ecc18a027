import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InTheWay } from '../../../core/accounts/close-out.ts'
import type { Role } from '../../../core/books.ts'
import { type Command, terms } from '../../../core/decide.ts'
import { useAnswer } from '../../api.ts'
import { railOf } from '../../frame/rail-items.ts'
import { type Place, useNavigate } from '../../navigation.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Person } from '../../parts/person.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import { LotStateMark } from '../lot-balance.tsx'
import classes from './accounts.module.css'

const disposal: Place = { screen: 'accounts', about: 'disposal' }

/** Where each thing that stands in the way is settled. */
const places: Readonly<Record<string, Place>> = {
  notices_open: { screen: 'today' },
  doses_open: { screen: 'participants' },
  impact_not_assessed: { screen: 'break' },
  syringes_not_settled: disposal,
  labels_not_accounted: { screen: 'accounts', about: 'labels' },
  preparation_open: { screen: 'today' },
  use_not_stated: { screen: 'lots' },
  differences_not_named: { screen: 'lots' },
  vials_written_off: disposal,
}

/** Everything that still stands in the way of the close-out, as far as one's books tell; lots and pharmacy are closed here. */
export function CloseOutScreen({ role, switcher }: { role: Role; switcher: ReactNode }) {
  const { t } = useTranslation('accounts')
  const { answer } = useAnswer<'CloseOutList'>({ type: 'CloseOutList' })
  const [closing, setClosing] = useState<InTheWay['lot'] | 'pharmacy'>()
  const mayCloseOut = terms.CloseOut.roles.includes(role)
  const inTheWay = answer?.inTheWay ?? []
  const ready = answer !== undefined && inTheWay.length === 0 && answer.closed === undefined
  return (
    <Screen
      title={t('title')}
      about={t('close.lead')}
      help={t('close.help')}
      {...(mayCloseOut && answer?.closed === undefined
        ? {
            primary: (
              <Button disabled={!ready} onClick={() => setClosing('pharmacy')}>
                {t('close.act')}
              </Button>
            ),
          }
        : {})}
    >
      <Stack gap="md">
        {switcher}
        {answer?.closed === undefined ? null : (
          <Alert color="teal" variant="light" icon={<IconCircleCheck aria-hidden />} title={t('close.closed')}>
            <Group gap="sm">
              <Person id={answer.closed.by} role />
              {answer.closed.witness === undefined ? null : <Person id={answer.closed.witness} role />}
              <Moment at={answer.closed.at} plain />
            </Group>
          </Alert>
        )}
        {ready ? (
          <Alert color="teal" variant="light" icon={<IconCircleCheck aria-hidden />} title={t('close.nothing')}>
            {t(mayCloseOut ? 'close.nothing_act' : 'close.nothing_else')}
          </Alert>
        ) : null}
        {inTheWay.length === 0 ? null : (
          <ul className={classes.list} aria-label={t('close.list')}>
            {inTheWay.map((one) => (
              <OneInTheWay
                key={`${one.rule} ${one.lot?.lotId ?? ''}`}
                one={one}
                role={role}
                onClose={() => setClosing(one.lot)}
              />
            ))}
          </ul>
        )}
        {mayCloseOut ? null : <Text className="quiet">{t('close.who')}</Text>}
      </Stack>
      <CloseDialog closing={closing} onClose={() => setClosing(undefined)} />
    </Screen>
  )
}

function OneInTheWay({ one, role, onClose }: { one: InTheWay; role: Role; onClose(): void }) {
  const { t } = useTranslation(['accounts', 'shell'])
  const navigate = useNavigate()
  const { rule, count, lot } = one
  if (lot !== undefined) {
    // What is cleared waits for quality assurance, and for nothing else.
    const settled = lot.state === 'cleared' && lot.vials === 0
    const closable = settled && terms.CloseLot.roles.includes(role)
    const inUse: Place = { screen: 'lot', about: lot.lotId }
    const place = settled ? undefined : lot.state === 'released' ? inUse : disposal
    return (
      <li className={classes.row}>
        <div>
          <Group gap="sm">
            <Text fw={600}>{t('close.lot', { lot: lot.lotNumber })}</Text>
            <LotStateMark state={lot.state} expired={false} />
          </Group>
          <Text className="quiet" size="sm">
            {t('close.lot_left', { count: lot.vials })} {t(`close.lot_next.${lot.state}`)}
          </Text>
        </div>
        {closable ? (
          <Button variant="light" onClick={onClose}>
            {t('close.close_lot', { lot: lot.lotNumber })}
          </Button>
        ) : place === undefined ? null : (
          <Button variant="default" onClick={() => navigate(place)}>
            {t(place === disposal ? 'parts.disposal' : 'close.to_lot')}
          </Button>
        )}
      </li>
    )
  }
  const place = places[rule]
  const reachable = place !== undefined && railOf(role).some(({ screen }) => screen === place.screen)
  return (
    <li className={classes.row}>
      <Text fw={600}>{t(`close.way.${rule}`, { count })}</Text>
      {reachable ? (
        <Button variant="default" onClick={() => navigate(place)}>
          {place.screen === 'accounts' ? t(`parts.${place.about}`) : t(`shell:screen.${place.screen}`)}
        </Button>
      ) : null}
    </li>
  )
}

function CloseDialog({ closing, onClose }: { closing: InTheWay['lot'] | 'pharmacy'; onClose(): void }) {
  const { t } = useTranslation(['accounts', 'stock'])
  if (closing === undefined) return null
  const isPharmacy = closing === 'pharmacy'
  const command: Command = isPharmacy ? { type: 'CloseOut' } : { type: 'CloseLot', lotId: closing.lotId }
  const action = isPharmacy ? t('close.act') : t('close.close_lot', { lot: closing.lotNumber })
  return (
    <SignDialog
      opened
      onClose={onClose}
      command={command}
      title={action}
      facts={
        isPharmacy ? [] : [{ label: t('stock:lot_number'), value: <bdi className="ltr">{closing.lotNumber}</bdi> }]
      }
      action={action}
      secondPerson={isPharmacy}
    >
      <Text>{t(isPharmacy ? 'close.text' : 'close.lot_text')}</Text>
    </SignDialog>
  )
}
