// Writes the labels of the practice study as PDF, once under each language of the program, without a window.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { setup } from './setup.mjs'
import { environment, Failure, isRoot, root, run, say } from './sh.mjs'
import { startDisplay } from './xvfb.mjs'

const languages = ['en', 'fa']

/** Writes DIR/en and DIR/fa; the last line on standard output says in JSON what was written. */
export async function labels(args) {
  const { values } = parseArgs({ args, options: { out: { type: 'string' } } })
  if (values.out === undefined) throw new Failure('Say where to: npm run labels -- --out DIR')
  const out = resolve(process.env.INIT_CWD ?? process.cwd(), values.out)
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const runtime = await setup({ window: true, display: needsDisplay, reader: false })
  await build()
  const display = needsDisplay ? await startDisplay() : undefined
  const profile = await mkdtemp(join(tmpdir(), 'counterseal-labels-'))
  const switches = [...(isRoot ? ['--no-sandbox'] : []), '--disable-gpu', `--user-data-dir=${profile}`]
  const env = environment(display ? { DISPLAY: display.name } : {})
  const written = []
  try {
    for (const language of languages) {
      const asked = [`--lang=${language}`, root, `--labels=${join(out, language)}`]
      const { code, output } = await run(runtime.executable, [...switches, ...asked], { env })
      const line = output.split('\n').findLast((one) => one.startsWith('{"language"'))
      if (code !== 0 || line === undefined) throw new Failure(`No labels were written in ${language}.\n${output}`)
      const { labels: files } = JSON.parse(line)
      written.push(...files.map((file) => ({ language, ...file })))
      say(`labels: ${join(out, language)}`)
    }
  } finally {
    display?.stop()
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  process.stdout.write(`${JSON.stringify({ labels: written })}\n`)
  return 0
}
