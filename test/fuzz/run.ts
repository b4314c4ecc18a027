/** Sends messages over one channel in one state after the other, and holds every answer and every change against the contract. */
import { type Channel, channels } from '../../src/contract/channels.ts'
import { requests } from '../../src/contract/requests.ts'
import { refusalNames } from '../../src/core/refusals.ts'
import { Messages } from './messages.ts'
import { Desk, type Material, type Picture, type State } from './states.ts'

/** What came of the messages of one channel. */
export type Sent = {
  readonly channel: Channel
  readonly messages: number
  readonly answers: Readonly<Record<'value' | 'refusal' | 'invalid' | 'fault', number>>
  /** What must not be: a fault, an answer of another form, a change without a value. */
  readonly findings: readonly string[]
}

/** Acts that take long when they are right; of those, so many a state are sent, and the others are made wrong. */
const costly: Partial<Record<Channel, number>> = {
  create: 2,
  practice: 2,
  verify: 3,
  close: 4,
  open: 12,
  copy: 40,
  strength: 500,
}

/** Sends so many messages over each of the channels, divided among the states; `onState` is told how far it is. */
export async function fuzz(
  wanted: { readonly channels: readonly Channel[]; readonly states: readonly State[]; readonly messages: number },
  seed: number,
  material: Material,
  onState: (state: State) => void = () => undefined,
): Promise<Sent[]> {
  const sums = wanted.channels.map((channel) => ({
    channel,
    messages: 0,
    answers: { value: 0, refusal: 0, invalid: 0, fault: 0 },
    findings: [] as string[],
  }))
  for (const [index, state] of wanted.states.entries()) {
    const part = (count: number) => Math.floor((wanted.messages * count) / wanted.states.length)
    const desk = await Desk.in(state, material)
    for (const sum of sums) await send(sum, part(index + 1) - part(index), desk, seed + index)
    desk.end()
    onState(state)
  }
  return sums
}

type Sum = {
  -readonly [K in keyof Sent]: Sent[K] extends object ? { -readonly [N in keyof Sent[K]]: Sent[K][N] } : Sent[K]
}

async function send(sum: Sum & { findings: string[] }, count: number, desk: Desk, seed: number): Promise<void> {
  const { channel } = sum
  const source = new Messages(channel, desk.words, seed + 1000 * channels.indexOf(channel))
  // A short run has less of them in proportion, but some.
  const most = costly[channel]
  let budget = most === undefined ? Number.POSITIVE_INFINITY : Math.min(most, Math.ceil(count / 20))
  for (let sent = 0; sent < count; ) {
    const message = source.next()
    // A right message too many is left out; there is always a wrong one to come.
    if (isRight(channel, message) && (isSlow(channel, message) || --budget < 0)) continue
    sent += 1
    const before = desk.picture()
    const reply = await desk.counter.send(channel, message)
    const kind = kindOf(reply)
    const after = desk.picture()
    const wrong = wrongChange(kind, reply, before, after)
    if (kind === undefined || kind === 'fault' || wrong !== undefined)
      sum.findings.push(`${channel}, ${desk.state}: ${shown(message)} got ${shown(reply)} ${wrong ?? ''}`)
    if (kind !== undefined) sum.answers[kind] += 1
    if (kind === 'value' || after.head !== before.head || wrong !== undefined || sent % 50 === 0) await desk.comeHome()
  }
  sum.messages += count
}

/**
 * What changed that must not, without a value. A card that opens nothing is the one refusal that is put on record, and
 * nothing else may come of it.
 */
function wrongChange(
  kind: keyof Sent['answers'] | undefined,
  reply: unknown,
  before: Picture,
  after: Picture,
): string | undefined {
  if (kind === 'value') return undefined
  if (before.rest !== after.rest) return 'and changed something'
  const isFailedTry =
    kind === 'refusal' && (reply as { refusal: { rule: string } }).refusal.rule === 'card_does_not_open'
  if (isFailedTry) return before.head === after.head ? 'and left no record of the try' : undefined
  return before.head === after.head ? undefined : 'and changed the record'
}

function isRight(channel: Channel, message: unknown): boolean {
  try {
    return requests[channel].safeParse(message).success
  } catch {
    return false
  }
}

/** Making the practice study anew derives many keys at full cost; its own tests do that. */
function isSlow(channel: Channel, message: unknown): boolean {
  return channel === 'practice' && (message as { fresh: boolean }).fresh
}

/** Which of the four kinds a reply is; undefined where it is none of them, or more than one. */
function kindOf(reply: unknown): keyof Sent['answers'] | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined
  const { ok, ...rest } = reply as Record<string, unknown>
  const [kind, ...more] = Object.keys(rest)
  if (more.length > 0 || (kind === 'value') !== ok) return undefined
  const content = rest[kind ?? '']
  switch (kind) {
    case 'value':
      return kind
    case 'refusal':
      return refusalNames.some((name) => name === (content as { rule: string }).rule) ? kind : undefined
    case 'invalid':
      return Array.isArray(content) && content.every((path) => typeof path === 'string') ? kind : undefined
    case 'fault':
      return kind
    default:
      return undefined
  }
}

function shown(value: unknown): string {
  const seen = new Set<unknown>()
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return `${inner}n`
    if (typeof inner !== 'object' || inner === null) return inner
    if (seen.has(inner)) return '…'
    seen.add(inner)
    return inner
  })
  return (text ?? String(value)).slice(0, 400)
}
