import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Label } from '../../core/clinic/labels-book.ts'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useAnswer, useNow, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Volume } from '../parts/amount.tsx'
import { Code } from '../parts/code.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { BatchRecordDialog } from './batch-record.tsx'
import { OutcomeForm } from './outcome-form.tsx'
import classes from './participant.module.css'
import { usePrimaryPlace } from './participant-primary.tsx'
import { Timeline } from './participant-timeline.tsx'
import { DocumentButtons, Labels } from './prepare-labels.tsx'
import { SyringeStateMark } from './syringe-state.tsx'

/** One syringe: its chain of custody, its labels, and what became of it. */
export function SyringeScreen({ about }: { about?: string }) {
  const { t } = useTranslation('dose')
  const { answer, refusal } = useAnswer<'Syringe'>(
    about === undefined ? undefined : { type: 'Syringe', syringeId: about },
  )
  if (answer === undefined) {
    return (
      <Screen title={t('syringe.title')} help={t('syringe.help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  return <Syringe answer={answer} />
}

function Syringe({ answer }: { answer: Answers['Syringe'] }) {
  const { t } = useTranslation('dose')
  const role = useStatus()?.member?.role
  const navigate = useNavigate()
  const { syringe, timeline, dose } = answer
  const waits = syringe.outcome === undefined
  const may = (command: keyof typeof terms) => role !== undefined && terms[command].roles.includes(role)
  const row = dose.syringes.find((one) => one.syringeId === syringe.syringeId)
  const { place, within } = usePrimaryPlace()
  const isOver = useNow(10_000).toISOString() >= syringe.useBefore
  const [telling, setTelling] = useState(false)
  const [taking, setTaking] = useState(false)
  const inPharmacy = syringe.state === 'prepared' || syringe.state === 'verified'
  const mayTell = waits && row !== undefined && may('RecordOutcome')
  // What broke, ran out of time or is not needed before it was handed over has an end as well.
  const recording = mayTell && (!inPharmacy || isOver || telling)
  const open = (
    <Button
      variant={recording ? 'default' : 'filled'}
      onClick={() => navigate({ screen: 'participant', about: String(syringe.number) })}
    >
      {t('syringe.open_participant', { number: syringe.number })}
    </Button>
  )
  return (
    <Screen
      title={
        <Group gap="md">
          {t('syringe.title')} <Code value={syringe.code} />
          <SyringeStateMark state={syringe.state} />
        </Group>
      }
      about={
        waits ? (
          <span>
            {t('use_before')} <Countdown until={syringe.useBefore} />
          </span>
        ) : undefined
      }
      help={t('syringe.help')}
      actions={
        <>
          <DocumentButtons
            document={{ kind: 'chain_of_custody', syringeId: syringe.syringeId }}
            print={t('syringe.print')}
          />
          {recording ? open : null}
        </>
      }
      primary={recording ? place : open}
    >
      <div className={classes.columns}>
        <Stack gap="lg">
          <Facts
            facts={[
              { label: t('syringes.of'), value: t('participant', { number: syringe.number }) },
              { label: t('volume'), value: <Volume microlitres={syringe.volumeMicrolitres} /> },
              { label: t('use_before'), value: <Moment at={syringe.useBefore} plain /> },
              { label: t('theatre'), value: <bdi>{dose.theatre}</bdi> },
            ]}
          />
          <div>
            <Title order={2} size="h4" mb="xs">
              {t('labels.serials')}
            </Title>
            <LabelRows labels={syringe.labels} />
          </div>
          {inPharmacy && !isOver && dose.labelled && may('PrintLabels') ? <Labels doseId={dose.doseId} /> : null}
          <Group>
            {mayTell && !recording ? (
              <Button variant="default" onClick={() => setTelling(true)}>
                {t('outcome.tell')}
              </Button>
            ) : null}
            {dose.batchRecord === true && may('TakeBatchRecord') ? (
              <Button variant="default" onClick={() => setTaking(true)}>
                {t('batch.act')}
              </Button>
            ) : null}
          </Group>
          <BatchRecordDialog dose={dose} opened={taking} onClose={() => setTaking(false)} />
          {recording ? (
            <Paper withBorder p="lg">
              <Title order={2} size="h4" mb="sm">
                {t('outcome.title_plain')}
              </Title>
              {within(<OutcomeForm syringe={row} />)}
            </Paper>
          ) : null}
        </Stack>
        <div>
          <Title order={2} size="h4" mb="xs">
            {t('syringe.custody')}
          </Title>
          <Timeline rows={timeline} />
        </div>
      </div>
    </Screen>
  )
}

function LabelRows({ labels }: { labels: readonly Label[] }) {
  const { t } = useTranslation('dose')
  if (labels.length === 0) return <Text className="quiet">{t('labels.not_printed')}</Text>
  return (
    <Stack gap="xs">
      {labels.map((label) => (
        <Group key={label.serial} gap="md">
          <Text span td={label.void ? 'line-through' : 'none'}>
            <Code value={label.serial} />
          </Text>
          <Badge variant="light" color={label.void ? 'red' : 'teal'} tt="none">
            {t(label.void ? 'labels.void' : 'labels.valid')}
          </Badge>
          <Moment at={label.printedAt} />
          <Text span className="quiet">
            {t(`labels.state.${label.state}`)}
          </Text>
          {label.reason === '' ? null : <Text span>{t('labels.again_because', { reason: label.reason })}</Text>}
          {label.note === '' ? null : <Text span>{t('timeline.note', { note: label.note })}</Text>}
        </Group>
      ))}
    </Stack>
  )
}
