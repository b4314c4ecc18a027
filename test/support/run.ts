/** Around a run of tests, called by vitest: the folders that its workers made are gone after it. */
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inMemory, runVariable } from './folder.ts'

const run = `counterseal-tests-${process.pid}`

export function setup(): void {
  process.env[runVariable] = run
}

export function teardown(): void {
  for (const place of [tmpdir(), inMemory]) rmSync(join(place, run), { recursive: true, force: true, maxRetries: 3 })
}
