import { IconCheck } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Step } from '../../core/allocation/worksheet.ts'
import { inUseUntil } from '../../core/registry/settings.ts'
import { useNow, useStatus } from '../api.ts'
import { minutesUntil } from '../moments.ts'
import { Countdown } from '../parts/countdown.tsx'
import { useBoth } from '../parts/language.ts'
import { Day } from '../parts/moment.tsx'
import { useSaid } from './participant-words.ts'
import classes from './prepare-head.module.css'
import type { OpenPreparation, Unblinded } from './prepare-worksheet.tsx'
import { usePlannedWords } from './worksheet-words.ts'

type HeadProps = { readonly preparation: OpenPreparation; readonly unblinded: Unblinded }

/** What is prepared from what, large, and the clock that runs now. */
export function PrepareHead({ preparation, unblinded }: HeadProps) {
  const { t } = useTranslation('dose')
  const both = useBoth()
  return (
    <div className={classes.head}>
      <div className={classes.arm}>
        <Label text={t('prepare.arm')} />
        <bdi className={classes.big}>{unblinded.armName}</bdi>
        <span className="quiet">{both(unblinded.product)}</span>
      </div>
      <Item label={t('prepare.lot')}>
        <bdi className="ltr">{unblinded.lotNumber}</bdi>
      </Item>
      <Item label={t('prepare.expires')}>
        <Day on={unblinded.expiresOn} />
      </Item>
      <Item label={t('prepare.place')}>
        <bdi>{unblinded.storagePlace}</bdi>
      </Item>
      <Clock preparation={preparation} />
    </div>
  )
}

function Label({ text }: { text: string }) {
  return <span className={classes.label}>{text}</span>
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.item}>
      <Label text={label} />
      <strong>{children}</strong>
    </div>
  )
}

/** The in-use time once it has begun; until then how long the preparation has been running. */
function Clock({ preparation }: { preparation: OpenPreparation }) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const now = useNow()
  const settings = useStatus()?.settings
  const drawn = preparation.steps.find((step) => step.step === 'draw')
  if (drawn !== undefined && settings !== undefined) {
    const useBefore = inUseUntil(settings, drawn.at)
    return (
      <div className={classes.clock}>
        <Label text={`${t('prepare.use_left')} ${said.clock(useBefore)}`} />
        <span className={classes.big}>
          <Countdown until={useBefore} />
        </span>
      </div>
    )
  }
  const minutes = Math.max(0, -minutesUntil(preparation.startedAt, now) - 1)
  return (
    <div className={classes.clock}>
      <Label text={t('prepare.since')} />
      <span className={classes.big}>{t('prepare.minutes', { count: minutes })}</span>
    </div>
  )
}

/** The time that runs while the worksheet is covered: thawing, or what is left to use the dose. It is the same for both arms. */
export function RunningClock({ preparation }: { preparation: OpenPreparation }) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const { nextStep, waitEndsAt, steps } = preparation
  if (waitEndsAt !== undefined) {
    return (
      <div className={classes.running}>
        <Label text={`${t(nextStep === 'mix' ? 'prepare.mix_left' : 'prepare.thaw_left')} ${said.clock(waitEndsAt)}`} />
        <span className={classes.big}>
          <Countdown until={waitEndsAt} little={0} />
        </span>
      </div>
    )
  }
  return steps.some(({ step }) => step === 'draw') ? (
    <div className={classes.running}>
      <Clock preparation={preparation} />
    </div>
  ) : null
}

type StepListProps = { readonly steps: readonly Step[]; readonly preparation: OpenPreparation }

/** Every step, planned beside actual; the one that waits is marked. */
export function StepList({ steps, preparation }: StepListProps) {
  const { t } = useTranslation('dose')
  const said = useSaid()
  const planned = usePlannedWords()
  const actual = (record: OpenPreparation['steps'][number] | undefined): string | undefined => {
    if (record === undefined) return undefined
    if (record.microlitres !== undefined) return said.volume(record.microlitres)
    if (record.vialCodes !== undefined) return t('prepare.vials_count', { count: record.vialCodes.length })
    return said.clock(record.at)
  }
  const place = preparation.steps.length
  const list = useRef<HTMLOListElement>(null)
  // A long worksheet is longer than the window: the step that waits is brought into it.
  useEffect(() => list.current?.children[place]?.scrollIntoView({ block: 'nearest' }), [place])
  return (
    // A list that scrolls is reached by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in the list itself takes the focus.
    <ol className={classes.steps} ref={list} tabIndex={0} aria-label={t('prepare.all_steps')}>
      {steps.map((step, index) => {
        const done = actual(preparation.steps[index])
        const current = index === place
        const plan = planned(step)
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; several may be of a kind.
            key={index}
            className={classes.step}
            data-state={done !== undefined ? 'done' : current ? 'current' : 'open'}
            {...(current ? { 'aria-current': 'step' as const } : {})}
          >
            <span className={classes.mark}>
              {done === undefined ? said.count(index + 1) : <IconCheck aria-label={t('prepare.done')} size={18} />}
            </span>
            <span className={classes.name}>
              <strong>{t(`steps.${step.name}`)}</strong>
              {plan === undefined ? null : (
                <span className="quiet">
                  {t('prepare.planned')}: <bdi>{plan}</bdi>
                </span>
              )}
              {done === undefined ? null : (
                <span>
                  {t('prepare.actual')}: <bdi>{done}</bdi>
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
