import { Button, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isBlinded } from '../../core/books.ts'
import type { DoseRow } from '../../core/clinic/answers.ts'
import type { Answers } from '../../core/questions.ts'
import type { Task } from '../../core/tasks.ts'
import { useAnswer, useStatus } from '../api.ts'
import { placeOf } from '../frame/rail-items.ts'
import { digits } from '../moments.ts'
import { useNavigate } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Empty } from '../parts/empty.tsx'
import { useLanguage } from '../parts/language.ts'
import { Day, Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import classes from './today.module.css'
import { Alerts, placeOfAlert, useAlertWords } from './today-alerts.tsx'
import { BrokenBlinds } from './today-breaks.tsx'
import { TaskDialog } from './today-dialog.tsx'

/** What must happen next, in order of time, with the reason; the doses on their way; the one number of supply. */
export function TodayScreen(_: { about?: string }) {
  const { t } = useTranslation('work')
  const language = useLanguage()
  const navigate = useNavigate()
  const { answer } = useAnswer<'Today'>({ type: 'Today' })
  const [inPlace, setInPlace] = useState<Task>()
  const act = (task: Task) => {
    const place = placeOf(task)
    if (place === undefined) setInPlace(task)
    else navigate(place)
  }
  const alertWords = useAlertWords()
  const words = (task: Task, part: 'title' | 'why' | 'act') =>
    t(`task.${task.kind}.${part}`, { number: digits(task.number ?? 0, language) })
  const tasks = answer?.tasks ?? []
  const timed = tasks.some((task) => task.dueAt !== undefined)
  const first = tasks.find((task) => task.kind !== 'ask_pharmacy')
  const alert = answer?.alerts[0]
  return (
    <Screen
      title={t('today.title')}
      help={t('today.help')}
      primary={
        first !== undefined ? (
          <Button onClick={() => act(first)}>{words(first, 'act')}</Button>
        ) : alert !== undefined ? (
          <Button onClick={() => navigate(placeOfAlert(alert))}>{alertWords(alert, 'act')}</Button>
        ) : undefined
      }
    >
      {answer === undefined ? null : (
        <>
          <section aria-label={t('today.waits')}>
            {tasks.length === 0 ? (
              <NothingWaits doses={answer.doses} />
            ) : (
              <ul className={classes.rows}>
                {tasks.map((task) => (
                  <li key={`${task.kind} ${task.about}`} className={timed ? classes.row : classes.untimed}>
                    {timed ? (
                      <div className={classes.time}>
                        <Due task={task} />
                      </div>
                    ) : null}
                    <div>
                      <Text fw={600}>{words(task, 'title')}</Text>
                      <Text size="sm" className="quiet">
                        {words(task, 'why')}
                      </Text>
                    </div>
                    {task.kind === 'ask_pharmacy' ? (
                      <span />
                    ) : (
                      <Button variant={task === first ? 'light' : 'default'} onClick={() => act(task)}>
                        {words(task, 'act')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </section>
          <Alerts alerts={answer.alerts} />
          <BrokenBlinds breaks={answer.breaks ?? []} />
          <OnTheirWay doses={answer.doses} />
          <Standing answer={answer} />
        </>
      )}
      <TaskDialog task={inPlace} onClose={() => setInPlace(undefined)} />
    </Screen>
  )
}

/** A clock that runs out is shown as one; a surgery is shown as a time. */
function Due({ task }: { task: Task }) {
  if (task.dueAt === undefined) return null
  const runs = ['print_labels', 'verify_dose', 'release_dose', 'record_outcome'].includes(task.kind)
  return runs ? <Countdown until={task.dueAt} /> : <Moment at={task.dueAt} />
}

function NothingWaits({ doses }: { doses: readonly DoseRow[] }) {
  const { t } = useTranslation('work')
  const next = doses.find((dose) => dose.state === 'ordered')
  return (
    <Empty
      title={t('today.nothing')}
      next={
        next === undefined ? (
          t('today.noSurgery')
        ) : (
          <>
            {t('today.nextSurgery')} <Moment at={next.surgeryAt} />
          </>
        )
      }
    />
  )
}

function OnTheirWay({ doses }: { doses: readonly DoseRow[] }) {
  const { t } = useTranslation('work')
  const language = useLanguage()
  const navigate = useNavigate()
  if (doses.length === 0) return null
  return (
    <section aria-label={t('today.doses')}>
      <Title order={2} size="h4" className={classes.heading}>
        {t('today.doses')}
      </Title>
      <ul className={classes.rows}>
        {doses.map((dose) => (
          <li key={dose.doseId}>
            <button
              type="button"
              className={classes.dose}
              onClick={() => navigate({ screen: 'participant', about: String(dose.number) })}
            >
              <span className={classes.time}>
                {dose.useBefore === undefined ? <Moment at={dose.surgeryAt} /> : <Countdown until={dose.useBefore} />}
              </span>
              <span>
                <Text component="span" fw={600}>
                  {t('today.participant', { number: digits(dose.number, language) })}
                </Text>
                <Text component="span" size="sm" className="quiet" display="block">
                  <bdi>{dose.theatre}</bdi>
                </Text>
              </span>
              <span className={classes.state}>{t(`doseState.${dose.state}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Standing({ answer }: { answer: Answers['Today'] }) {
  const { t } = useTranslation(['work', 'refusals'])
  const language = useLanguage()
  const role = useStatus()?.member?.role
  const { supply, participantCount, plannedCount } = answer
  const blinded = role !== undefined && isBlinded(role)
  return (
    <section className={classes.standing} aria-label={t('today.standing')}>
      {participantCount === undefined ? null : (
        <div>
          <Text size="sm" className="quiet">
            {t('today.enrolled')}
          </Text>
          <Text fw={600}>
            <Count value={participantCount} /> {t('today.of')} <Count value={plannedCount} />
          </Text>
        </div>
      )}
      <div title={t('today.spareHelp')}>
        <Text size="sm" className="quiet">
          {t('today.spare')}
        </Text>
        <Text fw={600}>
          {supply.spareDoses === undefined ? t('today.spareUnknown') : <Count value={supply.spareDoses} />}
        </Text>
      </div>
      {supply.until === undefined ? null : (
        <div>
          <Text size="sm" className="quiet">
            {t('today.spareUntil')}
          </Text>
          <Text component="div" fw={600}>
            <Day on={supply.until} />
          </Text>
        </div>
      )}
      {supply.refusal === undefined || (blinded && supply.until === undefined) ? null : (
        <Text className={classes.short}>
          {t(`refusals:${supply.refusal}.title`, { spare: digits(supply.spareDoses ?? 0, language) })}
        </Text>
      )}
    </section>
  )
}
