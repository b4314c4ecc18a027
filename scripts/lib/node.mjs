// Runs a TypeScript file of the project on the project's Node.

import { setup } from './setup.mjs'
import { Failure, run } from './sh.mjs'

/** Sets up, then runs the file with its arguments; gives its exit code. */
export async function runFile([file, ...args]) {
  if (file === undefined) throw new Failure('Name a file.')
  await setup()
  const { code } = await run('node', ['--disable-warning=ExperimentalWarning', file, ...args], { print: true })
  return code
}
