/**
 * Memory for secrets, and bytes as text.
 *
 * Knows: how memory is taken and wiped. Promises: a secret lies outside the reach of the garbage collector's copying
 * and is overwritten by `wipe` when it ends. JavaScript strings cannot be wiped, so a secret never becomes one.
 */
import { sodium } from './sodium.ts'

/** A secret's bytes. Whoever makes one ends it with `wipe`. */
export type Secret = Buffer

// Electron forbids memory that the engine did not take itself, which is what guarded memory of libsodium is. Nor may the
// engine's memory be locked: its allocator gives pages back to the system, which refuses locked ones, and the process
// ends on the spot.
const guardedMemory = process.versions.electron === undefined

/** Room for a secret: guarded memory where the runtime allows it, else memory of its own, apart from Node's pool. */
export function secret(bytes: number): Secret {
  if (guardedMemory) return sodium.sodium_malloc(bytes)
  return Buffer.from(new ArrayBuffer(bytes))
}

/** Moves bytes into secret memory and wipes where they came from. */
export function takeSecret(bytes: Uint8Array): Secret {
  const taken = secret(bytes.length)
  taken.set(bytes)
  sodium.sodium_memzero(bytes)
  return taken
}

/** Overwrites secrets. Using one afterwards is a mistake that shows at once: nothing opens with zeros. */
export function wipe(...secrets: Uint8Array[]): void {
  for (const one of secrets) sodium.sodium_memzero(one)
}

/** Bytes as text for JSON. */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

/** Bytes from text; null where the text is not exactly what `toText` writes for that many bytes. */
export function fromText(text: unknown, length?: number): Buffer | null {
  if (typeof text !== 'string') return null
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text && (length === undefined || bytes.length === length) ? bytes : null
}
