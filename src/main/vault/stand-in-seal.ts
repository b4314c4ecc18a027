/**
 * FOR TESTS OF THE BLIND ONLY: a seal that seals nothing.
 *
 * Knows: contents, and how long their boxes would be. Promises: a box is that many bytes of a keyed counter, whatever
 * was put in; the contents lie beside, in memory. Two worlds that differ only in what is inside their boxes then agree
 * in every byte of every box, and so in chain, signatures and file.
 */
import type { Part } from '../ledger/entry.ts'
import type { BookKeys } from './book-keys.ts'
import { loadedDice } from './dice.ts'
import { boxLength, type Seal, type Slot } from './seal.ts'

/** What lies beside the boxes; hand the same one to every session of a world. */
export type Beside = Map<string, string>

/** The stand-in for sessions that hold these keys; `seed` (32 bytes) starts the counter and is the same in both worlds. */
export function createStandInSeal(seed: Uint8Array, beside: Beside, keys: BookKeys): Seal {
  const dice = loadedDice(seed)
  return {
    seal(slot, content, block): Part {
      const text = JSON.stringify(content)
      const generation = keys.newest(slot.book)
      if (generation === 0) throw new Error('vault: no key of that book')
      const box = Buffer.alloc(boxLength(Buffer.byteLength(text), block))
      dice.fill(box)
      beside.set(placeOf(slot, generation), text)
      return { book: slot.book, generation, box }
    },
    open(book, seq, generation) {
      if (keys.get(book, generation) === undefined) return undefined
      const text = beside.get(placeOf({ seq, book }, generation))
      if (text === undefined) throw new Error('vault: nothing lies beside that box')
      return JSON.parse(text)
    },
    wipe() {
      // The contents belong to the world, which outlives the session.
    },
  }
}

function placeOf(slot: Slot, generation: number): string {
  return `${slot.seq} ${slot.book} ${generation}`
}
