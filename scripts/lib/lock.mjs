// Completing the lock file. npm leaves out the packages for other systems when the registry at hand does not hold them,
// and then refuses to install from what it wrote itself (`npm ci` wants an entry for each). Their versions are known
// all the same: exactly those that the package which wants them names.

import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, say } from './sh.mjs'

const file = join(root, 'package-lock.json')

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix']
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x']

/** The optional packages of other systems that are wanted but have no entry: by path, what the entry should say. */
export function missingEntries({ packages }) {
  const missing = {}
  for (const { optionalDependencies = {}, dev } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      const isThere = Object.keys(packages).some((present) => present === path || present.endsWith(`/${path}`))
      if (!isThere) missing[path] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true }
    }
  }
  return missing
}

/** The platform a package is for, as its name tells it. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-')
  const os = SYSTEMS.filter((system) => words.includes(system))
  const cpu = PROCESSORS.filter((processor) => words.includes(processor))
  if (os.length === 0) throw new Error(`${name} has no entry in the lock file, and its name does not tell its platform`)
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
  return { ...(cpu.length > 0 ? { cpu } : {}), ...(libc ? { libc } : {}), os }
}

/** Writes the missing entries, in npm's order. */
export async function completeLock() {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingEntries(lock)
  const all = Object.entries({ ...lock.packages, ...missing })
  const packages = Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b, 'en')))
  await writeFile(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
  say(`lock: ${Object.keys(missing).length} entries added`)
  return 0
}
