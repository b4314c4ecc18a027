// Runs a TypeScript file of the project on the project's Node.

import { build } from './build.mjs'
import { setup } from './setup.mjs'
import { Failure, run } from './sh.mjs'

/** Sets up, with `--built` also builds, then runs the file with its arguments; gives its exit code. */
export async function runFile(given) {
  const [file, ...args] = given[0] === '--built' ? given.slice(1) : given
  if (file === undefined) throw new Failure('Name a file.')
  await setup()
  if (given[0] === '--built') await build()
  const { code } = await run('node', ['--disable-warning=ExperimentalWarning', file, ...args], { print: true })
  return code
}
