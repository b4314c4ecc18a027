import { Badge, Button, Group, Paper, Stack, Text, Textarea, Title, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Break } from '../../core/clinic/book.ts'
import { terms } from '../../core/decide.ts'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { usePeople, useSaid } from './participant-words.ts'
import { DocumentButtons } from './prepare-labels.tsx'
import rows from './syringe-list.module.css'

/** Breaks that were made; each opens its record. Never an arm. */
export function BreakList({ breaks }: { breaks: readonly Break[] }) {
  const { t } = useTranslation('emergency')
  const navigate = useNavigate()
  return (
    <ul className={rows.list}>
      {breaks.map((broken) => (
        <li key={broken.breakId}>
          <UnstyledButton
            className={rows.row ?? ''}
            onClick={() => navigate({ screen: 'break', about: broken.breakId })}
          >
            <strong>{t('dose:participant', { number: broken.number })}</strong>
            <span>{t(`reasons.${broken.reason}`)}</span>
            <Moment at={broken.at} />
            <BreakMark broken={broken} />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

function BreakMark({ broken }: { broken: Break }) {
  const { t } = useTranslation('emergency')
  const state = broken.failed ? 'failed' : broken.assessment === undefined ? 'open' : 'assessed'
  return (
    <Badge
      variant={state === 'open' ? 'outline' : 'light'}
      color={state === 'open' ? 'teal' : 'gray'}
      tt="none"
      size="lg"
    >
      {t(`states.${state}`)}
    </Badge>
  )
}

/** A break that was made: who, when, why, who was told, its printable record and the assessment of its impact. */
export function BreakRecord({ broken }: { broken: Break }) {
  const { t } = useTranslation('emergency')
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t('record_title')}
          </Title>
          <BreakMark broken={broken} />
        </Group>
        <RecordFacts broken={broken} />
        <DocumentButtons document={{ kind: 'break_record', breakId: broken.breakId }} print={t('print')} />
        {broken.assessment === undefined ? <Assess broken={broken} /> : null}
      </Stack>
    </Paper>
  )
}

function RecordFacts({ broken }: { broken: Break }) {
  const { t } = useTranslation('emergency')
  const people = usePeople()
  const said = useSaid()
  return (
    <Facts
      facts={[
        { label: t('when'), value: <Moment at={broken.at} plain /> },
        { label: t('by'), value: people(broken.by) },
        { label: t('reason'), value: t(`reasons.${broken.reason}`) },
        { label: t('narrative'), value: <bdi>{broken.narrative}</bdi> },
        { label: t('told'), value: <bdi>{broken.told}</bdi> },
        ...(broken.assessment === undefined
          ? []
          : [
              { label: t('assessment'), value: <bdi>{broken.assessment.text}</bdi> },
              { label: t('assessed'), value: `${people(broken.assessment.by)}, ${said.moment(broken.assessment.at)}` },
            ]),
      ]}
    />
  )
}

function Assess({ broken }: { broken: Break }) {
  const { t } = useTranslation('emergency')
  const role = useStatus()?.member?.role
  const [text, setText] = useState('')
  const [signing, setSigning] = useState(false)
  if (role === undefined || !terms.AssessImpact.roles.includes(role)) return null
  const assessment = text.trim()
  const missing = 20 - assessment.length
  return (
    <Stack gap="sm">
      <Textarea
        label={t('assess')}
        description={missing > 0 ? t('narrative_missing', { count: missing }) : t('assess_help')}
        value={text}
        maxLength={2_000}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button variant="light" onClick={() => setSigning(true)} disabled={missing > 0}>
          {t('assess_sign')}
        </Button>
      </Group>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{ type: 'AssessImpact', breakId: broken.breakId, assessment }}
        title={t('assess')}
        facts={[
          { label: t('number'), value: t('dose:participant', { number: broken.number }) },
          { label: t('assessment'), value: <bdi>{assessment}</bdi> },
        ]}
        action={t('assess_sign')}
      />
    </Stack>
  )
}

/** The record of one break, as a screen. */
export function BrokenScreen({ broken }: { broken: Break }) {
  const { t } = useTranslation('emergency')
  const navigate = useNavigate()
  return (
    <Screen
      title={t('record_of', { number: broken.number })}
      help={t('help')}
      primary={
        <Button onClick={() => navigate({ screen: 'participant', about: String(broken.number) })}>
          {t('dose:prepare.open_participant')}
        </Button>
      }
    >
      <Stack maw="52rem">
        <Text className="quiet">{t('record_lead')}</Text>
        <BreakRecord broken={broken} />
      </Stack>
    </Screen>
  )
}
