import { Anchor, Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LotRow } from '../../core/stock/answers.ts'
import type { LotState } from '../../core/stock/events.ts'
import type { VialState } from '../../core/stock/lot.ts'
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

/** Where a lot's vials are, as shares of what was received; with `onPart` every number leads to its vials. */
export function BalanceBar({ lot, onPart }: { lot: LotRow; onPart?(state: VialState): void }) {
  const { t } = useTranslation('stock')
  const drawn = lot.parts.on_shelf - lot.available
  const parts = [
    { name: 'shelf', state: 'on_shelf', count: lot.available, className: classes.shelf },
    { name: 'drawn', state: 'on_shelf', count: drawn, className: classes.drawn },
    { name: 'used', state: 'used', count: lot.parts.used, className: classes.used },
    { name: 'wasted', state: 'wasted', count: lot.parts.wasted, className: classes.wasted },
    { name: 'sample', state: 'sample', count: lot.parts.sample, className: classes.sample },
    { name: 'returned', state: 'returned', count: lot.parts.returned, className: classes.returned },
    { name: 'destroyed', state: 'destroyed', count: lot.parts.destroyed, className: classes.destroyed },
    { name: 'missing', state: 'missing', count: lot.parts.missing, className: classes.missing },
  ] as const
  const shown = parts.filter((part) => part.count > 0)
  return (
    <span className={classes.balance}>
      <span className={classes.bar} aria-hidden>
        {shown.map((part) => (
          <span key={part.name} className={part.className} style={{ flexGrow: part.count }} />
        ))}
      </span>
      {onPart === undefined ? (
        <span>{t('on_shelf_of', { count: lot.available, received: lot.receivedVials })}</span>
      ) : (
        <span className={classes.words}>
          {shown.map((part) => (
            <span key={part.name} className={classes.word}>
              <span className={`${classes.swatch} ${part.className}`} aria-hidden />
              <Anchor
                component="button"
                type="button"
                c="inherit"
                underline="always"
                onClick={() => onPart(part.state)}
              >
                {t(`parts.${part.name}`, { count: part.count })}
              </Anchor>
            </span>
          ))}
          <strong>{t('parts.received', { count: lot.receivedVials })}</strong>
        </span>
      )}
    </span>
  )
}
