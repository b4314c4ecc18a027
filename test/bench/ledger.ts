/**
 * How fast the ledger and the vault are, each as a ratio to the bare work, measured in one run, turn by turn.
 *
 * Every function makes its own files in a temporary folder and returns numbers. What the bare work is stands with each.
 */
import { hash } from 'node:crypto'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { books } from '../../src/core/books.ts'
import { cellOf } from '../../src/main/ledger/entry.ts'
import { openLedger, type WritableLedger } from '../../src/main/ledger/ledger.ts'
import { verify } from '../../src/main/ledger/verify.ts'
import { paddedLength } from '../../src/main/vault/seal.ts'
import { at, doseContents, draftOf, fill, signingPair, type Written, writtenLedger } from '../main/ledger/written.ts'
import { newFolder } from '../support/folder.ts'

/** The value below which the given share of the sorted numbers lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** A plain table with one blob a row, as durable as the ledger. */
function bareTable(path: string): Database.Database {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE bare (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
  return database
}

/**
 * A one-entry command with two parts (sealed, chained, signed with the session's key, appended) against a bare insert
 * of the same number of bytes as the entry's row holds.
 */
export function commitRatio(rounds = 1500): { p50: number; p99: number; ours: number; bare: number } {
  const folder = newFolder()
  const written = writtenLedger(join(folder, 'commit.counterseal'))
  const database = bareTable(join(folder, 'bare.sqlite'))
  const insert = database.prepare('INSERT INTO bare (bytes) VALUES (?)')
  const one = () => {
    const head = written.ledger.head()
    return written.ledger.append(head, [draftOf(written, head.seq + 1, doseContents(head.seq + 1))])
  }
  const bytes = Buffer.alloc(rowBytes(one()[0] as ReturnType<typeof one>[number]), 5)
  const ours: number[] = []
  const bare: number[] = []
  const timed = (work: () => void, into: number[]) => {
    const start = performance.now()
    work()
    into.push(performance.now() - start)
  }
  const warmUp = 100
  for (let round = -warmUp; round < rounds; round++) {
    // Who goes first changes, so that neither always finds the disk busy with the other's leftovers.
    const turns: [() => void, number[]][] = [
      [one, ours],
      [() => insert.run(bytes), bare],
    ]
    for (const [work, into] of round % 2 === 0 ? turns : turns.reverse()) timed(work, round < 0 ? [] : into)
  }
  written.ledger.close()
  database.close()
  return {
    p50: median(ours) / median(bare),
    p99: quantile(ours, 0.99) / quantile(bare, 0.99),
    ours: median(ours) * 1000,
    bare: median(bare) * 1000,
  }
}

/** The bytes that an entry's row holds. */
function rowBytes(entry: ReturnType<WritableLedger['append']>[number]): number {
  const texts = [entry.at, entry.member, entry.meaning, entry.witness ?? '']
  const blobs = [entry.hash, entry.previous, entry.signature, ...entry.parts.map(cellOf)]
  return [...texts, ...blobs].reduce((sum, one) => sum + one.length, 0)
}

/**
 * Opening a file and replaying all entries (read, chain checked, boxes opened, contents parsed, signatures from the last
 * checkpoint on) against reading the same bytes from a plain table, hashing them and parsing the same contents; and the
 * longest time the event loop was not given back meanwhile.
 */
export async function openRatio(
  entries = 100_000,
  rounds = 5,
): Promise<{ ratio: number; longestBlockMs: number; ours: number; bare: number }> {
  const folder = newFolder()
  const path = join(folder, 'open.counterseal')
  const written = fullLedger(path, entries)
  const barePath = join(folder, 'bare.sqlite')
  fillBare(barePath, entries)
  const ours: number[] = []
  const bare: number[] = []
  let longestBlockMs = 0
  for (let round = 0; round < rounds; round++) {
    bare.push(readBare(barePath, entries))
    await nextTurn()
    const block = watchBlocks()
    const start = performance.now()
    await openAll(path, written, entries)
    ours.push(performance.now() - start)
    longestBlockMs = Math.max(longestBlockMs, await block())
  }
  return { ratio: median(ours) / median(bare), longestBlockMs, ours: median(ours), bare: median(bare) }
}

/** A ledger of so many entries, the last of which is a checkpoint, closed. */
function fullLedger(path: string, entries: number): Written {
  const written = writtenLedger(path)
  fill(written, entries - 1)
  written.ledger.append(written.ledger.head(), [draftOf(written, entries, {}, 'lock')])
  written.ledger.close()
  return written
}

async function openAll(path: string, { seal }: Written, entries: number): Promise<void> {
  const opened = openLedger(path, { at })
  if (!opened.ok) throw new Error('bench: not opened')
  let count = 0
  const outcome = await opened.ledger.replay({
    open: { books, part: (book, seq, generation, box) => seal.open(book, seq, generation, box) },
    apply: (_, parts) => {
      count += parts.length
    },
  })
  opened.ledger.close()
  if (!outcome.ok || outcome.head.seq !== entries || count < entries) throw new Error('bench: not replayed')
}

const headerBytes = 190

/** The same bytes in a plain table: what an entry's row holds, with the padded contents in the place of the boxes. */
function fillBare(path: string, entries: number): void {
  const database = bareTable(path)
  const insert = database.prepare('INSERT INTO bare VALUES (?, ?)')
  database.transaction(() => {
    for (let seq = 1; seq <= entries; seq++)
      insert.run(seq, Buffer.concat([Buffer.alloc(headerBytes, 7), ...bareCells(seq)]))
  })()
  database.close()
}

const cellOverhead = 44

function bareCells(seq: number): Buffer[] {
  return Object.values(doseContents(seq)).map((content) => {
    const text = Buffer.from(JSON.stringify(content))
    const cell = Buffer.alloc(cellOverhead + paddedLength(text.length))
    cell.writeUInt32BE(text.length)
    text.copy(cell, cellOverhead)
    return cell
  })
}

function readBare(path: string, entries: number): number {
  const start = performance.now()
  const database = new Database(path, { readonly: true })
  const rows = database.prepare('SELECT seq, bytes FROM bare ORDER BY seq').raw().iterate() as IterableIterator<
    [number, Buffer]
  >
  let count = 0
  for (const [seq, bytes] of rows) {
    hash('sha256', bytes, 'binary')
    for (let place = headerBytes; place < bytes.length; ) {
      const length = bytes.readUInt32BE(place)
      const text = bytes.toString('utf8', place + cellOverhead, place + cellOverhead + length)
      if (JSON.parse(text).length !== 1) throw new Error('bench: not parsed')
      place += cellOverhead + paddedLength(length)
    }
    count = seq
  }
  database.close()
  if (count !== entries) throw new Error('bench: not read')
  return performance.now() - start
}

/** Watches how long the event loop is kept; the answer is the longest time, in milliseconds. */
function watchBlocks(): () => Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let longest = 0
  let last = performance.now()
  let watching = true
  const tick = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (watching) setImmediate(tick)
  }
  setImmediate(tick)
  delay.enable()
  return async () => {
    await nextTurn()
    watching = false
    delay.disable()
    return longest
  }
}

/** What an entry costs to open in a long file against a short one. */
export async function growth(many = 100_000, few = 1_000): Promise<{ ratio: number; open: number; append: number }> {
  const folder = newFolder()
  const files = [many, few].map((entries) => {
    const path = join(folder, `${entries}.counterseal`)
    return { path, entries, written: fullLedger(path, entries) }
  }) as [GrowthFile, GrowthFile]
  const open = await openGrowth(files)
  const append = appendGrowth(files)
  return { ratio: Math.max(open, append), open, append }
}

type GrowthFile = { path: string; entries: number; written: Written }

async function openGrowth([long, short]: [GrowthFile, GrowthFile]): Promise<number> {
  const perEntry = async ({ path, entries, written }: GrowthFile, times: number): Promise<number> => {
    const start = performance.now()
    for (let time = 0; time < times; time++) await openAll(path, written, entries)
    return (performance.now() - start) / times / entries
  }
  const times = Math.ceil(long.entries / short.entries / 10)
  const ratios: number[] = []
  await perEntry(short, times)
  for (let round = 0; round < 7; round++) {
    const small = await perEntry(short, times)
    ratios.push((await perEntry(long, 1)) / small)
  }
  return median(ratios)
}

function appendGrowth(files: [GrowthFile, GrowthFile]): number {
  const opened = files.map(({ path, written }) => {
    const opening = openLedger(path, { at })
    if (!opening.ok || opening.access !== 'write') throw new Error('bench: not opened')
    return { ledger: opening.ledger, written, times: [] as number[] }
  })
  for (let round = 0; round < 600; round++) {
    for (const { ledger, written, times } of opened) {
      const start = performance.now()
      const head = ledger.head()
      ledger.append(head, [draftOf(written, head.seq + 1, doseContents(head.seq + 1))])
      times.push(performance.now() - start)
    }
  }
  for (const { ledger } of opened) ledger.close()
  const [long, short] = opened.map(({ times }) => median(times)) as [number, number]
  return long / short
}

/**
 * Signatures verified per second in the background after a file was opened, against twice what one thread does with
 * libsodium alone. `whole` is the rate of the whole verification, chain and boxes included; `twoThreads` is what two
 * threads do with libsodium alone, which is what the machine has to give.
 */
export async function verifyRatio(
  entries = 100_000,
): Promise<{ ratio: number; ours: number; whole: number; alone: number; twoThreads: number }> {
  const path = join(newFolder(), 'verify.counterseal')
  fullLedger(path, entries)
  const ours: number[] = []
  const whole: number[] = []
  const alone: number[] = []
  const both: number[] = []
  const rate = async (what: 'signatures' | 'everything') => {
    const start = performance.now()
    const outcome = await verify(path, { what })
    if (!outcome.ok || outcome.entries !== entries) throw new Error('bench: not verified')
    return (entries / (performance.now() - start)) * 1000
  }
  for (let round = 0; round < 3; round++) {
    alone.push(await rawRate(1))
    ours.push(await rate('signatures'))
    both.push(await rawRate(2))
    whole.push(await rate('everything'))
  }
  return {
    ratio: median(ours) / (2 * median(alone)),
    ours: median(ours),
    whole: median(whole),
    alone: median(alone),
    twoThreads: median(both),
  }
}

const rawSeconds = 1.5
const rawSource = `
const { parentPort, workerData } = require('node:worker_threads')
const sodium = require(workerData.sodium)
const { signatures, messages, publicKey } = workerData
const some = (first, count) => {
  for (let i = first; i < first + count; i++) {
    const place = i % signatures.length
    if (!sodium.crypto_sign_verify_detached(signatures[place], messages[place], publicKey)) throw new Error('bench')
  }
}
some(0, 500)
parentPort.postMessage('ready')
parentPort.once('message', () => {
  const start = performance.now()
  let count = 0
  for (; performance.now() - start < ${rawSeconds * 1000}; count += 50) some(count, 50)
  parentPort.postMessage((count / (performance.now() - start)) * 1000)
})`

/** What so many threads verify together per second with libsodium and nothing else. */
async function rawRate(threads: number): Promise<number> {
  const { publicKey, sign } = signingPair()
  // Different ones, as in a ledger: a processor learns to verify the same signature over and over a tenth quicker.
  const messages = Array.from({ length: 4000 }, (_, index) => new Uint8Array(Buffer.alloc(60, `message ${index}`)))
  const workerData = {
    signatures: messages.map((message) => new Uint8Array(sign(message))),
    messages,
    publicKey: new Uint8Array(publicKey),
    sodium: new URL('../../node_modules/sodium-native/index.js', import.meta.url).pathname,
  }
  const next = (worker: Worker) => new Promise<unknown>((resolve) => worker.once('message', resolve))
  const workers = Array.from({ length: threads }, () => new Worker(rawSource, { eval: true, workerData }))
  await Promise.all(workers.map(next))
  const rates = workers.map(next)
  for (const worker of workers) worker.postMessage('go')
  const sum = (await Promise.all(rates)).reduce<number>((total, rate) => total + Number(rate), 0)
  await Promise.all(workers.map((worker) => worker.terminate()))
  return sum
}
