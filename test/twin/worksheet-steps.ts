/** How the steps of a story that write and use worksheets are played. Nothing here hangs on an arm. */
import { nextStep, type Step, stepsOf } from '../../src/core/allocation/worksheet.ts'
import { known } from '../../src/core/never.ts'
import type { WrittenSheet, WrittenStep } from '../../src/core/stock/worksheets.ts'
import { inventedWorksheets } from '../../src/main/practice/practice-worksheets.ts'
import { oneOf } from '../support/seed.ts'
import type { World } from './world.ts'

type Chance = () => number

const words = { en: 'As the procedure says.', fa: 'مطابق روش کار.' }
const more: readonly WrittenStep[] = [
  { name: 'scan', instruction: words },
  { name: 'mix', times: 4, instruction: words },
  { name: 'mix', waitSeconds: 90, instruction: words },
]

/** A pair with a step or two more, alike for both products; sometimes for one of them only, which is refused. */
export async function writeWorksheets(world: World, chance: Chance): Promise<void> {
  const { A, B } = inventedWorksheets(world.settings)
  const added = more.filter(() => chance() < 0.4)
  const place = 1 + Math.floor(chance() * 3)
  const longer = (sheet: WrittenSheet) => [...sheet.slice(0, place), ...added, ...sheet.slice(place)]
  const isOneSided = chance() < 0.2
  const sheets = { A: longer(A), B: isOneSided ? B : longer(B) }
  await world.act('ana', { type: 'WriteWorksheets', sheets, note: 'for this trial' })
  const version = world.books.stock.worksheets.length
  if (chance() < 0.8) await world.act('qamar', { type: 'ApproveWorksheets', version: Math.max(1, version) })
}

/** Somebody takes the batch record of a dose, if there is one, and has it before them or on paper. */
export async function batchRecord(world: World, chance: Chance): Promise<void> {
  const doses = [...world.books.clinic.doses.keys(), 'nothing']
  const doseId = oneOf(doses, chance)
  const person = oneOf(['ana', 'ursa', 'qamar', 'iman'] as const, chance)
  const as = oneOf(['view', 'save', 'print'] as const, chance)
  await world.tell(person, 'document', { document: { kind: 'batch_record', doseId, reason: 'for the file' }, as })
}

/** What a preparation waits for, by the worksheet that it follows. */
export function stepThatWaits(world: World, preparationId: string): Step | undefined {
  const preparation = known(world.books.allocation.preparations, preparationId)
  return nextStep(stepsOf(preparation, world.books), preparation)
}
