import { Stack, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { request } from '../api.ts'
import { useScan } from './scan.tsx'
import classes from './unblinded-frame.module.css'

const idleMilliseconds = 20_000

const Frame = createContext<'open' | 'covered' | undefined>(undefined)

/** True within such a frame. */
export function useIsUnblinded(): boolean {
  return useContext(Frame) !== undefined
}

/** True while what is around this is covered, so that nothing in it can have the focus. */
export function useIsCovered(): boolean {
  return useContext(Frame) === 'covered'
}

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

const focusable = 'button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, [tabindex="0"]'

/**
 * Past the last button Tab would leave the window for a moment, which covers what is shown: it goes on with the first one.
 * While it is covered there is one button to come to.
 */
function keepFocus(event: KeyboardEvent): void {
  // A dialog keeps the focus by itself.
  if (event.key !== 'Tab' || document.querySelector('[role=dialog]') !== null) return
  const all = [...document.querySelectorAll<HTMLElement>(focusable)].filter(
    (one) => one.closest('[inert]') === null && one.tabIndex === 0 && one.checkVisibility(),
  )
  const cover = document.querySelector<HTMLElement>('[data-cover]')
  const [first, last] = cover === null ? [all[0], all.at(-1)] : [cover, cover]
  const isAtEnd = document.activeElement === (event.shiftKey ? first : last)
  if (cover === null && !isAtEnd) return
  event.preventDefault()
  if (event.shiftKey) last?.focus()
  else first?.focus()
}

/**
 * Frames whatever tells an arm: amber on all four sides, kept out of screen capture by the shell, and covered when the
 * window loses the focus or nobody has touched it for a while. The space bar uncovers. `clock` is a time that runs and tells
 * no arm: it stays in sight on the cover, for whoever waits for it.
 */
export function UnblindedFrame({ children, clock }: { children: ReactNode; clock?: ReactNode }) {
  const { t } = useTranslation(['common', 'scan'])
  const [covered, setCovered] = useState(!document.hasFocus())
  const before = useRef<Element>(null)
  // No scan leads away from what is shown here; only a step that asks for a code takes one.
  useScan(() => t('scan:fault.no_code_here'), true, 'view')
  useEffect(enter, [])
  useEffect(refuseCopies, [])
  useEffect(() => {
    window.addEventListener('keydown', keepFocus)
    return () => window.removeEventListener('keydown', keepFocus)
  }, [])
  useEffect(() => {
    let timer = setTimeout(() => cover(), idleMilliseconds)
    const cover = () => {
      before.current = document.activeElement
      setCovered(true)
    }
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
  // Whoever uncovers it goes on where they were, unless a step gave the focus to what comes next meanwhile.
  useEffect(() => {
    if (covered || document.activeElement !== document.body) return
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true })
  }, [covered])
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
        <Frame value={covered ? 'covered' : 'open'}>{children}</Frame>
      </div>
      {covered ? (
        <button type="button" className={classes.cover} data-cover onClick={() => setCovered(false)}>
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
