/**
 * The one door to libsodium. Every cryptographic act of the application goes through this package.
 *
 * Electron's own crypto accepts malformed Ed25519 keys and signatures that libsodium refuses, so signatures are never
 * checked with anything else.
 */
import native from 'sodium-native'

type Bytes = Uint8Array
/** What Counterseal calls of sodium-native 5.1.0, which checks all lengths itself and throws where they are wrong. */
export interface Sodium {
  readonly crypto_pwhash_ALG_ARGON2ID13: number
  sodium_malloc(size: number): Buffer
  sodium_free(buffer: Bytes): void
  sodium_memzero(buffer: Bytes): void
  sodium_memcmp(a: Bytes, b: Bytes): boolean
  sodium_pad(buffer: Bytes, length: number, blockSize: number): number
  randombytes_buf(buffer: Bytes): void
  randombytes_buf_deterministic(buffer: Bytes, seed: Bytes): void
  crypto_sign_keypair(publicKey: Bytes, secretKey: Bytes): void
  crypto_sign_seed_keypair(publicKey: Bytes, secretKey: Bytes, seed: Bytes): void
  crypto_sign_detached(signature: Bytes, message: Bytes, secretKey: Bytes): void
  crypto_sign_verify_detached(signature: Bytes, message: Bytes, publicKey: Bytes): boolean
  crypto_core_ed25519_is_valid_point(point: Bytes): boolean
  crypto_box_keypair(publicKey: Bytes, secretKey: Bytes): void
  crypto_box_seed_keypair(publicKey: Bytes, secretKey: Bytes, seed: Bytes): void
  crypto_box_seal(sealed: Bytes, message: Bytes, publicKey: Bytes): void
  crypto_box_seal_open(message: Bytes, sealed: Bytes, publicKey: Bytes, secretKey: Bytes): boolean
  crypto_box_easy(cipher: Bytes, message: Bytes, nonce: Bytes, publicKey: Bytes, secretKey: Bytes): void
  crypto_scalarmult_base(publicKey: Bytes, secretKey: Bytes): void
  crypto_scalarmult(shared: Bytes, secretKey: Bytes, publicKey: Bytes): void
  crypto_generichash(output: Bytes, input: Bytes, key?: Bytes): void
  crypto_generichash_batch(output: Bytes, batch: readonly Bytes[], key?: Bytes): void
  crypto_aead_xchacha20poly1305_ietf_encrypt(
    cipher: Bytes,
    message: Bytes,
    bound: Bytes | null,
    nsec: null,
    nonce: Bytes,
    key: Bytes,
  ): number
  crypto_aead_xchacha20poly1305_ietf_decrypt(
    message: Bytes,
    nsec: null,
    cipher: Bytes,
    bound: Bytes | null,
    nonce: Bytes,
    key: Bytes,
  ): number
  crypto_pwhash(
    output: Bytes,
    passphrase: Bytes,
    salt: Bytes,
    passes: number,
    memoryBytes: number,
    algorithm: number,
  ): void
}

/** libsodium. */
export const sodium = native as Sodium
