/**
 * libsodium for the page: compiled to WebAssembly, behind the names by which the vault calls it.
 *
 * Knows: nothing. Promises: whatever the vault reaches from the page does here what `sodium-native` does, in place, and
 * throws where that throws. What only the application does is not here.
 */
import libsodium from 'libsodium-wrappers-sumo'
import type { Sodium } from '../main/vault/sodium.ts'

/** libsodium can be called once this is done. */
export const sodiumIsReady: Promise<void> = libsodium.ready

/** What the vault calls on its way from a passphrase to an arm. */
type SodiumOfPage = Pick<
  Sodium,
  | 'sodium_memzero'
  | 'sodium_memcmp'
  | 'crypto_sign_seed_keypair'
  | 'crypto_sign_detached'
  | 'crypto_core_ed25519_is_valid_point'
  | 'crypto_box_seal_open'
  | 'crypto_scalarmult'
  | 'crypto_generichash'
  | 'crypto_generichash_batch'
  | 'crypto_aead_xchacha20poly1305_ietf_decrypt'
  | 'crypto_pwhash_ALG_ARGON2ID13'
  | 'crypto_pwhash'
>

/** libsodium, as far as the page needs it. */
export const sodium: SodiumOfPage = {
  crypto_pwhash_ALG_ARGON2ID13: 2,
  sodium_memzero(buffer) {
    buffer.fill(0)
  },
  sodium_memcmp: (one, other) => libsodium.memcmp(one, other),
  crypto_sign_seed_keypair(publicKey, secretKey, seed) {
    const pair = libsodium.crypto_sign_seed_keypair(seed)
    publicKey.set(pair.publicKey)
    moved(pair.privateKey, secretKey)
  },
  crypto_sign_detached(signature, message, secretKey) {
    signature.set(libsodium.crypto_sign_detached(message, secretKey))
  },
  crypto_core_ed25519_is_valid_point: (point) => libsodium.crypto_core_ed25519_is_valid_point(point),
  crypto_box_seal_open(message, sealed, publicKey, secretKey) {
    try {
      moved(libsodium.crypto_box_seal_open(sealed, publicKey, secretKey), message)
      return true
    } catch {
      return false
    }
  },
  crypto_scalarmult(shared, secretKey, publicKey) {
    moved(libsodium.crypto_scalarmult(secretKey, publicKey), shared)
  },
  crypto_generichash(output, input, key) {
    moved(libsodium.crypto_generichash(output.length, input, key ?? null), output)
  },
  crypto_generichash_batch(output, batch, key) {
    const state = libsodium.crypto_generichash_init(key ?? null, output.length)
    for (const part of batch) libsodium.crypto_generichash_update(state, part)
    moved(libsodium.crypto_generichash_final(state, output.length), output)
  },
  crypto_aead_xchacha20poly1305_ietf_decrypt(message, _, cipher, bound, nonce, key) {
    moved(libsodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, cipher, bound, nonce, key), message)
    return message.length
  },
  crypto_pwhash(output, passphrase, salt, passes, memoryBytes, algorithm) {
    moved(libsodium.crypto_pwhash(output.length, passphrase, salt, passes, memoryBytes, algorithm), output)
  },
}

/** Bytes into their place; where they came from is wiped. */
function moved(bytes: Uint8Array, place: Uint8Array): void {
  place.set(bytes)
  bytes.fill(0)
}
