import { describe, expect, it } from 'vitest'
import { newCardCode, readCardCode } from '../../../src/main/vault/card-code.ts'
import { systemDice } from '../../../src/main/vault/dice.ts'
import {
  type EnvelopeMode,
  type FiledEnvelope,
  makeEnvelopes,
  openEnvelope,
  regrant,
  reissueEnvelopes,
} from '../../../src/main/vault/envelope.ts'
import { sodium } from '../../../src/main/vault/sodium.ts'

const list = 'list-1'
const arms = Array.from({ length: 20 }, (_, index) => ({
  number: String(index + 1).padStart(3, '0'),
  arm: index % 2 === 0 ? 'exosome' : 'placebo comparator',
}))

function person(member: string) {
  const boxPublicKey = Buffer.alloc(32)
  const boxSecretKey = Buffer.alloc(32)
  sodium.crypto_box_keypair(boxPublicKey, boxSecretKey)
  return { member, boxPublicKey, boxSecretKey }
}
const [pi, deputy, stranger] = [person('pi'), person('deputy'), person('stranger')]

function made(mode: EnvelopeMode) {
  return makeEnvelopes(list, arms, [pi, deputy], mode, systemDice)
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error('no such item')
  return item
}

describe('emergency envelopes with code cards', () => {
  const { filed, kept, cards } = made('card')

  it('B4 one card and the right person open one participant', () => {
    for (const breaker of [pi, deputy]) {
      for (const [index, { arm }] of arms.entries()) {
        expect(openEnvelope(list, at(filed, index), breaker, at(cards, index).code)).toEqual({ ok: true, arm })
      }
    }
  })

  it('B4 after one break every other participant is still sealed to that card', () => {
    for (let other = 1; other < arms.length; other++) {
      expect(openEnvelope(list, at(filed, other), pi, at(cards, 0).code)).toEqual({ ok: false, reason: 'card_wrong' })
    }
  })

  it('B1 neither the card nor the person alone opens anything', () => {
    expect(openEnvelope(list, at(filed, 0), pi)).toEqual({ ok: false, reason: 'card_missing' })
    expect(openEnvelope(list, at(filed, 0), stranger, at(cards, 0).code)).toEqual({
      ok: false,
      reason: 'not_addressed',
    })
    const pretender = { ...stranger, member: 'pi' }
    expect(openEnvelope(list, at(filed, 0), pretender, at(cards, 0).code)).toEqual({
      ok: false,
      reason: 'secret_wrong',
    })
    const bare = { ...at(filed, 0), mode: 'secret' as const }
    expect(openEnvelope(list, bare, pi)).toMatchObject({ ok: false })
  })

  it('tells a slip of the finger from a wrong card', () => {
    const { code } = at(cards, 0)
    const slipped = code.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
    expect(openEnvelope(list, at(filed, 0), pi, slipped)).toEqual({ ok: false, reason: 'card_mistyped' })
    expect(openEnvelope(list, at(filed, 0), pi, newCardCode(systemDice))).toEqual({ ok: false, reason: 'card_wrong' })
    expect(openEnvelope(list, at(filed, 0), pi, code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ ok: true })
  })

  it('B12 look the same for both arms', () => {
    expect(new Set(filed.map((one) => JSON.stringify(one).length)).size).toBe(1)
    expect(new Set(kept.map((one) => JSON.stringify(one).length)).size).toBe(1)
    expect(JSON.stringify(filed)).not.toMatch(/exosome|placebo/)
    expect(JSON.stringify(kept)).not.toMatch(/exosome|placebo/)
  })

  it('cannot show two different arms for one number', () => {
    const other = makeEnvelopes(list, [{ number: '001', arm: 'placebo comparator' }], [pi], 'card', systemDice)
    const swapped: FiledEnvelope = { ...at(other.filed, 0), commitment: at(filed, 0).commitment }
    expect(openEnvelope(list, swapped, pi, at(other.cards, 0).code)).toEqual({ ok: false, reason: 'envelope_altered' })
    const moved: FiledEnvelope = { ...at(filed, 1), number: '001' }
    expect(openEnvelope(list, moved, pi, at(cards, 1).code)).toMatchObject({ ok: false })
    expect(openEnvelope('list-2', at(filed, 0), pi, at(cards, 0).code)).toMatchObject({ ok: false })
  })

  it('let in a later deputy, who needs the same card', () => {
    const ways = regrant(list, kept, stranger, systemDice)
    const widened = filed.map((one, index) => ({ ...one, ways: [...one.ways, at(ways, index).way] }))
    expect(openEnvelope(list, at(widened, 4), stranger)).toEqual({ ok: false, reason: 'card_missing' })
    expect(openEnvelope(list, at(widened, 4), stranger, at(cards, 4).code)).toEqual({ ok: true, arm: at(arms, 4).arm })
  })

  it('are made anew for a lost card: same commitment, and the lost card opens nothing', () => {
    const anew = reissueEnvelopes(list, [at(arms, 3)], kept, [pi], 'card', systemDice)
    expect(at(anew.filed, 0).commitment).toBe(at(filed, 3).commitment)
    expect(openEnvelope(list, at(anew.filed, 0), pi, at(cards, 3).code)).toEqual({ ok: false, reason: 'card_wrong' })
    expect(openEnvelope(list, at(anew.filed, 0), pi, at(anew.cards, 0).code)).toEqual({
      ok: true,
      arm: at(arms, 3).arm,
    })
    const lied = reissueEnvelopes(list, [{ number: '004', arm: 'exosome' }], kept, [pi], 'card', systemDice)
    expect(at(lied.filed, 0).commitment).not.toBe(at(filed, 3).commitment)
  })
})

describe('emergency envelopes without cards', () => {
  const { filed, kept, cards } = made('secret')

  it('open with the secret of the PI or the deputy alone', () => {
    expect(cards).toEqual([])
    expect(openEnvelope(list, at(filed, 5), pi)).toEqual({ ok: true, arm: at(arms, 5).arm })
    expect(openEnvelope(list, at(filed, 5), deputy, 'ignored')).toEqual({ ok: true, arm: at(arms, 5).arm })
    expect(openEnvelope(list, at(filed, 5), { ...stranger, member: 'pi' })).toEqual({
      ok: false,
      reason: 'secret_wrong',
    })
    const [way] = regrant(list, kept, stranger, systemDice)
    if (way === undefined) throw new Error('no way')
    expect(openEnvelope(list, { ...at(filed, 0), ways: [way.way] }, stranger)).toMatchObject({ ok: true })
  })
})

describe('the code of a card', () => {
  it('L8 every single-character error and every adjacent transposition is caught', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    for (let card = 0; card < 20; card++) {
      const code = newCardCode(systemDice)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]$/)
      const plain = code.replaceAll('-', '')
      expect(readCardCode(code)).toBe(plain.slice(0, -1))
      for (let place = 0; place < plain.length; place++) {
        for (const other of alphabet) {
          if (other !== plain[place])
            expect(readCardCode(plain.slice(0, place) + other + plain.slice(place + 1))).toBeNull()
        }
        const [left, right] = [plain[place], plain[place + 1]]
        if (right === undefined || left === right) continue
        expect(readCardCode(plain.slice(0, place) + right + left + plain.slice(place + 2))).toBeNull()
      }
      expect(readCardCode(plain.slice(1))).toBeNull()
    }
  })
})
