// The page that opens an emergency pack: what it is made of, and that its libsodium is the application's.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildEmergencyPage } from '../src/emergency-page/build-page.ts'
import { sodium as ofPage, sodiumIsReady } from '../src/emergency-page/sodium.ts'
import { sodium } from '../src/main/vault/sodium.ts'
import { nodeForSources } from './support/node.ts'

const root = join(import.meta.dirname, '..')

describe('the page of an emergency pack', () => {
  let page: string
  beforeAll(async () => {
    page = await buildEmergencyPage(root)
  }, 120_000)

  it('B7 is one file that may load nothing: its policy names its own script and style and no place', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
    const script = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? ''
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? ''
    const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${digest(script)} 'wasm-unsafe-eval'`,
      `style-src ${digest(style)}`,
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
    ])
    expect(page.match(/<(?:script|style|link|img|iframe)\b[^>]*>/g)).toEqual(['<style>', '<script>'])
    // libsodium's loader could fetch its code in a worker; here the code lies in the script, and the policy lets nothing be fetched.
    expect(script).not.toMatch(/WebSocket|sendBeacon|EventSource|localStorage|indexedDB|document\.cookie/)
  })

  it('B7 is the same bytes whenever it is built from the same sources', () => {
    const script = `import { buildEmergencyPage } from './src/emergency-page/build-page.ts'; process.stdout.write(await buildEmergencyPage(${JSON.stringify(root)}))`
    const again = execFileSync(nodeForSources, ['--input-type=module', '-e', script], {
      cwd: root,
      maxBuffer: 8 * 1024 * 1024,
    })
    expect(page).not.toContain(root)
    expect(createHash('sha256').update(again).digest('hex')).toBe(createHash('sha256').update(page).digest('hex'))
  }, 120_000)
})

describe('libsodium in the page', () => {
  beforeAll(() => sodiumIsReady)
  const filled = (length: number, byte: number) => Buffer.alloc(length, byte)

  it('B7 derives the same key from a passphrase', () => {
    const [here, there] = [filled(32, 0), filled(32, 0)]
    const salt = filled(16, 7)
    const passphrase = Buffer.from('گذرواژهٔ بلند', 'utf8')
    const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13
    expect(ofPage.crypto_pwhash_ALG_ARGON2ID13).toBe(algorithm)
    sodium.crypto_pwhash(here, passphrase, salt, 3, 8 * 1024 * 1024, algorithm)
    ofPage.crypto_pwhash(there, passphrase, salt, 3, 8 * 1024 * 1024, algorithm)
    expect(there).toEqual(here)
  })

  it('B7 hashes, signs and agrees on keys as the application does', () => {
    const pair = (of: typeof ofPage) => {
      const [publicKey, secretKey, signature] = [filled(32, 0), filled(64, 0), filled(64, 0)]
      of.crypto_sign_seed_keypair(publicKey, secretKey, filled(32, 3))
      of.crypto_sign_detached(signature, Buffer.from('a record'), secretKey)
      const [hash, batch, keyed] = [filled(32, 0), filled(32, 0), filled(24, 0)]
      of.crypto_generichash(hash, Buffer.from('text'))
      of.crypto_generichash_batch(batch, [Buffer.from('te'), Buffer.from('xt')])
      of.crypto_generichash(keyed, Buffer.from('text'), filled(32, 9))
      const shared = filled(32, 0)
      of.crypto_scalarmult(shared, filled(32, 1), filled(32, 9))
      return { publicKey, secretKey, signature, hash, batch, keyed, shared }
    }
    expect(pair(ofPage)).toEqual(pair(sodium))
  })

  it('B7 opens what the application sealed, and refuses what it would refuse', () => {
    const [publicKey, secretKey] = [filled(32, 0), filled(32, 0)]
    sodium.crypto_box_seed_keypair(publicKey, secretKey, filled(32, 5))
    const sealed = filled(48 + 4, 0)
    sodium.crypto_box_seal(sealed, Buffer.from('arms'), publicKey)
    const opened = filled(4, 0)
    expect(ofPage.crypto_box_seal_open(opened, sealed, publicKey, secretKey)).toBe(true)
    expect(opened.toString()).toBe('arms')
    expect(ofPage.crypto_box_seal_open(opened, sealed, publicKey, filled(32, 6))).toBe(false)
    const box = filled(4 + 16, 0)
    const [key, nonce, bound] = [filled(32, 1), filled(24, 2), Buffer.from('purpose')]
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(box, Buffer.from('arms'), bound, null, nonce, key)
    ofPage.crypto_aead_xchacha20poly1305_ietf_decrypt(opened, null, box, bound, nonce, key)
    expect(opened.toString()).toBe('arms')
    const other = Buffer.from('another')
    expect(() => ofPage.crypto_aead_xchacha20poly1305_ietf_decrypt(opened, null, box, other, nonce, key)).toThrow()
    expect(() => ofPage.crypto_scalarmult(filled(32, 0), filled(32, 1), filled(32, 0))).toThrow()
    for (const point of [filled(32, 0), filled(32, 1), publicKey])
      expect(ofPage.crypto_core_ed25519_is_valid_point(point)).toBe(sodium.crypto_core_ed25519_is_valid_point(point))
    expect([ofPage.sodium_memcmp(key, key), ofPage.sodium_memcmp(key, filled(32, 2))]).toEqual([true, false])
    ofPage.sodium_memzero(key)
    expect(key).toEqual(filled(32, 0))
  })
})
