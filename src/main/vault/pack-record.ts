/**
 * The record of a pack that was opened elsewhere: what was opened, by whom and why, signed with the breaker's own key.
 *
 * Knows: records, signing keys. Promises: it holds no arm; a changed character is found; it is made before the envelope
 * is opened, and so is as long whichever arm lies in it.
 */
import type { PackRecord } from '../../core/clinic/pack-record.ts'
import type { Sign } from '../ledger/entry.ts'
import { fromText, toText } from './secret.ts'
import { sodium } from './sodium.ts'

const signatureBytes = 64

/** A record's text, as it is saved or copied. Whoever reads it sees all that is signed. */
export function signRecord(record: PackRecord, sign: Sign): string {
  const signature = toText(sign(messageOf(record)))
  return `${JSON.stringify({ counterseal: 'record', format: 1, ...record, signature }, null, 2)}\n`
}

/** What a record's text says, unjudged, with its signature; null where it is no record. */
export function readRecord(text: string): { said: Record<string, unknown>; signature: Buffer } | null {
  try {
    const read: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof read !== 'object' || read === null) return null
    const { counterseal, format, signature, ...said } = read as Record<string, unknown>
    const bytes = fromText(signature, signatureBytes)
    return counterseal === 'record' && format === 1 && bytes !== null ? { said, signature: bytes } : null
  } catch {
    return null
  }
}

/** True where the signature over the record was made with that key. */
export function isSignedBy(record: PackRecord, signature: Uint8Array, signPublicKey: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(signature, messageOf(record), signPublicKey)
}

/** What a record is known by again. */
export function markOf(record: PackRecord): string {
  const hash = Buffer.alloc(32)
  sodium.crypto_generichash(hash, messageOf(record))
  return toText(hash)
}

function messageOf({ fileId, packId, number, by, reason, narrative, told, openedAt, page }: PackRecord): Buffer {
  const parts = ['counterseal record', 1, fileId, packId, number, by, reason, narrative, told, openedAt, page]
  return Buffer.from(JSON.stringify(parts), 'utf8')
}
