import { Anchor, Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LoggerLook } from '../../../core/stock/temperature-answers.ts'
import type { Disposition } from '../../../core/stock/temperature-events.ts'
import { useStatus } from '../../api.ts'
import { useNavigate } from '../../navigation.tsx'
import { Count } from '../../parts/amount.tsx'
import { useBoth } from '../../parts/language.ts'
import { LotStateMark } from '../lot-balance.tsx'
import classes from './tables.module.css'

type TouchedLot = LoggerLook['touched'][number] & { readonly decision?: Disposition | 'waits' }

/** The lots that lay there while it was outside, each one press from its page. */
export function TouchedLots({ lots }: { lots: readonly TouchedLot[] }) {
  const { t } = useTranslation('temperature')
  const both = useBoth()
  const navigate = useNavigate()
  const settings = useStatus()?.settings
  if (lots.length === 0) return null
  const decided = lots.some(({ decision }) => decision !== undefined)
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('lots.title')}
      </Title>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('lots.lot')}</th>
            <th scope="col">{t('lots.product')}</th>
            <th scope="col" className={classes.number}>
              {t('lots.vials')}
            </th>
            <th scope="col">{t('lots.minutes')}</th>
            <th scope="col">{t('lots.state')}</th>
            {decided ? <th scope="col">{t('lots.decision')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {lots.map((lot) => (
            <tr key={lot.lotId}>
              <td>
                <Anchor
                  component="button"
                  type="button"
                  aria-label={t('lots.open', { lot: lot.lotNumber })}
                  onClick={() => navigate({ screen: 'lot', about: lot.lotId })}
                >
                  <bdi className="ltr nowrap">{lot.lotNumber}</bdi>
                </Anchor>
              </td>
              <td>{settings === undefined ? '' : both(settings.arms[lot.product].product)}</td>
              <td className={classes.number}>
                <Count value={lot.vialCount} />
              </td>
              <td>
                {(['above', 'below'] as const)
                  .map((side) => [side, side === 'above' ? lot.minutesAbove : lot.minutesBelow] as const)
                  .filter(([, count]) => count > 0)
                  .map(([side, count]) => (
                    <div key={side}>
                      {t('minutes', { count: Math.round(count) })} {t(`side.${side}`)}
                    </div>
                  ))}
              </td>
              <td>
                <LotStateMark state={lot.state} expired={false} />
              </td>
              {decided ? <td>{lot.decision === undefined ? '' : t(`lots.${lot.decision}`)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </Stack>
  )
}
