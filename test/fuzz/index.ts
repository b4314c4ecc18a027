// Sends random and nearly right messages over every channel of the bridge, in every state of a desk with a real study file.
// Progress goes to standard error; the last line on standard output is one line of JSON.

import { parseArgs } from 'node:util'
import { channels } from '../../src/contract/channels.ts'
import { fuzz, type Sent } from './run.ts'
import { makeMaterial, states } from './states.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    channel: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
})
const [messages, seed] = [Number(values.messages), Number(values.seed)]
const wanted = channels.filter((channel) => values.channel === undefined || values.channel.includes(channel))

let unhandled = 0
for (const event of ['unhandledRejection', 'uncaughtException'] as const)
  process.on(event, (error: unknown) => {
    unhandled += 1
    console.error(event, error)
  })

const own = Reflect.ownKeys(Object.prototype).length
const started = performance.now()
const material = await makeMaterial()
const all = await fuzz({ channels: wanted, states, messages }, seed, material, (state) => {
  console.error(`${state}: done (${Math.round((performance.now() - started) / 1000)} s)`)
})
const sums = { messages: 0, value: 0, refusal: 0, invalid: 0, fault: 0 }
let findings = 0
for (const sent of all) {
  console.error(
    `${sent.channel}: ${sent.messages} messages, ${JSON.stringify(sent.answers)}, ${sent.findings.length} findings`,
  )
  for (const finding of sent.findings.slice(0, 8)) console.error(`  ${finding}`)
  findings += sent.findings.length
  sums.messages += sent.messages
  for (const [kind, count] of Object.entries(sent.answers)) sums[kind as keyof Sent['answers']] += count
}
const polluted = Reflect.ownKeys(Object.prototype).length - own
const seconds = Math.round((performance.now() - started) / 1000)
console.log(JSON.stringify({ seed, channels: wanted.length, ...sums, findings, unhandled, polluted, seconds }))
process.exit(findings + unhandled + polluted === 0 ? 0 : 1)
