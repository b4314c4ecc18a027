import { useEffect, useRef } from 'react'
import { isLatinNumber } from '../../core/codes.ts'
import { readScan } from '../../core/label-symbol.ts'
import { cleaned } from '../../core/text.ts'
import { type Field, setNatively } from './native-value.ts'
import { answerScan } from './scan-answers.ts'
import { faultOf, type ScanFault } from './scan-faults.ts'
import { mostCharacters, Wedge } from './wedge.ts'

/** What a scanner sent, as the code it stands for. */
export function cleanScan(raw: string): string {
  return readScan(cleaned(raw).text)
}

/** How many characters that nobody can see a scanner sent; those that separate fields aside. */
export function removedFrom(raw: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what separates.
  return cleaned(raw.replace(/[\t\n\u0004\u001c-\u001f]/g, '')).removed
}

/** What is wrong with a code, in words; undefined where it was taken. */
export type Problem = string | undefined
/** Said of a code that another listener on the same screen may be waiting for; what is wrong with it where none is. */
type NotMine = { readonly otherwise: string }
type Heard = Problem | NotMine
/** Where a listener stands: the innermost one that listens has the scan. */
type Rank = 'anywhere' | 'view' | 'step'
type Listener = { readonly rank: Rank; hear(code: string): Heard | Promise<Heard> }

const ranks: readonly Rank[] = ['anywhere', 'view', 'step']
/** By rank, and within one in the order in which they came; the last one has the scan. */
const listeners: Listener[] = []
const wedge = new Wedge()
const mostWaiting = 6

let before: { readonly field: Field; readonly value: string } | undefined

function isWritten(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !/radio|checkbox/.test(target.type))
  )
}

function listen(event: KeyboardEvent): void {
  const { target } = event
  // Programs that keep passphrases type them as fast as a scanner; a secret is never heard as a code.
  if (target instanceof Element && target.closest('[data-scan=never]') !== null) {
    wedge.forget()
    return
  }
  const { key, code, repeat, ctrlKey, altKey, metaKey } = event
  const heard = wedge.press({ key, code, repeat, ctrlKey, altKey, metaKey, at: event.timeStamp })
  if (heard.what === 'first')
    before =
      isWritten(target) || target instanceof HTMLSelectElement ? { field: target, value: target.value } : undefined
  // A code presses no buttons and answers no questions on its way.
  if (heard.what === 'more' && !isWritten(target)) {
    event.preventDefault()
    event.stopPropagation()
  }
  if (heard.what !== 'scan') return
  event.preventDefault()
  event.stopPropagation()
  withdraw()
  take(heard.raw, heard.tooLong)
}

/** A scan that landed in a field is taken out of it again, unless the field asked for it. */
function withdraw(): void {
  if (before === undefined) return
  const { field, value } = before
  before = undefined
  if (field.dataset.scan === 'here' || field.value === value) return
  setNatively(field, value)
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }))
}

/** How long a scan waits for the step that it leads to; one that never comes must not leave it to another. */
const mostOnTheWayMilliseconds = 5_000
let handedOn: { readonly code: string; readonly at: number } | undefined

/** Gives a scan to the step that the screen goes on to: whoever begins by scanning need not scan twice. */
export function handOn(code: string): void {
  handedOn = { code, at: performance.now() }
}

/** Takes what another reader than the scanner has read, as a scan of it would be taken. */
export function takeScan(raw: string): void {
  take(raw, raw.length > mostCharacters)
}

type Waiting = { readonly code: string; readonly removed: number; readonly listener: Listener }
const waiting: Waiting[] = []
let answering = false

function take(raw: string, tooLong: boolean): void {
  handedOn = undefined
  const listener = listeners.at(-1)
  if (listener === undefined) return
  const code = cleanScan(raw)
  const removed = removedFrom(raw)
  const fault = tooLong
    ? 'too_long'
    : (faultFor(listener, code) ?? (waiting.length < mostWaiting ? undefined : 'too_fast'))
  if (fault !== undefined) {
    answerScan({ fault, code, removed })
    return
  }
  queue({ code, removed, listener })
}

function queue(scan: Waiting): void {
  waiting.push(scan)
  if (!answering) void answerAll()
}

/** The number of a participant leads somewhere from anywhere; where a code is asked for it is none. */
function faultFor(listener: Listener, code: string): ScanFault | undefined {
  return listener.rank === 'anywhere' && isLatinNumber(code) ? undefined : faultOf(code)
}

/** One after the other, each once the screen shows what came of the one before. */
async function answerAll(): Promise<void> {
  answering = true
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { code, removed, listener } = next
    // A code that was meant for the former screen is no answer to the next one's question.
    if (listeners.at(-1) !== listener) {
      answerScan({ fault: 'moved_on', code, removed })
      continue
    }
    const words = await heardBy(listener, code)
    answerScan({ code, removed, ...(words === undefined ? {} : { words }) })
    await shown()
  }
  answering = false
}

/** Asks the listener, and those of its rank before it where the code is none of its. */
async function heardBy(first: Listener, code: string): Promise<Problem> {
  const others = listeners.filter((one) => one.rank === first.rank && one !== first).reverse()
  let otherwise: Problem
  for (const listener of [first, ...others]) {
    const words = await listener.hear(code)
    if (typeof words !== 'object') return words
    otherwise ??= words.otherwise
  }
  return otherwise
}

/** Two frames on, what was set is on screen; a window that is not seen has no frames, so no longer than a moment. */
function shown(): Promise<void> {
  return new Promise((resolve) => {
    const done = setTimeout(resolve, 100)
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(done)
        resolve()
      }),
    )
  })
}

/**
 * Hears scans anywhere in the window: keys faster than a hand, ended by Enter. `onScan` answers with what is wrong with the
 * code. A listener of rank `view` has a scan only while no step listens, one of rank `anywhere` while nobody else does.
 */
export function useScan(onScan: (code: string) => Heard | Promise<Heard>, active = true, rank: Rank = 'step'): void {
  const latest = useRef(onScan)
  latest.current = onScan
  useEffect(() => {
    if (!active) return
    const listener: Listener = { rank, hear: (code) => latest.current(code) }
    if (listeners.length === 0) window.addEventListener('keydown', listen, true)
    const place = listeners.findIndex((other) => ranks.indexOf(other.rank) > ranks.indexOf(rank))
    listeners.splice(place < 0 ? listeners.length : place, 0, listener)
    if (rank === 'step' && handedOn !== undefined) {
      const { code, at } = handedOn
      handedOn = undefined
      if (performance.now() - at < mostOnTheWayMilliseconds) queue({ code, removed: 0, listener })
    }
    return () => {
      listeners.splice(listeners.indexOf(listener), 1)
      if (listeners.length === 0) window.removeEventListener('keydown', listen, true)
    }
  }, [active, rank])
}
