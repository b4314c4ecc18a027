// The project's one door: `node scripts/run.mjs COMMAND`. Runs on Node 20 or newer with nothing installed.

import { Failure, say, speakOnStandardError } from './lib/sh.mjs'

const commands = {
  setup: async () => {
    const { setup } = await import('./lib/setup.mjs')
    await setup()
    return 0
  },
  start: async (args) => (await import('./lib/start.mjs')).start(args),
  build: async () => (await import('./lib/build.mjs')).buildCommand(),
  package: async (args) => (await import('./lib/package.mjs')).packageCommand(args),
  test: async (args) => (await import('./lib/test.mjs')).test(args),
  lint: async () => (await import('./lib/test.mjs')).lint(),
  format: async () => (await import('./lib/test.mjs')).format(),
  labels: async (args) => {
    speakOnStandardError()
    return (await import('./lib/labels.mjs')).labels(args)
  },
  lock: async () => (await import('./lib/lock.mjs')).completeLock(),
  node: async (args) => {
    speakOnStandardError()
    return (await import('./lib/node.mjs')).runFile(args)
  },
}

const [name, ...args] = process.argv.slice(2)
const command = commands[name]
if (command === undefined) {
  say(`Commands: ${Object.keys(commands).join(', ')}`)
  process.exitCode = 2
} else {
  try {
    process.exitCode = await command(args)
  } catch (error) {
    say(error instanceof Failure ? error.message : error.stack)
    // The closing line is promised whatever happens.
    if (name === 'test') say('0 passed, 1 failed')
    process.exitCode = 1
  }
}
