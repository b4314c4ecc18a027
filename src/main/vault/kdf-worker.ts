/** The thread that derives keys: it holds a passphrase for one derivation and nothing in between. */
import { parentPort } from 'node:worker_threads'
import { derivedKeyBytes, type KdfReply, type KdfRequest } from './kdf.ts'
import { sodium } from './sodium.ts'

parentPort?.on('message', (request: KdfRequest) => {
  const key = new Uint8Array(derivedKeyBytes)
  const reply: KdfReply = { id: request.id, key: derive(request, key) ? key : null }
  sodium.sodium_memzero(request.passphrase)
  parentPort?.postMessage(reply, [key.buffer])
})

function derive(request: KdfRequest, key: Uint8Array): boolean {
  const { passphrase, salt, passes, memoryBytes } = request
  try {
    sodium.crypto_pwhash(key, passphrase, salt, passes, memoryBytes, sodium.crypto_pwhash_ALG_ARGON2ID13)
    return true
  } catch {
    return false
  }
}
