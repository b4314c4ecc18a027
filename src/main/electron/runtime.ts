import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What the application runs on, as the About window and the log name it. */
export type Runtime = {
  electron: string
  chromium: string
  node: string
  /** True for the older runtime that the set-up puts in place where the official one cannot be downloaded. */
  development: boolean
}

/** The file that the set-up lays beside the development runtime's executable, and beside no other. */
const MARK = 'development-runtime.json'

/** Tells what the application runs on. */
export function runtime(): Runtime {
  const { electron = '', chrome = '', node } = process.versions
  return { electron, chromium: chrome, node, development: existsSync(join(dirname(process.execPath), MARK)) }
}

/** The runtime in one line, for the log. */
export function runtimeLine({ electron, chromium, node, development }: Runtime): string {
  const warning = development ? ' (development runtime: old, for development and tests only)' : ''
  return `Electron ${electron}, Chromium ${chromium}, Node ${node}${warning}`
}
