import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readShortHead } from '../../../src/main/ledger/head.ts'
import { verify } from '../../../src/main/ledger/verify.ts'
import { newFolder } from '../../support/folder.ts'

const run = promisify(execFile)
const demo = new URL('../../../src/main/demo/index.ts', import.meta.url).pathname
const folder = newFolder()

const patience = 120_000

function play(...args: string[]) {
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', demo, ...args], {
    env: { ...process.env, INIT_CWD: folder, TMPDIR: folder },
  })
}

// The demo is the source itself, which only a Node that reads TypeScript can run.
describe.runIf(process.features.typescript)('the demo', () => {
  it(
    'A2 A14 plays every end of a dose through the one door, and keeps a file that verifies to the printed head',
    async () => {
      const kept = join(folder, 'kept.counterseal')
      const { stdout } = await play('--participants', '7', '--light-keys', '--keep', 'kept.counterseal')
      expect(stdout.split('\n')).toHaveLength(2)
      const said = JSON.parse(stdout) as Record<string, unknown>
      expect(said).toMatchObject({
        participants: 7,
        outcomes: { administered: 3, withheld: 1, returned: 1, broken: 1, expired: 1 },
        bytes: statSync(kept).size,
        verified: true,
        keyDerivation: 'light',
      })
      const phases = ['found', 'members', 'list', 'lots', 'doses', 'break', 'counts', 'reopen', 'verify']
      expect(Object.keys(said['milliseconds'] as object)).toEqual(phases)
      expect(readShortHead(String(said['head']))?.seq).toBe(said['entries'])
      expect(await verify(kept)).toMatchObject({ ok: true, entries: said['entries'] })
    },
    patience,
  )

  it(
    'writes over no file, and says so',
    async () => {
      const failed = await play('--keep', demo).catch(
        (error: { code: number; stdout: string; stderr: string }) => error,
      )
      expect(failed).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('exists already') })
      expect(existsSync(demo)).toBe(true)
    },
    patience,
  )

  it(
    'refuses a number of participants that it cannot play',
    async () => {
      for (const number of ['4', '1.5', 'many', '50001']) {
        const failed = await play('--participants', number).catch((error: { code: number; stdout: string }) => error)
        expect(failed).toMatchObject({ code: 2, stdout: '' })
      }
    },
    patience,
  )

  it(
    'leaves nothing behind where the file is not kept',
    async () => {
      const before = readdirSync(folder)
      await play('--participants', '5', '--light-keys')
      expect(readdirSync(folder)).toEqual(before)
    },
    patience,
  )
})
