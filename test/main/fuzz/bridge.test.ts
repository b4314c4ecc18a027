import { describe, expect, it } from 'vitest'
import { channels } from '../../../src/contract/channels.ts'
import { fuzz } from '../../fuzz/run.ts'
import { makeMaterial } from '../../fuzz/states.ts'
import { seed } from '../../support/seed.ts'

/** The long run, `npm run fuzz`, tries every role; here are those who hold the most keys, the fewest, and none. */
const states = ['no file', 'ana', 'adel'] as const
const messages = 90

describe('the bridge under fire', () => {
  it(`P4 ${messages} right, nearly right and random messages to each channel change nothing without a value, and none is a fault (seed ${seed})`, async () => {
    const own = Reflect.ownKeys(Object.prototype)
    const all = await fuzz({ channels, states, messages }, seed, await makeMaterial())
    expect(all.flatMap(({ findings }) => findings)).toEqual([])
    expect(all.map(({ channel, messages: sent }) => [channel, sent])).toEqual(channels.map((one) => [one, messages]))
    // Both kinds of answer are there: the messages are neither all right nor all wrong.
    const answers = all.map(({ answers: given }) => given)
    for (const kind of ['value', 'refusal', 'invalid'] as const)
      expect(answers.reduce((sum, given) => sum + given[kind], 0)).toBeGreaterThan(100)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(own)
  }, 120_000)
})
