import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Question } from '../../src/core/questions.ts'
import { chanceFrom, seed } from '../support/seed.ts'
import { valuesOf } from './generator.ts'
import { optionsOf } from './looks.ts'
import { playPair, smallest } from './pairs.ts'
import { storyFrom, variants } from './story.ts'
import type { Sealing } from './world.ts'

/** Every kind of second world comes once in every three seeds, every setting once in twelve. */
const first = seed % 1_000_000
const requirement = { swapped: 'B12 B14', permuted: 'B12', totals: 'B13' } as const
const differs = {
  swapped: 'all arms swapped, and the lots with them',
  permuted: 'arms permuted by chance, the lots as they are',
  totals: 'arms permuted so that every statement of use keeps the totals of every lot',
} as const

/** Plays pairs of one variant, from a seed on. A difference is shown with the smallest story that shows it. */
async function expectNoDifference(of: number, pairs: number, sealing: Sealing): Promise<void> {
  let observables = 0
  for (let pair = 0, moved = 0; moved < pairs; pair++) {
    const story = storyFrom(Math.ceil(first / variants.length) * variants.length + of + pair * variants.length)
    const outcome = await playPair(story, { sealing })
    observables += outcome.observables
    // Where no arm could be moved, the two worlds were one.
    if (outcome.moved > 0) moved += 1
    if (outcome.difference === undefined) continue
    const found = await smallest(story, outcome.difference, (shorter) => playPair(shorter, { sealing }))
    expect(found, `seed ${story.seed}, ${JSON.stringify(found.story.steps)}`).toBeUndefined()
  }
  expect(observables).toBeGreaterThan(300 * pairs)
}

describe('two worlds that differ only in who has which arm', () => {
  variants.forEach((variant, of) => {
    it(
      `${requirement[variant]} ${differs[variant]}: every byte that the blinded can observe is the same (seed ${first})`,
      () => expectNoDifference(of, 4, 'stand_in'),
      120_000,
    )

    it(
      `${requirement[variant]} ${differs[variant]}: with the real seal, all that differs are sealed bytes (seed ${first})`,
      () => expectNoDifference(of, 1, 'real'),
      120_000,
    )
  })
})

describe('what is asked', () => {
  const pools = { doseId: ['D1', 'D2'], number: [1, 2, 3], text: ['T'] }
  const wanted = { pools, chance: chanceFrom(1), atMost: 24 }
  const madeUp = z.strictObject({
    type: z.literal('NeverThoughtOf'),
    doseId: z.string().max(40),
    number: z.int().min(1).max(9),
    since: z.iso.datetime({ precision: 3 }).optional(),
    place: z.enum(['theatre', 'ward']),
    unheardOf: z.string().max(60).optional(),
    both: z.boolean(),
  })

  it('B12 comes from the contract: a question that nobody has thought of is asked with what is known in the world', () => {
    const widened = z.discriminatedUnion('type', [...optionsOf(Question), madeUp] as unknown as [typeof madeUp])
    const asked = optionsOf(widened).flatMap((option) => valuesOf(option, wanted)) as z.infer<typeof madeUp>[]
    const mine = asked.filter(({ type }) => type === 'NeverThoughtOf')
    expect(new Set(mine.map(({ doseId }) => doseId))).toEqual(new Set(pools.doseId))
    expect(new Set(mine.map(({ number }) => number))).toEqual(new Set(pools.number))
    expect(new Set(mine.map(({ place }) => place))).toEqual(new Set(['theatre', 'ward']))
    expect(mine.some(({ since }) => since !== undefined) && mine.some(({ since }) => since === undefined)).toBe(true)
    // A name without a pool is tried with everything that is known.
    expect(mine.map(({ unheardOf }) => unheardOf)).toEqual(expect.arrayContaining([undefined, 'D1', 'D2', 'T']))
  })

  it('B12 leaves out no question of the contract', () => {
    const known = { ...pools, syringeId: ['S'], lotId: ['L'], search: [''], offset: [0], limit: [5] }
    for (const option of optionsOf(Question))
      expect(valuesOf(option, { ...wanted, pools: known }), z.toJSONSchema(option).title).not.toEqual([])
  })
})
