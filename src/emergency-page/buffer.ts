/**
 * Node's Buffer for the page: the package `buffer`, with the one encoding that it lacks and the vault writes.
 */
import { Buffer as Plain } from 'buffer/'

type Plainly = {
  from: (value: unknown, encodingOrOffset?: unknown, length?: unknown) => Uint8Array
  readonly prototype: { toString: (encoding?: string, start?: number, end?: number) => string }
}

const plain = Plain as unknown as Plainly
const { from } = plain
const { toString: written } = plain.prototype

// What is written in base64url is also read as base64: the package takes both alphabets.
plain.from = (value, encodingOrOffset, length) =>
  from(value, encodingOrOffset === 'base64url' ? 'base64' : encodingOrOffset, length)
plain.prototype.toString = function (encoding, start, end) {
  if (encoding !== 'base64url') return written.call(this, encoding, start, end)
  return written.call(this, 'base64', start, end).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export { Plain as Buffer }
