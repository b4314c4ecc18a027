/** What nobody can see is stored nowhere: every text and every code of every command is refused with it, or cleaned of it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { Command } from '../../src/core/decide.ts'
import { cleaned, isReadable } from '../../src/core/text.ts'
import { seed } from '../support/seed.ts'

type Definition = {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly options?: readonly z.ZodType[]
  readonly innerType?: z.ZodType
  readonly element?: z.ZodType
  readonly keyType?: z.ZodType
  readonly valueType?: z.ZodType
  readonly in?: z.ZodType
  readonly out?: z.ZodType
}

/** Every place of a schema that takes text, by its path. */
function texts(schema: z.ZodType, path: string): [string, z.ZodType][] {
  const {
    type,
    shape = {},
    options = [],
    innerType,
    element,
    keyType,
    valueType,
    in: first,
    out,
  } = schema.def as Definition
  if (type === 'string') return [[path, schema]]
  return [
    ...Object.entries(shape).flatMap(([name, inner]) => texts(inner, `${path}.${name}`)),
    ...options.flatMap((inner) => texts(inner, path)),
    ...[innerType, element, valueType, first, out].flatMap((inner) => (inner === undefined ? [] : texts(inner, path))),
    ...(keyType === undefined ? [] : texts(keyType, `${path}, its names`)),
  ]
}

const places = Command.options.flatMap((option) => texts(option, option.shape.type.value))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const unseen = [
  ...range(0x00, 0x08),
  ...range(0x0b, 0x1f),
  ...range(0x7f, 0x9f),
  ...[0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0xfeff],
  ...range(0x2028, 0x202e),
  ...range(0x2060, 0x206f),
  ...range(0xfff9, 0xfffb),
  ...[0xe0001, 0xe0020, 0xe007f],
].map((point) => String.fromCodePoint(point))
const unseenCharacter = fc.oneof(fc.constantFrom(...unseen), fc.constantFrom('\ud800', '\udfff'))
/** What would fit where a day, a moment, a temperature or words are asked, so that only what is put into it does not. */
const fitting = fc.oneof(
  fc.constantFrom('2026-03-01', '2026-03-01T08:00:00.000Z', '-78.5', 'Asia/Tehran', 'farah', 'a_criterion', 'C000001H'),
  fc.string({ minLength: 0, maxLength: 30 }).filter(isReadable),
)

describe('what nobody can see', () => {
  it('every command has places for text, and all are found', () => expect(places.length).toBeGreaterThan(80))

  it.each(places)('P7 L8 is stored by no %s', (_, schema) =>
    fc.assert(
      fc.property(fitting, unseenCharacter, fitting, (before, character, after) => {
        const parsed = schema.safeParse(`${before}${character}${after}`)
        if (parsed.success) expect(isReadable(String(parsed.data))).toBe(true)
      }),
      { seed, numRuns: 60 },
    ),
  )

  it('is taken out where something is cleaned, and counted; everything else stays as it is', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fitting, unseenCharacter)), (parts) => {
        const { text, removed } = cleaned(parts.join(''))
        expect(isReadable(text)).toBe(true)
        if (removed === 0) expect(text).toBe(parts.join(''))
      }),
      { seed, numRuns: 400 },
    ))

  it('the joiners of Persian, its digits and its quotes are seen well enough', () => {
    for (const text of ['می\u200cشود', 'نیم\u200dفاصله', '۱۲۳٫۴', '«نقل»', 'two\tcolumns\nand lines'])
      expect(isReadable(text)).toBe(true)
  })
})
