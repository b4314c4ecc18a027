/**
 * What one arm, once known, tells about the others (B15).
 *
 * Where both arms are planned equally, a block holds as many of one arm as of the other. Whoever knows one member of a
 * block of b knows that of the b - 1 others b / 2 are on the opposite arm. A list without blocks is one block of all.
 */
import { plannedTotal, type StudySettings } from '../registry/settings.ts'

/** A part of a whole, in lowest terms. */
export type Fraction = { readonly numerator: number; readonly denominator: number }

/** The chance that another member of a block is on the opposite arm. `members` is `undefined` for a list without blocks. */
export type Inference = { readonly members: number | undefined; readonly opposite: Fraction }

/** Blocks that lists are commonly made of. Blinded people may not know which of them it is, so all are said. */
const commonBlocks: readonly number[] = [2, 4, 6]

/** The chance that another member of a block of this size is on the opposite arm: (b / 2) / (b - 1). */
export function oppositeChance(members: number): Fraction {
  return lowest(members / 2, members - 1)
}

/** What a break lets others infer; nothing where the arms are not planned equally, for then no such number holds. */
export function inferences(settings: StudySettings): readonly Inference[] {
  if (settings.arms.A.plannedCount !== settings.arms.B.plannedCount) return []
  const all = plannedTotal(settings)
  return [
    ...commonBlocks
      .filter((members) => members < all)
      .map((members) => ({ members, opposite: oppositeChance(members) })),
    { members: undefined, opposite: oppositeChance(all) },
  ]
}

function lowest(numerator: number, denominator: number): Fraction {
  const shared = divisor(numerator, denominator)
  return { numerator: numerator / shared, denominator: denominator / shared }
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other)
}
