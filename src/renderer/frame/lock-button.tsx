import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { request, useNow, useStatus } from '../api.ts'
import { digits } from '../moments.ts'
import { useLanguage } from '../parts/language.ts'
import classes from './top-bar.module.css'

const shownSeconds = 30
const touches = ['keydown', 'pointerdown', 'pointermove', 'wheel']

/** Seconds since anybody touched the window. */
function useIdleSeconds(): number {
  const last = useRef(Date.now())
  const now = useNow()
  useEffect(() => {
    const touch = () => {
      last.current = Date.now()
    }
    for (const name of touches) window.addEventListener(name, touch, { passive: true, capture: true })
    return () => {
      for (const name of touches) window.removeEventListener(name, touch, { capture: true })
    }
  }, [])
  return Math.max(0, (now.getTime() - last.current) / 1000)
}

/** Locks. In the last half minute before the file locks itself, it counts down. */
export function LockButton() {
  const { t } = useTranslation('shell')
  const language = useLanguage()
  const status = useStatus()
  const idle = useIdleSeconds()
  const allowed = status?.lockAfterSeconds ?? status?.settings?.lockAfterSeconds
  const left = allowed === undefined ? undefined : Math.ceil(allowed - idle)
  const over = left !== undefined && left <= 0
  useEffect(() => {
    if (over) void request('lock', undefined)
  }, [over])
  const soon = left !== undefined && left <= shownSeconds
  return (
    <Button
      variant={soon ? 'filled' : 'default'}
      {...(soon ? { color: 'amber' } : {})}
      size="sm"
      leftSection={<IconLock size={18} aria-hidden />}
      onClick={() => void request('lock', undefined)}
      className={classes.narrow ?? ''}
      aria-label={t('frame.lockKey')}
      title={t('frame.lockKey')}
    >
      {soon ? (
        t('frame.lockIn', { seconds: digits(Math.max(0, left), language) })
      ) : (
        <span className={classes.words}>{t('frame.lock')}</span>
      )}
    </Button>
  )
}
