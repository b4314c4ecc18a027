/**
 * Plants leaks in the product, one after the other, and says of each whether the twin test finds it: a line of JSON.
 *
 * The sources are loaded anew for each leak, with its changes. Arguments: which of how many shares of the leaks to take,
 * and the pairs of worlds after which a leak counts as missed.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Mutation, mutations } from './mutations.ts'
import type { playPair } from './pairs.ts'
import type { deskStory, eventfulStory } from './story.ts'
import { World } from './world.ts'

const root = join(import.meta.dirname, '../..')
const rootUrl = pathToFileURL(root).href
const [share = '1/1', pairs = '24'] = process.argv.slice(2)
const [turn = 1, turns = 1] = share.split('/').map(Number)

let planted: Mutation | undefined

registerHooks({
  // Whatever a planted module loads of the project's own is loaded anew, too.
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    const isOwn = found.url.startsWith(rootUrl) && !found.url.includes('/node_modules/')
    const query = context.parentURL?.match(/\?leak=\d+$/)?.[0]
    return isOwn && query !== undefined ? { ...found, url: found.url + query } : found
  },
  load(url, context, next) {
    const loaded = next(url, context)
    const file = url.startsWith('file:') ? relative(root, fileURLToPath(url)).split(sep).join('/') : ''
    const edits = url.includes('?leak=') ? (planted?.edits.filter((edit) => edit.file === file) ?? []) : []
    if (edits.length === 0) return loaded
    let source = readFileSync(fileURLToPath(url), 'utf8')
    for (const { find, replace } of edits) source = source.replace(find, () => replace)
    return { ...loaded, source }
  },
})

/** A planted leak's own copy of the test. */
type Twin = {
  readonly playPair: typeof playPair
  readonly eventfulStory: typeof eventfulStory
  readonly deskStory: typeof deskStory
  readonly World: typeof World
}

const members = await World.withMembers('stand_in')
// Each copy of the test has a folder of its own, to be removed in the end.
process.setMaxListeners(0)

for (const [index, mutation] of mutations.entries()) {
  if (index % turns !== turn - 1) continue
  planted = mutation
  const load = (name: string) => import(`${pathToFileURL(join(import.meta.dirname, name)).href}?leak=${index}`)
  const parts = (await Promise.all(['pairs.ts', 'story.ts', 'world.ts'].map(load))) as object[]
  const twin = Object.assign({}, ...parts) as Twin
  twin.World.beginWith('stand_in', members)
  let found: object | undefined
  let seed = 0
  for (; found === undefined && seed < Number(pairs); seed++) {
    for (const story of [twin.eventfulStory(seed), twin.deskStory(seed)]) {
      const { difference } = await twin.playPair(story, { sealing: 'stand_in' })
      if (difference !== undefined) found ??= { seed, onlooker: difference.onlooker }
      if (found !== undefined) break
    }
  }
  console.log(JSON.stringify({ name: mutation.name, pairs: seed, found: found ?? null }))
}
