// A study file that is no practice study, made as the program makes one, where a test needs one that waits for its list.

import { join } from 'node:path'
import { systemClock } from '../../src/main/clock.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'
import { Study } from '../../src/main/study.ts'
import { systemDice } from '../../src/main/vault/dice.ts'
import { chooseKdfCost, kdfFloor, startKdf } from '../../src/main/vault/kdf.ts'

/** The pharmacist who founded the file. */
export const pharmacist = {
  login: 'farah',
  name: 'Farah Founder',
  role: 'pharmacist',
  passphrase: 'lantern orbit walnut cathedral rain',
} as const

/** Founds a study in a folder, with its founder as the only member; gives the file's path. */
export async function foundedIn(folder: string): Promise<string> {
  const path = join(folder, 'founded.counterseal')
  const cost = chooseKdfCost(kdfFloor)
  if (cost === null) throw new Error('the floor is below itself')
  const kdf = startKdf()
  const settings = { ...practiceSettings(), lockAfterSeconds: 30 }
  const tools = { kdf, dice: systemDice, cost, clock: systemClock }
  const founded = await Study.found(path, { settings, practice: false, founder: pharmacist }, tools)
  if (!founded.ok) throw new Error(`founding was refused: ${founded.refusal.rule}`)
  founded.value.study.close()
  await kdf.stop()
  return path
}
