import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../../core/questions.ts'
import { type VialState, vialStates } from '../../../core/stock/lot.ts'
import { Count } from '../../parts/amount.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Moment } from '../../parts/moment.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import { usePeople } from '../participant-words.ts'
import classes from './shelf.module.css'
import { UnitsDialog } from './units.tsx'

/** In the order in which a vial gets there. */
const order: readonly VialState[] = ['used', 'wasted', 'returned', 'destroyed', 'missing', 'sample', 'on_shelf']

type ReconcileProps = {
  readonly answer: Answers['Lot']
  readonly signs: boolean
  onLeave(): void
  onCount(): void
}

/** The sum of a lot that explains itself: each part leads to its vials, and QA signs that they make the whole. */
export function ReconcileScreen({ answer, signs, onLeave, onCount }: ReconcileProps) {
  const { t } = useTranslation('shelf')
  const people = usePeople()
  const { lot, counted, movements } = answer
  const [state, setState] = useState<VialState>()
  const [note, setNote] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['note'])
  const last = movements.findLast(({ what }) => what === 'counted')
  const action = t('reconcile.record', { lot: lot.lotNumber })
  const { reconciled } = lot
  const moved = reconciled !== undefined && vialStates.some((one) => reconciled.parts[one] !== lot.parts[one])
  const ready = counted && lot.unnamedDifference === 0
  return (
    <Screen
      title={t('reconcile.title', { lot: lot.lotNumber })}
      about={t('reconcile.about')}
      help={t('reconcile.help')}
      actions={
        <Button variant="default" onClick={onLeave}>
          {t('reconcile.leave')}
        </Button>
      }
      primary={
        !signs ? undefined : ready ? (
          <Button onClick={() => setSigning(true)}>{action}</Button>
        ) : (
          <Button onClick={onCount}>{t('stock:acts.CountLot', { lot: lot.lotNumber })}</Button>
        )
      }
    >
      <Stack gap="lg" maw="60rem" align="flex-start">
        <table className={classes.parts}>
          <tbody>
            {order.map((one, index) => (
              <tr key={one}>
                <td className={classes.sign}>{index === 0 ? '' : '+'}</td>
                <th scope="row">
                  {lot.parts[one] === 0 ? (
                    t(`reconcile.parts.${one}`)
                  ) : (
                    <Anchor component="button" type="button" fz="inherit" onClick={() => setState(one)}>
                      {t(`reconcile.parts.${one}`)}
                    </Anchor>
                  )}
                </th>
                <td className={classes.count}>
                  <Count value={lot.parts[one]} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td className={classes.sign}>=</td>
              <th scope="row">{t('reconcile.received')}</th>
              <td className={classes.count}>
                <Count value={lot.receivedVials} />
              </td>
            </tr>
          </tfoot>
        </table>
        {lot.available === lot.parts.on_shelf ? null : (
          <Text>{t('reconcile.drawn', { count: lot.parts.on_shelf - lot.available })}</Text>
        )}
        {last === undefined ? <Text>{t('reconcile.never_counted')}</Text> : null}
        <Facts
          facts={[
            ...(last === undefined
              ? []
              : [
                  {
                    label: t('reconcile.count'),
                    value: (
                      <>
                        {t('reconcile.last_count', {
                          counted: last.count?.counted ?? 0,
                          expected: last.count?.expected ?? 0,
                        })}
                        <br />
                        <Moment at={last.at} />
                      </>
                    ),
                  },
                ]),
            ...(reconciled === undefined
              ? []
              : [
                  {
                    label: t('reconcile.signed_label'),
                    value: (
                      <>
                        <bdi>{people(reconciled.by)}</bdi>
                        <br />
                        <Moment at={reconciled.at} />
                        {moved ? (
                          <>
                            <br />
                            {t('reconcile.moved')}
                          </>
                        ) : null}
                      </>
                    ),
                  },
                ]),
          ]}
        />
        {lot.unnamedDifference === 0 ? null : (
          <Alert color="red" maw="46rem">
            {t(lot.unnamedDifference > 0 ? 'reconcile.unnamed' : 'reconcile.surplus', {
              count: Math.abs(lot.unnamedDifference),
            })}
          </Alert>
        )}
        {counted || last === undefined ? null : <Text>{t('reconcile.count_again')}</Text>}
        {signs && ready ? (
          <TextInput
            label={t('reconcile.note')}
            value={note}
            maxLength={400}
            w="100%"
            onChange={(event) => setNote(event.currentTarget.value)}
            {...form.field('note')}
          />
        ) : null}
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
      </Stack>
      <UnitsDialog lot={lot} state={state} onClose={() => setState(undefined)} />
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{ type: 'ReconcileLot', lotId: lot.lotId, parts: lot.parts, note: note.trim() }}
        title={action}
        action={action}
        facts={[
          { label: t('stock:lot_number'), value: <bdi className="ltr">{lot.lotNumber}</bdi> },
          ...order
            .filter((one) => lot.parts[one] > 0)
            .map((one) => ({ label: t(`reconcile.parts.${one}`), value: <Count value={lot.parts[one]} /> })),
          { label: t('reconcile.received'), value: <Count value={lot.receivedVials} /> },
          ...(note.trim() === '' ? [] : [{ label: t('reconcile.note'), value: <bdi>{note.trim()}</bdi> }]),
        ]}
        onDone={onLeave}
        onRefused={(refusal) => {
          if (refusal.rule.startsWith('passphrase_')) return false
          form.refuse(refusal)
          return true
        }}
      />
    </Screen>
  )
}
