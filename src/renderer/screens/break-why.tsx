import { Alert, Radio, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type BreakReason, breakReasons } from '../../core/clinic/events.ts'
import { useStatus } from '../api.ts'
import { useBoth } from '../parts/language.ts'
import classes from './break.module.css'
import type { BreakDraft } from './break-steps.tsx'

type WhyProps = {
  readonly draft: BreakDraft
  onChange(changed: Partial<BreakDraft>): void
  field(name: string): { readonly 'data-field': string; readonly error?: string }
}

/** Why, and who is told; with the protocol's own words on when a break is permitted. */
export function BreakWhy({ draft, onChange, field }: WhyProps) {
  const { t } = useTranslation('emergency')
  const both = useBoth()
  const settings = useStatus()?.settings
  const missing = 20 - draft.narrative.trim().length
  return (
    <Stack gap="sm">
      {settings === undefined ? null : (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title={t('permitted')}>
          {both(settings.emergency.permittedWhen)}
        </Alert>
      )}
      <Radio.Group
        label={t('reason')}
        value={draft.reason ?? ''}
        onChange={(value) => onChange({ reason: value as BreakReason })}
        required
        {...field('reason')}
      >
        <div className={classes.kinds}>
          {breakReasons.map((reason, index) => (
            <Radio
              key={reason}
              value={reason}
              label={t(`reasons.${reason}`)}
              autoFocus={draft.reason === undefined ? index === 0 : draft.reason === reason}
              classNames={{ root: classes.kind ?? '' }}
            />
          ))}
        </div>
      </Radio.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Textarea
          label={t('narrative')}
          description={missing > 0 ? t('narrative_missing', { count: missing }) : t('narrative_help')}
          value={draft.narrative}
          maxLength={2_000}
          minRows={2}
          onChange={(event) => onChange({ narrative: event.currentTarget.value })}
          required
          {...field('narrative')}
        />
        <div>
          <Text fw={500} mb={4} id="who-reads">
            {t('reads.label')}
          </Text>
          <SegmentedControl
            aria-labelledby="who-reads"
            value={draft.reads}
            onChange={(reads) => onChange({ reads: reads as BreakDraft['reads'] })}
            data={(['self', 'clinician'] as const).map((value) => ({ value, label: t(`reads.${value}`) }))}
          />
        </div>
      </SimpleGrid>
      {draft.reads === 'self' ? (
        <TextInput
          label={t('told')}
          description={t('told_help')}
          value={draft.told}
          maxLength={300}
          onChange={(event) => onChange({ told: event.currentTarget.value })}
          required
          {...field('told')}
        />
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {(['reader', 'office'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`reads.${name}`)}
              description={t(`reads.${name}_help`)}
              value={draft[name]}
              maxLength={80}
              onChange={(event) => onChange({ [name]: event.currentTarget.value })}
              required
              {...field(name)}
            />
          ))}
        </SimpleGrid>
      )}
    </Stack>
  )
}
