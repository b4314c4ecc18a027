import { Alert, Button, Group, Paper, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readCode } from '../../core/codes.ts'
import { latinDigits } from '../../core/text.ts'
import { useNow, useStatus, useSubmit } from '../api.ts'
import { digits } from '../moments.ts'
import { CameraButton } from '../parts/camera/camera-button.tsx'
import { Code } from '../parts/code.tsx'
import { useLanguage } from '../parts/language.ts'
import { PassphraseField } from '../parts/passphrase-field.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { useScan } from '../parts/scan.tsx'

const longestSeconds = 3_600

/** The drill of an emergency break: card 0, the breaker's own passphrase, and a stopwatch. */
export function Drill({ openWith, listSealed }: { openWith: 'card' | 'secret'; listSealed: boolean }) {
  const { t } = useTranslation('registry')
  const [startedAt, setStartedAt] = useState<number>()
  const [failed, setFailed] = useState(false)
  const over = (passed: boolean) => {
    setStartedAt(undefined)
    setFailed(!passed)
  }
  return (
    <Paper withBorder p="lg">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('drill.title')}
        </Title>
        <Text>{t(listSealed ? `drill.text.${openWith}` : 'drill.notYet')}</Text>
        {failed && startedAt === undefined ? <Alert color="red">{t('drill.failed')}</Alert> : null}
        {startedAt === undefined ? (
          <Group justify="flex-end">
            <Button onClick={() => setStartedAt(Date.now())} disabled={!listSealed}>
              {t('drill.start')}
            </Button>
          </Group>
        ) : (
          <DrillForm openWith={openWith} startedAt={startedAt} onDone={over} onStop={() => setStartedAt(undefined)} />
        )}
      </Stack>
    </Paper>
  )
}

type DrillFormProps = {
  readonly openWith: 'card' | 'secret'
  readonly startedAt: number
  onDone(passed: boolean): void
  onStop(): void
}

function DrillForm({ openWith, startedAt, onDone, onStop }: DrillFormProps) {
  const { t } = useTranslation('registry')
  const language = useLanguage()
  const { submit, busy } = useSubmit()
  // In the practice study there is no paper: its cards are as public as its passphrases.
  const practiceCard = useStatus()?.file?.practiceCards?.find((card) => card.number === 0)
  const [code, setCode] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { field, refuse, rest, clear } = useFormRefusal(['code', 'passphrase'])
  const now = useNow()
  const seconds = Math.max(0, Math.min(longestSeconds, Math.round((now.getTime() - startedAt) / 1000)))
  useScan((scanned) => {
    setCode(scanned)
    return undefined
  }, openWith === 'card')
  const open = async (event: FormEvent) => {
    event.preventDefault()
    clear()
    const taken = Math.min(longestSeconds, Math.round((Date.now() - startedAt) / 1000))
    const card = readCode(latinDigits(code))
    const reply = await submit({ type: 'PassDrill', seconds: taken, code: card }, { passphrase })
    if (reply.ok) {
      notifications.show({ color: 'teal', message: t('drill.passed', { count: taken }) })
      onDone(true)
    } else if ('refusal' in reply) {
      const { rule } = reply.refusal
      // The card was read, and opened nothing: that drill is over, and on record.
      if (rule === 'card_does_not_open') return onDone(false)
      refuse(rule.startsWith('passphrase_') ? { ...reply.refusal, field: 'passphrase' } : reply.refusal)
    }
  }
  return (
    <form onSubmit={open}>
      <Stack gap="sm">
        <Text size="xl" fw={700} role="timer">
          {t('members.seconds', { seconds: digits(seconds, language) })}
        </Text>
        {openWith === 'card' ? (
          <TextInput
            label={t('drill.code')}
            description={t('drill.codeHint')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            {...field('code')}
            classNames={{ input: 'code' }}
            dir="ltr"
            autoComplete="off"
            autoFocus
            required
          />
        ) : null}
        {openWith === 'card' ? <CameraButton /> : null}
        {openWith === 'card' && practiceCard !== undefined ? (
          <Text size="sm">
            {t('drill.practiceCard')}{' '}
            <UnstyledButton onClick={() => setCode(practiceCard.code)} td="underline">
              <Code value={practiceCard.code} />
            </UnstyledButton>
          </Text>
        ) : null}
        <PassphraseField
          label={t('drill.passphrase')}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          {...field('passphrase')}
          required
        />
        {rest === undefined ? null : <RefusalNote refusal={rest} />}
        <Group justify="space-between">
          <Button variant="default" onClick={onStop}>
            {t('drill.stop')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('drill.open')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
