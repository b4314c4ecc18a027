import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { books } from '../../../src/core/books.ts'
import { BookKeys, grantAll, openGrants } from '../../../src/main/vault/book-keys.ts'
import { loadedDice, systemDice } from '../../../src/main/vault/dice.ts'
import {
  chooseKdfCost,
  defaultKdfCost,
  feebleKdfCostForTests,
  judgeKdfCost,
  kdfFloor,
  passphraseBytes,
} from '../../../src/main/vault/kdf.ts'
import { Keyring, KeyringFault, loginIsFree, weakKeyIn } from '../../../src/main/vault/keyring.ts'
import { changePassphrase, isWeakPublicKey, pairOf, withOwnKey } from '../../../src/main/vault/member-keys.ts'
import { removeMember } from '../../../src/main/vault/removal.ts'
import { createSeal } from '../../../src/main/vault/seal.ts'
import { openSealed, sealToKey } from '../../../src/main/vault/sealed-box.ts'
import { newSessionKey } from '../../../src/main/vault/session-key.ts'
import { sodium } from '../../../src/main/vault/sodium.ts'
import { enrol, keyringOf, passphraseOf, placed, startTools } from './people.ts'

const tools = startTools()
const mebibyte = 1024 * 1024

describe('the cost of a derivation', () => {
  it('is never chosen below the floor or above the ceiling', () => {
    expect(judgeKdfCost(defaultKdfCost)).toBe('fine')
    expect(chooseKdfCost(kdfFloor)).not.toBeNull()
    expect(chooseKdfCost({ memoryBytes: 32 * mebibyte, passes: 3 })).toBeNull()
    expect(chooseKdfCost({ memoryBytes: 64 * mebibyte, passes: 2 })).toBeNull()
  })

  it.each([
    [{ memoryBytes: 64 * mebibyte - 1, passes: 3 }, 'below_floor'],
    [{ memoryBytes: 64 * mebibyte, passes: 2 }, 'below_floor'],
    [{ memoryBytes: 2048 * mebibyte, passes: 3 }, 'above_ceiling'],
    [{ memoryBytes: 64 * mebibyte, passes: 21 }, 'above_ceiling'],
    [{ memoryBytes: Number.NaN, passes: 3 }, 'above_ceiling'],
    [{ memoryBytes: 64 * mebibyte, passes: Number.POSITIVE_INFINITY }, 'above_ceiling'],
    [{ memoryBytes: 64 * mebibyte, passes: 2.5 }, 'above_ceiling'],
  ] as const)('is judged when a file hands it to us: %o', (cost, judged) => {
    expect(judgeKdfCost(cost)).toBe(judged)
  })

  it('is not paid above the ceiling', async () => {
    await expect(
      tools.kdf.derive(Buffer.from('x'), Buffer.alloc(16), { memoryBytes: 2 ** 40, passes: 1 }),
    ).rejects.toThrow('kdf')
  })

  it('gives what libsodium gives, and leaves the passphrase to its owner', async () => {
    const passphrase = passphraseBytes('Åse')
    const salt = Buffer.alloc(16, 3)
    const key = await tools.kdf.derive(passphrase, salt, tools.cost)
    const expected = Buffer.alloc(32)
    sodium.crypto_pwhash(expected, Buffer.from('Åse'), salt, tools.cost.passes, tools.cost.memoryBytes, 2)
    expect(Buffer.from(key)).toEqual(expected)
    expect(passphrase.toString()).toBe('Åse')
  })
})

describe('a member', () => {
  it('P9 signs with the own key for one call only, and only with the passphrase', async () => {
    const { keys } = await enrol('ana', tools)
    const message = Buffer.from('release lot')
    const signed = await withOwnKey(keys, passphraseOf('ana'), tools.kdf, (sign) => ({
      sign,
      signature: sign(message),
    }))
    if (signed === null) throw new Error('not signed')
    expect(sodium.crypto_sign_verify_detached(signed.value.signature, message, keys.signPublicKey)).toBe(true)
    expect(() => signed.value.sign(message)).toThrow('put away')
    expect(await withOwnKey(keys, passphraseOf('bea'), tools.kdf, () => true)).toBeNull()
  })

  it('P10 changes the passphrase; the former one opens nothing any more', async () => {
    const { keys, row } = await enrol('ana', tools)
    const next = passphraseBytes('something else entirely')
    expect(await changePassphrase(keys, passphraseOf('bea'), next, tools)).toBeNull()
    const rewrap = await changePassphrase(keys, passphraseOf('ana'), next, tools)
    if (rewrap === null) throw new Error('not changed')
    const keyring = new Keyring()
    keyring.apply(placed([row], [rewrap]))
    const changed = keyring.member('ana')
    if (changed === undefined) throw new Error('lost')
    expect(await withOwnKey(changed, passphraseOf('ana'), tools.kdf, () => true)).toBeNull()
    expect(await withOwnKey(changed, next, tools.kdf, () => true)).toEqual({ value: true })
  })

  it('cannot open another member’s wrap that was put into their own row', async () => {
    const [ana, bea] = [await enrol('ana', tools), await enrol('bea', tools)]
    const mixed = { ...ana.keys, wrapping: bea.keys.wrapping }
    expect(await withOwnKey(mixed, passphraseOf('bea'), tools.kdf, () => true)).toBeNull()
  })

  it('has a login that is never given to another', async () => {
    const { row } = await enrol('ana', tools)
    const keyring = new Keyring()
    keyring.apply(placed([row], [{ member: 'ana', kind: 'removed', content: '{}' }]))
    expect(keyring.byLogin('ana.login')).toBeUndefined()
    expect(loginIsFree(keyring, 'ANA.Login')).toBe(false)
    expect(loginIsFree(keyring, 'bea.login')).toBe(true)
    const impostor = { ...(await enrol('bea', tools)).row, content: row.content }
    expect(() => keyring.apply(placed([], [], [impostor]))).toThrow(KeyringFault)
  })
})

/** Points of small order on both curves, as published with libsodium and in RFC 7748's security notes. */
const lowOrder = {
  box: [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ],
  sign: [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ],
}

describe('weak public keys', () => {
  it.each(lowOrder.box.map((key) => [key]))('are refused to receive with: %s', (key) => {
    expect(isWeakPublicKey('box', Buffer.from(key, 'hex'))).toBe(true)
  })

  it.each(lowOrder.sign.map((key) => [key]))('are refused to sign with: %s', (key) => {
    expect(isWeakPublicKey('sign', Buffer.from(key, 'hex'))).toBe(true)
  })

  it('stop the keyring and are refused at enrolment', async () => {
    const { row } = await enrol('ana', tools)
    const content = JSON.parse(row.content)
    expect(weakKeyIn(row)).toBeNull()
    for (const name of ['boxPublicKey', 'signPublicKey']) {
      const weak = { ...row, content: JSON.stringify({ ...content, [name]: Buffer.alloc(32).toString('base64url') }) }
      expect(weakKeyIn(weak)).toBe('public_key_weak')
      expect(() => new Keyring().apply(placed([weak]))).toThrow(KeyringFault)
    }
  })
})

describe('book keys', () => {
  it('B1 open for those they were granted to and for nobody else', async () => {
    const { keyring, keys, members } = await keyringOf({ ana: books, quinn: ['registry', 'stock'] }, tools)
    const opened = (member: string) => {
      const enrolled = members.get(member)
      if (enrolled === undefined) throw new Error('nobody')
      return openGrants(keyring.grantsOf(member), pairOf(enrolled.keys, enrolled.boxSecretKey))
    }
    expect(opened('ana').books()).toEqual([...books])
    expect(opened('quinn').books()).toEqual(['registry', 'stock'])
    expect(opened('quinn').get('stock', 1)).toEqual(keys.get('stock', 1))
    const [ana, quinn] = [members.get('ana'), members.get('quinn')]
    if (ana === undefined || quinn === undefined) throw new Error('nobody')
    expect(openGrants(keyring.grantsOf('ana'), pairOf(quinn.keys, quinn.boxSecretKey)).books()).toEqual([])
  })

  it('P10 removing a member rotates the keys of the books they held, for everything written from then on', async () => {
    const { keyring, members, rows } = await keyringOf({ ana: books, quinn: ['registry', 'stock'] }, tools)
    expect(keyring.holdersOf('stock').map(({ holder }) => holder)).toEqual(['ana', 'quinn'])
    const removal = removeMember(keyring, 'quinn', systemDice)
    expect(removal.keys.map(({ book, generation }) => [book, generation])).toEqual([
      ['registry', 2],
      ['stock', 2],
    ])
    const after = new Keyring()
    after.apply(placed(rows, removal.rows))
    expect(after.holdersOf('stock').map(({ holder }) => holder)).toEqual(['ana'])
    expect(after.member('quinn')).toBeUndefined()
    expect(after.newestGeneration('stock')).toBe(2)
    expect(after.newestGeneration('clinic')).toBe(1)
    const [ana, quinn] = [members.get('ana'), members.get('quinn')]
    if (ana === undefined || quinn === undefined) throw new Error('nobody')
    const anaKeys = openGrants(after.grantsOf('ana'), pairOf(ana.keys, ana.boxSecretKey))
    const quinnKeys = openGrants(after.grantsOf('quinn'), pairOf(quinn.keys, quinn.boxSecretKey))
    const fileId = Buffer.alloc(16, 1)
    const part = createSeal(fileId, anaKeys).seal({ seq: 9, book: 'stock' }, { secret: true })
    expect(part.generation).toBe(2)
    expect(createSeal(fileId, anaKeys).open('stock', 9, 2, part.box)).toEqual({ secret: true })
    expect(createSeal(fileId, quinnKeys).open('stock', 9, 2, part.box)).toBeUndefined()
  })

  it('are told apart by purpose: a grant of one book is not a grant of another', async () => {
    const { keys, boxSecretKey } = await enrol('ana', tools)
    const sealed = sealToKey(Buffer.alloc(32, 4), keys.boxPublicKey, 'one', systemDice)
    expect(openSealed(sealed, pairOf(keys, boxSecretKey), 'one')?.equals(Buffer.alloc(32, 4))).toBe(true)
    expect(openSealed(sealed, pairOf(keys, boxSecretKey), 'other')).toBeNull()
  })

  it('of every generation pass to a newcomer', async () => {
    const keys = new BookKeys()
    keys.add('stock', 1, Buffer.alloc(32, 1))
    keys.add('stock', 2, Buffer.alloc(32, 2))
    const { keys: bea, boxSecretKey } = await enrol('bea', tools)
    const rows = grantAll({ holder: 'bea', boxPublicKey: bea.boxPublicKey }, ['stock', 'clinic'], keys, systemDice)
    const keyring = new Keyring()
    keyring.apply(placed(rows))
    const opened = openGrants(keyring.grantsOf('bea'), pairOf(bea, boxSecretKey))
    expect([opened.newest('stock'), opened.newest('clinic')]).toEqual([2, 0])
  })
})

describe('loaded dice', () => {
  it('throw the same for the same seed, and what they seal opens like any sealed box', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 1, maxLength: 99 }),
        (seed, message) => {
          const boxPublicKey = Buffer.alloc(32)
          const boxSecretKey = Buffer.alloc(32)
          sodium.crypto_box_seed_keypair(boxPublicKey, boxSecretKey, Buffer.alloc(32, 5))
          const [one, other] = [
            sealToKey(message, boxPublicKey, 'p', loadedDice(seed)),
            sealToKey(message, boxPublicKey, 'p', loadedDice(seed)),
          ]
          expect(one).toEqual(other)
          expect(openSealed(one, { boxPublicKey, boxSecretKey }, 'p')?.equals(message)).toBe(true)
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('a session key', () => {
  it('signs until it ends', () => {
    const session = newSessionKey(systemDice)
    const message = Buffer.from('entry')
    expect(sodium.crypto_sign_verify_detached(session.sign(message), message, session.publicKey)).toBe(true)
    session.end()
    expect(() => session.sign(message)).toThrow('ended')
  })

  it('of a test is made with the feeble cost only by name', () => {
    expect(judgeKdfCost(feebleKdfCostForTests())).toBe('below_floor')
  })
})
