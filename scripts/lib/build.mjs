// Building the application, when anything that goes into it has changed.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setup } from './setup.mjs'
import { Failure, root, run, say, secondsSince } from './sh.mjs'

const out = join(root, 'out')
const stampFile = join(out, 'built')

const SOURCES = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]
const PRODUCTS = ['main/index.js', 'preload/index.cjs', 'renderer/index.html']

/** The digest of everything the build reads. */
function sourceDigest() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesIn(join(root, source))) hash.update(file).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesIn(path) {
  if (!existsSync(path)) return []
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true, recursive: true })
  } catch {
    return [path]
  }
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'))
  return files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort()
}

/** Builds unless what is there was built from these very sources. Gives whether it did. */
export async function build() {
  const digest = sourceDigest()
  const isBuilt = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest
  if (isBuilt && PRODUCTS.every((file) => existsSync(join(out, file)))) return false
  const start = performance.now()
  await rm(stampFile, { force: true })
  const { code, output } = await run('node', [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'])
  if (code !== 0) throw new Failure(`The build failed.\n${output.trimEnd()}`)
  await mkdir(out, { recursive: true })
  await writeFile(stampFile, digest)
  say(`build: done (${secondsSince(start)})`)
  return true
}

/** Sets up and builds. */
export async function buildCommand() {
  await setup()
  if (!(await build())) say('build: nothing has changed')
  return 0
}
