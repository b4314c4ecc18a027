// A private virtual display for machines that have none.

import { spawn } from 'node:child_process'

/** The shell ends the display as soon as its standard input closes, which it does however this process ends. */
const GUARD = 'Xvfb "$@" 4<&- </dev/null & display=$!; read -r _; kill "$display" 2>/dev/null; wait "$display"'

/**
 * Starts a virtual display with a number of its own choosing, and gives its name and a function that ends it. It ends
 * with this process in any case.
 */
export function startDisplay() {
  return new Promise((resolve, reject) => {
    const child = spawn(
      'sh',
      ['-c', GUARD, 'sh', '-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'],
      // A group of its own, so that a Ctrl-C in the terminal reaches the application first and the display last.
      { stdio: ['pipe', 'ignore', 'ignore', 'pipe'], detached: true },
    )
    let number = ''
    child.stdio[3].on('data', (chunk) => {
      number += chunk
      if (!number.includes('\n')) return
      child.unref()
      child.stdio[3].destroy()
      child.stdin.unref?.()
      resolve({ name: `:${number.trim()}`, stop: () => child.stdin.end() })
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`Xvfb ended with exit ${code} before it had a display`)))
  })
}
