/**
 * From a passphrase to a key: Argon2id, in a thread of its own.
 *
 * Knows: cost, salt, passphrase. Promises: a cost that we choose is never below the floor; a cost that a file hands us
 * is judged in both directions before it is paid (RFC 9106; the floor is the requirement's, 64 MiB and three passes).
 */
import { Worker } from 'node:worker_threads'
import { workerUrl } from '../worker-url.ts'
import { type Secret, takeSecret } from './secret.ts'

/** What deriving costs: memory in bytes, number of passes over it. */
export type KdfCost = { readonly memoryBytes: number; readonly passes: number }

declare const chosen: unique symbol
/** A cost that may be used for new secrets. */
export type ChosenKdfCost = KdfCost & { readonly [chosen]: true }

const mebibyte = 1024 * 1024
/** The least that is chosen. */
export const kdfFloor: KdfCost = { memoryBytes: 64 * mebibyte, passes: 3 }
/** The most that is paid because a file asks for it. */
export const kdfCeiling: KdfCost = { memoryBytes: 1024 * mebibyte, passes: 20 }
/** What new secrets are protected with. */
export const defaultKdfCost = { memoryBytes: 128 * mebibyte, passes: 3 } as ChosenKdfCost

/** Bytes of a salt. */
export const saltBytes = 16
/** Bytes of a derived key. */
export const derivedKeyBytes = 32

/** A cost for new secrets; null where it is below the floor or above the ceiling. */
export function chooseKdfCost(cost: KdfCost): ChosenKdfCost | null {
  return judgeKdfCost(cost) === 'fine' ? (cost as ChosenKdfCost) : null
}

/** FOR TESTS ONLY. A cost far below the floor, so that tests take no seconds; what it protects is said to be weak. */
export function feebleKdfCostForTests(cost: KdfCost = { memoryBytes: 8 * 1024, passes: 1 }): ChosenKdfCost {
  return cost as ChosenKdfCost
}

/** What to think of a cost that was handed to us. Below the floor somebody weakened it, above the ceiling we would hang. */
export function judgeKdfCost(cost: KdfCost): 'fine' | 'below_floor' | 'above_ceiling' {
  const { memoryBytes, passes } = cost
  // Not a number at all is treated like too high: it is never paid.
  if (!(memoryBytes <= kdfCeiling.memoryBytes) || !(passes <= kdfCeiling.passes)) return 'above_ceiling'
  if (!Number.isInteger(memoryBytes) || !Number.isInteger(passes) || memoryBytes < 8192 || passes < 1) {
    return 'above_ceiling'
  }
  return memoryBytes < kdfFloor.memoryBytes || passes < kdfFloor.passes ? 'below_floor' : 'fine'
}

/** A request to the worker; the answer has the same number. */
export type KdfRequest = { id: number; passphrase: Uint8Array; salt: Uint8Array; memoryBytes: number; passes: number }
/** The worker's answer; no key where the memory could not be had. */
export type KdfReply = { id: number; key: Uint8Array | null }

/** Derives keys one after the other in a thread that is started once; see `startKdf`. */
export type Kdf = {
  /** The key for a passphrase (UTF-8 after NFC). The passphrase's bytes are wiped by the worker, the caller's stay. */
  derive(passphrase: Uint8Array, salt: Uint8Array, cost: KdfCost): Promise<Secret>
  stop(): Promise<void>
}

/** The memory for a derivation was not to be had; the unlock may be tried again. */
export class KdfFault extends Error {
  constructor() {
    super('kdf: no memory')
    this.name = 'KdfFault'
  }
}

/** Starts the thread, so that it is warm when the first passphrase comes. */
export function startKdf(): Kdf {
  const waiting = new Map<number, { resolve: (key: Secret) => void; reject: (fault: Error) => void }>()
  let next = 0
  const worker = new Worker(workerUrl('kdf-worker'))
  worker.unref()
  const settle = () => {
    if (waiting.size === 0) worker.unref()
  }
  const failAll = () => {
    for (const { reject } of waiting.values()) reject(new KdfFault())
    waiting.clear()
  }
  worker.on('message', ({ id, key }: KdfReply) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (key === null) asked?.reject(new KdfFault())
    else asked?.resolve(takeSecret(key))
    settle()
  })
  worker.on('error', failAll)
  worker.on('exit', failAll)
  return {
    derive(passphrase, salt, cost) {
      if (judgeKdfCost(cost) === 'above_ceiling') return Promise.reject(new KdfFault())
      const copy = Uint8Array.from(passphrase)
      const request: KdfRequest = { id: next++, passphrase: copy, salt: Uint8Array.from(salt), ...costOf(cost) }
      return new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject })
        worker.ref()
        worker.postMessage(request, [copy.buffer])
      })
    },
    async stop() {
      await worker.terminate()
    },
  }
}

function costOf({ memoryBytes, passes }: KdfCost): KdfCost {
  return { memoryBytes, passes }
}

/** A typed passphrase as bytes: the same characters give the same bytes on every keyboard. */
export function passphraseBytes(typed: string): Buffer {
  return Buffer.from(typed.normalize('NFC'), 'utf8')
}
