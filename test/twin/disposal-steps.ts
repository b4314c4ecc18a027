/** Steps at the end of vials and syringes. Which lot it is hangs on its state and on chance, never on what is left of it. */

import { syringesBack } from '../../src/core/clinic/disposal.ts'
import { arms } from '../../src/core/registry/settings.ts'
import { vialsInBatch } from '../../src/core/stock/batches.ts'
import { oneOf } from '../support/seed.ts'
import { way } from './story.ts'
import type { World } from './world.ts'

type Chance = () => number
const said = { authorisation: 'A-1', reason: 'nothing more is needed of it' }
const how = { method: 'incineration', place: 'Hospital' }

/** Lots that may be cleared, by what blinded people could know of them; one is received for it where there is none. */
async function toClear(world: World, chance: Chance): Promise<string> {
  const lots = () => [...world.books.stock.lots.values()]
  const idle = () => lots().filter(({ state }) => state === 'quarantined' || state === 'held' || state === 'rejected')
  if (idle().length === 0)
    await world.receive({ product: oneOf(arms, chance), lotNumber: `LOT-${lots().length + 1}`, goodForDays: 30 })
  return oneOf(chance() < 0.85 ? idle() : lots(), chance).lotId
}

/** What was written off, or what is left of a lot: counted by whoever signs, so it is always what the world holds. */
export async function destroy(world: World, chance: Chance): Promise<void> {
  const { stock } = world.books
  const who = oneOf(['qamar', 'ana'] as const, chance)
  const beside = { witness: who === 'ana' ? ('qamar' as const) : ('ana' as const) }
  const of = chance() < 0.4 ? {} : { lotId: await toClear(world, chance) }
  const vialCount = vialsInBatch(stock, of.lotId).length
  const leaving = { ...of, vialCount, ...said }
  await (chance() < 0.5
    ? world.act(who, { type: 'DestroyVials', ...leaving, ...how }, beside)
    : world.act(who, { type: 'ReturnVials', ...leaving, receiver: 'Depot' }, beside))
}

export async function destroySyringes(world: World, chance: Chance): Promise<void> {
  const syringeIds = syringesBack(world.books.clinic).map(({ syringeId }) => syringeId)
  const asked = syringeIds.length > 0 ? syringeIds : ['nothing']
  await world.act(
    'ana',
    { type: 'DestroySyringes', syringeIds: asked, entered: way(chance), ...said, ...how },
    { witness: 'taha' },
  )
  const batchId = [...world.books.clinic.batches.keys()].at(-1) ?? 'nothing'
  const as = oneOf(['view', 'save', 'print'] as const, chance)
  await world.tell('taha', 'document', { document: { kind: 'syringes_certificate', batchId }, as })
}

export async function closeLot(world: World, chance: Chance): Promise<void> {
  const waits = () => [...world.books.stock.lots.values()].some(({ state }) => state === 'cleared')
  for (let tries = 0; tries < 2 && !waits(); tries++) await destroy(world, chance)
  const lots = [...world.books.stock.lots.values()]
  const cleared = lots.filter(({ state }) => state === 'cleared')
  const { lotId } = oneOf(cleared.length > 0 ? cleared : lots, chance)
  await world.act('qamar', { type: 'CloseLot', lotId })
  if (chance() < 0.3) await world.act('ana', { type: 'CloseOut' }, { witness: 'qamar' })
}

export async function correct(world: World, chance: Chance): Promise<void> {
  const { lotId, movements } = oneOf([...world.books.stock.lots.values()], chance)
  await world.act('qamar', {
    type: 'CorrectMovement',
    lotId,
    seq: movements[0]?.seq ?? 1,
    what: 'received',
    note: oneOf(['Depot North', 'Depot South'], chance),
    reason: 'misread',
  })
}

/** The full record tells arms, on screen and on paper, so it is opened and not printed here; that it was opened is no secret. */
export async function openRecord(world: World, chance: Chance): Promise<void> {
  await world.act(oneOf(['ana', 'ursa'] as const, chance), { type: 'OpenRecord', reason: 'monitoring visit' })
}
