/**
 * The window's end of the bridge. Every reply is data; the books stay in the shell, and what is on screen is asked anew
 * whenever something was written.
 */
import {
  createContext,
  createElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Channel, EventName } from '../contract/channels.ts'
import type { Fault, Pushed, Reply, Status } from '../contract/replies.ts'
import type { Requests } from '../contract/requests.ts'
import type { Command } from '../core/decide.ts'
import type { AnswerTo, Question, QuestionType } from '../core/questions.ts'
import type { Refusal } from '../core/result.ts'

type Bridge = {
  request(channel: string, payload: unknown): Promise<unknown>
  dropped(file: File): Promise<unknown>
  on(event: string, listener: (value: unknown) => void): () => void
}
declare global {
  interface Window {
    readonly counterseal: Bridge
  }
}

/** Channels after which the file or the sign-in is another. */
const turning: readonly Channel[] = ['create', 'open', 'practice', 'close', 'unlock', 'lock']
const turned = new Set<() => void>()
const faultListeners = new Set<(fault: Fault) => void>()

/** Sends one request over the bridge. A refusal, a malformed request and a fault come back as data. */
export async function request<C extends Channel>(channel: C, payload: Requests[C]): Promise<Reply<C>> {
  const reply = (await window.counterseal.request(channel, payload)) as Reply<C>
  if (turning.includes(channel)) for (const listener of turned) listener()
  if (!reply.ok && 'fault' in reply) for (const listener of faultListeners) listener(reply.fault)
  // A malformed request is a mistake of the program; the paths that it names hold no content.
  if (!reply.ok && 'invalid' in reply) console.warn(`${channel}: malformed at ${reply.invalid.join(', ')}`)
  return reply
}

/** A file that the user chose: the shell's token for it, and its name. */
export type Chosen = { readonly token: string; readonly name: string }

/** A file that was dropped on the window, by a token like one from a dialog; undefined where it lies nowhere on the disk. */
export async function droppedFile(dropped: File): Promise<Chosen | undefined> {
  const reply = (await window.counterseal.dropped(dropped)) as Reply<'choose'>
  if (!reply.ok || reply.value.file === undefined) return undefined
  return { token: reply.value.file, name: reply.value.name ?? '' }
}

const heard = new Map<EventName, Set<(value: unknown) => void>>()

/** Listens to what the shell says of its own accord. Returns the way to stop. However many listen, the bridge has one. */
export function onPushed<E extends EventName>(event: E, listener: (value: Pushed[E]) => void): () => void {
  const all = heard.get(event) ?? new Set()
  if (!heard.has(event)) {
    heard.set(event, all)
    window.counterseal.on(event, (value) => {
      for (const one of [...all]) one(value)
    })
  }
  const mine = (value: unknown) => listener(value as Pushed[E])
  all.add(mine)
  return () => void all.delete(mine)
}

/** Listens to faults of any request, so that one place can say that nothing was written. */
export function onFault(listener: (fault: Fault) => void): () => void {
  faultListeners.add(listener)
  return () => void faultListeners.delete(listener)
}

const StatusContext = createContext<Status | undefined>(undefined)

/** Keeps where the program stands: the file, the member, the settings. */
export function StatusProvider({ children }: { children: ReactNode }) {
  const [status, setStatus] = useState<Status>()
  const asked = useRef(0)
  useEffect(() => {
    const refresh = async () => {
      asked.current += 1
      const mine = asked.current
      const reply = await request('status', undefined)
      if (reply.ok && mine === asked.current) setStatus(reply.value)
    }
    const start = () => void refresh()
    start()
    turned.add(start)
    const stop = onPushed('changed', start)
    return () => {
      turned.delete(start)
      stop()
    }
  }, [])
  return createElement(StatusContext, { value: status }, children)
}

/** Where the program stands; undefined until the first answer. */
export function useStatus(): Status | undefined {
  return useContext(StatusContext)
}

type Asked<Q extends QuestionType> = {
  readonly answer?: AnswerTo<Q>
  readonly refusal?: Refusal
  readonly loading: boolean
}

/** The answer to a question, asked again whenever something was written. Asks nothing while the question is undefined. */
export function useAnswer<Q extends QuestionType>(question: Extract<Question, { type: Q }> | undefined): Asked<Q> {
  const key = question === undefined ? '' : JSON.stringify(question)
  const [asked, setAsked] = useState<Asked<Q> & { readonly key: string }>({ key: '', loading: false })
  useEffect(() => {
    if (key === '') return
    let current = true
    let latest = 0
    const ask = async () => {
      latest += 1
      const mine = latest
      const reply = await request('ask', { question: JSON.parse(key) as Question })
      if (!current || mine !== latest) return
      if (reply.ok) setAsked({ key, answer: reply.value as AnswerTo<Q>, loading: false })
      else if ('refusal' in reply) setAsked({ key, refusal: reply.refusal, loading: false })
      else setAsked({ key, loading: false })
    }
    void ask()
    const stop = onPushed('changed', () => void ask())
    return () => {
      current = false
      stop()
    }
  }, [key])
  if (key === '') return { loading: false }
  return asked.key === key ? asked : { loading: true }
}

/** What travels beside a command and is never recorded. */
export type Beside = {
  readonly passphrase?: string
  readonly witness?: { readonly login: string; readonly passphrase: string }
  readonly together?: readonly { readonly login: string; readonly passphrase: string }[]
  readonly chosen?: string
  readonly file?: string
}

/** The one door for every act, and whether an act is on its way. */
export function useSubmit(): { submit(command: Command, extra?: Beside): Promise<Reply<'submit'>>; busy: boolean } {
  const [busy, setBusy] = useState(false)
  const submit = useCallback(async (command: Command, extra: Beside = {}) => {
    setBusy(true)
    try {
      return await request('submit', { command, ...extra })
    } finally {
      setBusy(false)
    }
  }, [])
  return { submit, busy }
}

type Clock = { now: Date; readonly listeners: Set<() => void>; timer?: ReturnType<typeof setInterval> }
const clocks = new Map<number, Clock>()

function clockOf(everyMilliseconds: number): Clock {
  const known = clocks.get(everyMilliseconds)
  if (known !== undefined) return known
  const made: Clock = { now: new Date(), listeners: new Set() }
  clocks.set(everyMilliseconds, made)
  return made
}

/** The time, ticking. All that ask for the same pace share one clock. */
export function useNow(everyMilliseconds = 1000): Date {
  const subscribe = useCallback(
    (listener: () => void) => {
      const clock = clockOf(everyMilliseconds)
      clock.listeners.add(listener)
      clock.timer ??= setInterval(() => {
        clock.now = new Date()
        for (const one of clock.listeners) one()
      }, everyMilliseconds)
      return () => {
        clock.listeners.delete(listener)
        if (clock.listeners.size > 0) return
        clearInterval(clock.timer)
        clocks.delete(everyMilliseconds)
      }
    },
    [everyMilliseconds],
  )
  return useSyncExternalStore(subscribe, () => clockOf(everyMilliseconds).now)
}
