/**
 * The twin-world test, from the command line. Progress on standard error; the last line on standard output is one line of
 * JSON. Two processes share the pairs.
 *
 *   --seeds N      how many pairs of worlds (100), or of calls of each kind (10000)
 *   --screens      walks through both worlds in a real window instead of asking over the bridge
 *   --first K      the first seed (0)
 *   --role R       only what this role sees; every blinded role otherwise
 *   --real         every pair with the real seal; one in ten otherwise, and none on the screens
 *   --times        response times of blinded calls in the two worlds instead
 *   --mutations    whether planted leaks are found instead
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { isBlinded, roles } from '../../src/core/books.ts'
import { type Outcome, playPair, smallest } from './pairs.ts'
import { type Story, storyFrom } from './story.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    first: { type: 'string', default: '0' },
    role: { type: 'string' },
    real: { type: 'boolean', default: false },
    screens: { type: 'boolean', default: false },
    times: { type: 'boolean', default: false },
    mutations: { type: 'boolean', default: false },
    /** Said by this command to the processes that it starts: which of how many shares is theirs. */
    share: { type: 'string' },
  },
})

const blinded = roles.filter(isBlinded)
const role = blinded.find((one) => one === values.role)
if (values.role !== undefined && role === undefined)
  throw new Error(`no blinded role is called ${values.role}; there are ${blinded.join(', ')}`)

const pairs = Number(values.seeds ?? (values.times ? 10_000 : 100))
const processes = 2
const everyRealSeal = 10
/** Pairs after which a planted leak counts as missed. */
const mutationPairs = '24'

/** What a share says of each of its pairs, a line of JSON each. */
type Said = { readonly seed: number; readonly observables: number; readonly moved: number; readonly found?: Found }
type Found = { readonly story: Story; readonly difference: Outcome['difference'] }

/** How this process plays pairs: over the bridge, or in a window of its own. */
async function player(): Promise<{ play: typeof playPair; end: () => Promise<void> }> {
  if (!values.screens) return { play: playPair, end: () => Promise.resolve() }
  const [{ Window, windowShell }, { playPairOnScreen }] = await Promise.all([
    import('./window.ts'),
    import('./screens.ts'),
  ])
  const window = await Window.open(windowShell)
  return { play: (story, playing) => playPairOnScreen(window, story, playing), end: () => window.close() }
}

async function playShare(share: string): Promise<void> {
  const [turn = 1, turns = 1] = share.split('/').map(Number)
  const first = Number(values.first)
  const { play, end } = await player()
  for (let seed = first + turn - 1; seed < first + pairs; seed += turns) {
    const story = storyFrom(seed)
    // The head on every screen is computed of sealed bytes: there, only the stand-in can be the same.
    const isReal = !values.screens && (values.real || seed % everyRealSeal === everyRealSeal - 1)
    const playing = { sealing: isReal ? ('real' as const) : ('stand_in' as const), role }
    const { observables, moved, difference } = await play(story, playing)
    const said: Said = {
      seed,
      observables,
      moved,
      ...(difference === undefined
        ? {}
        : { found: await smallest(story, difference, (shorter) => play(shorter, playing)) }),
    }
    process.stdout.write(`${JSON.stringify(said)}\n`)
  }
  await end()
}

async function share(file: string, args: readonly string[], heard: (line: string) => void): Promise<void> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', heard)
  const [code, signal] = await once(child, 'close')
  if (code !== 0) throw new Error(`a share of the work ended early: ${signal ?? code}`)
}

async function playAll(): Promise<void> {
  const startedAt = performance.now()
  const release = values.screens ? await prepareScreens() : () => undefined
  // A pair in which nobody's arm is another proves nothing and is not counted.
  const total = { pairs: 0, observables: 0, differences: 0 }
  const heard = (line: string) => {
    const { seed, observables, moved, found } = JSON.parse(line) as Said
    if (moved === 0) return
    total.pairs += 1
    total.observables += observables
    if (total.pairs % (values.screens ? 5 : 50) === 0) console.error(`${total.pairs} of ${pairs} pairs`)
    if (found === undefined) return
    total.differences += 1
    console.error(`Seed ${seed} shows a difference. The smallest story that does:`)
    console.error(
      JSON.stringify({ variant: found.story.variant, setting: found.story.setting.name, steps: found.story.steps }),
    )
    console.error(JSON.stringify(found.difference, null, 2))
  }
  const own = process.argv.slice(2)
  const shares = Array.from({ length: processes }, (_, index) => `${index + 1}/${processes}`)
  await Promise.all(shares.map((one) => share(import.meta.filename, [...own, '--share', one], heard)))
  release()
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.log(JSON.stringify({ ...total, roles: role === undefined ? blinded : [role], seconds }))
  if (total.differences > 0) process.exitCode = 1
}

/** A display of its own and the shell of the windows; gives the function that ends the display. */
async function prepareScreens(): Promise<() => void> {
  const [{ startDisplay }, { buildWindowShell }] = await Promise.all([
    import('../../scripts/lib/xvfb.mjs'),
    import('./window.ts'),
  ])
  await buildWindowShell()
  const display = await startDisplay()
  process.env['DISPLAY'] = display.name
  return display.stop
}

async function plantAll(): Promise<void> {
  const file = new URL('./planted.ts', import.meta.url).pathname
  const missed: string[] = []
  let planted = 0
  const heard = (line: string) => {
    const { name, found, ...said } = JSON.parse(line) as { name: string; pairs: number; found: object | null }
    planted += 1
    console.error(`${found === null ? 'MISSED' : `found in pair ${said.pairs}`}: ${name}`)
    if (found === null) missed.push(name)
  }
  const shares = Array.from({ length: processes }, (_, index) => `${index + 1}/${processes}`)
  await Promise.all(shares.map((one) => share(file, [one, mutationPairs], heard)))
  console.log(JSON.stringify({ planted, found: planted - missed.length, missed }))
  if (missed.length > 0) process.exitCode = 1
}

if (values.share !== undefined) await playShare(values.share)
else if (values.mutations) await plantAll()
else if (values.times) await (await import('./times.ts')).times(pairs)
else await playAll()
