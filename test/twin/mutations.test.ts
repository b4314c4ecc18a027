import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, describe, expect, it } from 'vitest'
import { isFull } from '../support/extent.ts'
import { nodeForSources } from '../support/node.ts'
import { seed } from '../support/seed.ts'
import { leaks, mutations } from './mutations.ts'

const root = join(import.meta.dirname, '../..')
const atOnce = 2
const pairs = 24
/** Every day a sixth of the leaks, another one by chance every time. */
const parts = isFull ? 1 : 6
const shares = parts * atOnce
const firstShare = atOnce * (seed % parts)
const wanted = mutations.filter((_, index) => {
  const share = index % shares
  return share >= firstShare && share < firstShare + atOnce
})

describe('planted leaks', () => {
  it('B12 stand for every way in which the program could leak', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(24)
    expect(new Set(mutations.map(({ leak }) => leak))).toEqual(new Set(leaks))
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  })

  it.each(mutations)('B12 $name: the place where it is planted is still there', ({ edits }) => {
    for (const { file, find } of edits) expect(readFileSync(join(root, file), 'utf8').split(find).length - 1).toBe(1)
  })
})

// Sources are changed while they are loaded, which the runtime that Electron brings cannot.
describe.skipIf(!process.features.typescript)('the twin test', () => {
  const found = new Map<string, object | null>()

  beforeAll(async () => {
    const planted = Array.from({ length: atOnce }, (_, index) => `${firstShare + index + 1}/${shares}`)
    await Promise.all(planted.map(plant))
  }, 900_000)

  async function plant(share: string): Promise<void> {
    const args = [join(import.meta.dirname, 'planted.ts'), share, String(pairs)]
    const child = spawn(nodeForSources, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { name: string; found: object | null }
      found.set(said.name, said.found)
    })
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
  }

  it.each(wanted.map(({ name }) => name))('B12 finds %s', (name) => expect(found.get(name)).toEqual(expect.anything()))
})
