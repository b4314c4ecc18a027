/** What was written wrongly at receipt, put right: words and numbers, of a lot that chance names and not what is left of it. */
import type { Command } from '../../src/core/decide.ts'
import { known } from '../../src/core/never.ts'
import { addMinutes } from '../../src/core/time.ts'
import { oneOf } from '../support/seed.ts'
import { way } from './story.ts'
import type { World } from './world.ts'

type Correction = Extract<Command, { type: 'CorrectReceipt' }>

export async function correctReceipt(world: World, chance: () => number): Promise<void> {
  const { lots, vials } = world.books.stock
  const { lotId, vialCodes, storagePlace } = oneOf([...lots.values()], chance)
  // The last vials are never reached by a preparation; a list is as long as it would be in any world.
  const last = vialCodes.findLast((code) => known(vials, code).state === 'on_shelf') ?? 'nothing'
  const missing = vialCodes.findLast((code) => known(vials, code).state === 'missing') ?? last
  const days = oneOf([-1, 3, 200], chance)
  const said: Partial<Correction> = oneOf(
    [
      { lotNumber: `LOT-C${lots.size}${Math.floor(chance() * 100)}` },
      { manufacturer: oneOf(['Works', 'Another works'], chance), arrivalCelsius: '-71.5' },
      { expiresOn: addMinutes(world.now(), days * 24 * 60).slice(0, 10) },
      { announcedVials: oneOf([0, 40, 400], chance) },
      { neverCame: [last] },
      { neverCame: [missing] },
      { cameDamaged: [last] },
      { cameSound: [last] },
      { overlookedVials: 1, storagePlace: oneOf([storagePlace, 'nowhere'], chance) },
    ],
    chance,
  )
  const entered = way(chance)
  const reason = oneOf(['misread', 'the delivery note was counted again'], chance)
  const who = oneOf(['ana', 'qamar', 'qamar'] as const, chance)
  await world.act(who, { type: 'CorrectReceipt', lotId, ...said, entered, reason })
}
