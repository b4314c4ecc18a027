import { Alert, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { Facts } from '../parts/facts.tsx'
import { PassphraseField } from '../parts/passphrase-field.tsx'
import { useScan } from '../parts/scan.tsx'
import type { BreakDraft } from './break-steps.tsx'
import { useSaid } from './participant-words.ts'

type OpenProps = {
  readonly draft: BreakDraft
  readonly withCard: boolean
  onChange(changed: Partial<BreakDraft>): void
  field(name: string): { readonly 'data-field': string; readonly error?: string }
}

/** Reads back what will be recorded, says what the answer lets others infer, and asks for card and passphrase. */
export function BreakOpen({ draft, withCard, onChange, field }: OpenProps) {
  const { t } = useTranslation('emergency')
  const said = useSaid()
  const settings = useStatus()?.settings
  useScan((code) => onChange({ code }), withCard)
  const leaves = settings?.emergency.participantLeavesAfterBreak === true
  const { A, B } = settings?.arms ?? {}
  const planned = A !== undefined && A.plannedCount === B?.plannedCount ? A.plannedCount : undefined
  return (
    <Stack gap="md">
      <Facts
        facts={[
          { label: t('number'), value: draft.number === undefined ? '' : said.number(draft.number) },
          { label: t('reason'), value: draft.reason === undefined ? '' : t(`reasons.${draft.reason}`) },
          { label: t('narrative'), value: <bdi>{draft.narrative.trim()}</bdi> },
          { label: t('told'), value: <bdi>{draft.told.trim()}</bdi> },
        ]}
      />
      <Alert color="gray" icon={<IconAlertTriangle aria-hidden />}>
        <Text>{t('recorded_first')}</Text>
        {leaves ? <Text fw={600}>{t('leaves')}</Text> : null}
        {planned === undefined ? null : <Text>{t('infer', { planned, others: planned * 2 - 1 })}</Text>}
      </Alert>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {withCard ? (
          <TextInput
            label={t('code', { number: draft.number })}
            description={t('code_help', { number: draft.number })}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={draft.code}
            size="lg"
            dir="ltr"
            maxLength={40}
            spellCheck={false}
            autoComplete="off"
            autoFocus
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            onChange={(event) => onChange({ code: event.currentTarget.value })}
            required
            {...field('code')}
          />
        ) : null}
        <PassphraseField
          label={t('common:sign.own')}
          size="lg"
          value={draft.passphrase}
          onChange={(event) => onChange({ passphrase: event.currentTarget.value })}
          autoFocus={!withCard}
          required
          {...field('passphrase')}
        />
      </SimpleGrid>
    </Stack>
  )
}
