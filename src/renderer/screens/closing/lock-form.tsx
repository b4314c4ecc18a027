import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import type { Answers } from '../../../core/questions.ts'
import type { IsoDate } from '../../../core/time.ts'
import { Day } from '../../parts/moment.tsx'
import { DayInput } from '../../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import classes from './closing.module.css'

const formId = 'lock-database'

/** The investigator states that the data are locked, and signs it. */
export function LockForm({ answer, way }: { answer: Answers['EndOfTrial']; way: ReactNode }) {
  const { t } = useTranslation('closing')
  const [reference, setReference] = useState('')
  const [lockedOn, setLockedOn] = useState<IsoDate>()
  const [note, setNote] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(['reference', 'lockedOn'])
  const settled = answer.inTheWay.length === 0
  const complete = settled && reference.trim().length >= 2 && lockedOn !== undefined
  const command: Command | undefined = complete
    ? { type: 'LockDatabase', reference: reference.trim(), lockedOn, note: note.trim() }
    : undefined
  const readBack = (event: FormEvent) => {
    event.preventDefault()
    if (complete) setSigning(true)
  }
  return (
    <Screen
      title={t('title')}
      about={t('lead')}
      help={t('help')}
      primary={
        <Button type="submit" form={formId} disabled={!complete}>
          {t('lock.readBack')}
        </Button>
      }
    >
      <div className={classes.columns}>
        {way}
        <form id={formId} onSubmit={readBack}>
          <Stack gap="md">
            <Text>{t(settled ? 'lock.text' : 'lock.notYet')}</Text>
            <TextInput
              label={t('lock.reference')}
              description={t('lock.referenceHelp')}
              value={reference}
              onChange={(event) => setReference(event.currentTarget.value)}
              maxLength={120}
              disabled={!settled}
              required
              {...form.field('reference')}
            />
            <DayInput
              label={t('lock.lockedOn')}
              value={lockedOn}
              onChange={setLockedOn}
              disabled={!settled}
              required
              {...form.field('lockedOn')}
            />
            <TextInput
              label={t('lock.note')}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
              maxLength={400}
              disabled={!settled}
            />
            {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          </Stack>
        </form>
      </div>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={t('lock.title')}
        facts={[
          { label: t('lock.reference'), value: <bdi>{reference}</bdi> },
          { label: t('lock.lockedOn'), value: lockedOn === undefined ? null : <Day on={lockedOn} /> },
          ...(note.trim() === '' ? [] : [{ label: t('lock.note'), value: <bdi>{note}</bdi> }]),
        ]}
        action={t('lock.act')}
        onRefused={(refusal) => {
          if (refusal.rule.startsWith('passphrase_')) return false
          form.refuse(refusal)
          return true
        }}
      >
        <Text>{t('lock.means')}</Text>
      </SignDialog>
    </Screen>
  )
}
