/**
 * Makes the practice study: a file founded for practice, with invented members, lots and participants, in which every
 * kind of work waits for somebody. It is made through the same door as everything else.
 */
import type { Command } from '../../core/decide.ts'
import type { Answers } from '../../core/questions.ts'
import type { Result } from '../../core/result.ts'
import { held } from '../../core/session.ts'
import { addMinutes } from '../../core/time.ts'
import type { Acted } from '../breaking.ts'
import { Study } from '../study.ts'
import type { Beside, StudyTools } from '../study-tools.ts'
import { inventedCertificate } from './practice-certificate.ts'
import { colleagues, founder } from './practice-members.ts'
import { practiceSettings } from './practice-settings.ts'
import { inventedWorksheets } from './practice-worksheets.ts'

/** A code card of the practice study; as public as its passphrases. */
export type PracticeCard = { readonly number: number; readonly code: string }

/** A practice study just made, locked, and the cards that would lie in sealed envelopes. */
export type PracticeStudy = { readonly study: Study; readonly cards: readonly PracticeCard[] }

/** The invented allocation list: alternating, so that nobody mistakes it for a real one. */
export function inventedList(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => `${index + 1},${index % 2 === 0 ? 'exosome' : 'placebo'}`)
  return `number,arm\n${rows.join('\n')}\n`
}

/** Makes the practice study at a path where nothing lies yet. `onProgress` is told how far it is. */
export async function makePracticeStudy(
  path: string,
  tools: StudyTools,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<PracticeStudy> {
  const settings = practiceSettings()
  const { study } = accepted(await Study.found(path, { settings, practice: true, founder }, tools))
  const total = 24
  let done = 0
  const act = async (command: Command, beside: Beside = {}): Promise<Acted> => {
    const acted = accepted(await study.submit(command, beside))
    onProgress(Math.min(total, ++done), total)
    return acted
  }
  const signIn = async (login: string): Promise<Beside> => {
    const { passphrase } = held([founder, ...colleagues].find((one) => one.login === login))
    accepted(await study.unlock(login, passphrase))
    return { passphrase }
  }

  const pharmacist = await signIn(founder.login)
  for (const { login, name, role, passphrase } of colleagues)
    await act({ type: 'EnrolMember', login, name, role }, { ...pharmacist, chosen: passphrase })
  const today = tools.clock.now().toISOString()
  const provenance = {
    madeBy: 'Invented statistician',
    method: 'Alternating, for practice only',
    madeOn: today.slice(0, 10),
  }
  const list = new TextEncoder().encode(inventedList(20))
  const sealed = await act({ type: 'ImportAllocationList', ...provenance }, { ...pharmacist, file: list })
  const expiresOn = addMinutes(today, 300 * 24 * 60).slice(0, 10)
  for (const [product, lotNumber] of [
    ['A', 'PRACTICE-EX-01'],
    ['B', 'PRACTICE-PL-01'],
  ] as const) {
    await act({
      type: 'ReceiveLot',
      product,
      lotNumber,
      manufacturer: 'Invented manufacturer',
      expiresOn,
      vialCount: 14,
      storagePlace: product === 'A' ? 'Freezer 1, shelf 2' : 'Freezer 1, shelf 3',
      sender: 'Invented depot',
      arrivalCelsius: '-78.5',
    })
  }

  const sheets = inventedWorksheets(settings)
  await act({ type: 'WriteWorksheets', sheets, note: 'First version (invented for practice)' }, pharmacist)

  const qa = await signIn('qamar')
  await act({ type: 'ApproveWorksheets', version: 1 }, qa)
  const lots = accepted(study.ask({ type: 'Lots', offset: 0, limit: 10 })) as Answers['Lots']
  for (const lot of lots.rows) {
    const certificate = inventedCertificate(settings, lot, today.slice(0, 10))
    await act(certificate)
    await act({ type: 'ReleaseLot', lotId: lot.lotId, certificate: certificate.reference }, qa)
  }

  const dummyCard = held(sealed.cards?.find((card) => card.number === 0)).code
  for (const breaker of ['dana', 'iman']) {
    const secret = await signIn(breaker)
    await act({ type: 'PassDrill', seconds: 30, code: dummyCard }, secret)
  }
  const pi = await signIn('iman')
  const answers = Object.fromEntries(
    settings.criteria.map((criterion) => [criterion.id, criterion.kind === 'inclusion' ? 'yes' : 'no'] as const),
  )
  for (const [number, minutes, theatre] of [
    [1, 150, 'Theatre 2'],
    [2, 320, 'Theatre 1'],
  ] as const) {
    await act({ type: 'EnrolParticipant', initials: '', answers })
    const surgeryAt = addMinutes(tools.clock.now().toISOString(), minutes)
    await act({ type: 'OrderDose', number, surgeryAt, theatre }, pi)
  }
  await act({ type: 'EnrolParticipant', initials: '', answers })
  study.lock('closed')
  return { study, cards: sealed.cards ?? [] }
}

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the practice study was refused: ${result.refusal.rule}`)
  return result.value
}
