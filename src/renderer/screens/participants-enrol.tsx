import { Button, Progress, Stack, Text, TextInput } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Criterion } from '../../core/registry/settings.ts'
import { useBoth } from '../parts/language.ts'
import { RefusalNote, useFormRefusal } from '../parts/refusal.tsx'
import { Screen } from '../parts/screen.tsx'
import { SignDialog } from '../parts/sign-dialog.tsx'
import classes from './participants-enrol.module.css'

type Answer = 'yes' | 'no'
type EnrolProps = {
  readonly number: number
  readonly criteria: readonly Criterion[]
  onLeave(): void
  onDone(number: number): void
}

function fits(criterion: Criterion, answer: Answer): boolean {
  return (criterion.kind === 'inclusion') === (answer === 'yes')
}

/** The protocol's eligibility checklist, one yes or no for each line; then the next number in order. */
export function EnrolScreen({ number, criteria, onLeave, onDone }: EnrolProps) {
  const { t } = useTranslation('dose')
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({})
  const [initials, setInitials] = useState('')
  const [signing, setSigning] = useState(false)
  const form = useFormRefusal([...criteria.map(({ id }) => `answers.${id}`), 'initials'])
  const answered = criteria.filter(({ id }) => answers[id] !== undefined).length
  const stopping = criteria.some((one) => answers[one.id] !== undefined && !fits(one, answers[one.id] ?? 'no'))

  const goOn = () => {
    const open = criteria.find(({ id }) => answers[id] === undefined)
    if (open !== undefined) return form.refuse({ rule: 'criterion_unanswered', field: `answers.${open.id}` })
    const stops = criteria.find((one) => !fits(one, answers[one.id] ?? 'no'))
    if (stops !== undefined) return form.refuse({ rule: 'not_eligible', field: `answers.${stops.id}` })
    form.clear()
    setSigning(true)
  }
  return (
    <Screen
      title={t('enrol.title', { number })}
      about={t('enrol.lead')}
      help={t('enrol.lead')}
      actions={
        <Button variant="default" onClick={onLeave}>
          {t('enrol.leave')}
        </Button>
      }
      primary={
        <Button onClick={goOn} disabled={stopping}>
          {t('participants.enrol', { number })}
        </Button>
      }
    >
      <Stack gap="sm">
        <div className={classes.top}>
          <div>
            <Text size="sm" className="quiet">
              {t('enrol.answered', { count: answered, total: criteria.length })}
            </Text>
            <Progress value={(answered / criteria.length) * 100} aria-hidden />
          </div>
          <TextInput
            label={t('enrol.initials')}
            placeholder={t('enrol.initials_help')}
            value={initials}
            maxLength={6}
            title={t('enrol.initials_help')}
            onChange={(event) => setInitials(event.currentTarget.value)}
            {...form.field('initials')}
          />
        </div>
        <div className={classes.list}>
          {criteria.map((criterion) => (
            <CriterionLine
              key={criterion.id}
              criterion={criterion}
              answer={answers[criterion.id]}
              error={form.field(`answers.${criterion.id}`).error}
              onAnswer={(answer) => {
                form.clear()
                setAnswers((before) => ({ ...before, [criterion.id]: answer }))
              }}
            />
          ))}
        </div>
        {form.rest === undefined ? null : <RefusalNote refusal={form.rest} />}
      </Stack>
      <SignDialog
        opened={signing}
        onClose={() => setSigning(false)}
        command={{ type: 'EnrolParticipant', initials: initials.trim(), answers: { ...answers } }}
        title={t('enrol.read_back_title')}
        facts={[
          { label: t('number'), value: t('participant', { number }) },
          { label: t('initials'), value: initials.trim() || t('none') },
        ]}
        action={t('participants.enrol', { number })}
        onDone={({ made }) => onDone(Number(made.number ?? number))}
        onRefused={(refusal) => {
          if (refusal.field === undefined) return false
          form.refuse(refusal)
          return true
        }}
      >
        <Text>{t('enrol.read_back', { number, total: criteria.length })}</Text>
      </SignDialog>
    </Screen>
  )
}

type LineProps = {
  readonly criterion: Criterion
  readonly answer: Answer | undefined
  readonly error: string | undefined
  onAnswer(answer: Answer): void
}

const keys: Readonly<Record<string, Answer>> = { y: 'yes', n: 'no', Y: 'yes', N: 'no', غ: 'yes', د: 'no' }

/** One criterion. Y or N answers it and goes to the next; up and down move between the lines. */
function CriterionLine({ criterion, answer, error, onAnswer }: LineProps) {
  const { t } = useTranslation('dose')
  const both = useBoth()
  const line = useRef<HTMLFieldSetElement>(null)
  const move = (by: 1 | -1) => {
    const other = by === 1 ? line.current?.nextElementSibling : line.current?.previousElementSibling
    const input = other?.querySelector<HTMLInputElement>('input:checked') ?? other?.querySelector('input')
    input?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = keys[event.key]
    if (chosen !== undefined) {
      onAnswer(chosen)
      move(1)
    } else if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else return
    event.preventDefault()
  }
  const stops = answer !== undefined && !fits(criterion, answer)
  const said = error ?? (stops ? t('enrol.stops') : undefined)
  return (
    <fieldset ref={line} className={classes.line} onKeyDown={onKeyDown} data-field={`answers.${criterion.id}`}>
      <legend className={classes.legend}>{both(criterion.text)}</legend>
      <span className={classes.kind}>{t(`enrol.${criterion.kind}`)}</span>
      <span className={classes.text} aria-hidden>
        {both(criterion.text)}
        {said === undefined ? null : <span className={classes.stops}>{said}</span>}
      </span>
      <span className={classes.choices}>
        {(['yes', 'no'] as const).map((choice) => (
          <label key={choice} className={classes.choice} data-chosen={answer === choice} data-stops={stops}>
            <input
              type="radio"
              name={criterion.id}
              checked={answer === choice}
              onChange={() => onAnswer(choice)}
              aria-invalid={said !== undefined}
            />
            {t(`enrol.${choice}`)}
          </label>
        ))}
      </span>
    </fieldset>
  )
}
