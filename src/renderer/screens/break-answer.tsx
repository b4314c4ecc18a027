import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import { useNavigate } from '../navigation.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { Screen } from '../parts/screen.tsx'
import { UnblindedFrame } from '../parts/unblinded-frame.tsx'
import classes from './break.module.css'
import { DocumentButtons } from './prepare-labels.tsx'

const shownSeconds = 60

type AnswerProps = { readonly revealed: NonNullable<Submitted['revealed']>; readonly breakId: string }

/** The arm of the one participant, large, for a minute; then what is to be done, which is the same after either arm. */
export function BreakAnswer({ revealed, breakId }: AnswerProps) {
  const { t } = useTranslation('emergency')
  const navigate = useNavigate()
  const [until] = useState(() => new Date(Date.now() + shownSeconds * 1000).toISOString())
  const [shown, setShown] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setShown(false), shownSeconds * 1000)
    return () => clearTimeout(timer)
  }, [])
  if (shown) {
    return (
      <UnblindedFrame>
        <div className={classes.answer}>
          <Text fz="1.5rem">{t('answer_of', { number: revealed.number })}</Text>
          <bdi className={classes.arm}>{revealed.armName}</bdi>
          <Text>
            {t('covers_in')} <Countdown until={until} little={0} />
          </Text>
          <Button size="lg" onClick={() => setShown(false)} autoFocus>
            {t('cover_now')}
          </Button>
        </div>
      </UnblindedFrame>
    )
  }
  return (
    <Screen
      title={t('after_title', { number: revealed.number })}
      help={t('help')}
      primary={
        <Button onClick={() => navigate({ screen: 'participant', about: String(revealed.number) })}>
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
