/**
 * Requests made from the contract's own schemas, so that a new question, command or document is asked without anybody
 * remembering it.
 *
 * Knows: a schema, and pools of what is known in a world by the name of the property that would hold it. Promises: what
 * it makes is what the schema accepts, and the same for the same pools and the same chance.
 */
import type { z } from 'zod'

/** What is known in a world, by property name. A name without a pool gets a mix of all of them. */
export type Pools = Readonly<Record<string, readonly unknown[]>>

/** As many values of one schema as are asked for at most. */
export type Wanted = { readonly pools: Pools; readonly chance: () => number; readonly atMost: number }

/** What of a schema's definition is walked. Kinds that are not named here are leaves: they take what they accept. */
type Definition = {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly options?: readonly z.core.$ZodType[]
  readonly innerType?: z.core.$ZodType
  readonly element?: z.core.$ZodType
  readonly values?: readonly unknown[]
  readonly entries?: Readonly<Record<string, unknown>>
}

/** Texts of every kind that a leaf may ask for; which of them fit, the leaf says itself. */
const anyText = [
  'nothing',
  'Words of somebody at the site',
  'A narrative that is long enough to be one, in any field that asks for it',
  '2026-03-01T07:30:00.000Z',
  '2026-12-31',
  '-78.5',
  'newcomer',
  '',
]
const anyNumber = [0, 1, 2, 5, 20, 200, 1_800, 10_000]

/** Values that a schema accepts, at most so many; none where no value is known that it takes. */
export function valuesOf(schema: z.core.$ZodType, wanted: Wanted, name = ''): unknown[] {
  const made = distinct(proposed(schema, wanted, name).filter((value) => accepts(schema, value)))
  return chosen(made, wanted)
}

function proposed(schema: z.core.$ZodType, wanted: Wanted, name: string): unknown[] {
  const pool = wanted.pools[name]
  const definition = schema._zod.def as Definition
  switch (definition.type) {
    case 'undefined':
      return [undefined]
    case 'literal':
      return [...(definition.values ?? [])]
    case 'enum':
      return Object.values(definition.entries ?? {})
    case 'boolean':
      return [false, true]
    case 'optional':
    case 'nullable':
      return [undefined, ...(definition.innerType === undefined ? [] : valuesOf(definition.innerType, wanted, name))]
    case 'union':
      return (definition.options ?? []).flatMap((option) => valuesOf(option, wanted, name))
    case 'object':
      return pool === undefined ? objectsOf(definition.shape ?? {}, wanted) : [...pool]
    case 'array': {
      if (pool?.some(Array.isArray)) return [...pool]
      const values = definition.element === undefined ? [] : valuesOf(definition.element, wanted, name)
      return [values.slice(0, 1), values.slice(0, 2), []]
    }
    default:
      return pool === undefined ? [...mixOf(wanted.pools), ...anyText, ...anyNumber] : [...pool]
  }
}

/** One object for each value of its longest property; the others go round, so that every value comes at least once. */
function objectsOf(shape: Readonly<Record<string, z.core.$ZodType>>, wanted: Wanted): unknown[] {
  const columns = Object.entries(shape).map(([name, schema]) => ({ name, values: valuesOf(schema, wanted, name) }))
  if (columns.some(({ values }) => values.length === 0)) return []
  const count = Math.max(1, ...columns.map(({ values }) => values.length))
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(
      columns
        .map(({ name, values }) => [name, values[row % values.length]] as const)
        .filter(([, value]) => value !== undefined),
    ),
  )
}

function mixOf(pools: Pools): unknown[] {
  return Object.values(pools)
    .flat()
    .filter((value) => typeof value === 'string' || typeof value === 'number')
}

/** What each schema said of texts and numbers: most are asked about again in the next world. */
const answers = new WeakMap<z.core.$ZodType, Map<unknown, boolean>>()
const mostAnswers = 10_000

function accepts(schema: z.core.$ZodType, value: unknown): boolean {
  const known = answers.get(schema) ?? new Map<unknown, boolean>()
  const answer = known.get(value) ?? (schema as z.ZodType).safeParse(value).success
  if (known.size > mostAnswers) known.clear()
  if (typeof value !== 'object') answers.set(schema, known.set(value, answer))
  return answer
}

function distinct(values: readonly unknown[]): unknown[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

/** All of them in their order, or as many as are wanted, by chance. */
function chosen(values: unknown[], { chance, atMost }: Wanted): unknown[] {
  if (values.length <= atMost) return values
  for (let place = 0; place < atMost; place++) {
    const other = place + Math.floor(chance() * (values.length - place))
    const value = values[other]
    values[other] = values[place]
    values[place] = value
  }
  return values.slice(0, atMost)
}
