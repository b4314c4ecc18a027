import { Alert, Button, Group, Stack, Stepper, Text } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Submitted } from '../../contract/replies.ts'
import type { BreakReason } from '../../core/clinic/events.ts'
import type { Break } from '../../core/clinic/showings-book.ts'
import { type Entered, enteredPart } from '../../core/entered.ts'
import { useStatus, useSubmit } from '../api.ts'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { useShownSeconds } from './break-answer.tsx'
import { BreakOpen } from './break-open.tsx'
import { BreakList } from './break-record.tsx'
import { BreakWho } from './break-who.tsx'
import { BreakWhy } from './break-why.tsx'
import { TakeInRecord } from './pack-record.tsx'
import { useSaid } from './participant-words.ts'

type StepsProps = {
  readonly number?: number
  readonly breaks: readonly Break[]
  onBroken(submitted: Submitted): void
}

/** What is typed on the way; it stays until the break is done or the screen is left. */
export type BreakDraft = {
  readonly number: number | undefined
  readonly reason: BreakReason | undefined
  readonly narrative: string
  readonly told: string
  /** Whoever breaks reads it, or a clinician does while the breaker stays blind. */
  readonly reads: 'self' | 'clinician'
  readonly reader: string
  readonly office: string
  readonly code: string
  /** How that code was entered, once it is (P7). */
  readonly entered?: Entered
  readonly passphrase: string
}

const shortestNarrative = 20
const last = 2

/** Three large steps before the answer; each says what it needs. */
export function BreakSteps({ number, breaks, onBroken }: StepsProps) {
  const { t } = useTranslation('emergency')
  const said = useSaid()
  const settings = useStatus()?.settings
  const shownSeconds = useShownSeconds()
  const { submit, busy } = useSubmit()
  const [step, setStep] = useState(number === undefined ? 0 : 1)
  const [draft, setDraft] = useState<BreakDraft>({
    number,
    reason: undefined,
    narrative: '',
    told: '',
    reads: 'self',
    reader: '',
    office: '',
    code: '',
    passphrase: '',
  })
  const form = useFormRefusal(['number', 'reason', 'narrative', 'told', 'reader', 'office', 'code', 'passphrase'])
  const change = (changed: Partial<BreakDraft>) => {
    form.clear()
    setDraft((before) => ({ ...before, ...changed }))
  }
  const withCard = settings?.emergency.openWith !== 'secret'
  const long = (text: string, characters: number) => text.trim().length >= characters
  const toldDone = draft.reads === 'self' ? long(draft.told, 2) : long(draft.reader, 2) && long(draft.office, 2)
  const whyDone = draft.reason !== undefined && long(draft.narrative, shortestNarrative) && toldDone
  const done = [draft.number !== undefined, whyDone, draft.passphrase !== '' && (!withCard || draft.code.trim() !== '')]
  const ready = done[step] === true

  useEffect(() => {
    if (step === last || draft.passphrase === '') return
    setDraft((before) => ({ ...before, passphrase: '' }))
  }, [step, draft.passphrase])

  const open = async () => {
    const { number: of, reason, narrative, code, entered, passphrase } = draft
    if (of === undefined || reason === undefined || busy) return
    const reply = await submit(
      {
        type: 'BreakBlind',
        number: of,
        reason,
        narrative: narrative.trim(),
        code: withCard ? code.trim().slice(0, 40) : '',
        ...(withCard ? enteredPart(entered) : {}),
        ...toldBy(draft),
      },
      { passphrase },
    )
    if (reply.ok) {
      onBroken(reply.value)
    } else if ('refusal' in reply) {
      const { refusal } = reply
      form.refuse(refusal.rule.startsWith('passphrase') ? { ...refusal, field: 'passphrase' } : refusal)
    }
  }
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    if (step === last) void open()
    else setStep(step + 1)
  }
  return (
    <form noValidate onSubmit={goOn} style={{ display: 'contents' }}>
      <Screen
        title={t('title')}
        about={t('lead')}
        help={t('help', { seconds: said.count(shownSeconds) })}
        actions={
          step === 0 ? undefined : (
            <Button variant="default" size="lg" onClick={() => setStep(step - 1)}>
              {t('common:back')}
            </Button>
          )
        }
        primary={
          <Button type="submit" size="lg" disabled={!ready} loading={busy}>
            {step === last ? t(draft.reads === 'self' ? 'open' : 'reads.open', { number: draft.number }) : t('go_on')}
          </Button>
        }
      >
        <Stack gap="md" maw="64rem">
          <Stepper active={step} size="sm" onStepClick={setStep} allowNextStepsSelect={false}>
            <Stepper.Step icon={said.count(1)} label={t('steps.who')} />
            <Stepper.Step icon={said.count(2)} label={t('steps.why')} />
            <Stepper.Step icon={said.count(3)} label={t('steps.open')} />
            <Stepper.Step icon={said.count(4)} label={t('steps.answer')} />
          </Stepper>
          {step === 0 ? <BreakWho draft={draft} onChange={change} onChosen={() => setStep(1)} /> : null}
          {step === 1 ? <BreakWhy draft={draft} onChange={change} field={form.field} /> : null}
          {step === last ? <BreakOpen draft={draft} withCard={withCard} onChange={change} field={form.field} /> : null}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          {form.refusal?.rule === 'card_does_not_open' ? <Alert color="red">{t('failed_recorded')}</Alert> : null}
          {step === 0 ? (
            <Group gap="sm">
              <Text className="quiet">{t('pack:did_not_work')}</Text>
              <TakeInRecord />
            </Group>
          ) : null}
          {step === 0 && breaks.length > 0 ? (
            <div>
              <Text fw={600} mb="xs">
                {t('earlier')}
              </Text>
              <BreakList breaks={breaks} />
            </div>
          ) : null}
        </Stack>
      </Screen>
    </form>
  )
}

/** Who is told: those whom the breaker tells, or the clinician who reads and nobody else. */
function toldBy({ reads, told, reader, office }: BreakDraft) {
  if (reads === 'self') return { told: told.trim() }
  const named = { name: reader.trim(), office: office.trim() }
  return { told: `${named.name}, ${named.office}`, reader: named }
}
