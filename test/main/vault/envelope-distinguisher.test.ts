/**
 * A best-effort distinguisher: learns, from envelopes whose arms it is told, how each bit of what is filed goes with the
 * arm, and guesses the arms of envelopes that it has not seen.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { systemDice } from '../../../src/main/vault/dice.ts'
import { type FiledEnvelope, makeEnvelopes } from '../../../src/main/vault/envelope.ts'
import { sodium } from '../../../src/main/vault/sodium.ts'
import { chanceFrom, seed } from '../../support/seed.ts'

const lists = 200
const numbersPerList = 20
/** Beyond this many standard deviations from one half, a share of right guesses is no luck: one time in 300,000. */
const mostDeviations = 4.5
/** A bit is listened to from here on; of hundreds of bits that say nothing a few are. */
const fewestDeviations = 3

type Sample = { readonly bits: Uint8Array; readonly arm: 0 | 1 }

function person(member: string) {
  const boxPublicKey = Buffer.alloc(32)
  sodium.crypto_box_keypair(boxPublicKey, Buffer.alloc(32))
  return { member, boxPublicKey }
}
const breakers = [person('pi'), person('deputy')]

/** Everything of an envelope that lies in the file, bit by bit. */
function bitsOf({ commitment, arm, ways }: FiledEnvelope): Uint8Array {
  const bytes = Buffer.concat(
    [commitment, arm, ...ways.map(({ sealed }) => sealed)].map((text) => Buffer.from(text, 'base64url')),
  )
  return Uint8Array.from({ length: bytes.length * 8 }, (_, at) => ((bytes[at >> 3] ?? 0) >> (at & 7)) & 1)
}

/** Lists that somebody made by chance, filed; with a flaw where one is planted, to see that it is found. */
async function filedLists(
  chance: () => number,
  flaw: (bits: Uint8Array, arm: 0 | 1) => void = () => undefined,
): Promise<Sample[]> {
  const samples: Sample[] = []
  for (let list = 0; list < lists; list++) {
    const arms = Array.from({ length: numbersPerList }, () => (chance() < 0.5 ? 0 : 1) as 0 | 1)
    const rows = arms.map((arm, at) => ({ number: String(at + 1).padStart(2, '0'), arm: arm === 0 ? 'A' : 'B' }))
    const { filed } = makeEnvelopes(`list ${list}`, rows, breakers, 'card', systemDice)
    for (const [at, one] of filed.entries()) {
      const sample = { bits: bitsOf(one), arm: arms[at] ?? 0 }
      flaw(sample.bits, sample.arm)
      samples.push(sample)
    }
    // Guarded memory that was wiped goes back to the system between two turns.
    await nextTurn()
  }
  return samples
}

/** How often each bit is set with one arm. */
function sharesOf(samples: readonly Sample[], arm: 0 | 1): { shares: Float64Array; count: number } {
  const of = samples.filter((one) => one.arm === arm)
  const shares = new Float64Array(samples[0]?.bits.length ?? 0).fill(1)
  for (const { bits } of of) for (const [at, bit] of bits.entries()) shares[at] = (shares[at] ?? 0) + bit
  return { shares: shares.map((set) => set / (of.length + 2)), count: of.length }
}

/** How many standard deviations the share of right guesses lies from one half, over samples that were not learned from. */
function deviations(samples: readonly Sample[]): number {
  const half = samples.length / 2
  const learned = samples.slice(0, half)
  const [a, b] = [sharesOf(learned, 0), sharesOf(learned, 1)]
  // A bit has a say where it went with the arm more than chance explains, and weighs as much as it is likelier with it.
  const said = [...a.shares].flatMap((withA, at) => {
    const withB = b.shares[at] ?? 0
    const both = (withA * a.count + withB * b.count) / half
    const deviation = (withB - withA) / Math.sqrt(both * (1 - both) * (1 / a.count + 1 / b.count))
    if (Math.abs(deviation) < fewestDeviations) return []
    return [{ at, weights: [Math.log((1 - withB) / (1 - withA)), Math.log(withB / withA)] }]
  })
  const guess = ({ bits }: Sample) =>
    said.reduce((sum, { at, weights }) => sum + (weights[bits[at] ?? 0] ?? 0), 0) > 0 ? 1 : 0
  const right = samples.slice(half).filter((one) => guess(one) === one.arm).length
  return (right - half / 2) / Math.sqrt(half / 4)
}

describe('what the file says of an envelope', () => {
  it(`B1 B12 goes with no arm: over ${lists} lists it lets nobody guess better than chance (seed ${seed})`, async () => {
    const samples = await filedLists(chanceFrom(seed))
    expect(new Set(samples.map(({ bits }) => bits.length)).size).toBe(1)
    const found = deviations(samples)
    console.log(
      `envelopes: ${samples.length}, ${samples[0]?.bits.length} bits each; ${found.toFixed(2)} standard deviations from chance`,
    )
    expect(Math.abs(found)).toBeLessThan(mostDeviations)
  }, 300_000)

  it('B1 would be found out by it if one bit of hundreds leaned towards an arm', async () => {
    const chance = chanceFrom(seed)
    const leaning = await filedLists(chance, (bits, arm) => {
      if (chance() < 0.3) bits[1_000] = arm
    })
    expect(deviations(leaning)).toBeGreaterThan(mostDeviations)
  }, 300_000)
})
