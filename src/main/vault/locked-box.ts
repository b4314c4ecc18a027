/**
 * A few bytes under one key, bound to what they are for: XChaCha20-Poly1305 with a random nonce in front.
 *
 * Knows: key, bytes, purpose. Promises: opens only with that key and for that purpose.
 */
import type { Dice } from './dice.ts'
import { type Secret, secret } from './secret.ts'
import { sodium } from './sodium.ts'

/** Bytes of the random nonce in front. */
export const nonceBytes = 24
/** Bytes of the authentication tag at the end. */
export const tagBytes = 16

/** Locks bytes under a key (32 bytes) for a purpose. */
export function lockBytes(bytes: Uint8Array, key: Uint8Array, purpose: string, dice: Dice): Buffer {
  const box = Buffer.alloc(nonceBytes + bytes.length + tagBytes)
  const nonce = box.subarray(0, nonceBytes)
  dice.fill(nonce)
  const bound = Buffer.from(purpose, 'utf8')
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box.subarray(nonceBytes), bytes, bound, null, nonce, key)
  return box
}

/** The bytes again, in secret memory; null where key, purpose or box is not the right one. */
export function unlockBytes(box: Uint8Array, key: Uint8Array, purpose: string): Secret | null {
  const length = box.length - nonceBytes - tagBytes
  if (length < 1) return null
  const bytes = secret(length)
  const nonce = box.subarray(0, nonceBytes)
  const bound = Buffer.from(purpose, 'utf8')
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(bytes, null, box.subarray(nonceBytes), bound, nonce, key)
    return bytes
  } catch {
    return null
  }
}
