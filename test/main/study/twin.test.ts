import { describe, expect, it } from 'vitest'
import type { Arm } from '../../../src/core/registry/settings.ts'
import { chanceFrom, seed } from '../../support/seed.ts'
import { blinded, play, type Seen, type World } from '../../support/twin.ts'

const lots = [
  ['A', 'LOT-1'],
  ['B', 'LOT-2'],
  ['B', 'LOT-3'],
  ['A', 'LOT-4'],
] as const
const other = (arm: Arm): Arm => (arm === 'A' ? 'B' : 'A')

/** Six of each arm, in an order by chance. */
function shuffled(start: number): Arm[] {
  const chance = chanceFrom(start)
  const arms: Arm[] = [...Array<Arm>(6).fill('A'), ...Array<Arm>(6).fill('B')]
  for (let last = arms.length - 1; last > 0; last--) {
    const place = Math.floor(chance() * (last + 1))
    const [one, two] = [arms[last] as Arm, arms[place] as Arm]
    arms[place] = one
    arms[last] = two
  }
  return arms
}

function expectTheSame(one: Seen, two: Seen, people: readonly (typeof blinded)[number][]): void {
  for (const person of people) {
    const [mine, theirs] = [one.notes.get(person) ?? [], two.notes.get(person) ?? []]
    const first = mine.findIndex((note, index) => note !== theirs[index])
    // The first difference says more than two long lists.
    if (first >= 0) expect(mine[first], `${person}, note ${first}`).toBe(theirs[first])
    expect(theirs.length).toBe(mine.length)
    expect(mine.length).toBeGreaterThan(50)
  }
  const first = one.outside.findIndex((row, index) => row !== two.outside[index])
  if (first >= 0) expect(one.outside[first]).toBe(two.outside[first])
  expect(two.outside.length).toBe(one.outside.length)
}

describe('two worlds that differ only in who has which arm', () => {
  const base: World = { seed, arms: shuffled(seed), lots, stepCount: 36, abandons: true }
  const withoutStock = blinded.filter((person) => person !== 'qamar')
  const first = play(base)

  it(`B12 B14 all arms swapped, and the lots with them: nothing that the blinded can see differs (seed ${seed})`, async () => {
    const swapped = {
      ...base,
      arms: base.arms.map(other),
      lots: lots.map(([arm, name]) => [other(arm), name] as const),
    }
    expectTheSame(await first, await play(swapped), withoutStock)
  }, 60_000)

  it(`B12 arms permuted by chance, the lots as they are: nothing that the blinded can see differs (seed ${seed})`, async () => {
    expectTheSame(await first, await play({ ...base, arms: shuffled(seed + 1) }), withoutStock)
  }, 60_000)

  it(`B13 arms permuted so that each lot keeps its totals: nothing that QA can see differs (seed ${seed})`, async () => {
    const world = { ...base, seed: seed + 2, abandons: false, stepCount: 44 }
    const one = await play(world)
    const arms = [...world.arms]
    // Two participants whose vials were stated in the same statements may change places without moving any total.
    for (let left = 0; left < arms.length; left++) {
      const right = arms.findIndex(
        (arm, place) => place > left && arm !== arms[left] && one.draws.get(place + 1) === one.draws.get(left + 1),
      )
      if (right < 0 || arms[left] !== world.arms[left] || arms[right] !== world.arms[right]) continue
      arms[left] = other(arms[left] as Arm)
      arms[right] = other(arms[right] as Arm)
    }
    expect(arms).not.toEqual(world.arms)
    expectTheSame(one, await play({ ...world, arms }), blinded)
  }, 60_000)
})
