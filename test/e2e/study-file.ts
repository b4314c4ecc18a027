// A study file that is no practice study, made as the program makes one, where a test needs one that waits for its list.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Answers } from '../../src/core/questions.ts'
import { systemClock } from '../../src/main/clock.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import { colleagues } from '../../src/main/practice/practice-members.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'
import { makePracticeStudy } from '../../src/main/practice/practice-study.ts'
import { Study } from '../../src/main/study.ts'
import type { StudyTools } from '../../src/main/study-tools.ts'
import type { Clock } from '../../src/main/vault/attempts.ts'
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
export async function withTools<T>(use: (tools: StudyTools) => Promise<T>, clock: Clock = systemClock): Promise<T> {
  const cost = chooseKdfCost(kdfFloor)
  if (cost === null) throw new Error('the floor is below itself')
  const kdf = startKdf()
  try {
    return await use({ kdf, dice: systemDice, cost, clock })
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

/** QA of the file that waits for a logger. */
export const quality = {
  login: 'qamar',
  name: 'Qamar Quality',
  role: 'qa',
  passphrase: 'copper meadow violin harbour nine',
} as const

/** A morning before the first reading of the fixture's logger. */
const beforeTheReadings: Clock = { now: () => new Date('2023-04-10T06:00:00.000Z'), monotonicMilliseconds: () => 0 }

/** The lots that lie in the freezer of that study: one released, one in quarantine. */
export const watchedLots = { released: 'EX-0423', quarantined: 'PL-0423', place: 'Freezer 2' } as const

/** A study in which two lots lay in a freezer while the logger of the fixture read; gives the file's path. */
export function watchedStudyIn(folder: string): Promise<string> {
  const path = join(folder, 'watched.counterseal')
  const settings = { ...practiceSettings(), lockAfterSeconds: 600 }
  return withTools(async (tools) => {
    const founded = await Study.found(path, { settings, practice: false, founder: pharmacist }, tools)
    if (!founded.ok) throw new Error(`founding was refused: ${founded.refusal.rule}`)
    const { study } = founded.value
    const done = async (act: ReturnType<Study['submit']>) => {
      const acted = await act
      if (!acted.ok) throw new Error(`an act was refused: ${acted.refusal.rule}`)
      return acted.value
    }
    await study.unlock(pharmacist.login, pharmacist.passphrase)
    const { login, name, role, passphrase } = quality
    const signed = { passphrase: pharmacist.passphrase }
    await done(study.submit({ type: 'EnrolMember', login, name, role }, { ...signed, chosen: passphrase }))
    const receive = async (product: 'A' | 'B', lotNumber: string) => {
      const { made } = await done(
        study.submit({
          type: 'ReceiveLot',
          product,
          lotNumber,
          manufacturer: 'Manufacturer',
          expiresOn: '2031-12-31',
          vialCount: 12,
          storagePlace: watchedLots.place,
          sender: 'Depot',
          arrivalCelsius: '-78.5',
        }),
      )
      return String(made['lotId'])
    }
    const lotId = await receive('A', watchedLots.released)
    await receive('B', watchedLots.quarantined)
    await study.unlock(login, passphrase)
    const lot = { lotId, product: 'A' } as const
    await done(study.submit(inventedCertificate(settings, lot, '2023-04-09', 'CoA 423'), { passphrase }))
    await done(study.submit({ type: 'ReleaseLot', lotId, certificate: 'CoA 423' }, { passphrase }))
    study.close()
    return path
  }, beforeTheReadings)
}

/** Makes the practice study in a folder, with its cards beside it, as the program does when it is first asked for. */
export function makePracticeFiles(folder: string): Promise<void> {
  return withTools(async (tools) => {
    const { study, cards } = await makePracticeStudy(join(folder, 'practice.counterseal'), tools)
    study.close()
    await writeFile(join(folder, 'practice-cards.json'), JSON.stringify(cards))
  })
}

/** Corrects the certificate of the practice study's first lot to one with this document; gives the lot's number. */
export function keepPracticeDocument(path: string, name: string, bytes: Uint8Array): Promise<string> {
  const qa = known(colleagues.find(({ role }) => role === 'qa'))
  return withTools(async (tools) => {
    const opened = await Study.open(path, tools)
    if (!opened.ok) throw new Error(`opening was refused: ${opened.refusal.rule}`)
    const study = opened.value
    await study.unlock(qa.login, qa.passphrase)
    const asked = study.ask({ type: 'Lots', offset: 0, limit: 1 })
    const lot = known(asked.ok ? (asked.value as Answers['Lots']).rows[0] : undefined)
    const certificate = inventedCertificate(practiceSettings(), lot, '2026-01-10')
    const acted = await study.submit({ ...certificate, reason: 'another scan' }, { file: bytes, fileName: name })
    if (!acted.ok) throw new Error(`the certificate was refused: ${acted.refusal.rule}`)
    study.close()
    return lot.lotNumber
  })
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the practice study lacks what is looked for')
  return found
}
