// Drives the application as it was built, in a real Electron window, with a profile of its own.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A running application: the process, its first window, and a folder that is gone after the test. */
export type Counterseal = { app: ElectronApplication; page: Page; folder: string }

/** Starts the application. What it wrote to its profile stays until the caller removes the folder. */
export async function launch(folder: string, args: readonly string[] = []): Promise<Counterseal> {
  const app = await _electron.launch({
    cwd: root,
    args: [root, `--user-data-dir=${join(folder, 'profile')}`, '--disable-gpu', ...args],
    // Playwright would turn the sandbox off for everybody; only root cannot have it.
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await app.firstWindow()
  return { app, page, folder }
}

/** A test of the running application. `args` are its command line. */
export const test = base.extend<{ args: readonly string[]; folder: string; counterseal: Counterseal }>({
  args: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'counterseal-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  counterseal: async ({ folder, args }, use, info) => {
    const running = await launch(folder, args)
    await running.app.context().tracing.start({ screenshots: true, snapshots: true })
    await use(running)
    const trace = info.outputPath('trace.zip')
    await running.app.context().tracing.stop(info.status === info.expectedStatus ? {} : { path: trace })
    await running.app.close()
  },
})

export { expect }

/** Answers the system's next dialogs: opening and saving both give this path, or nothing at all when it is undefined. */
export async function answerDialogs(app: ElectronApplication, path: string | undefined): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    const canceled = chosen === undefined
    dialog.showOpenDialog = async () => ({ canceled, filePaths: chosen === undefined ? [] : [chosen] })
    dialog.showSaveDialog = async () => ({ canceled, filePath: chosen ?? '' })
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
  }, path)
}
