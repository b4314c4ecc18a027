// Every check there is. All of them run even when one fails, and one closing line adds them up.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build as buildApplication } from './build.mjs'
import { setup } from './setup.mjs'
import { environment, root, run, say, secondsSince } from './sh.mjs'

const reports = join(root, 'reports')
const tool = (path) => join(root, 'node_modules', path)

const BIOME = 'node_modules/.bin/biome'

/** Checks that either hold or do not: each counts as one. */
const STATIC = [
  ['types', 'node', [tool('typescript/bin/tsc'), '-b']],
  ['lint', BIOME, ['lint', '--error-on-warnings']],
  ['format', BIOME, ['format']],
  ['promises', 'node_modules/.bin/oxlint', ['--type-aware', '--config', 'scripts/oxlint.json']],
  ['dead code', 'node', [tool('knip/bin/knip.js'), '--no-progress']],
]

/** The folders whose tests also run on Electron's own Node, whose cryptography is another library. */
const ON_ELECTRON = ['test/core', 'test/main']

/**
 * Runs everything; gives 0 when nothing failed. Arguments narrow the unit and the end-to-end tests by file name. With
 * `--full`, and for files that are named, what can be repeated at will is repeated as often as it is promised.
 */
export async function test(args) {
  const filters = args.filter((arg) => arg !== '--full')
  if (args.length > 0) process.env.COUNTERSEAL_FULL = '1'
  const runtime = await setup()
  await rm(reports, { recursive: true, force: true })
  await mkdir(reports, { recursive: true })
  const sums = []
  for (const [name, command, args] of filters.length === 0 ? STATIC : []) sums.push(await check(name, command, args))
  const build = await built()
  sums.push(build)
  sums.push(await vitest('unit tests, Node 24', 'node', filters, environment(), 'unit-node.json'))
  const present = ON_ELECTRON.filter((folder) => existsSync(join(root, folder)))
  if (filters.length === 0 && present.length > 0) {
    const env = environment({ ELECTRON_RUN_AS_NODE: '1' })
    const name = `unit tests, Node of Electron ${runtime.version}`
    sums.push(await vitest(name, runtime.executable, present, env, 'unit-electron.json'))
  }
  sums.push(
    build.failed === 0
      ? await endToEnd(filters)
      : { name: 'end-to-end tests (not run: there is no build)', passed: 0, failed: 1, time: '0 s' },
  )
  const passed = sums.reduce((sum, { passed }) => sum + passed, 0)
  const failed = sums.reduce((sum, { failed }) => sum + failed, 0)
  say('')
  for (const { name, passed, failed, skipped, time } of sums) {
    say(
      `${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${time})`,
    )
  }
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

/** The checks that need no run of the program. */
export async function lint() {
  await setup()
  const sums = []
  for (const [name, command, args] of STATIC) sums.push(await check(name, command, args))
  return sums.every(({ failed }) => failed === 0) ? 0 : 1
}

/** Lays the sources out as they should be. */
export async function format() {
  await setup()
  const { code } = await run(BIOME, ['check', '--write'], { print: true })
  return code
}

async function check(name, command, args) {
  const start = performance.now()
  const { code, output } = await run(command, args).catch((error) => ({ code: 127, output: error.message }))
  const time = secondsSince(start)
  if (code !== 0) say(output.trimEnd())
  say(`${name}: ${code === 0 ? 'ok' : 'FAILED'} (${time})`)
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, time }
}

async function built() {
  const start = performance.now()
  const failure = await buildApplication().then(
    () => undefined,
    (error) => error.message,
  )
  if (failure !== undefined) say(failure)
  return { name: 'build', passed: failure ? 0 : 1, failed: failure ? 1 : 0, time: secondsSince(start) }
}

async function vitest(name, node, filters, env, report) {
  say(`\n${name}`)
  const start = performance.now()
  const file = join(reports, report)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = [tool('vitest/vitest.mjs'), 'run', '--passWithNoTests', ...reporters, ...filters]
  const { code } = await run(node, args, { env, print: true })
  return sum(name, code, start, file, (result) => ({
    passed: result.numPassedTests,
    // A file that could not even be loaded has no test to fail; it counts all the same.
    failed:
      result.numFailedTests +
      result.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length,
    skipped: result.numPendingTests + (result.numTodoTests ?? 0),
  }))
}

async function endToEnd(filters) {
  const name = 'end-to-end tests'
  say(`\n${name}`)
  const start = performance.now()
  const file = join(reports, 'e2e.json')
  const args = [tool('@playwright/test/cli.js'), 'test', '--pass-with-no-tests', ...filters]
  const { code } = await run('node', args, { print: true, env: environment({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }) })
  return sum(name, code, start, file, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
    skipped: stats.skipped,
  }))
}

/** A runner that failed without a failed test, or left no report, counts as one failure. */
function sum(name, code, start, file, read) {
  const time = secondsSince(start)
  try {
    const counts = read(JSON.parse(readFileSync(file, 'utf8')))
    return { name, time, ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed }
  } catch {
    return { name, time, passed: 0, failed: 1 }
  }
}
