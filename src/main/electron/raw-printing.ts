// A job in a printer's own language, handed on as it is. Nothing is written by this program: the job goes through a pipe.

import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** What the system's list of jobs shows: nothing of a participant, a product or a trial. */
const JOB_TITLE = 'Labels'
const PATIENCE_MILLISECONDS = 30_000

/** The program that takes jobs for printers on systems that print with CUPS; undefined where there is none. */
export function rawCommand(path = process.env['PATH'] ?? ''): string | undefined {
  if (process.platform === 'win32') return undefined
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'lp'))
    .find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Sends a job to a printer as it is; false where it is not taken. */
export function sendRaw(printer: string, job: string): Promise<boolean> {
  const command = rawCommand()
  if (command === undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    const settings = ['-d', printer, '-o', 'raw', '-t', JOB_TITLE, '-s', '-']
    const sending = spawn(command, settings, { stdio: ['pipe', 'ignore', 'ignore'], timeout: PATIENCE_MILLISECONDS })
    sending.once('error', () => resolve(false))
    sending.once('exit', (code) => resolve(code === 0))
    // A printer that refuses closes the pipe; its exit code says so.
    sending.stdin.once('error', () => undefined)
    sending.stdin.end(job)
  })
}
