/**
 * Whether the time that a blinded call takes tells the two worlds apart: Welch's t over many pairs of calls, for each kind
 * of call and each role.
 *
 * The worlds are built anew several times, in an order by chance, so that neither memory nor a warm program stands for a
 * world. Within a pair of calls, chance says which world is asked first.
 */
import { booksOf } from '../../src/core/books.ts'
import { Question } from '../../src/core/questions.ts'
import { chanceFrom, seed } from '../support/seed.ts'
import { type Person, people } from '../support/trial.ts'
import { valuesOf } from './generator.ts'
import { optionsOf, poolsOf } from './looks.ts'
import { otherGround, tell } from './pairs.ts'
import { eventfulStory } from './story.ts'
import { blindedPeople, type World } from './world.ts'

const rebuilds = 40
/** Sets of calls that are drawn for each person in each pair of worlds; they are asked in turn. */
const callSets = 16
/** Above this, two means are told apart with near certainty; the usual bound of such tests. */
const bound = 4.5

type Sums = { count: number; sum: number; squares: number }
type Call = { readonly name: string; readonly channel: string; readonly request: unknown }

/** Times so many pairs of calls of each kind, and prints the largest |t|. */
export async function times(pairs: number): Promise<void> {
  const chance = chanceFrom(seed)
  const kept = new Map<string, [Sums, Sums]>()
  for (let rebuild = 0; rebuild < rebuilds; rebuild++) {
    const story = eventfulStory(rebuild * 3 + (rebuild % 2))
    const ground = { setting: story.setting, arms: story.arms, lotsAreSwapped: false, sealing: 'real' as const }
    const told = await tell(story, ground)
    await told.close()
    const grounds = [ground, otherGround(story, told)] as const
    const order = chance() < 0.5 ? [0, 1] : [1, 0]
    const worlds: World[] = []
    for (const which of order) worlds[which] = await tell(story, grounds[which as 0 | 1], { home: `world ${which}` })
    for (const person of blindedPeople) {
      // QA's own world is the same only where the totals are.
      if (story.variant !== 'totals' && booksOf(people[person]).includes('stock')) continue
      await timeCalls(worlds as [World, World], person, Math.ceil(pairs / rebuilds), chance, kept)
    }
    for (const world of worlds) await world.close()
    console.error(`${rebuild + 1} of ${rebuilds} pairs of worlds`)
  }
  const found = [...kept].map(([call, [one, two]]) => ({ call, t: welch(one, two), pairs: one.count }))
  const [largest] = found.sort((one, two) => Math.abs(two.t) - Math.abs(one.t))
  console.log(JSON.stringify({ calls: found.length, pairs, largest, bound, seed }))
  if (largest === undefined || Math.abs(largest.t) >= bound) process.exitCode = 1
}

/** Every question once, with what is known in the worlds, and a command that every blinded role is refused. */
function callsOf(world: World, chance: () => number): Call[] {
  const questions = optionsOf(Question).flatMap((option) => {
    const [question] = valuesOf(option, { pools: poolsOf(world), chance, atMost: 1 }) as { type: string }[]
    return question === undefined ? [] : [{ name: question.type, channel: 'ask', request: { question } }]
  })
  const command = { type: 'StateUse' } as const
  return [...questions, { name: 'refused', channel: 'submit', request: { command } }]
}

async function timeCalls(
  worlds: readonly [World, World],
  person: Person,
  count: number,
  chance: () => number,
  kept: Map<string, [Sums, Sums]>,
): Promise<void> {
  for (const world of worlds) await world.signIn(person)
  const none = (): Sums => ({ count: 0, sum: 0, squares: 0 })
  const sets = Array.from({ length: callSets }, () => callsOf(worlds[0], chance))
  for (let pair = 0; pair < count; pair++) {
    for (const { name, channel, request } of sets[pair % callSets] ?? []) {
      const call = `${people[person]} ${name}`
      const sums = kept.get(call) ?? [none(), none()]
      kept.set(call, sums)
      const order = chance() < 0.5 ? ([0, 1] as const) : ([1, 0] as const)
      const taken = [0, 0]
      for (const which of order) {
        const startedAt = performance.now()
        await worlds[which].send(channel, request)
        taken[which] = performance.now() - startedAt
      }
      // A pair in which the machine did something else says nothing of either world.
      if (Math.max(...taken) > hiccupMilliseconds) continue
      for (const which of [0, 1] as const) add(sums[which], taken[which] ?? 0)
    }
  }
}

const hiccupMilliseconds = 2

function add(sums: Sums, value: number): void {
  sums.count += 1
  sums.sum += value
  sums.squares += value * value
}

function welch(one: Sums, two: Sums): number {
  const mean = ({ sum, count }: Sums) => sum / count
  const variance = ({ sum, squares, count }: Sums) => (squares - (sum * sum) / count) / (count - 1)
  return (mean(one) - mean(two)) / Math.sqrt(variance(one) / one.count + variance(two) / two.count)
}
