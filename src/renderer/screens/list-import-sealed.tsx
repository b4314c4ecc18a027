import { Alert, Button, Checkbox, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconCircleCheck, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { terms } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { latinDigits } from '../../core/text.ts'
import { useStatus } from '../api.ts'
import { Count } from '../parts/amount.tsx'
import { Facts } from '../parts/facts.tsx'
import { Day, Moment } from '../parts/moment.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import { usePeople } from './participant-words.ts'
import { DocumentButtons } from './prepare-labels.tsx'

type SealedProps = { readonly answer: Answers['AllocationList']; onCards(token: string): void }

/** The sealed list: where it came from and how many numbers it holds; nothing of what it says. */
export function SealedList({ answer, onCards }: SealedProps) {
  const { t } = useTranslation('stock')
  const people = usePeople()
  const status = useStatus()
  const [reissuing, setReissuing] = useState(false)
  const [reason, setReason] = useState('')
  const [extent, setExtent] = useState<'all' | 'one'>('all')
  const [typed, setTyped] = useState('')
  const { provenance } = answer
  const role = status?.member?.role
  const withCards = status?.settings?.emergency.openWith === 'card'
  const only = extent === 'all' ? undefined : numberIn(typed)
  const complete = reason.trim().length >= 3 && (extent === 'all' || only !== undefined)
  const mayReissue = withCards && role !== undefined && terms.ReissueCodeCards.roles.includes(role)
  return (
    <Screen
      title={t('list.title')}
      about={t('list.sealed')}
      help={t('list.help')}
      {...(mayReissue
        ? {
            actions: (
              <Button variant="default" onClick={() => setReissuing(true)}>
                {t('list.reissue')}
              </Button>
            ),
          }
        : {})}
    >
      <Stack gap="md" maw="48rem">
        <Facts
          facts={[
            { label: t('list.total'), value: <Count value={answer.numberCount} /> },
            ...(provenance === undefined
              ? []
              : [
                  { label: t('list.madeBy'), value: <bdi>{provenance.madeBy}</bdi> },
                  { label: t('list.method'), value: <bdi>{provenance.method}</bdi> },
                  { label: t('list.madeOn'), value: <Day on={provenance.madeOn} /> },
                  { label: t('list.sealed_at'), value: <Moment at={provenance.at} plain /> },
                  { label: t('list.sealed_by'), value: people(provenance.by) },
                  {
                    label: t('list.fingerprint'),
                    value: (
                      <bdi
                        className="ltr"
                        style={{ overflowWrap: 'anywhere', fontFamily: 'var(--mantine-font-family-monospace)' }}
                      >
                        {provenance.fingerprint.replace(/(.{8})(?=.)/g, '$1 ')}
                      </bdi>
                    ),
                  },
                ]),
          ]}
        />
        <Text className="quiet">{t('list.never_shown')}</Text>
      </Stack>
      <SignDialog
        opened={reissuing}
        onClose={() => {
          setReissuing(false)
          setReason('')
          setExtent('all')
          setTyped('')
        }}
        command={
          complete
            ? { type: 'ReissueCodeCards', reason: reason.trim(), ...(only === undefined ? {} : { number: only }) }
            : undefined
        }
        title={t('list.reissue')}
        facts={[{ label: t('list.cards'), value: <Count value={extent === 'all' ? answer.numberCount + 1 : 1} /> }]}
        action={t(extent === 'all' ? 'list.reissue_record' : 'list.reissue_record_one')}
        onDone={({ onceDocument }) => {
          if (onceDocument !== undefined) onCards(onceDocument)
        }}
      >
        <SegmentedControl
          aria-label={t('list.reissue_extent')}
          value={extent}
          onChange={(value) => setExtent(value === 'one' ? 'one' : 'all')}
          data={(['all', 'one'] as const).map((value) => ({ value, label: t(`list.reissue_${value}`) }))}
        />
        <Text>{t(extent === 'all' ? 'list.reissue_text' : 'list.reissue_text_one')}</Text>
        {extent === 'one' ? (
          <TextInput
            label={t('list.reissue_number')}
            description={t('list.reissue_number_help', { last: answer.numberCount })}
            value={typed}
            maxLength={6}
            inputMode="numeric"
            dir="ltr"
            onChange={(event) => setTyped(event.currentTarget.value)}
            required
          />
        ) : null}
        <TextInput
          label={t('acts.reason')}
          value={reason}
          maxLength={400}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
        />
      </SignDialog>
    </Screen>
  )
}

/** The number of a card as it was typed; 0 is the card of the drills. */
function numberIn(typed: string): number | undefined {
  const plain = latinDigits(typed.trim())
  return /^\d{1,6}$/.test(plain) ? Number(plain) : undefined
}

/** The code cards, offered once: they are in memory only, and gone once they are on paper or this screen is left. */
export function CodeCards({ token, onDone }: { token: string; onDone(): void }) {
  const { t } = useTranslation('stock')
  const [kept, setKept] = useState(false)
  const [handed, setHanded] = useState(false)
  return (
    <Screen
      title={t('cards.title')}
      help={t('cards.help')}
      primary={
        <Button onClick={onDone} disabled={!kept}>
          {t('cards.done')}
        </Button>
      }
    >
      <Stack gap="lg" maw="46rem">
        {handed ? (
          <Alert color="teal" icon={<IconCircleCheck aria-hidden />} title={t('cards.gone')} role="status">
            {t('cards.gone_text')}
          </Alert>
        ) : (
          <Alert color="teal" icon={<IconPrinter aria-hidden />} title={t('cards.once')}>
            {t('cards.lead')}
          </Alert>
        )}
        <DocumentButtons document={{ kind: 'once', token }} print={t('cards.print')} onHanded={() => setHanded(true)} />
        <Text>{t('cards.envelopes')}</Text>
        <Group>
          <Checkbox label={t('cards.kept')} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
        </Group>
      </Stack>
    </Screen>
  )
}
