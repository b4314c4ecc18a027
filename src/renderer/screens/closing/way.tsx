import { Button, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../../core/questions.ts'
import { useStatus } from '../../api.ts'
import { railOf } from '../../frame/rail-items.ts'
import { type Place, useNavigate } from '../../navigation.tsx'
import { Day, Moment } from '../../parts/moment.tsx'
import { Person } from '../../parts/person.tsx'
import classes from './closing.module.css'

type Answer = Answers['EndOfTrial']

/** Where each thing that stands in the way is settled. */
const places: Readonly<Record<string, Place>> = {
  list_not_sealed: { screen: 'readiness' },
  participants_without_dose: { screen: 'participants' },
  doses_open: { screen: 'participants' },
  notices_open: { screen: 'today' },
  impact_not_assessed: { screen: 'break' },
}

/** The three steps to the end, each done or not, and what is missing for the first. */
export function Way({ answer }: { answer: Answer }) {
  const { t } = useTranslation('closing')
  const { inTheWay, lock, openings } = answer
  const [latest] = openings
  return (
    <ol className={classes.way} aria-label={t('way.label')}>
      <Step done={inTheWay.length === 0} title={t(inTheWay.length === 0 ? 'way.settled' : 'way.settle')}>
        {inTheWay.length === 0 ? null : <Hindrances inTheWay={inTheWay} />}
      </Step>
      <Step done={lock !== undefined} title={t(lock === undefined ? 'way.lock' : 'way.locked')}>
        {lock === undefined ? null : (
          <Text component="div" size="sm" className="quiet">
            <bdi>{lock.reference}</bdi> · <Day on={lock.lockedOn} />
            <div>
              <Person id={lock.by} /> · <Moment at={lock.at} />
            </div>
            {lock.note === '' ? null : <bdi>{lock.note}</bdi>}
          </Text>
        )}
      </Step>
      <Step
        done={latest !== undefined}
        title={latest === undefined ? t('way.open', { count: answer.peopleNeeded }) : t('way.opened')}
      >
        {openings.map(({ seq, at, people, reference }) => (
          <Text component="div" size="sm" className="quiet" key={seq}>
            <Moment at={at} />
            {people.map((memberId) => (
              <div key={memberId}>
                <Person id={memberId} role />
              </div>
            ))}
            <bdi>{reference}</bdi>
          </Text>
        ))}
      </Step>
    </ol>
  )
}

function Step({ done, title, children }: { done: boolean; title: string; children: ReactNode }) {
  const { t } = useTranslation('closing')
  return (
    <li className={classes.step}>
      {done ? (
        <IconCircleCheck className={classes.good ?? ''} aria-label={t('way.done')} />
      ) : (
        <IconCircleDashed className={classes.missing ?? ''} aria-label={t('way.notDone')} />
      )}
      <div>
        <Text fw={600}>{title}</Text>
        {children}
      </div>
    </li>
  )
}

function Hindrances({ inTheWay }: Pick<Answer, 'inTheWay'>) {
  const { t } = useTranslation(['closing', 'shell'])
  const navigate = useNavigate()
  const role = useStatus()?.member?.role
  const rail = role === undefined ? [] : railOf(role).map(({ screen }) => screen)
  return (
    <ul className={classes.hindrances}>
      {inTheWay.map(({ rule, count }) => {
        const place = places[rule]
        return (
          <li key={rule} className={classes.hindrance}>
            <span>{t(`hindrance.${rule}`, { count })}</span>
            {place === undefined || !rail.includes(place.screen) ? null : (
              <Button variant="default" size="xs" onClick={() => navigate(place)}>
                {t(`shell:screen.${place.screen}`)}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
