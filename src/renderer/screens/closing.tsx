import { Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import { useAnswer, useStatus } from '../api.ts'
import { Screen } from '../parts/screen.tsx'
import classes from './closing/closing.module.css'
import { LockForm } from './closing/lock-form.tsx'
import { Locked } from './closing/locked.tsx'
import { OpenForm } from './closing/open-form.tsx'
import { OpenedList } from './closing/opened-list.tsx'
import { Way } from './closing/way.tsx'

/** The end of the trial: what still stands in the way, the lock of the database, and the list that several people open. */
export function ClosingScreen(_: { about?: string }) {
  const { t } = useTranslation('closing')
  const role = useStatus()?.member?.role
  const { answer } = useAnswer<'EndOfTrial'>({ type: 'EndOfTrial' })
  const [showing, setShowing] = useState(false)
  if (answer === undefined || role === undefined)
    return (
      <Screen title={t('title')} help={t('help')}>
        {null}
      </Screen>
    )
  if (showing && answer.listAtHand) return <OpenedList answer={answer} onClose={() => setShowing(false)} />
  const way = <Way answer={answer} />
  if (answer.lock === undefined) {
    if (terms.LockDatabase.roles.includes(role)) return <LockForm answer={answer} way={way} />
    return (
      <Screen title={t('title')} about={t('lead')} help={t('help')}>
        <div className={classes.columns}>
          {way}
          <Text className="quiet">{t('lock.byInvestigator')}</Text>
        </div>
      </Screen>
    )
  }
  if (terms.UnblindTrial.roles.includes(role))
    return <OpenForm answer={answer} way={way} onOpened={() => setShowing(true)} />
  return <Locked answer={answer} way={way} />
}
