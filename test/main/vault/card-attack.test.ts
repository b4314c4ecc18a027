/**
 * Somebody has the file, a breaker's passphrase, every card but one and all code of the product, and tries the
 * cryptography itself: the program is not asked.
 */
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { openLedger } from '../../../src/main/ledger/ledger.ts'
import { replayBooks } from '../../../src/main/session.ts'
import { openGrants } from '../../../src/main/vault/book-keys.ts'
import { keyOfCard, readCardCode } from '../../../src/main/vault/card-code.ts'
import { type FiledEnvelope, openEnvelope } from '../../../src/main/vault/envelope.ts'
import { passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { Keyring } from '../../../src/main/vault/keyring.ts'
import { nonceBytes, tagBytes, unlockBytes } from '../../../src/main/vault/locked-box.ts'
import { openBoxSecret, pairOf } from '../../../src/main/vault/member-keys.ts'
import { createSeal } from '../../../src/main/vault/seal.ts'
import { type BoxPair, openSealed } from '../../../src/main/vault/sealed-box.ts'
import { fromText, toText } from '../../../src/main/vault/secret.ts'
import { sodium } from '../../../src/main/vault/sodium.ts'
import { breaking } from '../../support/facts.ts'
import { newFolder } from '../../support/folder.ts'
import { passphraseOf, Site } from '../../support/site.ts'

const arms = ['A', 'B', 'B', 'A', 'A', 'B'] as const
const keyBytes = 32
/** One of either arm: the card that is not known. */
const targets = [2, 4] as const
const breakers = ['iman', 'dana'] as const

let site: Site
/** Cards of the first print, which a reissue made void. */
let voided: ReadonlyMap<number, string>

beforeAll(async () => {
  site = await Site.ready({ arms })
  for (const number of [1, 2]) await site.order(number)
  voided = site.cards
  const reissued = await site.act('ana', { type: 'ReissueCodeCards', reason: 'A card was lost.' })
  site.cards = new Map(held(reissued.cards).map(({ number, code }) => [number, code]))
  site.study.lock('asked')
}, 120_000)
afterAll(() => site.study.close())

// Each of a million failed attempts is an error that is thrown; nobody reads where from.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

/** What somebody with the file and a passphrase has in their hands. */
type Loot = {
  readonly list: string
  readonly file: Buffer
  readonly breaker: { readonly member: string } & BoxPair
  readonly envelopes: ReadonlyMap<number, FiledEnvelope>
  /** All of 32 bytes that they hold: their secrets, the keys of their books. */
  readonly keys: readonly Buffer[]
}

/** Takes a copy of the file and opens all that the passphrase opens, with the product's own code. */
async function looted(login: string): Promise<Loot> {
  const path = join(newFolder('memory'), 'stolen.counterseal')
  site.study.copyTo(path)
  copyFileSync(path, `${path}.bytes`)
  const opening = openLedger(path, { at: '', access: 'read' })
  if (!opening.ok) throw new Error('not opened')
  const { ledger } = opening
  try {
    const keyring = new Keyring()
    keyring.apply(ledger.keyringRows())
    const keys = held(keyring.byLogin(login))
    const { salt, cost, signSeed } = keys.wrapping
    const derived = await site.tools.kdf.derive(passphraseBytes(passphraseOf(login)), salt, cost)
    const boxSecretKey = held(openBoxSecret(keys, derived) ?? undefined)
    const seed = unlockBytes(signSeed, derived, `counterseal sign ${toText(keys.signPublicKey)} ${keys.member}`)
    const bookKeys = openGrants(keyring.grantsOf(keys.member), pairOf(keys, boxSecretKey))
    const books = held(await replayBooks(ledger, bookKeys, createSeal(ledger.fileId, bookKeys)))
    expect(bookKeys.books().sort()).toEqual(['clinic', 'registry'])
    return {
      list: Buffer.from(ledger.fileId).toString('hex'),
      file: readFileSync(`${path}.bytes`),
      breaker: { member: keys.member, ...pairOf(keys, boxSecretKey) },
      envelopes: held(books.clinic).envelopes as ReadonlyMap<number, FiledEnvelope>,
      keys: [derived, boxSecretKey, held(seed ?? undefined), ...[...bookKeys.all()].map(({ key }) => key)],
    }
  } finally {
    ledger.close()
  }
}

const purposeOf = (list: string, number: number) => JSON.stringify(['counterseal envelope', list, String(number)])
const bytesOf = (text: string) => held(fromText(text) ?? undefined)

/** What lies locked in the breaker's way into an envelope: the envelope's key, under the card. */
function sentTo({ list, breaker, envelopes }: Loot, number: number): Buffer {
  const way = held(held(envelopes.get(number)).ways.find(({ member }) => member === breaker.member))
  return held(openSealed(bytesOf(way.sealed), breaker, purposeOf(list, number)) ?? undefined)
}

/** The key and the contents of an envelope whose card is known. */
function openedWith(loot: Loot, number: number, code: string): Buffer[] {
  const purpose = purposeOf(loot.list, number)
  const key = held(
    unlockBytes(sentTo(loot, number), keyOfCard(held(readCardCode(code) ?? undefined)), purpose) ?? undefined,
  )
  return [key, held(unlockBytes(bytesOf(held(loot.envelopes.get(number)).arm), key, purpose) ?? undefined)]
}

/** Every stretch of so many bytes. */
function* windows(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at + keyBytes <= bytes.length; at++) yield bytes.subarray(at, at + keyBytes)
}

const room = Buffer.alloc(1024)

/** Whether a key opens a lock, as `unlockBytes` does it, without taking guarded memory for each of a million tries. */
function opens(box: Uint8Array, key: Uint8Array, purpose: string): boolean {
  const content = room.subarray(0, box.length - nonceBytes - tagBytes)
  const nonce = box.subarray(0, nonceBytes)
  try {
    const bound = Buffer.from(purpose, 'utf8')
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(content, null, box.subarray(nonceBytes), bound, nonce, key)
    return true
  } catch {
    return false
  }
}

/** Tries everything that could be a key, for every purpose, on both locks of an envelope. Gives how many were tried. */
function tryKeys(loot: Loot, target: number, keys: Iterable<Uint8Array>, purposes: readonly string[]): number {
  const locked = [bytesOf(held(loot.envelopes.get(target)).arm), sentTo(loot, target)]
  let tried = 0
  for (const key of keys)
    for (const purpose of purposes)
      for (const box of locked) {
        tried += 1
        if (opens(box, key, purpose)) throw new Error(`an envelope was opened without its card: ${target}`)
      }
  return tried
}

/** Tries the whole arithmetic on one envelope, with these cards. Gives how many attempts there were. */
function attack(loot: Loot, target: number, cards: ReadonlyMap<number, string>, former: readonly string[]): number {
  const { list, breaker, envelopes, file } = loot
  const others = [...cards.keys()].filter((number) => number !== target)
  const codes = [...others.map((number) => held(cards.get(number))), ...former]
  const opened = others.flatMap((number) => openedWith(loot, number, held(cards.get(number))))
  const purposes = [
    ...[...envelopes.keys()].map((number) => purposeOf(list, number)),
    `commitment ${purposeOf(list, target)}`,
    purposeOf('', target),
    '',
  ]
  const texts = [...envelopes.values()].flatMap(({ commitment, arm, ways }) => [
    commitment,
    arm,
    ...ways.map(({ sealed }) => sealed),
  ])
  let attempts = tryKeys(
    loot,
    target,
    [
      ...loot.keys,
      ...codes.map((code) => keyOfCard(held(readCardCode(code) ?? undefined))),
      // Whatever came out of the envelopes whose cards are known: keys, arms, openings; and what is sent to the breaker.
      ...opened.flatMap((bytes) => [...windows(bytes)]),
      ...[...envelopes.keys()].flatMap((number) => [...windows(sentTo(loot, number))]),
    ],
    purposes,
  )
  // No key lies anywhere in the file or in what the envelopes say, at whatever place.
  attempts += tryKeys(loot, target, windows(file), [purposeOf(list, target)])
  for (const text of texts) attempts += tryKeys(loot, target, windows(bytesOf(text)), [purposeOf(list, target)])

  // Transplants: every mixture of this envelope with another, with every card; the arm's box stays the one attacked.
  const whole = held(envelopes.get(target))
  for (const other of others.map((number) => held(envelopes.get(number))))
    for (let mixture = 0; mixture < 16; mixture++) {
      const from = (bit: number) => ((mixture >> bit) & 1 ? other : whole)
      const mixed: FiledEnvelope = {
        number: from(0).number,
        mode: mixture % 2 === 0 ? whole.mode : 'secret',
        commitment: from(1).commitment,
        ways: from(2).ways,
        arm: whole.arm,
      }
      for (const purpose of [list, from(3).number])
        for (const code of [undefined, ...codes]) {
          attempts += 1
          expect(openEnvelope(purpose, mixed, breaker, code).ok).toBe(false)
        }
    }
  return attempts
}

describe('the attack with every card but one', () => {
  it.each(breakers)(
    'B1 B4 leaves that one participant sealed to %s: whatever is tried, nothing opens',
    async (login) => {
      const loot = await looted(login)
      for (const target of targets) {
        const cards = new Map([...site.cards].filter(([number]) => number !== target))
        const attempts = attack(loot, target, cards, [...voided.values()])
        console.log(`${login}, number ${target}: ${attempts} attempts, none opened`)
        expect(attempts).toBeGreaterThan(100_000)
        // With that card, too, the same hands open it: the attack has everything else that it takes.
        const answer = openEnvelope(loot.list, held(loot.envelopes.get(target)), loot.breaker, site.cards.get(target))
        expect(answer).toEqual({ ok: true, arm: arms[target - 1] })
      }
    },
    60_000,
  )

  it('B4 after a break everybody else is still sealed, with all that was then in memory and in the file', async () => {
    const { revealed } = await site.act('iman', { ...breaking, number: 1, code: held(site.cards.get(1)) })
    expect(revealed?.arm).toBe(arms[0])
    site.study.lock('asked')
    const loot = await looted('iman')
    // The cards that were used: of the drill, and of the broken participant.
    const used = new Map([...site.cards].filter(([number]) => number <= 1))
    for (let target = 2; target <= arms.length; target++)
      expect(attack(loot, target, used, [held(voided.get(0))])).toBeGreaterThan(100_000)
  }, 300_000)
})
