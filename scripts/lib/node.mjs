// Runs a TypeScript file of the project on the project's Node.

import { build } from './build.mjs'
import { setup } from './setup.mjs'
import { Failure, run } from './sh.mjs'

/** Sets up, with `--built` also builds, then runs the file with its arguments; gives its exit code. */
export async function runFile(given) {
  const isBuilt = given[0] === '--built'
  const [file, ...args] = isBuilt ? given.slice(1) : given
  if (file === undefined) throw new Failure('Name a file.')
  await setup({ window: isBuilt, display: isBuilt, reader: isBuilt })
  if (isBuilt) await build()
  const { code } = await run('node', ['--disable-warning=ExperimentalWarning', file, ...args], { print: true })
  return code
}
