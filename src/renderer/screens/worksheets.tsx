import { Alert, Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconClipboardCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useAnswer, useStatus } from '../api.ts'
import { useKept } from '../kept.tsx'
import { useNavigate } from '../navigation.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { usePeople, useSaid } from './participant-words.ts'
import type { Draft } from './worksheets/draft.ts'
import { WorksheetEditor } from './worksheets/editor.tsx'
import { PairTable } from './worksheets/pair-table.tsx'
import { useFirstDraft } from './worksheets/words.ts'

/** The worksheets of both products: which pair is in force, which waits for QA, and writing another. */
export function WorksheetsScreen() {
  const { t } = useTranslation('worksheet')
  const { answer, refusal } = useAnswer<'Worksheets'>({ type: 'Worksheets' })
  const settings = useStatus()?.settings
  const [draft, setDraft] = useKept<Draft>('worksheets')
  if (answer === undefined || settings === undefined) {
    return (
      <Screen title={t('title')} help={t('help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  if (draft !== undefined)
    return (
      <WorksheetEditor
        draft={draft}
        version={answer.history.length + 1}
        settings={settings}
        onChange={setDraft}
        onDone={() => setDraft(undefined)}
      />
    )
  return <Worksheets answer={answer} onWrite={setDraft} />
}

function Worksheets({ answer, onWrite }: { answer: Answers['Worksheets']; onWrite(draft: Draft): void }) {
  const { t } = useTranslation('worksheet')
  const navigate = useNavigate()
  const firstDraft = useFirstDraft()
  const role = useStatus()?.member?.role
  const [signing, setSigning] = useState(false)
  const may = (command: keyof typeof terms) => role !== undefined && terms[command].roles.includes(role)
  const { inForce, waiting } = answer
  const shown = waiting ?? inForce
  const primary =
    waiting !== undefined && may('ApproveWorksheets') ? (
      <Button size="lg" leftSection={<IconClipboardCheck aria-hidden />} onClick={() => setSigning(true)}>
        {t('approve', { version: waiting.version })}
      </Button>
    ) : may('WriteWorksheets') ? (
      <Button size="lg" onClick={() => onWrite(firstDraft(shown?.sheets))}>
        {t('write', { version: answer.history.length + 1 })}
      </Button>
    ) : undefined
  return (
    <Screen
      title={t('title')}
      about={inForce === undefined ? t('by_settings') : t('in_force', { version: inForce.version })}
      help={t('help')}
      actions={
        <Button variant="default" onClick={() => navigate({ screen: 'lots' })}>
          {t('to_lots')}
        </Button>
      }
      {...(primary === undefined ? {} : { primary })}
    >
      <Stack gap="lg">
        {waiting === undefined ? null : (
          <Alert color="teal" variant="light" title={t('waits', { version: waiting.version })}>
            <Text>{t(may('ApproveWorksheets') ? 'waits_for_you' : 'waits_for_qa')}</Text>
            <Text>
              {t('note')}: <bdi>{waiting.note}</bdi>
            </Text>
          </Alert>
        )}
        {shown === undefined ? <Text size="lg">{t('none_written')}</Text> : <PairTable sheets={shown.sheets} />}
        {answer.history.length === 0 ? null : <History answer={answer} />}
      </Stack>
      {waiting === undefined ? null : (
        <SignDialog
          opened={signing}
          onClose={() => setSigning(false)}
          command={{ type: 'ApproveWorksheets', version: waiting.version }}
          title={t('approve', { version: waiting.version })}
          facts={[
            { label: t('version'), value: String(waiting.version) },
            { label: t('steps'), value: String(waiting.sheets.A.length) },
            { label: t('note'), value: <bdi>{waiting.note}</bdi> },
          ]}
          action={t('approve', { version: waiting.version })}
          onDone={() => notifications.show({ message: t('approved') })}
        >
          <Text>{t('approve_meaning')}</Text>
        </SignDialog>
      )}
    </Screen>
  )
}

function History({ answer }: { answer: Answers['Worksheets'] }) {
  const { t } = useTranslation('worksheet')
  const people = usePeople()
  const said = useSaid()
  const stateOf = (version: number, voided: boolean, approved: boolean) => {
    if (version === answer.inForce?.version) return t('state.in_force')
    if (version === answer.waiting?.version) return t('state.waiting')
    return t(voided ? 'state.voided' : approved ? 'state.followed' : 'state.not_approved')
  }
  return (
    <div>
      <Title order={2} size="h4" mb="xs">
        {t('versions')}
      </Title>
      <Stack gap="xs">
        {answer.history.map(({ version, note, at, by, approved, voidedAt }) => (
          <Group key={version} gap="sm" wrap="wrap">
            <Badge variant="light" color={version === answer.inForce?.version ? 'teal' : 'gray'} tt="none" size="lg">
              {t('version_state', {
                version,
                state: stateOf(version, voidedAt !== undefined, approved !== undefined),
              })}
            </Badge>
            <Text>
              {t('written_by', { name: people(by), at: said.moment(at) })}
              {approved === undefined
                ? ''
                : ` · ${t('approved_by', { name: people(approved.by), at: said.moment(approved.at) })}`}
            </Text>
            <Text className="quiet">
              <bdi>{note}</bdi>
            </Text>
          </Group>
        ))}
      </Stack>
    </div>
  )
}
