import { useTranslation } from 'react-i18next'
import type { Movement } from '../../core/stock/book.ts'
import { Count } from '../parts/amount.tsx'
import { Moment } from '../parts/moment.tsx'
import classes from './lot-movements.module.css'
import { usePeople, useSaid } from './participant-words.ts'

/** Every movement of a lot, oldest first, with the balance after it; nothing is ever struck out or left out. */
export function Movements({ movements }: { movements: readonly Movement[] }) {
  const { t } = useTranslation('stock')
  const people = usePeople()
  const said = useSaid()
  const signed = (vials: number) => (vials === 0 ? '' : `${vials > 0 ? '+' : '−'}${said.count(Math.abs(vials))}`)
  const note = ({ what, note: text }: Movement) => {
    if (what !== 'counted') return text
    const [counted = '', expected = ''] = text.split(' / ')
    return t('movements.counted_note', { counted: said.count(Number(counted)), expected: said.count(Number(expected)) })
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
              <br />
              <span className="quiet">{people(movement.by)}</span>
              {movement.note === '' ? null : (
                <>
                  <br />
                  <bdi>{note(movement)}</bdi>
                </>
              )}
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
