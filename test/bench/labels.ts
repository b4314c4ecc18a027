/**
 * Labels: one of them to PDF against Electron's own time for an empty page of its size, and a hundred in one job while a
 * window draws. Both in the runtime, in one run; see `labels-main.ts`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { startDisplay } from '../../scripts/lib/xvfb.mjs'
import { runtimePath } from './window.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const shell = join(root, 'out/bench/labels-main.js')

type Single = { readonly ours: number; readonly empty: number; readonly ratio: number }
type During = { readonly tookMs: number; readonly frameGapMs: number; readonly mainBlockMs: number }

/** What was measured of each kind of label, of a bag's whose symbol was not made before, and of both labels of a syringe; `idle` is the same window while nothing is printed. */
export type Labels = {
  readonly rounds: number
  readonly single: Readonly<Record<'syringe' | 'bag' | 'bagAlone' | 'dose', Single>>
  readonly idle: During
  readonly job: Readonly<Record<'syringe' | 'bag', During>>
}

/** Builds the measuring program, runs it in the runtime, and gives what it measured. */
export async function labelFigures(rounds = 100): Promise<Labels> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'test/bench/labels-main.ts',
      outDir: 'out/bench',
      emptyOutDir: false,
      target: 'node20.18',
      rolldownOptions: { external: ['electron'], output: { entryFileNames: 'labels-main.js' } },
    },
  })
  const profile = mkdtempSync(join(tmpdir(), 'counterseal-bench-labels-'))
  const display = process.platform === 'linux' ? await startDisplay() : undefined
  const switches = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    `--user-data-dir=${profile}`,
  ]
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LABEL_ROUNDS: String(rounds),
    LABEL_FONTS: join(root, 'node_modules/@fontsource/vazirmatn/files'),
    ...(display === undefined ? {} : { DISPLAY: display.name }),
  }
  delete env['ELECTRON_RUN_AS_NODE']
  try {
    const said = await new Promise<string>((resolve, reject) => {
      const child = spawn(runtimePath(), [...switches, shell], { stdio: ['ignore', 'pipe', 'ignore'], env })
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
      })
      child.once('error', reject)
      child.once('close', () => resolve(output))
    })
    const measured = /^measured (.*)$/m.exec(said)?.[1]
    if (measured === undefined) throw new Error('bench: the labels were not measured')
    return JSON.parse(measured) as Labels
  } finally {
    display?.stop()
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}
