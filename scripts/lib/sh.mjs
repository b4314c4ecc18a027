// Starting other programs, and saying what goes on. Node built-ins only.

import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Where the development runtime and the compiled add-on are kept between clones. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'counterseal')

export const isRoot = process.getuid?.() === 0

let speaker = process.stdout

/** From now on progress goes to standard error, so that standard output holds a program's own lines only. */
export function speakOnStandardError() {
  speaker = process.stderr
}

/** Prints one line of progress. */
export function say(line) {
  speaker.write(`${line}\n`)
}

/** Seconds since `start`, as people read them. */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}

/** The environment of everything started from here: the project's tools and its Node come first. */
export function environment(extra = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].filter(Boolean).join(delimiter)
  const env = { ...process.env, PATH: path, ...extra }
  // Left by a shell or an editor that is itself Electron, it would turn every window into a plain Node.
  if (extra.ELECTRON_RUN_AS_NODE === undefined) delete env.ELECTRON_RUN_AS_NODE
  return env
}

/** Finds a program by name, or gives undefined. */
export function which(name, path = process.env.PATH ?? '') {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {}
  }
  return undefined
}

/** Children that are running, so that none is left behind when this process is told to stop. */
const children = new Set()

let stopping = false

/** Asks every child to end by itself, and after a while ends it. Its own children go with it in either case. */
function stop(signal) {
  if (stopping) return
  stopping = true
  for (const child of children) child.kill('SIGTERM')
  setTimeout(() => {
    for (const child of children) endGroup(child)
  }, 4000).unref()
  const wait = setInterval(() => {
    if (children.size > 0) return
    clearInterval(wait)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }, 20)
}

function endGroup(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {}
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))

// npm passes a signal on to the shell between it and us, and the shell dies of it without a word: then our parent
// changes, and that is the only sign.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop('SIGTERM'), 200).unref()
}

/**
 * Runs a program to its end and gives its exit code and, unless it may print by itself, what it printed. Each child has
 * a process group of its own, so that a stop reaches its children as well. Lines on standard error that match `omit` are
 * left out of what it prints.
 */
export function run(command, args, { cwd = root, env = environment(), print = false, omit, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32' && !/\.(exe|mjs)$/.test(command),
      stdio: [input === undefined ? 'ignore' : 'pipe', print ? 'inherit' : 'pipe', print && !omit ? 'inherit' : 'pipe'],
    })
    children.add(child)
    const output = []
    child.stdout?.on('data', (chunk) => output.push(chunk))
    if (print && omit)
      createInterface(child.stderr).on('line', (line) => omit.test(line) || process.stderr.write(`${line}\n`))
    else child.stderr?.on('data', (chunk) => output.push(chunk))
    if (input !== undefined) child.stdin.end(input)
    child.on('error', (error) => {
      children.delete(child)
      reject(error)
    })
    child.on('exit', () => {
      if (stopping) endGroup(child)
    })
    child.on('close', (code, signal) => {
      children.delete(child)
      resolve({ code: code ?? 1, signal, output: Buffer.concat(output).toString('utf8') })
    })
  })
}

/** Runs a program that must succeed; otherwise what it printed is shown and the whole run ends. */
export async function must(what, command, args, options) {
  const result = await run(command, args, options).catch((error) => ({ code: 127, output: error.message }))
  if (result.code === 0) return result.output
  throw new Failure(`${what} failed (exit ${result.code}).\n${shortened(result.output.trimEnd())}`)
}

/** The beginning and the end of a long text: npm follows its reason with pages of usage, compilers end with theirs. */
function shortened(text) {
  const lines = text.split('\n')
  return lines.length <= 40 ? text : [...lines.slice(0, 20), '…', ...lines.slice(-20)].join('\n')
}

/** A failure with a message for people; it is shown without a stack. */
export class Failure extends Error {}

/** Runs npm: the one that started us, if one did. */
export function npm(args) {
  const script = process.env.npm_execpath
  const env = { ...process.env }
  delete env.ELECTRON_RUN_AS_NODE
  if (script?.endsWith('.js')) return must(`npm ${args[0]}`, process.execPath, [script, ...args], { env })
  return must(`npm ${args[0]}`, 'npm', args, { env })
}
