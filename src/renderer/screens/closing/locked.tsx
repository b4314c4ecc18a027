import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../../core/decide.ts'
import type { Answers } from '../../../core/questions.ts'
import { useStatus } from '../../api.ts'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import classes from './closing.module.css'

/** The locked database as everybody sees it who does not hold the list; a wrong lock is taken back from here. */
export function Locked({ answer, way }: { answer: Answers['EndOfTrial']; way: ReactNode }) {
  const { t } = useTranslation(['closing', 'common'])
  const role = useStatus()?.member?.role
  const [unlocking, setUnlocking] = useState(false)
  const [reason, setReason] = useState('')
  const opened = answer.openings.length > 0
  const mayUnlock = role !== undefined && terms.UnlockDatabase.roles.includes(role) && !opened
  return (
    <Screen
      title={t('title')}
      about={t('lead')}
      help={t('help')}
      {...(mayUnlock
        ? {
            actions: (
              <Button variant="default" onClick={() => setUnlocking(true)}>
                {t('unlock.start')}
              </Button>
            ),
          }
        : {})}
    >
      <div className={classes.columns}>
        {way}
        <Stack gap="sm">
          <Text>{t(opened ? 'opened.text' : 'opened.notYet', { count: answer.peopleNeeded })}</Text>
          {opened ? null : <Text className="quiet">{t('opened.where')}</Text>}
        </Stack>
      </div>
      <SignDialog
        opened={unlocking}
        onClose={() => setUnlocking(false)}
        command={reason.trim().length >= 3 ? { type: 'UnlockDatabase', reason: reason.trim() } : undefined}
        title={t('unlock.title')}
        facts={[{ label: t('lock.reference'), value: <bdi>{answer.lock?.reference}</bdi> }]}
        action={t('unlock.act')}
        onDone={() => setReason('')}
      >
        <Text>{t('unlock.text')}</Text>
        <TextInput
          label={t('common:reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={400}
          data-autofocus
          required
        />
      </SignDialog>
    </Screen>
  )
}
