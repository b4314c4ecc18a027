/** Chance for property tests: a seed that is new in every run, said in the test's title, and can be given again. */

/** The seed of this run; set `COUNTERSEAL_SEED` to the number in a title to see the same run again. */
export const seed = Number(process.env['COUNTERSEAL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** A stream of numbers from 0 up to 1 that is the same for the same seed. */
export function chanceFrom(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of the list, by chance. */
export function oneOf<T>(list: readonly T[], chance: () => number): T {
  return list[Math.floor(chance() * list.length)] as T
}
