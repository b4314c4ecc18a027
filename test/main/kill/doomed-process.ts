/** Processes that are told what to do, say what they did, and are killed. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** A process that waits for its orders, and what it has said. */
export type Doomed = {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly said: readonly string[]
  /** Waits until so many lines were said. */
  hasSaid(count: number): Promise<void>
  /** How it ended: the code, and the signal that killed it. */
  readonly over: Promise<readonly [code: number | null, signal: string | null]>
}

/** Those who still live; only where a test itself failed is anybody left at its end. */
export class Doom {
  readonly #compiled: string
  readonly #born = new Set<ChildProcess>()

  /** `compiled` is a folder: what was compiled for one is kept for the next. */
  constructor(compiled: string) {
    this.#compiled = compiled
  }

  start(program: URL): Doomed {
    const env = { ...process.env, NODE_COMPILE_CACHE: this.#compiled }
    const flags = ['--disable-warning=ExperimentalWarning']
    const child = spawn(process.execPath, [...flags, program.pathname], { stdio: ['pipe', 'pipe', 'inherit'], env })
    this.#born.add(child)
    child.once('exit', () => this.#born.delete(child))
    const lines = createInterface(child.stdout)
    const said: string[] = []
    const waiting: (() => void)[] = []
    lines.on('line', (line) => {
      said.push(line)
      for (const look of waiting) look()
    })
    const hasSaid = (count: number) =>
      new Promise<void>((resolve, reject) => {
        const look = () => said.length >= count && resolve()
        waiting.push(look)
        child.once('exit', () => reject(new Error('the doomed process ended by itself')))
        look()
      })
    const over = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(
      ([[code, signal]]) => [code, signal] as const,
    )
    return { child, said, hasSaid, over }
  }

  /** One that ends by itself leaves its compiled program behind, and all that are killed after it start faster. */
  async warm(program: URL): Promise<void> {
    const first = this.start(program)
    await first.hasSaid(1)
    first.child.stdin.end()
    await first.over
  }

  end(): void {
    for (const child of this.#born) child.kill('SIGKILL')
  }
}
