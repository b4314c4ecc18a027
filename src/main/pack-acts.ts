/** What the two acts of an emergency pack need from the vault: the pack itself, and a record whose signature holds. */
import { createHash } from 'node:crypto'
import { PackRecord } from '../core/clinic/pack-record.ts'
import { accept, type Result, refuse } from '../core/result.ts'
import { held } from '../core/session.ts'
import type { Act } from './acts.ts'
import type { SignIn } from './session.ts'
import { type Beside, freshId, type StudyTools } from './study-tools.ts'
import type { FiledEnvelope } from './vault/envelope.ts'
import type { Keyring } from './vault/keyring.ts'
import type { MemberKeys } from './vault/member-keys.ts'
import { makePack } from './vault/pack.ts'
import { isSignedBy, markOf, readRecord } from './vault/pack-record.ts'

/** A record is a page of text; anything much longer is something else. */
const longestRecordBytes = 64 * 1024

/** Makes a pack of the envelopes as they are filed. Where the rule will say no, nothing is made. */
export function preparedPack(
  { session, listId }: SignIn,
  breakers: readonly MemberKeys[],
  { page, head }: Beside,
  tools: StudyTools,
): Act {
  const { registry } = session
  const clinic = held(session.clinic)
  if (clinic.numberCount === 0 || clinic.openWith === 'secret') return {}
  const { study, arms, emergency, contact } = registry.settings
  const packId = freshId(tools)
  const content = {
    practice: registry.practice,
    study: { code: study.code, title: study.title },
    armNames: { A: arms.A.name, B: arms.B.name },
    permittedWhen: emergency.permittedWhen,
    emergencyPhone: contact.emergencyPhone,
    armShownSeconds: emergency.armShownSeconds,
    enrolled: [...clinic.participants.keys()],
    envelopes: [...clinic.envelopes.values()] as FiledEnvelope[],
  }
  const madeAt = tools.clock.now().toISOString()
  return {
    pack: {
      packId,
      breakers: breakers.map(({ member }) => member),
      pageFingerprint: createHash('sha256').update(held(page)).digest('hex'),
    },
    packText: makePack({ fileId: listId, packId, madeAt, head: held(head) }, breakers, content, tools.dice),
  }
}

/** Reads a record and tries its signature with every key its signer ever had in this file. */
export function readPackRecord({ listId }: SignIn, keyring: Keyring, { file }: Beside): Result<Act> {
  if (file === undefined) return accept({})
  const unreadable = refuse('record_unreadable', { field: 'file' })
  if (file.length > longestRecordBytes) return unreadable
  const read = readRecord(Buffer.from(file).toString('utf8'))
  if (read === null) return unreadable
  if (typeof read.said['fileId'] === 'string' && read.said['fileId'] !== listId)
    return refuse('record_of_another_file', { field: 'file' })
  const record = PackRecord.safeParse(read.said)
  if (!record.success) return refuse('record_altered', { field: 'file' })
  const signed = keyring
    .everyKeyOf(record.data.by)
    .some(({ signPublicKey }) => isSignedBy(record.data, read.signature, signPublicKey))
  if (!signed) return refuse('record_altered', { field: 'file' })
  return accept({ packRecord: { record: record.data, mark: markOf(record.data) } })
}
