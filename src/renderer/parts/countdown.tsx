import { useTranslation } from 'react-i18next'
import type { Instant } from '../../core/time.ts'
import { useNow } from '../api.ts'
import { digits } from '../moments.ts'
import classes from './countdown.module.css'
import { useLanguage } from './language.ts'

const littleMinutes = 30

type CountdownProps = {
  readonly until: Instant
  /** Minutes from which little time is left. */
  readonly little?: number
  /** False where the same time is read aloud elsewhere on the screen, or stands in a long list. */
  readonly isSpoken?: boolean
}

/** How long there is until an instant. Amber when little time is left, red once it is over; read aloud once a minute. */
export function Countdown({ until, little = littleMinutes, isSpoken = true }: CountdownProps) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const now = useNow()
  const seconds = Math.round((Date.parse(until) - now.getTime()) / 1000)
  const left = Math.abs(seconds)
  const two = (value: number) => digits(value, language, { minimumIntegerDigits: 2 })
  const hours = Math.floor(left / 3600)
  const face = `${digits(hours, language)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`
  const minutes = Math.floor(left / 60)
  const said = t(seconds < 0 ? 'countdown.over' : 'countdown.left', { count: minutes })
  // What is over is said in a word: a minus is overlooked, and stands on another side in each language.
  const [before = '', after = ''] = seconds < 0 ? t('countdown.past', { face: '|' }).split('|') : []
  const mood = seconds < 0 ? classes.over : seconds < little * 60 ? classes.little : classes.enough
  return (
    <span className={mood} title={said}>
      <span aria-hidden>
        {before}
        <bdi dir="ltr">{face}</bdi>
        {after}
      </span>
      <span className={classes.said} {...(isSpoken ? { role: 'status', 'aria-live': 'polite' } : {})}>
        {said}
      </span>
    </span>
  )
}
