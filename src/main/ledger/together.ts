/**
 * The signatures of those who do something together with the person whose entry it is, beyond the one witness that an
 * entry has room for. They stand inside the sealed part.
 *
 * Knows: statements, public keys, the chain. Promises: such a signature fits one file, one place in its chain, one
 * meaning and one statement. The trail can be verified without a key, these cannot: only who opens the part sees them.
 */
import { sodium } from '../vault/sodium.ts'
import { type Sign, sha256 } from './entry.ts'
import type { ReadableLedger } from './ledger.ts'
import { Signers } from './signers.ts'

const domain = Buffer.from('counterseal together 1\0', 'latin1')

/** What is agreed to: the meaning of the act, and its statement in the words of the core. */
export type Agreement = { readonly meaning: string; readonly statement: string }

/** Signs an agreement for the entry that comes next. Text, base64url. */
export function signTogether(
  ledger: Pick<ReadableLedger, 'fileId' | 'head'>,
  agreement: Agreement,
  sign: Sign,
): string {
  return Buffer.from(sign(message(ledger.fileId, ledger.head().hash, agreement))).toString('base64url')
}

/** True where each of these people signed the agreement for the entry of this number, with the key they had then. */
export function signedTogether(
  ledger: ReadableLedger,
  seq: number,
  agreement: Agreement,
  people: readonly { readonly memberId: string; readonly signature: string }[],
): boolean {
  const previous = ledger.entryHash(seq - 1)
  if (previous === null) return false
  const signers = new Signers()
  signers.apply(ledger.keyringRows())
  const signed = message(ledger.fileId, previous, agreement)
  return people.every(({ memberId, signature }) => {
    const key = signers.own(memberId, seq)
    const bytes = Buffer.from(signature, 'base64url')
    return key !== null && bytes.length === 64 && sodium.crypto_sign_verify_detached(bytes, signed, key)
  })
}

function message(fileId: Uint8Array, previous: Uint8Array, { meaning, statement }: Agreement): Buffer {
  // The meaning is one of a short list of names and holds no NUL, so the two cannot be cut in another place.
  return Buffer.concat([domain, fileId, previous, sha256(Buffer.from(`${meaning}\0${statement}`, 'utf8'))])
}
