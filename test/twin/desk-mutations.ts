/** Leaks that are planted at QA's desk: counts, samples, batches, closing, the accountability record. */
import type { Mutation } from './mutations.ts'

const places = 'src/core/stock/places.ts'
const disposal = 'src/core/stock/disposal.ts'
const record = 'src/core/accounts/record.ts'

export const deskMutations: readonly Mutation[] = [
  {
    name: 'a count, a sample or a transfer that waits for the doses of one arm only',
    leak: 'what one arm lacks stops only that arm',
    edits: [
      {
        file: places,
        find: 'if (outstandingDoses === 0 || lot.released === undefined) return undefined',
        replace: "if (outstandingDoses === 0 || lot.released === undefined || lot.product === 'A') return undefined",
      },
    ],
  },
  {
    name: 'a count, a sample or a transfer that asks what was used of its lot',
    leak: 'stock that falls when a dose is made',
    edits: [
      {
        file: places,
        find: 'if (outstandingDoses === 0 || lot.released === undefined) return undefined',
        replace: 'if (outstandingDoses === 0 || lot.parts.used % 2 === 0) return undefined',
      },
    ],
  },
  {
    name: 'a lot that is cleared as soon as its own doses are stated',
    leak: 'a gate that is off for one arm',
    edits: [
      {
        file: disposal,
        find: "return released !== undefined && doses > 0 ? refuse('use_not_stated', { values: { doses } }) : undefined",
        replace:
          "return released !== undefined && doses > 0 && lot.parts.used % 2 === 1 ? refuse('use_not_stated') : undefined",
      },
      {
        file: disposal,
        find: 'export function unstatedUse({ registry }: Session, { released }: Lot)',
        replace: 'export function unstatedUse({ registry }: Session, lot: Lot, released = lot.released)',
      },
    ],
  },
  {
    name: 'a lot of one arm that is cleared before its doses are stated',
    leak: 'a gate that is off for one arm',
    edits: [
      {
        file: disposal,
        find: "return released !== undefined && doses > 0 ? refuse('use_not_stated', { values: { doses } }) : undefined",
        replace:
          "return released !== undefined && doses > 0 && lot.product === 'B' ? refuse('use_not_stated') : undefined",
      },
      {
        file: disposal,
        find: 'export function unstatedUse({ registry }: Session, { released }: Lot)',
        replace: 'export function unstatedUse({ registry }: Session, lot: Lot, released = lot.released)',
      },
    ],
  },
  {
    name: 'a lot that is closed by what was used and written off of it alone',
    leak: 'a gate that is off for one arm',
    edits: [
      {
        file: disposal,
        find: 'parts.sample + vialsInBatch(held(session.stock), undefined).length',
        replace: 'parts.sample + ((parts.used + parts.wasted) % 2)',
      },
    ],
  },
  {
    name: 'an entry of a batch that is as long as the list of its vials',
    leak: 'rows, ids, order, lengths or sizes that differ by arm',
    edits: [
      {
        file: disposal,
        find: '  if (lot === undefined) return accept({ stock: [event] })',
        replace: `  if (lot === undefined) {
    const some = vialsInBatch(stock, undefined).filter((vial) => known(stock.lots, vial.lotId).product === 'A')
    return accept({ stock: [{ ...event, reason: event.reason + 'x'.repeat(600 * some.length) }] })
  }`,
      },
      {
        file: disposal,
        find: "import { restated } from '../registry/commands.ts'",
        replace: "import { restated } from '../registry/commands.ts'\nimport { known } from '../never.ts'",
      },
    ],
  },
  {
    name: 'an opening of the full record that says how many participants of one arm it shows',
    leak: 'a trail that shows the allocation',
    edits: [
      {
        file: record,
        find: 'note: command.reason }',
        replace:
          "note: command.reason + [...held(session.allocation).preparations.values()].filter(({ arm }) => arm === 'A').length }",
      },
    ],
  },
]
