/**
 * Where random bytes come from.
 *
 * Knows: nothing. Promises: the application throws the system's dice, libsodium's. Tests that compare two worlds byte
 * by byte hand in `loadedDice`, whose throws are fixed by a seed; nothing they make protects anything.
 */
import { sodium } from './sodium.ts'

/** Fills memory with random bytes, and seals to a public key with an ephemeral key of its choice. */
export type Dice = {
  fill(bytes: Uint8Array): void
  /** What `crypto_box_seal` does. */
  sealTo(sealed: Uint8Array, message: Uint8Array, publicKey: Uint8Array): void
}

/** The system's own randomness. */
export const systemDice: Dice = {
  fill: (bytes) => sodium.randombytes_buf(bytes),
  sealTo: (sealed, message, publicKey) => sodium.crypto_box_seal(sealed, message, publicKey),
}

/** FOR TESTS ONLY. Throws the same numbers for the same seed (32 bytes). What it seals opens like any sealed box. */
export function loadedDice(seed: Uint8Array): Dice {
  let thrown = 0
  const fill = (bytes: Uint8Array): void => {
    const now = Buffer.alloc(32)
    const count = Buffer.alloc(8)
    count.writeBigUInt64BE(BigInt(thrown++))
    sodium.crypto_generichash(now, count, seed)
    sodium.randombytes_buf_deterministic(bytes, now)
  }
  return {
    fill,
    sealTo(sealed, message, publicKey) {
      const ephemeralSeed = Buffer.alloc(32)
      fill(ephemeralSeed)
      const ephemeralPublic = sealed.subarray(0, 32)
      const ephemeralSecret = Buffer.alloc(32)
      sodium.crypto_box_seed_keypair(ephemeralPublic, ephemeralSecret, ephemeralSeed)
      const nonce = Buffer.alloc(24)
      sodium.crypto_generichash_batch(nonce, [ephemeralPublic, publicKey])
      sodium.crypto_box_easy(sealed.subarray(32), message, nonce, publicKey, ephemeralSecret)
    },
  }
}
