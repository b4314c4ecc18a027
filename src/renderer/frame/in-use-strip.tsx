import { IconHourglassLow, IconHourglassOff } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoseRow } from '../../core/clinic/answers.ts'
import { inUseWarnings } from '../../core/registry/settings.ts'
import { useNow } from '../api.ts'
import { useNavigate } from '../navigation.tsx'
import { Countdown } from '../parts/countdown.tsx'
import { sound } from '../parts/sounds.ts'
import { useSaid } from '../screens/participant-words.ts'
import classes from './in-use-strip.module.css'

const running = ['prepared', 'verified', 'released']
/** How far the time of a dose has run down: 0 while there is enough, one more with each warning, the last when it is over. */
type Stage = number
const over: Stage = inUseWarnings.length + 1

function stageOf(useBefore: string, now: Date): Stage {
  const minutes = (Date.parse(useBefore) - now.getTime()) / 60_000
  return minutes <= 0 ? over : inUseWarnings.filter((before) => minutes <= before).length
}

/** Doses of which little in-use time is left, on every screen; each warning sounds once, and so does the end. */
export function InUseStrip({ doses }: { doses: readonly DoseRow[] }) {
  const { t } = useTranslation('dose')
  const navigate = useNavigate()
  const said = useSaid()
  const now = useNow()
  const heard = useRef(new Map<string, Stage>())
  const soon = doses.flatMap((dose) => {
    const { useBefore } = dose
    if (useBefore === undefined || !running.includes(dose.state)) return []
    const stage = stageOf(useBefore, now)
    return stage === 0 ? [] : [{ ...dose, useBefore, stage }]
  })
  const key = soon.map(({ doseId, useBefore, stage }) => `${doseId} ${useBefore} ${stage}`).join('\n')
  useEffect(() => {
    let loudest: Stage = 0
    for (const line of key.split('\n').filter((one) => one !== '')) {
      const [doseId = '', useBefore = '', stage = '0'] = line.split(' ')
      const dose = `${doseId} ${useBefore}`
      if (Number(stage) > (heard.current.get(dose) ?? 0)) loudest = Math.max(loudest, Number(stage))
      heard.current.set(dose, Number(stage))
    }
    if (loudest > 0) sound(loudest === over ? 'over' : 'soon')
  }, [key])
  return (
    <div aria-live="polite">
      {soon.map(({ doseId, number, useBefore, stage }) => {
        const Icon = stage === over ? IconHourglassOff : IconHourglassLow
        return (
          <button
            key={doseId}
            type="button"
            className={stage === over ? classes.over : classes.soon}
            data-in-use={stage === over ? 'over' : 'soon'}
            onClick={() => navigate({ screen: 'participant', about: String(number) })}
          >
            <Icon aria-hidden size={24} />
            <span>
              {t(stage === over ? 'in_use.over' : 'in_use.soon', {
                number: said.number(number),
                count: inUseWarnings[stage - 1] ?? 0,
              })}
            </span>
            <span className={classes.clock} aria-hidden>
              <Countdown until={useBefore} isSpoken={false} />
            </span>
          </button>
        )
      })}
    </div>
  )
}
