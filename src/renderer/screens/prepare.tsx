import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import type { Refusal } from '../../core/result.ts'
import { useAnswer, useSubmit } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import { useSaid } from './participant-words.ts'
import { RunningClock } from './prepare-head.tsx'
import { PreparedScreen } from './prepare-labels.tsx'
import { Worksheet } from './prepare-worksheet.tsx'
import classes from './verify-facts.module.css'

/** The preparation of one dose, from the start over every step to its labels. */
export function PrepareScreen({ about }: { about?: string }) {
  const { t } = useTranslation('dose')
  const { answer, refusal } = useAnswer<'Preparation'>(
    about === undefined ? undefined : { type: 'Preparation', doseId: about },
  )
  // Another dose may come up in the same place; what was finished here was this one.
  const [finished, setFinished] = useState<string>()
  if (answer === undefined) {
    return (
      <Screen title={t('steps.take')} help={t('prepare.help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  const { dose, preparation, unblinded } = answer
  if (dose.state === 'prepared')
    return <PreparedScreen key={dose.doseId} dose={dose} justFinished={finished === dose.doseId} />
  if (dose.state !== 'ordered') return <NotWaiting answer={answer} />
  if (preparation?.state !== 'open') return <Gate answer={answer} />
  if (unblinded === undefined) return <Gate answer={answer} />
  return (
    <UnblindedFrame clock={<RunningClock preparation={preparation} />}>
      <div className={classes.full}>
        <Worksheet
          key={`${preparation.preparationId} ${preparation.steps.length}`}
          answer={answer}
          preparation={preparation}
          unblinded={unblinded}
          onFinished={() => setFinished(dose.doseId)}
        />
      </div>
    </UnblindedFrame>
  )
}

function NotWaiting({ answer }: { answer: Answers['Preparation'] }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const { number } = answer.dose
  return (
    <Screen
      title={t('prepare.title', { number })}
      help={t('prepare.help')}
      primary={
        <Button onClick={() => navigate({ screen: 'participant', about: String(number) })}>
          {t('prepare.open_participant')}
        </Button>
      }
    >
      <Text size="lg">{t('prepare.not_waiting')}</Text>
    </Screen>
  )
}

/** The last moment at which nobody has seen an arm: starting, or going on after a lock, is recorded first. */
function Gate({ answer }: { answer: Answers['Preparation'] }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const said = useSaid()
  const { submit, busy } = useSubmit()
  const [refusal, setRefusal] = useState<Refusal>()
  const { dose, preparation } = answer
  const open = preparation?.state === 'open' ? preparation : undefined
  const command: Command =
    open === undefined
      ? { type: 'StartPreparation', doseId: dose.doseId }
      : { type: 'ResumePreparation', preparationId: open.preparationId }
  const go = async () => {
    setRefusal(undefined)
    const reply = await submit(command)
    if (!reply.ok && 'refusal' in reply) setRefusal(reply.refusal)
  }
  return (
    <Screen
      title={t('prepare.title', { number: dose.number })}
      help={t('prepare.help')}
      actions={
        <Button variant="default" onClick={() => navigate({ screen: 'participant', about: String(dose.number) })}>
          {t('prepare.open_participant')}
        </Button>
      }
      primary={
        <Button size="lg" onClick={go} loading={busy} autoFocus>
          {t(open === undefined ? 'prepare.start' : 'prepare.resume')}
        </Button>
      }
    >
      <Stack gap="lg" maw="46rem">
        <Alert color="amber" variant="light" icon={<IconEye aria-hidden />}>
          <Stack gap={4}>
            <Text fw={600}>
              {open === undefined
                ? t('prepare.start_lead')
                : t('prepare.resume_lead', {
                    at: said.moment(open.startedAt),
                    step: open.nextStep === undefined ? t('prepare.finish') : t(`steps.${open.nextStep}`),
                  })}
            </Text>
            <Text>{t('prepare.start_alone')}</Text>
            {open === undefined ? <Text>{t('prepare.start_check')}</Text> : null}
            <Text className="quiet">
              {answer.worksheets === undefined
                ? t('prepare.by_settings')
                : t('prepare.by_worksheet', { version: answer.worksheets })}
            </Text>
          </Stack>
        </Alert>
        <Facts
          facts={[
            { label: t('number'), value: t('participant', { number: dose.number }) },
            { label: t('surgery'), value: <Moment at={dose.surgeryAt} plain /> },
            { label: t('theatre'), value: <bdi>{dose.theatre}</bdi> },
          ]}
        />
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Stack>
    </Screen>
  )
}
