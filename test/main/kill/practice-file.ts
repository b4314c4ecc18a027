/**
 * A study file for the kill test: members, a sealed list, lots with vials to waste, three ordered doses. Made once, with
 * a feeble key derivation, and copied for every life and death.
 */
import { systemClock } from '../../../src/main/clock.ts'
import { HandedClock } from '../../../src/main/demo/handed-clock.ts'
import { accepted, Stage } from '../../../src/main/demo/stage.ts'
import { enrolMembers, orderDoses, sealList, settingsFor, stockUp } from '../../../src/main/demo/trial.ts'
import { founder } from '../../../src/main/practice/practice-members.ts'
import { Study } from '../../../src/main/study.ts'
import type { StudyTools } from '../../../src/main/study-tools.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { feebleKdfCostForTests, startKdf } from '../../../src/main/vault/kdf.ts'

/** Participants whose blind the doomed process breaks, again and again. */
export const brokenNumbers = [1, 2, 3] as const

/** The card codes of those participants, and the doses that wait. */
export type PracticeFile = { readonly codes: readonly string[]; readonly doseId: string }

/** The tools of one process; the clock is the machine's own. */
export function killTools(): StudyTools {
  return { kdf: startKdf(), dice: systemDice, cost: feebleKdfCostForTests(), clock: systemClock }
}

/** Makes the file at a path and lets it go. */
export async function makePracticeFile(path: string): Promise<PracticeFile> {
  const clock = new HandedClock(new Date(Date.now() - 3_600_000).toISOString())
  const tools = { ...killTools(), clock }
  // Four doses to spare for every arm; a preparation that is abandoned costs one of each, and no life is that long.
  const settings = settingsFor(20)
  const { study } = accepted(await Study.found(path, { settings, practice: true, founder }, tools))
  const stage = new Stage(study, clock)
  await enrolMembers(stage)
  const cards = await sealList(stage, 20)
  await stockUp(stage, settings)
  await stage.signIn('iman')
  const [doseId = ''] = await orderDoses(stage, settings, brokenNumbers)
  study.close()
  await tools.kdf.stop()
  return { codes: brokenNumbers.map((number) => cards.find((card) => card.number === number)?.code ?? ''), doseId }
}
