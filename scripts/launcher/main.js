// The launcher of the development runtime, in the place and with the manners of Electron's own default application:
// `electron [switches] [-r module] FOLDER [arguments]`. It must be an ES module that waits for the application's entry,
// otherwise 'ready' may come before the entry has run.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const modules = []
let target
const given = process.argv.slice(1)
for (let i = 0; i < given.length && target === undefined; i++) {
  const argument = given[i]
  if (argument === '--version' || argument === '-v') {
    console.log(`v${process.versions.electron}`)
    process.exit(0)
  } else if (argument === '--abi' || argument === '-a') {
    console.log(process.versions.modules)
    process.exit(0)
  } else if (argument === '-r' || argument === '--require') modules.push(given[++i])
  else if (argument.startsWith('--require=')) modules.push(argument.slice('--require='.length))
  else if (argument.startsWith('--app=')) target = argument.slice('--app='.length)
  else if (!argument.startsWith('-')) target = argument
}

if (target === undefined) {
  console.error('Name the folder of an application.')
  process.exit(1)
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })

const place = resolve(target)
const manifest = join(place, 'package.json')
const require = createRequire(manifest)
let entry = place
if (existsSync(manifest)) {
  const described = JSON.parse(readFileSync(manifest, 'utf8'))
  if (described.version) app.setVersion(described.version)
  const name = described.productName ?? described.name
  if (name) app.name = name
  app.setDesktopName(described.desktopName ?? `${app.name}.desktop`)
  app.setAppPath(place)
  entry = join(place, described.main ?? 'index.js')
} else {
  entry = require.resolve(place)
  app.setAppPath(dirname(entry))
}

for (const module of modules) require(resolve(module))

await import(pathToFileURL(entry).href)
