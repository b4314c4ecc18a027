/**
 * What an act needs from the vault, before it is decided and before it is written.
 *
 * Before: lists read from a file, envelopes for breakers, the dummy envelope of a drill. After the decision: the keyring
 * rows that enrolling, resetting or removing a member bring along. Each command that touches keys stands here once.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { booksOf, mayBreak, type Role } from '../core/books.ts'
import type { FiledEnvelope as Filed } from '../core/clinic/events.ts'
import type { Context } from '../core/context.ts'
import type { Command } from '../core/decide.ts'
import { known } from '../core/never.ts'
import type { Arm } from '../core/registry/settings.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import { type Events, held } from '../core/session.ts'
import { weighingAhead } from '../core/stock/logger-import.ts'
import { inSlices } from './in-slices.ts'
import { keepDocument } from './kept-documents.ts'
import type { Attachment, KeyringRow } from './ledger/entry.ts'
import { preparedPack, readPackRecord } from './pack-acts.ts'
import type { SignIn } from './session.ts'
import { type Beside, freshId, type StudyTools } from './study-tools.ts'
import { grantAll } from './vault/book-keys.ts'
import {
  type ArmOfNumber,
  type Breaker,
  type Envelopes,
  type FiledEnvelope,
  type KeptEnvelope,
  makeEnvelopes,
  openEnvelope,
  regrant,
  reissueEnvelopes,
} from './vault/envelope.ts'
import { passphraseBytes } from './vault/kdf.ts'
import type { Keyring } from './vault/keyring.ts'
import { changePassphrase, enrolMember, type MemberKeys, pairOf } from './vault/member-keys.ts'
import { removeMember } from './vault/removal.ts'
import { wipe } from './vault/secret.ts'

/** What was prepared for one act. `cards` are printed once and kept nowhere. */
export type Act = Pick<
  Context,
  'list' | 'envelopes' | 'drillOpened' | 'memberId' | 'pack' | 'packRecord' | 'document' | 'log'
> & {
  readonly cards?: readonly { readonly number: number; readonly code: string }[]
  /** The text of an emergency pack; handed out once. */
  readonly packText?: string
  /** The sealed box of a document that goes into the file with the entry. */
  readonly attachment?: Attachment
  /** The keyring rows that the act brings along; asked for once the signer has signed. */
  readonly rows?: () => Promise<Result<KeyringRow[]>>
  /** Done once the act is on the disk. */
  readonly afterwards?: () => void
}

/** Number 0 is the dummy participant on whom drills are held; its envelope says neither arm. */
const dummyNumber = 0
const dummyArm = 'drill'

/** Prepares what `decide` will be handed for this command. */
export async function prepareAct(
  signIn: SignIn,
  keyring: Keyring,
  command: Command,
  beside: Beside,
  tools: StudyTools,
): Promise<Result<Act>> {
  switch (command.type) {
    case 'ImportAllocationList':
      return preparedList(signIn, keyring, beside, tools)
    case 'ImportTemperatures':
      if (beside.log === undefined) return accept({})
      await inSlices(weighingAhead(signIn.session, command, beside.log))
      return accept({ log: beside.log })
    case 'ReissueCodeCards':
      return accept(await reissued(signIn, keyring, command.number, tools))
    case 'MakeEmergencyPack':
      return accept(preparedPack(signIn, breakersOf(signIn, keyring), beside, tools))
    case 'TakeInPackRecord':
      return readPackRecord(signIn, keyring, beside)
    case 'EnterCertificate': {
      const { file: bytes, fileName: name = '' } = beside
      return bytes === undefined ? accept({}) : keepDocument(signIn, { name, bytes }, tools)
    }
    case 'PassDrill':
      return accept({ drillOpened: opened(signIn, dummyNumber, command.code) === dummyArm })
    case 'EnrolMember':
      return accept(await newKeys(signIn, freshId(tools), command, beside, tools))
    case 'ResetMember': {
      const member = signIn.session.registry.members.get(command.memberId)
      return accept(member === undefined ? {} : await newKeys(signIn, member.memberId, member, beside, tools))
    }
    case 'RemoveMember':
      return accept(removal(signIn, keyring, command.memberId, tools))
    case 'ChangePassphrase':
      return accept({ rows: () => rewrapped(signIn, beside, tools) })
    default:
      return accept({})
  }
}

/** Envelopes made at a time. */
const spanOfEnvelopes = 100

/** Makes envelopes span by span: the event loop is given back between them, and the memory of what was wiped with it. */
async function spanwise(
  arms: readonly ArmOfNumber[],
  make: (some: readonly ArmOfNumber[]) => Envelopes,
): Promise<Envelopes> {
  const spans: Envelopes[] = []
  for (let first = 0; first < arms.length; first += spanOfEnvelopes) {
    spans.push(make(arms.slice(first, first + spanOfEnvelopes)))
    await nextTurn()
  }
  return {
    filed: spans.flatMap(({ filed }) => filed),
    kept: spans.flatMap(({ kept }) => kept),
    cards: spans.flatMap(({ cards }) => cards),
  }
}

async function preparedList(signIn: SignIn, keyring: Keyring, beside: Beside, tools: StudyTools): Promise<Result<Act>> {
  const { registry, allocation } = signIn.session
  // A second import is refused by the rule itself; the file is not even read.
  if (allocation === undefined || allocation.provenance !== undefined || beside.file === undefined) return accept({})
  const { readAllocationList } = await import('./imports/allocation-list.ts')
  const read = readAllocationList(beside.file, registry.settings)
  if (!read.ok) return read
  const breakers = breakersOf(signIn, keyring)
  const { openWith } = registry.settings.emergency
  const made = await spanwise(armsByNumber(read.value.arms), (some) =>
    makeEnvelopes(signIn.listId, some, breakers, openWith, tools.dice),
  )
  return accept({ list: read.value, ...withCards(made) })
}

/** New cards: of every number, or of one alone, and then the others are kept as they were. */
async function reissued(signIn: SignIn, keyring: Keyring, only: number | undefined, tools: StudyTools): Promise<Act> {
  const { allocation, clinic } = signIn.session
  if (allocation?.kept === undefined || clinic === undefined || clinic.openWith === 'secret') return {}
  const arms = armsByNumber(allocation.arms).filter(({ number }) => only === undefined || number === String(only))
  const kept = allocation.kept as readonly KeptEnvelope[]
  const breakers = breakersOf(signIn, keyring)
  const { openWith } = clinic
  const made = await spanwise(arms, (some) =>
    reissueEnvelopes(signIn.listId, some, kept, breakers, openWith, tools.dice),
  )
  const merged = kept.map((one) => made.kept.find(({ number }) => number === one.number) ?? one)
  return withCards({ ...made, kept: merged })
}

/** Keys for a member under a passphrase of their own; a breaker is let into the envelopes that are filed already. */
async function newKeys(
  signIn: SignIn,
  memberId: string,
  person: { readonly login: string; readonly role: Role },
  beside: Beside,
  tools: StudyTools,
): Promise<Act> {
  const passphrase = passphraseBytes(held(beside.chosen))
  const enrolled = await enrolMember({ member: memberId, login: person.login, passphrase }, tools)
  wipe(passphrase, enrolled.boxSecretKey)
  const { boxPublicKey } = enrolled.keys
  const grants = grantAll({ holder: memberId, boxPublicKey }, booksOf(person.role), signIn.bookKeys, tools.dice)
  const { clinic, allocation } = signIn.session
  const envelopes =
    mayBreak(person.role) && clinic !== undefined && allocation?.kept !== undefined
      ? { filed: letIn({ member: memberId, boxPublicKey }, signIn, tools), kept: allocation.kept }
      : undefined
  const rows = [enrolled.row, ...grants]
  return {
    memberId,
    rows: () => Promise.resolve(accept(rows)),
    ...(envelopes === undefined ? {} : { envelopes }),
  }
}

/** The filed envelopes, each with one more way in. Needs no card, and opens none. */
function letIn(breaker: Breaker, signIn: SignIn, tools: StudyTools): Filed[] {
  const kept = held(signIn.session.allocation).kept as readonly KeptEnvelope[]
  return regrant(signIn.listId, kept, breaker, tools.dice).map(({ number, way }) => {
    const filed = known(held(signIn.session.clinic).envelopes, Number(number)) as FiledEnvelope
    // Ways to keys that this member no longer has are of use to nobody.
    const ways = filed.ways.filter(({ member }) => member !== breaker.member)
    return { number: Number(number), envelope: { ...filed, ways: [...ways, way] } }
  })
}

function removal(signIn: SignIn, keyring: Keyring, memberId: string, tools: StudyTools): Act {
  if (keyring.member(memberId) === undefined) return {}
  const { rows, keys } = removeMember(keyring, memberId, tools.dice)
  return {
    rows: () => Promise.resolve(accept(rows)),
    afterwards: () => {
      for (const { book, generation, key } of keys) if (signIn.session[book]) signIn.bookKeys.add(book, generation, key)
    },
  }
}

async function rewrapped(signIn: SignIn, beside: Beside, tools: StudyTools): Promise<Result<KeyringRow[]>> {
  const present = passphraseBytes(held(beside.passphrase))
  const next = passphraseBytes(held(beside.chosen))
  const row = await changePassphrase(signIn.keys, present, next, tools)
  wipe(present, next)
  return row === null ? refuse('passphrase_wrong', { field: 'passphrase' }) : accept([row])
}

/** Those who may break the blind today, with their keys. */
function breakersOf(signIn: SignIn, keyring: Keyring): MemberKeys[] {
  return [...signIn.session.registry.members.values()]
    .filter((member) => mayBreak(member.role) && member.removedAt === undefined)
    .flatMap(({ memberId }) => keyring.member(memberId) ?? [])
}

/** The arms by number as the envelopes hold them, the dummy participant first. */
function armsByNumber(arms: readonly Arm[]): ArmOfNumber[] {
  return [
    { number: String(dummyNumber), arm: dummyArm },
    ...arms.map((arm, index) => ({ number: String(index + 1), arm })),
  ]
}

function withCards({ filed, kept, cards }: Envelopes): Act {
  return {
    envelopes: { filed: filed.map((one) => ({ number: Number(one.number), envelope: one })), kept },
    ...(cards.length === 0 ? {} : { cards: cards.map(({ number, code }) => ({ number: Number(number), code })) }),
  }
}

/** The ids that an act made, for whoever goes on from there. None of them tells an arm. */
export function madeBy(events: Events): Record<string, string | number> {
  const made: Record<string, string | number> = {}
  for (const event of [...(events.registry ?? []), ...(events.clinic ?? [])]) {
    for (const name of ['memberId', 'noticeId', 'doseId', 'breakId', 'packId', 'number'] as const) {
      if (name in event) made[name] = (event as unknown as Record<string, string | number>)[name] ?? ''
    }
  }
  for (const event of events.allocation ?? []) if ('preparationId' in event) made['preparationId'] = event.preparationId
  for (const event of events.stock ?? []) {
    if (event.type === 'LotReceived') made['lotId'] = event.lotId
    if (event.type === 'CertificateEntered') made['certificateId'] = event.certificateId
    if (event.type === 'TemperaturesImported') made['importId'] = event.importId
  }
  return made
}

/** The arm in one envelope, or undefined where this person's secret and the code do not open it. */
export function openFor(signIn: SignIn, number: number, code: string): Arm | undefined {
  const found = opened(signIn, number, code)
  return found === 'A' || found === 'B' ? found : undefined
}

function opened(signIn: SignIn, number: number, code: string): string | undefined {
  const filed = signIn.session.clinic?.envelopes.get(number) as FiledEnvelope | undefined
  if (filed === undefined) return undefined
  const breaker = { member: signIn.keys.member, ...pairOf(signIn.keys, signIn.boxSecretKey) }
  const answer = openEnvelope(signIn.listId, filed, breaker, code)
  return answer.ok ? answer.arm : undefined
}
