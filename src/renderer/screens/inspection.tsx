import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { booksOf } from '../../core/books.ts'
import { useAnswer, useStatus } from '../api.ts'
import { railOf } from '../frame/rail-items.ts'
import { type Place, useNavigate } from '../navigation.tsx'
import { Screen } from '../parts/screen.tsx'
import classes from './accounts/accounts.module.css'

const questions = [
  'powers',
  'received',
  'handled',
  'knowledge',
  'emergency',
  'released',
  'temperature',
  'destroyed',
  'account',
  'closed',
  'trail',
  'outputs',
  'rules',
] as const
type Asked = (typeof questions)[number]

/** Where each question is answered; undefined where a book is needed that this inspector has no key of. */
const places: Readonly<Record<Asked, { readonly place: Place; readonly book: 'registry' | 'clinic' | 'stock' }>> = {
  powers: { place: { screen: 'members' }, book: 'registry' },
  received: { place: { screen: 'lots' }, book: 'stock' },
  handled: { place: { screen: 'syringes' }, book: 'clinic' },
  knowledge: { place: { screen: 'knowledge' }, book: 'clinic' },
  emergency: { place: { screen: 'readiness' }, book: 'clinic' },
  released: { place: { screen: 'lots' }, book: 'stock' },
  temperature: { place: { screen: 'temperature' }, book: 'stock' },
  destroyed: { place: { screen: 'accounts', about: 'disposal' }, book: 'clinic' },
  account: { place: { screen: 'accounts', about: 'record' }, book: 'clinic' },
  closed: { place: { screen: 'accounts', about: 'close_out' }, book: 'clinic' },
  trail: { place: { screen: 'trail' }, book: 'registry' },
  outputs: { place: { screen: 'trail' }, book: 'registry' },
  rules: { place: { screen: 'settings' }, book: 'registry' },
}

/** What an inspector asks, each one step from the screen that answers it with what their keys open. */
export function InspectionScreen(_: { about?: string }) {
  const { t } = useTranslation(['accounts', 'shell'])
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const found = useFound()
  if (role === undefined) return null
  const holds = booksOf(role)
  const rail = railOf(role).map(({ screen }) => screen)
  return (
    <Screen title={t('inspection.title')} about={t('inspection.lead')} help={t('inspection.help')}>
      <ul className={`${classes.list} ${classes.questions}`}>
        {questions.map((asked) => {
          const { place, book } = places[asked]
          const opens = holds.includes(book) && rail.includes(place.screen)
          return (
            <li key={asked} className={classes.row}>
              <div>
                <Text fw={600}>{t(`inspection.${asked}.question`)}</Text>
                <Text className="quiet" size="sm">
                  {opens ? (found[asked] ?? t(`inspection.${asked}.where`)) : t('inspection.sealed')}
                </Text>
              </div>
              <Button
                variant={opens ? 'light' : 'default'}
                aria-label={`${t(`inspection.${asked}.question`)} ${t(opens ? `shell:screen.${place.screen}` : 'shell:screen.trail')}`}
                onClick={() => navigate(opens ? place : { screen: 'trail' })}
              >
                {t(`shell:screen.${opens ? place.screen : 'trail'}`)}
              </Button>
            </li>
          )
        })}
      </ul>
    </Screen>
  )
}

/** What can be said at once, in a number. */
function useFound(): Partial<Record<Asked, string>> {
  const { t } = useTranslation('accounts')
  const one = { offset: 0, limit: 1 }
  const members = useAnswer<'Members'>({ type: 'Members', ...one }).answer
  const shown = useAnswer<'Knowledge'>({ type: 'Knowledge', ...one }).answer
  const syringes = useAnswer<'Syringes'>({ type: 'Syringes', ...one }).answer
  const lots = useAnswer<'Lots'>({ type: 'Lots', ...one }).answer
  const disposal = useAnswer<'Disposal'>({ type: 'Disposal' }).answer
  const close = useAnswer<'CloseOutList'>({ type: 'CloseOutList' }).answer
  const batches = (disposal?.vials?.batches.length ?? 0) + (disposal?.syringes?.batches.length ?? 0)
  return {
    ...(members === undefined ? {} : { powers: t('inspection.powers.found', { count: members.total }) }),
    ...(shown === undefined ? {} : { knowledge: t('inspection.knowledge.found', { count: shown.total }) }),
    ...(syringes === undefined ? {} : { handled: t('inspection.handled.found', { count: syringes.total }) }),
    ...(lots === undefined ? {} : { received: t('inspection.received.found', { count: lots.total }) }),
    ...(disposal === undefined ? {} : { destroyed: t('inspection.destroyed.found', { count: batches }) }),
    ...(close === undefined
      ? {}
      : {
          closed:
            close.closed === undefined
              ? t('inspection.closed.open', { count: close.inTheWay.length })
              : t('inspection.closed.done'),
        }),
  }
}
