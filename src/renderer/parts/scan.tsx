import { useEffect, useRef } from 'react'
import { readScan } from '../../core/label-symbol.ts'

/** A scanner types faster than this between two characters; a hand does not. */
const fastMilliseconds = 35
const shortestScan = 4

// biome-ignore lint/suspicious/noControlCharactersInRegex: scanners send them around a code.
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** What a scanner sent, as the code it stands for. */
export function cleanScan(raw: string): string {
  return readScan(raw.replace(invisible, ''))
}

type Listener = (code: string) => void
/** The last one has the scan: the innermost screen. */
const listeners: Listener[] = []
let typed = ''
let lastAt = 0
let fast = true

/** The character of a key. A scanner presses the keys of a Latin keyboard, whatever layout the machine has. */
function characterOf({ key, code }: KeyboardEvent): string {
  return key > '~' ? (/^Key([A-Z])$/.exec(code)?.[1] ?? key) : key
}

function listen(event: KeyboardEvent): void {
  // When the key was pressed, not when a busy window came to hear of it.
  const now = event.timeStamp
  const gap = now - lastAt
  lastAt = now
  // Programs that keep passphrases type them as fast as a scanner; a secret is never heard as a code.
  if (event.target instanceof Element && event.target.closest('[data-scan=never]') !== null) {
    typed = ''
    return
  }
  if (event.key === 'Enter') {
    const code = cleanScan(typed)
    const keys = typed.length
    const isScan = fast && gap < fastMilliseconds && code.length >= shortestScan
    typed = ''
    fast = true
    const listener = listeners.at(-1)
    if (!isScan || listener === undefined) return
    event.preventDefault()
    event.stopPropagation()
    withdraw(event.target, keys)
    listener(code)
    return
  }
  // Whoever moves on to another field has typed what they typed.
  if (event.key === 'Tab') typed = ''
  if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return
  if (typed === '' || gap > 500) {
    typed = characterOf(event)
    fast = true
    return
  }
  if (gap > fastMilliseconds) fast = false
  typed += characterOf(event)
}

/** A scan that landed in a field that did not ask for it is taken out of it again. */
function withdraw(target: EventTarget | null, length: number): void {
  if (!(target instanceof HTMLInputElement) || target.dataset.scan === 'here') return
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  setter?.call(target, target.value.slice(0, Math.max(0, target.value.length - length)))
  target.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * Hears scans anywhere in the window: keys faster than a hand, ended by Enter. The `outermost` listener has a scan only
 * while no other listens.
 */
export function useScan(onScan: (code: string) => void, active = true, rank?: 'outermost'): void {
  const latest = useRef(onScan)
  latest.current = onScan
  useEffect(() => {
    if (!active) return
    const listener: Listener = (code) => latest.current(code)
    if (listeners.length === 0) window.addEventListener('keydown', listen, true)
    if (rank === 'outermost') listeners.unshift(listener)
    else listeners.push(listener)
    return () => {
      listeners.splice(listeners.indexOf(listener), 1)
      if (listeners.length === 0) window.removeEventListener('keydown', listen, true)
    }
  }, [active, rank])
}
