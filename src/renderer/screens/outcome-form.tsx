import { Alert, Button, Group, NativeSelect, Radio, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconClockOff } from '@tabler/icons-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyringeRow } from '../../core/clinic/answers.ts'
import { type OutcomeKind, outcomeKinds, type WithholdReason, withholdReasons } from '../../core/clinic/events.ts'
import type { Command } from '../../core/decide.ts'
import type { Entered } from '../../core/entered.ts'
import type { Instant } from '../../core/time.ts'
import { useNow } from '../api.ts'
import { Volume } from '../parts/amount.tsx'
import { Code } from '../parts/code.tsx'
import { Moment } from '../parts/moment.tsx'
import { MomentInput } from '../parts/moment-input.tsx'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import classes from './outcome-form.module.css'
import { Primary } from './participant-primary.tsx'
import { useSaid } from './participant-words.ts'
import { VolumeField } from './prepare-volume.tsx'

/** Reasons that a person states; the notice's own is recorded by its answer. */
const statedReasons = withholdReasons.filter((reason) => reason !== 'notice')
const fields = ['kind', 'at', 'volumeMicrolitres', 'reason', 'note', 'deviation']

/** Fewest characters of a reason why a dose was given after its time. */
const shortestDeviation = 10

/** Records what became of one syringe, reading back what will be recorded. */
export function OutcomeForm({ syringe, entered }: { syringe: SyringeRow; entered?: Entered | undefined }) {
  const { t } = useTranslation('dose')
  const formId = useId()
  const said = useSaid()
  const now = useNow(30_000)
  const [kind, setKind] = useState<OutcomeKind>()
  const [at, setAt] = useState<Instant>()
  const [timed, setTimed] = useState(false)
  const [volume, setVolume] = useState<number>()
  const [reason, setReason] = useState<WithholdReason>('transfusion')
  const [note, setNote] = useState('')
  const [deviation, setDeviation] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal(fields)

  // What is asked next stands below the choice, and is brought into sight.
  const asked = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice asks for something else.
  useEffect(() => asked.current?.scrollIntoView({ block: 'nearest' }), [kind])

  const over = now.toISOString() >= syringe.useBefore
  const handedOver = syringe.state === 'released'
  const why = (one: OutcomeKind): string | undefined => {
    if ((one === 'administered' || one === 'returned') && !handedOver) return t('outcome.needs_release')
    if (one === 'expired' && !over) return t('outcome.needs_expiry')
    return undefined
  }
  const late = kind === 'administered' && at !== undefined && at >= syringe.useBefore
  const differs = kind === 'administered' && volume !== undefined && volume !== syringe.volumeMicrolitres
  const noteNeeded = differs || kind === 'broken' || (kind === 'withheld' && reason === 'other')
  const command: Command | undefined =
    kind === undefined || at === undefined
      ? undefined
      : {
          type: 'RecordOutcome',
          syringeId: syringe.syringeId,
          kind,
          at,
          note: note.trim(),
          ...(kind === 'administered' && volume !== undefined ? { volumeMicrolitres: volume } : {}),
          ...(kind === 'withheld' ? { reason } : {}),
          ...(late && deviation.trim() !== '' ? { deviation: deviation.trim() } : {}),
          ...(entered === undefined ? {} : { entered }),
        }
  const goOn = (event: FormEvent) => {
    event.preventDefault()
    form.clear()
    if (kind === 'administered' && volume === undefined)
      return form.refuse({ rule: 'volume_missing', field: 'volumeMicrolitres' })
    if (late && deviation.trim().length < shortestDeviation)
      return form.refuse({ rule: 'in_use_time_over', field: 'deviation' })
    if (noteNeeded && note.trim().length < 3)
      return form.refuse({ rule: differs ? 'difference_needs_reason' : 'reason_missing', field: 'note' })
    if (command !== undefined) setSigning(true)
  }
  const noteLabel = differs
    ? t('outcome.note_difference', { prepared: said.volume(syringe.volumeMicrolitres) })
    : t(noteNeeded ? 'outcome.note' : 'outcome.note_optional')
  const kindError = form.field('kind').error
  return (
    <form noValidate id={formId} onSubmit={goOn}>
      <Stack gap="sm">
        <Group gap="md">
          <Code value={syringe.code} size="1.15rem" />
          <Volume microlitres={syringe.volumeMicrolitres} />
        </Group>
        <Radio.Group
          value={kind ?? ''}
          onChange={(value) => {
            form.clear()
            setKind(value as OutcomeKind)
            // It usually just happened. A time that was typed stays as it is.
            if (!timed) setAt(new Date().toISOString())
          }}
          aria-label={t('outcome.kind')}
          error={kindError}
          data-field="kind"
        >
          <div className={classes.kinds}>
            {outcomeKinds.map((one) => (
              <Radio
                key={one}
                value={one}
                disabled={why(one) !== undefined}
                label={t(`outcome.kinds.${one}`)}
                title={why(one)}
                classNames={{ root: classes.kind ?? '' }}
              />
            ))}
          </div>
        </Radio.Group>
        {kind === undefined ? null : (
          <>
            <div className={classes.fields} ref={asked}>
              <MomentInput
                label={t(`outcome.at.${kind}`)}
                value={at}
                onChange={(typed) => {
                  setTimed(true)
                  setAt(typed)
                }}
                required
                {...form.field('at')}
              />
              {kind === 'administered' ? (
                <VolumeField
                  label={t('outcome.volume')}
                  onChange={setVolume}
                  required
                  {...form.field('volumeMicrolitres')}
                />
              ) : null}
              {kind === 'withheld' ? (
                <NativeSelect
                  className={classes.wide ?? ''}
                  label={t('outcome.withheld_reason')}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value as WithholdReason)}
                  data={statedReasons.map((one) => ({ value: one, label: t(`withhold_reasons.${one}`) }))}
                  {...form.field('reason')}
                />
              ) : null}
            </div>
            {late ? (
              <Alert color="red" icon={<IconClockOff aria-hidden />} title={t('outcome.late_title')} role="alert">
                <Stack gap="sm">
                  <Text>{t('outcome.late_text')}</Text>
                  <Textarea
                    label={t('outcome.deviation')}
                    value={deviation}
                    maxLength={400}
                    minRows={1}
                    onChange={(event) => setDeviation(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
                    required
                    {...form.field('deviation')}
                  />
                </Stack>
              </Alert>
            ) : null}
            <Textarea
              label={noteLabel}
              value={note}
              maxLength={400}
              minRows={1}
              onChange={(event) => setNote(event.currentTarget.value.replace(/[\n\t]/g, ' '))}
              required={noteNeeded}
              {...form.field('note')}
            />
            {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
            <Primary>
              <Button type="submit" form={formId} disabled={command === undefined}>
                {t('outcome.record', { outcome: t(`outcome.kinds.${kind}`) })}
              </Button>
            </Primary>
          </>
        )}
      </Stack>
      <SignDialog
        opened={signing && kind !== undefined}
        onClose={() => setSigning(false)}
        command={command}
        title={t('outcome.read_back_title')}
        facts={[
          { label: t('syringe.title'), value: <Code value={syringe.code} /> },
          { label: t('number'), value: t('participant', { number: syringe.number }) },
          { label: t('outcome.kind'), value: kind === undefined ? '' : t(`outcome.kinds.${kind}`) },
          ...(at === undefined
            ? []
            : [{ label: t(`outcome.at.${kind ?? 'broken'}`), value: <Moment at={at} plain /> }]),
          ...(kind === 'administered' && volume !== undefined
            ? [{ label: t('volume'), value: <Volume microlitres={volume} /> }]
            : []),
          ...(kind === 'withheld' ? [{ label: t('reason'), value: t(`withhold_reasons.${reason}`) }] : []),
          ...(late ? [{ label: t('outcome.late_title'), value: <bdi>{deviation.trim()}</bdi> }] : []),
          ...(note.trim() === '' ? [] : [{ label: t('outcome.note'), value: note.trim() }]),
        ]}
        action={kind === undefined ? '' : t('outcome.record', { outcome: t(`outcome.kinds.${kind}`) })}
        onDone={() =>
          notifications.show({ message: t('outcome.done', { outcome: t(`outcome.kinds.${kind ?? 'broken'}`) }) })
        }
        onRefused={(refusal) => {
          form.refuse(refusal)
          return true
        }}
      >
        <Text>{t('outcome.final')}</Text>
      </SignDialog>
    </form>
  )
}
