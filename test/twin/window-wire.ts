/** What the window's shell and the worlds' process say to each other: each message behind its length. */
import { deserialize, serialize } from 'node:v8'
import type { PrintPage } from '../../src/main/documents/print-page.ts'

/** From the window's shell: what its bridge was asked, and pages it was asked to render. */
export type FromWindow =
  | { readonly kind: 'ask'; readonly id: number; readonly channel: string; readonly request: unknown }
  | { readonly kind: 'pdf'; readonly id: number; readonly pdf: Uint8Array | string }

/** To the window's shell. */
export type ToWindow =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: unknown }
  | { readonly kind: 'push'; readonly event: string; readonly value: unknown }
  | { readonly kind: 'present'; readonly unblinded: boolean }
  | { readonly kind: 'pdf'; readonly id: number; readonly page: PrintPage }

/** A message behind its length. */
export function framed(message: FromWindow | ToWindow): Buffer {
  const bytes = serialize(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Takes a stream of bytes and calls back with each message that is complete. */
export function messages<Message>(hear: (message: Message) => void): (bytes: Buffer) => void {
  let left: Buffer = Buffer.alloc(0)
  return (bytes) => {
    left = Buffer.concat([left, bytes])
    while (left.length >= 4 && left.length >= 4 + left.readUInt32BE(0)) {
      const end = 4 + left.readUInt32BE(0)
      hear(deserialize(left.subarray(4, end)) as Message)
      left = left.subarray(end)
    }
  }
}
