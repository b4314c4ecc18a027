// Starting the application from a fresh clone or any later state.

import { resolve } from 'node:path'
import { build } from './build.mjs'
import { setup } from './setup.mjs'
import { environment, isRoot, root, run, say } from './sh.mjs'
import { startDisplay } from './xvfb.mjs'

/** What Chromium says where there is no desktop to talk to: harmless, and many lines of it. */
const NO_DESKTOP = /:ERROR:bus\.cc\(/

/** Sets up, builds, and runs the application until it ends; gives its exit code. */
export async function start(args) {
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const runtime = await setup({ window: true, display: needsDisplay, reader: false })
  await build()
  const display = needsDisplay ? await startDisplay() : undefined
  if (display) say(`display: there is none here, so a private virtual one is used (${display.name})`)
  // Chromium refuses to run as root inside its own sandbox; everybody else gets the sandbox.
  const switches = isRoot ? ['--no-sandbox'] : []
  if (isRoot) say('sandbox: off, because this is root')
  if (display) switches.push('--disable-gpu')
  const env = environment(display ? { DISPLAY: display.name } : {})
  try {
    const { code } = await run(runtime.executable, [...switches, root, ...absolute(args)], {
      env,
      print: true,
      omit: NO_DESKTOP,
    })
    return code
  } finally {
    display?.stop()
  }
}

/** Files are named from where npm was called, not from the project's folder. */
function absolute(args) {
  const folder = process.env.INIT_CWD ?? process.cwd()
  return args.map((argument, index) => {
    const isFile =
      args[index - 1] === '--screenshot' || (!argument.startsWith('-') && argument.endsWith('.counterseal'))
    if (isFile) return resolve(folder, argument)
    const [name, value] = argument.split(/=(.*)/s, 2)
    return name === '--screenshot' && value ? `${name}=${resolve(folder, value)}` : argument
  })
}
