import { describe, expect, it } from 'vitest'
import type { Command } from '../../src/core/decide.ts'
import type { Entered } from '../../src/core/entered.ts'
import { ended, enrolled, handedOver, ordered, prepared, ready, stocked } from '../support/facts.ts'
import { given } from '../support/given.ts'
import type { Person, Trial } from '../support/trial.ts'

const lotId = (trial: Trial) => trial.lot('EX-1').lotId
const last = (trial: Trial) => trial.shelf(lotId(trial)).at(-1) ?? ''
const ways: readonly Entered[] = ['scanned', 'typed']

/** Each act that names vials one by one, and who does it. */
const acts: Readonly<Record<string, [Person, (trial: Trial, entered: Entered) => Command]>> = {
  wasted: ['ana', (trial, entered) => ({ type: 'WasteVial', vialCode: last(trial), entered, reason: 'cracked' })],
  sample: [
    'qamar',
    (trial, entered) => ({
      ...{ type: 'PutSamplesApart', lotId: lotId(trial), vialCodes: [last(trial)] },
      ...{ entered, reason: 'retention' },
    }),
  ],
  transferred: [
    'ana',
    (trial, entered) => ({
      ...{ type: 'TransferVials', lotId: lotId(trial), from: 'Freezer 1', vialCodes: [last(trial)], entered },
      ...{ storagePlace: 'Freezer 2', minutesOut: 1, thawed: false, reason: 'more room' },
    }),
  ],
  missing: [
    'qamar',
    (trial, entered) => ({
      ...{ type: 'CountLot', lotId: lotId(trial), countedVials: 4, firstCountedVials: 4, missing: [last(trial)] },
      ...{ entered, explanation: 'looked for it twice' },
    }),
  ],
}

describe('whether a code was scanned or typed', () => {
  it.each(Object.keys(acts).flatMap((what) => ways.map((way) => [what, way] as const)))(
    'P7 stands with the act and in the chain of the vial: %s, %s',
    (what, way) => {
      const { trial } = given(stocked())
      const [person, command] = acts[what] as (typeof acts)[string]
      const vialCode = last(trial)
      trial.act(person, command(trial, way))
      expect(trial.value('qamar', { type: 'Vial', vialCode }).moves.at(-1)).toMatchObject({ what, entered: way })
      expect(trial.lot('EX-1').movements.findLast((one) => one.what === what)?.entered).toBe(way)
      const page = { offset: 0, limit: 200 }
      const { rows } = trial.value('qamar', { type: 'StockRecord', product: 'A', ...page })
      expect(rows.findLast((line) => line.what === what)?.entered).toBe(way)
    },
  )

  it('P7 a count says it of the difference that it names, and nothing where every vial was there', () => {
    const { trial } = given(stocked())
    const count = { type: 'CountLot', lotId: lotId(trial), countedVials: 5, entered: 'typed', explanation: '' } as const
    trial.act('qamar', count)
    expect(trial.lot('EX-1').movements.at(-1)).not.toHaveProperty('entered')
    const [, missing] = acts['missing'] as (typeof acts)[string]
    trial.act('qamar', missing(trial, 'scanned'))
    expect(trial.lot('EX-1').movements.at(-1)).toMatchObject({ what: 'counted', entered: 'scanned' })
  })

  it('P7 a whole place names no vial, so nothing is said of it', () => {
    const { trial } = given(stocked())
    const [, carry] = acts['transferred'] as (typeof acts)[string]
    trial.act('ana', { ...carry(trial, 'typed'), vialCodes: 'all' } as Command)
    expect(trial.lot('EX-1').movements.at(-1)).not.toHaveProperty('entered')
  })

  it.each(ways)('P7 syringes that are destroyed say it on their own page and in their batch: %s', (entered) => {
    const facts = [ready, enrolled(), ordered(), handedOver(1), ended('returned')]
    const { trial } = given(...facts)
    const { syringeId } = trial.syringe()
    const how = { authorisation: 'A-1', method: 'incineration', place: 'hospital', reason: 'it came back' }
    trial.act('ana', { type: 'DestroySyringes', syringeIds: [syringeId], entered, ...how }, { witness: 'cyrus' })
    expect(trial.value('ana', { type: 'Disposal' }).syringes?.batches[0]?.entered).toBe(entered)
    const { timeline } = trial.value('taha', { type: 'Syringe', syringeId })
    expect(timeline.at(-1)).toMatchObject({ what: 'SyringesDestroyed', detail: { entered } })
  })

  it('P7 the preparation’s own line of the full record says it, too', () => {
    const { trial } = given(ready, enrolled(), ordered(), prepared())
    trial.act('ana', { type: 'OpenRecord', reason: 'monitoring' })
    const lines = (['A', 'B'] as const).flatMap((product) => {
      const asked = trial.ask('ana', { type: 'FullRecord', product, offset: 0, limit: 200 })
      return asked.ok ? asked.value.rows : []
    })
    expect(lines.find(({ what }) => what === 'dispensed')?.entered).toBe('scanned')
  })

  it('P7 an act that was recorded before this was kept says nothing', () => {
    const { trial } = given(stocked())
    trial.act('ana', { type: 'WasteVial', vialCode: last(trial), reason: 'cracked' })
    expect(trial.lot('EX-1').movements.at(-1)).not.toHaveProperty('entered')
  })
})
