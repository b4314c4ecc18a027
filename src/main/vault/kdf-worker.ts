/** The thread that derives keys: it holds a passphrase for one derivation and nothing in between. */
import { parentPort } from 'node:worker_threads'
import { derivedKeyBytes, type KdfReply, type KdfRequest, saltBytes } from './kdf.ts'
import { sodium } from './sodium.ts'

parentPort?.on('message', (request: KdfRequest) => {
  const key = new Uint8Array(derivedKeyBytes)
  const reply: KdfReply = { id: request.id, key: derive(request, key) ? key : null }
  sodium.sodium_memzero(request.passphrase)
  derive(nothing, new Uint8Array(derivedKeyBytes))
  parentPort?.postMessage(reply, [key.buffer])
})

/**
 * A derivation leaves its key on the stack of the thread, where it would lie until the next one. The cheapest derivation
 * takes the same way and leaves its own in that place.
 */
const nothing: Omit<KdfRequest, 'id'> = {
  passphrase: new Uint8Array(1),
  salt: new Uint8Array(saltBytes),
  memoryBytes: 8192,
  passes: 1,
}

function derive({ passphrase, salt, passes, memoryBytes }: Omit<KdfRequest, 'id'>, key: Uint8Array): boolean {
  try {
    sodium.crypto_pwhash(key, passphrase, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13)
    return true
  } catch {
    return false
  }
}
