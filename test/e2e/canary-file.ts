// A study file in which whatever must stay in its book is a word that occurs nowhere else, made by the program's own
// code; and the secrets behind it, as the right passphrases open them.

import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Book, Role } from '../../src/core/books.ts'
import type { Command } from '../../src/core/decide.ts'
import type { AnswerTo, Question } from '../../src/core/questions.ts'
import { type Arm, arms } from '../../src/core/registry/settings.ts'
import type { Result } from '../../src/core/result.ts'
import { held } from '../../src/core/session.ts'
import { addMinutes } from '../../src/core/time.ts'
import type { Acted } from '../../src/main/breaking.ts'
import { systemClock } from '../../src/main/clock.ts'
import { openLedger } from '../../src/main/ledger/ledger.ts'
import { inventedCertificate } from '../../src/main/practice/practice-certificate.ts'
import { practiceSettings } from '../../src/main/practice/practice-settings.ts'
import { replayBooks } from '../../src/main/session.ts'
import { Study } from '../../src/main/study.ts'
import type { Beside, StudyTools } from '../../src/main/study-tools.ts'
import { openGrants } from '../../src/main/vault/book-keys.ts'
import { keyOfCard, readCardCode } from '../../src/main/vault/card-code.ts'
import { systemDice } from '../../src/main/vault/dice.ts'
import type { FiledEnvelope } from '../../src/main/vault/envelope.ts'
import { feebleKdfCostForTests, passphraseBytes, startKdf } from '../../src/main/vault/kdf.ts'
import { Keyring } from '../../src/main/vault/keyring.ts'
import { unlockBytes } from '../../src/main/vault/locked-box.ts'
import { type MemberKeys, openBoxSecret, pairOf } from '../../src/main/vault/member-keys.ts'
import { createSeal } from '../../src/main/vault/seal.ts'
import { type BoxPair, openSealed } from '../../src/main/vault/sealed-box.ts'
import { toText } from '../../src/main/vault/secret.ts'

/** The people of the file. Their names are the canaries of the registry book, next to the title of the study. */
export const people = {
  pharmacist: { login: 'farah', role: 'pharmacist', passphrase: 'lantern orbit walnut cathedral rain' },
  checker: { login: 'cyrus', role: 'checker', passphrase: 'copper ladder moonlit bazaar seven' },
  qa: { login: 'qamar', role: 'qa', passphrase: 'velvet anchor thirteen almond storms' },
  pi: { login: 'iman', role: 'pi', passphrase: 'pomegranate tractor winter glass hill' },
  deputy: { login: 'dana', role: 'deputy_pi', passphrase: 'bicycle turquoise harbour eleven kites' },
} as const satisfies Record<string, { login: string; role: Role; passphrase: string }>
type Somebody = (typeof people)[keyof typeof people]

/** A name that is found wherever it leaked to. */
const nameOf = (login: string) => `Zqregistry ${login} Vexley`

/** Words of one book each, in both scripts. */
const words = {
  registry: [
    'Zqregistry title of the trial',
    'ژخنشانه دفتر ثبت',
    ...Object.values(people).map(({ login }) => nameOf(login)),
  ],
  clinic: [
    'ZqXkJy',
    'Zqclinic theatre 41',
    'ژخنشانه اتاق عمل',
    'Zqclinic narrative of an emergency',
    'Zqclinic told',
    'Zqclinic nurse',
  ],
  stock: [
    'Zqstock maker',
    'ژخنشانه انبار هفده',
    'Zqstock depot',
    'Zqstock certificate',
    'Zqstock breakage',
    'ZQSTOCK-EX-7741',
    'ZQSTOCK-PL-8852',
  ],
  allocation: [
    'Zqallocation statistician',
    'Zqallocation method',
    'Zqallocation block',
    'ژخنشانه طبقه',
    'Zqallocation deviation',
  ],
} as const satisfies Record<Book, readonly string[]>

/** Something that is looked for. */
export type Canary = { readonly name: string; readonly book: Book; readonly text: string }
/** Bytes that are looked for: a key of a book, or a secret of a member. */
export type KeyBytes = { readonly name: string; readonly book?: Book; readonly login?: string; readonly bytes: Buffer }

/** A study file whose every secret is known to the test. */
export type CanaryFile = {
  readonly path: string
  readonly cards: ReadonlyMap<number, string>
  readonly canaries: readonly Canary[]
  readonly keys: readonly KeyBytes[]
  /** The arm of a number, as the list has it. */
  readonly armOf: (number: number) => Arm
}

const planned = 10
/** Not alternating, so that the row of letters occurs by chance nowhere. */
const list: readonly Arm[] = [...'ABBABAABBBAABABAABBA'].map((letter) => (letter === 'A' ? 'A' : 'B'))

/** Makes the file in a folder: doses prepared and ordered, an envelope opened, nobody signed in. */
export async function makeCanaryFile(folder: string): Promise<CanaryFile> {
  const kdf = startKdf()
  const tools: StudyTools = { kdf, dice: systemDice, cost: feebleKdfCostForTests(), clock: systemClock }
  try {
    const path = join(folder, 'canaries.counterseal')
    const made = await played(path, tools)
    return { path, armOf: (number) => held(list[number - 1]), ...made, keys: await keysIn(path, made.cards, tools) }
  } finally {
    await kdf.stop()
  }
}

const settings = (() => {
  const known = practiceSettings(planned)
  return {
    ...known,
    study: { ...known.study, title: { en: words.registry[0], fa: words.registry[1] } },
    dose: { ...known.dose, thawMinutes: 0 },
    lockAfterSeconds: 3_600,
  }
})()

async function played(path: string, tools: StudyTools): Promise<Pick<CanaryFile, 'cards' | 'canaries'>> {
  const { pharmacist, checker, qa, pi, deputy } = people
  const founder = { ...pharmacist, name: nameOf(pharmacist.login) }
  const { study } = accepted(await Study.found(path, { settings, practice: false, founder }, tools))
  let secret: Beside = {}
  const signIn = async ({ login, passphrase }: Somebody) => {
    accepted(await study.unlock(login, passphrase))
    secret = { passphrase }
  }
  const act = async (command: Command, beside: Beside = {}): Promise<Acted> =>
    accepted(await study.submit(command, { ...secret, ...beside }))
  const ask = <Q extends Question>(question: Q) => accepted(study.ask(question)) as AnswerTo<Q['type']>
  const now = () => tools.clock.now().toISOString()

  await signIn(pharmacist)
  for (const { login, role, passphrase } of [checker, qa, pi, deputy])
    await act({ type: 'EnrolMember', login, name: nameOf(login), role }, { chosen: passphrase })
  const [madeBy, method, block, stratum, deviation] = words.allocation
  const rows = list.map((arm, index) => `${index + 1},${settings.arms[arm].name},${block},${stratum}`)
  const file = new TextEncoder().encode(`number,arm,block,stratum\n${rows.join('\n')}\n`)
  const provenance = { madeBy, method, madeOn: now().slice(0, 10) }
  const sealed = await act({ type: 'ImportAllocationList', ...provenance }, { file })
  const cards = new Map(sealed.cards?.map(({ number, code }) => [number, code]))
  const [manufacturer, storagePlace, sender, certificate, breakage, ...lotNumbers] = words.stock
  for (const [index, product] of arms.entries())
    await act({
      type: 'ReceiveLot',
      product,
      lotNumber: held(lotNumbers[index]),
      manufacturer,
      expiresOn: addMinutes(now(), 300 * 24 * 60).slice(0, 10),
      vialCount: 14,
      storagePlace,
      sender,
      arrivalCelsius: '-78.5',
    })
  await signIn(qa)
  const lots = ask({ type: 'Lots', offset: 0, limit: 10 }).rows
  for (const lot of lots) {
    await act(inventedCertificate(settings, lot, now().slice(0, 10), certificate))
    await act({ type: 'ReleaseLot', lotId: lot.lotId, certificate })
  }
  for (const breaker of [deputy, pi]) {
    await signIn(breaker)
    await act({ type: 'PassDrill', seconds: 30, code: held(cards.get(0)) })
  }
  const [initials, theatre, persianTheatre, narrative, told, receivedBy] = words.clinic
  const answers = Object.fromEntries(
    settings.criteria.map(({ id, kind }) => [id, kind === 'inclusion' ? 'yes' : 'no'] as const),
  )
  const doses: string[] = []
  for (const number of [1, 2, 3, 4]) {
    await act({ type: 'EnrolParticipant', initials, answers })
    const surgeryAt = addMinutes(now(), 60 * (2 + number))
    const place = number === 1 ? persianTheatre : theatre
    doses.push(String((await act({ type: 'OrderDose', number, surgeryAt, theatre: place })).made['doseId']))
  }
  await signIn(pharmacist)
  // The dose of participant 1 waits; those of 2 and 3, of either arm, are made.
  const taken: string[] = []
  for (const doseId of doses.slice(1, 3)) {
    const preparationId = String((await act({ type: 'StartPreparation', doseId })).made['preparationId'])
    const vialCodes = [...held(ask({ type: 'Preparation', doseId }).unblinded).shelf].slice(0, 1)
    taken.push(...vialCodes)
    const step = { type: 'RecordStep', preparationId, entered: 'scanned' } as const
    await act({ ...step, step: 'take', vialCodes })
    await act({ ...step, step: 'thaw' })
    await act({ ...step, step: 'draw', microlitres: settings.dose.drawMicrolitres })
    await act({ ...step, step: 'fill', microlitres: settings.dose.finalMicrolitres })
    await act({ ...step, step: 'inspect', appearanceFits: true })
    await act({ ...step, step: 'sleeve' })
    await act({ type: 'NoteDeviation', preparationId, text: deviation })
    await act({ type: 'FinishPreparation', preparationId })
    await act({ type: 'PrintLabels', doseId, reason: '' })
    const syringeCodes = ask({ type: 'Preparation', doseId }).dose.syringes.map(({ code }) => code)
    const finalMicrolitres = settings.dose.finalMicrolitres
    const check = { type: 'VerifyDose', doseId, vialCodes, syringeCodes, finalMicrolitres, entered: 'scanned' } as const
    await act(check, { witness: { login: checker.login, passphrase: checker.passphrase } })
    await act({ type: 'ReleaseDose', doseId, syringeCodes, entered: 'scanned', receivedBy })
  }
  const stock = held(study.session?.stock)
  const known = [...stock.vials.keys()]
  await act({ type: 'WasteVial', vialCode: held(known.findLast((code) => !taken.includes(code))), reason: breakage })
  // The vials that something happened to, and two that stand on the shelf.
  const vials = [...stock.vials.values()].flatMap(({ vialCode, state }) => (state === 'on_shelf' ? [] : [vialCode]))
  vials.push(...known.filter((code) => !vials.includes(code)).slice(0, 2), ...taken)
  const preparations = [...held(study.session?.allocation).preparations.keys()]
  await signIn(deputy)
  const broken = { type: 'BreakBlind', number: 4, reason: 'other', narrative, told, code: held(cards.get(4)) } as const
  await act(broken)
  study.close()

  const canary = (book: Book) => (text: string) => ({ name: `${book}: ${text}`, book, text })
  return {
    cards,
    canaries: [
      ...Object.entries(words).flatMap(([book, its]) => its.map(canary(book as Book))),
      ...[...new Set(vials)].map(canary('stock')),
      ...lots.map(({ lotId }) => canary('stock')(lotId)),
      ...preparations.map(canary('allocation')),
      // The pairing of numbers and arms, as the sealed list writes it and as a lone row of letters.
      canary('allocation')(JSON.stringify(list)),
      canary('allocation')(list.join('')),
    ],
  }
}

/** The keys of all books and of all members, as the passphrases open them in a copy of the file. */
async function keysIn(path: string, cards: CanaryFile['cards'], tools: StudyTools): Promise<KeyBytes[]> {
  const copy = `${path}.copy`
  copyFileSync(path, copy)
  const opening = openLedger(copy, { at: '', access: 'read' })
  if (!opening.ok) throw new Error('the copy does not open')
  const keyring = new Keyring()
  keyring.apply(opening.ledger.keyringRows())
  const found: KeyBytes[] = []
  for (const { login, passphrase } of Object.values(people)) {
    const keys = held(keyring.byLogin(login))
    const typed = passphraseBytes(passphrase)
    const derived = await tools.kdf.derive(typed, keys.wrapping.salt, keys.wrapping.cost)
    const boxSecretKey = held(openBoxSecret(keys, derived) ?? undefined)
    found.push(
      { name: `key derived from the passphrase of ${login}`, login, bytes: Buffer.from(derived) },
      { name: `receiving secret of ${login}`, login, bytes: Buffer.from(boxSecretKey) },
      { name: `signing secret of ${login}`, login, bytes: signSeedOf(keys, derived) },
    )
    const bookKeys = openGrants(keyring.grantsOf(keys.member), pairOf(keys, boxSecretKey))
    if (login === people.pharmacist.login)
      for (const { book, key } of bookKeys.all())
        found.push({ name: `key of the ${book} book`, book, bytes: Buffer.from(key) })
    if (login !== people.pi.login) continue
    const books = await replayBooks(opening.ledger, bookKeys, createSeal(opening.ledger.fileId, bookKeys))
    const listId = Buffer.from(opening.ledger.fileId).toString('hex')
    const breaker = { member: keys.member, ...pairOf(keys, boxSecretKey) }
    for (const [number, filed] of held(books?.clinic).envelopes as ReadonlyMap<number, FiledEnvelope>)
      found.push({
        name: `envelope key of number ${number}`,
        bytes: envelopeKeyOf(listId, filed, breaker, held(cards.get(number))),
      })
  }
  opening.ledger.close()
  return found
}

/** The key of one emergency envelope, as a breaker's secret and its card give it. */
function envelopeKeyOf(
  listId: string,
  filed: FiledEnvelope,
  breaker: { member: string } & BoxPair,
  code: string,
): Buffer {
  const purpose = JSON.stringify(['counterseal envelope', listId, filed.number])
  const way = held(filed.ways.find(({ member }) => member === breaker.member))
  const sent = held(openSealed(Buffer.from(way.sealed, 'base64url'), breaker, purpose) ?? undefined)
  const cardKey = keyOfCard(held(readCardCode(code) ?? undefined))
  return Buffer.from(held(unlockBytes(sent, cardKey, purpose) ?? undefined))
}

function signSeedOf({ member, signPublicKey, wrapping }: MemberKeys, derived: Uint8Array): Buffer {
  const purpose = `counterseal sign ${toText(signPublicKey)} ${member}`
  return Buffer.from(held(unlockBytes(wrapping.signSeed, derived, purpose) ?? undefined))
}

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
