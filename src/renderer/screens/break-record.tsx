import { Badge, Button, Group, Paper, Stack, Text, Textarea, Title, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import type { Break } from '../../core/clinic/showings-book.ts'
import { terms } from '../../core/decide.ts'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Code } from '../parts/code.tsx'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { ShowAgain } from './break-again.tsx'
import { useShownSeconds } from './break-answer.tsx'
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
  const again = broken.showings.filter((one) => one.office === undefined)
  return (
    <Facts
      facts={[
        ...(broken.elsewhere === undefined
          ? [{ label: t('when'), value: <Moment at={broken.at} plain /> }]
          : [
              { label: t('elsewhere_at'), value: <Moment at={broken.elsewhere.openedAt} plain /> },
              { label: t('pack:title'), value: <Code value={broken.elsewhere.packId} /> },
              { label: t('taken_in_at'), value: <Moment at={broken.at} plain /> },
            ]),
        { label: t(broken.reader === undefined ? 'by' : 'authorised_by'), value: people(broken.by) },
        ...(broken.reader === undefined
          ? []
          : [{ label: t('read_by'), value: <Reading broken={broken} reader={broken.reader} /> }]),
        ...(broken.entered === undefined
          ? []
          : [{ label: t('card_code'), value: t(`common:entered.${broken.entered}`) }]),
        { label: t('reason'), value: t(`reasons.${broken.reason}`) },
        { label: t('narrative'), value: <bdi>{broken.narrative}</bdi> },
        ...(broken.reader === undefined ? [{ label: t('told'), value: <bdi>{broken.told}</bdi> }] : []),
        ...(again.length === 0 ? [] : [{ label: t('again.fact'), value: <Again showings={again} /> }]),
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

/** Which clinician read, and when; or that it was authorised and nobody has. */
function Reading({ broken, reader }: { broken: Break; reader: string }) {
  const { t } = useTranslation('emergency')
  const read = broken.showings.find((one) => one.office !== undefined && !one.failed)
  return (
    <Stack gap={0}>
      <span>{t('reads.fact_value', { reader, office: broken.office })}</span>
      {read === undefined ? (
        <strong>{t(broken.failed ? 'states.failed' : 'not_read')}</strong>
      ) : (
        <Moment at={read.at} plain />
      )}
    </Stack>
  )
}

function Again({ showings }: { showings: Break['showings'] }) {
  const { t } = useTranslation('emergency')
  const people = usePeople()
  const said = useSaid()
  return (
    <Stack gap={0}>
      {showings.map((one) => (
        <span key={one.seq}>
          {t(one.failed ? 'again.failed_line' : 'again.line', { name: people(one.to), at: said.moment(one.at) })}{' '}
          <bdi>{one.note}</bdi>
        </span>
      ))}
    </Stack>
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
export function BrokenScreen({ broken, onShown }: { broken: Break; onShown(submitted: Submitted): void }) {
  const { t } = useTranslation('emergency')
  const navigate = useNavigate()
  const said = useSaid()
  const shownSeconds = useShownSeconds()
  const role = useStatus()?.member?.role
  const [again, setAgain] = useState(false)
  const mayShow = role !== undefined && terms.ShowArmAgain.roles.includes(role) && !broken.failed
  return (
    <Screen
      title={t('record_of', { number: broken.number })}
      help={t('help', { seconds: said.count(shownSeconds) })}
      {...(mayShow
        ? {
            actions: (
              <Button variant="default" onClick={() => setAgain(true)}>
                {t('again.begin')}
              </Button>
            ),
          }
        : {})}
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
      {again ? <ShowAgain broken={broken} onClose={() => setAgain(false)} onShown={onShown} /> : null}
    </Screen>
  )
}
