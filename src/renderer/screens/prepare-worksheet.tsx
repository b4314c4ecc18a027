import { Button, Group, Stack, Text } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Step } from '../../core/allocation/worksheet.ts'
import type { Command } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import { useNow, useSubmit } from '../api.ts'
import { useBoth } from '../parts/language.ts'
import { RefusalNote, useFormRefusal, useRefusalText } from '../parts/refusal.tsx'
import { useScan } from '../parts/scan.tsx'
import { Screen } from '../parts/screen.tsx'
import { useIsCovered } from '../parts/unblinded-frame.tsx'
import { ReasonDialog } from './participant-reason.tsx'
import { useSaid } from './participant-words.ts'
import { PrepareHead, StepList } from './prepare-head.tsx'
import { enteredOf, type Scan } from './prepare-scan.tsx'
import { DrawWork, InspectWork, SayWork, TakeWork, WaitWork } from './prepare-step.tsx'
import classes from './prepare-worksheet.module.css'

/** An open preparation, as its question answers it. */
export type OpenPreparation = NonNullable<Answers['Preparation']['preparation']>
/** What tells the arm of an open preparation. */
export type Unblinded = NonNullable<Answers['Preparation']['unblinded']>

type WorksheetProps = {
  readonly answer: Answers['Preparation']
  readonly preparation: OpenPreparation
  readonly unblinded: Unblinded
  /** The preparation was finished here and now. */
  onFinished(): void
}

const actions = {
  take: 'take_record',
  scan: 'scan_record',
  thaw: 'thaw_record',
  draw: 'draw_record',
  fill: 'fill_record',
  mix: 'mix_record',
  inspect: 'inspect_fits',
  sleeve: 'sleeve_record',
  label: 'finish',
} as const

/** How many codes a step needs: the vials it takes, or all that were taken. */
function codesNeeded(planned: Step | undefined, unblinded: Unblinded): number {
  return planned?.name === 'scan' ? unblinded.vialCodes.length : (planned?.vials ?? 0)
}

/** One step of the worksheet at a time, planned beside actual; what is different is always in reach. */
export function Worksheet({ answer, preparation, unblinded, onFinished }: WorksheetProps) {
  const { t } = useTranslation(['dose', 'refusals'])
  const { submit, busy } = useSubmit()
  const said = useSaid()
  const textOf = useRefusalText()
  const both = useBoth()
  const now = useNow().toISOString()
  const form = useFormRefusal(['microlitres', 'differenceReason'])
  const [scans, setScans] = useState<readonly Scan[]>([])
  const [read, setRead] = useState<{ readonly typed: string; readonly microlitres: number | undefined }>()
  const [reason, setReason] = useState('')
  const [opened, setOpened] = useState<'deviation' | 'abandon'>()
  const { preparationId, nextStep, waitEndsAt, mostEndsAt } = preparation
  const place = preparation.steps.length
  const planned = answer.steps[place]
  const instruction = unblinded.instructions[place]
  const waiting = waitEndsAt !== undefined && now < waitEndsAt
  const overdue = mostEndsAt !== undefined && now > mostEndsAt
  // Nothing typed is the planned volume, which the button then names.
  const isTyped = read !== undefined && read.typed.trim() !== ''
  const volume = isTyped ? read.microlitres : planned?.microlitres
  const off = volume === undefined || planned?.microlitres === undefined ? 0 : Math.abs(volume - planned.microlitres)
  const differs = off > (planned?.toleranceMicrolitres ?? 0)
  const needed = codesNeeded(planned, unblinded)

  const isComplete = (codes: readonly Scan[]) =>
    (codes.length === needed || nextStep === 'thaw') &&
    (planned?.microlitres === undefined || volume !== undefined) &&
    !waiting &&
    !overdue
  const complete = isComplete(scans)
  const finish: Command = { type: 'FinishPreparation', preparationId }
  // Nothing is left to do by hand after the sleeve, so that finishing goes with it.
  const isLastByHand = nextStep === 'sleeve' && ['label', undefined].includes(answer.steps[place + 1]?.name)
  const commandWith = (codes: readonly Scan[]): Command =>
    nextStep === undefined || nextStep === 'label'
      ? finish
      : {
          type: 'RecordStep',
          preparationId,
          step: nextStep,
          place: place + 1,
          entered: codes.length > 0 ? enteredOf(codes) : 'typed',
          ...(needed === 0 ? {} : { vialCodes: codes.map(({ code }) => code) }),
          ...(volume === undefined ? {} : { microlitres: volume }),
          ...(nextStep === 'inspect' ? { appearanceFits: true } : {}),
          ...(differs && reason.trim() !== '' ? { differenceReason: reason.trim() } : {}),
        }
  const record = async (codes = scans) => {
    if (!isComplete(codes) || busy) return
    form.clear()
    const command = commandWith(codes)
    let reply = await submit(command)
    if (reply.ok && isLastByHand) reply = await submit(finish)
    if (reply.ok && (isLastByHand || command === finish)) onFinished()
    if (!reply.ok && 'refusal' in reply) form.refuse(reply.refusal)
  }
  // What has thawed is named by scanning it, which goes on without a hand.
  useScan(
    async (code) => {
      if (!unblinded.vialCodes.includes(code)) return t('refusals:vial_differs.title')
      const reply = await submit(commandWith([{ code, entered: 'scanned' }]))
      if (!reply.ok && 'refusal' in reply) return textOf(reply.refusal)
      return undefined
    },
    nextStep === 'thaw' && opened === undefined && !overdue,
  )
  const takeScans = (next: readonly Scan[]) => {
    form.clear()
    setScans(next)
    // The last scan goes on by itself; what was typed is looked at once more.
    if (isComplete(next) && next.length > scans.length && enteredOf(next) === 'scanned') void record(next)
  }
  const primary = useRef<HTMLButtonElement>(null)
  useFocusWhenReady(primary, complete && !isTyped)

  const lead = (otherwise: string) => (instruction === undefined ? otherwise : both(instruction))
  const action = () => {
    if (waiting) return t(nextStep === 'mix' ? 'prepare.mix_wait' : 'prepare.thaw_wait')
    if ((nextStep === 'draw' || nextStep === 'fill') && !isTyped)
      return t(`prepare.${nextStep}_planned`, { volume: said.volume(planned?.microlitres ?? 0) })
    return t(isLastByHand ? 'prepare.sleeve_finish' : `prepare.${actions[nextStep ?? 'label']}`)
  }
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
        <Button ref={primary} size="lg" onClick={() => record()} disabled={!complete} loading={busy}>
          {action()}
        </Button>
      }
    >
      <PrepareHead preparation={preparation} unblinded={unblinded} />
      <div className={classes.columns}>
        <StepList steps={answer.steps} preparation={preparation} />
        <Stack gap="md" className={classes.work ?? ''}>
          {nextStep === undefined ? <SayWork title={t('prepare.finish')} lead={t('prepare.finish_lead')} /> : null}
          {nextStep === 'label' ? <SayWork title={t('steps.label')} lead={lead(t('prepare.finish_lead'))} /> : null}
          {nextStep === 'take' || nextStep === 'scan' ? (
            <TakeWork
              step={nextStep}
              lead={lead(t(`prepare.${nextStep}_lead`))}
              needed={needed}
              scans={scans}
              shelf={nextStep === 'take' ? unblinded.shelf : []}
              active={opened === undefined}
              onScans={takeScans}
            />
          ) : null}
          {nextStep === 'thaw' || nextStep === 'mix' ? (
            <WaitWork
              step={nextStep}
              lead={instruction === undefined ? undefined : both(instruction)}
              planned={planned}
              waitEndsAt={waiting ? waitEndsAt : undefined}
              mostEndsAt={mostEndsAt}
              overdue={overdue}
            />
          ) : null}
          {nextStep === 'draw' || nextStep === 'fill' ? (
            <DrawWork
              step={nextStep}
              lead={lead(t(`prepare.${nextStep}_lead`))}
              planned={planned}
              differs={differs}
              reason={reason}
              onReason={setReason}
              onVolume={(microlitres, typed) => setRead({ microlitres, typed })}
              onEnter={() => record()}
              field={form.field}
            />
          ) : null}
          {nextStep === 'inspect' ? (
            <InspectWork
              lead={lead(t('prepare.inspect_lead'))}
              standard={planned?.standard}
              onDiffers={() => setOpened('abandon')}
            />
          ) : null}
          {nextStep === 'sleeve' ? <SayWork title={t('steps.sleeve')} lead={lead(t('prepare.sleeve_lead'))} /> : null}
          {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
          {overdue && form.rest === undefined ? (
            <RefusalNote refusal={{ rule: 'thaw_too_long', values: { endedAt: mostEndsAt } }} />
          ) : null}
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
  const isCovered = useIsCovered()
  // What became ready under the cover has the focus as soon as that is gone; a dialog keeps it, and gives it back.
  useEffect(() => {
    if (ready && !isCovered && document.querySelector('[role=dialog]') === null) button.current?.focus()
  }, [button, ready, isCovered])
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
