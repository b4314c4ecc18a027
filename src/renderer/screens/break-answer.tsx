import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { proposed } from '../../core/registry/settings.ts'
import { useStatus } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Screen } from '../parts/screen.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import classes from './break.module.css'
import { useSaid } from './participant-words.ts'
import { DocumentButtons } from './prepare-labels.tsx'
import type { Revelation } from './revelation.ts'

/** How long an arm is on screen; the site sets it. */
export function useShownSeconds(): number {
  return useStatus()?.settings?.emergency.armShownSeconds ?? proposed.armShownSeconds
}

/** The arm of the one participant, large, for the set time. Covered, it is gone; showing it again is another entry. */
export function BreakAnswer({ revelation, onCovered }: { revelation: Revelation; onCovered(): void }) {
  const { t } = useTranslation('emergency')
  const said = useSaid()
  const shownSeconds = useShownSeconds()
  const [until] = useState(() => new Date(Date.now() + shownSeconds * 1000).toISOString())
  const cover = useCallback(() => {
    revelation.armName = undefined
    onCovered()
  }, [revelation, onCovered])
  useEffect(() => {
    const timer = setTimeout(cover, Math.max(0, Date.parse(until) - Date.now()))
    return () => clearTimeout(timer)
  }, [cover, until])
  const left = (
    <Text>
      {t('covers_in')} <Countdown until={until} little={0} />
    </Text>
  )
  return (
    <UnblindedFrame clock={left}>
      <div className={classes.answer}>
        <Text fz="1.5rem">{t('answer_of', { number: revelation.number })}</Text>
        <bdi className={classes.arm}>{revelation.armName}</bdi>
        {left}
        <Text className="quiet">{t('shown_for', { seconds: said.count(shownSeconds) })}</Text>
        <Button size="lg" onClick={cover} autoFocus>
          {t('cover_now')}
        </Button>
      </div>
    </UnblindedFrame>
  )
}

/** What is to be done after a break, which is the same after either arm. */
export function AfterBreak({ number, breakId }: { number: number; breakId: string }) {
  const { t } = useTranslation('emergency')
  const navigate = useNavigate()
  const said = useSaid()
  const shownSeconds = useShownSeconds()
  return (
    <Screen
      title={t('after_title', { number })}
      help={t('help', { seconds: said.count(shownSeconds) })}
      actions={
        <Button variant="default" onClick={() => navigate({ screen: 'break', about: breakId })}>
          {t('open_record')}
        </Button>
      }
      primary={
        <Button onClick={() => navigate({ screen: 'participant', about: String(number) })}>
          {t('dose:prepare.open_participant')}
        </Button>
      }
    >
      <Stack gap="lg" maw="46rem">
        <Text size="lg">{t('after_lead')}</Text>
        <Title order={2} size="h4">
          {t('after_do')}
        </Title>
        <ul>
          <li>{t('after_tell')}</li>
          <li>{t('after_file')}</li>
          <li>{t('after_assess')}</li>
        </ul>
        <Group>
          <DocumentButtons document={{ kind: 'break_record', breakId }} print={t('print')} />
        </Group>
      </Stack>
    </Screen>
  )
}
