import { Alert, Button, Group, Menu, Paper, Stack, Text, Title } from '@mantine/core'
import { IconBellRinging, IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import type { Instant } from '../../core/time.ts'
import { useAnswer, useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { BatchRecordDialog } from './batch-record.tsx'
import { BreakRecord } from './break-record.tsx'
import classes from './participant.module.css'
import { EnquireDialog } from './participant-enquire.tsx'
import { NextStep } from './participant-next.tsx'
import { usePrimaryPlace } from './participant-primary.tsx'
import { ReasonDialog } from './participant-reason.tsx'
import { Timeline } from './participant-timeline.tsx'
import { usePeople, useSaid } from './participant-words.ts'
import { OutstandingReceipt } from './receipt.tsx'
import { SyringeList } from './syringe-list.tsx'
import { DoseStateMark } from './syringe-state.tsx'

/** One participant: the way from enrolment to outcome, and the one next step. */
export function ParticipantScreen({ about }: { about?: string }) {
  const number = Number(about)
  const known = Number.isInteger(number) && number > 0
  const { answer, refusal } = useAnswer<'Participant'>(known ? { type: 'Participant', number } : undefined)
  const { t } = useTranslation('dose')
  if (answer === undefined) {
    return (
      <Screen title={known ? t('participant', { number }) : t('participants.title')} help={t('person.help')}>
        {refusal === undefined && known ? null : <RefusalNote refusal={refusal ?? { rule: 'nothing_found' }} />}
      </Screen>
    )
  }
  return <Person answer={answer} />
}

/** Until when, and how long that is while something can still become of it. */
function UseBefore({ dose, at }: { dose: DoseRow; at: Instant }) {
  const runs = dose.state !== 'ordered' && dose.state !== 'concluded' && dose.state !== 'cancelled'
  return (
    <Group gap="md">
      <Moment at={at} plain />
      {runs ? <Countdown until={at} isSpoken={false} /> : null}
    </Group>
  )
}

type Opened = 'cancel' | 'withdraw' | 'enquire'

function Person({ answer }: { answer: Answers['Participant'] }) {
  const { t } = useTranslation('dose')
  const role = useStatus()?.member?.role
  const navigate = useNavigate()
  const people = usePeople()
  const said = useSaid()
  const { place, within } = usePrimaryPlace()
  const [opened, setOpened] = useState<Opened>()
  const [batchOf, setBatchOf] = useState<string>()
  const { participant, timeline, dose, earlier = [], notice, broken } = answer
  const { number } = participant
  const may = (command: keyof typeof terms) => role !== undefined && terms[command].roles.includes(role)
  const close = () => setOpened(undefined)
  const mayCancel = dose?.state === 'ordered' && may('CancelDose')
  const mayWithdraw = participant.left === undefined && may('WithdrawParticipant')
  const batches = may('TakeBatchRecord')
    ? [
        ...(dose?.batchRecord === true ? [{ of: dose, act: t('batch.act') }] : []),
        ...earlier.map((of) => {
          const at = said.moment(of.orderedAt)
          return { of, act: t('batch.act_earlier', { at }), about: t('batch.of_earlier', { at }) }
        }),
      ]
    : []
  const menu = mayCancel || mayWithdraw || batches.length > 0 || may('BreakBlind') || may('EnquireArm')
  return (
    <Screen
      title={
        <Group gap="md">
          {t('participant', { number })}
          {participant.initials === '' ? null : (
            <Text span className="quiet">
              <bdi>{participant.initials}</bdi>
            </Text>
          )}
          <DoseStateMark state={dose?.state} />
        </Group>
      }
      about={t('person.enrolled_by', {
        at: said.moment(participant.enrolledAt),
        name: people(participant.enrolledBy),
      })}
      help={t('person.help')}
      primary={place}
      {...(menu
        ? {
            actions: (
              <Menu position="top-start">
                <Menu.Target>
                  <Button variant="default" leftSection={<IconDots aria-hidden size={18} />}>
                    {t('person.more')}
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {mayCancel ? (
                    <Menu.Item onClick={() => setOpened('cancel')}>{t('person.cancel_order')}</Menu.Item>
                  ) : null}
                  {mayWithdraw ? (
                    <Menu.Item onClick={() => setOpened('withdraw')}>{t('person.withdraw')}</Menu.Item>
                  ) : null}
                  {may('EnquireArm') ? (
                    <Menu.Item onClick={() => setOpened('enquire')}>{t('enquire.act')}</Menu.Item>
                  ) : null}
                  {batches.map(({ of, act }) => (
                    <Menu.Item key={of.doseId} onClick={() => setBatchOf(of.doseId)}>
                      {act}
                    </Menu.Item>
                  ))}
                  {may('BreakBlind') ? (
                    <Menu.Item onClick={() => navigate({ screen: 'break', about: String(number) })}>
                      {t('person.break')}
                    </Menu.Item>
                  ) : null}
                </Menu.Dropdown>
              </Menu>
            ),
          }
        : {})}
    >
      <div className={classes.columns}>
        <Stack gap="md">
          {notice && dose !== undefined ? (
            <Alert color="red" icon={<IconBellRinging aria-hidden />} title={t('person.notice')}>
              {t('person.notice_more')}
            </Alert>
          ) : null}
          {dose === undefined ? null : <OutstandingReceipt dose={dose} />}
          <Paper withBorder p="lg" className={classes.next ?? ''}>
            <Text className="quiet" size="sm">
              {t('person.next')}
            </Text>
            {within(<NextStep answer={answer} />)}
          </Paper>
          {dose === undefined ? null : (
            <Facts
              facts={[
                { label: t('surgery'), value: <Moment at={dose.surgeryAt} plain /> },
                { label: t('theatre'), value: <bdi>{dose.theatre}</bdi> },
                ...(dose.useBefore === undefined
                  ? []
                  : [{ label: t('use_before'), value: <UseBefore dose={dose} at={dose.useBefore} /> }]),
                ...(dose.verifiedBy === undefined
                  ? []
                  : [{ label: t('timeline.verified_by'), value: <bdi>{people(dose.verifiedBy)}</bdi> }]),
                ...(dose.receivedBy === undefined
                  ? []
                  : [{ label: t('hand_over.received_by'), value: <bdi>{dose.receivedBy}</bdi> }]),
              ]}
            />
          )}
          {dose === undefined || dose.syringes.length === 0 ? null : (
            <div>
              <Title order={2} size="h4" mb="xs">
                {t('person.syringes')}
              </Title>
              <SyringeList syringes={dose.syringes} />
            </div>
          )}
          {broken === undefined ? null : <BreakRecord broken={broken} />}
        </Stack>
        <div>
          <Title order={2} size="h4" mb="xs">
            {t('person.timeline')}
          </Title>
          <Timeline rows={timeline} />
        </div>
      </div>
      {dose === undefined ? null : (
        <ReasonDialog
          opened={opened === 'cancel'}
          onClose={close}
          title={t('person.cancel_order')}
          text={t('person.cancel_order_text', { surgery: said.moment(dose.surgeryAt) })}
          action={t('person.cancel_order')}
          command={(reason) => ({ type: 'CancelDose', doseId: dose.doseId, reason })}
        />
      )}
      <ReasonDialog
        opened={opened === 'withdraw'}
        onClose={close}
        title={t('person.withdraw')}
        text={t('person.withdraw_text')}
        action={t('person.withdraw')}
        command={(reason) => ({ type: 'WithdrawParticipant', number, reason })}
      />
      {batches.map(({ of, act: _, ...rest }) => (
        <BatchRecordDialog
          key={of.doseId}
          dose={of}
          {...rest}
          opened={batchOf === of.doseId}
          onClose={() => setBatchOf(undefined)}
        />
      ))}
      <EnquireDialog number={number} opened={opened === 'enquire'} onClose={close} />
    </Screen>
  )
}
