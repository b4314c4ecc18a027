import { Button, Group, Stack, Text } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Command } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useNow, useSubmit } from '../api.ts'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { ReasonDialog } from './participant-reason.tsx'
import { PrepareHead, StepList } from './prepare-head.tsx'
import { enteredOf, type Scan } from './prepare-scan.tsx'
import { DrawWork, InspectWork, SayWork, TakeWork, ThawWork } from './prepare-step.tsx'
import classes from './prepare-worksheet.module.css'

/** An open preparation, as its question answers it. */
export type OpenPreparation = NonNullable<Answers['Preparation']['preparation']>
/** What tells the arm of an open preparation. */
export type Unblinded = NonNullable<Answers['Preparation']['unblinded']>

type WorksheetProps = {
  readonly answer: Answers['Preparation']
  readonly preparation: OpenPreparation
  readonly unblinded: Unblinded
}

const actions = {
  take: 'take_record',
  thaw: 'thaw_record',
  draw: 'draw_record',
  fill: 'fill_record',
  inspect: 'inspect_fits',
  sleeve: 'sleeve_record',
} as const

/** One step of the worksheet at a time, planned beside actual; what is different is always in reach. */
export function Worksheet({ answer, preparation, unblinded }: WorksheetProps) {
  const { t } = useTranslation('dose')
  const { submit, busy } = useSubmit()
  const now = useNow()
  const form = useFormRefusal(['microlitres', 'differenceReason'])
  const [scans, setScans] = useState<readonly Scan[]>([])
  const [volume, setVolume] = useState<number>()
  const [reason, setReason] = useState('')
  const [opened, setOpened] = useState<'deviation' | 'abandon'>()
  const { preparationId, nextStep } = preparation
  const planned = answer.steps.find((step) => step.name === nextStep)
  const thawing =
    nextStep === 'thaw' && preparation.waitEndsAt !== undefined && now.toISOString() < preparation.waitEndsAt
  const differs = planned?.microlitres !== undefined && volume !== undefined && volume !== planned.microlitres

  const complete =
    nextStep === undefined ||
    ((planned?.vials === undefined || scans.length === planned.vials) &&
      (planned?.microlitres === undefined || volume !== undefined) &&
      !thawing)
  const command: Command =
    nextStep === undefined
      ? { type: 'FinishPreparation', preparationId }
      : {
          type: 'RecordStep',
          preparationId,
          step: nextStep,
          entered: nextStep === 'take' ? enteredOf(scans) : 'typed',
          ...(planned?.vials === undefined ? {} : { vialCodes: scans.map(({ code }) => code) }),
          ...(volume === undefined ? {} : { microlitres: volume }),
          ...(nextStep === 'inspect' ? { appearanceFits: true } : {}),
          ...(differs && reason.trim() !== '' ? { differenceReason: reason.trim() } : {}),
        }
  const record = async () => {
    if (!complete || busy) return
    form.clear()
    const reply = await submit(command)
    if (!reply.ok && 'refusal' in reply) form.refuse(reply.refusal)
  }
  const primary = useRef<HTMLButtonElement>(null)
  useFocusWhenReady(primary, complete && planned?.microlitres === undefined && opened === undefined)

  return (
    <Screen
      title={t('prepare.title', { number: preparation.number })}
      help={t('prepare.help')}
      actions={
        <Group gap="sm">
          <Button variant="default" onClick={() => setOpened('deviation')}>
            {t('prepare.deviation')}
          </Button>
          <Button variant="subtle" color="red" onClick={() => setOpened('abandon')}>
            {t('prepare.abandon')}
          </Button>
        </Group>
      }
      primary={
        <Button ref={primary} size="lg" onClick={record} disabled={!complete} loading={busy}>
          {thawing ? t('prepare.thaw_wait') : t(`prepare.${nextStep === undefined ? 'finish' : actions[nextStep]}`)}
        </Button>
      }
    >
      <PrepareHead preparation={preparation} unblinded={unblinded} />
      <div className={classes.columns}>
        <StepList steps={answer.steps} preparation={preparation} />
        <Stack gap="md" className={classes.work ?? ''}>
          {nextStep === undefined ? <SayWork title={t('prepare.finish')} lead={t('prepare.finish_lead')} /> : null}
          {nextStep === 'take' ? (
            <TakeWork
              needed={planned?.vials ?? 0}
              scans={scans}
              shelf={unblinded.shelf}
              active={opened === undefined}
              onScans={(next) => {
                form.clear()
                setScans(next)
              }}
            />
          ) : null}
          {nextStep === 'thaw' ? <ThawWork preparation={preparation} thawing={thawing} /> : null}
          {nextStep === 'draw' || nextStep === 'fill' ? (
            <DrawWork
              step={nextStep}
              planned={planned?.microlitres ?? 0}
              differs={differs}
              reason={reason}
              onReason={setReason}
              onVolume={setVolume}
              onEnter={record}
              field={form.field}
            />
          ) : null}
          {nextStep === 'inspect' ? <InspectWork onDiffers={() => setOpened('abandon')} /> : null}
          {nextStep === 'sleeve' ? <SayWork title={t('steps.sleeve')} lead={t('prepare.sleeve_lead')} /> : null}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          <Deviations preparation={preparation} />
        </Stack>
      </div>
      <ReasonDialog
        opened={opened === 'deviation'}
        onClose={() => setOpened(undefined)}
        title={t('prepare.deviation_title')}
        text={t('prepare.deviation_text')}
        label={t('prepare.deviation_title')}
        action={t('prepare.deviation_record')}
        command={(text) => ({ type: 'NoteDeviation', preparationId, text })}
      />
      <ReasonDialog
        opened={opened === 'abandon'}
        onClose={() => setOpened(undefined)}
        title={t('prepare.abandon_title')}
        text={t('prepare.abandon_text')}
        action={t('prepare.abandon_record')}
        colour="red"
        command={(why) => ({ type: 'AbandonPreparation', preparationId, reason: why })}
      />
    </Screen>
  )
}

/** A step that is complete waits for the space bar only. */
function useFocusWhenReady(button: RefObject<HTMLButtonElement | null>, ready: boolean): void {
  useEffect(() => {
    if (ready) button.current?.focus()
  }, [button, ready])
}

function Deviations({ preparation }: { preparation: OpenPreparation }) {
  const { t } = useTranslation('dose')
  if (preparation.deviations.length === 0) return null
  return (
    <Stack gap={2}>
      <Text size="sm" className="quiet">
        {t('prepare.deviations')}
      </Text>
      {preparation.deviations.map((deviation) => (
        <Text key={deviation.at}>{deviation.text}</Text>
      ))}
    </Stack>
  )
}
