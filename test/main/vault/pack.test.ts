import { describe, expect, it } from 'vitest'
import { held } from '../../../src/core/session.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { makeEnvelopes, openEnvelope, whyItStaysShut } from '../../../src/main/vault/envelope.ts'
import { passphraseBytes } from '../../../src/main/vault/kdf.ts'
import { enrolMember } from '../../../src/main/vault/member-keys.ts'
import {
  makePack,
  openPack,
  type Pack,
  type PackContent,
  packBlockBytes,
  readPack,
} from '../../../src/main/vault/pack.ts'
import { toolsWith } from '../../support/site.ts'

const tools = toolsWith()
const fileId = 'ab'.repeat(16)
const head = { fileId, packId: 'PACK', madeAt: '2026-03-01T08:00:00.000Z', head: '0042-ABCD-EFGH-1' }

async function person(login: string) {
  const { keys } = await enrolMember(
    { member: `M-${login}`, login, passphrase: passphraseBytes(`${login} knows`) },
    tools,
  )
  return keys
}
const [pi, deputy, stranger] = [await person('iman'), await person('dana'), await person('zoe')]
const numbers = Array.from({ length: 7 }, (_, index) => String(index))

function made(arms: readonly string[], enrolled = [1, 2, 3]) {
  const list = numbers.map((number, index) => ({ number, arm: arms[index] ?? 'A' }))
  const { filed, cards } = makeEnvelopes(fileId, list, [pi, deputy], 'card', systemDice)
  const content: PackContent = {
    practice: false,
    study: { code: 'EXO-LAR', title: { en: 'Title', fa: 'عنوان' } },
    armNames: { A: 'exosome', B: 'placebo comparator' },
    permittedWhen: { en: 'When treatment depends on it', fa: 'وقتی درمان به آن بسته است' },
    emergencyPhone: '+98 21 2222 2222',
    armShownSeconds: 60,
    enrolled,
    envelopes: filed,
  }
  return { text: makePack(head, [pi, deputy], content, systemDice), cards, content }
}

const { text, cards, content } = made(['drill', 'A', 'B', 'A', 'B', 'A', 'B'])

function readable(of: string): Pack {
  const read = readPack(of)
  if (!read.ok) throw new Error(read.why)
  return read.pack
}

async function opening(pack: Pack, login: string, passphrase = `${login} knows`) {
  const keys = pack.breakers.find((one) => one.keys.login === login)?.keys ?? stranger
  const key = await tools.kdf.derive(passphraseBytes(passphrase), keys.wrapping.salt, keys.wrapping.cost)
  return openPack(pack, login, key)
}

describe('an emergency pack', () => {
  it('B7 opens for the PI and for the deputy, each with their own passphrase, and says what the file says', async () => {
    for (const login of ['iman', 'dana']) {
      const answer = await opening(readable(text), login)
      expect(answer).toMatchObject({ ok: true, opened: { content } })
      if (answer.ok) answer.opened.end()
    }
  })

  it('B7 B1 opens for nobody else, and with no other passphrase', async () => {
    const pack = readable(text)
    expect(await opening(pack, 'iman', 'dana knows')).toEqual({ ok: false, why: 'passphrase_wrong' })
    expect(await opening(pack, 'zoe')).toEqual({ ok: false, why: 'passphrase_wrong' })
  })

  it('B4 one card opens one participant of it, and no other', async () => {
    const pack = readable(text)
    const answer = await opening(pack, 'iman')
    if (!answer.ok) throw new Error(answer.why)
    const { breaker, content: inside } = answer.opened
    const code = held(cards[2]).code
    for (const filed of inside.envelopes) {
      const tried = whyItStaysShut(pack.fileId, filed, breaker, code)
      expect(tried).toBe(filed.number === '2' ? null : 'card_wrong')
      const opened = openEnvelope(pack.fileId, filed, breaker, code)
      expect(opened).toEqual(filed.number === '2' ? { ok: true, arm: 'B' } : { ok: false, reason: 'card_wrong' })
      expect(whyItStaysShut(pack.fileId, filed, breaker)).toBe('card_missing')
    }
    answer.opened.end()
  })

  it('B7 tells nothing in the clear but logins, member ids, and when it was made at which state of the file', () => {
    const { box: _, breakers, ...clear } = JSON.parse(text) as { box: string; breakers: Record<string, unknown>[] }
    expect(clear).toEqual({ counterseal: 'pack', format: 1, ...head })
    for (const one of breakers)
      expect(Object.keys(one).sort()).toEqual(
        'boxPublicKey boxSecretKey cost login member packKey salt signPublicKey signSeed'.split(' ').sort(),
      )
    // Long enough that no ciphertext holds them by chance.
    const told = ['exosome', 'placebo comparator', 'treatment', '2222 2222', 'EXO-LAR'].filter((one) =>
      text.includes(one),
    )
    expect(told).toEqual([])
  })

  it('B12 is as long whoever has which arm, and however many are enrolled', () => {
    const other = made(['drill', 'B', 'A', 'B', 'A', 'B', 'A'], [1, 2, 3, 4, 5, 6])
    expect(other.text.length).toBe(text.length)
    const box = Buffer.from((JSON.parse(text) as { box: string }).box, 'base64url')
    expect((box.length - 24 - 16) % packBlockBytes).toBe(0)
  })

  it('B7 says of a file what it is: another kind, a later format, a part of a pack', () => {
    expect(readPack('SQLite format 3')).toEqual({ ok: false, why: 'not_a_pack' })
    expect(readPack('{"counterseal":"record"}')).toEqual({ ok: false, why: 'not_a_pack' })
    expect(readPack('')).toEqual({ ok: false, why: 'not_a_pack' })
    expect(readPack(text.replace('"format":1', '"format":2'))).toEqual({ ok: false, why: 'newer' })
    for (const length of [30, 200, Math.floor(text.length / 2), text.length - 1])
      expect(readPack(text.slice(0, length)), String(length)).toEqual({ ok: false, why: 'damaged' })
    expect(readPack(`\uFEFF${text}\r\n`)).toMatchObject({ ok: true })
  })

  it('P1 whatever is changed in it, it does not open', async () => {
    const changes: [string, string][] = [
      [head.madeAt, '2027-03-01T08:00:00.000Z'],
      [head.head, '0043-ABCD-EFGH-1'],
      ['"PACK"', '"KCAP"'],
      [fileId, 'cd'.repeat(16)],
    ]
    for (const [from, to] of changes)
      expect(await opening(readable(text.replace(from, to)), 'iman'), to).toEqual({ ok: false, why: 'damaged' })
    const parts = JSON.parse(text) as { box: string; breakers: Record<string, string>[] }
    const swapped = { ...parts, breakers: [{ ...parts.breakers[0], packKey: parts.breakers[1]?.['packKey'] }] }
    expect(await opening(readable(JSON.stringify(swapped)), 'iman')).toEqual({ ok: false, why: 'damaged' })
    const flipped = {
      ...parts,
      box: `${parts.box.slice(0, 99)}${parts.box[99] === 'A' ? 'B' : 'A'}${parts.box.slice(100)}`,
    }
    expect(await opening(readable(JSON.stringify(flipped)), 'iman')).toEqual({ ok: false, why: 'damaged' })
  })
})
