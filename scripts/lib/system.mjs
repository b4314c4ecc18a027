// What the machine itself must have: the libraries of a browser, a virtual display, a reader of PDF, a watch over
// the calls of processes, a compiler.

import { Failure, isRoot, must, run, say, secondsSince, which } from './sh.mjs'

const BROWSER = [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['libasound2t64', 'libasound2'], ['libgbm1']]

/** The packages of the programs that are missing, each as a list of the names it has had. */
export function missingPrograms({ compiler, display, reader, tracer }) {
  const missing = []
  if (compiler && !(which('gcc') && which('g++'))) missing.push(['gcc'], ['g++'])
  if (display && !which('Xvfb')) missing.push(['xvfb'])
  if (reader && !which('pdftoppm')) missing.push(['poppler-utils'])
  if (tracer && !which('strace')) missing.push(['strace'])
  return missing
}

/** The packages of the libraries the executable does not find. */
export async function missingLibraries(executable) {
  const { output } = await run('ldd', [executable]).catch(() => ({ output: '' }))
  return /=> not found/.test(output) ? BROWSER : []
}

/** Installs packages where that is allowed, and otherwise prints the command that does. */
export async function install(packages) {
  if (packages.length === 0) return
  const apt = which('apt-get')
  if (!apt || !isRoot) {
    const names = packages.map((names) => names.at(-1)).join(' ')
    throw new Failure(
      apt
        ? `Some system packages are missing. Please run:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}\n`
        : `Some system packages are missing, and this is no Debian. By Debian's names they are: ${names}`,
    )
  }
  const start = performance.now()
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await must('apt-get update', apt, ['update', '-q'], { env })
  const names = await Promise.all(packages.map(nameHere))
  say(`system: installing ${names.join(' ')}`)
  await must('apt-get install', apt, ['install', '-y', '-q', '--no-install-recommends', ...names], { env })
  say(`system: installed (${secondsSince(start)})`)
}

/** Some packages were renamed between releases: the first name this release knows. */
async function nameHere(names) {
  for (const name of names) {
    const { output } = await run('apt-cache', ['policy', name])
    if (/Candidate: (?!\(none\))/.test(output)) return name
  }
  return names.at(-1)
}
