/**
 * Bytes for one person, who alone can open them: libsodium's sealed box to an X25519 key.
 *
 * Knows: public keys, purposes. Promises: what opens was sealed to that key and for that purpose; the purpose travels
 * inside, so that a box cannot be passed off as another.
 */
import type { Dice } from './dice.ts'
import { type Secret, secret, takeSecret, wipe } from './secret.ts'
import { sodium } from './sodium.ts'

const sealBytes = 48
const purposeBytes = 32

/** A person's X25519 pair. */
export type BoxPair = { readonly boxPublicKey: Uint8Array; readonly boxSecretKey: Uint8Array }

/** Seals bytes to a public key. */
export function sealToKey(bytes: Uint8Array, boxPublicKey: Uint8Array, purpose: string, dice: Dice): Buffer {
  const message = secret(purposeBytes + bytes.length)
  markOf(purpose, message.subarray(0, purposeBytes))
  message.set(bytes, purposeBytes)
  const sealed = Buffer.alloc(message.length + sealBytes)
  dice.sealTo(sealed, message, boxPublicKey)
  wipe(message)
  return sealed
}

/** The bytes again, in secret memory; null where key, purpose or box is not the right one. */
export function openSealed(sealed: Uint8Array, pair: BoxPair, purpose: string): Secret | null {
  const length = sealed.length - sealBytes
  if (length <= purposeBytes) return null
  const message = secret(length)
  if (!sodium.crypto_box_seal_open(message, sealed, pair.boxPublicKey, pair.boxSecretKey)) return null
  const mark = Buffer.alloc(purposeBytes)
  markOf(purpose, mark)
  const meant = sodium.sodium_memcmp(mark, message.subarray(0, purposeBytes))
  const bytes = meant ? takeSecret(message.subarray(purposeBytes)) : null
  wipe(message)
  return bytes
}

/** A purpose at equal length, so that sealed boxes of equal content have equal length. */
function markOf(purpose: string, mark: Uint8Array): void {
  sodium.crypto_generichash(mark, Buffer.from(purpose, 'utf8'))
}
