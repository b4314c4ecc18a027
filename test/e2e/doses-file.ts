// A study whose doses stand at every step of their way, made as the program makes one; its clock ends a moment ago.

import { join } from 'node:path'
import { currentLabel } from '../../src/core/clinic/labels-book.ts'
import type { Command } from '../../src/core/decide.ts'
import type { AnswerTo, Question } from '../../src/core/questions.ts'
import type { StudySettings } from '../../src/core/registry/settings.ts'
import type { Result } from '../../src/core/result.ts'
import { held } from '../../src/core/session.ts'
import { addMinutes } from '../../src/core/time.ts'
import type { Acted } from '../../src/main/breaking.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'
import { Study } from '../../src/main/study.ts'
import type { Beside } from '../../src/main/study-tools.ts'
import type { Clock } from '../../src/main/vault/attempts.ts'
import { withTools } from './study-file.ts'

/** Everybody of that study. */
export const staff = {
  pharmacist: { login: 'farah', role: 'pharmacist', passphrase: 'lantern orbit walnut cathedral rain' },
  colleague: { login: 'parisa', role: 'pharmacist', passphrase: 'granite willow forty candles south' },
  checker: { login: 'cyrus', role: 'checker', passphrase: 'copper ladder moonlit bazaar seven' },
  qa: { login: 'qamar', role: 'qa', passphrase: 'velvet anchor thirteen almond storms' },
  pi: { login: 'iman', role: 'pi', passphrase: 'pomegranate tractor winter glass hill' },
  deputy: { login: 'dana', role: 'deputy_pi', passphrase: 'bicycle turquoise harbour eleven kites' },
  inspector: { login: 'bita', role: 'blinded_inspector', passphrase: 'marble kettle evening gravel owl' },
  theatre: { login: 'taha', role: 'theatre', passphrase: 'saffron engine quiet ledger north' },
} as const

/** How far a dose has come, from participant 1 on. */
export type Standing = 'ordered' | 'labelled' | 'verified' | 'handed_over'
/** What was made of it. */
export type Made = {
  readonly doseId: string
  readonly vial: string
  readonly syringe: string
  /** The serial of its label. */
  readonly serial?: string
  readonly receipt?: string
}

const shortest = { vialsPerDose: 1, syringesPerDose: 1, thawMinutes: 0, finalMicrolitres: 10_000 } as const

/**
 * Makes the study in a folder: one participant for each standing. `drawnMinutesAgo` says when the doses were drawn; the
 * in-use time is four hours.
 */
export function dosesIn(
  folder: string,
  standings: readonly Standing[],
  drawnMinutesAgo = 20,
): Promise<{ path: string; doses: Made[] }> {
  const path = join(folder, 'doses.counterseal')
  const start = Date.now() - (drawnMinutesAgo + 1) * 60_000
  let steps = 0
  // Every act comes a little after the one before, and all of them before now.
  const clock: Clock = { now: () => new Date(start + steps++), monotonicMilliseconds: () => 0 }
  const settings: StudySettings = {
    ...practiceSettings(),
    lockAfterSeconds: 3_600,
    dose: { ...practiceSettings().dose, ...shortest, inUseMinutes: 240 },
  }
  return withTools(async (tools) => {
    const founder = { ...staff.pharmacist, name: 'Farah Founder' }
    const { study } = accepted(await Study.found(path, { settings, practice: false, founder }, tools))
    let secret: Beside = {}
    const signIn = async ({ login, passphrase }: { login: string; passphrase: string }) => {
      accepted(await study.unlock(login, passphrase))
      secret = { passphrase }
    }
    const act = async (command: Command, beside: Beside = {}): Promise<Acted> =>
      accepted(await study.submit(command, { ...secret, ...beside }))
    const ask = <Q extends Question>(question: Q) => accepted(study.ask(question)) as AnswerTo<Q['type']>
    const now = () => clock.now().toISOString()

    await signIn(staff.pharmacist)
    for (const { login, role, passphrase } of Object.values(staff).slice(1))
      await act({ type: 'EnrolMember', login, name: `${login} of the staff`, role }, { chosen: passphrase })
    const names = [settings.arms.A.name, settings.arms.B.name]
    const rows = Array.from({ length: 20 }, (_, index) => `${index + 1},${names[index % 2]}`)
    const file = new TextEncoder().encode(`number,arm\n${rows.join('\n')}\n`)
    const provenance = { madeBy: 'A statistician', method: 'Alternating, for a test', madeOn: now().slice(0, 10) }
    const sealed = await act({ type: 'ImportAllocationList', ...provenance }, { file })
    const drillCard = sealed.cards?.find(({ number }) => number === 0)?.code ?? ''
    for (const product of ['A', 'B'] as const)
      await act({
        ...{ type: 'ReceiveLot', product, lotNumber: `REAL-${product}-7`, manufacturer: 'Maker' },
        ...{ expiresOn: addMinutes(now(), 300 * 24 * 60).slice(0, 10), vialCount: 14 },
        ...{ storagePlace: 'Freezer 2', sender: 'Depot', arrivalCelsius: '-78.5' },
      })
    await signIn(staff.qa)
    for (const lot of ask({ type: 'Lots', offset: 0, limit: 10 }).rows) {
      await act(inventedCertificate(settings, lot, now().slice(0, 10), 'CoA 7'))
      await act({ type: 'ReleaseLot', lotId: lot.lotId, certificate: 'CoA 7' })
    }
    const answers = Object.fromEntries(
      settings.criteria.map(({ id, kind }) => [id, kind === 'inclusion' ? 'yes' : 'no'] as const),
    )
    for (const breaker of [staff.deputy, staff.pi]) {
      await signIn(breaker)
      await act({ type: 'PassDrill', seconds: 30, code: drillCard })
    }
    const ordered: string[] = []
    for (const [index] of standings.entries()) {
      await act({ type: 'EnrolParticipant', initials: '', answers })
      const surgeryAt = addMinutes(new Date().toISOString(), 60)
      const order = { type: 'OrderDose', number: index + 1, surgeryAt, theatre: 'OR 4' } as const
      ordered.push(String((await act(order)).made['doseId']))
    }
    await signIn(staff.pharmacist)
    const doses: Made[] = []
    for (const [index, standing] of standings.entries()) {
      const doseId = held(ordered[index])
      if (standing === 'ordered') {
        doses.push({ doseId, vial: '', syringe: '' })
        continue
      }
      const preparationId = String((await act({ type: 'StartPreparation', doseId })).made['preparationId'])
      const [vial = ''] = held(ask({ type: 'Preparation', doseId }).unblinded).shelf
      const step = { type: 'RecordStep', preparationId, entered: 'scanned' } as const
      await act({ ...step, step: 'take', vialCodes: [vial] })
      await act({ ...step, step: 'thaw' })
      await act({ ...step, step: 'draw', microlitres: settings.dose.drawMicrolitres })
      await act({ ...step, step: 'fill', microlitres: settings.dose.finalMicrolitres })
      await act({ ...step, step: 'inspect', appearanceFits: true })
      await act({ ...step, step: 'sleeve' })
      await act({ type: 'FinishPreparation', preparationId })
      await act({ type: 'PrintLabels', doseId, reason: '' })
      const [syringe = ''] = ask({ type: 'Preparation', doseId }).dose.syringes.map(({ code }) => code)
      const labelled = [...(study.session?.clinic?.syringes.values() ?? [])].find(({ code }) => code === syringe)
      const serial = held(labelled && currentLabel(labelled)).serial
      const witness = { login: staff.checker.login, passphrase: staff.checker.passphrase }
      const check = { vialCodes: [vial], syringeCodes: [syringe], finalMicrolitres: settings.dose.finalMicrolitres }
      if (standing !== 'labelled') await act({ type: 'VerifyDose', doseId, ...check, entered: 'scanned' }, { witness })
      if (standing === 'handed_over')
        await act({
          type: 'ReleaseDose',
          doseId,
          syringeCodes: [syringe],
          entered: 'scanned',
          receivedBy: 'Nasrin Nurse',
        })
      const receipt = study.session?.clinic?.outstandingReceipts.get(doseId)
      doses.push({ doseId, vial, syringe, serial, ...(receipt === undefined ? {} : { receipt }) })
    }
    study.close()
    return { path, doses }
  }, clock)
}

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
