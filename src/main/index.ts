// The composition root: which parts there are, and who is handed what.

import { join } from 'node:path'
import { app, type BrowserWindow, session } from 'electron'
import { channels } from '../contract/channels.ts'
import { type Handle, serve } from './electron/ipc.ts'
import { launchOptions } from './electron/launch-options.ts'
import { beTheOnlyInstance, quitWithLastWindow } from './electron/lifecycle.ts'
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

const options = launchOptions(process.argv, process.cwd())
let window: BrowserWindow | undefined

// Stands in for the dispatcher until there is one: every request is answered with what the application runs on.
const handle: Handle = async () => ({ ok: true, value: { runtime: runtime() } })

refuseRemoteDebugging()
sandboxEveryProcess()
registerScheme()
guardEveryPage()
quitWithLastWindow()
beTheOnlyInstance(() => window && bringToFront(window))

// Waiting for 'ready' at the top level of an ES module would wait for ever: 'ready' waits for the module.
void app.whenReady().then(async () => {
  console.log(runtimeLine(runtime()))
  const page = session.defaultSession
  denyPermissions(page)
  denyRequestsOutside(page)
  denyDownloads(page)
  serveInterface(page, join(import.meta.dirname, '../renderer'))
  setMenu()
  serve(channels, handle)
  window = openWindow()
  if (options.screenshot !== undefined) await takeScreenshotAndExit(window, options.screenshot)
})
