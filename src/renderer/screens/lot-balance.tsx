import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LotRow } from '../../core/stock/answers.ts'
import type { LotState } from '../../core/stock/events.ts'
import classes from './lot-balance.module.css'

const colours: Readonly<Record<LotState, string>> = {
  quarantined: 'gray',
  released: 'teal',
  held: 'red',
  rejected: 'red',
  cleared: 'gray',
  closed: 'gray',
}

/** Where a lot stands, in a word; red where nothing may be used from it. */
export function LotStateMark({ state, expired }: { state: LotState; expired: boolean }) {
  const { t } = useTranslation('stock')
  const dead = expired && (state === 'quarantined' || state === 'released' || state === 'held')
  return (
    <Badge
      variant={state === 'released' && !dead ? 'outline' : 'light'}
      color={dead ? 'red' : colours[state]}
      size="lg"
      tt="none"
    >
      {t(dead ? 'states.expired' : `states.${state}`)}
    </Badge>
  )
}

/** Where a lot's vials are, as shares of what was received; the numbers beside it. */
export function BalanceBar({ lot, explained = false }: { lot: LotRow; explained?: boolean }) {
  const { t } = useTranslation('stock')
  const drawn = lot.parts.on_shelf - lot.available
  const parts = [
    { name: 'shelf', count: lot.available, className: classes.shelf },
    { name: 'drawn', count: drawn, className: classes.drawn },
    { name: 'used', count: lot.parts.used, className: classes.used },
    { name: 'wasted', count: lot.parts.wasted, className: classes.wasted },
    { name: 'sample', count: lot.parts.sample, className: classes.sample },
    { name: 'returned', count: lot.parts.returned, className: classes.returned },
    { name: 'destroyed', count: lot.parts.destroyed, className: classes.destroyed },
    { name: 'missing', count: lot.parts.missing, className: classes.missing },
  ].filter((part) => part.count > 0)
  return (
    <span className={classes.balance}>
      <span className={classes.bar} aria-hidden>
        {parts.map((part) => (
          <span key={part.name} className={part.className} style={{ flexGrow: part.count }} />
        ))}
      </span>
      {explained ? (
        <span className={classes.words}>
          {parts.map((part) => (
            <span key={part.name} className={classes.word}>
              <span className={`${classes.swatch} ${part.className}`} aria-hidden />
              {t(`parts.${part.name}`, { count: part.count })}
            </span>
          ))}
          <strong>{t('parts.received', { count: lot.receivedVials })}</strong>
        </span>
      ) : (
        <span>{t('on_shelf_of', { count: lot.available, received: lot.receivedVials })}</span>
      )}
    </span>
  )
}
