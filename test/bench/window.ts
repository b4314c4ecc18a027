/**
 * The application's window against an empty one on the same runtime: how soon its first content is painted, and the
 * memory of all its processes on the first screen. Turn by turn, each process with a profile of its own that is warm.
 *
 * Both are measured in the same way: a module that the runtime loads before either application asks the page when its
 * first content was painted; memory is the proportional set size of the process and everything it started.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startDisplay } from '../../scripts/lib/xvfb.mjs'
import { newFolder } from '../support/folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** From the first paint until memory is read: by then both have done what they do at a start. */
const settlingMilliseconds = 1500
const longestStartMilliseconds = 60_000

/**
 * Milliseconds from the start of the process to the first paint, and mebibytes of all processes. No memory where it
 * cannot be told: another program of the same runtime takes its share of the same pages, and makes ours look smaller.
 */
type Showing = { readonly paint: number; readonly memory: number | undefined }

type Compared = { readonly ratio: number; readonly ours: number; readonly empty: number }

/** What the two sides showed, in the middle of all rounds. */
export type Windows = {
  readonly paint: Compared
  /** Nothing where fewer than half of the rounds could be told; `rounds` of ours and of the empty one could. */
  readonly memory: (Compared & { readonly rounds: readonly [number, number] }) | null
}

const probe = `
const { app } = require('electron')
const painted = \`new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [first] = list.getEntriesByName('first-contentful-paint')
    if (first) resolve(performance.timeOrigin + first.startTime)
  }).observe({ type: 'paint', buffered: true })
})\`
app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    process.stdout.write('painted ' + (await contents.executeJavaScript(painted)) + '\\n')
  })
})
`

const emptyApplication = `
const { app, BrowserWindow } = require('electron')
app.on('window-all-closed', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 860, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  void window.loadFile('index.html')
})
`

/** Starts each application so many times, turn by turn, after one start that is not counted. */
export async function windowRatios(rounds = 12, onRound: (round: number) => void = () => undefined): Promise<Windows> {
  const folder = newFolder()
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  writeFileSync(join(empty, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.cjs' }))
  writeFileSync(join(empty, 'main.cjs'), emptyApplication)
  writeFileSync(join(empty, 'index.html'), '<!doctype html><title>Empty</title><p>Empty</p>')
  writeFileSync(join(folder, 'probe.cjs'), probe)
  const display = process.platform === 'linux' ? await startDisplay() : undefined
  const ours: Showing[] = []
  const bare: Showing[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      const turns: [string, string, Showing[]][] = [
        [root, 'profile-ours', ours],
        [empty, 'profile-empty', bare],
      ]
      for (const [application, profile, into] of round % 2 === 0 ? turns : turns.reverse()) {
        const showing = await show(application, join(folder, profile), join(folder, 'probe.cjs'), display?.name)
        if (round > 0) into.push(showing)
      }
      onRound(round)
    }
  } finally {
    display?.stop()
  }
  const told = [ours, bare].map((showings) => showings.flatMap(({ memory }) => memory ?? [])) as [number[], number[]]
  const counts: [number, number] = [told[0].length, told[1].length]
  const paints = [ours, bare].map((showings) => showings.map(({ paint }) => paint)) as [number[], number[]]
  return {
    paint: compared(...paints),
    memory: Math.min(...counts) * 2 < rounds ? null : { ...compared(...told), rounds: counts },
  }
}

function compared(ours: readonly number[], bare: readonly number[]): Compared {
  return { ratio: median(ours) / median(bare), ours: median(ours), empty: median(bare) }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] as number
}

/** One start of an application, until it was painted and measured; then it is asked to end. */
async function show(application: string, profile: string, module: string, display?: string): Promise<Showing> {
  // Chromium refuses to run as root inside its own sandbox; there is no graphics card behind a virtual display.
  const switches = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    `--user-data-dir=${profile}`,
  ]
  const env: NodeJS.ProcessEnv = { ...process.env, ...(display === undefined ? {} : { DISPLAY: display }) }
  delete env['ELECTRON_RUN_AS_NODE']
  const startedAt = performance.timeOrigin + performance.now()
  const child = spawn(runtimePath(), [...switches, '-r', module, application], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
  })
  const ended = once(child, 'exit')
  try {
    const painted = paintedAt(createInterface(child.stdout))
    const lost = pause(longestStartMilliseconds, undefined, { ref: false })
    const at = await Promise.race([painted, ended, lost])
    if (typeof at !== 'number') throw new Error('bench: a window was never painted')
    await pause(settlingMilliseconds)
    return { paint: at - startedAt, memory: memoryOf(child.pid as number) }
  } finally {
    child.kill('SIGTERM')
    await Promise.race([ended, pause(4000).then(() => child.kill('SIGKILL'))])
  }
}

function paintedAt(lines: NodeJS.EventEmitter): Promise<number> {
  return new Promise((resolve) => {
    lines.on('line', (line: string) => {
      if (line.startsWith('painted ')) resolve(Number(line.slice('painted '.length)))
    })
  })
}

/** The runtime's program, where its package says it is. */
export function runtimePath(): string {
  const folder = join(root, 'node_modules/electron')
  return join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
}

/** Mebibytes of a process and everything below it, what is shared counted in shares; see `Showing`. */
function memoryOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined
    if (parent !== undefined) parents.set(Number(name), parent)
  }
  const isBelow = (one: number | undefined): boolean => one !== undefined && (one === pid || isBelow(parents.get(one)))
  const program = programOf(pid)
  if ([...parents.keys()].some((one) => !isBelow(one) && programOf(one) === program)) return undefined
  const shares = [...parents.keys()].filter(isBelow).map(shareOf)
  return shares.includes(undefined) ? undefined : shares.reduce<number>((sum, one) => sum + (one ?? 0), 0) / 1024
}

function programOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch {
    return undefined
  }
}

function parentOf(pid: number): number | undefined {
  try {
    // The name, in brackets, may itself hold spaces and brackets.
    const after = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')
    return Number(after.split(' ')[1])
  } catch {
    return undefined
  }
}

function shareOf(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return undefined
  }
}
