/**
 * Messages for the bridge: right ones, made from the schema of a channel with the ids, codes and secrets of a real study;
 * nearly right ones, which differ from a right one in one place; and anything at all that can cross a bridge.
 */
import { z } from 'zod'
import type { Channel } from '../../src/contract/channels.ts'
import { requests } from '../../src/contract/requests.ts'
import { chanceFrom, oneOf } from '../support/seed.ts'

/** What a schema says, as far as a sample needs to know. */
type Shape = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Shape | boolean
  readonly items?: Shape
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly minimum?: number
  readonly maximum?: number
}

/** Values of a real study by the name of the field that takes them, so that a message is about something that exists. */
export type Words = Readonly<Record<string, readonly unknown[]>>

const shapes = new Map<Channel, Shape>()

function shapeOf(channel: Channel): Shape {
  const known = shapes.get(channel)
  if (known !== undefined) return known
  const made = z.toJSONSchema(requests[channel], { unrepresentable: 'any', io: 'input' }) as Shape
  shapes.set(channel, made)
  return made
}

const longText = 'ب'.repeat(5_000)
const controls = ['\u0000', '\u202e', '\u2066', '\u001b[2J', '\ud800', '\n', '\ufeff', '\u0085'] as const
const hugeNumbers = [1e308, 2 ** 53, -(2 ** 53), 2 ** 31, -1, -0, 0.1, Number.NaN, Number.POSITIVE_INFINITY] as const
const pollutingKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON'] as const

/** Makes messages of one channel; the same chance makes the same messages. */
export class Messages {
  readonly #chance: () => number
  readonly #channel: Channel
  readonly words: Words

  constructor(channel: Channel, words: Words, seed: number) {
    this.#channel = channel
    this.words = words
    this.#chance = chanceFrom(seed)
  }

  /** The next message: two of five right, two nearly right, one anything. */
  next(): unknown {
    const kind = this.#chance()
    if (kind < 0.2) return this.#anything(0)
    const right = this.#sample(shapeOf(this.#channel), '')
    return kind < 0.6 ? right : this.#changed(right)
  }

  #one<T>(list: readonly T[]): T {
    return oneOf(list, this.#chance)
  }

  /** Something that is called so in the study, whatever it is. */
  #word(): string {
    return String(this.#one(this.#one(Object.values(this.words))))
  }

  #below(limit: number): number {
    return Math.floor(this.#chance() * limit)
  }

  #sample(shape: Shape, field: string): unknown {
    // A whole that only chance would make right is taken as it is, nine times of ten.
    const known = shape.type === 'object' ? this.words[field] : undefined
    if (known !== undefined && this.#chance() < 0.9) return this.#one(known)
    if ('const' in shape) return shape.const
    if (shape.enum !== undefined) return this.#one(shape.enum)
    const among = shape.oneOf ?? shape.anyOf
    if (among !== undefined) return this.#sample(this.#one(among), field)
    switch (shape.type) {
      case 'object':
        return this.#object(shape)
      case 'array': {
        const least = shape.minItems ?? 0
        const count = least + this.#below(Math.min(3, (shape.maxItems ?? 3) - least) + 1)
        return Array.from({ length: count }, () => this.#sample(shape.items ?? {}, field))
      }
      case 'string':
        return this.#text(shape, field)
      case 'integer':
      case 'number':
        return this.#number(shape, field)
      case 'boolean':
        return this.#chance() < 0.5
      default: {
        // What no schema in JSON can say, like bytes, is made of nothing but what is known.
        const made = this.words[field]
        return made === undefined ? undefined : this.#one(made)
      }
    }
  }

  #object({ properties = {}, required = [], additionalProperties }: Shape): unknown {
    const made: Record<string, unknown> = {}
    // What is not asked for is there more often than not: a passphrase, a second person.
    for (const [name, shape] of Object.entries(properties))
      if (required.includes(name) || this.#chance() < 0.7) made[name] = this.#sample(shape, name)
    if (typeof additionalProperties === 'object')
      for (const name of (this.words['criteria'] ?? []) as string[])
        made[name] = this.#sample(additionalProperties, name)
    return made
  }

  #text({ minLength = 0 }: Shape, field: string): string {
    const known = this.words[field]
    if (known !== undefined && this.#chance() < 0.9) return String(this.#one(known))
    if (this.#chance() < 0.1) return this.#word()
    return 'word '.repeat(1 + this.#below(4)).padEnd(minLength, 'x')
  }

  #number({ minimum = 0, maximum = 1_000_000 }: Shape, field: string): number {
    const known = this.words[field]
    if (known !== undefined && this.#chance() < 0.9) return Number(this.#one(known))
    return this.#chance() < 0.5 ? minimum : Math.min(maximum, minimum + this.#below(30))
  }

  /** A right message with one thing wrong, somewhere in it. */
  #changed(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return this.#wrong(value)
    if (Array.isArray(value)) {
      const at = this.#below(value.length + 1)
      return value.toSpliced(at, this.#below(2), at < value.length ? this.#changed(value[at]) : this.#anything(3))
    }
    const members = Object.entries(value)
    const [name, inner] = members[this.#below(members.length + 1)] ?? []
    const { [name ?? '']: _, ...others } = value as Record<string, unknown>
    if (name === undefined || this.#chance() < 0.1) return this.#added(value)
    if (this.#chance() < 0.15) return others
    return { ...others, [name]: this.#chance() < 0.2 ? this.#anything(3) : this.#changed(inner) }
  }

  /** An object with a key that nobody asked for; an own key, whatever it is called. */
  #added(value: object): object {
    const made = { ...value }
    const key = this.#chance() < 0.5 ? this.#one(pollutingKeys) : 'unasked'
    Object.defineProperty(made, key, { value: this.#anything(3), enumerable: true, configurable: true, writable: true })
    return made
  }

  #wrong(value: unknown): unknown {
    const kind = this.#below(6)
    if (kind === 0) return this.#anything(2)
    if (typeof value === 'number') return this.#one(hugeNumbers)
    if (typeof value !== 'string' || kind === 1) return this.#one([null, [], {}, 0, '', true, String(value)])
    if (kind === 2) return longText
    const at = this.#below(value.length + 1)
    if (kind === 3) return value.slice(0, at) + this.#one(controls) + value.slice(at)
    if (kind === 4) return value.slice(0, at) + value.slice(at + 1)
    // Something of the study, in a place where something else belongs.
    return this.#word()
  }

  #anything(depth: number): unknown {
    const kind = this.#below(depth > 4 ? 9 : 13)
    switch (kind) {
      case 0:
        return this.#one([undefined, null, true, false, '', 'x', longText])
      case 1:
        return this.#one(hugeNumbers)
      case 2:
        return this.#one(controls)
      case 3:
        return this.#one([10n, new Date(0), new Date(Number.NaN), /x/, new Error('x'), new Uint8Array(8)])
      case 4:
        return this.#one([new Map([['type', 'Today']]), new Set([1]), new ArrayBuffer(4), Object.create(null)])
      case 5:
        return this.#one(pollutingKeys)
      case 6:
        return this.#word()
      case 7:
        return deep(200)
      case 8:
        return circular()
      case 9:
        return Array.from({ length: this.#below(5) }, () => this.#anything(depth + 1))
      default: {
        const made = {}
        const known = Object.keys(shapeOf(this.#channel).properties ?? {})
        for (let count = this.#below(4); count >= 0; count -= 1) {
          const key = this.#one([...pollutingKeys, ...known, ...known, 'type', 'command', 'question'])
          const value = this.#anything(depth + 1)
          Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true })
        }
        return made
      }
    }
  }
}

function deep(levels: number): unknown {
  let made: unknown = 'x'
  for (let level = 0; level < levels; level += 1) made = level % 2 === 0 ? { type: made } : [made]
  return made
}

function circular(): unknown {
  const made: Record<string, unknown> = { type: 'Today' }
  made['command'] = made
  made['question'] = made
  return made
}
