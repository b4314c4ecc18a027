/**
 * Documents that are kept sealed in the file: read from a file that the user chose, and handed out again as they were.
 *
 * A document's kind is told by its first bytes and never by its name.
 */
import { createHash } from 'node:crypto'
import { accept, type Result, refuse } from '../core/result.ts'
import type { KeptDocument } from '../core/stock/events.ts'
import { withoutUnreadable } from '../core/text.ts'
import type { Attachment } from './ledger/entry.ts'
import type { ReadableLedger } from './ledger/ledger.ts'
import type { SignIn } from './session.ts'
import type { StudyTools } from './study-tools.ts'
import { openDocument, sealDocument } from './vault/document-box.ts'

/** The largest document that is taken, in bytes; a scan of a few pages is far below. */
export const largestDocumentBytes = 8 * 1024 * 1024

const beginnings: readonly (readonly [KeptDocument['mediaType'], readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

/** A document with its bytes, as it is shown or saved. */
export type OpenedDocument = { readonly document: KeptDocument; readonly bytes: Uint8Array }

/** Seals a document under the stock book's key, and says what it is. */
export function keepDocument(
  signIn: SignIn,
  chosen: { readonly name: string; readonly bytes: Uint8Array },
  tools: StudyTools,
): Result<{ document: KeptDocument; attachment: Attachment }> {
  const { bytes } = chosen
  if (bytes.length > largestDocumentBytes) return documentTooLarge()
  const kind = beginnings.find(([, first]) => first.every((byte, place) => bytes[place] === byte))
  if (kind === undefined) return refuse('document_kind_unknown', { field: 'file' })
  const { box, generation } = sealDocument(signIn.listId, 'stock', bytes, signIn.bookKeys, tools.dice)
  const digest = createHash('sha256').update(box).digest()
  const document: KeptDocument = {
    name: withoutUnreadable(chosen.name).slice(0, 120) || '-',
    mediaType: kind[0],
    byteCount: bytes.length,
    fingerprint: fingerprintOf(bytes),
    box: digest.toString('hex'),
    generation,
  }
  return accept({ document, attachment: { digest, box } })
}

/** The bytes of a document that is kept; refused where they are gone or are not what the entry says. */
export function openKept(
  signIn: SignIn,
  ledger: Pick<ReadableLedger, 'readAttachment'>,
  document: KeptDocument,
): Result<OpenedDocument> {
  const box = ledger.readAttachment(Buffer.from(document.box, 'hex'))
  if (box === null || fingerprintOf(box) !== document.box) return refuse('document_damaged')
  const bytes = openDocument(signIn.listId, 'stock', document.generation, box, signIn.bookKeys)
  if (bytes === undefined || fingerprintOf(bytes) !== document.fingerprint) return refuse('document_damaged')
  return accept({ document, bytes })
}

/** The refusal of a document above the limit, with the limit in megabytes. */
export function documentTooLarge() {
  return refuse('document_too_large', { field: 'file', values: { megabytes: largestDocumentBytes / 1024 / 1024 } })
}

function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
