import { useTranslation } from 'react-i18next'
import type { Movement, Count as ShelfCount } from '../../core/stock/lot.ts'
import { Count } from '../parts/amount.tsx'
import { EnteredMark } from '../parts/entered.tsx'
import { Moment } from '../parts/moment.tsx'
import classes from './lot-movements.module.css'
import { usePeople, useSaid } from './participant-words.ts'
import { ReceiptChanges, useCorrectedBy } from './shelf/receipt-changes.tsx'

/** Every movement of a lot, oldest first, with the balance after it; what was corrected stands struck through. */
export function Movements({ movements }: { movements: readonly Movement[] }) {
  const { t } = useTranslation('stock')
  const people = usePeople()
  const said = useSaid()
  const correctedBy = useCorrectedBy()
  const signed = (vials: number) => (vials === 0 ? '' : `${vials > 0 ? '+' : '−'}${said.count(Math.abs(vials))}`)
  const countNote = ({ counted, expected, first }: ShelfCount) => {
    const twice = first === undefined ? '' : `${t('movements.first_note', { first: said.count(first) })} `
    return twice + t('movements.counted_note', { counted: said.count(counted), expected: said.count(expected) })
  }
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('movements.when')}</th>
          <th scope="col">{t('movements.what')}</th>
          <th scope="col" className={classes.number}>
            {t('movements.vials')}
          </th>
          <th scope="col" className={classes.number}>
            {t('movements.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {movements.map((movement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end.
          <tr key={index}>
            <td>
              <Moment at={movement.at} plain />
            </td>
            <td>
              <strong>{t(`movements.${movement.what}`)}</strong>
              <EnteredMark {...movement} />
              <br />
              <span className="quiet">{people(movement.by)}</span>
              {movement.count === undefined ? null : (
                <>
                  <br />
                  {countNote(movement.count)}
                </>
              )}
              {movement.storagePlace === undefined ? null : (
                <>
                  <br />
                  <bdi>{movement.storagePlace}</bdi>
                </>
              )}
              {movement.receipt === undefined ? null : (
                <ReceiptChanges changes={movement.receipt} className={classes.change} />
              )}
              {movement.note === '' ? null : (
                <>
                  {movement.receipt === undefined ? <br /> : null}
                  {movement.corrections?.map(({ at, was }) => (
                    <s key={at} className="quiet">
                      <bdi>{was}</bdi>{' '}
                    </s>
                  ))}
                  <bdi>{movement.note}</bdi>
                </>
              )}
              {movement.corrections?.map((one) => (
                <span key={one.at} className={`${classes.change} quiet`}>
                  {correctedBy(one)}
                </span>
              ))}
            </td>
            <td className={classes.number}>
              <bdi dir="ltr">{signed(movement.vials)}</bdi>
            </td>
            <td className={classes.number}>
              <Count value={movement.balance} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
