// The life of the process: one of it, told of files to open, of the machine going to sleep, of nobody being there.

import { app, powerMonitor } from 'electron'
import { type LaunchOptions, launchOptions } from './launch-options.ts'

const ANOTHER_INSTANCE_RUNS = 3

/**
 * Makes this the only process of its profile: a second one hands over what it was asked for and ends. On macOS a
 * double-clicked file arrives the same way.
 */
export function beTheOnlyInstance(onAsked: (options: LaunchOptions) => void): void {
  // The second process sends its own arguments: those Chromium passes on are in another order.
  const own = { argv: process.argv, folder: process.cwd() }
  if (!app.requestSingleInstanceLock(own)) app.exit(ANOTHER_INSTANCE_RUNS)
  app.on('second-instance', (_event, _argv, _folder, sent) => {
    const { argv, folder } = sent as typeof own
    onAsked(launchOptions(argv, folder))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    onAsked({ practice: false, screenshot: undefined, labels: undefined, file: path })
  })
}

/** Quits with the last window, on every system: nothing must stay open unseen. */
export function quitWithLastWindow(): void {
  app.on('window-all-closed', () => app.quit())
}

/** Calls back before the machine sleeps or shuts down, or its screen is locked (macOS, Windows), or its user switched. */
export function onLeaving(listener: () => void): void {
  powerMonitor.on('suspend', listener)
  powerMonitor.on('shutdown', listener)
  powerMonitor.on('lock-screen', listener)
  powerMonitor.on('user-did-resign-active', listener)
}

/** Tells, again and again, for how many seconds nobody has touched keyboard or mouse. Gives a function that stops it. */
export function watchIdle(onIdle: (seconds: number) => void, everySeconds = 1): () => void {
  const timer = setInterval(() => onIdle(powerMonitor.getSystemIdleTime()), everySeconds * 1000)
  return () => clearInterval(timer)
}
