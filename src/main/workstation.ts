/**
 * What this workstation remembers between starts: recent files by name, the last head of each file it saw, and where its
 * labels go.
 *
 * Nothing inside one file can show that an older copy was put in its place; the remembered head can. Kept as a small
 * JSON file in the program's own folder. It holds names, numbers and hashes, and nothing of any book.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { LabelPrinter } from '../contract/requests.ts'
import { type LabelKind, labelKinds } from '../core/registry/settings.ts'

const Memory = z.object({
  recent: z.array(z.object({ path: z.string(), openedAt: z.string() })).max(50),
  heads: z.record(z.string(), z.object({ seq: z.int().min(0), hash: z.string() })),
  labelPrinters: z.partialRecord(z.enum(labelKinds), LabelPrinter).default({}),
})
type Memory = z.infer<typeof Memory>

const recentCount = 8

/** The memory of one workstation. */
export class Workstation {
  readonly #path: string
  #memory: Memory

  constructor(path: string) {
    this.#path = path
    this.#memory = readMemory(path)
  }

  /** Files opened lately, newest first. */
  recent(): readonly { readonly path: string; readonly openedAt: string }[] {
    return this.#memory.recent
  }

  /** Puts a file first among the recent ones. */
  opened(path: string, at: string): void {
    const others = this.#memory.recent.filter((one) => one.path !== path)
    this.#memory = { ...this.#memory, recent: [{ path, openedAt: at }, ...others].slice(0, recentCount) }
    this.#save()
  }

  /** The last head seen of a file. */
  headOf(fileId: Uint8Array): { readonly seq: number; readonly hash: string } | undefined {
    return this.#memory.heads[hex(fileId)]
  }

  /** Remembers the head of a file. */
  saw(fileId: Uint8Array, head: { readonly seq: number; readonly hash: Uint8Array }): void {
    const heads = { ...this.#memory.heads, [hex(fileId)]: { seq: head.seq, hash: hex(head.hash) } }
    this.#memory = { ...this.#memory, heads }
    this.#save()
  }

  /** Where labels of a kind go on this machine. */
  labelPrinter(label: LabelKind): LabelPrinter {
    return this.#memory.labelPrinters[label] ?? { way: 'dialog' }
  }

  chooseLabelPrinter(label: LabelKind, printer: LabelPrinter): void {
    this.#memory = { ...this.#memory, labelPrinters: { ...this.#memory.labelPrinters, [label]: printer } }
    this.#save()
  }

  #save(): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      const fresh = `${this.#path}.new`
      writeFileSync(fresh, JSON.stringify(this.#memory))
      renameSync(fresh, this.#path)
    } catch {
      // A workstation that cannot remember still works; it only cannot notice an older copy.
    }
  }
}

/** A hash or id as the memory writes it. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function readMemory(path: string): Memory {
  try {
    const read = Memory.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (read.success) return read.data
  } catch {
    // No memory yet, or one that cannot be read: begin anew.
  }
  return { recent: [], heads: {}, labelPrinters: {} }
}
