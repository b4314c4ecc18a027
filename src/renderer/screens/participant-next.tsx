import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { stoppedBy } from '../../core/clinic/doses-book.ts'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useNow, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { HandOver } from './handover.tsx'
import { Outcome } from './outcome.tsx'
import { OrderForm } from './participant-order.tsx'
import { Primary } from './participant-primary.tsx'

type Person = Answers['Participant']

/** The one thing to be done next for a participant, by whom it may be done; for the others, what is waited for. */
export function NextStep({ answer }: { answer: Person }) {
  const { t } = useTranslation(['dose', 'refusals'])
  const role = useStatus()?.member?.role
  const now = useNow(10_000).toISOString()
  const may = (command: keyof typeof terms) => role !== undefined && terms[command].roles.includes(role)
  const { participant, dose } = answer
  const state = dose?.state
  const under = state !== undefined && state !== 'concluded' && state !== 'cancelled'
  if (participant.left !== undefined && !under) return <Wait text={t('person.left')} />
  if (dose === undefined || state === 'cancelled') {
    return may('OrderDose') ? <OrderForm number={participant.number} /> : <Wait text={t('person.order_waits')} />
  }
  if (state === 'concluded') return <Concluded dose={dose} mayOrder={may('OrderDose')} />
  if (state === 'ordered') {
    return may('StartPreparation') ? <Prepare dose={dose} /> : <Wait text={t('person.prepare_waits')} />
  }
  const stop = stoppedBy(dose, participant.left !== undefined, now)
  if (stop !== undefined) {
    const why = stop === 'time_over' ? t('refusals:in_use_time_over.title') : t('person.left')
    return may('RecordOutcome') ? <Stopped dose={dose} why={why} /> : <Wait text={why} />
  }
  if (state === 'prepared') {
    return may('VerifyDose') ? (
      <Verify dose={dose} mayPrint={may('PrintLabels')} />
    ) : (
      <Wait text={t('person.verify_waits')} />
    )
  }
  if (state === 'verified') {
    return may('ReleaseDose') ? <HandOver dose={dose} /> : <Wait text={t('person.release_waits')} />
  }
  return may('RecordOutcome') ? <Outcome dose={dose} /> : <Wait text={t('person.outcome_waits')} />
}

/** A dose that was made and can never leave the pharmacy: what became of it is recorded where it would have been handed over. */
function Stopped({ dose, why }: { dose: DoseRow; why: string }) {
  const { t } = useTranslation('dose')
  return (
    <Stack gap="md">
      <Alert color="red" icon={<IconHandStop aria-hidden />} title={why}>
        <Text>{t('person.stopped')}</Text>
      </Alert>
      <Outcome dose={dose} />
    </Stack>
  )
}

function Wait({ text }: { text: string }) {
  return (
    <Title order={2} size="h3">
      {text}
    </Title>
  )
}

function Concluded({ dose, mayOrder }: { dose: DoseRow; mayOrder: boolean }) {
  const { t } = useTranslation('dose')
  const [ordering, setOrdering] = useState(false)
  const given = dose.syringes.some((syringe) => syringe.state === 'administered')
  if (ordering) return <OrderForm number={dose.number} again />
  if (given || !mayOrder) return <Wait text={t('person.concluded')} />
  return (
    <Stack gap="sm">
      <Text>{t('person.concluded_again')}</Text>
      <Group>
        <Button variant="default" onClick={() => setOrdering(true)}>
          {t('person.order_again')}
        </Button>
      </Group>
    </Stack>
  )
}

function Prepare({ dose }: { dose: DoseRow }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  return (
    <>
      <Wait text={t('steps_wait.ordered')} />
      <Primary>
        <Button onClick={() => navigate({ screen: 'prepare', about: dose.doseId })}>
          {t(dose.preparationOpen === true ? 'person.prepare_go_on' : 'person.prepare')}
        </Button>
      </Primary>
    </>
  )
}

function Verify({ dose, mayPrint }: { dose: DoseRow; mayPrint: boolean }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const print = !dose.labelled && mayPrint
  return (
    <Stack gap="sm">
      {dose.useBefore === undefined ? null : (
        <Text>
          {t('use_before')} <Countdown until={dose.useBefore} />
        </Text>
      )}
      <Wait text={t(print ? 'steps_wait.unlabelled' : 'steps_wait.labelled')} />
      {dose.labelled && mayPrint ? (
        <Group>
          <Button variant="default" onClick={() => navigate({ screen: 'prepare', about: dose.doseId })}>
            {t('labels.title')}
          </Button>
        </Group>
      ) : null}
      <Primary>
        <Button onClick={() => navigate({ screen: print ? 'prepare' : 'verify', about: dose.doseId })}>
          {t(print ? 'person.labels' : 'person.verify')}
        </Button>
      </Primary>
    </Stack>
  )
}
