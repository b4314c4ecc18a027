import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../core/questions.ts'
import type { Refusal } from '../../core/result.ts'
import { useAnswer, useStatus, useSubmit } from '../api.ts'
import { useBack } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { Facts } from '../parts/facts.tsx'
import { useBoth } from '../parts/language.ts'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import { LotStateMark } from './lot-balance.tsx'
import classes from './lot-certificate.module.css'
import { TaskDialog } from './today-dialog.tsx'

/** Beside a notice: which waiting doses came from a lot that may not be used. It is recorded before it is shown. */
export function HeldDosesScreen({ about }: { about?: string }) {
  const { answer } = useAnswer<'HeldDoses'>({ type: 'HeldDoses' })
  const [answering, setAnswering] = useState(false)
  const back = useBack()
  const noticeId = about ?? ''
  const { answer: today } = useAnswer<'Today'>({ type: 'Today' })
  const isOpen = today?.openNotices.some((notice) => notice.noticeId === noticeId) === true
  const respond = isOpen ? () => setAnswering(true) : undefined
  return (
    <>
      {answer === undefined ? (
        <Gate noticeId={noticeId} onAnswer={respond} />
      ) : (
        <UnblindedFrame>
          <Doses answer={answer} onAnswer={respond} />
        </UnblindedFrame>
      )}
      <TaskDialog
        task={answering ? { kind: 'answer_notice', about: noticeId } : undefined}
        onClose={() => setAnswering(false)}
        onDone={back}
      />
    </>
  )
}

type PartProps = { readonly onAnswer: (() => void) | undefined }

function Gate({ noticeId, onAnswer }: PartProps & { noticeId: string }) {
  const { t } = useTranslation('work')
  const { submit, busy } = useSubmit()
  const [refusal, setRefusal] = useState<Refusal>()
  const show = async () => {
    setRefusal(undefined)
    const reply = await submit({ type: 'ShowHeldDoses', noticeId })
    if (!reply.ok && 'refusal' in reply) setRefusal(reply.refusal)
  }
  return (
    <Screen
      title={t('held.title')}
      help={t('held.help')}
      actions={
        onAnswer === undefined ? undefined : (
          <Button variant="default" onClick={onAnswer}>
            {t('held.answer')}
          </Button>
        )
      }
      primary={
        <Button onClick={show} loading={busy}>
          {t('held.show')}
        </Button>
      }
    >
      <Stack gap="md" maw="46rem">
        <Alert color="amber" variant="light" icon={<IconEye aria-hidden />}>
          <Text fw={600}>{t('held.lead')}</Text>
          <Text>{t('held.recorded')}</Text>
        </Alert>
        {refusal === undefined ? null : <RefusalNote refusal={refusal} />}
      </Stack>
    </Screen>
  )
}

function Doses({ answer, onAnswer }: PartProps & { answer: Answers['HeldDoses'] }) {
  const { t } = useTranslation(['work', 'stock'])
  const both = useBoth()
  const settings = useStatus()?.settings
  const { lots, doses, given } = answer
  return (
    <Screen
      title={t('held.title')}
      help={t('held.help')}
      primary={onAnswer === undefined ? undefined : <Button onClick={onAnswer}>{t('held.answer')}</Button>}
    >
      <Stack gap="md" maw="60rem">
        <Facts
          facts={lots.map(({ lotNumber, product, state }) => ({
            label: settings === undefined ? '' : both(settings.arms[product].product),
            value: (
              <>
                <bdi className="ltr">{lotNumber}</bdi> <LotStateMark state={state} expired={false} />
              </>
            ),
          }))}
        />
        <Title order={2} size="h4">
          {t('held.waiting')}
        </Title>
        {doses.length === 0 ? <Text className="quiet">{t('held.none_waits')}</Text> : <Waiting doses={doses} />}
        <Title order={2} size="h4">
          {t('held.given')}
        </Title>
        {given.length === 0 ? <Text className="quiet">{t('held.none_given')}</Text> : <Given doses={given} />}
      </Stack>
    </Screen>
  )
}

function Waiting({ doses }: { doses: Answers['HeldDoses']['doses'] }) {
  const { t } = useTranslation('work')
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('held.number')}</th>
            <th scope="col">{t('held.theatre')}</th>
            <th scope="col">{t('held.state')}</th>
            <th scope="col">{t('held.useBefore')}</th>
            <th scope="col">{t('held.from')}</th>
          </tr>
        </thead>
        <tbody>
          {doses.map((dose) => (
            <tr key={dose.doseId}>
              <th scope="row">
                <Count value={dose.number} />
              </th>
              <td>
                <bdi>{dose.theatre}</bdi>
              </td>
              <td>{t(`doseState.${dose.state}`)}</td>
              <td>{dose.useBefore === undefined ? '' : <Moment at={dose.useBefore} plain />}</td>
              <td className={dose.lotNumber === undefined ? '' : classes.fails}>
                {dose.lotNumber === undefined ? (
                  <span className="quiet">{t('held.other')}</span>
                ) : (
                  <bdi className="ltr">{dose.lotNumber}</bdi>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text>{t('held.same')}</Text>
    </>
  )
}

/** Whom it concerns who was given a dose already, and whom to tell what. */
function Given({ doses }: { doses: Answers['HeldDoses']['given'] }) {
  const { t } = useTranslation('work')
  return (
    <>
      <Alert color="amber" variant="light" title={t('held.what_to_do')}>
        {(['tell_qa', 'tell_pi', 'emergency'] as const).map((one) => (
          <Text key={one}>{t(`held.${one}`)}</Text>
        ))}
      </Alert>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('held.number')}</th>
            <th scope="col">{t('held.theatre')}</th>
            <th scope="col">{t('held.givenAt')}</th>
            <th scope="col">{t('held.from')}</th>
          </tr>
        </thead>
        <tbody>
          {doses.map(({ doseId, number, theatre, givenAt, lotNumber }) => (
            <tr key={doseId}>
              <th scope="row">
                <Count value={number} />
              </th>
              <td>
                <bdi>{theatre}</bdi>
              </td>
              <td>
                <Moment at={givenAt} plain />
              </td>
              <td className={classes.fails}>
                <bdi className="ltr">{lotNumber}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
