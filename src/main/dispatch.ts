/**
 * The bridge's main side: checks every request against its schema, hands it to its handler, and turns whatever happens
 * into data. Nothing is thrown across.
 */
import { type Channel, channels } from '../contract/channels.ts'
import type { Reply } from '../contract/replies.ts'
import { requests } from '../contract/requests.ts'
import { refusalOf, report } from './faults.ts'
import type { Handlers } from './handlers.ts'
import type { Dice } from './vault/dice.ts'

/** Answers a request of any channel. The dice number what goes wrong. */
export function dispatcher(handlers: Handlers, dice: Dice): (channel: string, request: unknown) => Promise<unknown> {
  return async (name, request) => {
    const channel = channels.find((known) => known === name)
    if (channel === undefined) return { ok: false, invalid: ['channel'] }
    const parsed = check(channel, request)
    if (parsed === undefined) return { ok: false, invalid: [''] }
    if (!parsed.success) return { ok: false, invalid: parsed.error.issues.map((issue) => issue.path.join('.')) }
    return answered(channel, handlers, parsed.data, dice)
  }
}

/** Checks a request against its schema; undefined for what is so malformed that the check itself gives up. */
function check(channel: Channel, request: unknown) {
  try {
    return requests[channel].safeParse(request)
  } catch {
    return undefined
  }
}

async function answered(channel: Channel, handlers: Handlers, request: unknown, dice: Dice): Promise<Reply<Channel>> {
  // The table pairs each schema with its handler; the compiler cannot follow one name through both.
  const handle = handlers[channel] as (request: unknown) => ReturnType<Handlers[Channel]>
  try {
    return (await handle(request)) as Reply<Channel>
  } catch (error) {
    return refusalOf(error) ?? { ok: false, fault: report(error, dice) }
  }
}
