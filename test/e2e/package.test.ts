// The packaged application: started as its user starts it, and by whoever wants to make something else of it.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'
import { test as base, expect } from './harness.ts'
import { inMainProcess } from './inspected.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const PNG = '89504e470d0a1a0a'

const test = base.extend<object, { packaged: string }>({
  packaged: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
    async ({}, use, info) => {
      const place = join(info.project.outputDir, `package-${info.workerIndex}`)
      execFileSync('node', [join(root, 'scripts/run.mjs'), 'package', '--for-tests', '--to', place])
      await use(join(place, readdirSync(place)[0] ?? ''))
      rmSync(place, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

type Ended = { readonly code: number | null; readonly said: string; readonly picture: string }

/** Starts the packaged application, which takes a picture of its first screen and ends. */
function start(
  packaged: string,
  folder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const switches = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu']
  const own = [`--user-data-dir=${join(folder, 'profile')}`, `--screenshot=${join(folder, 'first.png')}`]
  return spawn(join(packaged, 'counterseal'), [...args, ...switches, ...own], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(
  packaged: string,
  folder: string,
  args?: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<Ended> {
  const running = start(packaged, folder, args, env)
  let said = ''
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (chunk) => (said += String(chunk)))
  const code = await new Promise<number | null>((resolve) => running.once('close', resolve))
  const picture = join(folder, 'first.png')
  return { code, said, picture: existsSync(picture) ? readFileSync(picture).subarray(0, 8).toString('hex') : '' }
}

/** Whether something answers on a port of this machine. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => socket.destroy())
  })
}

/** A number for a port that nothing uses; each worker has its own. */
const port = (info: { workerIndex: number }) => 39_300 + info.workerIndex

test.skip(process.platform !== 'linux', 'packages are made on Linux only')
test.describe.configure({ mode: 'default' })

test('B3 the fuses of the package are set', async ({ packaged }) => {
  const { version, ...wire } = await getCurrentFuseWire(join(packaged, 'counterseal'))
  expect(version).toBe(FuseVersion.V1)
  const { ENABLE, DISABLE } = FuseState
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableCookieEncryption]: ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
  })
})

test('the package holds what is needed at run time and nothing else, starts, and says what it runs on', async ({
  packaged,
  folder,
}) => {
  const { listPackage, extractFile } = await import('@electron/asar')
  const archive = join(packaged, 'resources', 'app.asar')
  const files = listPackage(archive, { isPack: false })
  expect(files.filter((file) => /\.(?:ts|tsx|map|c|cc|h)$|^\/(?:src|test|scripts|docs)/.test(file))).toEqual([])
  // A thread, and the program that it is handed: nothing asks a server for it.
  expect(files).toEqual(expect.arrayContaining(['/out/main/code-worker.js', '/out/main/zxing_reader.wasm']))
  expect(JSON.parse(extractFile(archive, 'package.json').toString('utf8'))).not.toHaveProperty('scripts')
  for (const name of ['electron', 'chrome_crashpad_handler', 'resources/default_app.asar'])
    expect(existsSync(join(packaged, name)), name).toBe(false)
  // Made of the development runtime it says so, in its folder and when it runs.
  const isDevelopment = existsSync(join(packaged, 'development-runtime.json'))
  expect(existsSync(join(packaged, 'NOT-FOR-USERS.txt'))).toBe(isDevelopment)
  const ended = await run(packaged, folder)
  expect(ended).toMatchObject({ code: 0, picture: PNG })
  expect(ended.said.includes('development runtime')).toBe(isDevelopment)
})

test('B3 nothing but a package for tests is made of the development runtime', ({ packaged, folder }) => {
  test.skip(!existsSync(join(packaged, 'development-runtime.json')), 'this is the official runtime')
  const refused = () =>
    execFileSync('node', [join(root, 'scripts/run.mjs'), 'package', '--to', folder], { stdio: 'pipe' })
  expect(refused).toThrow()
  expect(readdirSync(folder)).toEqual([])
})

test('B3 the executable is no Node, whatever the environment asks for', async ({ packaged, folder }) => {
  const script = join(folder, 'script.cjs')
  const trace = join(folder, 'ran')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`)
  const asNode = await run(packaged, folder, [script], { ELECTRON_RUN_AS_NODE: '1' })
  expect(asNode).toMatchObject({ code: 0, picture: PNG })
  const withOptions = await run(packaged, folder, [], { NODE_OPTIONS: `--require ${script}` })
  expect(withOptions).toMatchObject({ code: 0, picture: PNG })
  expect(existsSync(trace)).toBe(false)
})

test('B3 no switch opens a port for a debugger', async ({ packaged, folder }, info) => {
  for (const [name, code] of [
    ['inspect', 0],
    ['inspect-brk', 0],
    ['remote-debugging-port', 1],
  ] as const) {
    let opened = false
    const ended = run(packaged, folder, [`--${name}=${port(info)}`])
    const watch = (async () => {
      for (let isRunning = true; isRunning; ) {
        if (await answers(port(info))) opened = true
        isRunning = await Promise.race([
          ended.then(() => false),
          new Promise<true>((next) => setTimeout(next, 20, true)),
        ])
      }
    })()
    await watch
    const { code: found, said } = await ended
    expect({ name, code: found, opened }).toEqual({ name, code, opened: false })
    expect(said).not.toContain('listening on')
  }
  expect(await run(packaged, folder, ['--remote-debugging-pipe'])).toMatchObject({ code: 1 })
})

test('B3 another program laid beside the archive is not loaded', async ({ packaged, folder }) => {
  const trace = join(folder, 'ran')
  const loose = join(packaged, 'resources', 'app')
  mkdirSync(loose)
  try {
    writeFileSync(join(loose, 'package.json'), '{"name": "loose", "main": "main.js"}')
    writeFileSync(join(loose, 'main.js'), `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '')`)
    expect(await run(packaged, folder)).toMatchObject({ code: 0, picture: PNG })
  } finally {
    rmSync(loose, { recursive: true })
  }
  expect(existsSync(trace)).toBe(false)
})

test('B3 there are no developer tools once packaged', async ({ packaged, folder }, info) => {
  // The same package with one fuse turned back, so that a test can ask the process at all.
  const opened = `${dirname(packaged)}-opened`
  const lay = (from: string, to: string) => {
    mkdirSync(to)
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [old, fresh] = [join(from, entry.name), join(to, entry.name)]
      if (entry.isDirectory()) lay(old, fresh)
      else if (entry.name === 'counterseal') cpSync(old, fresh)
      else linkSync(old, fresh)
    }
  }
  lay(packaged, opened)
  await flipFuses(join(opened, 'counterseal'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [`--inspect=${port(info)}`, ...switches, '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`]
  const running = spawn(join(opened, 'counterseal'), args, { stdio: 'ignore' })
  const ended = new Promise((resolve) => running.once('exit', resolve))
  try {
    const found = await inMainProcess(
      port(info),
      `(async () => {
        const { app, BrowserWindow, crashReporter } = process.getBuiltinModule('module').createRequire('/')('electron')
        await app.whenReady()
        while (BrowserWindow.getAllWindows().length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
        const [{ webContents }] = BrowserWindow.getAllWindows()
        webContents.openDevTools({ mode: 'detach' })
        await new Promise((resolve) => setTimeout(resolve, 1000))
        return { packaged: app.isPackaged, open: webContents.isDevToolsOpened(), windows: BrowserWindow.getAllWindows().length }
      })()`,
    )
    expect(found).toEqual({ packaged: true, open: false, windows: 1 })
  } finally {
    running.kill()
    await ended
    rmSync(opened, { recursive: true })
  }
})
