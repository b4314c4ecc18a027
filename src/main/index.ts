// The composition root: which parts there are, and who is handed what.

import { join } from 'node:path'
import { app, type BrowserWindow, session } from 'electron'
import { channels, droppedFile } from '../contract/channels.ts'
import { systemClock } from './clock.ts'
import { Desk } from './desk.ts'
import { dispatcher } from './dispatch.ts'
import { serve } from './electron/ipc.ts'
import { launchOptions } from './electron/launch-options.ts'
import { beTheOnlyInstance, onLeaving, quitWithLastWindow, watchIdle } from './electron/lifecycle.ts'
import { checkNoSpelling, stayOffline } from './electron/offline.ts'
import { electronPorts } from './electron/ports.ts'
import { runtime, runtimeLine } from './electron/runtime.ts'
import { takeScreenshotAndExit } from './electron/screenshot.ts'
import {
  denyDownloads,
  denyPermissions,
  denyRequestsOutside,
  guardEveryPage,
  refuseRemoteDebugging,
  registerScheme,
  sandboxEveryProcess,
  serveInterface,
} from './electron/security.ts'
import { bringToFront, openWindow, setMenu } from './electron/window.ts'
import { handlersOf } from './handlers.ts'
import { systemDice } from './vault/dice.ts'
import { defaultKdfCost, startKdf } from './vault/kdf.ts'

// Whatever ends the process does so before a thread is started, which it would crash over.
refuseRemoteDebugging()
beTheOnlyInstance((asked) => {
  if (asked.file !== undefined) void openAsked(asked.file)
  if (window !== undefined) bringToFront(window)
})

const options = launchOptions(process.argv, process.cwd())
let window: BrowserWindow | undefined

const desk = new Desk(
  electronPorts(() => window, options.practice ? 'practice' : undefined),
  { kdf: startKdf(), dice: systemDice, cost: defaultKdfCost, clock: systemClock },
)

sandboxEveryProcess()
registerScheme()
stayOffline()
guardEveryPage()
quitWithLastWindow()
app.on('will-quit', () => desk.close())

// Waiting for 'ready' at the top level of an ES module would wait for ever: 'ready' waits for the module.
void app.whenReady().then(async () => {
  console.log(runtimeLine(runtime()))
  if (options.labels !== undefined) {
    const { writePracticeLabelsAndExit } = await import('./electron/practice-labels.ts')
    return writePracticeLabelsAndExit(options.labels, desk.ports)
  }
  const page = session.defaultSession
  denyPermissions(page, (contents) => contents === window?.webContents && desk.camera.isOpenFor(desk.study?.session))
  denyRequestsOutside(page)
  denyDownloads(page)
  checkNoSpelling(page)
  serveInterface(page, join(import.meta.dirname, '../renderer'))
  setMenu()
  serve(channels, dispatcher(handlersOf(desk), systemDice))
  serve([droppedFile], async (_, path) => desk.dropped(path))
  onLeaving(() => desk.lock('suspended'))
  watchIdle((seconds) => desk.idle(seconds))
  if (options.file !== undefined) await openAsked(options.file)
  window = openWindow(() => desk.camera.close())
  if (options.screenshot !== undefined) await takeScreenshotAndExit(window, options.screenshot)
})

/** Opens the file that the system or a second start of the program asked for; the welcome screen says why it did not. */
async function openAsked(path: string): Promise<void> {
  await desk.open(path)
  desk.ports.push('changed', { what: 'status' })
}
