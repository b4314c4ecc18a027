/**
 * Folders of tests, which are gone when the run is over. Workers of a run are ended without a word, so that nothing which
 * they leave for their own end is done: the run itself takes the folder away that all theirs lie in.
 */
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `memory` is the system's disk in memory, where it has one with room: long stories need a real file, and no durable one. */
export type Where = 'disk' | 'memory'

/** The variable with the name of the folder that all folders of a run lie in. */
export const runVariable = 'COUNTERSEAL_TEST_RUN'
export const inMemory = '/dev/shm'
const enoughBytes = 512 * 1024 * 1024

function placeOf(where: Where): string {
  if (where === 'disk') return tmpdir()
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize > enoughBytes ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** The folders that this process made. */
const made: string[] = []

/** Takes away what this process made so far. */
export function removeFolders(): void {
  for (const one of made.splice(0)) rmSync(one, { recursive: true, force: true, maxRetries: 3 })
}

/** A new folder, which is gone after the test file, or with the process where there is no run of tests. */
export function newFolder(where: Where = 'disk'): string {
  const run = process.env[runVariable]
  const place = join(placeOf(where), run ?? '')
  if (run !== undefined) mkdirSync(place, { recursive: true })
  const folder = mkdtempSync(join(place, 'counterseal-'))
  if (made.push(folder) === 1) process.once('exit', removeFolders)
  return folder
}
