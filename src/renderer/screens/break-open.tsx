import { SimpleGrid, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../api.ts'
import { CameraButton } from '../parts/camera/camera-button.tsx'
import { Facts } from '../parts/facts.tsx'
import { PassphraseField } from '../parts/passphrase-field.tsx'
import { useScan } from '../parts/scan.tsx'
import classes from './break.module.css'
import { BreakInfer } from './break-infer.tsx'
import type { BreakDraft } from './break-steps.tsx'
import { CardCode } from './card-code.tsx'
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
  useScan((code) => {
    onChange({ code, entered: 'scanned' })
    return undefined
  }, withCard)
  const leaves = settings?.emergency.participantLeavesAfterBreak === true
  return (
    <Stack gap="sm">
      <div className={classes.readBack}>
        <Facts
          facts={[
            { label: t('number'), value: draft.number === undefined ? '' : said.number(draft.number) },
            { label: t('reason'), value: draft.reason === undefined ? '' : t(`reasons.${draft.reason}`) },
            { label: t('narrative'), value: <bdi>{draft.narrative.trim()}</bdi> },
            draft.reads === 'self'
              ? { label: t('told'), value: <bdi>{draft.told.trim()}</bdi> }
              : {
                  label: t('reads.fact'),
                  value: t('reads.fact_value', { reader: draft.reader.trim(), office: draft.office.trim() }),
                },
          ]}
        />
        <BreakInfer />
      </div>
      <Text>
        {t('recorded_first')} {leaves ? <strong>{t('leaves')}</strong> : null}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing={{ base: 'md', sm: 0 }}>
        {withCard ? (
          <CardCode
            number={draft.number}
            value={draft.code}
            onChange={(code) => onChange({ code, entered: 'typed' })}
            autoFocus
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
        {/* Behind the passphrase, so that Tab leads from the one to the other whether there is a camera or not. */}
        {withCard ? <CameraButton /> : null}
      </SimpleGrid>
    </Stack>
  )
}
