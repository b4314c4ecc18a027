// The finer lines between the rooms, and a few habits, that the compiler does not hold (`ARCHITECTURE.md`).

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Every file that is, or is about to be, in the repository. */
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  .toString('utf8')
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)))

const sources = tracked.filter((file) => /\.(ts|tsx|mts|mjs|js)$/.test(file))

const texts = new Map<string, string>()

function textOf(file: string): string {
  const known = texts.get(file)
  if (known !== undefined) return known
  const text = readFileSync(join(root, file), 'utf8')
  texts.set(file, text)
  return text
}

/** The source files below these folders, or that are these files. */
function filesIn(...places: string[]): string[] {
  return sources.filter((file) => places.some((place) => file === place || file.startsWith(`${place}/`)))
}

/** The source files of the product that lie nowhere in these places. */
function filesOutside(...places: string[]): string[] {
  const inside = filesIn(...places)
  return filesIn('src').filter((file) => !inside.includes(file))
}

function contain(pattern: RegExp): (file: string) => boolean {
  return (file) => pattern.test(withoutComments(textOf(file)))
}

/** Comments may name what the code must not. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}

type Import = { file: string; target: string; isTypeOnly: boolean }

/** What a file imports: files of the project by their path, packages by their name. */
function importsOf(file: string): Import[] {
  const text = withoutComments(textOf(file))
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]/gm)
  const bare = text.matchAll(/(?:^\s*import\s+()['"]([^'"]+)['"])|(?:\bimport\(\s*()['"]([^'"]+)['"]\s*\))/gm)
  return [...statements, ...bare].map((match) => {
    const specifier = match[2] ?? match[4] ?? ''
    const isInside = specifier.startsWith('.')
    const target = isInside ? posix.normalize(posix.join(posix.dirname(file), specifier)) : specifier
    return { file, target, isTypeOnly: match[1] !== undefined && match[1] !== '' }
  })
}

/** The imports of a room that are neither its own files nor allowed. */
function strangersIn(room: string, allowed: (found: Import) => boolean): string[] {
  const found = filesIn(room).flatMap(importsOf)
  const strange = found.filter((one) => !one.target.startsWith(`${room}/`) && !allowed(one))
  return strange.map(({ file, target }) => `${file} imports ${target}`)
}

const isOf = (target: string, ...names: string[]) =>
  names.some((name) => target === name || target.startsWith(`${name}/`))

/** Whether a file loads a package, in whichever way. */
function use(name: string): (file: string) => boolean {
  const required = new RegExp(`require\\(\\s*['"]${name}['"]`)
  return (file) => importsOf(file).some(({ target }) => target === name) || contain(required)(file)
}

describe('rooms', () => {
  it('the core knows zod and itself', () =>
    expect(strangersIn('src/core', ({ target }) => isOf(target, 'zod'))).toEqual([]))

  it('the contract knows the core and zod', () =>
    expect(strangersIn('src/contract', ({ target }) => isOf(target, 'zod', 'src/core'))).toEqual([]))

  it('the shell knows no window', () =>
    expect(
      strangersIn('src/main', ({ target }) => !isOf(target, 'src/renderer', 'src/preload', 'test', 'react')),
    ).toEqual([]))

  it('the bridge knows the names of the channels and Electron', () =>
    expect(strangersIn('src/preload', ({ target }) => isOf(target, 'src/contract/channels.ts', 'electron'))).toEqual(
      [],
    ))

  it('the windows know nothing of the shell, of Node or of Electron', () =>
    expect(
      strangersIn('src/renderer', ({ target }) => {
        const isInside = isOf(target, 'src/core', 'src/contract', 'resources')
        const isPackage = !isOf(target, 'src', 'test', 'scripts', 'electron') && !target.startsWith('node:')
        return isInside || isPackage
      }),
    ).toEqual([]))

  it('the page of an emergency pack knows the vault, the core and the dictionaries, and is known by nobody', () => {
    const tools = ['vite', 'node:crypto', 'node:fs/promises', 'node:path']
    const inside = ['src/core', 'src/main/vault', 'src/renderer/i18n', 'buffer', 'libsodium-wrappers-sumo']
    expect(
      strangersIn('src/emergency-page', ({ file, target }) =>
        isOf(target, ...inside, ...(file.endsWith('/build-page.ts') ? tools : [])),
      ),
    ).toEqual([])
    expect(
      filesOutside('src/emergency-page')
        .flatMap(importsOf)
        .filter(({ target }) => isOf(target, 'src/emergency-page')),
    ).toEqual([])
  })

  it('nobody imports a test', () =>
    expect(
      filesIn('src', 'scripts')
        .flatMap(importsOf)
        .filter(({ target }) => isOf(target, 'test')),
    ).toEqual([]))

  it('only the shell knows that it is Electron', () =>
    expect(filesOutside('src/main/electron', 'src/main/index.ts', 'src/preload').filter(use('electron'))).toEqual([]))

  it('only one file opens a page in the browser of the system', () =>
    expect(filesIn('src').filter(contain(/openExternal/))).toEqual(['src/main/electron/links.ts']))

  it('only the ledger knows SQLite', () =>
    expect(filesOutside('src/main/ledger').filter(use('better-sqlite3'))).toEqual([]))

  it('only the vault and the ledger know cryptography', () => {
    const places = ['src/main/vault', 'src/main/ledger']
    expect(filesOutside(...places).filter(use('sodium-native'))).toEqual([])
    // A browser cannot load the native library; the page has the same one in WebAssembly, behind one door.
    expect(filesOutside('src/emergency-page/sodium.ts').filter(use('libsodium-wrappers-sumo'))).toEqual([])
    // A digest is a fingerprint and may be taken anywhere; signing and sealing are the vault's and the ledger's.
    const making = /\b(?:createHmac|createCipheriv|createDecipheriv|createSign|scryptSync|pbkdf2Sync|hkdfSync)\b/
    expect(filesOutside(...places).filter(contain(making))).toEqual([])
  })
})

describe('habits', () => {
  it('the core asks nobody the time and rolls no dice', () =>
    expect(
      filesIn('src/core').filter(contain(/Date\.now|new Date\(\)|Math\.random|\bperformance\b|\bcrypto\b/)),
    ).toEqual([]))

  it('no secret is made with Math.random', () => expect(filesIn('src').filter(contain(/Math\.random/))).toEqual([]))

  it('a relative import names the file, ending and all', () => {
    const found = filesIn('src', 'test', 'scripts').flatMap(importsOf)
    const lost = found.filter(({ target }) => /^(?:src|test|scripts|resources)\//.test(target) && !isFile(target))
    expect(lost.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  it('there is no enum and no any', () =>
    expect(
      filesIn('src', 'test')
        .filter((file) => file !== 'test/tidy.test.ts')
        .filter(contain(/^\s*(?:export\s+)?(?:const\s+)?enum\s+\w|:\s*any\b|\bas any\b|<any>/m)),
    ).toEqual([]))

  it('there is no default export but in the tools’ own configuration', () => {
    const places = ['test/e2e/display.mjs', ...tracked.filter((file) => /^[^/]+\.config\.ts$/.test(file))]
    const exporting = sources.filter((file) => !file.endsWith('.d.ts')).filter(contain(/^\s*export\s+default\b/m))
    expect(exporting.filter((file) => !places.includes(file))).toEqual([])
  })

  it('files are named in kebab case', () => {
    const odd = filesIn('src', 'test', 'scripts').filter(
      (file) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/.test(posix.basename(file)),
    )
    expect(odd).toEqual([])
  })
})

describe('the repository', () => {
  const readable = tracked.filter((file) => !/\.(?:png|ico|icns|woff2|pdf|gz|zip|counterseal|node|xlsx?)$/i.test(file))
  const found = (pattern: RegExp) =>
    readable.filter((file) => file !== 'test/tidy.test.ts' && pattern.test(textOf(file)))

  it('names no place of one machine', () =>
    expect(found(/\/(?:home|Users)\/[a-z]\w*\/|\/work\/(?:main|shared)|\/root\//)).toEqual([]))

  it('names no host of a package registry', () =>
    expect(found(/registry\.npmjs|npmmirror|yarnpkg\.com|deb\.debian\.org|pypi\.org/)).toEqual([]))

  it('locks every package by version and without an address', () => {
    const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Locked> }
    const entries = Object.entries(lock.packages).filter(([path]) => path !== '')
    expect(entries.filter(([, { version, resolved }]) => version === undefined || resolved !== undefined)).toEqual([])
    const wanted = entries.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies))
    // `node scripts/run.mjs lock` adds the entries npm forgets.
    const missing = wanted.filter((name) => !entries.some(([path]) => path.endsWith(`node_modules/${name}`)))
    expect(missing).toEqual([])
  })

  it('pins what it depends on', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(textOf('package.json')) as Manifest
    const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
})

describe('the security checklist', () => {
  const rows = [...textOf('docs/security-checklist.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)]
    .map(([, rule = '', keepers = '', title = '']) => ({ rule, keepers, title }))
    .filter(({ keepers }) => keepers.startsWith('`'))

  it('has every rule of Electron’s guide', () =>
    expect(rows.flatMap(({ rule }) => /^\d+/.exec(rule) ?? [])).toEqual(
      Array.from({ length: 20 }, (_, at) => `${at + 1}`),
    ))

  it('names functions that there are', () => {
    const lost = rows.flatMap(({ rule, keepers }) => {
      const file = /\(`([^`]+)`\)/.exec(keepers)?.[1] ?? 'src/main/electron/security.ts'
      const names = [...keepers.replace(/\(.*/, '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')
      return names.filter((name) => !new RegExp(`(?:function |^ +)${name}\\(`, 'm').test(textOf(file))).map(() => rule)
    })
    expect(lost).toEqual([])
  })

  it('names tests that there are', () => {
    const tests = filesIn('test').filter((file) => file.endsWith('.test.ts') && file !== 'test/tidy.test.ts')
    const titles = tests.map(textOf).join('\n')
    expect(rows.filter(({ title }) => !titles.includes(title)).map(({ rule }) => rule)).toEqual([])
  })
})

type Locked = { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }
type Manifest = Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>

function isFile(path: string): boolean {
  // Vite takes a query behind a file's name for a way to load it.
  return existsSync(join(root, path.replace(/\?.*$/, ''))) && /\.\w+(?:\?.*)?$/.test(path)
}
