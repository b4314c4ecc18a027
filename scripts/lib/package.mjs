// The application as a folder that runs by itself: the runtime, one archive with what is needed at run time and nothing
// else, and the runtime's own switches set so that it can be used for nothing else.

import { existsSync } from 'node:fs'
import { chmod, copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { build } from './build.mjs'
import { MARK } from './electron.mjs'
import { setup } from './setup.mjs'
import { Failure, must, root, say, secondsSince } from './sh.mjs'

/** The packages with native code. They are not bundled, so they go along as they are. */
const NATIVE = ['better-sqlite3', 'sodium-native']

const EXECUTABLE = 'counterseal'

/** Parts of the runtime that have no use here: the launcher of development, and what would write crash dumps. */
const UNUSED = ['resources/default_app.asar', 'chrome_crashpad_handler']

/**
 * Packages the application for this system, which must be Linux. `--for-tests` allows the development runtime, and
 * `--to FOLDER` names another place than `dist`. Gives the exit code.
 */
export async function packageCommand(args) {
  const isForTests = args.includes('--for-tests')
  const to = args.includes('--to') ? args[args.indexOf('--to') + 1] : join(root, 'dist')
  if (process.platform !== 'linux')
    throw new Failure(
      'Packages are made on Linux only. On macOS and Windows the digest of the archive belongs into the signed executable.',
    )
  const runtime = await setup({ window: true })
  if (!runtime.isOfficial && !isForTests)
    throw new Failure(
      `This is the development runtime, Electron ${runtime.version}: it is old, and known holes are open in it, so ` +
        'nothing for users is made of it. Package where the official Electron can be downloaded, or with --for-tests.',
    )
  await build()
  const start = performance.now()
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const suffix = isForTests ? '-for-tests' : ''
  const folder = join(to, `Counterseal-${process.platform}-${process.arch}${suffix}`)
  await rm(folder, { recursive: true, force: true })
  await layRuntime(dirname(runtime.executable), folder)
  await layApplication(folder)
  await setFuses(join(folder, EXECUTABLE))
  say(`package: Counterseal ${version} in ${folder} (${secondsSince(start)})`)
  if (isForTests) say('package: for tests only, not for users')
  return 0
}

async function layRuntime(from, folder) {
  await cp(from, folder, { recursive: true, dereference: true })
  for (const name of UNUSED) await rm(join(folder, name), { force: true })
  await rename(join(folder, 'electron'), join(folder, EXECUTABLE))
  await rename(join(folder, 'LICENSE'), join(folder, 'LICENSE.electron.txt'))
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  if (existsSync(join(folder, MARK)))
    await writeFile(
      join(folder, 'NOT-FOR-USERS.txt'),
      'Made for tests, on an old development runtime in which known holes are open. Keep no study with it.\n',
    )
}

/** Lays the archive; code of the machine lies unpacked beside it, since no system loads a library out of an archive. */
async function layApplication(folder) {
  const staged = join(folder, 'resources', 'staged')
  for (const part of ['main', 'preload', 'renderer'])
    await cp(join(root, 'out', part), join(staged, 'out', part), { recursive: true })
  await cp(join(root, 'resources', 'icon.png'), join(staged, 'resources', 'icon.png'))
  await writeFile(join(staged, 'package.json'), await manifest())
  for (const file of await nativeFiles()) {
    await mkdir(dirname(join(staged, file)), { recursive: true })
    await copyFile(join(root, file), join(staged, file))
  }
  const { createPackageWithOptions } = await import('@electron/asar')
  await createPackageWithOptions(staged, join(folder, 'resources', 'app.asar'), { unpack: '*.node' })
  await rm(staged, { recursive: true })
}

async function manifest() {
  const { name, productName, version, license, type, main } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  return `${JSON.stringify({ name, productName, version, license, type, main })}\n`
}

/**
 * The files of the native packages and of what loads them. Which packages these are is asked of Node, which loads them:
 * their lists of dependencies name many more, for other systems. Of what is compiled only what was loaded goes along.
 */
async function nativeFiles() {
  const load = NATIVE.map((name) => `require('${name}')`).join(', ')
  const script = `const [Database] = [${load}]; new Database(':memory:').close(); console.log(Object.keys(require.cache).join('\\n'))`
  const output = await must('Loading the native packages', 'node', ['-e', script])
  const loaded = output
    .trim()
    .split('\n')
    .map((file) => relative(root, file))
  const packages = new Set(loaded.map((file) => file.split(sep).slice(0, 2).join(sep)))
  const files = loaded.filter((file) => file.endsWith('.node'))
  for (const place of packages) {
    const entries = await readdir(join(root, place), { recursive: true })
    files.push(...entries.filter(isOfUse).map((entry) => join(place, entry)))
  }
  return files
}

function isOfUse(file) {
  return /(?:\.c?js|^package\.json|^LICEN[CS]E(?:\.\w+)?)$/.test(file) && !file.startsWith('deps')
}

async function setFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await chmod(executable, 0o755)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Linux has no such check: there the archive is as safe as the folder it lies in.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  })
}
