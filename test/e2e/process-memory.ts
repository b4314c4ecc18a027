// Looks into the memory of running processes, as somebody with a debugger could: what lies in it, live or forgotten.

import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import type { ElectronApplication, Page } from '@playwright/test'

/** A process of the application: the shell, a page, or one that only draws. */
export type Running = { readonly pid: number; readonly kind: string }

/** The processes that a process started, itself first, as Linux knows them. */
export function processesOf(pid: number): Running[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const stat = readOrNothing(`/proc/${name}/stat`)
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const found = [pid]
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child)
  return found.map((one) => {
    const [, kind] = /--type=([\w-]+)/.exec(readOrNothing(`/proc/${one}/cmdline`)) ?? []
    return { pid: one, kind: one === pid ? 'main' : (kind ?? 'other') }
  })
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** Whether this machine lets us read another process of ours. */
export function mayLookInto(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    closeSync(openSync(`/proc/${pid}/mem`, 'r'))
    return true
  } catch {
    return false
  }
}

/** Something to look for: its name, and the ways in which it can be written. */
type Needle = { readonly name: string; readonly written: readonly Buffer[] }

/** A text in the encodings in which programs keep it. */
export function needle(name: string, text: string): Needle {
  const utf16 = Buffer.from(text, 'utf16le')
  // Looking for the bytes finds them at odd places too; big-endian is no more than the same bytes shifted by one.
  return { name, written: [Buffer.from(text, 'utf8'), utf16.subarray(0, utf16.length - 1)] }
}

/** Bytes as they are, and in the ways in which they are written as text. */
export function needleOfBytes(name: string, bytes: Buffer): Needle {
  const texts = [
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...(['base64', 'base64url'] as const).map((as) => bytes.toString(as).replace(/=+$/, '')),
  ]
  return { name, written: [bytes, ...texts.flatMap((text) => needle(name, text).written)] }
}

/** Where needles begin: those that begin alike are looked for together. */
type Beginning = { readonly bytes: Buffer; readonly whole: { readonly name: string; readonly bytes: Buffer }[] }

/** A search for many needles at once. */
export class Search {
  readonly longest: number
  readonly #beginnings: readonly Beginning[]

  constructor(needles: readonly Needle[]) {
    const beginnings = new Map<string, Beginning>()
    for (const { name, written } of needles)
      for (const bytes of written) {
        const start = bytes.subarray(0, beginningBytes)
        const known = beginnings.get(start.toString('hex')) ?? { bytes: start, whole: [] }
        known.whole.push({ name, bytes })
        beginnings.set(start.toString('hex'), known)
      }
    this.#beginnings = [...beginnings.values()]
    this.longest = Math.max(...needles.flatMap(({ written }) => written.map((one) => one.length)))
  }

  /** The names of what lies in the bytes. */
  in(bytes: Buffer, found = new Set<string>()): Set<string> {
    for (const { bytes: start, whole } of this.#beginnings)
      for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1))
        for (const one of whole)
          if (!found.has(one.name) && one.bytes.equals(bytes.subarray(at, at + one.bytes.length))) found.add(one.name)
    return found
  }
}

const beginningBytes = 8
const pageBytes = 4096
const chunkPages = 4096

/** What lies in a process's memory, and how many bytes of it were looked at. What went back meanwhile holds nothing. */
export function searched(pid: number, search: Search): { found: Set<string>; bytes: number } {
  const found = new Set<string>()
  let bytes = 0
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const pages = openSync(`/proc/${pid}/pagemap`, 'r')
  const room = Buffer.alloc(chunkPages * pageBytes + search.longest)
  try {
    for (const { from, to } of writtenRegions(pid))
      for (const run of presentRuns(pages, from, to))
        for (let at = run.from; at < run.to; at += chunkPages * pageBytes) {
          const read = readAt(memory, room, at, Math.min(room.length, run.to - at))
          bytes += Math.min(read, chunkPages * pageBytes)
          search.in(room.subarray(0, read), found)
        }
  } finally {
    closeSync(memory)
    closeSync(pages)
  }
  return { found, bytes }
}

/** What the process may have written to: everything else is programs and fonts, as they lie on the disk. */
function writtenRegions(pid: number): { from: number; to: number }[] {
  const maps = readOrNothing(`/proc/${pid}/maps`)
  return [...maps.matchAll(/^([\da-f]+)-([\da-f]+) rw/gm)].map(([, from = '', to = '']) => ({
    from: Number.parseInt(from, 16),
    to: Number.parseInt(to, 16),
  }))
}

/** The stretches of a region that lie in memory or on the swap: a region is far larger than what was ever used of it. */
function* presentRuns(pages: number, from: number, to: number): Generator<{ from: number; to: number }> {
  const marks = Buffer.alloc(((to - from) / pageBytes) * 8)
  readAt(pages, marks, (from / pageBytes) * 8, marks.length)
  let start: number | undefined
  for (let page = 0; page * 8 < marks.length; page += 1) {
    // The two highest bits: present, swapped.
    const present = ((marks[page * 8 + 7] ?? 0) & 0xc0) !== 0
    const at = from + page * pageBytes
    if (present) start ??= at
    else if (start !== undefined) {
      yield { from: start, to: at }
      start = undefined
    }
  }
  if (start !== undefined) yield { from: start, to }
}

/** Reads as much as can be read, and says how much that was. */
function readAt(file: number, room: Buffer, from: number, length: number): number {
  let done = 0
  while (done < length) {
    try {
      const read = readSync(file, room, done, length - done, from + done)
      if (read === 0) break
      done += read
    } catch {
      break
    }
  }
  return done
}

/** What the engine of the shell holds, garbage collected first, as the text of a heap snapshot. */
export async function heapOfShell(app: ElectronApplication, path: string): Promise<Buffer> {
  await app.evaluate((_electron, to) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(to)
  }, path)
  return readFileSync(path)
}

/** What the page's engine holds, garbage collected first, as the text of a heap snapshot. */
export async function heapOfPage(page: Page): Promise<Buffer> {
  const debug = await page.context().newCDPSession(page)
  const chunks: string[] = []
  debug.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await debug.send('HeapProfiler.collectGarbage')
  await debug.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await debug.detach()
  return Buffer.from(chunks.join(''), 'utf8')
}
