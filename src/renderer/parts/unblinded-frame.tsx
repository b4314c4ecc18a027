import { Stack, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { createContext, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../api.ts'
import { useScan } from './scan.tsx'
import classes from './unblinded-frame.module.css'

/** Whether something stands within such a frame. */
export const UnblindedContext = createContext(false)

const idleMilliseconds = 20_000
const touches = ['keydown', 'pointerdown', 'wheel']
/** How many frames are on screen; the shell is told at the first and at the last. */
let present = 0

function enter(): () => void {
  present += 1
  if (present === 1) void request('present', { unblinded: true })
  return () => {
    present -= 1
    if (present === 0) void request('present', { unblinded: false })
  }
}

const copying = ['copy', 'cut', 'dragstart']

function refuse(event: Event): void {
  event.preventDefault()
  // A table puts its row into the clipboard by itself, unless it never hears of it.
  event.stopImmediatePropagation()
}

/** What is shown is copied nowhere, by no key and no mouse. */
function refuseCopies(): () => void {
  for (const name of copying) document.addEventListener(name, refuse, true)
  return () => {
    for (const name of copying) document.removeEventListener(name, refuse, true)
  }
}

/**
 * Frames whatever tells an arm: amber on all four sides, kept out of screen capture by the shell, and covered when the
 * window loses the focus or nobody has touched it for a while. The space bar uncovers. `clock` is a time that runs and tells
 * no arm: it stays in sight on the cover, for whoever waits for it.
 */
export function UnblindedFrame({ children, clock }: { children: ReactNode; clock?: ReactNode }) {
  const { t } = useTranslation(['common', 'scan'])
  const [covered, setCovered] = useState(!document.hasFocus())
  // No scan leads away from what is shown here; only a step that asks for a code takes one.
  useScan(() => t('scan:fault.no_code_here'), true, 'view')
  useEffect(enter, [])
  useEffect(refuseCopies, [])
  useEffect(() => {
    let timer = setTimeout(() => setCovered(true), idleMilliseconds)
    const cover = () => setCovered(true)
    const touch = () => {
      clearTimeout(timer)
      timer = setTimeout(cover, idleMilliseconds)
    }
    let place = ''
    // A view that changes by itself beneath a resting pointer is told of moves, too: they go nowhere.
    const move = ({ screenX, screenY }: PointerEvent) => {
      const next = `${screenX} ${screenY}`
      if (place !== '' && place !== next) touch()
      place = next
    }
    window.addEventListener('blur', cover)
    window.addEventListener('pointermove', move)
    for (const name of touches) window.addEventListener(name, touch)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('blur', cover)
      window.removeEventListener('pointermove', move)
      for (const name of touches) window.removeEventListener(name, touch)
    }
  }, [])
  useEffect(() => {
    if (!covered) return
    const uncover = (event: KeyboardEvent) => {
      if (event.key !== ' ') return
      event.preventDefault()
      event.stopPropagation()
      setCovered(false)
    }
    window.addEventListener('keydown', uncover, true)
    return () => window.removeEventListener('keydown', uncover, true)
  }, [covered])
  const word = <span>{t('unblinded.word')}</span>
  return (
    <div className={classes.frame} data-unblinded>
      <div className={classes.top}>{word}</div>
      <div className={classes.bottom} aria-hidden>
        {word}
      </div>
      <div className={classes.start} aria-hidden>
        {word}
      </div>
      <div className={classes.end} aria-hidden>
        {word}
      </div>
      {/* What is covered stays mounted, so that nothing typed is lost. */}
      <div className={covered ? classes.hidden : classes.inside} inert={covered}>
        <UnblindedContext value>{children}</UnblindedContext>
      </div>
      {covered ? (
        <button type="button" className={classes.cover} onClick={() => setCovered(false)}>
          <Stack align="center" gap="xs">
            <IconEyeOff size={48} aria-hidden />
            <Text fw={650} size="lg">
              {t('unblinded.covered')}
            </Text>
            <Text>{t('unblinded.uncover')}</Text>
            {clock}
          </Stack>
        </button>
      ) : null}
    </div>
  )
}
