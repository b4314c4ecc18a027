// Drives the application as it was built, in a real Electron window, with a profile of its own.

import type { ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type ElectronApplication, expect, type Page, type TestInfo } from '@playwright/test'
import { makePracticeFiles } from './study-file.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** How long one thing is waited for before it is called missing, also on a machine that has other work. */
const PATIENCE_MILLISECONDS = 30_000

/** A running application: the process, its first window, and a folder that is gone after the test. */
export type Counterseal = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly folder: string
  /** The process; it is known also after it ended. */
  readonly process: ChildProcess
  /** What the page complained of, in its console or by an error that nobody caught. */
  readonly complaints: string[]
}

/**
 * Starts the application, with further variables of its environment where they are given. What it wrote to its profile
 * stays until the caller removes the folder.
 */
export async function launch(
  folder: string,
  args: readonly string[] = [],
  surroundings: Readonly<Record<string, string>> = {},
): Promise<Counterseal> {
  const app = await _electron.launch({
    cwd: root,
    ...(Object.keys(surroundings).length === 0 ? {} : { env: { ...environment(), ...surroundings } }),
    args: [root, `--user-data-dir=${join(folder, 'profile')}`, '--disable-gpu', ...args],
    // Playwright would turn the sandbox off for everybody; only root cannot have it.
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await app.firstWindow()
  page.setDefaultTimeout(PATIENCE_MILLISECONDS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  // The practice study is made when it is first opened, which derives many keys.
  await expect(page.locator('html[data-ready=true]')).toBeAttached({ timeout: 60_000 })
  await idleFor(app, 0)
  return { app, page, folder, process: app.process(), complaints }
}

/** The variables of this process, as the application gets them otherwise. */
function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

/**
 * Says something to the shell that may be said twice. Where the shell is busy, V8 may forget the promise of what was said
 * before it is answered, and nobody knows whether it was heard.
 */
async function tell(say: () => Promise<void>): Promise<void> {
  await say().catch((error: unknown) => {
    if (!/promise was (garbage )?collected/i.test(String(error))) throw error
    return say()
  })
}

/** Says for how long nobody has touched the machine. Nobody ever touches a virtual display, so tests say it. */
export async function idleFor(app: ElectronApplication, seconds: number): Promise<void> {
  await tell(() =>
    app.evaluate(({ powerMonitor }, idle) => {
      powerMonitor.getSystemIdleTime = () => idle
    }, seconds),
  )
}

/** Ends the application as a person does, and insists that the process ended well and its page complained of nothing. */
export async function quit({ app, process: running, complaints }: Counterseal): Promise<void> {
  const ended = new Promise((resolve) => {
    if (running.exitCode !== null || running.signalCode !== null)
      resolve({ code: running.exitCode, signal: running.signalCode })
    running.once('exit', (code, signal) => resolve({ code, signal }))
  })
  await app.close()
  expect(await ended, 'the process ends without a crash').toEqual({ code: 0, signal: null })
  expect(complaints, 'the page complained of nothing').toEqual([])
}

type Fixtures = {
  args: readonly string[]
  /** Lays a practice study that was made before into the profile, so that opening it takes no time. */
  practised: boolean
  folder: string
  /** Starts the application in this test's folder, as often as the test quits it; with what this start alone is given. */
  start: (args?: readonly string[], surroundings?: Readonly<Record<string, string>>) => Promise<Counterseal>
  counterseal: Counterseal
}

/** A test of the running application. `args` are its command line. */
export const test = base.extend<Fixtures, { practiceFolder: () => Promise<string> }>({
  args: [[], { option: true }],
  practised: [false, { option: true }],
  practiceFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
    async ({}, use) => {
      // Made by the first test that asks for it: deriving its keys takes long.
      let made: Promise<string> | undefined
      const make = async () => {
        const folder = await mkdtemp(join(tmpdir(), 'counterseal-practice-'))
        await makePracticeFiles(folder)
        return folder
      }
      await use(() => (made ??= make()))
      if (made !== undefined) await rm(await made, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'counterseal-e2e-'))
    await use(folder)
    // Chromium's helpers may still be writing into the profile of a program that was killed.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
  start: async ({ folder, args, practised, practiceFolder }, use, info) => {
    if (practised) await cp(await practiceFolder(), join(folder, 'profile'), { recursive: true })
    const started: Counterseal[] = []
    await use(async (more = [], surroundings = {}) => {
      const running = await launch(folder, [...args, ...more], surroundings)
      started.push(running)
      return running
    })
    for (const running of started) {
      if (running.process.exitCode !== null || running.process.signalCode !== null) continue
      if (info.status !== info.expectedStatus) await leave(running, info)
      else await quit(running)
    }
  },
  counterseal: async ({ start }, use) => {
    await use(await start())
  },
})

/** Ends what a failed test left open, with a picture of how it looked. */
async function leave({ page, process: running, complaints }: Counterseal, info: TestInfo): Promise<void> {
  await page.screenshot({ path: info.outputPath('window.png') }).catch(() => undefined)
  await writeFile(
    info.outputPath('window.txt'),
    [...complaints, await page.locator('body').ariaSnapshot().catch(String)].join('\n'),
  )
  running.kill('SIGKILL')
}

export { expect }

/** Answers the system's next dialogs: opening and saving both give this path, or nothing at all when it is undefined. */
export async function answerDialogs(app: ElectronApplication, path: string | undefined): Promise<void> {
  await tell(() =>
    app.evaluate(({ dialog }, chosen) => {
      const canceled = chosen === undefined
      dialog.showOpenDialog = async () => ({ canceled, filePaths: chosen === undefined ? [] : [chosen] })
      dialog.showSaveDialog = async () => ({ canceled, filePath: chosen ?? '' })
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
    }, path),
  )
}
