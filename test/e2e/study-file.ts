// A study file that is no practice study, made as the program makes one, where a test needs one that waits for its list.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../src/main/clock.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'
import { makePracticeStudy } from '../../src/main/practice/practice-study.ts'
import { Study } from '../../src/main/study.ts'
import type { StudyTools } from '../../src/main/study-tools.ts'
import { systemDice } from '../../src/main/vault/dice.ts'
import { chooseKdfCost, kdfFloor, startKdf } from '../../src/main/vault/kdf.ts'

/** The pharmacist who founded the file. */
export const pharmacist = {
  login: 'farah',
  name: 'Farah Founder',
  role: 'pharmacist',
  passphrase: 'lantern orbit walnut cathedral rain',
} as const

/** The tools with which files are made, for as long as they are needed. */
async function withTools<T>(use: (tools: StudyTools) => Promise<T>): Promise<T> {
  const cost = chooseKdfCost(kdfFloor)
  if (cost === null) throw new Error('the floor is below itself')
  const kdf = startKdf()
  try {
    return await use({ kdf, dice: systemDice, cost, clock: systemClock })
  } finally {
    await kdf.stop()
  }
}

/** Founds a study in a folder, with its founder as the only member; gives the file's path. */
export function foundedIn(folder: string): Promise<string> {
  const path = join(folder, 'founded.counterseal')
  const settings = { ...practiceSettings(), lockAfterSeconds: 30 }
  return withTools(async (tools) => {
    const founded = await Study.found(path, { settings, practice: false, founder: pharmacist }, tools)
    if (!founded.ok) throw new Error(`founding was refused: ${founded.refusal.rule}`)
    founded.value.study.close()
    return path
  })
}

/** Makes the practice study in a folder, with its cards beside it, as the program does when it is first asked for. */
export function makePracticeFiles(folder: string): Promise<void> {
  return withTools(async (tools) => {
    const { study, cards } = await makePracticeStudy(join(folder, 'practice.counterseal'), tools)
    study.close()
    await writeFile(join(folder, 'practice-cards.json'), JSON.stringify(cards))
  })
}
