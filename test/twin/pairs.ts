/** Pairs of worlds: the second one's arms, what differs between the two, and the smallest story that shows it. */

import { booksOf, type Role } from '../../src/core/books.ts'
import type { Arm } from '../../src/core/registry/settings.ts'
import { chanceFrom } from '../support/seed.ts'
import { type Person, people } from '../support/trial.ts'
import { look } from './looks.ts'
import { noteFiles, noteLedger } from './outside.ts'
import { playStep } from './steps.ts'
import { other, type Story, shuffled } from './story.ts'
import { blindedPeople, type Ground, type Onlooker, type Opening, type Sealing, World } from './world.ts'

/** How pairs are played. */
export type Playing = { readonly sealing: Sealing; readonly role?: Role | undefined }

/** A world after its story: closed, with everything that was seen. */
export type Played = Pick<World, 'ground' | 'shown' | 'draws' | 'books'> & {
  readonly notes: ReadonlyMap<Onlooker, readonly string[]>
}

/** The first observable that differs. */
export type Difference = {
  readonly onlooker: Onlooker
  readonly place: number
  readonly first: string | undefined
  readonly second: string | undefined
}

/** What came of a pair; `moved` are the participants whose arm is another in the second world. */
export type Outcome = {
  readonly observables: number
  readonly moved: number
  readonly difference: Difference | undefined
}

/** A world in which the story has been told up to its last step, ready to be asked by anybody. */
export async function tell(story: Story, ground: Ground, opening: Opening = {}): Promise<World> {
  const world = await World.open(ground, story.seed, opening)
  for (const step of story.steps) await playStep(world, step, story)
  return world
}

/** Tells the story in a world, lets every onlooker ask everything, and closes the file. */
export async function play(story: Story, ground: Ground, playing: Playing): Promise<Played> {
  const logged: unknown[][] = []
  const release = captureConsole(logged)
  try {
    const world = await tell(story, ground)
    const chance = chanceFrom(story.seed)
    for (const person of onlookersOf(story, playing)) await look(world, person, chance() * 2 ** 32)
    noteFiles(world)
    await world.close()
    noteFiles(world)
    const names = noteLedger(world)
    world.noteContents()
    for (const line of logged) world.note('everybody', ['log', ...line])
    const { shown, draws, books } = world
    return { ground, shown, draws, books, notes: ground.sealing === 'real' ? named(world.notes, names) : world.notes }
  } finally {
    release()
  }
}

/** Plays both worlds of a pair and compares what was seen. */
export async function playPair(story: Story, playing: Playing): Promise<Outcome> {
  const { setting, arms } = story
  const one = await play(story, { setting, arms, lotsAreSwapped: false, sealing: playing.sealing }, playing)
  const ground = otherGround(story, one)
  const two = await play(story, ground, playing)
  return compared(story, one, two, playing)
}

/** The arms and lots of the second world. */
export function otherGround(
  story: Story,
  { ground, shown, draws }: Pick<Played, 'ground' | 'shown' | 'draws'>,
): Ground {
  if (story.variant === 'swapped') return { ...ground, arms: ground.arms.map(other), lotsAreSwapped: true }
  // Whoever broke a blind knows that arm from then on; it stays, so that the breaker's world can be compared whole.
  const broken = new Set([...shown.values()].flatMap((numbers) => [...numbers]))
  const arms = [...ground.arms]
  const chance = chanceFrom(story.seed + 1)
  // Those for whom vials were drawn come first: they are what a statement of use is about.
  const free = shuffled([...arms.keys()], chance)
    .filter((place) => !broken.has(place + 1))
    .sort((left, right) => Number(draws.has(right + 1)) - Number(draws.has(left + 1)))
  const alike = (one: number, two: number) => story.variant === 'permuted' || draws.get(one + 1) === draws.get(two + 1)
  const moved = new Set<number>()
  for (const one of free) {
    const two = free.find(
      (place) => !moved.has(place) && !moved.has(one) && arms[place] !== arms[one] && alike(one, place),
    )
    if (two === undefined) continue
    const [left, right] = [arms[one] as Arm, arms[two] as Arm]
    arms[one] = right
    arms[two] = left
    moved.add(one).add(two)
    // A permutation by chance moves some and leaves others.
    if (story.variant === 'permuted' && chance() < 0.25) break
  }
  return { ...ground, arms }
}

/** Whose view of this story is compared. */
export function onlookersOf(story: Story, { role }: Playing): Person[] {
  return blindedPeople
    .filter((person) => story.variant === 'totals' || people[person] !== 'qa')
    .filter((person) => role === undefined || people[person] === role)
}

/** How many participants have another arm in the second world. */
export function movedBetween(one: Pick<Played, 'ground'>, two: Pick<Played, 'ground'>): number {
  return one.ground.arms.filter((arm, place) => arm !== two.ground.arms[place]).length
}

/** Compares everything that an onlooker saw in the two worlds. */
export function compared(story: Story, one: Played, two: Played, playing: Playing): Outcome {
  let observables = 0
  const moved = movedBetween(one, two)
  const knowing = (person: Person) =>
    // In a swapped world the arm that a breaker was shown is the other one: they know it, by right, and others do not.
    story.variant === 'swapped' && (one.shown.has(person) || two.shown.has(person))
  const asking = onlookersOf(story, playing)
  const readable = new Set(asking.flatMap((person) => booksOf(people[person])))
  const onlookers = [...asking.filter((person) => !knowing(person)), ...readable, 'everybody'] as const
  for (const onlooker of onlookers) {
    const [mine, theirs] = [one.notes.get(onlooker) ?? [], two.notes.get(onlooker) ?? []]
    observables += mine.length
    for (let place = 0; place < Math.max(mine.length, theirs.length); place++) {
      if (mine[place] === theirs[place]) continue
      return { observables, moved, difference: { onlooker, place, first: mine[place], second: theirs[place] } }
    }
  }
  return { observables, moved, difference: undefined }
}

/** The smallest story that still shows a difference that was found, by taking steps out until no step can be spared. */
export async function smallest(
  story: Story,
  seen: Difference,
  play: (story: Story) => Promise<Outcome>,
): Promise<{ story: Story; difference: Difference }> {
  const differs = async (steps: Story['steps']) => (await play({ ...story, steps })).difference
  let { steps } = story
  let difference = await differs(steps)
  if (difference === undefined) {
    console.error('the story shows no difference the second time')
    return { story, difference: seen }
  }
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < steps.length; ) {
      const fewer = [...steps.slice(0, start), ...steps.slice(start + size)]
      const found = await differs(fewer)
      if (found === undefined) start += size
      else {
        steps = fewer
        difference = found
      }
    }
  }
  return { story: { ...story, steps }, difference }
}

/** What a hash or a head looks like in print; only those of this file's entries have names. */
const computed = /[0-9a-f]{64}|\d{4,}(?:-[0-9A-Z]{1,4}){2,}/g

/** What is computed of sealed bytes, by what it is instead of what it says. */
function named(notes: ReadonlyMap<Onlooker, string[]>, names: ReadonlyMap<string, string>): Map<Onlooker, string[]> {
  return new Map(
    [...notes].map(([onlooker, its]) => [
      onlooker,
      its.map((note) => note.replace(computed, (found) => names.get(found) ?? found)),
    ]),
  )
}

const voices = ['log', 'info', 'warn', 'error', 'debug'] as const

function captureConsole(lines: unknown[][]): () => void {
  const former = voices.map((voice) => console[voice])
  for (const voice of voices) console[voice] = (...said: unknown[]) => lines.push([voice, ...said.map(String)])
  return () => {
    voices.forEach((voice, index) => {
      const original = former[index]
      if (original !== undefined) console[voice] = original
    })
  }
}
