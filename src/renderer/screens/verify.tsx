import { Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import { useAnswer, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { VerifyWork } from './verify-work.tsx'

/** The second person's check of a prepared dose, at the same machine. */
export function VerifyScreen({ about }: { about?: string }) {
  const { t } = useTranslation('dose')
  const { answer, refusal } = useAnswer<'Preparation'>(
    about === undefined ? undefined : { type: 'Preparation', doseId: about },
  )
  if (answer === undefined) {
    return (
      <Screen title={t('person.verify')} help={t('verify.help')}>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Screen>
    )
  }
  return <Verify answer={answer} />
}

function Verify({ answer }: { answer: Answers['Preparation'] }) {
  const { t } = useTranslation('dose')
  const memberId = useStatus()?.member?.memberId
  const navigate = useNavigate()
  const { dose, preparation } = answer
  const prepared =
    preparation?.startedBy === memberId || preparation?.steps.some((step) => step.by === memberId) === true
  if (dose.state !== 'prepared' || !dose.labelled) {
    const waits = dose.state === 'prepared'
    return (
      <Screen
        title={t('verify.title', { number: dose.number })}
        help={t('verify.help')}
        primary={
          <Button
            onClick={() =>
              navigate(
                waits
                  ? { screen: 'prepare', about: dose.doseId }
                  : { screen: 'participant', about: String(dose.number) },
              )
            }
          >
            {t(waits ? 'person.labels' : 'prepare.open_participant')}
          </Button>
        }
      >
        <Text size="lg">{t(waits ? 'verify.labels_first' : 'verify.not_ready')}</Text>
      </Screen>
    )
  }
  return <VerifyWork answer={answer} secondPerson={prepared} />
}
