import { Alert, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../../core/decide.ts'
import { arms, type StudySettings } from '../../../core/registry/settings.ts'
import { useBoth } from '../../parts/language.ts'
import { RefusalNote, useFormRefusal } from '../../parts/refusal.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SignDialog } from '../../parts/sign-dialog.tsx'
import { useSaid } from '../participant-words.ts'
import { type Draft, readDraft } from './draft.ts'
import { StepRow } from './step-row.tsx'
import { useProblemWords } from './words.ts'
import classes from './worksheets.module.css'

const shortestNote = 3

type EditorProps = {
  readonly draft: Draft
  readonly version: number
  readonly settings: StudySettings
  onChange(draft: Draft): void
  /** It was signed, or given up. */
  onDone(): void
}

/** Writes a pair of worksheets: both lists side by side, and beside each step what still differs or does not fit. */
export function WorksheetEditor({ draft, version, settings, onChange, onDone }: EditorProps) {
  const { t } = useTranslation('worksheet')
  const both = useBoth()
  const said = useSaid()
  const words = useProblemWords()
  const form = useFormRefusal(['note'])
  const [opened, setOpened] = useState<number | undefined>(0)
  const [signing, setSigning] = useState(false)
  const reading = readDraft(draft, settings)
  const note = draft.note.trim()
  const told = note.length >= shortestNote
  const command: Command | undefined =
    reading.sheets === undefined || !told ? undefined : { type: 'WriteWorksheets', sheets: reading.sheets, note }
  const rows = Math.max(draft.A.length, draft.B.length)
  const whole = arms.flatMap((arm) => reading.problems[arm].filter(({ line }) => line === 0).map(words.problem))
  const readBack = () => {
    form.clear()
    if (!told) return form.refuse({ rule: 'reason_missing', field: 'note' })
    setSigning(true)
  }
  return (
    <Screen
      title={t('write', { version })}
      about={t('editor_about')}
      help={t('editor_help')}
      actions={
        <Button variant="default" onClick={onDone}>
          {t('leave')}
        </Button>
      }
      primary={
        <Button size="lg" onClick={readBack} disabled={reading.sheets === undefined}>
          {t('read_back', { version })}
        </Button>
      }
    >
      <Stack gap="md">
        <Group align="flex-end" gap="xl">
          <TextInput
            className={classes.note ?? ''}
            label={t('note')}
            value={draft.note}
            maxLength={400}
            onChange={(event) => onChange({ ...draft, note: event.currentTarget.value })}
            required
            {...form.field('note')}
          />
          <Switch
            label={t('together')}
            checked={draft.together}
            onChange={(event) => onChange({ ...draft, together: event.currentTarget.checked })}
          />
        </Group>
        <div role="status" aria-live="polite">
          {reading.openCount === 0 ? (
            <Text c="var(--teal-ink)" fw={600}>
              <IconCheck aria-hidden size={18} /> {t('alike')}
            </Text>
          ) : (
            <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} py="xs">
              {t('open_count', { count: reading.openCount })} {[...new Set(whole)].join(' ')}
            </Alert>
          )}
        </div>
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
        <div className={classes.heads}>
          <span />
          {arms.map((arm) => (
            <Text key={arm} fw={650}>
              {both(settings.arms[arm].product)}
            </Text>
          ))}
        </div>
        <ol className={classes.rows}>
          {Array.from({ length: rows }, (_, place) => (
            <StepRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
              key={place}
              place={place}
              draft={draft}
              reading={reading}
              opened={opened === place}
              onOpen={setOpened}
              onChange={onChange}
            />
          ))}
        </ol>
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={command}
        title={t('write', { version })}
        facts={[
          { label: t('version'), value: said.count(version) },
          { label: t('steps'), value: said.count(rows) },
          { label: t('note'), value: <bdi>{note}</bdi> },
        ]}
        action={t('sign', { version })}
        onDone={() => {
          notifications.show({ message: t('written') })
          onDone()
        }}
        onRefused={(refusal) => {
          if (/^(passphrase|wait)_/.test(refusal.rule)) return false
          form.refuse(refusal)
          return true
        }}
      >
        <Text>{t('write_meaning')}</Text>
      </SignDialog>
    </Screen>
  )
}
