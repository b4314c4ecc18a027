import { Alert, Button, Stack, Text, Title } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { mayBreak } from '../../core/books.ts'
import type { BreakerRow } from '../../core/clinic/answers.ts'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useAnswer, useStatus } from '../api.ts'
import { digits } from '../moments.ts'
import { type Place, useNavigate } from '../navigation.tsx'
import { Count } from '../parts/amount.tsx'
import { useLanguage } from '../parts/language.ts'
import { Day, Moment } from '../parts/moment.tsx'
import { RefusalNote } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { Drill } from './drill.tsx'
import { EmergencyPack } from './pack.tsx'
import classes from './readiness.module.css'

type Check = {
  readonly key: string
  readonly good: boolean
  readonly text: ReactNode
  /** Where the person who may do it does it. */
  readonly place?: Place
}

/** Whether an emergency break would work today and doses can be ordered: green, or what is missing. */
export function ReadinessScreen(_: { about?: string }) {
  const { t } = useTranslation('registry')
  const member = useStatus()?.member
  const { answer } = useAnswer<'Readiness'>({ type: 'Readiness' })
  const breaker = member !== undefined && mayBreak(member.role)
  return (
    <Screen title={t('readiness.title')} about={t('readiness.about')} help={t('readiness.help')}>
      {answer === undefined ? null : (
        <div className={classes.columns}>
          <Stack gap="md">
            {answer.enrolmentBlockedBy === undefined ? (
              <Alert color="teal" variant="light" icon={<IconCircleCheck aria-hidden />} role="status">
                <Text fw={600}>{t('readiness.ready')}</Text>
              </Alert>
            ) : (
              <div>
                <Text fw={600} mb={4}>
                  {t('readiness.inTheWay')}
                </Text>
                <RefusalNote
                  refusal={{ rule: answer.enrolmentBlockedBy, values: { spare: answer.supply.spareDoses ?? 0 } }}
                />
              </div>
            )}
            <Checks answer={answer} />
            {breaker ? <EmergencyPack answer={answer} /> : null}
          </Stack>
          <Stack gap="md">
            {breaker ? <Drill openWith={answer.openWith} listSealed={answer.listSealed} /> : null}
            <Breakers answer={answer} />
            {breaker ? null : <EmergencyPack answer={answer} />}
          </Stack>
        </div>
      )}
    </Screen>
  )
}

function Checks({ answer }: { answer: Answers['Readiness'] }) {
  const { t } = useTranslation('registry')
  const navigate = useNavigate()
  const language = useLanguage()
  const role = useStatus()?.member?.role
  const { supply, breakersReady, breakersNeeded } = answer
  const mayImport = role !== undefined && terms.ImportAllocationList.roles.includes(role)
  const mayEnrol = role !== undefined && terms.EnrolMember.roles.includes(role)
  const checks: Check[] = [
    {
      key: 'list',
      good: answer.listSealed,
      text: t(answer.listSealed ? 'readiness.listSealed' : 'readiness.listMissing'),
      ...(mayImport && !answer.listSealed ? { place: { screen: 'list' as const } } : {}),
    },
    {
      key: 'breakers',
      good: breakersReady >= breakersNeeded,
      text: t('readiness.breakersReady', {
        ready: digits(breakersReady, language),
        needed: digits(breakersNeeded, language),
      }),
      ...(mayEnrol && answer.breakers.length < breakersNeeded ? { place: { screen: 'members' as const } } : {}),
    },
    {
      key: 'supply',
      good: supply.refusal === undefined,
      text:
        supply.spareDoses === undefined || supply.until === undefined ? (
          t('readiness.supplyUnknown')
        ) : (
          <span className={classes.supply}>
            {t('today.spare', { ns: 'work' })}: <Count value={supply.spareDoses} /> ·{' '}
            {t('today.spareUntil', { ns: 'work' })}: <Day on={supply.until} />
          </span>
        ),
    },
    { key: 'openWith', good: true, text: t(`readiness.openWith.${answer.openWith}`) },
  ]
  return (
    <ul className={classes.checks}>
      {checks.map(({ key, good, text, place }) => (
        <li key={key} className={classes.check}>
          {good ? (
            <IconCircleCheck className={classes.good ?? ''} aria-label={t('readiness.good')} />
          ) : (
            <IconCircleDashed className={classes.missing ?? ''} aria-label={t('readiness.missing')} />
          )}
          <Text component="div">{text}</Text>
          {place === undefined ? null : (
            <Button variant="default" onClick={() => navigate(place)}>
              {t(`readiness.go.${key}`)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** How somebody's drills stand: the one that counts, until when it holds, and a later one that failed. */
function DrillState({
  drill,
  failedDrill,
  dueAt,
  ready,
}: Pick<BreakerRow, 'drill' | 'failedDrill' | 'dueAt' | 'ready'>) {
  const { t } = useTranslation('registry')
  const language = useLanguage()
  const seconds = (taken: number) => ({ seconds: digits(taken, language) })
  return (
    <Stack gap={4} align="flex-end">
      {drill === undefined ? (
        <Text size="sm">{t('readiness.noDrill')}</Text>
      ) : (
        <Text size="sm" component="div">
          {t('readiness.drillIn', seconds(drill.seconds))} <Moment at={drill.at} />
        </Text>
      )}
      {dueAt === undefined ? null : (
        <Text size="sm" component="div" fw={ready ? 400 : 650}>
          {t(ready ? 'readiness.drillDue' : 'readiness.drillOverdue')} <Moment at={dueAt} />
        </Text>
      )}
      {failedDrill === undefined ? null : (
        <Text size="sm" component="div">
          {t('readiness.drillFailed', seconds(failedDrill.seconds))} <Moment at={failedDrill.at} />
        </Text>
      )}
    </Stack>
  )
}

function Breakers({ answer }: { answer: Answers['Readiness'] }) {
  const { t } = useTranslation(['registry', 'common'])
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {t('readiness.breakers')}
      </Title>
      {answer.breakers.length === 0 ? <Text className="quiet">{t('readiness.noBreakers')}</Text> : null}
      <ul className={classes.checks}>
        {answer.breakers.map(({ memberId, name, role, ...its }) => (
          <li key={memberId} className={classes.check}>
            {!its.ready ? (
              <IconCircleDashed className={classes.missing ?? ''} aria-label={t('readiness.missing')} />
            ) : (
              <IconCircleCheck className={classes.good ?? ''} aria-label={t('readiness.good')} />
            )}
            <div>
              <Text fw={600}>
                <bdi>{name}</bdi>
              </Text>
              <Text size="sm" className="quiet">
                {t(`common:role.${role}`)}
              </Text>
            </div>
            <DrillState {...its} />
          </li>
        ))}
      </ul>
    </section>
  )
}
