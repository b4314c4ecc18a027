import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayBreak } from '../../core/books.ts'
import type { ParticipantRow } from '../../core/clinic/answers.ts'
import type { Answers } from '../../core/questions.ts'
import { plannedTotal } from '../../core/registry/settings.ts'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Empty } from '../parts/empty.tsx'
import { Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { type Column, Table, usePaged } from '../parts/table.tsx'
import { useSaid } from './participant-words.ts'
import { EnrolScreen } from './participants-enrol.tsx'
import { DoseStateMark, SyringeStateMark } from './syringe-state.tsx'

/** Everyone enrolled, by number, with the state of the dose; and the way to enrol the next one. */
export function ParticipantsScreen() {
  const { t } = useTranslation('dose')
  const status = useStatus()
  const navigate = useNavigate()
  const columns = useColumns()
  const rows = usePaged<ParticipantRow>({ type: 'Participants' })
  const [enrolling, setEnrolling] = useState<number>()
  const head = rows.first as Answers['Participants'] | undefined
  const member = status?.member
  const settings = status?.settings
  const mayEnrol = member !== undefined && mayBreak(member.role)

  if (enrolling !== undefined && settings !== undefined) {
    return (
      <EnrolScreen
        number={enrolling}
        criteria={settings.criteria}
        onLeave={() => setEnrolling(undefined)}
        onDone={(number) => {
          notifications.show({ message: t('enrol.done', { number }) })
          navigate({ screen: 'participant', about: String(number) })
        }}
      />
    )
  }

  const next = head?.next
  const blockedBy = head?.blockedBy
  const planned = settings === undefined ? 0 : plannedTotal(settings)
  return (
    <Screen
      title={t('participants.title')}
      about={t('participants.enrolled_of', { count: rows.total, planned })}
      help={t('participants.help')}
      {...(mayEnrol && next !== undefined
        ? {
            primary: (
              <Button onClick={() => setEnrolling(next)} data-autofocus>
                {t('participants.enrol', { number: next })}
              </Button>
            ),
          }
        : {})}
    >
      <Stack gap="md">
        {blockedBy === undefined ? null : blockedBy === 'numbers_used_up' ? (
          <Alert color="gray">{t('refusals:numbers_used_up.title')}</Alert>
        ) : (
          <Stack gap="xs">
            <Text fw={600}>{t('participants.blocked_title')}</Text>
            <RefusalNote refusal={{ rule: blockedBy }} />
            <Group>
              <Button variant="default" onClick={() => navigate({ screen: 'readiness' })}>
                {t('participants.blocked_open')}
              </Button>
            </Group>
          </Stack>
        )}
        {rows.loading ? null : rows.total === 0 ? (
          <Empty
            title={t('participants.empty_title')}
            next={t(blockedBy === undefined ? 'participants.empty_next' : 'participants.empty_blocked')}
          />
        ) : (
          <Table
            label={t('participants.title')}
            columns={columns}
            rows={rows}
            keyOf={(row) => row.number}
            onOpen={(row) => navigate({ screen: 'participant', about: String(row.number) })}
            rowHeight={60}
          />
        )}
      </Stack>
    </Screen>
  )
}

function useColumns(): Column<ParticipantRow>[] {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const outcomes = (row: ParticipantRow) => row.outcomes.map((state) => t(`syringe_states.${state}`)).join(', ')
  return [
    {
      key: 'number',
      title: t('number'),
      width: 0.6,
      cell: (row) => (
        <Text fw={650} size="lg">
          <Count value={row.number} />
        </Text>
      ),
      text: (row) => String(row.number),
    },
    {
      key: 'initials',
      title: t('initials'),
      width: 0.7,
      cell: (row) => row.initials || t('none'),
      text: (row) => row.initials,
    },
    {
      key: 'enrolled',
      title: t('participants.enrolled_on'),
      width: 1.3,
      cell: (row) => <Moment at={row.enrolledAt} />,
      text: (row) => said.moment(row.enrolledAt),
    },
    {
      key: 'surgery',
      title: t('surgery'),
      width: 1.3,
      cell: (row) => (row.surgeryAt === undefined ? t('none') : <Moment at={row.surgeryAt} />),
      text: (row) => (row.surgeryAt === undefined ? '' : said.moment(row.surgeryAt)),
    },
    {
      key: 'dose',
      title: t('participants.dose'),
      width: 1.1,
      cell: (row) => <DoseStateMark state={row.doseState} />,
      text: (row) => t(`dose_states.${row.doseState ?? 'none'}`),
    },
    {
      key: 'outcome',
      title: t('participants.outcome'),
      width: 1.8,
      cell: (row) => (
        <Group gap="xs" wrap="nowrap">
          {row.useBefore === undefined ? null : (
            <span>
              {t('use_before')} <Countdown until={row.useBefore} isSpoken={false} />
            </span>
          )}
          {row.doseState === 'concluded' || row.outcomes.some((state) => state !== row.outcomes[0])
            ? [...new Set(row.outcomes)].map((state) => <SyringeStateMark key={state} state={state} />)
            : null}
          {row.left ? (
            <Badge variant="light" color="gray" tt="none">
              {t('participants.left')}
            </Badge>
          ) : null}
          {row.broken ? (
            <Badge variant="light" color="gray" tt="none">
              {t('participants.broken')}
            </Badge>
          ) : null}
        </Group>
      ),
      text: (row) => outcomes(row),
    },
  ]
}
